"""Random small apps: a deal with a customer behind it and visits under it, a flow, actions, three roles."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

Json = dict[str, Any]

TEXTS = ("甲", "乙")
OPTIONS = ("x", "y", "z")
DEAL = ("t1", "t2", "n1", "n2", "b1", "b2", "c1")
"""The deal's plain fields; their first letter says the kind."""
CUSTOMER = ("t", "n", "b")
KINDS = {"t": ("text", "string"), "n": ("number", "number"), "b": ("boolean", "boolean"), "c": ("choice", "string")}


def op(name: str, *args: Any) -> Json:
    """A rule node; plain values become literals."""
    return {"op": name, "a": [arg if isinstance(arg, dict) else {"v": arg} for arg in args]}


def leaf(rng: Random, paths: list[str]) -> Json:
    """A condition on one of the paths."""
    path = rng.choice(paths)
    field: Json = {"f": path}
    if rng.random() < 0.25:
        return op(rng.choice(["is_empty", "not_empty"]), field)
    match path.rpartition(".")[2][0]:
        case "n" | "f" | "v" | "l":
            return op(rng.choice(["gt", "le", "eq"]), field, rng.randrange(4))
        case "b":
            return op(rng.choice(["eq", "ne"]), field, rng.random() < 0.5)
        case "c":
            return op(rng.choice(["eq", "ne"]), field, rng.choice(OPTIONS))
    return op(rng.choice(["eq", "ne"]), field, rng.choice(TEXTS))


def condition(rng: Random, paths: list[str]) -> Json:
    """A condition of up to three leaves."""
    roll = rng.random()
    if roll < 0.6:
        return leaf(rng, paths)
    if roll < 0.75:
        return op("not", leaf(rng, paths))
    return op(rng.choice(["and", "or"]), leaf(rng, paths), leaf(rng, paths))


def maybe(rng: Random, chance: float, paths: list[str]) -> Json | None:
    """A condition, or None."""
    return condition(rng, paths) if rng.random() < chance else None


def label(text: str) -> Json:
    """A label."""
    return {"zh": text}


def _property(rng: Random, name: str, before: list[str]) -> Json:
    kind, type_ = KINDS[name[0]]
    field: Json = {"kind": kind, "label": label(name), "order": int.from_bytes(name.encode(), "big") % 997}
    if kind == "choice":
        field["options"] = {option: {"label": label(option)} for option in OPTIONS}
    if before and rng.random() < 0.25:
        field["relevance"] = condition(rng, before)
    roll = rng.random()
    if roll < 0.1:
        field["required"] = True
    elif roll < 0.2 and before:
        field["required_when"] = condition(rng, before)
    if rng.random() < 0.1:
        field["constraint"] = {"rule": {"rule": leaf(rng, [name])}}
    if rng.random() < 0.15:
        field["default"] = {"text": "甲", "number": 2, "boolean": True, "choice": "y"}[kind]
    return {"type": type_, "field": field}


def _entity(name: str, properties: Json, **info: Any) -> Json:
    about = {"id": name, "label": label(name), "title": next(iter(properties)), **info}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "entity": about,
        "type": "object",
        "properties": properties,
    }


def entities(rng: Random) -> Json:
    """deal, customer, visit."""
    deal: Json = {
        "cust": {"type": "string", "field": {"kind": "reference", "label": label("客户"), "target": "customer"}}
    }
    before = ["cust.n", "cust.b"]
    for name in DEAL:
        deal[name] = _property(rng, name, before)
        before = [*before, name]
        if name == "n2":
            compute = op("add", op("if_empty", {"f": "n1"}, 0), {"f": "n2"})
            formula: Json = {"kind": "formula", "label": label("合计"), "compute": compute}
            if rng.random() < 0.2:
                formula["relevance"] = condition(rng, ["t1", "t2"])
            deal["f1"] = {"type": "number", "field": formula}
            before.append("f1")
    deal["l1"] = {"field": {"kind": "lookup", "label": label("看"), "lookup": {"via": "cust", "value": "n"}}}
    count = {"entity": "visit", "via": "deal", "op": "count"}
    deal["v1"] = {"type": "number", "field": {"kind": "rollup", "label": label("次数"), "rollup": count}}
    customer = {name: _property(rng, name, []) for name in CUSTOMER}
    if rng.random() < 0.4:
        customer["t"]["field"]["relevance"] = condition(rng, ["n", "b"])
    text = {"type": "string", "field": {"kind": "text", "label": label("内容"), "required": rng.random() < 0.5}}
    back = {"type": "string", "field": {"kind": "reference", "label": label("商机"), "target": "deal"}}
    return {
        "deal": _entity("deal", deal),
        "customer": _entity("customer", customer),
        "visit": _entity("visit", {"text": text, "deal": back}, belongs_to="deal"),
    }


GATED = [*DEAL, "f1", "l1", "v1", "cust.t", "cust.n", "cust.b"]
DEMANDED = [*DEAL, "cust", "f1", "l1", "cust.t", "cust.n"]


def requirement(rng: Random, weight: float) -> Json:
    """Demands of a gate."""
    found: Json = {}
    for name in DEMANDED:
        if rng.random() < weight * 0.12:
            when = maybe(rng, 0.3, GATED)
            found.setdefault("fields", {})[name] = {"when": when} if when else {}
    for name in ("a0", "a1", "a2"):
        if rng.random() < weight * 0.15:
            when = maybe(rng, 0.2, GATED)
            demand: Json = {"min": rng.choice([1, 1, 2])}
            found.setdefault("actions", {})[name] = {**demand, "when": when} if when else demand
    for number in range(2):
        if rng.random() < weight * 0.15:
            found.setdefault("statements", {})[f"st{number}"] = {"rule": condition(rng, [*GATED, *GATED])}
    return found


def flow(rng: Random) -> Json:
    """Three to six stages on paths, and one lost and one on hold."""
    on_path = [f"s{number}" for number in range(rng.randint(3, 6))]
    stages: Json = {}
    for number, name in enumerate(on_path):
        kind = "won" if number == len(on_path) - 1 and rng.random() < 0.6 else "open"
        stages[name] = {
            "label": label(name),
            "kind": kind,
            "order": number,
            "entry": requirement(rng, 0.7 if number else 0.3),
        }
    for kind in ("hold", "lost"):
        stages[kind] = {"label": label(kind), "kind": kind, "order": 90, "entry": requirement(rng, 0.7)}
    paths: Json = {}
    for number in range(rng.randint(1, 3)):
        chosen = [name for name in on_path if rng.random() < 0.75] or [on_path[0]]
        paths[f"p{number}"] = {
            "label": label("路径"),
            "order": rng.randrange(3),
            "stages": {name: {"order": place} for place, name in enumerate(chosen)},
        }
        if number and rng.random() < 0.9:
            paths[f"p{number}"]["when"] = condition(rng, [*DEAL, "cust.n", "cust.b"])
    return {
        "id": "deal",
        "entity": "deal",
        "label": label("流程"),
        "stages": stages,
        "paths": paths,
        "transitions": _transitions(rng, list(stages), on_path),
    }


def _transitions(rng: Random, stages: list[str], on_path: list[str]) -> Json:
    edges = [(a, b) for a, b in pairwise(on_path) if rng.random() < 0.8]
    edges += [(rng.choice(stages), rng.choice(stages)) for _ in range(rng.randint(2, 7))]
    edges += [(a, "lost") for a in on_path if rng.random() < 0.5]
    found: Json = {}
    for number, (source, to) in enumerate(edges):
        if source == to:
            continue
        step: Json = {"label": label("走"), "from": {source: {}}, "to": to, "order": rng.randrange(5)}
        if rng.random() < 0.15:
            step["roles"] = {rng.choice(["mgr", "eye"]): {}}
        when = maybe(rng, 0.15, GATED)
        if when:
            step["when"] = when
        if rng.random() < 0.3:
            step["requires"] = requirement(rng, 0.8)
        found[f"e{number}"] = step
    return found


def actions(rng: Random, stages: list[str]) -> Json:
    """a0 writes the deal, a1 the customer, a2 makes a visit."""
    note = {"type": "string", "field": {"kind": "text", "label": label("备注")}}
    own = rng.sample(DEAL, 2)
    forms: list[Json] = [
        {"i1": {"target": own[0]}, "i2": {"target": own[1]}},
        {"i1": {"target": "cust.t"}, "i2": {"target": "cust.n"}, "i3": {"property": note}},
        {"i1": {"target": "new.text"}, "i2": {"property": note}},
    ]
    found: Json = {}
    for number, form in enumerate(forms):
        for place, part in enumerate(form.values()):
            part["order"] = place
            roll = rng.random()
            if roll < 0.3:
                part["required"] = True
            elif roll < 0.4:
                part["required_when"] = condition(rng, GATED)
            if rng.random() < 0.15:
                part["relevance"] = condition(rng, ["cust.b", "v1"])
        action: Json = {"id": f"a{number}", "entity": "deal", "label": label("动作"), "fields": form}
        if number == 2:
            action["creates"] = {"entity": "visit", "link": "deal"}
        if rng.random() < 0.5:
            action["stages"] = {name: {} for name in stages if rng.random() < 0.7} or {stages[0]: {}}
        if rng.random() < 0.3:
            action["roles"] = {rng.choice(["rep", "mgr", "eye"]): {}}
        when = maybe(rng, 0.15, GATED)
        if when:
            action["when"] = when
        if rng.random() < 0.3:
            action["requires"] = requirement(rng, 0.7)
        if number == 0 and rng.random() < 0.5:
            action["writes"] = {"b2": op("gt", {"f": "n1"}, 1)}
        if rng.random() < 0.5:
            action["advances"] = {"to": rng.choice(stages)}
        found[f"a{number}"] = action
    return found


def app_document(rng: Random) -> Json:
    """A whole app."""
    drawn = flow(rng)
    every = {"create": True, "edit": True, "assign": True, "archive": True, "imports": True}
    rep = {"scope": "own", "create": True, "edit": True}
    access = {
        "rep": {"customer": rep, "deal": {**rep, "fields": {"n2": "read"}}, "visit": rep},
        "mgr": {name: {"scope": "all", **every} for name in ("customer", "deal", "visit")},
        "eye": {name: {"scope": "all"} for name in ("customer", "deal", "visit")},
    }
    return {
        "app": {"key": "gen", "name": label("生成"), "version": "1"},
        "entities": entities(rng),
        "flows": {"deal": drawn},
        "actions": actions(rng, list(drawn["stages"])),
        "access": {"roles": {name: {"label": label(name), "entities": parts} for name, parts in access.items()}},
    }
