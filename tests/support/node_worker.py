"""A script of the front end in a process of its own: a question on a line, its answer on the next."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from .tree import ROOT


class NodeWorker:
    """`frontend/scripts/<script>`, answering for as long as it is not closed."""

    script: str

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["node", f"scripts/{self.script}"],
            cwd=ROOT / "frontend",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer to one question. One that says "error" fails the test."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(question, ensure_ascii=False) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer
        return answer

    def close(self) -> None:
        """End it and wait until it is gone."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()
