"""A replay over HTTP: begun, looked at until its report is there, stopped."""

from __future__ import annotations

from typing import Any

from tests.web.site import Site

REPLAYS = "/api/design/sales/replay"
YEAR = {"from": "2026-01-01T00:00:00Z", "to": "2026-12-31T00:00:00Z"}
Json = dict[str, Any]


def test_a_replay_is_begun_and_read(site: Site) -> None:
    sun = site.browser("sun")
    begun = sun.ask("POST", REPLAYS, YEAR)
    assert begun.status_code == 202, begun.text
    job: Json = begun.json()
    assert job["window"] == YEAR
    site.services.replaying.wait(job["id"], 120)
    answer = sun.ask("GET", f"{REPLAYS}/{job['id']}")
    assert answer.status_code == 200
    said: Json = answer.json()
    assert (said["state"], said["error"]) == ("done", None)
    report = said["report"]
    assert report["events"] > 0
    assert report["selfcheck"]["mismatches"] == 0
    assert (report["blocked"], report["unblocked"]) == ([], []), "the draft says what is in force"
    again = sun.ask("POST", REPLAYS, YEAR)
    assert (again.status_code, again.json()["id"]) == (202, job["id"])
    stopped = sun.ask("DELETE", f"{REPLAYS}/{job['id']}")
    assert (stopped.status_code, stopped.json()["state"]) == (200, "done"), "what is done stays done"


def test_a_window_is_two_instants(site: Site) -> None:
    sun = site.browser("sun")
    for window, status, code in (
        ({**YEAR, "to": "soon"}, 400, "bad_request"),
        ({"from": YEAR["to"], "to": YEAR["from"]}, 422, "replay_window"),
        ({"from": YEAR["from"]}, 400, "bad_request"),
    ):
        answer = sun.ask("POST", REPLAYS, window)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_replay_of_others_is_not_there(site: Site) -> None:
    job: Json = site.browser("sun").ask("POST", REPLAYS, YEAR).json()
    for who in ("li", "wang"):
        answer = site.browser(who).ask("GET", f"{REPLAYS}/{job['id']}")
        assert answer.status_code == 404
    site.services.replaying.wait(job["id"], 120)
