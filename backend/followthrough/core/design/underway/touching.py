"""What two versions say differently of one act: of what it sends, and of what it is refused for.

What only allows more, and what the act does not meet, is not told: such an act is stored as ever. Nor is anything told
that the person's role does not see (docs/designing.md, "Under way").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from followthrough.core.compile.app import CompiledApp
from followthrough.core.design.differences import Difference, differences
from followthrough.core.design.labels import Words, both, path_label
from followthrough.core.design.telling import phrase, tell
from followthrough.core.design.weights import weigh
from followthrough.core.model.base import Statement
from followthrough.core.model.entity import Property
from followthrough.core.model.flow import Flow
from followthrough.core.rules import fields_of
from followthrough.core.run.access import EntityRights, rights
from followthrough.core.run.acts import Decision, Deny
from followthrough.core.run.sight import Sight

from .act import Asked, Under, asked_by, keys_by_place

MEANS = frozenset(
    {"Field/label", "Field/kind", "Field/currency", "Field/relevance", "Field/archived", "Field/compute"}
    | {"Property/type", "Property/format", "ActionField/label", "ActionField/target", "ActionField/relevance"}
)
"""Members that say what a value given for a field means, or whether it is kept at all."""
OF_OPTION = frozenset({"Option/label", "Option/archived"})
OF_ACTION = frozenset({"Action/label", "Action/archived", "Action/approval", "Action/advances", "Advances/to"})
"""Members that say what doing an action brings about."""
OF_STAGE = frozenset({"Stage/label", "Stage/kind", "Stage/archived"})
_WAYS = frozenset({"Flow/stages", "Flow/transitions", "Flow/paths", "Path/stages", "Transition/source"})
_OF_WAYS = frozenset({"Transition/to", "Path/when", "Stage/archived", "Stage/kind"})


@dataclass(frozen=True, slots=True)
class Told:
    """One change: where, what, and the key of the form it is about (None: none of its own)."""

    place: Words
    words: Words
    field: str | None = None


def touching(
    old: CompiledApp,
    new: CompiledApp,
    role: str,
    under: Under,
    decision: Decision,
    between: Callable[[], Iterable[Difference]] | None = None,
) -> list[Told]:
    """What has changed for the act between the version its form was drawn from and the one that decided, in the order of
    the documents; [] where nothing it touches has, and to who may not see the record. `between` tells where the two
    versions differ, where that is known: it is the same for every act."""
    hidden = isinstance(decision, Deny) and decision.code in ("not_found", "no_role")
    if hidden or any(role not in app.roles or under.entity not in app.roles[role].entities for app in (old, new)):
        return []
    found = between() if between is not None else differences(old.doc, new.doc)
    return _Touching(old, new, role, under, asked_by(decision)).all(found)


class _Touching:
    def __init__(self, old: CompiledApp, new: CompiledApp, role: str, under: Under, asked: Asked) -> None:
        self.old, self.new, self.role, self.under, self.asked = old, new, role, under, asked
        self.before, self.after = Sight(old, role), Sight(new, role)
        self.keys = {**keys_by_place(old, under), **keys_by_place(new, under)}

    def all(self, between: Iterable[Difference]) -> list[Told]:
        found = [*self._withdrawn(), *self._barred()]
        gone = {one.field for one in found}
        for one in between:
            key = self._key(one)
            if self._touches(one, key) and key not in gone | {""} and self._seen(one):
                place, words, *_ = tell(self.old.doc, self.new.doc, one)
                found.append(Told(place, _asked_for(one) or words, key))
        return found

    # -- what the role lost ------------------------------------------------------------------------------------------

    def _withdrawn(self) -> Iterator[Told]:
        """Fields it sends that the role sees no more, which is all that is said of them, or only reads."""
        for (entity, name), key in self.keys.items():
            known = entity in self.new.doc.entities and name in self.new.doc.entities[entity].properties
            if key not in self.under.sent or not known or name not in self.before.seen.get(entity, ()):
                continue
            if name not in self.after.seen.get(entity, ()):
                yield Told(self._label(entity), phrase("withdrawn"), key)
            elif self.under.action is None and self._fixed(entity, name):
                label = path_label(self.new.doc, entity, name)
                yield Told(self._label(entity), phrase("read_only", label=label), key)

    def _fixed(self, entity: str, name: str) -> bool:
        """Whether a field could be written and can only be read now."""
        held = [rights(app, self.role, entity) for app in (self.old, self.new)]
        levels = [found.fields.get(name) if found is not None else None for found in held]
        return levels == ["write", "read"]

    def _barred(self) -> Iterator[Told]:
        """What the role could do by the old version and cannot by the new one."""
        actions = [app.doc.actions.get(self.under.action or "") for app in (self.old, self.new)]
        if self.asked.rights and self._lost(*actions):
            yield self._shut(both(actions[0].label) if actions[0] is not None else {})
        steps = [flow.transitions if flow is not None else {} for flow in map(self._flow, (self.old, self.new))]
        for key, step in steps[0].items() if self.asked.flow or self.asked.rights else ():
            if step.to == self.under.to and self._lost(step, steps[1].get(key)):
                yield self._shut(both(step.label))
        was, now = (self._held(app) for app in (self.old, self.new))
        right = self.under.right
        if self.asked.rights and right is not None and getattr(was, right, False) and not getattr(now, right, False):
            yield self._shut(self._label(self.under.entity))

    def _shut(self, label: Words) -> Told:
        return Told(self._label(self.under.entity), phrase("barred", label=label))

    def _lost(self, was: Any, now: Any) -> bool:
        return was is not None and now is not None and self._admits(self.old, was) and not self._admits(self.new, now)

    def _admits(self, app: CompiledApp, part: Any) -> bool:
        return self.role in part.roles if part.roles else bool(getattr(self._held(app), "edit", False))

    def _held(self, app: CompiledApp) -> EntityRights | None:
        return rights(app, self.role, self.under.entity)

    def _flow(self, app: CompiledApp) -> Flow | None:
        found = app.entities[self.under.entity].flow
        return found.doc if found is not None else None

    def _label(self, entity: str) -> Words:
        return both(self.new.doc.entities[entity].entity.label)

    # -- what is touched ---------------------------------------------------------------------------------------------

    def _key(self, one: Difference) -> str | None:
        """The key of the form that a difference is about; "" for another form's, None for no form's."""
        steps = _steps(one)
        if one.trail and one.trail[0].member == "entities":
            name = steps.get("Entity/properties")
            return self.keys.get((one.trail[0].key, name), "") if name is not None else None
        key = steps.get("Action/fields") or steps.get("ApprovalStep/fields")
        if key is not None:
            return key if one.trail[0].key == self.under.action else ""
        demanded = steps.get("Requirement/fields")
        return demanded if demanded is not None and self.under.action is None and "." not in demanded else None

    def _touches(self, one: Difference, key: str | None) -> bool:
        steps, first = _steps(one), one.trail[0] if one.trail else None
        if first is None or one.entity == "":
            return False
        name = steps.get("Entity/properties")
        if name is not None or "Action/fields" in steps or "ApprovalStep/fields" in steps:
            if not _says(one):
                return False
            asked = key in self.asked.keys or name in self.asked.fields
            return asked or (key in self.under.sent and _means(one, steps, self.under.sent[key or ""]))
        demand = next((part for part in _DEMANDS if part in steps), None)
        if demand is not None:
            last = steps[demand].rpartition(".")[2]
            return last in getattr(self.asked, _DEMANDS[demand])
        if first.member == "actions" and first.key == self.under.action:
            return self._of_action(one)
        if first.member == "flows":
            return self._of_flow(one, steps)
        return first.member == "duties" and first.key in self.asked.duties and ("Duty/blocks" in steps or one.whole)

    def _of_action(self, one: Difference) -> bool:
        place = _place(one)
        if place in ("Action/roles", "Action/writes", "Action/effective", "Action/creates"):
            return False
        if place in OF_ACTION or place == "Approval/steps" or (len(one.trail) == 1 and one.whole):
            return weigh(one, (one.kept, one.kept)) != "additive" or place == "Action/advances"
        evidence = one.owner == "Evidence" or place == "Action/evidence"
        return _says(one) and ((self.asked.evidence and evidence) or (self.asked.action and not evidence))

    def _of_flow(self, one: Difference, steps: Mapping[str, str]) -> bool:
        place, stage = _place(one), steps.get("Flow/stages")
        wanted = one.entity == self.under.entity and stage is not None and stage == self.under.to
        if wanted and (place in OF_STAGE or (place == "Flow/stages" and one.after is None)):
            return True
        if place in ("Flow/stages", "Path/stages") and one.trail[-1].key in self.asked.stages:
            return one.before is None
        if place == "Transition/when" and steps["Flow/transitions"] in self.asked.transitions:
            return "when" in self.asked.statements
        return self.asked.flow and one.entity == self.under.entity and (place in _OF_WAYS or place in _WAYS)

    # -- what may be told --------------------------------------------------------------------------------------------

    def _seen(self, one: Difference) -> bool:
        """Whether the role sees everything the words would name, on both sides."""
        for step in one.trail:
            if step.owner == "Entity" and step.member == "properties":
                entity = one.trail[0].key
                sight = self.before if step.after is None else self.after
                if step.key not in sight.seen.get(entity, ()):
                    return False
            if step.owner == "Requirement" and step.member == "fields":
                sight = self.before if step.after is None else self.after
                if not sight.path(one.entity, step.key):
                    return False
        sides = ((self.before, one.before), (self.after, one.after))
        told = [(sight, node) for sight, value in sides for node in _rules(one, value)]
        # What an action creates may have fields of its own that the role does not see.
        new = any(path.startswith("new.") for _, node in told for path in fields_of(node))
        return not new and all(sight.rule(one.entity, node) for sight, node in told)


_DEMANDS: Mapping[str, str] = {
    "Requirement/fields": "fields",
    "Requirement/actions": "actions",
    "Requirement/statements": "statements",
}


def _steps(one: Difference) -> dict[str, str]:
    return {f"{step.owner}/{step.member}": step.key for step in one.trail}


def _place(one: Difference) -> str:
    """What came or went, or the member that says something else."""
    last = one.trail[-1]
    return f"{last.owner}/{last.member}" if one.whole else f"{one.owner}/{one.member}"


def _says(one: Difference) -> bool:
    """Whether a difference is more than layout."""
    return one.member == "label" or weigh(one, (one.kept, one.kept)) != "wording"


def _means(one: Difference, steps: Mapping[str, str], value: Any) -> bool:
    """Whether a value that was given means something else now, or is not kept."""
    option = steps.get("Field/options")
    if option is not None:
        chosen = option == value or (isinstance(value, list) and option in value)
        return chosen and (_place(one) in OF_OPTION or one.after is None)
    if one.whole:
        return one.after is None and _place(one) in ("Entity/properties", "Action/fields")
    return _place(one) in MEANS and weigh(one, (one.kept, one.kept)) != "additive"


def _asked_for(one: Difference) -> Words | None:
    """A field that is new and must be filled says so at once."""
    if not one.whole or one.before is not None:
        return None
    part = one.after.field if isinstance(one.after, Property) else one.after
    if _place(one) not in ("Entity/properties", "Action/fields") or not getattr(part, "required", False):
        return None
    label = getattr(part, "label", None)
    return phrase("added_required", label=both(label)) if label else None


def _rules(one: Difference, value: Any) -> Iterator[Any]:
    """The rules that the words would say."""
    if isinstance(value, Statement):
        yield value.rule
    elif one.form == "rule" and not one.whole and value is not None:
        yield value
