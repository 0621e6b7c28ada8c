"""The one way out of the house: every connection to an address that somebody typed goes through here.

What a name resolves to is vetted and the vetted address connected to. Redirects are not followed, proxies and
settings of the environment not heeded. One deadline covers looking up, connecting, TLS, sending and reading: when it
passes, the connection is cut, however slowly bytes are coming. At most MAX_BODY bytes of an answer are read.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

import certifi
import httpcore

from followthrough.services.clock import passed_s

from .reach import MAIL_PORTS, WEB_PORTS, Allowed, Forbidden, Resolve, reachable

DEADLINE_S = 10.0
MAX_BODY = 64 * 1024
USER_AGENT = b"Followthrough"
_SAFE = "/?&=%:;,+@!$'()*~-._[]|"
_lookups = ThreadPoolExecutor(32, thread_name_prefix="lookup")


class OutboundError(Exception):
    """It did not get there. `reason`: "unreachable" (whatever the cause: not allowed, no such name, refused, bad TLS),
    "timeout" (nothing or too little came in time) or "garbled" (no proper answer)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MailRefused(Exception):
    """The mail server answered, with a refusal. `code` is SMTP's; `step` is "login", "sender", "recipient" or "data"."""

    def __init__(self, code: int, step: str) -> None:
        super().__init__(f"{step} {code}")
        self.code = code
        self.step = step


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body` is cut off after MAX_BODY bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def system_resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, by the system."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@cache
def tls() -> ssl.SSLContext:
    """Certificates of the public authorities, and those the operator's system trusts."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


class _Deadline:
    """Cuts the connections it guards when the time is up."""

    def __init__(self, seconds: float) -> None:
        self._until = passed_s() + seconds
        self._guarded: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self.passed = False

    def left(self) -> float:
        """Seconds left. Raises OutboundError("timeout") when there are none."""
        left = self._until - passed_s()
        if left <= 0 or self.passed:
            raise OutboundError("timeout")
        return left

    def guard(self, connection: socket.socket) -> None:
        """A duplicate is kept: TLS takes the socket itself over."""
        with self._lock:
            self._guarded.append(connection.dup())

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            for one in self._guarded:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for one in self._guarded:
                one.close()
            self._guarded.clear()


class _Vetted(httpcore.NetworkBackend):
    """Connects to the addresses that were vetted, whatever the name would resolve to by now."""

    def __init__(self, addresses: Sequence[str], deadline: _Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """The first address that answers."""
        last: Exception = OutboundError("unreachable")
        for address in self._addresses:
            try:
                stream = httpcore.SyncBackend().connect_tcp(address, port, timeout=self._deadline.left())
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
                continue
            self._deadline.guard(stream.get_extra_info("socket"))
            return stream
        raise last


class Outbound:
    """Sends requests and mail. Raises OutboundError, and MailRefused for mail."""

    def __init__(
        self,
        allow: Sequence[str] = (),
        *,
        resolve: Resolve = system_resolve,
        deadline_s: float = DEADLINE_S,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._allowed = Allowed(allow)
        self._resolve = resolve
        self._deadline_s = deadline_s
        self._context = context or tls()

    def post(self, url: str, body: bytes, headers: Mapping[str, str] | None = None, *, read: bool = True) -> Answer:
        """POST. `read` False: the answer's status counts, its body is not waited for."""
        return self._send(b"POST", url, body, headers or {}, read=read)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """GET."""
        return self._send(b"GET", url, b"", headers or {}, read=True)

    def _send(self, method: bytes, url: str, body: bytes, headers: Mapping[str, str], *, read: bool) -> Answer:
        host, port, secure, target = _parts(url)
        with _Deadline(self._deadline_s) as deadline, _told(deadline):
            addresses = self._vetted(host, port, WEB_PORTS, deadline, plain=not secure)
            name = host.encode("idna") if not host.isascii() else host.encode()
            location = httpcore.URL(scheme=b"https" if secure else b"http", host=name, port=port, target=target)
            named = b"[%b]" % name if b":" in name else name
            sent = [(b"Host", named if port in (80, 443) else b"%b:%d" % (named, port)), (b"User-Agent", USER_AGENT)]
            sent += [(key.encode(), value.encode()) for key, value in headers.items()]
            sent += [(b"Content-Length", b"%d" % len(body))] if method == b"POST" else []
            timeouts = dict.fromkeys(("connect", "read", "write", "pool"), deadline.left())
            with (
                httpcore.ConnectionPool(
                    ssl_context=self._context, network_backend=_Vetted(addresses, deadline), retries=0
                ) as pool,
                pool.stream(method, location, headers=sent, content=body, extensions={"timeout": timeouts}) as answer,
            ):
                given = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in answer.headers}
                return Answer(answer.status, given, _read(answer.iter_stream(), deadline) if read else b"")

    def mail(
        self,
        host: str,
        port: int,
        message: EmailMessage,
        *,
        sender: str,
        to: str,
        security: str = "starttls",
        login: str = "",
        password: str = "",
    ) -> None:
        """Hand a mail to a server, to one recipient. `security` "tls", "starttls" or "none" (only where the operator
        allows it)."""
        with _Deadline(self._deadline_s) as deadline, _told(deadline):
            addresses = self._vetted(host, port, MAIL_PORTS, deadline, plain=security == "none")
            with _Smtp(host, port, addresses, deadline, self._context, security, sender) as server:
                if security == "starttls":
                    server.starttls(context=self._context)
                _hand_over(server, message, sender, to, login, password)

    def _vetted(self, host: str, port: int, usual: frozenset[int], deadline: _Deadline, *, plain: bool) -> list[str]:
        def look_up(name: str, at: int) -> Sequence[str]:
            return _lookups.submit(self._resolve, name, at).result(deadline.left())

        return reachable(host, port, self._allowed, look_up, usual, plain=plain)


class _Smtp(smtplib.SMTP):
    """A conversation with a mail server at a vetted address."""

    def __init__(
        self,
        host: str,
        port: int,
        addresses: Sequence[str],
        deadline: _Deadline,
        context: ssl.SSLContext,
        security: str,
        sender: str,
    ) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._tls = context if security == "tls" else None
        super().__init__(host, port, local_hostname=sender.rpartition("@")[2] or "localhost", timeout=deadline.left())

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        last: OSError | None = None
        for address in self._addresses:
            try:
                connection = socket.create_connection((address, port), self._deadline.left())
            except OSError as error:
                last = error
                continue
            self._deadline.guard(connection)
            return self._tls.wrap_socket(connection, server_hostname=host) if self._tls else connection
        raise last or OSError("no address")


def _hand_over(server: smtplib.SMTP, message: EmailMessage, sender: str, to: str, login: str, password: str) -> None:
    if login:
        try:
            server.login(login, password)
        except smtplib.SMTPAuthenticationError as error:
            raise MailRefused(error.smtp_code, "login") from None
        except smtplib.SMTPNotSupportedError:
            raise MailRefused(504, "login") from None
    try:
        server.send_message(message, sender, [to])
    except smtplib.SMTPRecipientsRefused as error:
        raise MailRefused(next(iter(error.recipients.values()))[0], "recipient") from None
    except smtplib.SMTPSenderRefused as error:
        raise MailRefused(error.smtp_code, "sender") from None
    except smtplib.SMTPDataError as error:
        raise MailRefused(error.smtp_code, "data") from None


@contextlib.contextmanager
def _told(deadline: _Deadline) -> Iterator[None]:
    """Whatever went wrong, in our three words: none of a library's text, and no difference between closed and forbidden."""
    try:
        yield
    except (OutboundError, MailRefused) as error:
        if deadline.passed:
            raise OutboundError("timeout") from None
        raise error
    except (TooLate, TimeoutError, httpcore.TimeoutException):
        raise OutboundError("timeout") from None
    except (Forbidden, httpcore.ConnectError, httpcore.UnsupportedProtocol, UnicodeError):
        raise OutboundError("timeout" if deadline.passed else "unreachable") from None
    except (httpcore.ProtocolError, smtplib.SMTPException):
        raise OutboundError("timeout" if deadline.passed else "garbled") from None
    except (OSError, httpcore.NetworkError):
        raise OutboundError("timeout" if deadline.passed else "unreachable") from None


def _parts(url: str) -> tuple[str, int, bool, bytes]:
    """Host, port, whether encrypted, and the target. Raises OutboundError("unreachable") for what is no plain web address."""
    try:
        found = urlsplit(url)
        host, port = found.hostname or "", found.port
    except ValueError:
        raise OutboundError("unreachable") from None
    good = found.scheme in ("http", "https") and host and found.username is None and found.password is None
    if not good or not url.isprintable() or "\\" in url or " " in url:
        raise OutboundError("unreachable")
    secure = found.scheme == "https"
    target = (found.path or "/") + (f"?{found.query}" if found.query else "")
    return host, port or (443 if secure else 80), secure, quote(target, safe=_SAFE).encode()


def _read(parts: Iterable[bytes], deadline: _Deadline) -> bytes:
    data = b""
    for part in parts:
        data += part
        if len(data) >= MAX_BODY:
            return data[:MAX_BODY]
        deadline.left()
    if deadline.passed:
        raise OutboundError("timeout")
    return data
