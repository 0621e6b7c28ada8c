"""飞书应用消息: a rich text to one person, by `im/v1/messages` with a tenant token."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec

from followthrough.services.channel_text import OPEN, Message, cut, inert

from .letter import REST_S, Letter, NotSent, Way, call, code_of

STALE = frozenset({99991661, 99991663, 99991664, 99991668})
FULL = frozenset({99991400, 11232, 11233, 230020, 9499})
NOBODY = frozenset({230001, 230013, 230053, 99992351, 99992361})
_encoder = msgspec.json.Encoder()


def send(way: Way, letter: Letter) -> None:
    """Send it; a token the vendor refuses is renewed once. The vendor drops a repetition of the same uuid for an hour."""
    url = f"{letter.base}/open-apis/im/v1/messages?receive_id_type={quote(letter.setting('id_type'))}"
    content = _encoder.encode({"zh_cn": post(letter.message)}).decode()
    body = {"receive_id": letter.target, "msg_type": "post", "content": content, "uuid": letter.id}
    answer: dict[str, Any] = {}
    for _ in range(2):
        token = way.tokens.of(letter, lambda: _token(way, letter))
        answer = call(way, url, body, {"Authorization": f"Bearer {token}"})
        if code_of(answer, "code") not in STALE:
            break
        way.tokens.drop(letter, token)
    judge(answer, "feishu")


def _token(way: Way, letter: Letter) -> tuple[str, int]:
    given = {"app_id": letter.setting("app_id"), "app_secret": letter.secret.get("app_secret", "")}
    answer = call(way, f"{letter.base}/open-apis/auth/v3/tenant_access_token/internal", given)
    judge(answer, "feishu token")
    return str(answer.get("tenant_access_token") or ""), int(answer.get("expire") or 7200)


def post(message: Message, lines: tuple[str, ...] | None = None) -> dict[str, Any]:
    """The rich text: plain parts only, and our own link."""
    shown = message.lines if lines is None else lines
    rows: list[list[dict[str, Any]]] = [[{"tag": "text", "text": cut(inert(line), 2000)}] for line in shown if line]
    if message.url:
        rows.append([{"tag": "a", "text": OPEN[message.lang], "href": message.url}])
    title = cut(inert(message.title if lines is None else message.brief), 500)
    return {"title": title, "content": rows or [[{"tag": "text", "text": title}]]}


def judge(answer: dict[str, Any], name: str) -> None:
    """Raises NotSent for what a code of this vendor means; 0 is sent."""
    code = code_of(answer, "code", "StatusCode")
    if code == 0:
        return
    if code in FULL:
        raise NotSent(f"{name} {code}", rest_s=REST_S)
    raise NotSent(f"{name} {code}", permanent=code in NOBODY, down=code not in NOBODY)
