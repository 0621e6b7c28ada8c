"""What is owed, for those who owe it and those who see to it: lists, queues, the reason, and acts about an obligation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from followthrough.core.compile import CompiledApp
from followthrough.core.model.duty import QueueDoc
from followthrough.core.model.scope import in_order
from followthrough.core.run.acts import Extend, Nudge, Reassign, Waive
from followthrough.core.run.owed import Obligation
from followthrough.store import obligations, query
from followthrough.store.query import owed
from followthrough.store.tx import Tx

from . import wording
from .assignable import assignable
from .command import Command, Done
from .filling import Filling, Submission
from .refusal import NOT_FOUND, Refusal, refuse
from .showing import Showing
from .showing_owed import OwedShowing
from .views import PersonView
from .views_owed import OwedAnswer, OwedPage, OwedState, QueueView, Why
from .watching import Reading, Watching
from .who import Who
from .why import why_of

Seeing = Waive | Extend | Reassign | Nudge
MAX_LIMIT = 200
# Made at import: msgspec crashes the process when two threads are first to use a type.
_ANSWERS = msgspec.json.Decoder(OwedAnswer)
_ENCODER = msgspec.json.Encoder()
_ENCODER.encode(OwedPage(rows=[], next=None))


@dataclass(frozen=True, slots=True)
class OwedAsked:
    """Which obligations: one's own (`mine`) or those of all records one may see; `queue` those a queue gathers."""

    state: OwedState = "open"
    mine: bool = True
    queue: str | None = None
    duty: str | None = None
    owner: str | None = None
    record: str | None = None
    overdue: bool | None = None
    after: str | None = None
    limit: int = 50


class Owing:
    """Lists obligations and takes the acts about them. Refusals: no_role, not_found, bad_cursor, try_again, and those of
    docs/duties.md, section 6."""

    def __init__(self, watching: Watching, filling: Filling) -> None:
        self._watching = watching
        self._filling = filling

    def page(self, who: Who, app: str, asked: OwedAsked) -> OwedPage | Refusal:
        """A page of obligations, the soonest deadline first; in a queue those that nobody owes before all others."""

        def work(reading: Reading) -> OwedPage | Refusal:
            wanted = _wanted(reading, asked)
            if isinstance(wanted, Refusal):
                return wanted
            limit = max(1, min(asked.limit, MAX_LIMIT))
            found, following = owed.page(
                reading.tx, reading.app, reading.showing.reader, wanted, after=asked.after, limit=limit
            )
            return OwedPage(rows=OwedShowing(reading.showing).views(found), next=following)

        return self._watching.opened(who, app, work)

    def why(self, who: Who, app: str, obligation: str) -> Why | Refusal:
        """An obligation with its reason. One that may not be seen is not_found like one that does not exist."""

        def work(reading: Reading) -> Why | Refusal:
            found = _seen(reading.tx, reading.app, reading.showing, obligation)
            return NOT_FOUND if found is None else why_of(reading, found)

        return self._watching.opened(who, app, work)

    def do(
        self, who: Who, app: str, obligation: str, act: Seeing, key: str, body: bytes, version: int
    ) -> OwedAnswer | Refusal:
        """Waive, extend, reassign or nudge: an act on the obligation's record by the one command path."""
        found = self._found(who, app, obligation)
        if isinstance(found, Refusal):
            return found
        asked = Submission(app, found.entity, found.record, act, key, body, version)

        def shown(tx: Tx, compiled: CompiledApp, command: Command, done: Done) -> OwedAnswer:
            now = obligations.get(tx, obligation)
            assert now is not None, "an obligation is never deleted"
            showing = Showing(tx, compiled, command.actor, command.around.moment(), who.lang)
            (view,) = OwedShowing(showing, command.around).views([now.obligation])
            return OwedAnswer(obligation=view, version=done.record.version)

        return self._filling.submit_as(who, asked, _ANSWERS, shown)

    def assignable(self, who: Who, app: str, ids: Sequence[str], q: str = "") -> list[PersonView] | Refusal:
        """Whom these obligations can be reassigned to: who is active, has a role in the app, may see all their records and
        owes none of them, by part of the name; for who may reassign them. Codes: not_found, not_permitted."""

        def work(reading: Reading) -> list[PersonView] | Refusal:
            known = [_seen(reading.tx, reading.app, reading.showing, one) for one in ids[:MAX_LIMIT]]
            found = [one for one in known if one is not None]
            if len(found) < len(known):
                return NOT_FOUND
            showing = OwedShowing(reading.showing)
            if not all(view.rights.waive for view in showing.views(found)):
                return refuse("not_permitted", right="waive")
            return assignable(reading, showing.around, found, q)

        return self._watching.opened(who, app, work)

    def queues(self, who: Who, app: str) -> list[QueueView] | Refusal:
        """The queues of the person's role in order, each with its counts."""

        def work(reading: Reading) -> list[QueueView]:
            listed = [queue for _, queue in in_order(reading.app.doc.queues) if _has_queue(reading, queue)]
            return [_queue(reading, queue) for queue in listed]

        return self._watching.opened(who, app, work)

    def _found(self, who: Who, app: str, obligation: str) -> Obligation | Refusal:
        def work(reading: Reading) -> Obligation | Refusal:
            found = _seen(reading.tx, reading.app, reading.showing, obligation)
            return NOT_FOUND if found is None else found

        return self._watching.opened(who, app, work)


def _seen(tx: Tx, app: CompiledApp, showing: Showing, obligation: str) -> Obligation | None:
    """The obligation, when its record is in the reader's scope or he owes it himself."""
    known = obligations.get(tx, obligation)
    if known is None or known.app != app.key:
        return None
    found = known.obligation
    mine = found.owner == showing.actor.person
    return found if mine or query.sees(tx, app, showing.reader, found.entity, found.record) else None


def _wanted(reading: Reading, asked: OwedAsked) -> owed.Asked | Refusal:
    duties: tuple[str, ...] = (asked.duty,) if asked.duty else ()
    if asked.queue is not None:
        queue = reading.app.doc.queues.get(asked.queue)
        if queue is None or not _has_queue(reading, queue):
            return NOT_FOUND
        gathered = _gathered(reading.app, queue)
        duties = tuple(name for name in gathered if not duties or name in duties) or ("",)
    return owed.Asked(
        state=asked.state,
        mine=asked.mine and asked.queue is None,
        kind="duty" if asked.queue is not None else None,
        duties=duties,
        owner=asked.owner,
        record=asked.record,
        overdue=asked.overdue,
        nobodys_first=asked.queue is not None,
    )


def _has_queue(reading: Reading, queue: QueueDoc) -> bool:
    """Named roles have it; when none is named, every role that sees more than its own of the records it is about. Nobody
    has one whose duties all rest."""
    gathered = _gathered(reading.app, queue)
    if queue.duties and not gathered:
        return False
    if queue.roles:
        return reading.showing.actor.role in queue.roles
    scopes, duties = reading.showing.reader.scopes, reading.app.running.duties
    return any(scopes.get(duties[name].entity, "own") != "own" for name in gathered)


def _gathered(app: CompiledApp, queue: QueueDoc) -> list[str]:
    return [name for name in app.running.duties if not queue.duties or name in queue.duties]


def _queue(reading: Reading, queue: QueueDoc) -> QueueView:
    duties = _gathered(reading.app, queue)
    asked = owed.Asked(mine=False, kind="duty", duties=duties or ("",))
    found = owed.tally(reading.tx, reading.app, reading.showing.reader, asked)
    return QueueView(
        id=queue.id,
        label=wording.both(queue.label),
        help=wording.both(queue.help) if queue.help else None,
        duties=duties,
        open=found.open,
        overdue=found.overdue,
        unassigned=found.unassigned,
    )
