"""A replay's report as those who design the app see it: labels, titles of records, names of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from followthrough.core.compile import CompiledApp
from followthrough.core.design.replay import Report
from followthrough.core.design.replay.report import ActCase, ActGroup, DutyGroup, Owed, TableGroup
from followthrough.core.rules import instant_text
from followthrough.core.run.acts import Actor, Moment
from followthrough.store import people
from followthrough.store.query import reader_of
from followthrough.store.tx import Tx

from .titling import Names, names_of
from .views_base import PersonRef
from .views_replay import (
    ReplayCase,
    ReplayDuty,
    ReplayFates,
    ReplayGroup,
    ReplayMessages,
    ReplayNeed,
    ReplayNote,
    ReplayOwed,
    ReplayOwedOn,
    ReplayReport,
    ReplaySelfcheck,
    ReplayTable,
    ReplayTableCase,
    ReplayTrigger,
    ReplayTwo,
    ReplayWindow,
)
from .wording_replay import label_of, note_words, want_words


@dataclass(frozen=True, slots=True)
class Shown:
    """What a report is shown with: the two versions, titles of records and names of people."""

    old: CompiledApp
    new: CompiledApp
    titles: Names
    people: Mapping[str, str]

    def person(self, who: str) -> PersonRef:
        """A person by name."""
        return PersonRef(id=who, name=self.people.get(who, ""))

    def title(self, entity: str, record: str) -> str:
        """The title of a record, "" when it has none for who asks."""
        return self.titles.get((entity, record), "")


def window_of(from_ms: int, to_ms: int) -> ReplayWindow:
    """The window as instants."""
    return ReplayWindow(since=at(from_ms), until=at(to_ms))


def at(ms: int) -> str:
    """An instant."""
    return instant_text(ms // 1000)


def shown(
    tx: Tx,
    apps: tuple[CompiledApp, CompiledApp],
    actor: Actor,
    moment: Moment,
    report: Report,
    *,
    revision: int,
    check: ReplaySelfcheck,
    lang: str,
) -> ReplayReport:
    """The report in words. `apps` are the version in force and the draft, compiled."""
    old, new = apps
    groups = (*report.blocked, *report.unblocked)
    records = {(case.entity, case.record) for group in groups for case in group.examples}
    records |= {(case.entity, case.record) for table in report.tables for case in table.examples}
    records |= {(one.entity, on.record) for one in report.owed for on in one.records}
    named = {case.actor for group in groups for case in group.examples if case.actor is not None}
    named |= {one.person for one in report.messages}
    named |= {one.person for one in report.owed if one.person is not None}
    titles = names_of(tx, old, reader_of(old, actor, moment), records, lang)
    with_ = Shown(old, new, titles, people.names(tx, named))
    return ReplayReport(
        window=window_of(report.from_ms, report.to_ms),
        version=old.version,
        revision=revision,
        events=report.events,
        transitions=report.transitions,
        acts=report.acts,
        checked=report.checked,
        selfcheck=check,
        blocked=_groups(with_, new, report.blocked),
        unblocked=_groups(with_, old, report.unblocked),
        duties=[_duty(with_, one) for one in report.duties],
        owed=[_owed(with_, one) for one in report.owed],
        messages=[
            ReplayMessages(person=with_.person(one.person), week=one.week, kind=one.kind, old=one.old, new=one.new)
            for one in report.messages
        ],
        triggers=[
            ReplayTrigger(
                trigger=one.trigger,
                label=label_of(new if one.trigger in new.doc.triggers else old, "", "trigger", one.trigger),
                effect=one.effect,
                kind=one.kind,
                old=one.old,
                new=one.new,
            )
            for one in report.triggers
        ],
        tables=[_table(with_, one) for one in report.tables],
        notes=[
            ReplayNote(code=note.code, params=dict(note.params), text=_note(with_, note.code, dict(note.params)))
            for note in report.notes
        ],
    )


def _note(with_: Shown, code: str, params: dict[str, str]) -> dict[str, str]:
    known = with_.new
    if params.get("trigger") in with_.old.doc.triggers and params.get("trigger") not in known.doc.triggers:
        known = with_.old
    return note_words(known, code, params)


def _groups(with_: Shown, app: CompiledApp, groups: Iterable[ActGroup]) -> list[ReplayGroup]:
    return [_group(with_, app, group) for group in groups]


def _group(with_: Shown, app: CompiledApp, group: ActGroup) -> ReplayGroup:
    """`app` is the version that is in the way. A stage or action that it has no more is named by the other."""
    kind = group.kind if group.kind != "create" else "entity"
    name = group.name or group.entity
    label = label_of(app, group.entity, kind, name)
    other = with_.old if app is with_.new else with_.new
    return ReplayGroup(
        entity=group.entity,
        entity_label=label_of(app if group.entity in app.entities else other, group.entity, "entity", group.entity),
        kind=group.kind,
        id=group.name,
        label=label if label["zh"] != name else label_of(other, group.entity, kind, name),
        count=group.count,
        undetermined=group.undetermined,
        examples=[_case(with_, app, other, case) for case in group.examples],
    )


def _case(with_: Shown, app: CompiledApp, other: CompiledApp, case: ActCase) -> ReplayCase:
    return ReplayCase(
        record=case.record,
        title=with_.title(case.entity, case.record),
        at=at(case.at_ms),
        actor=None if case.actor is None else with_.person(case.actor),
        sure=case.sure,
        needs=[
            ReplayNeed(
                kind=want.kind,
                at=want.at,
                entity=want.entity,
                record=want.record,
                id=want.name,
                label=want_words(other if want.kind == "gone" else app, want),
            )
            for want in case.wants
        ],
    )


def _duty(with_: Shown, group: DutyGroup) -> ReplayDuty:
    app = with_.new if group.duty in with_.new.doc.duties else with_.old
    return ReplayDuty(
        duty=group.duty,
        label=label_of(app, "", "duty", group.duty),
        change=group.change,
        undetermined=group.new["undetermined"],
        old=ReplayFates(**group.old),
        new=ReplayFates(**group.new),
    )


def _owed(with_: Shown, one: Owed) -> ReplayOwed:
    app = with_.new if one.duty in with_.new.doc.duties else with_.old
    return ReplayOwed(
        person=None if one.person is None else with_.person(one.person),
        week=one.week,
        duty=one.duty,
        label=label_of(app, "", "duty", one.duty),
        opened=_two(one.opened),
        breached=_two(one.breached),
        entity=one.entity,
        records=[
            ReplayOwedOn(
                record=on.record,
                title=with_.title(one.entity, on.record),
                opened=_two(on.opened),
                breached=_two(on.breached),
            )
            for on in one.records
        ],
        unnamed=one.unnamed,
    )


def _two(both: tuple[int, int]) -> ReplayTwo:
    return ReplayTwo(old=both[0], new=both[1])


def _table(with_: Shown, group: TableGroup) -> ReplayTable:
    app = with_.new if group.table in with_.new.doc.decision_tables else with_.old
    return ReplayTable(
        table=group.table,
        label=label_of(app, "", "table", group.table),
        asked=group.asked,
        changed=group.changed,
        undetermined=group.undetermined,
        examples=[
            ReplayTableCase(
                entity=case.entity,
                record=case.record,
                title=with_.title(case.entity, case.record),
                at=at(case.at_ms),
                before=case.before,
                after=case.after,
                row_before=case.row_before,
                row_after=case.row_after,
            )
            for case in group.examples
        ],
    )
