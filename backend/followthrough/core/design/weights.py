"""How much a difference weighs for those who work with the app (schemas/design/changes.json says what the weights mean).

One table, by struct and member; what it does not name narrows: a change nobody has judged is not called harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from followthrough.core.kit.durations import span_of

from .differences import Difference

Weight = Literal["additive", "narrowing", "breaking", "wording"]
Judge = Callable[[Any, Any], Weight]

ADDS: Weight = "additive"
NARROWS: Weight = "narrowing"
BREAKS: Weight = "breaking"
WORDS: Weight = "wording"


def _turns(on: Weight, off: Weight) -> Judge:
    """What comes, and what goes; a change of it weighs like its coming."""
    return lambda _old, new: off if not new else on


def _up(raised: Weight, lowered: Weight, *, none: float) -> Judge:
    """A bound: nothing stands for `none`."""

    def judge(old: Any, new: Any) -> Weight:
        was, now = (none if part is None else float(part) for part in (old, new))
        return raised if now > was else lowered

    return judge


def _longer(old: Any, new: Any) -> Weight:
    """A time limit."""
    if old is None or new is None:
        return NARROWS if old is None else ADDS
    was, now = (part.days * 86_400 + part.seconds for part in (span_of(old), span_of(new)))
    return ADDS if now > was else NARROWS


_WIDTH = {"none": 0, "own": 0, "unit": 1, "read": 1, "subtree": 2, "all": 3, None: 4}


def _wider(old: Any, new: Any) -> Weight:
    """A scope of rows, a level of a field."""
    return ADDS if _WIDTH[new] > _WIDTH[old] else BREAKS


_RIGHT = _turns(ADDS, BREAKS)
_ASKS = _turns(NARROWS, ADDS)
_MORE = _up(ADDS, NARROWS, none=float("inf"))
_LEAST = _up(NARROWS, ADDS, none=float("-inf"))
_THING = _turns(ADDS, BREAKS)


def _always(weight: Weight) -> Judge:
    return lambda _old, _new: weight


_WORDING = _always(WORDS)
_BREAKING = _always(BREAKS)

_ANYWHERE: Mapping[str, Judge] = {
    **dict.fromkeys(
        ("label", "help", "placeholder", "message", "note", "icon", "color", "order", "name", "text"), _WORDING
    ),
    "archived": _turns(BREAKS, ADDS),
}
"""Members that weigh the same wherever they stand."""

_MEMBERS: Mapping[str, Judge] = {
    "Manifest/version": _WORDING,
    "Manifest/lineage": _WORDING,
    "EntityInfo/title": _WORDING,
    "EntityInfo/subtitle": _WORDING,
    "EntityInfo/belongs_to": _BREAKING,
    "EntityInfo/rows_of": _BREAKING,
    "Field/filterable": _turns(ADDS, BREAKS),
    "Field/required": _ASKS,
    "Field/required_when": _ASKS,
    "Field/relevance": _turns(BREAKS, ADDS),
    "Field/default": _always(ADDS),
    "Field/default_rule": _always(ADDS),
    "Option/merged_into": _always(BREAKS),
    "Field/copied_from": _always(ADDS),
    "Field/target": _BREAKING,
    "Field/compute": _BREAKING,
    "Field/rollup": _BREAKING,
    "Field/lookup": _BREAKING,
    "Field/currency": _BREAKING,
    "Field/kind": _BREAKING,
    "Rollup/where": _BREAKING,
    "Property/type": _BREAKING,
    "Property/minLength": _LEAST,
    "Property/minimum": _LEAST,
    "Property/minItems": _LEAST,
    "Property/maxLength": _MORE,
    "Property/maximum": _MORE,
    "Property/maxItems": _MORE,
    "Property/decimals": _MORE,
    "EntityAccess/scope": _wider,
    **{f"EntityAccess/{right}": _RIGHT for right in ("create", "edit", "assign", "archive", "imports", "exports")},
    "EntityAccess/fields": _wider,
    "Role/design": _RIGHT,
    "Role/people": _RIGHT,
    **{
        f"{part}": _WORDING
        for part in ("FormField/width", "Section/folded", "Column/width", "ListDoc/sort", "ListDoc/kanban")
    },
    **{f"{part}": _WORDING for part in ("View/filter", "View/sort", "Board/total", "Evidence/camera", "Duty/unit")},
    "Stage/kind": _BREAKING,
    "Stage/expected": _WORDING,
    "Path/when": _BREAKING,
    "Transition/to": _BREAKING,
    "Transition/when": _ASKS,
    "FieldDemand/when": _always(NARROWS),
    "ActionDemand/min": _LEAST,
    "Action/when": _ASKS,
    "Action/evidence": _ASKS,
    "Action/approval": _ASKS,
    "Action/creates": _BREAKING,
    "Action/advances": _BREAKING,
    "Action/effective": _BREAKING,
    "ActionField/required": _ASKS,
    "ActionField/required_when": _ASKS,
    "ActionField/relevance": _always(NARROWS),
    "ActionField/default_rule": _always(ADDS),
    "Evidence/min": _LEAST,
    "Evidence/max": _MORE,
    "ApprovalStep/when": _always(NARROWS),
    "Approval/withdraw": _RIGHT,
    "ApprovalStep/within": _longer,
    "Due/after": _longer,
    "DueVariant/after": _longer,
    "Reminder/before": _always(ADDS),
    "Escalation/after": _always(ADDS),
    "Duty/owed_while": _turns(ADDS, NARROWS),
    "TableRow/output": _BREAKING,
    "TableRow/cells": _BREAKING,
    "DecisionTable/otherwise": _BREAKING,
    "DecisionTable/output": _BREAKING,
    "TableInput/rule": _BREAKING,
}

_OUT_IS_LESS = _turns(NARROWS, ADDS)
_COLLECTIONS: Mapping[str, Judge] = {
    **{f"AppDocument/{part}": _THING for part in ("entities", "actions", "flows", "triggers")},
    **{f"AppDocument/{part}": _WORDING for part in ("forms", "lists", "queues", "metrics", "boards")},
    "AppDocument/duties": _OUT_IS_LESS,
    "AppDocument/decision_tables": _BREAKING,
    "Field/options": _THING,
    "Field/constraint": _OUT_IS_LESS,
    "Field/targets": _THING,
    "Access/roles": _THING,
    "Role/entities": _THING,
    **{f"{part}": _WORDING for part in ("Form/sections", "Section/fields", "ListDoc/columns", "ListDoc/views")},
    "Board/fields": _WORDING,
    "Flow/stages": _THING,
    "Flow/paths": _THING,
    "Flow/transitions": _THING,
    "Path/stages": _turns(NARROWS, BREAKS),
    "Transition/source": _THING,
    **{f"Requirement/{part}": _OUT_IS_LESS for part in ("fields", "actions", "statements")},
    "Action/writes": _BREAKING,
    "Approval/steps": _OUT_IS_LESS,
    "ApprovalStep/approvers": _BREAKING,
    **{f"{part}": _always(ADDS) for part in ("Duty/remind", "Duty/escalate", "ApprovalStep/escalate")},
    "Duty/blocks": _OUT_IS_LESS,
    "Duty/waive": _RIGHT,
    "Duty/resets_on": _THING,
    **{f"{part}": _WORDING for part in ("QueueDoc/duties", "QueueDoc/roles")},
    "Trigger/effects": _THING,
    "DecisionTable/rows": _BREAKING,
    "DecisionTable/inputs": _BREAKING,
    "TableRow/cells": _BREAKING,
    "Manifest/locks": _turns(NARROWS, ADDS),
    "Manifest/clone_may_change": _turns(ADDS, NARROWS),
}
"""Members of collections that came or went."""

_EVERYBODY_WHEN_EMPTY = frozenset(
    {"Transition/roles", "Action/roles", "Action/stages", "Field/accept", "Evidence/accept"}
)
"""Sets in which nothing means no limit: the first member shuts others out, the last one gone lets all in."""


def weigh(difference: Difference, siblings: tuple[int, int]) -> Weight:
    """The weight of a difference. `siblings` is how many members the collection it is in had before and has after."""
    if not difference.whole:
        known = _MEMBERS.get(f"{difference.owner}/{difference.member}") or _ANYWHERE.get(difference.member)
        return known(difference.before, difference.after) if known else NARROWS
    step = difference.trail[-1]
    place = f"{step.owner}/{step.member}"
    came = difference.before is None
    if place in _EVERYBODY_WHEN_EMPTY:
        had, has = siblings
        return NARROWS if (came and had == 0) or (not came and has > 0) else ADDS
    if place == "EntityAccess/fields":
        return _wider(difference.before, difference.after)
    if came and (place == "Entity/properties" or place == "Action/fields"):
        return _asked(difference.after)
    if place in ("Entity/properties", "Action/fields"):
        return BREAKS if place == "Entity/properties" else ADDS
    known = _COLLECTIONS.get(place)
    return known(difference.before, difference.after is not None or None) if known else NARROWS


def _asked(part: Any) -> Weight:
    """A new field or input: whether it must be filled."""
    field = getattr(part, "field", part)
    must = field.required or field.required_when is not None or bool(getattr(field, "constraint", None))
    return NARROWS if must else ADDS
