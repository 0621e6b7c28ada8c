"""What the check says of a draft: worked out once for what the draft says, however often it is asked."""

from __future__ import annotations

import threading

from followthrough.core.check import Finding, check
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app
from followthrough.services.views_design import FindingView

from .desk import Desk

_KEPT = 32


class Findings:
    """Findings by the digest of the draft's content."""

    def __init__(self) -> None:
        self._found: dict[str, list[FindingView]] = {}
        self._lock = threading.Lock()

    def of(self, desk: Desk, decoded: AppDocument | None = None) -> list[FindingView]:
        """The findings of a draft, errors first. `decoded`: what it says, where that has been read already."""
        name = desk.digest
        with self._lock:
            found = self._found.get(name)
        if found is None:
            found = [view(one) for one in check(decoded or decode_app(desk.documents))]
            with self._lock:
                if len(self._found) >= _KEPT:
                    self._found.pop(next(iter(self._found)))
                self._found[name] = found
        return found


def view(one: Finding) -> FindingView:
    """A finding in words."""
    return FindingView(
        code=one.code,
        severity=one.severity,
        path=one.path,
        message=one.message(),
        remedy=one.remedy(),
        params=dict(one.params),
        example=one.example,
    )


def forbidding(findings: list[FindingView]) -> list[FindingView]:
    """Those that forbid publishing."""
    return [one for one in findings if one.severity == "error"]
