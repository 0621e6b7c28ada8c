"""What a gate finds missing on a past record: for certain, or as far as is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, cast

from followthrough.core.run.lacks import Lack, Lacks, merge
from followthrough.core.run.world import State

Opening = Literal["open", "blocked", "undetermined"]
WantKind = Literal[
    "field", "action", "statement", "input", "evidence", "obligation", "constraint", "role", "offered", "transition",
    "stage", "path", "gone",
]  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Want:
    """One thing that was missing. `at` names the gate ("stage:quote", "transition:t_quote", "action:send_plan", or
    "entity:deal" for a field's own rule); `name` the field, action, statement, duty, input, stage or transition; `rule` is
    what a statement says (canonical JSON): two versions may say different things by one name."""

    kind: WantKind
    at: str
    entity: str
    record: str
    name: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a version would have let an act through just then, and what would have been missing (or, undetermined, may
    have been)."""

    opening: Opening
    wants: tuple[Want, ...] = ()


OPEN = Verdict("open")


@dataclass(slots=True)
class Found:
    """What is missing: `sure` whatever is unknown, `unsure` depending on it."""

    sure: Lacks = field(default_factory=dict)
    unsure: Lacks = field(default_factory=dict)

    def add(self, lack: Lack, sure: bool) -> None:
        """Something is missing. The first gate to ask names it, the most demanding says how often."""
        into = self.sure if sure else self.unsure
        known = into.get(lack.key)
        if known is None or lack.owed > known.owed:
            into.update(merge((into, {lack.key: lack})))

    def take(self, more: Found) -> None:
        """With all that `more` found."""
        for lack in more.sure.values():
            self.add(lack, True)
        for lack in more.unsure.values():
            self.add(lack, False)

    def miss(self, kind: WantKind, at: str, state: State, name: str, sure: bool = True) -> None:
        """Something of another kind than a gate's needs."""
        self.add(Lack((kind, *state.key, name, at), at, state), sure)

    @property
    def both(self) -> Lacks:
        """All of it."""
        return merge((self.sure, self.unsure))


def verdict(found: Found) -> Verdict:
    """What was found, when nothing is left to choose."""
    if found.sure:
        return Verdict("blocked", wants_of(found.sure))
    return Verdict("undetermined", wants_of(found.unsure)) if found.unsure else OPEN


def wants_of(lacks: Lacks) -> tuple[Want, ...]:
    """Lacks in the words of the report, in order."""
    return tuple(sorted({_want(lack) for lack in lacks.values()}))


def _want(lack: Lack) -> Want:
    kind, entity, record, rule = lack.key[0], *lack.state.key, ""
    match kind:
        case "field":
            name = str(lack.field or lack.key[-1])
        case "statement":
            assert lack.statement is not None
            name, rule = lack.statement.id, lack.key[-1]
        case "evidence":
            name = ""
        case "input" | "action" | "obligation":
            name = lack.key[-1]
        case _:
            name = lack.key[3]
    return Want(cast(WantKind, kind), lack.at, entity, record, name, rule)
