"""What a role may not see can be neither asked for nor told by anything that is answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.store.entities import tables_of
from tests.services.house import House, changed, template
from tests.support.databases import ENGINES, Databases
from tests.web.fixtures import opened
from tests.web.site import Browser, Loop, Saved, Site, fresh_key

BASE = "/api/apps/sales"
HIDDEN = {"customer": ("credit_limit", "remark", "payment_term"), "opportunity": ("source",)}


def _hide(plain: Any) -> None:
    """The sales app in which reps do not see some fields."""
    for entity, names in HIDDEN.items():
        fields = plain["access"]["roles"]["rep"]["entities"][entity].setdefault("fields", {})
        for name in names:
            assert name in plain["entities"][entity]["properties"], name
            fields[name] = "none"


def _prepared(engine: str, url: str, folder: Any) -> Saved:
    house = House(url, folder, changed(template("sales"), _hide)).settle()
    known: dict[str, str] = {}
    for place, who in (("own", "li"), ("sibling", "zhao")):
        customer = house.create(who, "customer", name=f"{place}客户", grade="standard", level="a").id
        deal = house.create(who, "opportunity", title=f"{place}商机", customer=customer, product_line="monitor").id
        house.edit("chen", "opportunity", deal, source="referral")
        known |= {place: deal, f"{place}.customer": customer}
    house.close()
    return Saved(engine, url, folder, house.apps, house.units, house.people, known)


@pytest.fixture(scope="module", params=ENGINES)
def pair(
    request: pytest.FixtureRequest, databases: Databases, loop: Loop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Site]]:
    """Two sites over copies of one database: same ids, same times."""
    with ExitStack() as stack:
        url = stack.enter_context(databases.fresh(request.param))
        kept = _prepared(request.param, url, tmp_path_factory.mktemp("hidden"))
        one, two = (
            stack.enter_context(opened(kept, databases, loop, tmp_path_factory.mktemp("site"), clocked=True))
            for _ in range(2)
        )
        yield one, two


def _filter(path: str, op: str = "gt", value: Any = 1) -> str:
    return json.dumps({"op": op, "a": [{"f": path}, {"v": value}]})


def _bad(path: str) -> tuple[tuple[str, dict[str, str], str], ...]:
    return (
        ("", {"filter": _filter(path)}, "bad_filter"),
        ("", {"filter": json.dumps({"op": "is_empty", "a": [{"f": path}]})}, "bad_filter"),
        ("", {"sort": path}, "bad_sort"),
        ("", {"sort": f"-{path}"}, "bad_sort"),
        ("", {"fields": path}, "bad_filter"),
        ("/board", {"filter": _filter(path)}, "bad_filter"),
        ("/board", {"sort": path}, "bad_sort"),
        ("/count", {"filter": _filter(path)}, "bad_filter"),
    )


@pytest.mark.parametrize("path", ["source", "customer.credit_limit", "customer.payment_term"])
def test_a_hidden_field_is_answered_like_one_that_does_not_exist(path: str, pair: tuple[Site, Site]) -> None:
    li = pair[0].browser("li")
    parent, _, name = path.rpartition(".")
    unknown = f"{parent}.no_such" if parent else "no_such"
    assert name
    for (where, asked, code), (_, control, _) in zip(_bad(path), _bad(unknown), strict=True):
        hidden = li.ask("GET", f"{BASE}/opportunity{where}", params=asked)
        none = li.ask("GET", f"{BASE}/opportunity{where}", params=control)
        assert (hidden.status_code, hidden.json()["code"]) == (400, code), (asked, hidden.text)
        assert hidden.text.replace(path, unknown) == none.text, asked
    assert pair[0].browser("chen").get(f"{BASE}/opportunity", filter=_filter(path, "is_empty")).status_code < 500


def test_a_hidden_field_cannot_be_written_nor_imported_nor_learnt_from_a_refusal(pair: tuple[Site, Site]) -> None:
    li, deal = pair[0].browser("li"), pair[0].known["own"]
    version = pair[0].stored("opportunity", deal).record.version
    for name in ("source", "no_such"):
        found = li.refused(
            422, "invalid", "PATCH", f"{BASE}/opportunity/{deal}", {"version": version, "values": {name: "web"}}
        )
        assert [issue["code"] for issue in found["issues"]] == ["unknown_field"]
    bundle = li.ok("GET", BASE)
    for entity, names in HIDDEN.items():
        parts = [bundle["entities"][entity], *(form for form in bundle["forms"].values() if form["entity"] == entity)]
        parts += [listed for listed in bundle["lists"].values() if listed["entity"] == entity]
        assert [name for name in names if f'"{name}"' in json.dumps(parts)] == [], entity
    for path in (f"/opportunity/{deal}", f"/opportunity/{deal}/events", "/opportunity", "/opportunity/board", "/today"):
        text = li.get(BASE + path).text
        assert '"source"' not in text, path
        assert "referral" not in text, path
        assert "referral" in pair[0].browser("chen").get(BASE + path).text or path == "/today", path


def test_a_reference_to_what_is_out_of_sight_is_answered_like_one_to_nothing(pair: tuple[Site, Site]) -> None:
    site = pair[0]
    li, deal = site.browser("li"), site.known["own"]
    told = set()
    version = site.stored("opportunity", deal).record.version
    missing = deal[:-12] + "0" * 12
    for customer in (site.known["sibling.customer"], missing, deal):
        values = {"title": "x", "customer": customer, "product_line": "monitor"}
        acts = [
            li.ask("POST", f"{BASE}/opportunity", {"values": values}),
            li.ask("PATCH", f"{BASE}/opportunity/{deal}", {"version": version, "values": {"customer": customer}}),
            li.ask(
                "POST", f"{BASE}/opportunity/{deal}/judge", {"act": {"kind": "edit", "values": {"customer": customer}}}
            ),
        ]
        told.add(tuple(answer.text.replace(customer, "ID") for answer in acts))
        assert "reference_not_found" in acts[0].text
    assert len(told) == 1


SECRETS = st.fixed_dictionaries(
    {
        "credit_limit": st.sampled_from([None, 0, 10**12]),
        "remark": st.sampled_from([None, "秘密", "own客户"]),
        "source": st.sampled_from([None, "web", "other"]),
        "title": st.sampled_from(["own商机", "秘密商机", "%"]),
        "amount": st.sampled_from([None, 5, 10**12]),
        "name": st.sampled_from(["own客户", "秘密客户"]),
        "stage": st.sampled_from(["contact", "diagnosis", "lost"]),
        "archived": st.booleans(),
    }
)


def _put(site: Site, secret: dict[str, Any]) -> None:
    """Set what li may not see: hidden fields of his own records, everything of the others'."""
    with site.db.write() as tx:
        app = site.services.registry.app(tx, "sales")
        assert app is not None
        tables = tables_of(app)
        deal, customer = tables["opportunity"].record, tables["customer"].record
        for place in ("own", "sibling"):
            own = place == "own"
            mine = {"source": secret["source"]}
            theirs = {"title": secret["title"], "amount": secret["amount"], "_stage": secret["stage"]}
            theirs |= {"_archived": secret["archived"]}
            values = mine if own else mine | theirs
            tx.execute(sa.update(deal).where(deal.c._id == site.known[place]).values(values))
            mine = {"credit_limit": secret["credit_limit"], "remark": secret["remark"]}
            values = mine if own else mine | {"name": secret["name"]}
            tx.execute(sa.update(customer).where(customer.c._id == site.known[f"{place}.customer"]).values(values))


def _questions(site: Site) -> list[tuple[str, str, dict[str, Any]]]:
    own, theirs = site.known["own"], site.known["sibling"]
    gets = [
        "",
        "/today",
        "/opportunity",
        "/opportunity?sort=title",
        "/opportunity?q=%E7%A7%98%E5%AF%86",
        "/opportunity?sort=customer.name&limit=1",
        "/opportunity/board",
        "/opportunity/count",
        "/opportunity/options",
        "/opportunity/options?q=%25",
        "/customer",
        "/customer?q=%E7%A7%98%E5%AF%86",
        "/customer/options",
        f"/opportunity/{own}",
        f"/opportunity/{own}/events",
        f"/opportunity/{theirs}",
        f"/opportunity/{theirs}/events",
        f"/customer/{site.known['own.customer']}",
        f"/customer/{site.known['sibling.customer']}",
        *(f"/opportunity{where}?{name}={value}" for where, asked, _ in _bad("source") for name, value in asked.items()),
    ]
    acts: list[dict[str, Any]] = [
        {"kind": "move", "to": "diagnosis"},
        {"kind": "move", "to": "demo"},
        {"kind": "move", "to": "lost"},
        {"kind": "edit", "values": {"customer": site.known["sibling.customer"]}},
        {"kind": "edit", "values": {"source": "web"}},
    ]
    asked: list[tuple[str, str, dict[str, Any]]] = [("GET", path, {}) for path in gets]
    asked += [
        ("POST", f"/opportunity/{record}/judge", {"body": {"act": act}}) for record in (own, theirs) for act in acts
    ]
    edit = {"items": [{"id": theirs, "version": 1}], "act": acts[0]}
    return [*asked, ("POST", "/opportunity/bulk", {"body": edit})]


def _answers(site: Site, browser: Browser, key: Callable[[], str]) -> list[tuple[str, int, bytes]]:
    found = []
    for method, path, how in _questions(site):
        answer = browser.ask(method, BASE + path, **how, headers={"idempotency-key": key()})
        assert answer.status_code < 500, path
        found.append((path, answer.status_code, answer.content))
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=SECRETS, second=SECRETS)
def test_two_sites_that_differ_in_what_is_hidden_alone_answer_alike(
    pair: tuple[Site, Site], first: dict[str, Any], second: dict[str, Any]
) -> None:
    key = fresh_key()
    answers = []
    for site, secret in zip(pair, (first, second), strict=True):
        _put(site, secret)
        answers.append(_answers(site, site.browser("li"), lambda: key + "-bulk"))
    for one, two in zip(*answers, strict=True):
        assert one == two


def test_the_two_sites_do_differ_for_who_sees_it(pair: tuple[Site, Site]) -> None:
    """The comparison above would notice: to the supervisor the same two sites answer differently."""
    base = {"credit_limit": None, "remark": None, "title": "own商机", "amount": None, "name": "x", "stage": "contact"}
    for site, source in zip(pair, ("web", "other"), strict=True):
        _put(site, {**base, "archived": False, "source": source})
    path = f"{BASE}/opportunity/{pair[0].known['own']}"
    assert pair[0].browser("chen").get(path).content != pair[1].browser("chen").get(path).content
    assert pair[0].browser("li").get(path).content == pair[1].browser("li").get(path).content
