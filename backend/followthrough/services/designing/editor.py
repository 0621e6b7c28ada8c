"""What an editor needs to complete and check the documents of a folder: the schemas, and which is for which file.

VS Code reads both from the folder itself, without a network. It takes a document's own `$schema` before any mapping: an
entity's is that of JSON Schema itself, so in these folders that address stands for our dialect, in one piece.
"""

from __future__ import annotations

import json
from typing import Any

from followthrough.core.kit.contract import contract_json
from followthrough.core.model.folder import PARTS

RULE = "rules/rule.schema.json"
SCHEMAS = ".vscode/schemas"
SETTINGS = ".vscode/settings.json"
_FILES = {"app.json": "app", "access.json": "access", "scenarios/*.json": "scenario"} | {
    f"{folder}/*.json": kind for folder, kind in PARTS.items()
}


def editor_files() -> dict[str, str]:
    """Files by path, to be written beside the documents of an app."""
    made = {f"{SCHEMAS}/{kind}.schema.json": _page(contract_json(f"{kind}.schema.json")) for kind in _FILES.values()}
    made[f"{SCHEMAS}/{RULE}"] = _page(contract_json(RULE))
    settings = {"json.schemas": [_mapping(pattern, kind) for pattern, kind in _FILES.items()]}
    return {**made, SETTINGS: _page(settings)}


def _mapping(pattern: str, kind: str) -> dict[str, Any]:
    if kind != "entity":
        return {"fileMatch": [f"/{pattern}"], "url": f"./{SCHEMAS}/{kind}.schema.json"}
    schema = _in_one_piece(contract_json("entity.schema.json"))
    return {"fileMatch": [f"/{pattern}"], "url": schema["$schema"], "schema": schema}


def _in_one_piece(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with the schema of rules inside it: an address elsewhere has no neighbours to refer to."""
    rule = _pointing(contract_json(RULE), {"#/": "#/$defs/rule_tree/"})
    made: dict[str, Any] = _pointing(schema, {RULE: "#/$defs/rule_tree"})
    return {**made, "$defs": {**made["$defs"], "rule_tree": rule}}


def _pointing(part: Any, to: dict[str, str]) -> Any:
    """The same with what its references begin with replaced."""
    if isinstance(part, list):
        return [_pointing(one, to) for one in part]
    if not isinstance(part, dict):
        return part
    made = {name: _pointing(value, to) for name, value in part.items()}
    found = made.get("$ref")
    if isinstance(found, str):
        made["$ref"] = next((new + found[len(old) :] for old, new in to.items() if found.startswith(old)), found)
    return made


def _page(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
