"""The rules of a record's own fields: what is required, what a constraint refuses."""

from __future__ import annotations

from .acts import Issue
from .apply import Issues
from .world import State


def judge(state: State, issues: Issues, at: str = "") -> None:
    """Add an issue for every relevant field that is required and empty, or filled and breaks a constraint.

    A field whose given value was refused is left alone, and so is a constraint that reads such a field.
    Codes: required, constraint_failed.
    """
    env = state.env
    for name, found in state.entity.fields.items():
        if found.rows is not None:
            for index, row in enumerate(state.rows.get(name, ())):
                judge(row, issues, f"{at}{name}[{index}].")
        required = found.required or found.required_when is not None
        if not (required or found.constraints) or name in state.bad or name in state.hidden:
            continue
        if found.archived or found.kind.id == "serial":  # the store numbers after the decision
            continue
        if state.filled(name):
            for statement in found.constraints:
                if state.bad.isdisjoint(statement.rule.reads) and not statement.rule.holds(env):
                    params = {"statement": statement.id, "field": name, "message": statement.message}
                    issues.append(Issue(at + name, "constraint_failed", params))
        elif found.required or (found.required_when is not None and found.required_when.holds(env)):
            issues.append(Issue(at + name, "required", {"field": name}))
