"""How long a form was open is kept with what was filled in: for what forms cost, not for who is slow."""

from __future__ import annotations

import pytest

from followthrough.store import events
from tests.web.site import Site, fresh_key

BASE = "/api/apps/sales/opportunity"


@pytest.mark.parametrize(
    ("said", "kept"),
    [("48", 48), ("0", 0), ("86400", 86_400), ("86401", None), ("-1", None), ("1e3", None), ("²", None)],
)
def test_the_seconds_of_a_form(site: Site, said: str, kept: int | None) -> None:
    li = site.browser("li")
    values = {"title": "新商机", "customer": site.known["own.customer"], "product_line": "monitor"}
    headers = {"idempotency-key": fresh_key(), "x-filling-seconds": said}
    record = li.ok("POST", BASE, {"values": values}, headers=headers)["record"]["id"]
    with site.db.read() as tx:
        kept_events = events.of_record(tx, "sales", "opportunity", record)[::-1]
    assert kept_events[0].data.get("took_s") == kept
    assert all("took_s" not in event.data for event in kept_events[1:]), "only of what was filled in"
    shown = li.ok("GET", f"{BASE}/{record}/events")["events"]
    assert all("took_s" not in event["data"] for event in shown), "a form is measured, not a person"


def test_a_retry_that_took_longer_is_the_same_request(site: Site) -> None:
    li, key = site.browser("li"), fresh_key()
    values = {"title": "再试一次", "customer": site.known["own.customer"], "product_line": "monitor"}
    first, again = (
        li.ask("POST", BASE, {"values": values}, headers={"idempotency-key": key, "x-filling-seconds": took})
        for took in ("20", "31")
    )
    assert (again.status_code, again.content) == (first.status_code, first.content)
