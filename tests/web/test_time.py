"""Calendars and rosters over HTTP: the shapes on the wire, and what is refused with which code."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.site import Site

WEEK = {str(day): [["08:30", "12:00"], ["13:00", "17:30"]] for day in range(1, 6)}
WINDOW = "?from=2026-02-13T16:00:00Z&to=2026-02-16T16:00:00Z"
SHIFTS = f"/api/rosters/holidays/shifts{WINDOW}"


def calendar(revision: int, **content: Any) -> dict[str, Any]:
    return {
        "label": {"zh": "公司日历", "en": "Company"},
        "zone": "Asia/Shanghai",
        "content": {"holidays": "cn", "week": WEEK, **content},
        "revision": revision,
    }


def test_a_calendar_is_read_changed_and_read_again(site: Site) -> None:
    admin, rep = site.browser("sun"), site.browser("li")
    (listed,) = rep.ok("GET", "/api/calendars")
    assert (listed["id"], listed["known_to"], listed["provisional_from"]) == (
        "organisation",
        "2026-12-31",
        "2027-01-01",
    )
    own = {"2026-03-07": {"working": True, "hours": [["09:00", "11:30"]], "name": "盘点"}}
    saved = admin.ok("PUT", "/api/calendars/organisation", calendar(listed["revision"], days=own))
    assert saved["revision"] == listed["revision"] + 1
    found = rep.ok("GET", "/api/calendars/organisation?year=2026")
    days = {day["day"]: day for day in found["days"]}
    assert days["2026-03-07"] == {
        "day": "2026-03-07",
        "working": True,
        "hours": [["09:00", "11:30"]],
        "name": {"zh": "盘点", "en": "盘点"},
        "provisional": False,
        "own": True,
    }
    assert days["2026-03-02"]["hours"] == WEEK["1"]
    assert found["content"] == {"holidays": "cn", "week": WEEK, "days": own}
    assert all(day["provisional"] for day in rep.ok("GET", "/api/calendars/organisation?year=2027")["days"])


def test_what_a_calendar_is_refused_for(site: Site) -> None:
    admin = site.browser("sun")
    (listed,) = admin.ok("GET", "/api/calendars")
    path, revision = "/api/calendars/organisation", listed["revision"]
    stale = admin.refused(409, "version_conflict", "PUT", path, calendar(revision + 5))
    assert stale["params"]["found"] == revision
    bad = admin.refused(422, "bad_calendar", "PUT", path, calendar(revision, week={"6": [["9", "10"]]}))
    assert bad["params"] == {"where": "week.6"}
    assert "week.6" in bad["message"]["zh"]
    admin.refused(400, "bad_request", "PUT", path, calendar(revision, weeks={}))
    admin.refused(400, "bad_request", "PUT", path, calendar(revision, holidays="mars"))
    site.browser("li").refused(403, "not_permitted", "PUT", path, calendar(revision))
    admin.refused(404, "not_found", "GET", "/api/calendars/moon")


def test_shifts_gaps_and_overlaps(site: Site) -> None:
    admin = site.browser("sun")
    people = {name: site.people[name].person for name in ("li", "zhou")}
    shifts = [
        {"person": people["li"], "from": "2026-02-13T16:00:00Z", "to": "2026-02-15T04:00:00Z", "note": "节前"},
        {"person": people["zhou"], "from": "2026-02-15T02:00:00Z", "to": "2026-02-15T16:00:00Z"},
    ]
    saved = admin.ok("PUT", SHIFTS, {"shifts": shifts})
    read = admin.ok("GET", SHIFTS)
    assert read == saved
    assert [(one["person"]["name"], one["from"], one["note"]) for one in read["shifts"]] == [
        ("li", "2026-02-13T16:00:00Z", "节前"),
        ("zhou", "2026-02-15T02:00:00Z", ""),
    ]
    assert [(gap["from"], gap["to"]) for gap in read["gaps"]] == [("2026-02-15T16:00:00Z", "2026-02-16T16:00:00Z")]
    (both,) = read["overlaps"]
    assert (both["from"], both["to"]) == ("2026-02-15T02:00:00Z", "2026-02-15T04:00:00Z")
    assert [person["name"] for person in both["people"]] == ["li", "zhou"]
    (roster,) = admin.ok("GET", "/api/rosters")
    assert (roster["id"], roster["label"]["zh"]) == ("holidays", "节假日值班")


@pytest.mark.parametrize(
    ("status", "code", "start", "end", "why"),
    [
        (422, "shift_empty", "2026-02-14T00:00:00Z", "2026-02-14T00:00:00Z", "it ends when it begins"),
        (400, "bad_request", "2026-02-14", "2026-02-15T00:00:00Z", "a date is no instant"),
        (400, "bad_request", "2026-02-20T00:00:00Z", "2026-02-21T00:00:00Z", "behind the window"),
    ],
)
def test_shifts_refused(site: Site, status: int, code: str, start: str, end: str, why: str) -> None:
    shift = {"person": site.people["li"].person, "from": start, "to": end}
    site.browser("sun").refused(status, code, "PUT", SHIFTS, {"shifts": [shift]})


def test_the_same_person_twice_is_refused_in_words(site: Site) -> None:
    shift = {"person": site.people["li"].person, "from": "2026-02-14T00:00:00Z", "to": "2026-02-15T00:00:00Z"}
    refused = site.browser("sun").refused(422, "shift_overlap", "PUT", SHIFTS, {"shifts": [shift, shift]})
    assert refused["message"]["zh"] == "同一个人的两段值班时间重叠了"


def test_a_window_that_is_none(site: Site) -> None:
    admin = site.browser("sun")
    for window in ("from=2026-02-13T16:00:00Z&to=2026-02-13T16:00:00Z", "from=yesterday&to=2026-02-13T16:00:00Z"):
        admin.refused(400, "bad_request", "GET", f"/api/rosters/holidays/shifts?{window}")
