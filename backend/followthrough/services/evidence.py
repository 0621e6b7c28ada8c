"""Evidence handed in before: kept as findings, shown with both places to those who see more than their own records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TypeVar

from followthrough.core.compile import CompiledApp
from followthrough.core.kit.fieldtype import PERSON
from followthrough.core.rules import instant_text
from followthrough.core.run.acts import Actor
from followthrough.core.run.world import Key
from followthrough.store import files, findings, query
from followthrough.store.database import Database
from followthrough.store.errors import StoreError
from followthrough.store.files import StoredFile
from followthrough.store.findings import Finding
from followthrough.store.query import Reader, reader_of
from followthrough.store.tx import Tx

from .attaching import file_view, sees_others, shows_place
from .refusal import NOT_FOUND, Refusal, refuse
from .registry import Registry
from .titling import Names, names_of
from .views import PersonRef, Text
from .views_evidence import EvidencePlace, FindingPage, FindingView
from .who import Who
from .wording import both, field_label

BATCH = 200
MAX_BATCHES = 25
"""Findings looked through for one page, at most BATCH * MAX_BATCHES: a narrow reader in a wide organisation."""
T = TypeVar("T")


class Evidence:
    """What supervisors see about evidence. Refusals: not_found, no_role, not_permitted {right: evidence}, try_again."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self.db = db
        self.registry = registry

    def page(
        self, who: Who, app: str, *, after: str | None = None, limit: int = 50, unseen: bool = False
    ) -> FindingPage | Refusal:
        """Findings on records the reader may see, newest first; `unseen`: only those nobody has looked at."""

        def work(reading: _Reading) -> FindingPage:
            kept: list[Finding] = []
            at = after
            for _ in range(MAX_BATCHES):
                found = findings.page(reading.tx, app, at, BATCH, unseen=unseen)
                kept += reading.visible(found)
                if len(found) < BATCH or len(kept) > limit:
                    at = None
                    break
                at = found[-1].id
            if len(kept) > limit:
                at = kept[limit - 1].id
            return FindingPage(rows=reading.views(kept[:limit]), next=at)

        return self._reading(who, app, work, lambda: self.db.read(snapshot=True))

    def see(self, who: Who, app: str, finding: str) -> FindingView | Refusal:
        """Note that the reader has looked at it; who was first stays. One he may not see is not_found."""

        def work(reading: _Reading) -> FindingView | Refusal:
            found = findings.get(reading.tx, app, finding, lock=True)
            if found is None or not reading.visible([found]):
                return NOT_FOUND
            if found.seen_ms is None:
                findings.see(reading.tx, finding, who.person)
            now = findings.get(reading.tx, app, finding)
            return reading.views([now])[0] if now else NOT_FOUND

        return self._reading(who, app, work, self.db.write)

    def _reading(
        self,
        who: Who,
        app: str,
        work: Callable[[_Reading], T | Refusal],
        opened: Callable[[], AbstractContextManager[Tx]],
    ) -> T | Refusal:
        try:
            with opened() as tx:
                found = self.registry.app(tx, app)
                if found is None:
                    return NOT_FOUND
                actor = who.actor(app)
                if actor.role not in found.roles:
                    return refuse("no_role")
                reading = _Reading(tx, found, actor, reader_of(found, actor, self.registry.moment(tx)), who.lang)
                return work(reading) if reading.wide else refuse("not_permitted", right="evidence")
        except StoreError as error:
            return refuse(error.code)


class _Reading:
    """One reader of findings in one transaction. `wide`: the entities with evidence of which he sees more than his own
    records."""

    def __init__(self, tx: Tx, app: CompiledApp, actor: Actor, reader: Reader, lang: str) -> None:
        self.tx, self.app, self.actor, self.reader, self.lang = tx, app, actor, reader, lang
        asked = {name for name, entity in app.entities.items() if any(a.evidence for a in entity.actions.values())}
        self.wide = frozenset(name for name in asked if sees_others(app, actor, name))

    def visible(self, found: Sequence[Finding]) -> list[Finding]:
        """Those on records the reader may see, of entities of which he sees more than his own."""
        there = self._there({(one.entity, one.record) for one in found if one.entity in self.wide})
        return [one for one in found if (one.entity, one.record) in there]

    def _there(self, keys: set[Key]) -> set[Key]:
        ids: dict[str, set[str]] = {}
        for entity, record in keys:
            if entity in self.app.entities:
                ids.setdefault(entity, set()).add(record)
        return {
            (entity, record)
            for entity, wanted in ids.items()
            for record in query.titles(self.tx, self.app, self.reader, entity, wanted)
        }

    def views(self, found: Sequence[Finding]) -> list[FindingView]:
        """Findings the reader may see, in words."""
        earlier = {(one.earlier_entity, one.earlier_record) for one in found}
        there = self._there(earlier)
        persons = {p for one in found for p in (one.person, one.earlier_person, one.seen_by) if p}
        records = there | {(one.entity, one.record) for one in found}
        names = names_of(self.tx, self.app, self.reader, {(PERSON, p) for p in persons} | records, self.lang)
        held = files.many(self.tx, {file for one in found for file in (one.file, one.earlier_file)})
        return [self._view(one, names, held, there) for one in found]

    def _view(self, one: Finding, names: Names, held: Mapping[str, StoredFile], there: set[Key]) -> FindingView:
        here = self._place((one.entity, one.record, f"act:{one.action}", one.person, one.at_ms), held[one.file], names)
        earlier = None
        shown = (one.earlier_entity, one.earlier_record) in there
        if shown and shows_place(self.app, self.actor.role, one.earlier_entity, one.earlier_place):
            at = (one.earlier_entity, one.earlier_record, one.earlier_place, one.earlier_person, one.earlier_ms)
            earlier = self._place(at, held[one.earlier_file], names)
        return FindingView(
            id=one.id,
            here=here,
            earlier=earlier,
            same=held[one.file].sha256 == held[one.earlier_file].sha256,
            distance=one.distance,
            refused=one.refused,
            seen_by=_person(one.seen_by, names) if one.seen_by else None,
            seen_at=_at(one.seen_ms) if one.seen_ms is not None else None,
        )

    def _place(self, at: tuple[str, str, str, str, int], file: StoredFile, names: Names) -> EvidencePlace:
        entity, record, place, person, at_ms = at
        return EvidencePlace(
            entity=entity,
            entity_label=both(self.app.entities[entity].label),
            record=record,
            title=names.get((entity, record), ""),
            place=place,
            place_label=_place_label(self.app, entity, place),
            person=_person(person, names),
            at=_at(at_ms),
            file=file_view(file),
        )


def _place_label(app: CompiledApp, entity: str, place: str) -> Text:
    kind, _, name = place.partition(":")
    if kind == "act" and name in app.entities[entity].actions:
        return both(app.entities[entity].actions[name].label)
    return field_label(app, entity, place) or both({"zh": place})


def _person(person: str, names: Names) -> PersonRef:
    return PersonRef(id=person, name=names.get((PERSON, person), ""))


def _at(at_ms: int) -> str:
    return instant_text(at_ms // 1000)
