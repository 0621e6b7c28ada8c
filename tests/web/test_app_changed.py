"""The version a page was drawn from: told what has changed since by who says it, in a header, and no part of the request."""

from __future__ import annotations

import pytest

from followthrough.core.design.operations import Operation, read
from followthrough.services.designing import Asked, Given, Keyed
from followthrough.services.views_design import EditedView, PublishedView, WorkbenchView
from tests.web.site import Site, fresh_key

BASE = "/api/apps/sales/customer"
LEVEL = "entity/customer/properties/level/field/options/a/label/zh"


def published(site: Site, path: str, value: object) -> None:
    """The same app with something else at a place, in force."""
    services, who = site.services, site.people["sun"]
    bench = services.drafting.workbench(who, "sales")
    assert isinstance(bench, WorkbenchView), bench
    given = Given({"zh": "改", "en": "Change"}, [Operation(path, read(bench.documents, path), value)])
    edited = services.drafting.edit(who, "sales", given, Keyed(fresh_key(), b""))
    assert isinstance(edited, EditedView), edited
    done = services.publishing.publish(who, "sales", Asked(edited.revision), Keyed(fresh_key(), b""))
    assert isinstance(done, PublishedView), done


@pytest.mark.parametrize(
    ("said", "status"), [("1", 409), ("2", 201), ("9", 201), ("", 201), ("x", 201), ("-1", 201), ("1" * 30, 201)]
)
def test_who_says_an_older_version_is_told(site: Site, said: str, status: int) -> None:
    li = site.browser("li")
    published(site, LEVEL, "战略客户")
    body = {"values": {"name": "甲", "grade": "standard", "level": "a"}}
    key = fresh_key()
    answer = li.ask("POST", BASE, body, headers={"idempotency-key": key, "x-app-version": said})
    assert answer.status_code == status, answer.text
    if status == 409:
        told = answer.json()
        assert (told["code"], told["params"]["drawn"], told["params"]["version"]) == ("app_changed", 1, 2)
        (one,) = told["params"]["changed"]
        assert (one["field"], one["words"]["zh"]) == ("level", "名称：「A 类」 → 「战略客户」")
        again = li.ask("POST", BASE, body, headers={"idempotency-key": key, "x-app-version": "2"})
        assert again.status_code == 201, "the refused attempt does not stand in the way of the next"


def test_a_bulk_act_tells_of_each_record_what_has_changed(site: Site) -> None:
    li = site.browser("li")
    made = li.ask("POST", BASE, {"values": {"name": "乙", "grade": "standard", "level": "b"}}).json()["record"]
    published(site, LEVEL, "战略客户")
    body = {
        "items": [{"id": made["id"], "version": made["version"]}],
        "act": {"kind": "edit", "values": {"level": "a"}},
    }
    (old,) = li.ask("POST", f"{BASE}/bulk", body, headers={"x-app-version": "1"}).json()["results"]
    assert (old["ok"], old["code"], old["params"]["version"]) == (False, "app_changed", 2)
    assert [one["words"]["zh"] for one in old["params"]["changed"]] == ["名称：「A 类」 → 「战略客户」"]
    (now,) = li.ask("POST", f"{BASE}/bulk", body, headers={"x-app-version": "2"}).json()["results"]
    assert (now["ok"], now["params"]) == (True, {})
