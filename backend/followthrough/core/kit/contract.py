"""The language-neutral contract (`schemas/`) as package data, for the few tables core itself needs.

`followthrough/schemas` is a link to the repository's `schemas/`, so that the wheel carries
the very files the browser and the tests read. Not a setting and not the environment: the
content is as fixed as the code beside it.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def contract_json(path: str) -> Any:
    """The parsed JSON of `schemas/<path>`, e.g. "errors.json" or "fields/regions.json".

    Read once per process; the answer is shared, so callers must not change it.
    Raises FileNotFoundError for a path the contract does not have.
    """
    return json.loads(files("followthrough").joinpath("schemas", *path.split("/")).read_text("utf-8"))
