"""A server that is killed where it is told, and comes back: `python -m tests.faults.serving PORT PLAN`.

PLAN is a file with one failpoint (`record@3:kill`) a line; each life arms the next. A parent that has imported
everything forks each life, so that a life begins in a fraction of a second; what serves is the product's own app in
granian, on connections of its own. When the plan is done, the last life arms nothing. SIGTERM ends it.
"""

from __future__ import annotations

import asyncio
import faulthandler
import os
import signal
import sys
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server

from followthrough.services.catalogue import check_folder
from followthrough.settings import read_settings
from followthrough.store import failpoints
from followthrough.web import app as web


def _live(port: int, fault: str) -> None:
    """One life, until it is killed."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    faulthandler.enable()
    failpoints.enable(fault)
    made: Any = web.create_app()
    server = Server(made, port=port, interface=Interfaces.ASGI, websockets=False, log_enabled=False)
    asyncio.run(server.serve())


def main(port: int, plan: Path) -> None:
    """Serve through all lives; each one's end is a line `fault killed` of PLAN.done."""
    done = plan.with_suffix(".done")
    # What every life would work out anew: the validators of documents, read from their schemas.
    check_folder(read_settings().templates / "sales")
    for fault in [*plan.read_text().split(), ""]:
        child = os.fork()
        if child == 0:
            try:
                _live(port, fault)
            finally:
                os._exit(1)
        signal.signal(signal.SIGTERM, lambda *_, child=child: _end(child))
        _, status = os.waitpid(child, 0)
        with done.open("a") as told:
            told.write(
                f"{fault} {'killed' if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL else status}\n"
            )


def _end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
