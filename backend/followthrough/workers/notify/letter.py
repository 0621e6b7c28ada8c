"""What a sender is given, how it says that it failed, and what all chat vendors have in common: JSON, and tokens that end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from followthrough.services.channel_kinds import setting
from followthrough.services.channel_text import Message
from followthrough.services.clock import passed_s
from followthrough.workers.outbound import Answer, Outbound, OutboundError

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder()
REST_S = 60
EARLY_S = 300
"""A token is renewed so long before it ends."""


class NotSent(Exception):
    """It was not sent. `error` goes into the log: our words and the vendor's code, nothing of the vendor's text.

    `permanent`: trying again will not help. `rest_s`: the vendor wants fewer requests; nothing on this channel for so
    long. `down`: the channel itself does not work now; the others on it would fail as well.
    """

    def __init__(self, error: str, *, permanent: bool = False, rest_s: int = 0, down: bool = False) -> None:
        super().__init__(error)
        self.error = error
        self.permanent = permanent
        self.rest_s = rest_s
        self.down = down


class Tokens:
    """Access tokens of this process, by channel and its revision: never stored, renewed before they end."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[str, float]] = {}
        self._lock = threading.Lock()

    def of(self, letter: Letter, fetch: Callable[[], tuple[str, int]]) -> str:
        """The token of a channel; `fetch` gets a new one and for how many seconds it holds."""
        key = letter.channel, letter.revision
        with self._lock:
            known = self._known.get(key)
        if known is not None and known[1] > passed_s():
            return known[0]
        token, holds_s = fetch()
        with self._lock:
            self._known = {at: kept for at, kept in self._known.items() if at[0] != letter.channel}
            self._known[key] = token, passed_s() + max(holds_s - EARLY_S, holds_s / 2)
        return token

    def drop(self, letter: Letter, token: str) -> None:
        """The vendor does not take this token any more."""
        key = letter.channel, letter.revision
        with self._lock:
            if self._known.get(key, ("", 0.0))[0] == token:
                del self._known[key]


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be sent. `id` is the same over all attempts; `target` the address ("" where there is none)."""

    id: str
    channel: str
    kind: str
    revision: int
    config: Mapping[str, str]
    target: str
    message: Message
    payload: Mapping[str, Any]
    created_ms: int
    secret: Mapping[str, str] = field(repr=False)

    def setting(self, name: str) -> str:
        """A value of the channel, its default where none is set."""
        return setting(self.kind, self.config, name)

    @property
    def base(self) -> str:
        """The vendor's address."""
        return self.setting("base").rstrip("/")


@dataclass(frozen=True, slots=True)
class Way:
    """What senders share: the way out of the house, and tokens."""

    outbound: Outbound
    tokens: Tokens = field(default_factory=Tokens)


class Sender(Protocol):
    """Sends a letter. Raises NotSent."""

    def __call__(self, way: Way, letter: Letter) -> None: ...


def call(
    way: Way, url: str, data: Mapping[str, Any] | None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Ask a vendor (POST `data` as JSON, or GET): its JSON answer, whatever it says. Raises NotSent."""
    sent = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    try:
        answer = way.outbound.get(url, headers) if data is None else way.outbound.post(url, _encoder.encode(data), sent)
    except OutboundError as error:
        raise NotSent(error.reason, down=True) from None
    if answer.status == 429 or answer.status == 503:
        raise NotSent(f"http {answer.status}", rest_s=retry_after(answer))
    try:
        made = _decoder.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        made = None
    if answer.status >= 500 or not isinstance(made, dict):
        raise NotSent(f"http {answer.status}" if answer.status != 200 else "garbled", down=True)
    return made


def retry_after(answer: Answer) -> int:
    """Seconds a receiver wants us to wait: between one and an hour."""
    said = answer.headers.get("retry-after") or answer.headers.get("x-ogw-ratelimit-reset") or ""
    return max(1, min(int(said), 3600)) if said.isascii() and said.isdigit() and len(said) < 9 else REST_S


def code_of(answer: Mapping[str, Any], *names: str) -> int:
    """The vendor's code in an answer; -1 when there is none."""
    for name in names:
        if isinstance(answer.get(name), int):
            return int(answer[name])
    return -1
