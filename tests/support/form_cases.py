"""Runs one case of schemas/conformance/forms/state.json through the server's own decision steps."""

from typing import Any

from followthrough.core.compile import CompiledRule, FieldNeed, Gate, compile_published
from followthrough.core.fields import KINDS
from followthrough.core.model.decode import decode_app
from followthrough.core.model.entity import Property
from followthrough.core.rules import outer, second_of
from followthrough.core.run.acts import Issue, Milestones, Moment, Record, Snapshot
from followthrough.core.run.apply import defaults, take
from followthrough.core.run.derive import derive, start_rollups
from followthrough.core.run.judge import judge
from followthrough.core.run.lacks import lacks_of
from followthrough.core.run.world import State, World

Case = dict[str, Any]
FORM = "form"
NOW = "2026-03-05T06:30:00Z"
KEYWORDS = {name for name in Property.__struct_fields__ if name != "field"}


def property_of(flat: Case) -> Case:
    """A property as documents write it, of the flat notation of the cases."""
    kind = KINDS[flat["kind"]]
    start = kind.default_property()
    keywords = {name: value for name, value in flat.items() if name in KEYWORDS}
    field = {name: value for name, value in flat.items() if name not in KEYWORDS}
    typed: Case = {name: start[name] for name in ("type", "format") if name in start}
    return {**typed, **keywords, "field": {"label": {"zh": kind.label["zh"]}, **field}}


def entity_of(name: str, fields: Case, rows_of: str | None = None) -> Case:
    info: Case = {"id": name, "label": {"zh": name}, "title": next(iter(fields))}
    if rows_of:
        info["rows_of"] = rows_of
    properties = {key: property_of(flat) for key, flat in fields.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "entity": info,
        "properties": properties,
    }


def start(case: Case) -> State:
    """The record of the case before any value is given."""
    others = case.get("entities", {})
    entities = {name: entity_of(name, part["fields"], part.get("rows_of")) for name, part in others.items()}
    document = {
        "app": {"key": "cases", "name": {"zh": "用例"}, "version": "1"},
        "entities": {FORM: entity_of(FORM, case["fields"]), **entities},
        "access": {"roles": {"all": {"label": {"zh": "全部"}}}},
    }
    app = compile_published(decode_app(document), 1)
    refs: dict[tuple[str, str], Record | None] = {}
    for reference, values in case.get("refs", {}).items():
        key = case["fields"][reference]["target"], case["values"][reference]
        refs[key] = Record(*key, version=1, values=values)
    moment = Moment(second_of(case.get("now", NOW)) * 1000)
    state = State(World(app, Snapshot(None, refs), None, moment), app.entities[FORM], "f1", {}, {})
    for name, value in case.get("system", {}).items():
        setattr(state, name.removeprefix("_"), value)
    return state


def demanded(state: State, case: Case) -> list[Issue]:
    """What the next stage asks of this record, in the words of the form."""
    wanted = case.get("demands", {}).get("fields", {})
    scope = state.entity.scope
    needs = []
    for path, demand in wanted.items():
        via, _, field = path.rpartition(".")
        when = CompiledRule(demand["when"], scope) if "when" in demand else None
        needs.append(FieldNeed(path, via or None, field, when))
    lacks = lacks_of(state, Gate("stage:next", tuple(needs)), Milestones(), {})
    own = [lack.field for lack in lacks.values() if lack.state is state and lack.field not in state.bad]
    return [Issue(str(name), "required", {"field": name}) for name in own]


def shown_value(state: State, name: str) -> Any:
    """A field's value as a form shows it: live formulas and lookups included, in detail rows too."""
    found = state.entity.fields[name]
    if found.rows is not None:
        rows = [] if name in state.hidden else state.rows.get(name, [])
        return [{"_id": row.id, **shown_values(row)} if row.id else shown_values(row) for row in rows] or None
    return outer(state.lens[name], found.type) if found.live else state.values.get(name)


def shown_values(state: State) -> Case:
    """The values that count, empty ones left out."""
    values = {name: shown_value(state, name) for name in state.entity.fields}
    return {name: value for name, value in values.items() if value is not None}


def run(case: Case) -> Case:
    """The values that count, what is hidden, the errors by place, and those at places that are shown."""
    state = start(case)
    issues: list[Issue] = []
    take(state, case["values"], issues, granted=True)
    if case.get("create"):
        defaults(state, case["values"])
    start_rollups(state, {})
    derive(state)
    judge(state, issues)
    for issue in demanded(state, case):
        if issue not in issues:
            issues.append(issue)
    errors: dict[str, list[Any]] = {}
    for issue in issues:
        errors.setdefault(issue.path, []).append({"code": issue.code, "params": issue.params})
    shown = {place: found for place, found in errors.items() if place not in hidden_places(state)}
    return {"values": shown_values(state), "hidden": sorted(state.hidden), "errors": errors, "shown_errors": shown}


def hidden_places(state: State, at: str = "") -> set[str]:
    """Where nothing is shown, rows included: a form is silent there, while the server refuses what it cannot store."""
    found = {at + name for name in state.hidden}
    for name, rows in state.rows.items():
        for index, row in enumerate(rows):
            inner = hidden_places(row, f"{at}{name}[{index}].")
            found |= inner | (
                {f"{at}{name}[{index}].{key}" for key in row.entity.fields} if name in state.hidden else set()
            )
    return found
