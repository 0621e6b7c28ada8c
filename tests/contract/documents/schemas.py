"""The document schemas as files, and the `jsonschema` package's verdict on a document."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = ROOT / "schemas"
KINDS = sorted(
    path.name.removesuffix(".schema.json") for path in SCHEMAS.glob("*.schema.json") if path.stem != "errors.schema"
)


@cache
def schema_file(kind: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"{kind}.schema.json").read_text("utf-8"))
    return loaded


@cache
def validator(kind: str) -> Draft202012Validator:
    rule = json.loads((SCHEMAS / "rules" / "rule.schema.json").read_text("utf-8"))
    rules = Registry().with_resource("rules/rule.schema.json", Resource.from_contents(rule, DRAFT202012))
    return Draft202012Validator(schema_file(kind), registry=rules)


def accepted(kind: str, document: Any) -> bool:
    return validator(kind).is_valid(document)


def template_documents() -> list[tuple[str, str, Any]]:
    """(kind, path, document) of every document of the shipped templates."""
    folders = {"entities": "entity", "decision_tables": "decision_table", "duties": "duty"}
    found = []
    for path in sorted((ROOT / "templates_catalog").rglob("*.json")):
        if "demo" in path.parts:
            continue
        folder = path.parent.name
        kind = path.stem if path.name in ("app.json", "access.json") else folders.get(folder, folder.removesuffix("s"))
        found.append((kind, str(path.relative_to(ROOT)), json.loads(path.read_text("utf-8"))))
    return found
