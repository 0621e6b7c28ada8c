"""What a compiled app answers, on the base app and on the shipped templates."""

import time

import pytest

from followthrough.core.check import check
from followthrough.core.compile import CompiledApp, CompileError, as_granted, compile_app, compile_published, digest_of
from followthrough.core.fields import Column
from followthrough.core.kit.ids import canonical_json, digest
from followthrough.core.model.decode import decode_app, to_json
from followthrough.core.rules import Env
from tests.support.documents import TEMPLATES, base_app, template


@pytest.fixture(scope="module")
def app() -> CompiledApp:
    return compile_app(base_app(), version=7)


def test_an_app_with_errors_does_not_compile() -> None:
    broken = base_app({"forms": {"deal": {"sections": {"main": {"fields": {"nothing": {}}}}}}})
    with pytest.raises(CompileError) as refused:
        compile_app(broken)
    assert [finding.code for finding in refused.value.findings] == ["unknown_field"]


def test_warnings_do_not_stand_in_the_way() -> None:
    warned = base_app({"app": {"locks": {"flow/none": {}}}})
    assert [finding.severity for finding in check(warned)] == ["warning"]
    assert compile_app(warned).entity("deal") is not None


def test_identity(app: CompiledApp) -> None:
    assert (app.key, app.version) == ("base", 7)
    assert app.digest == digest(canonical_json(to_json(app.doc))) == digest_of(app.doc)
    assert compile_published(app.doc, 1, known_digest="x").digest == "x"
    assert app.entity("nobody") is None


def test_fields_stand_in_order(app: CompiledApp) -> None:
    deal = app.entities["deal"]
    assert list(deal.fields)[:3] == ["title", "customer", "amount"]
    assert "double" not in deal.writable
    assert "total" not in deal.writable
    assert "grade" not in deal.writable
    assert deal.columns["amount"] is Column.BIGINT
    assert not {"grade", "lines"} & set(deal.columns)


def test_a_lookup_has_the_type_and_print_of_what_it_shows(app: CompiledApp) -> None:
    grade = app.entities["deal"].fields["grade"]
    assert grade.live
    assert grade.type.base == "choice"
    assert grade.type.options == frozenset("abc")
    assert grade.shown is not None
    assert grade.shown[0].id == "choice"
    assert app.entities["deal"].fields["amount"].shown is None


def test_rollups_and_what_feeds_them(app: CompiledApp) -> None:
    assert [(feed.parent, feed.field, feed.via) for feed in app.entities["line"].feeds] == [
        ("deal", "total", "_parent")
    ]
    assert [(feed.parent, feed.field, feed.via) for feed in app.entities["deal"].feeds] == [
        ("customer", "deals", "customer")
    ]
    assert app.entities["deal"].rollups["total"].reads == frozenset({"_parent", "price"})


def test_rows_references_and_owners(app: CompiledApp) -> None:
    assert app.entities["deal"].rows == {"lines": "line"}
    assert app.entities["line"].rows_of == ("deal", "lines")
    assert app.entities["deal"].references == {"customer": ("customer",)}
    assert app.entities["visit"].owner_chain == (("deal", "deal"), ("customer", "customer"))
    assert app.entities["line"].owner_chain == (("_parent", "deal"), ("customer", "customer"))
    assert app.entities["customer"].owner_chain == ()
    assert app.entities["deal"].reads_through == frozenset({"customer"})


def test_gates_pile_up_along_the_path(app: CompiledApp) -> None:
    flow = app.entities["deal"].flow
    assert flow is not None
    assert flow.paths["full"].stages == ("start", "demo", "quote", "won")
    assert [gate.at for gate in flow.gates["full"]["won"]] == ["stage:demo", "stage:quote"]
    assert [gate.at for gate in flow.gates["short"]["won"]] == ["stage:quote"]
    assert [gate.at for gate in flow.gates["short"]["lost"]] == ["stage:lost"], (
        "a side stage asks for its own entry alone"
    )
    assert flow.gates["short"]["start"] == ()
    assert list(flow.paths) == ["short", "full"]
    assert flow.on("short", "lost")
    assert not flow.on("short", "demo")
    assert [step.id for step in flow.by_source["demo"]] == ["to_lost", "to_quote"]
    assert flow.transitions["to_won"].roles is None


def test_actions(app: CompiledApp) -> None:
    visit = app.entities["deal"].actions["visit"]
    assert {key: (part.where, part.via, part.field) for key, part in visit.inputs.items()} == {
        "content": ("new", None, "content"),
        "need": ("ref", "customer", "need"),
        "how": ("act", None, None),
    }
    assert visit.supplies == frozenset({"customer.need"})
    assert visit.inputs["need"].label == {"zh": "诉求", "en": "诉求"}
    assert visit.effective is not None
    assert visit.effective.holds(Env({"act.how": "meet"}))
    assert not visit.effective.holds(Env({}))
    offer = app.entities["deal"].actions["offer"]
    assert offer.supplies == frozenset({"amount", "due_on"})
    assert offer.advances == "quote"
    assert offer.roles is None


def test_an_action_supplies_rollups_of_what_it_creates() -> None:
    patch = {
        "entities": {
            "deal": {
                "properties": {
                    "visits": {
                        "type": "number",
                        "field": {
                            "kind": "rollup",
                            "label": {"zh": "拜访数"},
                            "rollup": {"entity": "visit", "via": "deal", "op": "count"},
                        },
                    }
                }
            }
        }
    }
    compiled = compile_published(base_app(patch), 1)
    assert "visits" in compiled.entities["deal"].actions["visit"].supplies


def test_roles_say_the_right_on_every_field() -> None:
    patch = {"access": {"roles": {"rep": {"entities": {"deal": {"fields": {"amount": "read", "keeper": "none"}}}}}}}
    compiled = compile_published(base_app(patch), 1)
    rights = compiled.roles["rep"].fields["deal"]
    assert {name: rights[name] for name in ("amount", "keeper", "title", "double")} == {
        "amount": "read",
        "keeper": "none",
        "title": "write",
        "double": "read",
    }
    assert set(compiled.roles["boss"].fields["visit"].values()) == {"read"}, "seen, neither created nor edited"
    assert list(compiled.roles) == ["boss", "rep"]


def test_everything_derived_comes_after_what_it_reads() -> None:
    def formula(rule: dict[str, object]) -> dict[str, object]:
        return {"type": "number", "field": {"kind": "formula", "label": {"zh": "算"}, "compute": rule}}

    patch = {
        "entities": {
            "deal": {
                "properties": {
                    "aa": formula({"op": "add", "a": [{"f": "zz"}, {"v": 1}]}),
                    "zz": formula({"op": "mul", "a": [{"f": "double"}, {"v": 2}]}),
                    "days": {"field": {"relevance": {"op": "eq", "a": [{"f": "grade"}, {"v": "b"}]}}},
                    "age": formula({"op": "days_between", "a": [{"f": "due_on"}, {"op": "today", "a": []}]}),
                    "old": formula({"op": "add", "a": [{"f": "age"}, {"v": 1}]}),
                }
            }
        }
    }
    deal = compile_published(base_app(patch), 1).entities["deal"]
    order = deal.derive_order
    for first, then in [("grade", "days"), ("days", "double"), ("double", "zz"), ("zz", "aa"), ("age", "old")]:
        assert order.index(first) < order.index(then), (first, then)
    assert set(deal.live) == {"grade", "age", "old"}, "what uses the clock, and what reads it, is never stored"
    assert set(deal.compute_order) == {"double", "zz", "aa", "result"}, "a decision table fills result"
    assert not set(deal.live) & set(deal.columns)
    assert set(deal.relevance_order) == {"days", "reason"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_shipped_templates_compile_within_budget(name: str) -> None:
    """An app compiles in less than 20 ms, as a process meets a version (its digest is stored with it): the best of
    several tries, in processor time (the machine is shared)."""
    doc = template(name)
    assert decode_app(to_json(doc)) == doc
    known = compile_app(doc).digest
    took = []
    for _ in range(7):
        start = time.process_time()
        compile_published(doc, 1, known)
        took.append(time.process_time() - start)
    assert min(took) < 0.020, [round(part * 1000, 1) for part in took]


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_rule_of_a_template_evaluates(name: str) -> None:
    """Closures are made on first use; none may fail then."""
    compiled = compile_published(template(name), 1)
    env = Env({}, now=1_700_000_000, today=19_675)
    tried = 0
    for entity in compiled.entities.values():
        for field in entity.fields.values():
            for rule in (field.relevance, field.required_when, field.default_rule, field.compute):
                if rule is not None:
                    rule.value(env)
                    tried += 1
        if entity.flow is not None:
            for path in entity.flow.paths.values():
                assert path.when is None or path.when.holds(env) in (True, False)
    assert tried > 0


def test_what_belongs_to_an_archived_entity_rests_and_is_measured_as_in_use() -> None:
    resting = compile_published(base_app({"entities": {"deal": {"entity": {"archived": True}}}}), 1)
    deal = resting.entities["deal"]
    assert (deal.actions, deal.duties.all, deal.triggers) == ({}, {}, {})
    assert deal.flow is not None
    assert deal.flow.stages
    assert not deal.flow.transitions
    assert all(not {"deal", "line"} & role.entities.keys() for role in resting.roles.values()), "its rows too"
    assert resting.doc.actions, "the document says it all still"
    assert not {one.entity for one in resting.running.actions.values()} & {"deal"}
    used, plain = as_granted(resting), compile_published(base_app({}), 1)
    assert used.entities["deal"].actions.keys() == plain.entities["deal"].actions.keys() != set()
    assert {name: role.entities.keys() for name, role in used.roles.items()} == {
        name: role.entities.keys() for name, role in plain.roles.items()
    }
    assert as_granted(plain) is plain
