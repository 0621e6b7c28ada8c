"""The sales app with duties of its own, for tests of what is owed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from followthrough.core.model.app import AppDocument
from followthrough.core.run.owed import Obligation
from followthrough.store import obligations
from followthrough.store.platform import notice
from tests.services.house import House, changed, template

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
FOLLOW_UP: dict[str, Any] = {
    "id": "follow_up",
    "entity": "opportunity",
    "label": {"zh": "新商机跟进", "en": "First follow-up"},
    "opens_when": {"entity": "opportunity", "kind": "created"},
    "action": "log_follow_up",
    "due": {"after": "PT24H"},
    "remind": {"soon": {"before": "PT2H"}},
    "escalate": {"manager": {"after": "PT4H", "person": {"to": "role", "role": "manager"}}},
    "waive": {"manager": {}, "supervisor": {}},
}
WEEKLY: dict[str, Any] = {
    "id": "weekly",
    "entity": "opportunity",
    "label": {"zh": "每周动态", "en": "Weekly news"},
    "order": 1,
    "opens_when": {"entity": "opportunity", "kind": "created"},
    "action": "log_follow_up",
    "due": {"after": "P5D"},
    "repeats": {"period": "week"},
    "waive": {"supervisor": {}},
}
QUEUES: dict[str, Any] = {
    "late": {"id": "late", "label": {"zh": "跟进督办", "en": "Follow-ups"}, "duties": {"follow_up": {}}},
}


def with_duties(*duties: dict[str, Any], more: Any = None) -> AppDocument:
    """The sales template with these duties and nothing else that is owed; `more(json)` changes it further."""

    def change(plain: dict[str, Any]) -> None:
        plain["duties"] = {duty["id"]: duty for duty in duties}
        plain["queues"] = {} if not any(duty["id"] == "follow_up" for duty in duties) else QUEUES
        plain.pop("triggers", None)
        if more is not None:
            more(plain)

    return changed(template("sales"), change)


class OwedHouse(House):
    """A house whose clock stands still until it is moved, with what is owed in it."""

    def __init__(self, url: str, folder: Path, *duties: dict[str, Any], more: Any = None, clocked: bool = True) -> None:
        super().__init__(url, folder, with_duties(*duties, more=more), clocked=clocked)
        self.settle()

    def pass_time(self, ms: int) -> None:
        """Let the clock go on."""
        self.now_ms += ms

    def sweep(self) -> int:
        """Let a worker look."""
        return self.services.sweeping.sweep()

    def owed(self, record: str) -> dict[str, Obligation]:
        """All obligations of a record by "duty" or "duty/cycle"."""
        with self.db.read() as tx:
            rows = tx.rows(sa.select(*obligations.SHOWN).where(sa.column("record") == record).select_from(_TABLE))
        found = [obligations.of_row(row) for row in rows]
        return {f"{one.duty}/{one.cycle}" if one.cycle else one.duty: one for one in found}

    def told(self, record: str) -> list[tuple[str, str]]:
        """Who was told what about a record, in order: (kind, alias)."""
        alias = {who.person: name for name, who in self.people.items()}
        with self.db.read() as tx:
            rows = tx.rows(
                sa.select(notice.c.kind, notice.c.person).where(notice.c.record == record).order_by(notice.c.seq)
            )
        return [(kind, alias[person]) for kind, person in rows]

    def kinds(self, record: str, entity: str = "opportunity") -> list[str]:
        """The kinds of a record's events, oldest first."""
        return [event.kind for event in self.events(entity, record)]

    def follow_up(self, deal: str, who: str = "li") -> Any:
        """Do the act that the duties ask for."""
        return self.perform(who, deal, "log_follow_up", way="phone", content="电话确认了下一步安排", next_step="上门")


_TABLE = obligations.SHOWN[0].table
