"""Documents for tests: shipped templates read from disk, the base app of the findings, merge patches."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app
from followthrough.core.model.folder import from_files

ROOT = Path(__file__).resolve().parents[2]
CHECK_CASES = ROOT / "schemas" / "conformance" / "check"
TEMPLATES = sorted(path.parent.name for path in (ROOT / "templates_catalog").glob("*/app.json"))


@cache
def template(name: str) -> AppDocument:
    """A shipped template, decoded."""
    folder = ROOT / "templates_catalog" / name
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.json")}
    app, misplaced = from_files({path: json.loads(text) for path, text in files.items()})
    assert misplaced == []
    return decode_app(app)


def base_app(patch: dict[str, Any] | None = None) -> AppDocument:
    """The base app of schemas/conformance/check, changed by a merge patch."""
    base = json.loads((CHECK_CASES / "base.json").read_text("utf-8"))
    return decode_app(merged(base, patch or {}))


def merged(target: Any, patch: Any) -> Any:
    """JSON merge patch (RFC 7386)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result
