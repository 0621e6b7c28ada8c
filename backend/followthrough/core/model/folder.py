"""An app as a folder of documents: which file holds which document. Pure mapping; services read and write the files."""

from __future__ import annotations

from typing import Any

from followthrough.core.kit.ids import is_id
from followthrough.core.kit.shape import ShapeIssue

PARTS: dict[str, str] = {
    "entities": "entity",
    "forms": "form",
    "lists": "list",
    "flows": "flow",
    "actions": "action",
    "duties": "duty",
    "triggers": "trigger",
    "queues": "queue",
    "decision_tables": "decision_table",
    "metrics": "metric",
    "boards": "board",
}
"""Folder (and member of AppDocument) -> document kind."""

BESIDE = ("scenarios", "demo")
"""Folders of a template that are not part of the app."""


def to_files(app: dict[str, Any]) -> dict[str, Any]:
    """`to_json(app)` as {relative path: JSON value}: "app.json", "access.json", "entities/customer.json", …"""
    files: dict[str, Any] = {"app.json": app["app"], "access.json": app["access"]}
    for folder in PARTS:
        for name, document in app.get(folder, {}).items():
            files[f"{folder}/{name}.json"] = document
    return files


def from_files(files: dict[str, Any]) -> tuple[dict[str, Any], list[ShapeIssue]]:
    """{relative path with "/": JSON value} as what `decode_app` takes, and an issue per file that has no place.

    Files below `scenarios/` and `demo/` are left alone, and so are those of tools (`.vscode/`, `.git/`).
    """
    app: dict[str, Any] = {}
    issues: list[ShapeIssue] = []
    for path, document in sorted(files.items()):
        folder, _, file = path.rpartition("/")
        name = file.removesuffix(".json")
        if path.split("/")[0] in BESIDE or path.startswith("."):
            continue
        if path in ("app.json", "access.json"):
            app[name] = document
        elif folder in PARTS and file.endswith(".json") and is_id(name):
            app.setdefault(folder, {})[name] = document
        else:
            issues.append(ShapeIssue(path, "document_unknown_file", {"path": path}))
    return app, issues
