"""Edits as the browser makes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from followthrough.core.design.operations import Operation, apply, read


def edited(app: dict[str, Any], places: Mapping[str, Any]) -> dict[str, Any]:
    """The app with these values at these paths, one operation each; what is missing on the way is part of what is put."""
    operations = [putting(app, path, value) for path, value in places.items()]
    done = apply(app, operations)
    assert not done.conflicts
    return done.app


def putting(app: dict[str, Any], path: str, value: Any) -> Operation:
    """The operation that makes the value stand at the path, whatever stands there now."""
    above = path.rpartition("/")[0]
    if value is not None and above.count("/") > 1 and read(app, above) is None:
        return putting(app, above, {path.rpartition("/")[2]: value})
    return Operation(path, read(app, path), value)
