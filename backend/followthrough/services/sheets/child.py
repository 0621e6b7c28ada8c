"""The child: reads one CSV or workbook from standard input, writes its cells to standard output as msgpack.

It caps its own memory and time before it looks at the first byte, so that a bomb kills the
child and nothing else. Cells are str, float, int, bool, None, or ["date", "YYYY-MM-DD"] and
["instant", "YYYY-MM-DDTHH:MM:SS"] for what a workbook types so. Exit 0 with {"rows": …} or {"refused": reason}.
"""

from __future__ import annotations

import csv
import io
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

MEMORY_BYTES = 512 * 1024 * 1024
SECONDS = 30
MAX_UNPACKED = 100_000_000
MAX_RATIO = 100
MAX_ENTRIES = 2000
MAX_ROWS = 50_000
MAX_COLUMNS = 300
MAX_CELL = 20_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Refuse(Exception):
    """Ends the child with a reason: encrypted, macro, bomb, columns, rows, text, workbook."""


def main() -> None:
    """Read, answer, end."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        answer: dict[str, Any] = {"rows": _read(sys.stdin.buffer.read())}
    except Refuse as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "bomb"}
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


def _read(data: bytes) -> list[list[Any]]:
    if data.startswith(_ZIP):
        _check_zip(data)
        return _workbook(data)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refuse("encrypted")
        return _workbook(data)
    return _delimited(data)


def _check_zip(data: bytes) -> None:
    """Refuse bombs by what is declared and by what really comes out, macros and too many parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise Refuse("bomb")
            if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
                raise Refuse("macro")
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refuse("encrypted")
            left = MAX_UNPACKED
            for entry in entries:
                left -= _unpacked(packed, entry, left)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        raise Refuse("workbook") from error


def _unpacked(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> int:
    size = 0
    with packed.open(entry) as part:
        while chunk := part.read(1 << 20):
            size += len(chunk)
            if size > left or size > MAX_RATIO * max(entry.compress_size, 10_000):
                raise Refuse("bomb")
    return size


def _workbook(data: bytes) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height and sheet.width:
                if sheet.width > MAX_COLUMNS:
                    raise Refuse("columns")
                return _capped([_plain(cell) for cell in row] for row in sheet.iter_rows())
    except (CalamineError, OSError, ValueError) as error:
        raise Refuse("workbook") from error
    return []


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return ["instant", cell.strftime("%Y-%m-%dT%H:%M:%S")] if cell.time() != time() else _day(cell)
    if isinstance(cell, date):
        return ["date", cell.isoformat()]
    if isinstance(cell, time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    if isinstance(cell, str):
        return cell[:MAX_CELL]
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell


def _day(cell: datetime) -> list[str]:
    return ["date", cell.date().isoformat()]


def _delimited(data: bytes) -> list[list[Any]]:
    text = _decoded(data)
    if "\x00" in text:
        raise Refuse("text")
    csv.field_size_limit(MAX_CELL)
    delimiter = max(",;\t|", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        return _capped(list(row) for row in reader)
    except csv.Error as error:
        raise Refuse("text") from error


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refuse("text")


def _capped(rows: Iterator[list[Any]]) -> list[list[Any]]:
    """The rows up to the last that holds anything; too many are refused."""
    kept: list[list[Any]] = []
    filled = 0
    for row in rows:
        if len(row) > MAX_COLUMNS:
            raise Refuse("columns")
        kept.append(row)
        if any(cell not in (None, "") for cell in row):
            filled = len(kept)
            if filled > MAX_ROWS + 1:
                raise Refuse("rows")
        elif len(kept) > 2 * MAX_ROWS:
            break
    return kept[:filled]


if __name__ == "__main__":
    main()
