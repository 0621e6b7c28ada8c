"""A record as one reader may see it: values without hidden fields, live values, names, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from followthrough.core.compile import CompiledApp
from followthrough.core.rules import instant_text
from followthrough.core.run.access import in_scope, redact, rights
from followthrough.core.run.acts import Actor, Milestones, Moment, Need, Record, Snapshot
from followthrough.core.run.live import live_rows, live_values
from followthrough.core.run.next_step import NextStep, next_step
from followthrough.core.run.world import Key
from followthrough.store.query import Reader, owed, reader_of
from followthrough.store.tx import Tx

from . import wording
from .showing_tables import tables_shown
from .titling import Names, Places, names_of, places_of, record_title, titles_at
from .views import (
    MayView,
    MilestonesView,
    NeedView,
    NextView,
    OfferView,
    RecordAnswer,
    RecordView,
    RowView,
    TableView,
    WayView,
)
from .views_owed import RowOwed

OWNER, UNIT, CREATED_BY = "_owner", "_unit", "_created_by"
REASONS: Mapping[str, dict[str, str]] = {
    "archived": {"zh": "记录已归档", "en": "The record is archived"},
    "stage": {"zh": "当前阶段不需要这个动作", "en": "Not offered in this stage"},
    "when": {"zh": "还不符合这个动作的条件", "en": "Its condition does not hold"},
    "asked": {"zh": "已提交，正在审批", "en": "Asked for, waiting for approval"},
    "needs": {"zh": "还有前置事项没有完成", "en": "Something has to come first"},
}


class Showing:
    """Shows records of one app to one actor, in one transaction."""

    def __init__(self, tx: Tx, app: CompiledApp, actor: Actor, moment: Moment, lang: str = "zh") -> None:
        self.tx = tx
        self.app = app
        self.actor = actor
        self.moment = moment
        self.lang = lang
        self.reader: Reader = reader_of(app, actor, moment)

    def answer(self, snapshot: Snapshot) -> RecordAnswer:
        """The snapshot's record with what comes next. The caller has made sure that the actor may see it."""
        record = snapshot.record
        assert record is not None
        shown = self._shown(snapshot, record)
        places = self._places(shown)
        step = next_step(self.app, snapshot, self.actor, self.moment)
        elsewhere = {(need.entity, need.record) for need in _needs(step) if need.record != record.id}
        names = self._names(places, elsewhere, snapshot)
        view = self._record_view(
            shown, snapshot.milestones, places, names, tables_shown(self.app, snapshot, self.actor, self.moment)
        )
        return RecordAnswer(record=view, next=self._next_view(snapshot, step, names), rights=self.may(record))

    def may(self, record: Record) -> MayView:
        """What the actor's role may do with a record he sees."""
        held = rights(self.app, self.actor.role, record.entity)
        if held is None:
            return MayView(edit=False, assign=False, archive=False)
        return MayView(
            edit=held.edit and not record.archived,
            assign=held.assign and not record.archived,
            archive=held.archive,
        )

    def rows(self, records: Iterable[Record], paths: Iterable[str] = ()) -> list[RowView]:
        """Rows as the query builder read them (redacted and with live values already); `paths` through references
        among their values get names too."""
        listed = list(records)
        placed = [self._places(record, paths) for record in listed]
        names = self._names_of(named for places in placed for named in _all(places))
        owing = self._owed(listed)
        return [
            RowView(**_place(record), values=record.values, titles=titles_at(places, names), owed=owing.get(record.id))
            for record, places in zip(listed, placed, strict=True)
        ]

    def _owed(self, listed: list[Record]) -> dict[str, RowOwed]:
        """What is owed on the records of a page, in one query; none where nothing can be owed."""
        ids = {record.id for record in listed if self.app.entities[record.entity].owes}
        found = owed.on_records(self.tx, self.app.key, ids)
        return {
            record: RowOwed(
                open=one.open,
                overdue=one.overdue,
                escalated=one.escalated,
                due_at=instant_text(one.due_ms // 1000) if one.due_ms is not None else None,
            )
            for record, one in found.items()
        }

    def title(self, record: Record, names: Names | None = None) -> str:
        """The record's title for this actor."""
        return record_title(self.app, self.actor.role, record, self.lang, names)

    def needs(self, needs: Iterable[Need], snapshot: Snapshot, names: Names) -> list[NeedView]:
        """Needs in words; values behind references the actor may not see are left out of explanations."""
        record = snapshot.record
        acted = record.id if record is not None else None
        views = [wording.need_view(self.app, need, acted, lambda *key: names.get(key)) for need in needs]
        return [self._explained(view, snapshot) for view in views]

    def _shown(self, snapshot: Snapshot, record: Record) -> Record:
        """The record with live values, less what the role may not see."""
        visible: dict[Key, Record | None] = {
            key: found
            for key, found in snapshot.refs.items()
            if found is not None and in_scope(self.app, snapshot, self.actor, found)
        }
        seen = replace(snapshot, refs=visible)
        live = live_values(self.app, seen, record, self.moment)
        if self.app.entities[record.entity].rows:
            for name, rows in live_rows(self.app, seen, record, self.moment).items():
                stored = record.values.get(name) or []
                live[name] = [{**row, **more} for row, more in zip(stored, rows, strict=True)]
        return redact(self.app, self.actor.role, replace(record, values={**record.values, **live}))

    def _places(self, record: Record, paths: Iterable[str] = ()) -> Places:
        entity = self.app.entities[record.entity]
        places = places_of(self.app, entity, record.values)
        for path in paths:
            if "." in path and record.values.get(path):
                places.update(_behind(self.app, record.entity, path, record.values[path]))
        for name, target, value in (
            (OWNER, "_person", record.owner),
            (UNIT, "_unit", record.unit),
            (CREATED_BY, "_person", record.created_by),
        ):
            if value is not None:
                places[name] = {(target, value)}
        return places

    def _names(self, places: Places, more: set[tuple[str, str]], snapshot: Snapshot) -> Names:
        """Names of what is loaded come from the snapshot, the others from the database."""
        known: Names = {}
        wanted: list[tuple[str, str]] = []
        for key in {*_all(places), *more}:
            if key not in snapshot.refs:
                wanted.append(key)
                continue
            found = snapshot.refs[key]
            if found is not None and in_scope(self.app, snapshot, self.actor, found):
                title = self.title(found)
                if title:
                    known[key] = title
        return {**self._names_of(wanted), **known}

    def _names_of(self, named: Iterable[tuple[str, str]]) -> Names:
        """The actor's own name is known: it stands on most of what he reads and writes."""
        wanted, me = set(named), ("_person", self.actor.person)
        known: Names = {me: self.actor.name} if me in wanted and self.actor.name else {}
        return {**names_of(self.tx, self.app, self.reader, wanted - known.keys(), self.lang), **known}

    def _record_view(
        self, record: Record, milestones: Milestones, places: Places, names: Names, tables: list[TableView]
    ) -> RecordView:
        return RecordView(
            **_place(record),
            values={name: value for name, value in record.values.items() if value is not None},
            titles=titles_at(places, names),
            entity=record.entity,
            title=self.title(record, names),
            archived=record.archived,
            created_by=record.created_by,
            milestones=MilestonesView(
                acts=dict(milestones.acts),
                stage_first_at={stage: instant_text(at // 1000) for stage, at in milestones.stage_first_ms.items()},
            ),
            tables=tables,
        )

    def _next_view(self, snapshot: Snapshot, step: NextStep, names: Names) -> NextView:
        return NextView(
            stage=step.stage,
            path=step.path,
            owed=self.needs(step.owed, snapshot, names),
            to=[
                WayView(
                    transition=way.transition,
                    stage=way.stage,
                    label=wording.both(way.label),
                    open=way.open,
                    needs=self.needs(way.needs, snapshot, names),
                )
                for way in step.to
            ],
            actions=[
                OfferView(
                    action=offer.action,
                    label=wording.both(offer.label),
                    offered=offer.offered,
                    done=offer.done,
                    needs=self.needs(offer.needs, snapshot, names),
                    reason=wording.both(offer.message or REASONS[offer.reason]) if offer.reason else None,
                )
                for offer in step.actions
            ],
        )

    def _explained(self, view: NeedView, snapshot: Snapshot) -> NeedView:
        if view.explain is None:
            return view
        hidden = self._unseen(view, snapshot)
        if not hidden:
            return view
        return msgspec.structs.replace(view, explain=_without(view.explain, hidden))

    def _unseen(self, view: NeedView, snapshot: Snapshot) -> set[str]:
        """The references of the needed record that lead to records the actor may not see."""
        record = snapshot.record
        if record is None or view.record != record.id:
            record = snapshot.refs.get((view.entity, view.record))
        if record is None:
            return set()
        unseen = set()
        for name, targets in self.app.entities[record.entity].references.items():
            value = record.values.get(name)
            behind = snapshot.refs.get((targets[0], value)) if isinstance(value, str) else None
            if value is not None and (behind is None or not in_scope(self.app, snapshot, self.actor, behind)):
                unseen.add(name)
        return unseen


def _without(part: Any, references: set[str]) -> Any:
    """An explanation without the values read through these references."""
    if isinstance(part, list):
        return [_without(item, references) for item in part]
    if not isinstance(part, dict):
        return part
    clean = {key: _without(value, references) for key, value in part.items() if key != "values"}
    values = part.get("values")
    if isinstance(values, dict):
        clean["values"] = {path: value for path, value in values.items() if path.partition(".")[0] not in references}
        if len(clean["values"]) < len(values):
            clean.pop("args", None)
    return clean


def _needs(step: NextStep) -> Iterable[Need]:
    yield from step.owed
    for way in step.to:
        yield from way.needs
    for offer in step.actions:
        yield from offer.needs


def _all(places: Places) -> Iterable[tuple[str, str]]:
    for named in places.values():
        yield from named


def _behind(app: CompiledApp, entity: str, path: str, value: Any) -> Places:
    """What the value of a path through a reference names."""
    *hops, name = path.split(".")
    here = app.entities[entity]
    for hop in hops:
        here = app.entities[here.fields[hop].targets[0]]
    if name in (OWNER, CREATED_BY):
        return {path: {("_person", value)}}
    if name == UNIT:
        return {path: {("_unit", value)}}
    named = places_of(app, here, {name: value})
    return {path: named[name]} if name in named else {}


def _place(record: Record) -> dict[str, Any]:
    """The members every view of a record has, but its values."""
    return {
        "id": record.id,
        "version": record.version,
        "stage": record.stage,
        "path": record.path,
        "owner": record.owner,
        "unit": record.unit,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
    }
