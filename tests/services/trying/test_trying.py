"""A trial: the draft at work among invented people, its clock moved on, and nothing of it in the real house."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.design.operations import Operation
from followthrough.core.run.acts import Create, Move, Perform
from followthrough.services.filling import Submission
from followthrough.services.refusal import Refusal
from followthrough.services.trying import Entered, service
from followthrough.services.trying.folder import Clock
from followthrough.services.views import Answer
from followthrough.services.views_trying import TrialAnswer, TrialPassed, TrialView
from followthrough.services.wiring import services_over
from followthrough.store import rosters
from tests.services.designing.studio import Studio
from tests.services.house import told
from tests.services.owed_house import DAY_MS, FOLLOW_UP, OwedHouse


@pytest.fixture
def owed(engine_url: str, tmp_path: Path) -> Iterator[OwedHouse]:
    """A house whose draft owes a follow-up within a day."""
    made = OwedHouse(engine_url, tmp_path, FOLLOW_UP)
    yield made
    made.services.trying.close()
    made.close()


@pytest.fixture
def sqlite_owed(sqlite_url: str, tmp_path: Path) -> Iterator[OwedHouse]:
    """On SQLite only."""
    made = OwedHouse(sqlite_url, tmp_path, FOLLOW_UP)
    yield made
    made.services.trying.close()
    made.close()


def counts(house: OwedHouse) -> dict[str, int]:
    """How many rows every table of the real database has."""
    with house.db.read() as tx:
        schema = house.db.schema
        names = sa.inspect(tx.connection).get_table_names(schema=schema)
        tables = {name: sa.table(name, schema=schema) for name in names}
        return {name: int(tx.scalar(sa.select(sa.func.count()).select_from(one))) for name, one in tables.items()}


def begun(house: OwedHouse, who: str = "chen", *, sample: bool = False) -> TrialView:
    """A trial, which must begin."""
    found = house.services.trying.begin(house.people[who], "sales", sample=sample)
    assert isinstance(found, TrialAnswer), found
    assert found.trial is not None
    return found.trial


def stands(house: OwedHouse) -> TrialView:
    """The trial as it stands."""
    found = house.services.trying.state(house.people["chen"], "sales")
    assert isinstance(found, TrialAnswer)
    assert found.trial is not None
    return found.trial


def code(found: object) -> str:
    """The code of what must be a refusal."""
    assert isinstance(found, Refusal), found
    return found.code


def acting(house: OwedHouse, trial: TrialView, role: str, who: str = "chen") -> Entered:
    """Somebody of the trial."""
    person = next(one for one in trial.people if one.role == role)
    found = house.services.trying.enter(house.people[who], trial.id, person.id)
    assert found is not None
    return found


def passed(house: OwedHouse, seen: str, by: str | None = None) -> TrialPassed:
    """Time goes on."""
    found = house.services.trying.advance(house.people["chen"], "sales", seen, by)
    assert isinstance(found, TrialPassed), found
    return found


def submit(at: Entered, entity: str, record: str | None, act: Any) -> Answer | Refusal:
    return at.services.filling.submit(at.who, Submission("sales", entity, record, act))


def created(at: Entered, entity: str, **values: Any) -> str:
    answer = submit(at, entity, None, Create(entity, "", values))
    assert isinstance(answer, Answer), told(answer)
    return answer.record.id


def deal(at: Entered) -> str:
    """A customer and its opportunity, made as somebody of the trial."""
    customer = created(at, "customer", name="恒达精密", grade="standard", level="a")
    return created(at, "opportunity", title="监护仪更新", customer=customer, product_line="monitor")


def test_a_deadline_passes_before_anyone_is_affected(owed: OwedHouse) -> None:
    before = counts(owed)
    trial = begun(owed)
    assert [one.name for one in trial.people if one.role == "rep"] != []
    places = {one.role: one.unit_name for one in trial.people}
    assert (places["rep"], places["manager"]) == ("上海一部", "华东大区")
    assert trial.next_due is None
    rep = acting(owed, trial, "rep")
    record = deal(rep)
    refused = submit(rep, "opportunity", record, Move("paid"))
    assert isinstance(refused, Refusal), "the gate of the draft holds"
    due = stands(owed).next_due
    assert due is not None
    assert due.person is not None
    assert (due.record, due.record_title, due.person.id) == (record, "监护仪更新", rep.who.person)
    assert not rep.services.heartbeat.state().stale, "the trial does what a worker would"
    soon = passed(owed, trial.now, "PT23H")
    assert [(one.notice.kind, one.person.id) for one in soon.happened] == [("reminder", rep.who.person)]
    assert soon.happened[0].notice.at == "2026-03-02T23:00:00Z", "told at its own instant, not at the end of the step"
    late = passed(owed, soon.trial.now)
    assert [one.notice.kind for one in late.happened] == ["breach"]
    assert late.trial.now > late.happened[0].notice.at
    risen = passed(owed, late.trial.now, "PT5H")
    manager = acting(owed, trial, "manager")
    assert [(one.notice.kind, one.person.id) for one in risen.happened] == [("escalation", manager.who.person)]
    assert len(risen.trial.told) == 3
    acted = Perform("log_follow_up", {"way": "phone", "content": "电话沟通了需求和预算", "next_step": "发方案"}, ())
    done = submit(rep, "opportunity", record, acted)
    assert isinstance(done, Answer), told(done)
    assert passed(owed, risen.trial.now, "P2D").happened == [], "discharged late, nothing is told any more"
    assert owed.services.trying.end(owed.people["chen"], "sales") is None
    assert counts(owed) == before


def test_samples_are_made_by_its_people(owed: OwedHouse) -> None:
    before = counts(owed)
    trial = begun(owed, sample=True)
    assert trial.made >= 3
    assert trial.left_out == []
    assert trial.next_due is not None, "what the draft makes of them is owed at once"
    assert counts(owed) == before


def test_the_rep_of_a_trial_is_on_duty_in_every_roster_of_the_house(sqlite_owed: OwedHouse) -> None:
    sqlite_owed.db.transact(lambda tx: rosters.put(tx, rosters.Roster("holidays", {"zh": "节假日值班"})))
    trial = begun(sqlite_owed)
    entered = acting(sqlite_owed, trial, "rep")
    with entered.services.db.read() as tx:
        now = tx.now_ms()
        assert [rosters.on_duty(tx, "holidays", None, now + n * DAY_MS) for n in (0, 1, 60)] == [entered.who.person] * 3
    with sqlite_owed.db.read() as tx:
        assert rosters.on_duty(tx, "holidays", None, tx.now_ms()) is None, "nobody of the real house"


def test_it_belongs_to_who_began_it_and_is_one_per_app(sqlite_owed: OwedHouse) -> None:
    house, trying = sqlite_owed, sqlite_owed.services.trying
    refused = trying.begin(house.people["li"], "sales", sample=False)
    assert code(refused) == "not_found"
    first = begun(house)
    rep = next(one.id for one in first.people if one.role == "rep")
    assert trying.enter(house.people["sun"], first.id, rep) is None, "another designer's"
    assert trying.enter(house.people["chen"], first.id, house.people["li"].person) is None, "nobody of the real house"
    assert trying.enter(house.people["chen"], "../../x", rep) is None
    assert trying.state(house.people["sun"], "sales") == TrialAnswer(trial=None)
    second = begun(house)
    assert trying.enter(house.people["chen"], first.id, rep) is None, "beginning again replaces it"
    assert [one.id for one in trying.folders.all()] == [second.id]
    gone = trying.advance(house.people["sun"], "sales", second.now, "PT1H")
    assert code(gone) == "trial_gone"
    assert trying.end(house.people["chen"], "sales") is None
    assert not trying.folders.of(second.id).exists()


def test_the_clock_never_goes_back_and_a_step_is_taken_once(sqlite_owed: OwedHouse, tmp_path: Path) -> None:
    trial = begun(sqlite_owed)
    after = passed(sqlite_owed, trial.now, "P1D").trial.now
    assert passed(sqlite_owed, trial.now, "P1D").trial.now == after, "sent twice, done once"
    for wrong in ("-P1D", "PT0S", "P9999D", "soon"):
        refused = sqlite_owed.services.trying.advance(sqlite_owed.people["chen"], "sales", after, wrong)
        assert code(refused) == "bad_request"
    clock = Clock(tmp_path / "now")
    clock.put(5)
    with pytest.raises(ValueError, match="never goes back"):
        clock.put(4)
    assert clock() == 5


def test_the_draft_is_tried_not_what_is_in_force(sqlite_owed: OwedHouse) -> None:
    studio = Studio(sqlite_owed)
    path = "duty/follow_up/due/after"
    studio.edit("chen", Operation(path, "PT24H", "PT2H"))
    trial = begun(sqlite_owed)
    assert not trial.stale
    deal(acting(sqlite_owed, trial, "rep"))
    assert passed(sqlite_owed, trial.now).trial.now == "2026-03-02T03:00:01Z", "two hours, as the draft says"
    studio.edit("chen", Operation(path, "PT2H", "PT3H"))
    assert stands(sqlite_owed).stale
    studio.edit("chen", Operation("duty/follow_up/action", "log_follow_up", "no_such_action"))
    refused = sqlite_owed.services.trying.begin(sqlite_owed.people["chen"], "sales", sample=True)
    assert code(refused) == "findings_forbid"


def test_it_outlives_a_restart_but_not_a_day(sqlite_owed: OwedHouse) -> None:
    house = sqlite_owed
    trial = begun(house)
    record = deal(acting(house, trial, "rep"))
    house.services.trying.close()
    again = services_over(house.db, house.settings)
    rep = next(one.id for one in trial.people if one.role == "rep")
    found = again.trying.enter(house.people["chen"], trial.id, rep)
    assert found is not None
    with found.services.db.read() as tx:
        app = found.services.registry.app(tx, "sales")
        assert app is not None
    assert record
    assert again.trying.tidy(house.now_ms + DAY_MS) == 0
    assert again.trying.tidy(house.now_ms + DAY_MS + 1) == 1
    assert again.trying.enter(house.people["chen"], trial.id, rep) is None
    again.trying.close()


def test_there_are_not_more_than_so_many(sqlite_owed: OwedHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST", 1)
    begun(sqlite_owed)
    begun(sqlite_owed)
    refused = sqlite_owed.services.trying.begin(sqlite_owed.people["sun"], "sales", sample=False)
    assert code(refused) == "trial_limit"
