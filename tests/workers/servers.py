"""Local servers that behave as the test says: answers, or silence, drip, floods and worse."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec


@dataclass(frozen=True)
class Asked:
    """A request that came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body decoded."""
        return msgspec.json.decode(self.body)


Say = Callable[[BaseHTTPRequestHandler, Asked], None]
"""Answers a request by hand."""


@dataclass
class Fake:
    """A server: `seen` in order; `say` answers."""

    url: str
    port: int
    say: Say
    seen: list[Asked] = field(default_factory=list)

    @property
    def allow(self) -> str:
        """How an operator allows it."""
        return f"127.0.0.1:{self.port}"


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Say:
    """A plain answer."""

    def say(handler: BaseHTTPRequestHandler, _: Asked) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return say


def as_json(data: Any, status: int = 200, **headers: str) -> Say:
    """An answer in JSON."""
    return answer(status, msgspec.json.encode(data), content_type="application/json", **headers)


def hang(handler: BaseHTTPRequestHandler, _: Asked) -> None:
    """Say nothing for long."""
    time.sleep(5)


def drip(handler: BaseHTTPRequestHandler, _: Asked) -> None:
    """A body that never ends, a byte now and then."""
    handler.send_response(200)
    handler.end_headers()
    for _number in range(200):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


def drip_head(handler: BaseHTTPRequestHandler, _: Asked) -> None:
    """Headers that never end."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(200):
            handler.wfile.write(b"x-%d: y\r\n" % number)
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


def flood(handler: BaseHTTPRequestHandler, _: Asked) -> None:
    """A body of far more than anybody wants."""
    handler.send_response(200)
    handler.end_headers()
    chunk = b"x" * 65_536
    try:
        for _number in range(4000):
            handler.wfile.write(chunk)
    except OSError:
        return


@contextmanager
def serving(say: Say, context: ssl.SSLContext | None = None) -> Iterator[Fake]:
    """A server on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {key.lower(): value for key, value in self.headers.items()}
            asked = Asked(self.command, parts.path, query, headers, body)
            made.seen.append(asked)
            made.say(self, asked)
            self.close_connection = True

        do_GET = do_POST = handle_any  # noqa: N815 - the names http.server looks for

        def log_message(self, *_: Any) -> None:
            """Say nothing on the terminal."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_: Any) -> None:
            """A client that goes away is what the tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    port = int(server.server_address[1])
    made = Fake(f"http{'s' if context else ''}://127.0.0.1:{port}", port, say)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def canary() -> Iterator[tuple[int, list[Any]]]:
    """A listener that must not be reached: its port, and who came."""
    came: list[Any] = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                connection, peer = listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            came.append(peer)
            connection.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], came
    finally:
        time.sleep(0.1)
        stop.set()
        thread.join()
        listener.close()
