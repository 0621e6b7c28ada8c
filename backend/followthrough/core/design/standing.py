"""What parts of an app that stay for the data they hold may still say, where others are not there any more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from followthrough.core.check.context import Context
from followthrough.core.check.cycles import check_cycles
from followthrough.core.check.entities import UNTITLED, check_entities
from followthrough.core.check.findings import Finding
from followthrough.core.check.flows import check_flows
from followthrough.core.model.decode import decode_app

Json = dict[str, Any]

_WITHOUT = frozenset({"target", "lookup"})
"""A field without one of these is none. One that refers to what is not there holds nothing, and a lookup never does."""


def leave_standing(documents: Json, kept: Collection[str]) -> None:
    """Takes from the parts `kept` ("entity/visit", "entity/customer/properties/visits", "flow/visit") what names things that
    the app does not have: a rule, a formula (the field keeps the values it has), a reference to nothing with its field. What
    still makes sense stays. `documents` is changed; what else is wrong in it is left alone.
    """
    known: list[Finding] = []
    while found := [one for one in _wrong(documents, kept) if one not in known]:
        for one in found:
            for place in _places(one, kept):
                _let_go(documents, place)
        known = found


def _wrong(documents: Json, kept: Collection[str]) -> list[Finding]:
    ctx = Context(decode_app(documents))
    for part in (check_entities, check_cycles, check_flows):
        part(ctx)
    return [one for one in ctx.findings if one.severity == "error" and any(_places(one, kept))]


def _places(finding: Finding, kept: Collection[str]) -> Iterator[str]:
    """The places in what is kept that a finding is about: of a circle each of its fields."""
    if finding.code in ("computed_cycle", "hidden_cycle"):
        member = finding.path.rpartition("/")[2]
        circle = (one.partition(".") for one in finding.params["fields"])
        named = [f"entity/{entity}/properties/{name}/field/{member}" for entity, _, name in circle]
    elif finding.code == "too_many_filterable":
        named = [f"{one}/field/filterable" for one in kept if one.startswith(f"{finding.path}/properties/")]
    else:
        named = [finding.path]
    return (place for place in named if any(place == one or place.startswith(f"{one}/") for one in kept))


def _let_go(documents: Json, place: str) -> None:
    """What is wrong at a place of a kept part goes, with no more than it takes along."""
    kind, name, *inside = place.split("/")
    document = documents["entities" if kind == "entity" else "flows"].get(name)
    if document is None:
        return
    match inside:
        case ["properties", key, "field", member, *more]:
            if key in document["properties"]:
                _from_field(document["properties"], key, member, more)
        case ["entity", "title"]:
            document["entity"]["title"] = _title(document)
        case ["entity", member]:
            document["entity"].pop(member, None)
        case ["paths", path, "when"]:
            document["paths"][path].pop("when", None)


def _from_field(properties: Json, key: str, member: str, more: list[str]) -> None:
    field = properties[key]["field"]
    inner = field.get(member)
    if member in ("constraint", "targets") and isinstance(inner, dict) and more:
        inner.pop(more[0], None)
    elif member == "options" and isinstance(inner, dict) and len(more) > 1:
        inner[more[0]].pop(more[1], None)
    elif member == "compute":
        # Of a circle each way of working it out is meant.
        for way in ("compute", "rollup"):
            field.pop(way, None)
        if field.get("lookup") is not None:
            properties.pop(key)
    elif member not in _WITHOUT:
        field.pop(member, None)
    if member in _WITHOUT or (member == "targets" and not inner):
        properties.pop(key, None)


def _title(document: Json) -> str:
    """Something a record can be called by."""
    own = document["properties"].items()
    called = [(prop["field"].get("order", 0), name) for name, prop in own if prop["field"]["kind"] not in UNTITLED]
    return min(called)[1] if called else str(document["entity"]["title"])
