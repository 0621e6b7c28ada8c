"""What rules may name, and in which order things stand."""

import pytest

from followthrough.core.model.scope import EntityScope, action_prefixes, path_stages, property_at, side_stages
from tests.support.documents import base_app

APP = base_app()


@pytest.mark.parametrize(
    ("path", "expected", "why"),
    [
        ("amount", "number", "own"),
        ("customer", "ref", "a reference is comparable itself"),
        ("customer.level", "choice", "through a reference"),
        ("grade", "choice", "a lookup has the type of what it reads"),
        ("_stage", "choice", "the stage, with the flow's stages as options"),
        ("customer._owner", "ref", "system fields of a reference"),
        ("customer._stage", None, "customers have no flow"),
        ("lines", "opaque", "rows are only counted"),
        ("lines.price", None, "rows are no reference"),
        ("customer.level.x", None, "a choice leads nowhere"),
        ("nothing", None, "unknown"),
        ("_parent", None, "deals are no rows"),
        ("act.how", None, "inputs belong to their action"),
    ],
)
def test_types_behind_paths(path: str, expected: str | None, why: str) -> None:
    found = EntityScope(APP, "deal").lookup(path)
    assert (found.base if found else None) == expected, why


def test_rows_know_their_parent() -> None:
    scope = EntityScope(APP, "line")
    assert scope.lookup("_parent.customer.level") is not None
    assert scope.lookup("_parent.customer.deals.x") is None, "two references at most"


def test_an_action_may_name_its_inputs_and_what_it_creates() -> None:
    action = APP.actions["visit"]
    scope = EntityScope(APP, "deal", action_prefixes(APP, action))
    for path, base in (("act.how", "choice"), ("act.need", "text"), ("new.content", "text"), ("amount", "number")):
        found = scope.lookup(path)
        assert found is not None
        assert found.base == base
    assert scope.lookup("act.what") is None
    assert scope.lookup("new.amount") is None


def test_property_at() -> None:
    found = property_at(APP, "deal", "customer.need")
    assert found is not None
    assert (found[0], found[1].maxLength) == ("customer", 50)
    assert property_at(APP, "deal", "_stage") is None


def test_stages_of_a_path() -> None:
    flow = APP.flows["deal"]
    assert path_stages(flow, flow.paths["short"]) == ("start", "quote", "won")
    assert side_stages(flow) == {"lost"}
