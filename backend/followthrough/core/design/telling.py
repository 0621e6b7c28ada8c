"""A difference in the words of those who run the app: where it is, and what it says now instead of what it said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from followthrough.core.kit.contract import contract_json
from followthrough.core.kit.durations import duration_words
from followthrough.core.kit.errors import fill
from followthrough.core.model.app import AppDocument
from followthrough.core.model.base import Statement
from followthrough.core.model.duty import Duty
from followthrough.core.model.scope import EntityScope, flow_of
from followthrough.core.model.table import DecisionTable
from followthrough.core.rules import Label, fields_of, type_of

from .differences import Difference, Step
from .labels import LANGS, Parameters, Words, both, listed, path_label, plain, rule_label, rule_words

_WORDS: Mapping[str, Any] = contract_json("design/changes.json")
_TITLES: Mapping[str, Any] = contract_json("words.json")["members"]
MOST_MEMBERS = 4
OPEN, CLOSE = {"zh": "（", "en": " ("}, {"zh": "）", "en": ")"}
_PARTS: Mapping[str, str] = {
    **dict.fromkeys(
        ("Requirement/fields", "Section/fields", "ListDoc/columns", "Board/fields", "EntityAccess/fields"), "field"
    ),
    **dict.fromkeys(("EventPattern/fields", "Action/writes", "CreateRecord/values", "Creates/values"), "field"),
    **dict.fromkeys(("Requirement/actions", "Duty/resets_on"), "action"),
    **dict.fromkeys(("Path/stages", "Transition/source", "Action/stages"), "stage"),
    **dict.fromkeys(("Transition/roles", "Action/roles", "Duty/waive", "QueueDoc/roles"), "role"),
    **dict.fromkeys(("Role/entities", "Field/targets"), "entity"),
    "Duty/blocks": "transition",
    "QueueDoc/duties": "duty",
}
"""Collections whose keys name something else of the app."""
_NAMED: Mapping[str, str] = {
    **dict.fromkeys(
        ("EntityInfo/title", "EntityInfo/subtitle", "EntityInfo/belongs_to", "Due/field", "Person/field"), "field"
    ),
    **dict.fromkeys(("Lookup/via", "Rollup/value", "Board/total", "SetField/field", "DecisionTable/output"), "field"),
    **dict.fromkeys(
        ("Field/target", "Rollup/entity", "EntityInfo/rows_of", "CreateRecord/entity", "Creates/entity"), "entity"
    ),
    **dict.fromkeys(
        ("EventPattern/stage", "EventPattern/source", "Transition/to", "Advances/to", "MoveRecord/stage"), "stage"
    ),
    **dict.fromkeys(("Duty/action", "EventPattern/action"), "action"),
    **dict.fromkeys(("EventPattern/duty", "OpenObligation/duty"), "duty"),
    "Person/role": "role",
    "ActionField/target": "field",
}
"""Members whose value names something else of the app."""
_COUNTED: Mapping[str, int] = {"Due/after": 0, "Repeat/every": 0, "DueVariant/after": -1, "ApprovalStep/within": -1}
"""Lengths of time that a calendar may count, and which step of the trail names it: the duty, or the part itself."""


def tell(before: AppDocument, after: AppDocument, difference: Difference) -> tuple[Words, Words, Words, Words]:
    """Where it is ("商机 › 报价"), what is different in a sentence, and the two sides by themselves ("" for nothing)."""
    old, new = _Teller(before, difference, was=True), _Teller(after, difference)
    place = _join([step_label(before, after, difference, step) for step in _places(difference)])
    if difference.whole:
        step = difference.trail[-1]
        label = step_label(before, after, difference, step)
        if isinstance(step.part, str):  # a field read only, or hidden
            label = {lang: f"{label[lang]}{OPEN[lang]}{_value_word(step.part)[lang]}{CLOSE[lang]}" for lang in LANGS}
        said = "removed" if difference.after is None else "added"
        sides = (label, plain("")) if difference.after is None else (plain(""), label)
        return place, phrase(said, noun=_noun(step), label=label), *sides
    a, b = old.value(difference.before), new.value(difference.after)
    member = title_of(difference.owner, difference.member)
    if a == b and _names_another(difference):
        return place, phrase("another", member=member, after=b), a, b
    yes_or_no = isinstance(difference.before, bool) or isinstance(difference.after, bool)
    said = (
        "changed"
        if yes_or_no
        else "set"
        if _empty(difference.before)
        else "unset"
        if _empty(difference.after)
        else "changed"
    )
    return place, phrase(said, member=member, before=a, after=b), a, b


def _places(difference: Difference) -> tuple[Step, ...]:
    """The things the difference lies in, outermost first, without itself."""
    return difference.trail[:-1] if difference.whole else difference.trail


def _names_another(difference: Difference) -> bool:
    """Whether the sides read other fields, or name another thing: where their words are the same, it is called the same."""
    if difference.form == "rule":
        return set(fields_of(difference.before or {})) != set(fields_of(difference.after or {}))
    return f"{difference.owner}/{difference.member}" in _NAMED


def _empty(value: Any) -> bool:
    return value is None or value is False or value in ("", {})


def phrase(name: str, **parts: Words) -> Words:
    """A sentence of schemas/design/changes.json with its places filled in."""
    return {
        lang: fill(_WORDS["phrases"][name][lang], {key: part[lang] for key, part in parts.items()}) for lang in LANGS
    }


def _join(parts: list[Words]) -> Words:
    return {lang: " › ".join(part[lang] for part in parts if part[lang]) for lang in LANGS}


def _noun(step: Step) -> Words:
    found = _WORDS["nouns"].get(f"{step.owner}/{step.member}")
    return _pair(found) if found else title_of(step.owner, step.member)


def title_of(owner: str, member: str) -> Words:
    """What a member is called; `source` is written "from"."""
    written = "from" if member == "source" else member
    for titles in (_WORDS["members"].get(owner, {}), _TITLES.get(owner, {}), _TITLES["*"]):
        if written in titles:
            return _pair(titles[written])
    return plain(written)


def _pair(words: list[str]) -> Words:
    return {"zh": words[0], "en": words[1]}


def step_label(before: AppDocument, after: AppDocument, difference: Difference, step: Step) -> Words:
    """What a member of a collection is called."""
    app = before if step.after is None else after
    refers = _PARTS.get(f"{step.owner}/{step.member}")
    if refers is not None:
        return _named(app, difference.entity, refers, step.key)
    part = step.part
    if isinstance(part, Statement):
        return both(part.message) if part.message else rule_words(app, difference.entity, part.rule)
    for holder in (part, getattr(part, "entity", None), getattr(part, "field", None)):
        known = getattr(holder, "label", None)
        if isinstance(known, Mapping):
            return both(known)
    if step.member == "cells":
        column = difference.trail[0].part.inputs.get(step.key)
        return both(column.label) if column is not None else plain(step.key)
    if step.owner == "Action" and getattr(part, "target", None):
        return _Teller(app, difference).target(part.target)
    if step.owner in ("Duty", "ApprovalStep") and step.member in ("remind", "escalate"):
        length = part.before if step.member == "remind" else part.after
        return {lang: duration_words(length, lang) for lang in LANGS}
    if step.member == "effects":
        return _value_word(part.__struct_config__.tag)
    if step.member == "rows":
        number = getattr(part, "order", 0)
        return both(part.note) if part.note else {"zh": f"第 {number} 行", "en": f"row {number}"}
    return _value_word(step.key)


def _named(app: AppDocument, entity: str, what: str, key: str) -> Words:
    """The label of something of the app that `key` names; the key where there is no such thing."""
    flow = flow_of(app, entity)
    if what == "field":
        return path_label(app, entity, key)
    listings: Mapping[str, Mapping[str, Any]] = {
        "entity": {name: one.entity for name, one in app.entities.items()},
        "stage": flow.stages if flow else {},
        "transition": flow.transitions if flow else {},
        "action": app.actions,
        "duty": app.duties,
        "role": app.access.roles,
    }
    found = listings[what]
    return both(found[key].label) if key in found else plain(key)


def _value_word(value: str) -> Words:
    found = _WORDS["values"].get(value)
    return _pair(found) if found else plain(value)


class _Teller:
    """Says one side of a difference in the words of its version; `was`: the side before."""

    def __init__(self, app: AppDocument, difference: Difference, was: bool = False) -> None:
        self.app = app
        self.at = difference
        self.was = was

    def target(self, path: str) -> Words:
        """The field an input writes."""
        return path_label(self.app, *self._made(path))

    def value(self, value: Any) -> Words:
        """A value in words; nothing is 无."""
        at = self.at
        if value is None or value == "" or value == {}:
            return _value_word("nothing")
        if isinstance(value, bool):
            return _value_word(str(value).lower())
        sibling = self._sibling(value)
        if sibling is not None:
            return sibling
        if at.form == "rule":
            return self._option(value) or rule_words(self.app, at.entity, value, self._action(), self._cell())
        if at.form == "text":
            return {lang: f"「{text}」" if lang == "zh" else f"“{text}”" for lang, text in both(value).items()}
        if at.form == "duration":
            working = self._working()
            return {lang: duration_words(value, lang, working) for lang in LANGS}
        named = _NAMED.get(f"{at.owner}/{at.member}")
        if named is not None:
            entity, name = self._made(str(value))
            return _named(self.app, entity, named, name)
        if isinstance(value, msgspec.Struct):
            return self._struct(value)
        return _value_word(str(value)) if isinstance(value, str) else plain(_number(value))

    def _struct(self, value: msgspec.Struct) -> Words:
        """A part that came or went as one: its kind, and what it says where that is short."""
        name = type(value).__name__
        said = _TITLES.get(name, {}).get("")
        head = _pair(said) if said else plain(name)
        told = [part for part in msgspec.structs.fields(type(value)) if self._short(value, part)]
        inside = [self._member(name, part.name, getattr(value, part.name)) for part in told[:MOST_MEMBERS]]
        if not inside:
            return head
        return {lang: f"{head[lang]}{OPEN[lang]}{listed(inside)[lang]}{CLOSE[lang]}" for lang in LANGS}

    @staticmethod
    def _short(value: msgspec.Struct, part: msgspec.structs.FieldInfo) -> bool:
        """Whether a member is said along with the whole: a plain value that is not its default."""
        said = getattr(value, part.name)
        return isinstance(said, str | int | float) and said != part.default

    def _member(self, owner: str, member: str, value: Any) -> Words:
        title, form = title_of(owner, member), "duration" if isinstance(value, str) and value.startswith("P") else ""
        said = _Teller(self.app, replace(self.at, owner=owner, member=member, form=form), self.was).value(value)
        return {lang: f"{title[lang]} {said[lang]}" for lang in LANGS}

    def _working(self) -> bool:
        """Whether the length of time at this place is counted on a working calendar."""
        which = _COUNTED.get(f"{self.at.owner}/{self.at.member}")
        if which is None:
            return False
        step = self.at.trail[which]
        part = step.before if self.was else step.after
        return getattr(part.due if isinstance(part, Duty) else part, "calendar", None) is not None

    def _made(self, path: str) -> tuple[str, str]:
        """The entity a path is of, and the path there: `new.` leads to the record that an action creates."""
        action = self.at.trail[0].part if self.at.trail else None
        creates = getattr(action, "creates", None)
        if path.startswith("new.") and creates is not None:
            return creates.entity, path.removeprefix("new.")
        return self.at.entity, path

    def _action(self) -> str | None:
        """The action whose inputs a rule at this place may read."""
        for step in self.at.trail:
            if step.owner == "AppDocument" and step.member in ("actions", "duties"):
                return step.key if step.member == "actions" else getattr(step.part, "action", None)
        return None

    def _cell(self) -> Parameters:
        """The parameter of a cell of a decision table: the value of its column."""
        trail = self.at.trail
        if not trail or trail[-1].member != "cells":
            return {}
        column = trail[0].part.inputs.get(trail[-1].key)
        kind = type_of(column.rule, EntityScope(self.app, self.at.entity)) if column is not None else None
        if column is None or kind is None:
            return {}
        options = rule_label(self.app, self.at.entity, column.rule.get("f", "")).options
        return {"cell": (kind, Label(both(column.label), options))}

    def _option(self, value: Any) -> Words | None:
        """The output of a table's row, where it is one of the options of the field it fills."""
        table = self.at.trail[0].part if self.at.trail else None
        if (
            not isinstance(table, DecisionTable)
            or table.output is None
            or self.at.member not in ("output", "otherwise")
        ):
            return None
        found = rule_label(self.app, table.entity, table.output).options.get(value.get("v", ""))
        return both(found) if found else None

    def _sibling(self, value: Any) -> Words | None:
        """The other option of its field that an option names: the one above it, or the one it was merged into."""
        if self.at.owner != "Option" or self.at.member not in ("parent", "merged_into"):
            return None
        step = self.at.trail[-2]
        holder = step.before if self.was else step.after
        found = getattr(holder, "property", holder).field.options.get(value)
        return both(found.label) if found is not None else None


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
