"""A publication that takes effect later: its content frozen when it is asked for, put into force by a worker when it is due."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import msgspec

from followthrough.core.check import check
from followthrough.core.compile import CompiledApp, compile_published
from followthrough.core.kit.ids import digest
from followthrough.core.rules import instant_text
from followthrough.core.run.owed import NoticeDraft
from followthrough.services.refusal import NOT_FOUND, Abandoned, Refusal, refuse
from followthrough.services.registry import Registry
from followthrough.services.views_design import PlannedView, PlanView
from followthrough.services.who import Who, who_is
from followthrough.store import drafts, idempotency, notices, planned
from followthrough.store.database import Database
from followthrough.store.indexing import build_indexes
from followthrough.store.planned import Planned
from followthrough.store.publish import lock_app
from followthrough.store.tx import Tx

from .desk import answered, designs, open_desk, refs
from .drafting import Keyed
from .edits import decoded
from .finding import forbidding, view
from .publishing import MAX_NOTE, Asked, Publishing, Ready, kept_whole

log = logging.getLogger("followthrough.planning")
LONGEST_MS = 366 * 86_400_000
_ANSWERS = msgspec.json.Decoder(PlannedView)


class Planning:
    """Publications of later."""

    def __init__(self, db: Database, registry: Registry, publishing: Publishing) -> None:
        self.db = db
        self.registry = registry
        self.publishing = publishing

    def plan(self, who: Who, key: str, asked: Asked, effective_ms: int, keyed: Keyed) -> PlannedView | Refusal:
        """Freeze the draft as it stands and have it published at an instant; what would refuse it now refuses it now.

        Codes: those of `Publishing.publish`; plan_time (not after now, or more than a year ahead), plan_exists (an app has
        one at most).
        """
        if len(asked.note) > MAX_NOTE:
            return refuse("bad_request", reason="note")
        early = self.publishing.early(who, key)
        if isinstance(early, Refusal) and early.code != "findings_forbid":
            return early

        def work(tx: Tx) -> PlannedView:
            answer = idempotency.find(tx, who.person, keyed.key, keyed.body)
            if answer is not None:
                return _ANSWERS.decode(answer)
            desk = open_desk(tx, self.registry, who, key, lock=True)
            now = tx.now_ms()
            if not now < effective_ms <= now + LONGEST_MS:
                raise Abandoned(refuse("plan_time"))
            if desk.draft.revision != asked.revision:
                raise Abandoned(refuse("draft_changed", revision=desk.draft.revision))
            ready = self.publishing.ready(desk, early)
            self.publishing.begins_within(tx, desk.live, ready, who)
            kept_whole(tx, desk.live, ready.compiled, asked.mapping, self.registry.moment(tx))
            base = desk.live.version if desk.live is not None else None
            new = Planned(
                key, asked.revision, base, ready.content, asked.mapping, who.person, asked.note, now, effective_ms
            )
            if not planned.add(tx, new):
                raise Abandoned(refuse("plan_exists"))
            done = self._view(tx, new, base)
            idempotency.keep(tx, who.person, keyed.key, keyed.body, msgspec.json.encode(done))
            return done

        return answered(self.db, work, write=True, keyed=True)

    def planned(self, who: Who, key: str) -> PlanView | Refusal:
        """What is to take effect in an app one designs, if anything is."""

        def work(tx: Tx) -> PlanView:
            desk = open_desk(tx, self.registry, who, key)
            found = planned.get(tx, key)
            live = desk.live.version if desk.live is not None else None
            return PlanView(planned=self._view(tx, found, live) if found is not None else None)

        return answered(self.db, work)

    def take_back(self, who: Who, key: str) -> Refusal | None:
        """It will not be published after all; whoever designs the app may say so. Code: not_found (there is none)."""

        def work(tx: Tx) -> None:
            lock_app(tx, key)
            open_desk(tx, self.registry, who, key)
            if planned.get(tx, key, lock=True) is None:
                raise Abandoned(NOT_FOUND)
            planned.remove(tx, key)

        return answered(self.db, work, write=True)

    def due(self) -> int:
        """Put into force what is due; for how many apps something was decided. Any number of workers may: of two one finds
        nothing left to do. What cannot be published is taken off, and its author told why; a fault of ours keeps no other from
        being published, and is tried again on the next turn."""
        with self.db.read() as tx:
            keys = planned.due(tx, tx.now_ms())
        return sum(self._alone(key) for key in keys)

    def _alone(self, key: str) -> int:
        try:
            return self._settled(key)
        except Exception:
            log.exception("the planned publication of %s cannot be decided", key)
            return 0

    def _settled(self, key: str) -> int:
        with self.db.read() as tx:
            found = self._still_due(tx, key)
        if found is None:
            return 0
        ready = _ready(found)  # before anybody has to wait, as `Publishing.early`
        done: CompiledApp | bool | Refusal
        if isinstance(ready, Refusal):
            done = ready
        else:
            done = answered(self.db, lambda tx: self._published(tx, found, ready), write=True)
        if isinstance(done, Refusal):
            if done.code in ("try_again", "internal"):  # the database is away, or worse: on the next turn
                return 0
            why = done.code
            done = answered(self.db, lambda tx: self._given_up(tx, found, why), write=True)
        if isinstance(done, CompiledApp):
            build_indexes(self.db, done)
        return 1 if done else 0

    def _published(self, tx: Tx, found: Planned, ready: Ready) -> CompiledApp | bool:
        """The version now in force; False: somebody else has decided, or another is planned by now. Raises Abandoned with why
        it cannot be."""
        key = found.app
        lock_app(tx, key)
        if self._still_due(tx, key, lock=True) != found:
            return False
        live = self.registry.app(tx, key)
        if (live.version if live is not None else None) != found.base:
            raise Abandoned(refuse("plan_overtaken"))
        author = who_is(tx, found.author)
        role = author.roles.get(key, "") if author is not None else ""
        if author is None or not (designs(live, role) if live is not None else role):
            raise Abandoned(refuse("not_permitted", right="design"))
        self.publishing.begins_within(tx, live, ready, author)
        asked = Asked(found.revision, found.note, found.mapping)
        done, compiled = self.publishing.put(tx, None, ready, found.author, asked, live)
        draft = drafts.get(tx, key, lock=True)
        if draft is not None:
            # What was edited since it was frozen is ahead of it.
            drafts.save(tx, replace(draft, base=done.version, base_revision=found.revision))
        planned.remove(tx, key)
        self._tell(tx, found, "published", {"version": done.version})
        return compiled

    def _given_up(self, tx: Tx, found: Planned, why: str) -> bool:
        """Take it off and tell its author, unless somebody else has, or another is planned by now."""
        lock_app(tx, found.app)
        if self._still_due(tx, found.app, lock=True) != found:
            return False
        planned.remove(tx, found.app)
        self._tell(tx, found, "not_published", {"result": why})
        return True

    def _still_due(self, tx: Tx, key: str, *, lock: bool = False) -> Planned | None:
        found = planned.get(tx, key, lock=lock)
        return found if found is not None and found.effective_ms <= tx.now_ms() else None

    def _tell(self, tx: Tx, about: Planned, kind: Any, params: dict[str, Any]) -> None:
        dedupe = f"{kind}:{about.app}:{about.asked_ms}:{about.effective_ms}"
        notices.add(tx, about.app, [NoticeDraft(about.author, kind, "", "", params=params, dedupe=dedupe)])

    def _view(self, tx: Tx, one: Planned, live: int | None) -> PlannedView:
        return PlannedView(
            effective_at=instant_text(one.effective_ms // 1000),
            at=instant_text(one.asked_ms // 1000),
            by=refs(tx, {one.author})[one.author],
            note=one.note,
            revision=one.revision,
            base=one.base,
            overtaken=live != one.base,
        )


def _ready(found: Planned) -> Ready | Refusal:
    """What is planned, checked and compiled by the product as it is now, which may be another than froze it; else why not."""
    try:
        app = decoded(msgspec.json.decode(found.content), found.app)
    except Abandoned as abandoned:
        unreadable: Refusal = abandoned.result
        return unreadable
    if forbidding([view(one) for one in check(app)]):
        return refuse("findings_forbid", count=0, findings=[])
    return Ready("", found.content, compile_published(app, 0, digest(found.content)))
