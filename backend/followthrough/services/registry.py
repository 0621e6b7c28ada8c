"""The apps in force, compiled: asked on every request by one cheap read, compiled once per version."""

from __future__ import annotations

import threading

import msgspec

from followthrough.core.compile import CompiledApp, compile_published
from followthrough.core.model.decode import decode_app
from followthrough.core.run.acts import Moment
from followthrough.store import apps, organisation
from followthrough.store.publish import hold_version, try_hold_version
from followthrough.store.tx import Tx

from . import clock
from .calendars import CalendarsWhenAsked

ORGANISATION_FOR_S = 5.0
_KEPT = 32


class Registry:
    """Compiled apps by (key, number, digest). A published version never changes, so nothing here goes stale."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, int, str], CompiledApp] = {}
        self._lock = threading.Lock()
        self._organisation: tuple[float, dict[str, str]] | None = None

    def live(self, tx: Tx) -> dict[str, CompiledApp]:
        """The apps in force by key, in order."""
        return {found.app: self._of(tx, found) for found in apps.live(tx)}

    def app(self, tx: Tx, key: str) -> CompiledApp | None:
        """The version of an app that is in force now; None for no such app."""
        for found in apps.live(tx):
            if found.app == key:
                return self._of(tx, found)
        return None

    def acting(self, tx: Tx, key: str) -> CompiledApp | None:
        """As `app`, for who changes records: until the end of the transaction no other version comes into force."""
        hold_version(tx, key)
        return self.app(tx, key)

    def free(self, tx: Tx, key: str) -> bool:
        """Whether nobody publishes the app; then nobody does until the end of the transaction, and `acting` does not wait."""
        return try_hold_version(tx, key)

    def version(self, tx: Tx, key: str, number: int) -> CompiledApp | None:
        """A published version of an app, in force or not; None: there is none of that number."""
        found = apps.numbered(tx, key, number)
        return self._of(tx, found) if found is not None else None

    def organisation(self, tx: Tx) -> dict[str, str]:
        """`name` and `zone` of the organisation; a change shows within a few seconds."""
        kept = self._organisation
        if kept is not None and clock.passed_s() - kept[0] < ORGANISATION_FOR_S:
            return kept[1]
        said = organisation.settings(tx)
        made = {"name": str(said.get("name") or ""), "zone": str(said.get("zone") or "Asia/Shanghai")}
        self._organisation = (clock.passed_s(), made)
        return made

    def moment(self, tx: Tx) -> Moment:
        """The database's now in the organisation's zone. After records are locked, not before."""
        return Moment(tx.now_ms(), self.organisation(tx)["zone"], CalendarsWhenAsked(tx))

    def _of(self, tx: Tx, version: apps.LiveVersion) -> CompiledApp:
        key = (version.app, version.number, version.sha256)
        found = self._compiled.get(key)
        if found is not None:
            return found
        # One thread compiles a new version, the others wait for it: each by itself would take as long, all together longer.
        with self._lock:
            found = self._compiled.get(key)
            if found is None:
                content = apps.content(tx, version.app, version.number)
                assert content is not None, "a version in force has content"
                found = compile_published(decode_app(msgspec.json.decode(content)), version.number, version.sha256)
                if len(self._compiled) >= _KEPT:
                    self._compiled.clear()
                self._compiled[key] = found
        return found
