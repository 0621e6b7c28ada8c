"""A server that is told to stop while pages listen: the streams end at once, and so does the server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.web.site import Site


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def test_open_streams_do_not_keep_a_server_from_ending(sqlite_site: Site, tmp_path: Path) -> None:
    token, port = sqlite_site.browser("li").token, _free_port()
    base = f"http://localhost:{port}"
    environment = os.environ | {
        "FT_DATABASE_URL": sqlite_site.db.url, "FT_DATA_DIR": str(tmp_path), "FT_PORT": str(port), "FT_BASE_URL": base,
    }  # fmt: skip
    command = [sys.executable, "-m", "followthrough", "serve"]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        with httpx.Client(base_url=base, cookies={"followthrough": token}, timeout=60) as client:
            _until_ready(client)
            with client.stream("GET", "/api/stream") as answer:
                parts = answer.iter_text()
                assert next(parts).startswith("retry: ")
                server.send_signal(signal.SIGTERM)
                began = time.monotonic()
                said = "".join(parts)
            assert "still here" not in said
            server.wait(60)
        assert time.monotonic() - began < 45
        assert b"Granian shutdown completed" in (tmp_path / "log").read_bytes()
    finally:
        server.kill()
        server.wait()


def _until_ready(client: httpx.Client) -> None:
    for _ in range(600):
        try:
            if client.get("/health/ready").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")
