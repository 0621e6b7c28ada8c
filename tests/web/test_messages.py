"""Messages over HTTP: the inbox, the stream, channels, and that no secret leaves by any door."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from followthrough.core.run.owed import NoticeDraft
from followthrough.services.signing_in import Held
from followthrough.store import notices, sessions
from followthrough.web import stream as streaming
from followthrough.web.stream import Hub, events
from tests.web.site import Browser, Site

CANARY = "canary-secret-51c7e0"
WECOM = {
    "kind": "wecom",
    "name": "企业微信",
    "config": {"corp_id": "ww1", "agent_id": "1"},
    "secret": {"secret": CANARY},
}


def tell(site: Site, who: str, kind: Any = "breach", record: str = "") -> None:
    draft = NoticeDraft(site.people[who].person, kind, "opportunity", record, duty="follow_up")
    with site.db.write() as tx:
        notices.add(tx, "sales", [draft])


def test_the_inbox_is_ones_own_and_pages(site: Site) -> None:
    li, zhou = site.browser("li"), site.browser("zhou")
    for _ in range(5):
        tell(site, "li", record=site.known["own"])
    tell(site, "zhou")
    first = li.ok("GET", "/api/notices?limit=3")
    assert (len(first["rows"]), first["unread"]) == (3, 5)
    rest = li.ok("GET", f"/api/notices?limit=3&after={first['next']}")
    assert (len(rest["rows"]), rest["next"]) == (2, None)
    seqs = [row["seq"] for row in first["rows"] + rest["rows"]]
    assert seqs == sorted(seqs, reverse=True)
    assert first["rows"][0]["title"]["zh"] == "「follow_up」已逾期：own商机"
    assert first["rows"][0]["record"] == site.known["own"]
    zhou.ok("POST", "/api/notices/read", {"seqs": seqs})
    assert li.ok("GET", "/api/notices")["unread"] == 5, "another's are not mine to read"
    li.ok("POST", "/api/notices/read", {"seqs": seqs[:2]})
    assert [row["seq"] for row in li.ok("GET", "/api/notices?unread=true")["rows"]] == seqs[2:]
    li.ok("POST", "/api/notices/read", {"all": True})
    assert li.ok("GET", "/api/notices")["unread"] == 0
    assert zhou.ok("GET", "/api/notices")["unread"] == 1


def test_ones_own_settings(site: Site) -> None:
    li, sun = site.browser("li"), site.browser("sun")
    sun.ok("PUT", "/api/channels/wx", WECOM)
    person = site.people["li"].person
    sun.ok("PUT", "/api/channels/wx/addresses", {"addresses": {person: "LiSi"}})
    before = li.ok("GET", "/api/messages/settings")
    assert before == {
        "quiet": None,
        "digest": "off",
        "channels": [{"id": "wx", "kind": "wecom", "name": "企业微信", "on": True, "reachable": True}],
    }
    asked = {"quiet": {"from": "22:00", "to": "07:30"}, "digest": "daily", "channels": {"wx": False, "gone": False}}
    after = li.ok("PUT", "/api/messages/settings", asked)
    assert (after["quiet"], after["digest"], after["channels"][0]["on"]) == (asked["quiet"], "daily", False)
    assert li.ok("GET", "/api/messages/settings") == after
    for bad in (
        {"quiet": {"from": "24:00", "to": "07:00"}},
        {"digest": "weekly"},
        {"quiet": {"from": "1:00", "to": "x"}},
    ):
        li.refused(400, "bad_request", "PUT", "/api/messages/settings", bad)


def test_a_secret_leaves_by_no_door(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sun = site.browser("sun")
    put = sun.ask("PUT", "/api/channels/wx", WECOM)
    refused = sun.ask("PUT", "/api/channels/wx", WECOM | {"config": {"corp_id": "x"}, "revision": 1})
    wrong = sun.ask("PUT", "/api/channels/wx", WECOM | {"secret": {"secret": [CANARY]}, "revision": 1})
    assert (put.status_code, refused.status_code, wrong.status_code) == (200, 422, 400)
    assert put.json()["secret_set"] is True
    answers = [
        put,
        refused,
        wrong,
        *(sun.get(path) for path in ("/api/channels", "/api/openapi.json", "/api/deliveries")),
    ]
    answers += [sun.get("/api/channels/wx/addresses"), sun.get("/api/apps/sales"), sun.get("/api/messages/settings")]
    answers += [sun.ask("POST", "/api/channels/wx/test", {"to": "LiSi"})]
    answers += [sun.get("/api/apps/sales/opportunity/export.csv")]
    for answer in answers:
        assert CANARY not in answer.text, answer.request.url
    assert CANARY not in caplog.text
    assert CANARY.encode() not in b"".join(
        path.read_bytes() for path in site.settings.data_dir.rglob("*") if path.is_file()
    )


def test_a_preview_shows_samples_and_refuses_what_is_not_there(site: Site) -> None:
    sun, li = site.browser("sun"), site.browser("li")
    asked = {
        "text": {"zh": "请跟进 {title}，<at id=all> 客户 {customer.name} ${7"},
        "app": "sales",
        "entity": "opportunity",
    }
    made = sun.ok("POST", "/api/channels/preview", asked)
    shown = {one["kind"]: one["text"] for one in made["shown"]}
    assert set(made["values"]) == {"title", "customer.name"}
    assert "{title}" not in shown["wecom"]
    assert "＜at id=all＞" in shown["wecom"]
    assert "&lt;at id=all&gt;" in shown["email"]
    assert "请跟进" not in shown["wecom_robot"], "a group is not told which"
    for text in ("{nothing}", "{customer.nothing}", "{title.name}", "{{7*7}}"):
        li.refused(422, "unknown_field", "POST", "/api/channels/preview", asked | {"text": {"zh": text}})
    li.refused(404, "not_found", "POST", "/api/channels/preview", asked | {"entity": "nothing"})


# -- the stream -------------------------------------------------------------------------------------------------------


class Listening:
    """What came over a stream so far, as (event, data)."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Any]] = []
        self.comments = 0
        self.ended = asyncio.Event()

    async def read(self, source: AsyncIterator[bytes]) -> None:
        async for part in source:
            text = part.decode()
            if text.startswith(":"):
                self.comments += 1
            if text.startswith("event: "):
                name, data = text.strip().split("\n")
                self.events.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
        self.ended.set()

    async def until(self, *expected: tuple[str, Any], within_s: float = 20) -> None:
        async with asyncio.timeout(within_s):
            while not all(one in self.events for one in expected):
                await asyncio.sleep(0.01)


@asynccontextmanager
async def listening(hub: Hub, held: Held, for_s: float = 60, ping_s: float = 30) -> AsyncIterator[Listening]:
    made = Listening()
    task = asyncio.create_task(made.read(events(hub, hub.join(held), for_s, ping_s)))
    try:
        yield made
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def held_of(browser: Browser) -> Held:
    found = browser.site.services.signing_in.held(browser.token)
    assert found is not None
    return found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "POLL_S", 0.05)


def test_what_is_new_is_told_and_what_is_not_is_not(site: Site, quick: None) -> None:
    li, zhou = held_of(site.browser("li")), held_of(site.browser("zhou"))

    async def listen() -> None:
        hub = Hub(site.services)
        async with listening(hub, li) as mine, listening(hub, zhou) as other:
            owed = site.services.noticing.counts([li.who.person])[li.who.person]
            owes = ("owed", {"owed": owed.owed, "overdue": owed.overdue})
            await mine.until(("unread", {"unread": 0}), owes)
            await asyncio.to_thread(tell, site, "li")
            await mine.until(("unread", {"unread": 1}))
            await asyncio.to_thread(site.services.noticing.mark_read, site.people["li"], None)
            async with asyncio.timeout(20):
                while [data for name, data in mine.events if name == "unread"] != [
                    {"unread": 0}, {"unread": 1}, {"unread": 0},
                ]:  # fmt: skip
                    await asyncio.sleep(0.01)
            assert [one for one in mine.events if one[0] == "owed"] == [owes]
            assert [one for one in other.events if one[0] == "unread"] == [("unread", {"unread": 0})]
        assert (hub._open, hub._task) == ([], None), "nobody listens: nobody asks"

    site.loop.run(listen())


def test_one_look_serves_all_who_listen(site: Site, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    helds = [held_of(site.browser(who)) for who in ("li", "zhou", "wang", "sun")]
    looks: list[int] = []
    counts = type(site.services.noticing).counts

    def counted(self: Any, people: Any) -> Any:
        looks.append(len(people))
        return counts(self, people)

    monkeypatch.setattr(type(site.services.noticing), "counts", counted)

    async def listen() -> None:
        hub = Hub(site.services)
        made = [Listening() for _ in range(40)]
        tasks = [asyncio.create_task(one.read(events(hub, hub.join(helds[n % 4]), 60))) for n, one in enumerate(made)]
        for one in made:
            await one.until(("unread", {"unread": 0}))
        assert max(looks) == 4
        assert len(looks) < 40
        hub.close()
        await asyncio.gather(*tasks)

    site.loop.run(listen())


def test_a_stream_ends_with_its_session(site: Site, quick: None) -> None:
    leaving, staying = site.browser("li"), site.browser("li")

    async def listen() -> None:
        hub = Hub(site.services)
        async with listening(hub, held_of(leaving)) as first, listening(hub, held_of(staying)) as second:
            await first.until(("unread", {"unread": 0}))
            await leaving.send("DELETE", "/api/session")
            async with asyncio.timeout(20):
                await first.ended.wait()
            assert not second.ended.is_set()
            with site.db.write() as tx:
                sessions.close_all(tx, site.people["li"].person)
            async with asyncio.timeout(20):
                await second.ended.wait()

    site.loop.run(listen())


def test_a_stream_is_kept_alive_and_ends_in_time(site: Site, quick: None) -> None:
    held = held_of(site.browser("li"))

    async def listen() -> None:
        async with listening(Hub(site.services), held, for_s=0.6, ping_s=0.1) as mine:
            async with asyncio.timeout(20):
                await mine.ended.wait()
            assert mine.comments >= 2

    site.loop.run(listen())


def test_too_many_tabs_push_the_oldest_out(site: Site, quick: None) -> None:
    held = held_of(site.browser("li"))

    async def listen() -> None:
        hub = Hub(site.services)
        made = [hub.join(held) for _ in range(streaming.PER_PERSON + 3)]
        assert [one.ended for one in made] == [True] * 3 + [False] * streaming.PER_PERSON
        hub.close()
        assert all(one.ended for one in made)
        assert hub.join(held).ended, "a server that shuts down takes none"

    site.loop.run(listen())


def test_a_stream_over_http(site: Site) -> None:
    answer = site.browser("li").get("/api/stream", for_s=1)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["x-accel-buffering"] == "no"
    assert answer.text.startswith("retry: ")
    assert 'event: unread\ndata: {"unread":0}\n\n' in answer.text
    assert site.stranger().get("/api/stream").status_code == 401
