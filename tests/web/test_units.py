"""Units over HTTP."""

from __future__ import annotations

import pytest

from tests.web.site import Site

BEYOND = [2**70, -(2**70), 10**9 + 1]


@pytest.mark.parametrize("position", BEYOND)
def test_a_position_no_column_holds_is_refused(position: int, shared_site: Site) -> None:
    sun = shared_site.browser("sun")
    unit = f"/api/units/{shared_site.units['south']}"
    sun.refused(400, "bad_request", "POST", "/api/units", {"name": "新区", "position": position})
    sun.refused(400, "bad_request", "PATCH", unit, {"position": position})
    sun.ok("PATCH", unit, {"position": 10**9, "kind": "x" * 1000})
