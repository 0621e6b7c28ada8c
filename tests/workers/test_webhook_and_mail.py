"""Signed webhooks, and mail to a real SMTP conversation."""

from __future__ import annotations

import base64
import email
import hashlib
import hmac
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy

import pytest

from followthrough.workers.notify import SENDERS
from followthrough.workers.notify.letter import Letter, NotSent, Way
from followthrough.workers.outbound import Outbound

from .letters import HOSTILE, letter, message
from .servers import Say, answer, drip, serving

KEY = "a-signing-key-of-24-chars"
PAYLOAD = {"app": "sales", "trigger": "won", "record": {"id": "1", "values": {"title": HOSTILE}}}


def _hook(url: str, key: str = KEY) -> Letter:
    return letter("webhook", {"url": f"{url}/hook?a=1"}, {"signing_key": key}, payload=PAYLOAD)


def test_a_webhook_is_signed_over_id_time_and_body() -> None:
    with serving(answer(204)) as fake:
        way = Way(Outbound([fake.allow]))
        SENDERS["webhook"](way, _hook(fake.url))
        SENDERS["webhook"](way, _hook(fake.url))
    for asked in fake.seen:
        said = f"{asked.headers['webhook-id']}.{asked.headers['webhook-timestamp']}.".encode() + asked.body
        expected = base64.b64encode(hmac.new(KEY.encode(), said, hashlib.sha256).digest()).decode()
        assert asked.headers["webhook-signature"] == f"v1,{expected}"
        assert asked.json == {**PAYLOAD, "id": "01a2-delivery", "created_at": "2026-03-02T01:00:00Z"}
    assert {asked.headers["webhook-id"] for asked in fake.seen} == {"01a2-delivery"}, "the same over all attempts"


def test_a_key_in_the_standards_spelling_is_its_bytes() -> None:
    key = "whsec_" + base64.b64encode(b"thirty-two bytes of a real key!!").decode()
    with serving(answer()) as fake:
        SENDERS["webhook"](Way(Outbound([fake.allow])), _hook(fake.url, key))
        asked = fake.seen[0]
    said = f"{asked.headers['webhook-id']}.{asked.headers['webhook-timestamp']}.".encode() + asked.body
    expected = hmac.new(b"thirty-two bytes of a real key!!", said, hashlib.sha256).digest()
    assert asked.headers["webhook-signature"] == "v1," + base64.b64encode(expected).decode()


HOOK_ANSWERS: tuple[tuple[Say, str | None, bool], ...] = (
    (answer(200, b"x" * 100_000), None, False),
    (drip, None, False),
    (answer(500), "http 500", False),
    (answer(404), "http 404", False),
    (answer(410), "http 410", True),
    (answer(301, location="http://127.0.0.1/"), "http 301", False),
    (answer(429), "http 429", False),
)


@pytest.mark.parametrize(("say", "error", "permanent"), HOOK_ANSWERS)
def test_what_a_webhook_receiver_answers(say: Say, error: str | None, permanent: bool) -> None:
    with serving(say) as fake:
        way = Way(Outbound([fake.allow], deadline_s=2))
        if error is None:
            SENDERS["webhook"](way, _hook(fake.url))
            return
        with pytest.raises(NotSent) as failed:
            SENDERS["webhook"](way, _hook(fake.url))
    assert (failed.value.error, failed.value.permanent) == (error, permanent)


@dataclass
class Sink:
    """A mail server: what it took, and what it says to a command."""

    port: int = 0
    says: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)

    @property
    def allow(self) -> str:
        return f"127.0.0.1:{self.port}"


@contextmanager
def sink(**says: str) -> Iterator[Sink]:
    """A server that speaks enough SMTP to refuse."""
    made = Sink(says=says)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            sender, to, data = "", list[str](), b""
            self.wfile.write(b"220 sink\r\n")
            while line := self.rfile.readline(2000):
                word = line[:4].decode().strip().upper()
                reply = made.says.get(word.lower(), "250 ok")
                if word == "EHLO":
                    reply = "250-sink\r\n250 AUTH PLAIN"
                elif word == "MAIL":
                    sender = line.decode().strip()
                elif word == "RCPT" and reply.startswith("2"):
                    to.append(line.decode().strip())
                elif word == "AUTH":
                    reply = made.says.get("auth", "235 ok")
                elif word == "DATA":
                    self.wfile.write(b"354 go on\r\n")
                    while (part := self.rfile.readline(5000)) != b".\r\n":
                        data += part
                    if reply.startswith("2"):
                        made.taken.append((sender, to, data))
                elif word == "QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                self.wfile.write(f"{reply}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        made.port = int(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


def _mail(port: int, *, said: str = "「新商机跟进」已逾期", user: str = "", security: str = "none") -> Letter:
    config = {"host": "127.0.0.1", "port": str(port), "security": security, "from": "sales@example.com", "user": user}
    return letter("email", config, {"password": "mail-secret"}, "li@example.com", message(said, said))


def test_a_mail_reaches_one_person_as_text_and_page() -> None:
    with sink() as server:
        SENDERS["email"](Way(Outbound([server.allow])), _mail(server.port, said=HOSTILE))
    ((_, to, data),) = server.taken
    assert to == ["rcpt TO:<li@example.com>"]
    found = email.message_from_bytes(data, policy=policy.default)
    assert found["Bcc"] is None
    assert found["Message-ID"] == "<01a2-delivery@example.com>"
    assert found["To"] == "li@example.com"
    assert "{{98765*43210}}" in str(found["Subject"])
    plain, page = (part.get_content() for part in found.iter_parts())
    assert "{{98765*43210}}" in plain
    assert "<at" not in page
    assert "&lt;at user_id=&quot;all&quot;&gt;" in page


REFUSALS = (
    ({"rcpt": "550 no such user"}, "smtp recipient 550", True),
    ({"rcpt": "451 later"}, "smtp recipient 451", False),
    ({"data": "554 spam"}, "smtp data 554", True),
    ({"mail": "553 not you"}, "smtp sender 553", False),
    ({"auth": "535 wrong"}, "smtp login 535", False),
)


@pytest.mark.parametrize(("says", "error", "permanent"), REFUSALS)
def test_what_a_mail_server_refuses(says: dict[str, str], error: str, permanent: bool) -> None:
    with sink(**says) as server, pytest.raises(NotSent) as failed:
        SENDERS["email"](Way(Outbound([server.allow])), _mail(server.port, user="sales"))
    assert (failed.value.error, failed.value.permanent) == (error, permanent)
    assert "mail-secret" not in failed.value.error


def test_a_mail_server_is_vetted_like_every_other_host() -> None:
    with sink() as server:
        for outbound in (Outbound(), Outbound(["127.0.0.1"])):
            with pytest.raises(NotSent) as failed:
                SENDERS["email"](Way(outbound), _mail(server.port))
            assert failed.value.error == "unreachable"
        assert server.taken == []


def test_a_mail_server_without_encryption_gets_no_mail_that_asks_for_it() -> None:
    with sink() as server:
        with pytest.raises(NotSent):
            SENDERS["email"](Way(Outbound([server.allow])), _mail(server.port, security="starttls"))
        assert server.taken == []
