"""A replay of the demo's history: what a new stage, a stricter gate and a shorter limit would have done."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.compile import compile_published
from followthrough.core.design.between import between
from followthrough.core.model.decode import decode_app, to_json
from followthrough.services.designing import Given, Keyed
from followthrough.services.ids import new_id
from followthrough.services.refusal import Refusal
from followthrough.services.replaying import Replaying, running
from followthrough.services.views_replay import ReplayJobView, ReplayReport
from followthrough.services.who import Who
from followthrough.store import drafts, history, platform, replays
from tests.services.house import House
from tests.services.test_demo import NOW, lived
from tests.support.replay.clinic import BIG, stricter, with_trial

Json = dict[str, Any]
FROM = 0


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, databases: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The demo, four months of it, and somebody who designs."""
    with databases.fresh(request.param) as url:
        house, _ = lived(url, tmp_path_factory.mktemp("town"), 8)
        try:
            yield house
        finally:
            house.services.replaying.close()
            house.close()


def someone(house: House, *, designs: bool) -> Who:
    """Somebody who designs the sales app, or a rep."""
    with house.db.read() as tx:
        app = house.services.registry.app(tx, "sales")
    assert app is not None
    for who in house.people.values():
        role = app.roles.get(who.roles.get("sales", ""))
        if role is not None and role.doc.design == designs and (designs or role.id == "rep"):
            return who
    raise AssertionError("nobody")


def drafted(house: House, change: Callable[[Json], Json]) -> Who:
    """The draft says what is in force, with a change."""
    who = someone(house, designs=True)
    bench = house.services.drafting.workbench(who, "sales")
    assert not isinstance(bench, Refusal)
    with house.db.read() as tx:
        app = house.services.registry.app(tx, "sales")
    assert app is not None
    operations = between(bench.documents, change(to_json(app.doc)))
    if operations:
        key = Keyed(new_id(), b"")
        edited = house.services.drafting.edit(who, "sales", Given({"zh": "改"}, operations), key)
        assert not isinstance(edited, Refusal), edited
    return who


def replay(house: House, change: Callable[[Json], Json], window: tuple[int, int] = (FROM, NOW)) -> ReplayReport:
    who = drafted(house, change)
    job = house.services.replaying.start(who, "sales", *window)
    assert isinstance(job, ReplayJobView), job
    house.services.replaying.wait(job.id, 300)
    found = house.services.replaying.get(who, "sales", job.id)
    assert isinstance(found, ReplayJobView)
    assert found.state == "done", found.error
    assert found.progress.done == found.progress.total > 500
    assert found.report is not None
    return found.report


def amounts(house: House) -> dict[str, list[tuple[str, Any]]]:
    """Per record the amount whenever an act led it to the demo, straight from the log."""
    found: dict[str, list[tuple[str, Any]]] = {}
    now: dict[str, Any] = {}
    query = "SELECT record, to_stage, changes FROM {}event WHERE app='sales' AND entity='opportunity' ORDER BY seq"
    schema = f"{house.db.schema}." if house.db.schema else ""
    with house.db.read() as tx:
        rows = tx.rows(sa.text(query.format(schema)))
    for record, stage, changes in rows:
        said = json.loads(changes)
        if "amount" in said:
            now[record] = said["amount"][1]
        if stage == "demo":
            found.setdefault(record, []).append((stage, now.get(record)))
    return found


def test_the_log_tells_the_demo_whole(town: House) -> None:
    report = replay(town, with_trial)
    assert report.selfcheck.mismatches == 0, report.selfcheck.examples
    assert report.selfcheck.records > 50
    assert {"opportunity", "customer"} <= set(report.selfcheck.entities)


def test_a_stage_whose_fields_did_not_exist_leaves_undetermined(town: House) -> None:
    report = replay(town, with_trial)
    assert report.blocked, "whoever passed the demo passed where the trial is now"
    for group in report.blocked:
        assert group.count == 0, "nobody could fill what was not there"
        assert group.undetermined > 0
        for case in group.examples:
            assert not case.sure
            assert case.title
            assert {need.id for need in case.needs} <= {"trial_ward", "trial_result", "demo>objection"}
    assert {need.label["zh"] for group in report.blocked for case in group.examples for need in case.needs} >= {
        "「试用科室」没有填写",
        "「试用结论」没有填写",
    }
    stages = {group.id for group in report.blocked if group.kind == "stage"}
    assert "diagnosis" not in stages, "what lies before the trial asks for nothing new"
    duty = next(one for one in report.duties if one.duty == "trial_photo_48h")
    assert (duty.change, duty.old.opened, duty.new.opened) == ("added", 0, 0), "nobody was ever in that stage"
    assert {"action_not_there", "people_of_today"} <= {note.code for note in report.notes}
    assert all(note.text["zh"] and note.text["en"] for note in report.notes)


def test_a_stricter_gate_blocks_by_name(town: House) -> None:
    report = replay(town, stricter)
    small = {record for record, seen in amounts(town).items() if any(not a or a <= BIG for _, a in seen)}
    cases = [case for group in report.blocked for case in group.examples]
    assert small, "the demo has small deals"
    assert small <= {case.record for case in cases}
    assert all(case.sure and {need.id for need in case.needs} == {"big"} for case in cases)
    assert all(case.actor is None or case.actor.name for case in cases)
    assert sum(group.undetermined for group in report.blocked) == 0
    assert report.unblocked == []


def test_a_shorter_limit_is_late_more_often_and_tells_more(town: House) -> None:
    report = replay(town, stricter)
    (duty,) = [one for one in report.duties if one.duty == "no_update_72h"]
    assert (duty.change, duty.label["zh"]) == ("changed", "72 小时未更新")
    assert duty.new.opened >= duty.old.opened > 10
    assert duty.new.late > duty.old.late
    for fates in (duty.old, duty.new):
        left = fates.met + fates.late + fates.open + fates.withdrawn + fates.waived + fates.undetermined
        assert left == fates.opened
    assert any(one.kind == "breach" and one.new > one.old for one in report.messages)
    assert all(one.person.name and one.week.startswith("2026-W") for one in report.messages)


def test_what_is_known_already_is_not_worked_out_again(town: House) -> None:
    who = drafted(town, stricter)
    first = town.services.replaying.start(who, "sales", FROM, NOW)
    assert isinstance(first, ReplayJobView)
    town.services.replaying.wait(first.id, 300)
    again = town.services.replaying.start(who, "sales", FROM, NOW)
    assert isinstance(again, ReplayJobView)
    assert (again.id, again.state) == (first.id, "done")
    other = town.services.replaying.start(who, "sales", FROM, NOW - 1000)
    assert isinstance(other, ReplayJobView)
    assert other.id != first.id
    town.services.replaying.wait(other.id, 300)


def test_a_report_is_its_askers_alone(town: House) -> None:
    who = drafted(town, stricter)
    window = (NOW - 86_400_000, NOW)
    mine = town.services.replaying.start(who, "sales", *window)
    assert isinstance(mine, ReplayJobView)
    town.services.replaying.wait(mine.id, 300)
    colleague = next(one for one in town.people.values() if one.person != who.person)
    for asker in (
        replace(who, person=colleague.person),
        replace(who, stamp=who.stamp + 1),
        replace(who, lang="en" if who.lang == "zh" else "zh"),
    ):
        other = town.services.replaying.start(asker, "sales", *window)
        assert isinstance(other, ReplayJobView)
        assert other.id != mine.id, "worded for somebody else, or for other rights"
        town.services.replaying.wait(other.id, 300)
    also_designs = replace(who, person=colleague.person)
    for answer in (
        town.services.replaying.get(also_designs, "sales", mine.id),
        town.services.replaying.stop(also_designs, "sales", mine.id),
    ):
        assert isinstance(answer, Refusal)
        assert answer.code == "not_found"


def test_a_window_asks_about_its_own_acts_alone(town: House) -> None:
    month = 30 * 86_400_000
    whole, part = replay(town, stricter), replay(town, stricter, (NOW - month, NOW))
    assert 0 < part.events < whole.events
    assert part.selfcheck.mismatches == 0
    since = part.window.since
    assert all(case.at >= since for group in part.blocked for case in group.examples)


def test_whoever_does_not_design_finds_nothing(town: House) -> None:
    who = drafted(town, stricter)
    job = town.services.replaying.start(who, "sales", FROM, NOW)
    assert isinstance(job, ReplayJobView)
    rep = someone(town, designs=False)
    for answer in (
        town.services.replaying.start(rep, "sales", FROM, NOW),
        town.services.replaying.get(rep, "sales", job.id),
        town.services.replaying.stop(rep, "sales", job.id),
        town.services.replaying.get(who, "sales", "nothing"),
    ):
        assert isinstance(answer, Refusal)
        assert answer.code == "not_found"


def test_it_is_refused_where_it_makes_no_sense(town: House, monkeypatch: pytest.MonkeyPatch) -> None:
    who = drafted(town, stricter)
    backwards = town.services.replaying.start(who, "sales", NOW, NOW)
    assert isinstance(backwards, Refusal)
    assert backwards.code == "replay_window"
    monkeypatch.setattr("followthrough.services.replaying.service.MOST_EVENTS", 10)
    large = town.services.replaying.start(who, "sales", FROM, NOW - 5)
    assert isinstance(large, Refusal)
    assert (large.code, large.problem.params["most"]) == ("replay_too_large", 10)
    monkeypatch.undo()

    def broken(doc: Json) -> Json:
        made = stricter(doc)
        made["flows"]["opportunity"]["stages"]["demo"]["entry"].setdefault("fields", {})["nothing"] = {"order": 1}
        return made

    drafted(town, broken)
    wrong = town.services.replaying.start(who, "sales", FROM, NOW - 6)
    assert isinstance(wrong, Refusal)
    assert (wrong.code, wrong.problem.params["count"]) == ("findings_forbid", 1)
    drafted(town, stricter)


def test_an_app_without_a_version_has_no_history(town: House) -> None:
    who = someone(town, designs=True)
    with town.db.write() as tx:
        tx.execute(platform.app.insert(), {"key": "fresh", "live": None, "created_ms": 0})
        drafts.begin(tx, drafts.Draft("fresh", None, b"{}"))
    refused = town.services.replaying.start(replace(who, roles={"fresh": "boss"}), "fresh", FROM, NOW)
    assert isinstance(refused, Refusal)
    assert refused.code == "not_published"


def test_too_many_records_end_it_honestly(town: House, monkeypatch: pytest.MonkeyPatch) -> None:
    who = drafted(town, stricter)
    monkeypatch.setattr(running, "MOST_RECORDS", 3)
    job = town.services.replaying.start(who, "sales", FROM, NOW - 7)
    assert isinstance(job, ReplayJobView)
    town.services.replaying.wait(job.id, 300)
    found = town.services.replaying.get(who, "sales", job.id)
    assert isinstance(found, ReplayJobView)
    assert found.error is not None
    assert (found.state, found.error.code, found.error.params["what"]) == ("failed", "replay_too_large", "records")


def test_it_can_be_stopped(town: House, monkeypatch: pytest.MonkeyPatch) -> None:
    who = drafted(town, stricter)
    monkeypatch.setattr("followthrough.store.history.BATCH", 20)
    job = town.services.replaying.start(who, "sales", FROM, NOW - 8)
    assert isinstance(job, ReplayJobView)
    stopped = town.services.replaying.stop(who, "sales", job.id)
    town.services.replaying.wait(job.id, 300)
    assert isinstance(stopped, ReplayJobView)
    found = town.services.replaying.get(who, "sales", job.id)
    assert isinstance(found, ReplayJobView)
    assert (found.state, found.report) == ("stopped", None)


def silent(house: House, job: str) -> None:
    """Nobody has said anything of a replay for very long."""
    with house.db.write() as tx:
        tx.execute(sa.update(platform.replay_job).where(platform.replay_job.c.id == job).values(updated_ms=0))


def heard(house: House, job: str) -> None:
    """Wait until its server has said again that it is alive."""
    said = sa.select(platform.replay_job.c.updated_ms).where(platform.replay_job.c.id == job)
    last = time.monotonic() + 120
    while time.monotonic() < last:
        with house.db.read() as tx:
            if tx.scalar(said):
                return
        time.sleep(0.02)
    raise AssertionError("nothing was heard of it")


def test_a_replay_that_waits_for_its_turn_is_alive(town: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a long one it says nothing of how far it is: its server says that it is alive. On SQLite there is one server,
    which knows what it has; on PostgreSQL another one must not take it for dead."""
    monkeypatch.setattr("followthrough.services.replaying.service.BEAT_S", 0.05)
    who = drafted(town, stricter)
    here, there = (Replaying(town.db, town.services.registry) for _ in range(2))
    asked = here if town.db.dialect == "sqlite" else there
    held = threading.Event()
    here._pool.submit(held.wait)
    try:
        job = here.start(who, "sales", FROM, NOW - 9)
        assert isinstance(job, ReplayJobView)
        silent(town, job.id)
        heard(town, job.id)
        found = asked.get(who, "sales", job.id)
        again = asked.start(who, "sales", FROM, NOW - 9)
    finally:
        held.set()
        here.close()
        there.close()
    assert isinstance(found, ReplayJobView)
    assert isinstance(again, ReplayJobView)
    assert (found.state, again.id) == ("running", job.id)


def test_a_replay_whose_process_ended_is_told_as_failed(town: House) -> None:
    who = drafted(town, stricter)
    lost = replays.ReplayJob("lost", "sales", who.person, "running", "x", 1, 0, 0, 1, 1, 1)
    with town.db.write() as tx:
        replays.create(tx, lost)
    silent(town, lost.id)
    found = Replaying(town.db, town.services.registry).get(who, "sales", "lost")
    assert isinstance(found, ReplayJobView)
    assert found.error is not None
    assert (found.state, found.error.code) == ("failed", "replay_interrupted")


def test_of_what_its_asker_does_not_see_it_tells_nothing_and_says_so(town: House) -> None:
    """Deals were held up by their amount, and some came late: who does not see amounts is told of the latter alone."""
    who = someone(town, designs=True)
    role = who.roles["sales"]
    with town.db.read() as tx:
        live = town.services.registry.app(tx, "sales")
        assert live is not None
        last, zone = history.last_seq(tx, "sales"), town.services.registry.organisation(tx)["zone"]
    reports = {}
    for level in ("read", "none"):
        doc = to_json(live.doc)
        doc["access"]["roles"][role]["entities"]["opportunity"].setdefault("fields", {})["amount"] = level
        old, new = (compile_published(decode_app(one), live.version) for one in (doc, stricter(doc)))
        asked = running.Question(old, new, (FROM, NOW), last, zone)
        reports[level], _ = running.run(town.db, asked, lambda _: None, role)
    told = {
        level: {want.name for group in report.blocked for case in group.examples for want in case.wants}
        for level, report in reports.items()
    }
    assert ("big" in told["read"], "big" in told["none"]) == (True, False)
    noted = {level: "withheld" in {note.code for note in report.notes} for level, report in reports.items()}
    assert noted == {"read": False, "none": True}
    (late,) = [one for one in reports["none"].duties if one.duty == "no_update_72h"]
    assert late.new["late"] > late.old["late"], "what he sees he is told"
