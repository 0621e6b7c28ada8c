"""Sheets that leave: what users wrote stays text in them, and they can come back."""

from __future__ import annotations

import io
import zipfile

import python_calamine
import xlsxwriter

from followthrough.services.importing.sheets_out import Sheet
from followthrough.services.sheets.reading import Table, read_table
from tests.services.importing.steps import Imports, counts, sheet

RISKY = ["=1+1", '=HYPERLINK("http://x","y")', "+1", "-1+2", "@SUM(A1)", "\tx", "＝1", "http://evil.example", "007"]


def _read(given: object) -> Table:
    assert isinstance(given, Sheet)
    table = read_table(given.data)
    assert isinstance(table, Table), table
    return table


def _parts(given: Sheet) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(given.data)) as packed:
        return {name: packed.read(name).decode("utf-8") for name in packed.namelist()}


def test_the_template_has_every_field_one_may_write_and_its_choices(sqlite_imports: Imports) -> None:
    made = sqlite_imports.service.template(sqlite_imports.person, "pipeline", "opportunity")
    assert made.name == "pipeline-opportunity.xlsx"
    parts = _parts(made)
    text = "".join(parts.values())
    for label in ("商机编号", "客户", "产品", "销售员", "开始跟进日", "关闭日", "成交金额", "阶段", "负责人", "部门"):
        assert f">{label}<" in text, label
    assert "周期（天）" not in text, "what is computed is not filled in"
    for stage in ("初步接触", "跟进中", "赢单", "输单"):
        assert f">{stage}<" in text, stage
    assert "<dataValidation " in parts["xl/worksheets/sheet1.xml"]
    assert 'state="hidden"' in parts["xl/workbook.xml"]


def test_the_template_filled_in_is_understood(sqlite_imports: Imports) -> None:
    """Its own headers are suggested for what they are, all of them."""
    made = sqlite_imports.service.template(sqlite_imports.person, "pipeline", "opportunity")
    header = _header(made)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_row(0, 0, header)
    page.write_row(1, 0, [{"商机编号": "A1", "阶段": "初步接触", "负责人": "li"}.get(name, "") for name in header])
    book.close()
    job = sqlite_imports.upload("opportunity", out.getvalue(), "filled.xlsx")
    assert {column.name: column.suggestion for column in job.columns} == {
        target.label["zh"]: target.id for target in job.targets
    }
    done = sqlite_imports.run(sqlite_imports.check(job))
    assert counts(done) == {"created": 1}


def _header(made: Sheet) -> list[str]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made.data))
    return [str(cell) for cell in book.get_sheet_by_index(0).to_python()[0]]


def test_bad_rows_come_back_as_they_were_with_what_is_wrong(sqlite_imports: Imports) -> None:
    rows = [["A1", "2026-01-01", "ok"], *[[text, "someday", text] for text in RISKY]]
    job = sqlite_imports.check(
        sqlite_imports.upload("opportunity", sheet(["商机编号", "开始跟进日", "销售员"], *rows), "四月.csv")
    )
    assert counts(job) == {"ok": 1, "error": len(RISKY)}
    made = sqlite_imports.service.errors(sqlite_imports.person, job.id)
    assert made.name == "四月-errors.xlsx"
    table = _read(made)
    assert table.header[:3] == ["商机编号", "开始跟进日", "销售员"]
    assert [row[0] for row in table.rows] == [text.strip() for text in RISKY]
    assert all("开始跟进日: " in row[3] for row in table.rows)


def test_nothing_in_a_sheet_of_ours_is_a_formula_or_a_link(sqlite_imports: Imports) -> None:
    rows = [[text, "someday", text] for text in RISKY]
    job = sqlite_imports.check(sqlite_imports.upload("opportunity", sheet(["商机编号", "开始跟进日", "=1"], *rows)))
    for made in (
        sqlite_imports.service.errors(sqlite_imports.person, job.id),
        sqlite_imports.service.template(sqlite_imports.person, "pipeline", "account"),
    ):
        for name, part in _parts(made).items():
            assert "<f>" not in part, name
            assert "<hyperlink" not in part, name
            assert "vbaProject" not in name


def test_bad_rows_mended_in_a_spreadsheet_go_in(sqlite_imports: Imports) -> None:
    job = sqlite_imports.check(
        sqlite_imports.upload("opportunity", sheet(["商机编号", "开始跟进日"], ["A1", "someday"], ["A2", "2026-01-02"]))
    )
    table = _read(sqlite_imports.service.errors(sqlite_imports.person, job.id))
    table.rows[0][1] = "2026-01-01"
    again = sqlite_imports.upload("opportunity", sheet(table.header, *table.rows))
    assert [column.suggestion for column in again.columns] == ["code", "engage_on", None]
    assert counts(sqlite_imports.run(sqlite_imports.check(again))) == {"created": 1}
