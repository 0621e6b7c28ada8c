"""Another version of a generated app (tests/support/gates/documents.py): what a supervisor might change."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random

from tests.support.gates.documents import DEAL, GATED, KINDS, Json, condition, label, leaf, requirement

NEW = ("t8", "n8", "b8")
Change = Callable[[Random, Json], None]


def changed(rng: Random, doc: Json, *, mild: bool = False) -> Json:
    """The document with one to four changes; `mild` ones leave every stage and action where it is."""
    made: Json = copy.deepcopy(doc)
    for _ in range(rng.randint(1, 4)):
        rng.choice(MILD if mild else MILD + WILD)(rng, made)
    return made


def _stage(rng: Random, doc: Json) -> Json:
    stages: Json = doc["flows"]["deal"]["stages"]
    found: Json = stages[rng.choice(sorted(stages))]
    return found


def _paths_now(doc: Json) -> list[str]:
    own = [name for name in doc["entities"]["deal"]["properties"] if name[0] in "tnbc" and name != "cust"]
    shop = [f"cust.{name}" for name in doc["entities"]["customer"]["properties"]]
    return [*own, *shop, "f1", "v1"]


def add_field(rng: Random, doc: Json) -> None:
    """A field of the deal or the customer, demanded somewhere, required perhaps."""
    where = rng.choice(["deal", "deal", "customer"])
    name = rng.choice(NEW)
    kind, type_ = KINDS[name[0]]
    field: Json = {"kind": kind, "label": label(name), "order": 998}
    roll = rng.random()
    if roll < 0.2:
        field["required"] = True
    elif roll < 0.4 and where == "deal":
        field["required_when"] = leaf(rng, GATED)
    if rng.random() < 0.3:
        field["relevance"] = leaf(rng, [*DEAL[:2], "b1"] if where == "deal" else ["n", "b"])
    doc["entities"][where]["properties"].setdefault(name, {"type": type_, "field": field})
    path = name if where == "deal" else f"cust.{name}"
    entry = _stage(rng, doc).setdefault("entry", {})
    if rng.random() < 0.7:
        entry.setdefault("fields", {})[path] = {"when": condition(rng, GATED)} if rng.random() < 0.3 else {}
    if rng.random() < 0.5:
        entry.setdefault("statements", {})["st9"] = {"rule": condition(rng, [path, *GATED[:2], path])}


def add_stage(rng: Random, doc: Json) -> None:
    """A stage on some paths, between two others, with steps to and from it."""
    flow: Json = doc["flows"]["deal"]
    if "s9" in flow["stages"]:
        return
    known = [name for name, stage in flow["stages"].items() if stage.get("kind") == "open"]
    flow["stages"]["s9"] = {"label": label("新"), "kind": "open", "order": 9, "entry": requirement(rng, 0.8)}
    for path in flow["paths"].values():
        if rng.random() < 0.8:
            for place, name in enumerate(sorted(path["stages"], key=lambda name: path["stages"][name]["order"])):
                path["stages"][name] = {"order": 10 * place}
            path["stages"]["s9"] = {"order": rng.choice([5, 15, 25, 90])}
    for number in range(2):
        ends = [rng.choice(known), "s9"]
        source, to = ends if number else reversed(ends)
        flow["transitions"][f"x{number}"] = {"label": label("走"), "from": {source: {}}, "to": to}


def gate(rng: Random, doc: Json) -> None:
    """A gate that asks for something else."""
    _stage(rng, doc)["entry"] = requirement(rng, 0.9)


def transition(rng: Random, doc: Json) -> None:
    """A step gone, added, or for other roles or under another condition."""
    flow: Json = doc["flows"]["deal"]
    names, stages = sorted(flow["transitions"]), sorted(flow["stages"])
    roll = rng.random()
    if roll < 0.3 and len(names) > 2:
        del flow["transitions"][rng.choice(names)]
    elif roll < 0.5:
        source, to = rng.sample(stages, 2)
        flow["transitions"]["y0"] = {"label": label("走"), "from": {source: {}}, "to": to, "order": rng.randrange(5)}
    elif roll < 0.7:
        flow["transitions"][rng.choice(names)]["roles"] = {rng.choice(["mgr", "rep"]): {}}
    elif roll < 0.85:
        flow["transitions"][rng.choice(names)]["when"] = condition(rng, GATED)
    else:
        flow["transitions"][rng.choice(names)]["requires"] = requirement(rng, 0.8)


def field_rule(rng: Random, doc: Json) -> None:
    """Another relevance, requirement, constraint or formula."""
    properties: Json = doc["entities"]["deal"]["properties"]
    place = rng.randrange(2, len(DEAL))
    name, before = DEAL[place], list(DEAL[:place])
    field: Json = properties[name]["field"]
    roll = rng.random()
    if roll < 0.25:
        field["relevance"] = condition(rng, [one for one in before if one in ("t1", "t2", "n1", "b1")] or ["t1"])
    elif roll < 0.5:
        field["required_when"] = condition(rng, before)
    elif roll < 0.7:
        field["constraint"] = {"rule": {"rule": leaf(rng, [name])}}
    elif roll < 0.8:
        field.pop("relevance", None)
    else:
        properties["f1"]["field"]["compute"] = {"op": "add", "a": [{"f": "n1"}, {"f": rng.choice(["n1", "n2"])}]}


def action(rng: Random, doc: Json) -> None:
    """An action that asks for more, or leads elsewhere; or a new one that is demanded."""
    stages = sorted(doc["flows"]["deal"]["stages"])
    found: Json = doc["actions"][rng.choice([name for name in ("a0", "a1", "a2") if name in doc["actions"]])]
    roll = rng.random()
    if roll < 0.2:
        found["requires"] = requirement(rng, 0.9)
    elif roll < 0.35:
        found["evidence"] = {"min": 1}
    elif roll < 0.5:
        found["advances"] = {"to": rng.choice(stages)}
    elif roll < 0.6:
        found["when"] = leaf(rng, GATED)
    elif roll < 0.75:
        note = {"type": "string", "field": {"kind": "text", "label": label("新")}}
        found["fields"]["i8"] = {"property": note, "required": True, "order": 8}
    elif roll < 0.85:
        rng.choice(list(found["fields"].values()))["required"] = True
    else:
        new: Json = {"id": "a8", "entity": "deal", "label": label("新"), "fields": {}}
        doc["actions"]["a8"] = new
        _stage(rng, doc).setdefault("entry", {}).setdefault("actions", {})["a8"] = {}


def path(rng: Random, doc: Json) -> None:
    """Another condition of a path."""
    paths: Json = doc["flows"]["deal"]["paths"]
    conditional = [name for name, one in paths.items() if "when" in one]
    if conditional:
        paths[rng.choice(sorted(conditional))]["when"] = condition(
            rng, [*_paths_now(doc)[:8], "cust.n", "t8" if "t8" in doc["entities"]["deal"]["properties"] else "t1"]
        )


def drop(rng: Random, doc: Json) -> None:
    """A stage, or an action, is no more."""
    if rng.random() < 0.3:
        if len(doc["actions"]) > 2:
            name = rng.choice(["a0", "a1", "a2"])
            doc["actions"].pop(name, None)
            _forget_action(doc, name)
        return
    flow: Json = doc["flows"]["deal"]
    droppable = [name for name in flow["stages"] if all(set(one["stages"]) != {name} for one in flow["paths"].values())]
    opened = [name for name in droppable if flow["stages"][name].get("kind") == "open"]
    if len(opened) < 3:
        return
    name = rng.choice(opened)
    del flow["stages"][name]
    for one in flow["paths"].values():
        one["stages"].pop(name, None)
    for key, step in list(flow["transitions"].items()):
        step["from"].pop(name, None)
        if step["to"] == name or not step["from"]:
            del flow["transitions"][key]
    for found in doc["actions"].values():
        if found.get("advances", {}).get("to") == name:
            del found["advances"]
        if "stages" in found:
            found["stages"].pop(name, None)
            if not found["stages"]:
                del found["stages"]


def _forget_action(doc: Json, name: str) -> None:
    flow: Json = doc["flows"]["deal"]
    gates = [stage.get("entry", {}) for stage in flow["stages"].values()]
    gates += [step.get("requires", {}) for step in flow["transitions"].values()]
    gates += [one.get("requires", {}) for one in doc["actions"].values()]
    for found in gates:
        found.get("actions", {}).pop(name, None)


MILD: list[Change] = [add_field, gate, transition, field_rule, action, path]
WILD: list[Change] = [add_field, add_stage, gate, action, drop]
