"""What a role may do and see: rights, visible fields, redaction, scope."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from followthrough.core.compile import CompiledApp, compile_published
from followthrough.core.model.decode import decode_app
from followthrough.core.run.access import ScopeSpec, in_scope, redact, rights, scope, visible_fields
from followthrough.core.run.acts import Actor, Record, Snapshot
from tests.support.flow_cases import app_of, document_of

APP = app_of("deals")
REP = Actor("li", "rep", "shop", frozenset({"shop"}))
MANAGER = Actor("wang", "manager", "east", frozenset({"east", "shop"}))


def with_access(change: dict[str, Any]) -> CompiledApp:
    """The fixture app with other rights for the rep."""
    document = document_of("deals")
    for entity, access in change.items():
        found = document["access"]["roles"]["rep"]["entities"]
        if access is None:
            found.pop(entity)
        else:
            found[entity] = {**deepcopy(found.get(entity, {})), **access}
    return compile_published(decode_app(document), 1)


def test_rights_of_a_role() -> None:
    found = rights(APP, "rep", "customer")
    assert found is not None
    assert (found.scope, found.create, found.edit, found.assign, found.imports) == ("own", True, True, False, False)
    assert {found.fields[name] for name in ("name",)} == {"write"}
    assert found.fields["limit"] == "read"
    assert found.fields["secret"] == "none"
    assert found.fields["deal_sum"] == "read"  # computed: nobody writes it


NOTHING = [("guest", "customer"), ("rep", "memo"), ("no_such_role", "customer")]


@pytest.mark.parametrize(("role", "entity"), NOTHING)
def test_nothing_for_who_may_not_see_the_entity(role: str, entity: str) -> None:
    assert rights(APP, role, entity) is None
    assert visible_fields(APP, role, entity) == frozenset()


def test_hidden_fields_are_not_visible() -> None:
    assert "secret" not in visible_fields(APP, "rep", "customer")
    assert "secret" in visible_fields(APP, "boss", "customer")


def test_a_lookup_of_a_hidden_field_is_hidden() -> None:
    app = with_access({"customer": {"fields": {"level": "none"}}})
    assert "level" in visible_fields(APP, "rep", "opportunity")
    assert "level" not in visible_fields(app, "rep", "opportunity")


def test_a_lookup_into_an_entity_out_of_sight_is_hidden() -> None:
    app = with_access({"customer": None})
    assert "level" not in visible_fields(app, "rep", "opportunity")


def test_rows_of_an_entity_out_of_sight_are_hidden() -> None:
    app = with_access({"line": None})
    assert "lines" not in visible_fields(app, "rep", "opportunity")


def test_redact_drops_hidden_values_in_rows_too() -> None:
    app = with_access({"line": {"fields": {"price": "none"}}, "opportunity": {"fields": {"budget": "none"}}})
    rows = [{"_id": "r1", "product": "A", "price": 100}]
    record = Record("opportunity", "d", 1, {"title": "甲", "budget": 5, "lines": rows})
    assert redact(app, "rep", record).values == {"title": "甲", "lines": [{"_id": "r1", "product": "A"}]}
    assert redact(app, "boss", record).values == record.values
    assert redact(app, "guest", record).values == {}


def test_scope_for_the_query_builder() -> None:
    assert scope(APP, REP, "opportunity") == ScopeSpec("own", "opportunity", "li", frozenset({"shop"}), ())
    chain = (("opportunity", "opportunity"),)
    assert scope(APP, MANAGER, "visit") == ScopeSpec("subtree", "visit", "wang", frozenset({"east", "shop"}), chain)
    assert scope(APP, MANAGER, "memo") == ScopeSpec("unit", "memo", "wang", frozenset({"east"}), ())
    assert scope(APP, Actor("gu", "guest", "hq"), "visit") is None


DEAL = Record("opportunity", "d", 1, {}, owner="li", unit="shop")
VISIT = Record("visit", "v", 1, {"opportunity": "d"}, owner="zhao", unit="south")
SCOPES = [
    ("own record", REP, DEAL, True),
    ("another's record", Actor("zhao", "rep", "shop"), DEAL, False),
    ("a unit below", MANAGER, DEAL, True),
    ("a sister unit", Actor("xu", "manager", "south", frozenset({"south"})), DEAL, False),
    ("all", Actor("chen", "boss", "hq"), DEAL, True),
    ("by the record it belongs to", REP, VISIT, True),
    ("not by its own owner", Actor("zhao", "rep", "south"), VISIT, False),
    ("chain to nowhere", REP, Record("visit", "w", 1, {"opportunity": "gone"}, owner="li", unit="shop"), False),
    ("chain to nowhere, all", Actor("chen", "boss", "hq"), Record("visit", "w", 1, {}), True),
    ("role unknown", Actor("x", "intern", "hq"), DEAL, False),
]


@pytest.mark.parametrize(("why", "actor", "record", "seen"), SCOPES, ids=[row[0] for row in SCOPES])
def test_in_scope(why: str, actor: Actor, record: Record, seen: bool) -> None:
    snapshot = Snapshot(None, {("opportunity", "d"): DEAL})
    assert in_scope(APP, snapshot, actor, record) is seen, why
