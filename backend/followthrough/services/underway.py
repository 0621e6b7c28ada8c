"""What is sent with a form of another version: stored where nothing it touches has changed, else told what has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any

from followthrough.core.compile import CompiledApp
from followthrough.core.design.differences import Difference, differences
from followthrough.core.design.underway import touching, under_way
from followthrough.core.kit.errors import Problem
from followthrough.core.model.app import AppDocument
from followthrough.core.run.acts import Act, Actor, Decision, Sign
from followthrough.core.run.approval import Approval

from .refusal import Refusal


@dataclass(frozen=True, slots=True)
class Drawn:
    """The version that a form was drawn from, which is not the one in force any more."""

    app: CompiledApp

    def changed(
        self, now: CompiledApp, actor: Actor, entity: str, act: Act, decision: Decision, asked: Sequence[Approval]
    ) -> Problem | None:
        """app_changed {drawn, version, changed: [{place, words, field}]} where something the act touches, and the actor
        sees, is different now; None: nothing is. `asked` are the record's approvals, for an act that signs one."""
        about = next((one.action for one in asked if isinstance(act, Sign) and one.id == act.approval), None)
        pair = _Pair((self.app.digest, now.digest), (self.app.doc, now.doc))
        between = partial(_between, pair)
        found = touching(self.app, now, actor.role, under_way(entity, act, about), decision, between)
        if not found:
            return None
        told: list[dict[str, Any]] = []
        for one in found:
            said = {"place": one.place, "words": one.words, "field": one.field}
            if said not in told:
                told.append(said)
        return Problem("app_changed", {"drawn": self.app.version, "version": now.version, "changed": told})


@dataclass(frozen=True, slots=True)
class _Pair:
    """What two versions say, by name."""

    names: tuple[str, str]
    said: tuple[AppDocument, AppDocument] = field(compare=False, repr=False)


@lru_cache(maxsize=8)
def _between(pair: _Pair) -> tuple[Difference, ...]:
    """Where two versions differ: the same for every act, all the records of a bulk and all who have the older one open."""
    return tuple(differences(*pair.said))


def with_problem(refused: Refusal | None, problem: Problem) -> Refusal:
    """The refusal that says what changed, with what the act is refused for besides."""
    return Refusal(problem) if refused is None else replace(refused, problem=problem)
