"""Files as people send them: encodings, delimiters, workbooks; and files meant to do harm."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
import xlsxwriter

from followthrough.services.refusal import Refusal
from followthrough.services.sheets.child import MAX_COLUMNS, MAX_ENTRIES, MAX_ROWS
from followthrough.services.sheets.reading import MAX_BYTES, Table, as_cell, read_table

TEXT = "客户,金额\n恒达精密,100\n市一医院,200\n"
ROWS = [["恒达精密", "100"], ["市一医院", "200"]]


def _read(data: bytes) -> Table:
    table = read_table(data)
    assert isinstance(table, Table), table
    return table


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("utf-8", TEXT.encode()),
        ("utf-8 with a mark, as Excel saves it", TEXT.encode("utf-8-sig")),
        ("gb18030, as a Chinese Excel saves CSV", TEXT.encode("gb18030")),
        ("utf-16, as Excel saves Unicode text", TEXT.encode("utf-16")),
        ("semicolons", TEXT.replace(",", ";").encode()),
        ("tabs", TEXT.replace(",", "\t").encode()),
        ("Windows line ends", TEXT.replace("\n", "\r\n").encode()),
        ("quoted", b'"\xe5\xae\xa2\xe6\x88\xb7","\xe9\x87\x91\xe9\xa2\x9d"\n' + TEXT.encode().split(b"\n", 1)[1]),
        ("blank lines before, between and after", f"\n,\n{TEXT}\n\n,\n".encode()),
        ("rows shorter and longer than the header", TEXT.replace("200\n", "200,\n").encode()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_same_table_however_it_is_written(name: str, data: bytes) -> None:
    table = _read(data)
    assert table.header[:2] == ["客户", "金额"]
    assert [row[:2] for row in table.rows] == ROWS


def test_a_cell_may_hold_lines_commas_and_quotes() -> None:
    table = _read('名称,备注\n甲,"一,二\n""三"""\n'.encode())
    assert table.rows == [["甲", '一,二\n"三"']]


def test_columns_without_a_name_and_twice_the_same_get_names() -> None:
    table = _read("名称,,名称\n1,2,3\n".encode())
    assert table.header == ["名称", "#2", "名称 (2)"]


def _workbook(fill: Callable[[Any, Any], None]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(book, book.add_worksheet())
    book.close()
    return out.getvalue()


def test_a_workbook_keeps_the_types_of_its_cells() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["文本", "整数", "小数", "日期", "时刻", "真假", "空"])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_string(1, 0, "007")
        sheet.write_number(1, 1, 13800138000)
        sheet.write_number(1, 2, 2.5)
        sheet.write_datetime(1, 3, datetime(2026, 3, 5), day)
        sheet.write_datetime(1, 4, datetime(2026, 3, 5, 9, 30), moment)
        sheet.write_boolean(1, 5, True)

    (row,) = _read(_workbook(fill)).rows
    assert [as_cell(cell) for cell in row] == [
        "007", 13800138000, 2.5, date(2026, 3, 5), datetime(2026, 3, 5, 9, 30), True, ""
    ]  # fmt: skip
    assert isinstance(as_cell(row[1]), int), "a telephone number is no 1.38E10"


def test_the_first_sheet_with_anything_is_read_and_a_formula_gives_its_last_value() -> None:
    def fill(book: Any, sheet: Any) -> None:
        second = book.add_worksheet("数据")
        second.write_row(0, 0, ["甲", "乙"])
        second.write_number(1, 0, 2)
        second.write_formula(1, 1, "=A2*2", None, 4)

    table = _read(_workbook(fill))
    assert (table.header, table.rows) == (["甲", "乙"], [[2, 4]])


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="一"><table:table-row>'
    '<table:table-cell office:value-type="string"><text:p>客户</text:p></table:table-cell>'
    '<table:table-cell office:value-type="string"><text:p>日期</text:p></table:table-cell></table:table-row>'
    '<table:table-row><table:table-cell office:value-type="string"><text:p>恒达精密</text:p></table:table-cell>'
    '<table:table-cell office:value-type="date" office:date-value="2026-03-05"><text:p>05.03.26</text:p>'
    "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)


def test_an_open_document_is_read_too() -> None:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    data = _zip(("mimetype", kind), ("content.xml", ODS.encode()), ("META-INF/manifest.xml", manifest.encode()))
    table = _read(data)
    assert table.header == ["客户", "日期"]
    assert [as_cell(cell) for cell in table.rows[0]] == ["恒达精密", date(2026, 3, 5)]


def _zip(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts:
            packed.writestr(name, data)
    return out.getvalue()


def _repacked(*more: tuple[str, bytes], without: str = "", replaced: dict[str, bytes] | None = None) -> bytes:
    """A good workbook with some of its parts changed."""
    good = _workbook(lambda _, sheet: sheet.write_row(0, 0, ["a", "b"]))
    with zipfile.ZipFile(io.BytesIO(good)) as packed:
        parts = [(name, (replaced or {}).get(name, packed.read(name))) for name in packed.namelist() if name != without]
    return _zip(*parts, *more)


def _sheet_xml(rows: bytes, dimension: bytes = b"A1:B2") -> bytes:
    head = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return head + b'<dimension ref="' + dimension + b'"/><sheetData>' + rows + b"</sheetData></worksheet>"


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    + b'<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'
)


def _forged() -> bytes:
    """A bomb whose directory says that it is small."""
    data = bytearray(_repacked(("xl/media/x.bin", b"\0" * 60_000_000)))
    real = (60_000_000).to_bytes(4, "little")
    return bytes(data).replace(real, (1000).to_bytes(4, "little"))


@dataclass(frozen=True)
class Harm:
    name: str
    why: str
    make: Callable[[], bytes]
    code: str
    reason: str | None = None


HARM = [
    Harm(
        "zip bomb",
        "100 kB that become 100 MB",
        lambda: _repacked(("x.bin", b"\0" * 99_000_000)),
        "import_unreadable",
        "bomb",
    ),
    Harm("forged sizes", "what the directory says is not believed", _forged, "import_unreadable"),
    Harm(
        "sheet that unpacks to very much",
        "the reader would need gigabytes",
        lambda: _repacked(replaced={SHEET: _sheet_xml(b'<row r="1"><c r="A1"><v>1</v></c></row>' * 3_000_000)}),
        "import_unreadable",
        "bomb",
    ),
    Harm(
        "entity bomb",
        "a billion characters by reference",
        lambda: _repacked(replaced={SHEET: ENTITIES}),
        "import_unreadable",
    ),
    Harm(
        "two cells a million rows apart",
        "a dense table of 16,384 x 1,048,576 would be 17 billion cells",
        lambda: _repacked(
            replaced={
                SHEET: _sheet_xml(
                    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
                    b"A1:XFD1048576",
                )
            }
        ),
        "import_unreadable",
    ),
    Harm(
        "many parts",
        "10,000 sheets",
        lambda: _repacked(*[(f"p{n}", b"") for n in range(MAX_ENTRIES)]),
        "import_unreadable",
        "bomb",
    ),
    Harm(
        "macros",
        "we do not take programs",
        lambda: _repacked(("xl/vbaProject.bin", b"x")),
        "import_unreadable",
        "macro",
    ),
    Harm(
        "encrypted workbook",
        "an OLE file that holds a package only its password opens",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "import_unreadable",
        "encrypted",
    ),
    Harm("no workbook", "a zip of something else", lambda: _zip(("a.txt", b"x")), "import_unreadable", "workbook"),
    Harm("half a workbook", "cut off on the way", lambda: _repacked()[:2000], "import_unreadable", "workbook"),
    Harm(
        "half an old workbook",
        "OLE and nothing behind it",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1abc",
        "import_unreadable",
    ),
    Harm(
        "a picture named .csv",
        "not text",
        lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
        "import_unreadable",
    ),
    Harm("NUL bytes", "no text file holds them", lambda: b"a,b\n1,\0\n", "import_unreadable", "text"),
    Harm(
        "one endless cell",
        "a quote that is never closed",
        lambda: b'a,b\n"' + b"x" * 1_000_000,
        "import_unreadable",
        "text",
    ),
    Harm("too many rows", "beyond the cap", lambda: b"a\n" + b"1\n" * (MAX_ROWS + 1), "import_too_large"),
    Harm(
        "too many columns",
        "beyond the cap",
        lambda: b",".join([b"a"] * (MAX_COLUMNS + 1)) + b"\n1",
        "import_unreadable",
        "columns",
    ),
    Harm("too many bytes", "beyond the cap, nothing is even tried", lambda: b"a" * (MAX_BYTES + 1), "import_too_large"),
    Harm("nothing", "an empty file", lambda: b"", "import_empty"),
    Harm("a header alone", "no rows", lambda: b"a,b\n", "import_empty"),
    Harm("blanks", "rows without anything in them", lambda: b"a,b\n , \n,\n", "import_empty"),
]


@pytest.mark.parametrize("case", HARM, ids=lambda case: case.name)
def test_harm_is_refused_soon_and_costs_this_process_nothing(case: Harm) -> None:
    data = case.make()
    began = time.monotonic()
    found = read_table(data)
    assert isinstance(found, Refusal), case.why
    assert found.code == case.code, found.problem
    if case.reason is not None:
        assert found.problem.params == {"reason": case.reason}
    assert time.monotonic() - began < 30


def test_as_many_rows_as_allowed_are_read() -> None:
    assert len(_read(b"a\n" + b"1\n" * MAX_ROWS).rows) == MAX_ROWS


def test_a_date_of_a_sheet_is_a_day_and_no_instant() -> None:
    assert as_cell(["date", "2026-03-05"]) == date(2026, 3, 5)
    assert as_cell(["instant", "2026-03-05T00:30:00"]) == datetime(2026, 3, 5, 0, 30, tzinfo=UTC).replace(tzinfo=None)
