"""Importing gives nobody more than he has: the same rights, scopes, fields and gates as every other way in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followthrough.services.importing import Mapping
from followthrough.services.importing.wire import ColumnMapping, ValueAnswer
from followthrough.services.watching import ListAsked
from followthrough.store import people
from tests.services.house import House, changed, template
from tests.services.importing.steps import Imports, counts, sheet


def _restrict(app: dict[str, Any]) -> None:
    """A manager may see neither the value nor change the close date, and has the accounts of his own units only."""
    held = app["access"]["roles"]["manager"]["entities"]
    held["opportunity"]["fields"] = {"value": "none", "close_on": "read"}
    held["account"]["scope"] = "subtree"
    app["access"]["roles"]["rep"]["entities"]["opportunity"]["imports"] = True


@pytest.fixture
def restricted(engine_url: str, tmp_path: Path) -> Iterator[House]:
    made = House(engine_url, tmp_path, changed(template("pipeline"), _restrict)).settle()
    yield made
    made.services.importing.close()
    made.close()


@pytest.fixture
def manager(restricted: House) -> Imports:
    return Imports(restricted, who="wang")


def test_without_the_right_there_is_no_import(pipeline: House) -> None:
    rep = Imports(pipeline, who="li")
    for entity in ("opportunity", "account"):
        answer = rep.service.upload(rep.person, "pipeline", entity, "a.csv", sheet(["编号"], ["1"]))
        assert (rep.refused(answer), answer.problem.params) == ("not_permitted", {"right": "imports"})
        assert rep.refused(rep.service.template(rep.person, "pipeline", entity)) == "not_permitted"


def test_an_unknown_app_or_entity_is_not_found(sqlite_imports: Imports) -> None:
    for app, entity in (("nosuch", "account"), ("pipeline", "nosuch")):
        answer = sqlite_imports.service.upload(sqlite_imports.person, app, entity, "a.csv", sheet(["编号"], ["1"]))
        assert sqlite_imports.refused(answer) == "not_found"


def test_somebody_elses_job_is_not_found(imports: Imports) -> None:
    job = imports.upload("opportunity", sheet(["商机编号"], ["A1"]))
    other = Imports(imports.house, who="sun")
    service, sun = other.service, other.person
    answers = [
        service.get(sun, job.id),
        service.map(sun, job.id, Mapping()),
        service.check(sun, job.id),
        service.run(sun, job.id),
        service.rows(sun, job.id, None, 0, 10),
        service.mend(sun, job.id, 1, {0: "x"}),
        service.errors(sun, job.id),
    ]
    assert [other.refused(answer) for answer in answers] == ["not_found"] * len(answers)
    assert service.mine(sun) == []


def test_hidden_and_read_only_columns_are_no_targets(manager: Imports) -> None:
    job = manager.upload("opportunity", sheet(["商机编号", "成交金额", "关闭日"], ["A1", "5", "2026-01-01"]))
    assert {"value", "close_on", "days"}.isdisjoint(target.id for target in job.targets)
    assert [column.suggestion for column in job.columns] == ["code", None, None]
    for field in ("value", "close_on"):
        columns = [ColumnMapping(0, "code"), ColumnMapping(1, field)]
        answer = manager.service.map(manager.person, job.id, Mapping(columns))
        assert manager.refused(answer) == "import_mapping", field


def test_records_of_other_units_are_neither_found_nor_pointed_at(restricted: House, manager: Imports) -> None:
    """By title and by id: the answer is that of a record that does not exist."""
    south, east = Imports(restricted, who="liang"), manager
    theirs = south.made("account", name="华南客户")
    ours = east.made("account", name="华东客户")
    data = sheet(["商机编号", "客户"], ["A1", "华南客户"], ["A2", "华东客户"], ["A3", theirs], ["A4", "没有的客户"])
    job = manager.upload("opportunity", data)
    asked = {q.value: [one.title for one in q.suggestions] for q in job.questions}
    assert set(asked) == {"华南客户", theirs, "没有的客户"}
    assert "华南客户" not in [title for titles in asked.values() for title in titles]
    columns = [ColumnMapping(0, "code"), ColumnMapping(1, "account", others="refuse")]
    checked = manager.check(manager.map(job, mapping=Mapping(columns)))
    said = {row.n: [problem.code for problem in row.problems] for row in manager.rows(checked)}
    assert said == {1: ["reference_not_found"], 2: [], 3: ["reference_not_found"], 4: ["reference_not_found"]}
    done = manager.run(checked, atomic=False)
    stored = restricted.stored("opportunity", manager.rows(done, "created")[0].record or "", "pipeline")
    assert stored.record.values["account"] == ours


def test_an_id_of_another_unit_given_as_the_answer_is_refused(restricted: House, manager: Imports) -> None:
    theirs = Imports(restricted, who="liang").made("account", name="华南客户")
    job = manager.upload("opportunity", sheet(["商机编号", "客户"], ["A1", "什么客户"]))
    columns = [ColumnMapping(0, "code"), ColumnMapping(1, "account", values={"什么客户": ValueAnswer(theirs)})]
    checked = manager.check(manager.map(job, mapping=Mapping(columns)))
    assert [problem.code for problem in manager.rows(checked)[0].problems] == ["reference_not_found"]


def test_a_record_of_another_unit_is_not_matched(restricted: House, manager: Imports) -> None:
    """It is not there for him: his row makes his own record and leaves theirs alone."""
    theirs = Imports(restricted, who="liang").made("account", name="同名客户", sector="medical")
    job = manager.map(manager.upload("account", sheet(["客户名称", "行业"], ["同名客户", "software"])), match="name")
    done = manager.run(manager.check(job))
    assert counts(done) == {"created": 1}
    assert restricted.stored("account", theirs, "pipeline").record.values["sector"] == "medical"


def test_owner_and_unit_only_for_whoever_assigns(restricted: House) -> None:
    rep, zhao = Imports(restricted, who="li"), restricted.people["zhao"]
    data = sheet(["商机编号", "负责人"], ["A1", "zhao"])
    job = rep.upload("opportunity", data)
    assert {"_owner", "_unit"}.isdisjoint(target.id for target in job.targets)
    mapping = Mapping([ColumnMapping(0, "code"), ColumnMapping(1, "_owner")])
    assert rep.refused(rep.service.map(rep.person, job.id, mapping)) == "import_mapping"
    chief = Imports(restricted, who="chen")
    done = chief.run(chief.check(chief.map(chief.upload("opportunity", data), mapping=mapping)))
    record = restricted.stored("opportunity", chief.rows(done)[0].record or "", "pipeline").record
    assert (record.owner, record.unit) == (zhao.person, zhao.unit)


def test_a_manager_cannot_give_records_out_of_his_own_scope(restricted: House, manager: Imports) -> None:
    mapping = Mapping([ColumnMapping(0, "code"), ColumnMapping(1, "_owner")])
    job = manager.upload("opportunity", sheet(["商机编号", "负责人"], ["A1", "zhao"]))
    checked = manager.check(manager.map(job, mapping=mapping))
    assert [problem.code for problem in manager.rows(checked)[0].problems] == ["not_permitted"]


def test_a_right_taken_away_before_the_run_stops_it(imports: Imports) -> None:
    job = imports.check(imports.upload("opportunity", sheet(["商机编号"], ["A1"])))
    with imports.house.db.write() as tx:
        people.set_roles(tx, imports.person.person, {"pipeline": "rep"})
    # The request still carries the rights of a moment ago; the run asks anew.
    begun = imports.service.run(imports.person, job.id)
    assert begun.step == "running"
    imports.service.work.wait(job.id, 30)
    after = imports.service.get(imports.person, job.id)
    assert after.state == "failed"
    assert after.error.code == "not_permitted"
    listed: Any = imports.house.services.watching.count(
        imports.house.people["sun"], "pipeline", "opportunity", ListAsked()
    )
    assert listed.count == 0


def test_one_bad_row_in_ten_thousand(sqlite_imports: Imports) -> None:
    """Nothing is stored, and the report names the one row (threat 48)."""
    rows = [[f"A{n}", "2026-01-01"] for n in range(10_000)]
    rows[6789][1] = "nonsense"
    job = sqlite_imports.check(sqlite_imports.upload("opportunity", sheet(["商机编号", "开始跟进日"], *rows)))
    assert counts(job) == {"ok": 9999, "error": 1}
    assert [row.n for row in sqlite_imports.rows(job, "error")] == [6790]
    assert sqlite_imports.refused(sqlite_imports.service.run(sqlite_imports.person, job.id)) == "import_rows_failed"
    listed: Any = sqlite_imports.house.services.watching.count(
        sqlite_imports.person, "pipeline", "opportunity", ListAsked()
    )
    assert listed.count == 0
