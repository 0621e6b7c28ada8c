"""Files: known by their content, pictures made anew, seen through the records that hold them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image

from followthrough.services.attaching import Opened
from followthrough.services.refusal import Refusal
from followthrough.services.sniffing import safe_name, sniff
from tests.scenarios.filling_stage import sample
from tests.services.house import Edit, House, changed, template


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def _picture(kind: str, size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **more)
    return out.getvalue()


KINDS = [
    ("jpeg", _picture("JPEG"), "image"),
    ("png", _picture("PNG"), "image"),
    ("webp", _picture("WEBP"), "image"),
    ("gif", _picture("GIF"), "image"),
    ("pdf", sample("pdf"), "pdf"),
    ("docx", _zip("[Content_Types].xml", "word/document.xml"), "office"),
    ("a plain zip", _zip("evil.exe"), "other"),
    ("old office", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", "office"),
    ("mp3", b"ID3\x04", "audio"),
    ("mp4", b"\x00\x00\x00\x18ftypmp42", "video"),
    ("heic", b"\x00\x00\x00\x18ftypheic", "other"),
    ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "other"),
    ("html", b"  <!DOCTYPE html><script>1</script>", "other"),
    ("xml", b"<?xml version='1.0'?><x/>", "other"),
    ("text", "会议纪要".encode(), "text"),
    ("gbk text", "会议纪要".encode("gb18030"), "text"),
    ("binary", b"\x00\x01\x02", "other"),
]


@pytest.mark.parametrize(("name", "data", "kind"), KINDS, ids=[row[0] for row in KINDS])
def test_a_file_is_known_by_its_content(name: str, data: bytes, kind: str) -> None:
    assert sniff(data)[0] == kind


NAMES = [
    ("../../etc/passwd", "passwd"),
    ("C:\\temp\\报价.pdf", "报价.pdf"),
    ("a\x00.png", "a.png"),
    ("evil\u202egpj.exe", "evilgpj.exe"),
    ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"),
    ("  ..  ", "file"),
    ("", "file"),
]


@pytest.mark.parametrize(("given", "kept"), NAMES)
def test_names_are_made_harmless(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_picture_is_shown_anew(sqlite_house: House) -> None:
    """No position, no camera, no appended script; upright; small."""
    exif = Image.Exif()
    exif[0x0110] = "SpyCam 3000"
    exif[0x0112] = 6  # lies on its side
    data = _picture("JPEG", (3000, 1500), exif=exif) + b"<script>alert(1)</script>"
    file = sqlite_house.upload("li", data)
    opened = sqlite_house.services.attaching.open(sqlite_house.people["li"], file)
    assert isinstance(opened, Opened)
    with opened.stream as stream:
        shown = stream.read()
    assert (opened.inline, opened.mime, opened.size) == (True, "image/jpeg", len(shown))
    assert b"SpyCam" not in shown
    assert b"script" not in shown
    with Image.open(io.BytesIO(shown)) as image:
        assert image.size == (1280, 2560)
        assert not image.getexif()
    thumb = sqlite_house.services.attaching.open(sqlite_house.people["li"], file, thumb=True)
    assert isinstance(thumb, Opened)
    with thumb.stream as stream, Image.open(stream) as image:
        assert max(image.size) == 360


ORIGINAL, OFFSET = ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal


def _taken(**notes: Any) -> bytes:
    """A picture with a camera's notes: `original` and `offset` of its time; `changed` is when it was last edited."""
    exif = Image.Exif()
    exif[ExifTags.Base.DateTime] = notes.pop("changed", "2026:03:09 18:30:00")
    exif.get_ifd(ExifTags.IFD.Exif).update(notes.pop("exif", {}))
    return _picture("JPEG", exif=exif)


def _spoiled() -> bytes:
    """Its notes point behind their own end; its pixels are whole."""
    data = _taken(exif={ORIGINAL: "2026:03:02 09:15:07"})
    pointer = b"\x87\x69\x00\x04\x00\x00\x00\x01"
    at = data.index(pointer) + len(pointer)
    return data[:at] + b"\x7f\xff\xff\xf0" + data[at + 4 :]


TIMES = [
    ("in the camera's own time", _taken(exif={ORIGINAL: "2026:03:02 09:15:07"}), "2026-03-02T09:15:07"),
    (
        "with its offset",
        _taken(exif={ORIGINAL: "2026:03:02 09:15:07", OFFSET: "+08:00"}),
        "2026-03-02T09:15:07+08:00",
    ),
    (
        "west of Greenwich, ended as old cameras end it",
        _taken(exif={ORIGINAL: "2026:03:02 09:15:07\0", OFFSET: "-03:30\0"}),
        "2026-03-02T09:15:07-03:30",
    ),
    (
        "with an offset that is none",
        _taken(exif={ORIGINAL: "2026:03:02 09:15:07", OFFSET: "CST"}),
        "2026-03-02T09:15:07",
    ),
    (
        "with an offset no clock has",
        _taken(exif={ORIGINAL: "2026:03:02 09:15:07", OFFSET: "+99:00"}),
        "2026-03-02T09:15:07",
    ),
    ("a clock never set", _taken(exif={ORIGINAL: "0000:00:00 00:00:00"}), None),
    ("a day there is not", _taken(exif={ORIGINAL: "2026:02:30 09:15:07"}), None),
    ("an hour there is not", _taken(exif={ORIGINAL: "2026:03:02 25:15:07"}), None),
    ("blank", _taken(exif={ORIGINAL: "    :  :     :  :  "}), None),
    ("no time at all", _taken(exif={ORIGINAL: "yesterday"}), None),
    ("a number", _taken(exif={ORIGINAL: 20260302}), None),
    ("an offset and no time", _taken(exif={OFFSET: "+08:00"}), None),
    ("edited, not taken", _taken(), None),
    ("broken notes", _spoiled(), None),
    ("no notes", _picture("JPEG"), None),
    ("no picture", sample("pdf"), None),
]


@pytest.mark.parametrize(("name", "data", "taken_at"), TIMES, ids=[row[0] for row in TIMES])
def test_a_picture_says_when_it_was_taken(name: str, data: bytes, taken_at: str | None, sqlite_house: House) -> None:
    """As the camera says; when it says nothing that can be read, nothing, and the picture is taken in all the same."""
    who = sqlite_house.people["li"]
    found = sqlite_house.services.attaching.upload(who, "现场", data)
    assert not isinstance(found, Refusal), name
    assert found.taken_at == taken_at
    about = sqlite_house.services.attaching.describe(who, found.id)
    assert about == found


def _bomb() -> bytes:
    return _picture("PNG", (8000, 7000))


REFUSED = [
    ("empty", b"", "file_empty"),
    ("broken", b"\xff\xd8\xff\xe0 not really", "file_broken"),
    ("a truncated picture", _picture("PNG", (200, 200))[:120], "file_broken"),
    ("too many pixels", _bomb(), "picture_too_large"),
]


@pytest.mark.parametrize(("name", "data", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_not_taken_in(name: str, data: bytes, code: str, sqlite_house: House) -> None:
    found = sqlite_house.services.attaching.upload(sqlite_house.people["li"], "x", data)
    assert isinstance(found, Refusal)
    assert found.code == code


def _can(house: House, who: str, file: str) -> bool:
    opened = house.services.attaching.open(house.people[who], file)
    if isinstance(opened, Opened):
        opened.stream.close()
    return isinstance(opened, Opened)


def test_a_file_is_seen_through_its_record(house: House) -> None:
    deal, customer = house.deal()
    file = house.upload("li", sample("image"))
    assert [_can(house, who, file) for who in ("li", "wang", "chen")] == [True, False, False], "not handed in yet"
    house.edit("li", "customer", customer, license=[file])
    sight = {who: _can(house, who, file) for who in ("li", "zhou", "wang", "liang", "chen")}
    assert sight == {"li": True, "zhou": False, "wang": True, "liang": False, "chen": True}
    proof = house.upload("li", sample("pdf"), "确认.pdf")
    house.perform("li", deal, "log_follow_up", way="phone", content="电话", next_step="x")
    house.edit("li", "customer", customer, license=None)
    assert _can(house, "wang", file), "what it once showed is history"
    assert not _can(house, "wang", proof)
    missing = house.services.attaching.open(house.people["chen"], "0" * 8 + "-0000-0000-0000-" + "0" * 12)
    assert isinstance(missing, Refusal)
    assert missing.code == "not_found"


def _drawings(app: Any) -> None:
    """A line of a quote holds a drawing, which managers may not see."""
    field = {"kind": "file", "label": {"zh": "图纸"}, "order": 99}
    app["entities"]["quote_line"]["properties"]["drawing"] = {"type": "array", "field": field}
    app["access"]["roles"]["manager"]["entities"]["quote_line"]["fields"] = {"drawing": "none"}


def test_a_file_in_a_hidden_column_of_a_row_is_not_seen(sqlite_url: str, tmp_path: Path) -> None:
    house = House(sqlite_url, tmp_path, changed(template("sales"), _drawings)).settle()
    deal, _ = house.deal()
    product = house.create("chen", "product", name="M8", line="monitor", list_price=100_00).id
    file = house.upload("li", sample("pdf"), "图纸.pdf")
    line = {"product": product, "quantity": 1, "unit_price": 100_00, "drawing": [file]}
    quote = house.create("li", "quote", opportunity=deal, valid_until="2026-12-31", lines=[line]).id
    assert house.stored("quote", quote).record.values["lines"][0]["drawing"] == [file]
    assert [_can(house, who, file) for who in ("li", "wang", "chen", "zhao")] == [True, False, True, False]
    house.close()


def test_a_file_is_used_once_and_by_its_uploader(house: House) -> None:
    _, customer = house.deal()
    mine, theirs = house.upload("li", sample("image")), house.upload("zhou", sample("image"))
    house.edit("li", "customer", customer, license=[mine])
    other = house.create("li", "customer", name="另一家", grade="standard").id
    for file, code in ((mine, "file_used"), (theirs, "file_not_found")):
        answer = house.submit("li", "customer", other, Edit({"license": [file]}))
        assert isinstance(answer, Refusal)
        assert [issue.code for issue in answer.issues] == [code]


def test_unused_uploads_are_swept_after_a_day(engine_url: str, tmp_path: Path) -> None:
    house = House(engine_url, tmp_path, template("sales"), clocked=True).settle()
    attaching = house.services.attaching
    file = house.upload("li", sample("image"))
    assert attaching.sweep() == 0
    house.now_ms += 25 * 3600 * 1000
    assert attaching.sweep() == 1
    assert attaching.blobs.open(file) is None
    assert attaching.blobs.open(file, "thumb") is None
    house.close()
