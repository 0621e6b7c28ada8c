"""What a file leaves open is asked, and a mapping that cannot be meant is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from followthrough.services.importing import Mapping
from followthrough.services.importing.wire import ColumnMapping, ValueAnswer
from tests.services.importing.steps import Imports, counts, sheet


@dataclass(frozen=True)
class Bad:
    name: str
    why: str
    mapping: Mapping
    who: str = "chen"


BAD = [
    Bad("unknown field", "nothing of that name", Mapping([ColumnMapping(0, "nosuch")])),
    Bad("computed field", "what is computed is not typed in", Mapping([ColumnMapping(0, "days")])),
    Bad("system column", "identity and versions are the server's", Mapping([ColumnMapping(0, "_id")])),
    Bad("creation time", "nobody back-dates a record", Mapping([ColumnMapping(0, "_created_at")])),
    Bad("creator", "nobody signs for another", Mapping([ColumnMapping(0, "_created_by")])),
    Bad("column twice", "a cell goes to one place", Mapping([ColumnMapping(0, "code"), ColumnMapping(0, "agent")])),
    Bad("field twice", "a field has one value", Mapping([ColumnMapping(0, "code"), ColumnMapping(1, "code")])),
    Bad("no such column", "the file is narrower", Mapping([ColumnMapping(9, "code")])),
    Bad("negative column", "Python would take the last one", Mapping([ColumnMapping(-1, "code")])),
    Bad("match by what is not mapped", "there is nothing to match with", Mapping([ColumnMapping(0, "code")], "agent")),
    Bad("match by money", "sums are no identity", Mapping([ColumnMapping(0, "value")], "value")),
    Bad(
        "unknown stage",
        "a stage of another flow",
        Mapping([ColumnMapping(1, "_stage", values={"x": ValueAnswer("y")})]),
    ),
    Bad("answer to a plain field", "text needs no answer", Mapping([ColumnMapping(0, "code", others="empty")])),
    Bad(
        "two answers in one",
        "use and create contradict",
        Mapping([ColumnMapping(1, "product", values={"x": ValueAnswer("y", create=True)})]),
    ),
]


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_a_mapping_that_cannot_be_meant_is_refused(sqlite_imports: Imports, case: Bad) -> None:
    job = sqlite_imports.upload("opportunity", sheet(["编号", "其他"], ["A1", "x"]))
    answer = sqlite_imports.service.map(sqlite_imports.person, job.id, case.mapping)
    assert sqlite_imports.refused(answer) == "import_mapping", case.why


def test_a_required_field_without_a_column_is_asked(sqlite_imports: Imports) -> None:
    job = sqlite_imports.upload("opportunity", sheet(["销售员"], ["李娜"]))
    assert job.state == "read"
    assert [(q.kind, q.target) for q in job.questions] == [("required", "code")]
    assert sqlite_imports.refused(sqlite_imports.service.check(sqlite_imports.person, job.id)) == "import_state"


DATES = [
    ("day first", ["03/04/2026", "25/04/2026"], None, ["2026-04-03", "2026-04-25"]),
    ("month first", ["03/04/2026", "04/25/2026"], None, ["2026-03-04", "2026-04-25"]),
    ("year first", ["2026/3/4", "2026年4月25日"], None, ["2026-03-04", "2026-04-25"]),
    ("both readings, day first answered", ["03/04/2026", "05/06/2026"], "dmy", ["2026-04-03", "2026-06-05"]),
    ("both readings, month first answered", ["03/04/2026", "05/06/2026"], "mdy", ["2026-03-04", "2026-05-06"]),
]


@pytest.mark.parametrize(("name", "dates", "answer", "stored"), DATES, ids=[case[0] for case in DATES])
def test_one_order_holds_for_the_whole_column(
    sqlite_imports: Imports, name: str, dates: list[str], answer: Any, stored: list[str]
) -> None:
    rows = [[f"A{n}", day] for n, day in enumerate(dates)]
    job = sqlite_imports.upload("opportunity", sheet(["商机编号", "开始跟进日"], *rows))
    if answer:
        assert (job.state, job.open) == ("read", 1)
        (asked,) = job.questions
        assert (asked.kind, asked.column, asked.choices) == ("date_order", 1, ["dmy", "mdy"])
        columns = [ColumnMapping(0, "code"), ColumnMapping(1, "engage_on", date_order=answer)]
        job = sqlite_imports.map(job, mapping=Mapping(columns))
    assert (job.state, job.open) == ("mapped", 0)
    done = sqlite_imports.run(sqlite_imports.check(job))
    found = [
        sqlite_imports.house.stored("opportunity", row.record or "", "pipeline") for row in sqlite_imports.rows(done)
    ]
    assert [loaded.record.values["engage_on"] for loaded in found] == stored


def test_amounts_with_decimal_commas(sqlite_imports: Imports) -> None:
    job = sqlite_imports.upload("opportunity", sheet(["商机编号", "成交金额"], ["A1", "1.234,50"], ["A2", "99,9"]))
    done = sqlite_imports.run(sqlite_imports.check(job))
    found = [
        sqlite_imports.house.stored("opportunity", row.record or "", "pipeline") for row in sqlite_imports.rows(done)
    ]
    assert [loaded.record.values["value"] for loaded in found] == [123450, 9990]


def test_contradicting_decimal_signs_are_asked(sqlite_imports: Imports) -> None:
    job = sqlite_imports.upload("opportunity", sheet(["商机编号", "成交金额"], ["A1", "1.234,50"], ["A2", "99.9"]))
    assert [(q.kind, q.column, q.choices) for q in job.questions] == [("decimal", 1, [".", ","])]


class TestTextsThatNameNothing:
    """A text that is not exactly a title is the user's to decide, once for all rows."""

    FILE = sheet(
        ["商机编号", "产品", "阶段"],
        ["A1", "GTX Pro", "跟进中 "],
        ["A2", "gtx-pro", "prospecting"],
        ["A3", "GTXPro", "Prospecting"],
        ["A4", "全新产品", ""],
        ["A5", "全新产品", "初步接触"],
    )

    def _uploaded(self, imports: Imports) -> Any:
        imports.whole("product", sheet(["产品名称", "标准价"], ["GTX Pro", "4821"], ["GTX Basic", "550"]))
        return imports.upload("opportunity", self.FILE)

    def test_they_are_asked_with_suggestions(self, sqlite_imports: Imports) -> None:
        job = self._uploaded(sqlite_imports)
        asked = {q.value: (q.rows, [one.title for one in q.suggestions], q.can_create) for q in job.questions}
        assert asked == {
            "gtx-pro": (1, ["GTX Pro"], True),
            "GTXPro": (1, ["GTX Pro"], True),
            "全新产品": (2, [], True),
        }
        assert (job.state, job.open) == ("read", 3)

    def test_used_created_and_emptied(self, imports: Imports) -> None:
        answers = {"全新产品": ValueAnswer(create=True), "GTXPro": ValueAnswer(empty=True)}
        job = self._uploaded(imports)
        mapped = imports.answer(job, lambda q: answers.get(q.value) or ValueAnswer(q.suggestions[0].id))
        engaged = [part for part in mapped.columns if part.name == "阶段"]
        assert engaged[0].suggestion == "_stage"
        checked = imports.check(mapped)
        assert [(p.code, p.field, p.count) for p in checked.problems] == [("gate_missing", "engage_on", 1)]
        for row in imports.rows(checked, "error"):
            assert imports.service.mend(imports.person, job.id, row.n, {2: ""}).state == "ok"
        done = imports.run(checked)
        assert counts(done) == {"created": 5}
        found = [imports.house.stored("opportunity", row.record or "", "pipeline") for row in imports.rows(done)]
        products = [loaded.record.values.get("product") for loaded in found]
        assert products[0] == products[1]
        assert products[2] is None
        assert products[3] == products[4], "made once for all rows that ask for it"
        made = imports.house.stored("product", products[3], "pipeline")
        assert made.record.values == {"name": "全新产品"}
        assert made.record.created_by == imports.person.person

    def test_all_others_at_once(self, sqlite_imports: Imports) -> None:
        job = self._uploaded(sqlite_imports)
        columns = [ColumnMapping(0, "code"), ColumnMapping(1, "product", others="refuse")]
        mapped = sqlite_imports.map(job, mapping=Mapping(columns))
        assert (mapped.state, mapped.open) == ("mapped", 0)
        checked = sqlite_imports.check(mapped)
        assert counts(checked) == {"ok": 1, "error": 4}
        bad = sqlite_imports.rows(checked, "error")[0].problems[0]
        assert (bad.code, bad.column, bad.value) == ("reference_not_found", 1, "gtx-pro")

    def test_only_who_may_create_there_may_have_records_made(self, sqlite_imports: Imports) -> None:
        job = self._uploaded(sqlite_imports)
        columns = [ColumnMapping(0, "code"), ColumnMapping(2, "_stage", others="create")]
        answer = sqlite_imports.service.map(sqlite_imports.person, job.id, Mapping(columns))
        assert sqlite_imports.refused(answer) == "import_mapping", "a stage is not made by importing"
