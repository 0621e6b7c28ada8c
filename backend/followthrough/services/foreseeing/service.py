"""Asked by who designs; everybody else is answered not_found."""

from __future__ import annotations

import msgspec

from followthrough.core.compile import CompiledApp, CompileError, compile_app
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app
from followthrough.services.designing.desk import Desk, Json, answered, open_desk
from followthrough.services.designing.going_back import Back, gone_back
from followthrough.services.refusal import NOT_FOUND, Abandoned, Refusal, refuse
from followthrough.services.registry import Registry
from followthrough.services.showing_changes import grouped
from followthrough.services.views_foresee import (
    BurdenView,
    ChangesView,
    CopiesView,
    HeldValuesView,
    HiddenView,
    InFlightView,
)
from followthrough.services.who import Who
from followthrough.services.wording import both
from followthrough.store import apps, standing
from followthrough.store.database import Database
from followthrough.store.tx import Tx

from .burden import burden_of
from .copies import copies_of, merges_of
from .held import held_of
from .in_flight import in_flight_of


class Foreseeing:
    """Looks ahead: nothing is stored."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self.db = db
        self.registry = registry

    def changes(self, who: Who, key: str, before: int | None = None, after: int | None = None) -> ChangesView | Refusal:
        """What version `after` (None: the draft) says differently from version `before` (None: the one in force; an app
        that was never published: nothing to compare with). `after` alone: what publishing would change after going back to
        that version, as `Drafting.restore` does it. Codes: not_found."""

        def work(tx: Tx) -> ChangesView:
            desk = open_desk(tx, self.registry, who, key)
            old = _in_force(desk) if before is None else decode_app(_version(tx, key, before))
            said = desk.documents if after is None else _version(tx, key, after)
            back = gone_back(tx, desk, said) if before is None and after is not None else Back(said)
            new = decode_app(back.documents)
            kept = [_hidden(tx, desk.live, name) for name in back.hidden] if desk.live is not None else []
            return ChangesView(groups=grouped(old, new) if old is not None else [], hidden=kept)

        return answered(self.db, work)

    def in_flight(self, who: Who, key: str, after: str = "") -> InFlightView | Refusal:
        """What the draft means for the records of the app, a slice of them at a time: `after` is the `next` of the slice
        before ("": the first). Codes: not_found, findings_forbid (it does not compile), draft_changed {revision} (the draft
        or the version in force is another than at the first slice), bad_request {reason: after}."""

        def work(tx: Tx) -> InFlightView:
            desk = open_desk(tx, self.registry, who, key)
            live = desk.live
            if live is None:
                return InFlightView(counts=[], touched=[], mappings_needed=[], total=0, withheld=False, next=None)
            since = _place(after, f"{live.version}.{desk.draft.revision}", desk.draft.revision)
            view, last = in_flight_of(tx, self.registry, who.actor(key), live, _compiled(desk, live.version + 1), since)
            following = f"{live.version}.{desk.draft.revision}/{'/'.join(last)}" if last is not None else None
            return msgspec.structs.replace(view, next=following)

        return answered(self.db, work)

    def copies(self, who: Who, key: str, after: str = "") -> CopiesView | Refusal:
        """What the draft copies into fields that come in place of others, and what it cannot, a slice of the values at a time.
        `after` and codes as for `in_flight`."""

        def work(tx: Tx) -> CopiesView:
            desk = open_desk(tx, self.registry, who, key)
            live = desk.live
            if live is None:
                return CopiesView(copies=[], merges=[])
            now = f"{live.version}.{desk.draft.revision}"
            since = _place(after, now, desk.draft.revision)
            moment = self.registry.moment(tx)
            told, last = copies_of(tx, moment, who.actor(key), live, _compiled(desk, live.version + 1), since)
            merges = merges_of(tx, who.actor(key), live, _compiled(desk, live.version + 1)) if since is None else []
            return CopiesView(copies=told, merges=merges, next=f"{now}/{'/'.join(last)}" if last is not None else None)

        return answered(self.db, work)

    def values(self, who: Who, key: str, entity: str, field: str, kind: str) -> HeldValuesView | Refusal:
        """What a field in force holds, as options of a field of `kind` (choice, choices, tags) that would take its place.
        Codes: not_found (no such stored field in force either), bad_request {reason: kind} (its values never become that)."""

        def work(tx: Tx) -> HeldValuesView:
            live = open_desk(tx, self.registry, who, key).live
            if live is None:
                raise Abandoned(NOT_FOUND)
            return held_of(tx, live, who.actor(key), self.registry.moment(tx), (entity, field), kind)

        return answered(self.db, work)

    def burden(self, who: Who, key: str) -> BurdenView | Refusal:
        """What the draft asks of people, with what it cost them lately. Codes: not_found."""

        def work(tx: Tx) -> BurdenView:
            desk = open_desk(tx, self.registry, who, key)
            return burden_of(tx, key, decode_app(desk.documents))

        return answered(self.db, work)


def _place(after: str, now: str, revision: int) -> tuple[str, str] | None:
    """Where a slice begins; None: at the beginning. Raises Abandoned(bad_request, draft_changed)."""
    if not after:
        return None
    of, _, place = after.partition("/")
    entity, _, record = place.partition("/")
    if not entity:
        raise Abandoned(refuse("bad_request", reason="after"))
    if of != now:
        raise Abandoned(refuse("draft_changed", revision=revision))
    return entity, record


def _hidden(tx: Tx, live: CompiledApp, name: str) -> HiddenView:
    entity = live.entities[name]
    over = live.entities[entity.info.rows_of] if entity.info.rows_of else None
    return HiddenView(
        entity=name,
        label=both(entity.label),
        records=standing.number(tx, live, name),
        rows_of=both(over.label) if over is not None else None,
    )


def _in_force(desk: Desk) -> AppDocument | None:
    return None if desk.live is None else desk.live.doc


def _version(tx: Tx, key: str, number: int) -> Json:
    content = apps.content(tx, key, number)
    if content is None:
        raise Abandoned(NOT_FOUND)
    said: Json = msgspec.json.decode(content)
    return said


def _compiled(desk: Desk, version: int) -> CompiledApp:
    try:
        return compile_app(decode_app(desk.documents), version)
    except CompileError as error:
        errors = sum(1 for one in error.findings if one.severity == "error")
        raise Abandoned(refuse("findings_forbid", count=errors)) from error
