"""Rows: all or none, the good ones alone, mended in place, matched with what is there, referring to each other."""

from __future__ import annotations

from typing import Any

from followthrough.core.run.acts import Archive
from followthrough.services.watching import ListAsked
from tests.services.importing.steps import Imports, counts, sheet

HEADER = ["商机编号", "开始跟进日", "关闭日", "成交金额", "阶段"]
GOOD = ["A1", "2026-01-05", "2026-02-01", "100", "Won"]
NO_VALUE = ["A2", "2026-01-05", "2026-02-01", "", "Won"]
BACKWARDS = ["A3", "2026-02-05", "2026-01-01", "5", "Lost"]
NO_DATE = ["A4", "someday", "", "", "Prospecting"]


def _stored(imports: Imports, entity: str = "opportunity") -> int:
    found: Any = imports.house.services.watching.count(imports.person, imports.app, entity, ListAsked())
    return int(found.count)


def _checked(imports: Imports, *rows: list[str], header: list[str] = HEADER) -> Any:
    return imports.check(imports.upload("opportunity", sheet(header, *rows)))


def test_every_bad_row_says_what_is_wrong_and_where(sqlite_imports: Imports) -> None:
    job = _checked(sqlite_imports, GOOD, NO_VALUE, BACKWARDS, NO_DATE)
    assert counts(job) == {"ok": 1, "error": 3}
    said = {
        row.n: [(p.column, p.field, p.code, p.value) for p in row.problems] for row in sqlite_imports.rows(job, "error")
    }
    assert said == {
        2: [(3, "value", "gate_missing", "")],
        3: [(2, "close_on", "constraint_failed", "2026-01-01")],
        4: [(1, "engage_on", "not_a_date", "someday")],
    }
    third = sqlite_imports.rows(job, "error")[1].problems[0]
    assert third.message == {"zh": "关闭日不能早于开始跟进日", "en": "Close date cannot be before engage date"}
    assert {(p.code, p.count) for p in job.problems} == {
        ("gate_missing", 1),
        ("constraint_failed", 1),
        ("not_a_date", 1),
    }


def test_one_bad_row_and_nothing_is_stored(imports: Imports) -> None:
    job = _checked(imports, GOOD, NO_VALUE)
    answer = imports.service.run(imports.person, job.id)
    assert imports.refused(answer) == "import_rows_failed"
    assert answer.problem.params == {"count": 1}
    assert _stored(imports) == 0


def test_the_good_rows_alone_then_the_mended_ones(imports: Imports) -> None:
    job = _checked(imports, GOOD, NO_VALUE, BACKWARDS)
    partly = imports.run(job, atomic=False)
    assert (partly.state, counts(partly)) == ("checked", {"created": 1, "error": 2})
    assert _stored(imports) == 1
    mended = imports.service.mend(imports.person, job.id, 2, {3: "200"})
    assert (mended.state, mended.problems) == ("ok", [])
    skipped = imports.service.mend(imports.person, job.id, 3, {}, skip=True)
    assert skipped.state == "skipped"
    done = imports.run(partly)
    assert (done.state, counts(done)) == ("done", {"created": 2, "skipped": 1})
    assert _stored(imports) == 2, "the row that was stored before is not stored again"
    first = imports.rows(done, "created")[0]
    assert (first.n, first.version) == (1, 1)
    assert imports.house.stored("opportunity", first.record or "", "pipeline").record.stage == "won"


def test_a_row_that_is_stored_cannot_be_mended(sqlite_imports: Imports) -> None:
    job = sqlite_imports.run(_checked(sqlite_imports, GOOD))
    answer = sqlite_imports.service.mend(sqlite_imports.person, job.id, 1, {0: "B1"})
    assert sqlite_imports.refused(answer) == "import_state"


def test_a_new_mapping_asks_for_a_new_check(sqlite_imports: Imports) -> None:
    job = sqlite_imports.map(_checked(sqlite_imports, GOOD))
    assert (job.state, counts(job)) == ("mapped", {"waiting": 1})
    assert sqlite_imports.refused(sqlite_imports.service.run(sqlite_imports.person, job.id)) == "import_state"


def test_what_the_check_could_not_see_undoes_everything_and_is_told_by_row(imports: Imports) -> None:
    """Between check and run the product is archived: the run finds it, stores nothing, and the rows say why."""
    house = imports.house
    product = imports.made("product", name="GTX Pro")
    rows = [["A1", "GTX Pro"], ["A2", ""]]
    job = imports.check(imports.upload("opportunity", sheet(["商机编号", "产品"], *rows)))
    assert counts(job) == {"ok": 2}
    house.done("chen", "product", product, Archive("停产"), "pipeline")
    after = imports.run(job)
    assert (after.state, counts(after)) == ("checked", {"ok": 1, "error": 1})
    assert after.error is not None
    assert (after.error.code, after.error.params) == ("import_rows_failed", {"count": 1})
    assert imports.rows(after, "error")[0].problems[0].code == "reference_not_found"
    assert _stored(imports) == 0


class TestMatching:
    """With a match field a row changes the record that has its value; the same gates hold."""

    def _given(self, imports: Imports) -> None:
        imports.whole("opportunity", sheet(HEADER, GOOD, ["A9", "2026-01-01", "", "", "Engaging"]))

    def test_created_updated_and_unchanged(self, imports: Imports) -> None:
        self._given(imports)
        rows = [["A1", "", "", "250", ""], ["A9", "2026-01-01", "", "", "Engaging"], ["B1", "", "", "", ""]]
        job = imports.map(imports.upload("opportunity", sheet(HEADER, *rows)), match="code")
        done = imports.run(imports.check(job))
        assert counts(done) == {"updated": 1, "unchanged": 1, "created": 1}
        updated = imports.rows(done, "updated")[0]
        record = imports.house.stored("opportunity", updated.record or "", "pipeline").record
        assert (record.values["value"], record.values["close_on"], record.version) == (25000, "2026-02-01", 2)
        assert updated.version == 2
        assert _stored(imports) == 3

    def test_a_stage_given_is_walked_to_through_its_gate(self, imports: Imports) -> None:
        self._given(imports)
        job = imports.map(
            imports.upload("opportunity", sheet(HEADER, ["A9", "", "2026-03-01", "", "Won"])), match="code"
        )
        checked = imports.check(job)
        assert [(p.code, p.field) for p in checked.problems] == [("gate_missing", "value")]
        imports.service.mend(imports.person, job.id, 1, {3: "77"})
        done = imports.run(checked)
        assert counts(done) == {"updated": 1}
        record = imports.rows(done)[0].record or ""
        assert imports.house.stored("opportunity", record, "pipeline").record.stage == "won"
        assert [event.kind for event in imports.house.events("opportunity", record, "pipeline")][-1] == "moved"

    def test_empty_cells_keep_or_empty(self, imports: Imports) -> None:
        self._given(imports)
        data = sheet(["商机编号", "销售员", "成交金额"], ["A9", "", "9"])
        for blanks, left in (("keep", "李娜"), ("empty", None)):
            imports.run(
                imports.check(
                    imports.map(
                        imports.upload("opportunity", sheet(["商机编号", "销售员"], ["A9", "李娜"])), match="code"
                    )
                )
            )
            job = imports.run(
                imports.check(imports.map(imports.upload("opportunity", data), match="code", blanks=blanks))
            )
            record = imports.house.stored("opportunity", imports.rows(job)[0].record or "", "pipeline").record
            assert record.values.get("agent") == left, blanks

    def test_two_records_of_one_value_are_no_match(self, imports: Imports) -> None:
        self._given(imports)
        imports.made("opportunity", code="A9")
        job = imports.map(imports.upload("opportunity", sheet(["商机编号", "销售员"], ["A9", "x"])), match="code")
        problem = imports.rows(imports.check(job))[0].problems[0]
        assert (problem.code, problem.column, problem.params["count"]) == ("ambiguous_reference", 0, 2)

    def test_given_away_and_edited_in_one_row_or_not_at_all(self, imports: Imports) -> None:
        self._given(imports)
        header = ["商机编号", "关闭日", "负责人"]
        bad, good = ["A9", "2025-01-01", "zhao"], ["A9", "2026-05-01", "zhao"]
        job = imports.map(imports.upload("opportunity", sheet(header, bad)), match="code")
        checked = imports.check(job)
        assert counts(checked) == {"error": 1}
        assert counts(imports.run(checked, atomic=False)) == {"error": 1}
        job = imports.map(imports.upload("opportunity", sheet(header, good)), match="code")
        done = imports.run(imports.check(job))
        record = imports.house.stored("opportunity", imports.rows(done)[0].record or "", "pipeline").record
        zhao = imports.house.people["zhao"]
        assert (record.owner, record.unit, record.values["close_on"]) == (zhao.person, zhao.unit, "2026-05-01")


class TestRowsThatReferToEachOther:
    """A reference to another row of the file finds it, whatever the order."""

    HEADER = ("客户名称", "母公司")

    def _parents(self, imports: Imports, job: Any) -> dict[str, str | None]:
        rows = imports.rows(job)
        names = {row.record: row.cells[0] for row in rows}
        found = {}
        for row in rows:
            values = imports.house.stored("account", row.record or "", "pipeline").record.values
            found[row.cells[0]] = names.get(values.get("parent_company"))
        return found

    def test_before_and_after(self, imports: Imports) -> None:
        job = imports.whole("account", sheet(self.HEADER, ["孙公司", "子公司"], ["子公司", "总公司"], ["总公司", ""]))
        assert self._parents(imports, job) == {"孙公司": "子公司", "子公司": "总公司", "总公司": None}
        assert {row.version for row in imports.rows(job)} == {1}

    def test_in_a_circle(self, imports: Imports) -> None:
        job = imports.whole("account", sheet(self.HEADER, ["甲", "乙"], ["乙", "甲"], ["丙", "丙"]))
        assert self._parents(imports, job) == {"甲": "乙", "乙": "甲", "丙": "丙"}

    def test_to_a_row_that_fails(self, sqlite_imports: Imports) -> None:
        header = [*self.HEADER, "成立年份"]
        job = sqlite_imports.upload("account", sheet(header, ["子", "母"], ["母", "", "3000"]))
        checked = sqlite_imports.check(job)
        said = {row.n: [(p.code, p.field) for p in row.problems] for row in sqlite_imports.rows(checked)}
        assert said == {1: [("reference_not_found", "parent_company")], 2: [("too_large", "founded")]}

    def test_a_title_twice_in_the_file_is_ambiguous(self, sqlite_imports: Imports) -> None:
        job = sqlite_imports.upload("account", sheet(self.HEADER, ["母", ""], ["母", ""], ["子", "母"]))
        problem = sqlite_imports.rows(sqlite_imports.check(job), "error")[0].problems[0]
        assert (problem.code, problem.params["count"]) == ("ambiguous_reference", 2)

    def test_one_that_is_there_already_is_taken(self, sqlite_imports: Imports) -> None:
        there = sqlite_imports.made("account", name="母")
        job = sqlite_imports.whole("account", sheet(self.HEADER, ["子", "母"]))
        record = sqlite_imports.rows(job)[0].record or ""
        values = sqlite_imports.house.stored("account", record, "pipeline").record.values
        assert values["parent_company"] == there
