"""A small app for storage tests, compiled from documents."""

from typing import Any

from followthrough.core.compile import CompiledApp, compile_published
from followthrough.core.fields import KINDS
from followthrough.core.model.decode import decode_app

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def field(kind: str, **more: Any) -> Json:
    """A property of an entity document; keywords of JSON Schema are told from those of `field` by name."""
    base = KINDS[kind].default_property()
    outer: Json = {key: more.pop(key) for key in ("type", "format", "decimals", "maxLength") if key in more}
    return {**base, **outer, "field": {**base["field"], "label": {"zh": kind}, **more}}


def options(*names: str) -> Json:
    return {name: {"label": {"zh": name}} for name in names}


def entity(name: str, properties: Json, *, title: str = "name", **info: Any) -> Json:
    said = {"id": name, "label": {"zh": name}, "title": title, **info}
    return {"$schema": DIALECT, "type": "object", "entity": said, "properties": properties}


def action(name: str, entity_id: str) -> Json:
    return {"id": name, "entity": entity_id, "label": {"zh": name}}


def flow(entity_id: str, *stages: str) -> Json:
    return {
        "id": f"{entity_id}_flow",
        "entity": entity_id,
        "label": {"zh": "流程"},
        "stages": {name: {"label": {"zh": name}, "order": i} for i, name in enumerate(stages)},
        "paths": {"main": {"label": {"zh": "主线"}, "stages": {name: {"order": i} for i, name in enumerate(stages)}}},
        "transitions": {},
    }


def role(scopes: dict[str, str], **narrowed: dict[str, str]) -> Json:
    """A role with a scope per entity; `narrowed` names fields per entity that it may only read, or not see at all."""
    rights = {
        name: {"scope": scope, "create": True, "edit": True, "fields": narrowed.get(name, {})}
        for name, scope in scopes.items()
    }
    return {"label": {"zh": "角色"}, "entities": rights}


def compiled(document: Json, version: int = 1) -> CompiledApp:
    return compile_published(decode_app(document), version)


CUSTOMER = entity(
    "customer",
    {
        "name": field("text"),
        "level": field("choice", options=options("a", "b", "c"), filterable=True),
        "score": field("number"),
        "amount": field("money", currency="CNY", filterable=True),
        "vip": field("boolean", filterable=True),
        "signed_on": field("date", filterable=True),
        "called_at": field("instant"),
        "tags": field("tags", options=options("a", "price"), filterable=True),
        "phone": field("phone"),
        "lines": field("rows", target="line"),
        "xmin": field("text"),
        "id": field("text"),
        "salary": field("number", filterable=True),
        "overdue": field(
            "formula", type="boolean", compute={"op": "lt", "a": [{"f": "signed_on"}, {"op": "today", "a": []}]}
        ),
        "contacts": field("rollup", rollup={"entity": "contact", "via": "customer", "op": "count"}),
        "oldest": field("rollup", rollup={"entity": "contact", "via": "customer", "op": "max", "value": "age"}),
        "mean_age": field("rollup", rollup={"entity": "contact", "via": "customer", "op": "avg", "value": "age"}),
        "adults": field(
            "rollup",
            rollup={
                "entity": "contact",
                "via": "customer",
                "op": "count",
                "where": {"op": "ge", "a": [{"f": "age"}, {"v": 18}]},
            },
        ),
        "total": field(
            "rollup",
            type="integer",
            currency="CNY",
            rollup={"entity": "line", "via": "_parent", "op": "sum", "value": "price"},
        ),
    },
    subtitle="level",
)
LINE = entity(
    "line",
    {"product": field("text"), "price": field("money", currency="CNY")},
    title="product",
    rows_of="customer",
)
CONTACT = entity(
    "contact",
    {
        "name": field("text"),
        "phone": field("phone"),
        "age": field("number", filterable=True),
        "customer": field("reference", target="customer"),
        "customer_level": field("lookup", type="string", lookup={"via": "customer", "value": "level"}),
    },
    belongs_to="customer",
)
VISIT = entity(
    "visit",
    {"name": field("text"), "contact": field("reference", target="contact")},
    belongs_to="contact",
)
ENTITIES = {"customer": CUSTOMER, "line": LINE, "contact": CONTACT, "visit": VISIT}
DOCUMENT: Json = {
    "app": {"key": "sales", "name": {"zh": "销售"}, "version": "1.0"},
    "entities": ENTITIES,
    "flows": {"customer_flow": flow("customer", "lead", "quote", "won")},
    "actions": {name: action(name, "customer") for name in ("call", "visit")},
    "access": {
        "roles": {
            scope: role(dict.fromkeys(("customer", "contact", "visit", "line"), scope), customer={"salary": "none"})
            for scope in ("own", "unit", "subtree", "all")
        }
        | {"boss": role(dict.fromkeys(("customer", "contact", "visit", "line"), "all"))}
        | {"clerk": role({"customer": "own", "contact": "all", "visit": "all"})}
        | {"clerk_blind": role({"customer": "own", "contact": "all"}, customer={"salary": "none"})}
    },
}
SALES = compiled(DOCUMENT)
