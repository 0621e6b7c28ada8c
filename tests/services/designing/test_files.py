"""An app as files: the text of the catalogue out, and in again as an edit; what is no such zip is refused."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from followthrough import cli
from followthrough.core.design.operations import Operation, invert
from followthrough.services.catalogue import check_folder
from followthrough.services.designing.edits import MAX_OPERATIONS
from followthrough.services.designing.files import Folder, write_folder, zipped
from followthrough.services.designing.page import arranged, page
from followthrough.services.refusal import Refusal
from followthrough.services.views_design import EditedView, ImportedFolder
from tests.services.designing.studio import Studio
from tests.services.house import CATALOGUE, House, template

DOCUMENTS = sorted(
    path for path in CATALOGUE.rglob("*.json") if path.relative_to(CATALOGUE).parts[1] not in ("demo", "scenarios")
)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(CATALOGUE)))
def test_a_document_is_laid_out_as_the_catalogue_is(path: Path) -> None:
    text = path.read_text("utf-8")
    assert page(json.loads(text)) == text


@pytest.mark.parametrize("key", sorted({path.relative_to(CATALOGUE).parts[0] for path in DOCUMENTS}))
def test_an_untouched_app_is_exported_as_the_files_of_its_template(key: str, sqlite_url: str, tmp_path: Path) -> None:
    """After an edit by hand run `.venv/bin/python tools/write_templates.py`."""
    house = House(sqlite_url, tmp_path, template(key))
    found = house.services.app_files.of(key)
    house.close()
    folder = CATALOGUE / key
    assert found == {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in DOCUMENTS
        if path.is_relative_to(folder)
    }


def test_a_document_is_written_in_one_order_whatever_order_it_was_kept_in() -> None:
    kept = {
        "b": {
            "field": {"order": 20, "required": True, "label": {"en": "B", "zh": "乙"}, "kind": "text"},
            "type": "string",
        },
        "c": {"type": "string", "field": {"kind": "text", "order": 5}},
        "a": {"from": {"x": {}}, "order": 20, "label": {"zh": "甲"}},
    }
    assert page(arranged(kept)).splitlines() == [
        "{",
        '  "c": { "type": "string", "field": { "kind": "text", "order": 5 } },',
        '  "a": { "label": { "zh": "甲" }, "order": 20, "from": { "x": {} } },',
        '  "b": {',
        '    "type": "string",',
        '    "field": { "kind": "text", "label": { "zh": "乙", "en": "B" }, "order": 20, "required": true }',
        "  }",
        "}",
    ]


def exported(studio: Studio) -> dict[str, str]:
    folder = studio.house.services.app_files.exported(studio.house.people["chen"], studio.app)
    assert isinstance(folder, Folder), folder
    with zipfile.ZipFile(io.BytesIO(folder.data)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def imported(studio: Studio, data: bytes, who: str = "chen") -> ImportedFolder | Refusal:
    return studio.house.services.app_files.imported(studio.house.people[who], studio.app, data)


def test_what_was_taken_out_brings_nothing_in(studio: Studio) -> None:
    studio.put("chen", "entity/customer/properties/level/field/label/zh", "等级")
    files = exported(studio)
    assert list(files) == sorted(files)
    again = imported(studio, zipped(files))
    assert isinstance(again, ImportedFolder)
    assert (again.revision, again.operations, again.groups) == (1, [], [])
    inside = imported(studio, zipped({f"sales/{name}": text for name, text in files.items()}))
    assert isinstance(inside, ImportedFolder)
    assert inside.operations == [], "a folder around it makes no difference"


def test_what_differs_comes_in_by_an_edit(studio: Studio) -> None:
    files = exported(studio)
    customer = json.loads(files["entities/customer.json"])
    customer["properties"]["level"]["field"]["label"]["zh"] = "等级"
    del customer["properties"]["level"]["field"]["label"]["en"]
    manifest = json.loads(files["app.json"])
    manifest |= {"key": "another", "lineage": {"template": "x", "version": "1", "base": "0"}}
    changed = {**files, "entities/customer.json": json.dumps(customer), "app.json": json.dumps(manifest)}
    found = imported(studio, zipped(changed))
    assert isinstance(found, ImportedFolder)
    path = "entity/customer/properties/level/field/label"
    assert sorted(one.path for one in found.operations) == [f"{path}/en", f"{path}/zh"]
    [group] = found.groups
    assert (group.kind, len(group.changes)) == ("wording", 1)
    assert "等级" in group.changes[0].words["zh"], "what it would mean is said as before a publication"
    assert studio.bench().revision == 0, "nothing is kept yet"
    operations = [Operation(one.path, one.was, one.value) for one in found.operations]
    assert isinstance(studio.edit("chen", *operations), EditedView)
    assert studio.at(path) == {"zh": "等级"}


def test_what_is_brought_in_is_said_by_what_it_does_to_people(sqlite_studio: Studio) -> None:
    """It is the draft that a folder is compared with, not what is in force: what the draft says already is no news."""
    studio = sqlite_studio
    studio.put("chen", "entity/customer/properties/level/field/required", True)
    files = exported(studio)
    customer = json.loads(files["entities/customer.json"])
    customer["properties"]["name"]["field"]["archived"] = True
    customer["properties"]["extra"] = {"type": "string", "field": {"kind": "text", "label": {"zh": "备用"}}}
    found = imported(studio, zipped({**files, "entities/customer.json": json.dumps(customer)}))
    assert isinstance(found, ImportedFolder)
    told = {group.kind: [(one.path, one.place["zh"]) for one in group.changes] for group in found.groups}
    assert list(told) == ["breaking", "additive"], "what deserves a look first"
    assert told["additive"] == [("entity/customer/properties/extra", told["additive"][0][1])]
    assert [path for path, _ in told["breaking"]] == ["entity/customer/properties/name/field/archived"]


def test_however_much_differs_it_comes_in_by_one_edit_or_not_at_all(sqlite_studio: Studio) -> None:
    """Parts of 500 operations left half a folder in the draft when one of them was refused."""
    studio = sqlite_studio
    before = studio.bench().documents
    files = {name: text.replace('"zh": "', '"zh": "新') for name, text in exported(studio).items()}
    found = imported(studio, zipped(files))
    assert isinstance(found, ImportedFolder)
    assert len(found.operations) <= MAX_OPERATIONS
    operations = [Operation(one.path, one.was, one.value) for one in found.operations]
    assert isinstance(studio.edit("chen", *operations), EditedView)
    told = {name: json.loads(text) for name, text in exported(studio).items()}
    assert told == {name: json.loads(text) for name, text in files.items()}
    assert isinstance(studio.edit("chen", *invert(operations)), EditedView)
    assert studio.bench().documents == before
    huge = {**files, "app.json": files["app.json"].replace('"zh": "新', '"zh": "' + "长" * 400_000, 1)}
    refused = imported(studio, zipped(huge))
    assert isinstance(refused, Refusal)
    assert refused.code == "body_too_large"


def packed(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries:
            made.writestr(name, data)
    return out.getvalue()


def lying(data: bytes) -> bytes:
    """A zip whose directory says that an entry is small."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + (10).to_bytes(4, "little") + data[at + 28 :]


MOST = {"files": 2000, "each": 2, "all": 16}
TRAILING = packed(("x/app.json", b"{}"), ("x/flows/f.json", b'{\n  "id": "f",\n}'))
BAD: list[tuple[str, bytes, str, Any]] = [
    ("no zip", b"hello", "folder_not_zip", {}),
    ("cut off", packed(("app.json", b"{}"))[:-10], "folder_not_zip", {}),
    ("a way out", packed(("../app.json", b"{}")), "folder_bad_name", {"file": "../app.json"}),
    ("from the root", packed(("/app.json", b"{}")), "folder_bad_name", {"file": "/app.json"}),
    ("a drive", packed(("c:\\app.json", b"{}")), "folder_bad_name", {"file": "c:\\app.json"}),
    ("a bomb", packed(("app.json", b"0" * 3_000_000)), "folder_too_large", MOST),
    ("many", packed(*[(f"forms/f{n}.json", b"{}") for n in range(2001)]), "folder_too_large", MOST),
    ("all together", packed(*[(f"forms/f{n}.json", b"0" * 1_900_000) for n in range(9)]), "folder_too_large", None),
    ("no JSON", packed(("app.json", b"{")), "folder_bad_json", {"file": "app.json", "line": 1}),
    ("broken inside", TRAILING, "folder_bad_json", {"file": "flows/f.json", "line": 3}),
    ("no UTF-8", packed(("app.json", b'{\n"key": "\xb2\xe2"}')), "folder_bad_json", {"file": "app.json", "line": 2}),
    ("too deep", packed(("app.json", b"[" * 100 + b"]" * 100)), "folder_bad_json", {"file": "app.json", "line": 1}),
    ("far too deep", packed(("app.json", b"[" * 100_000)), "folder_bad_json", {"file": "app.json", "line": 1}),
    ("nothing", packed(("readme.txt", b"x")), "document_missing_member", None),
    ("strange", packed(("app.json", b"{}"), ("what/x.json", b"{}")), "document_unknown_file", None),
    ("no app", packed(("app.json", b"{}")), "document_missing_member", None),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code", "params"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_is_no_folder_of_documents_is_refused(sqlite_studio: Studio, data: bytes, code: str, params: Any) -> None:
    refused = imported(sqlite_studio, data)
    assert isinstance(refused, Refusal), refused
    assert refused.code == code
    assert params is None or dict(refused.problem.params) == params


def test_a_zip_that_lies_about_its_sizes_is_not_believed(sqlite_studio: Studio) -> None:
    refused = imported(sqlite_studio, lying(packed(("app.json", b" " * 3_000_000))))
    assert isinstance(refused, Refusal)
    assert refused.code == "folder_not_zip"


def test_files_are_for_who_designs(sqlite_studio: Studio) -> None:
    files = sqlite_studio.house.services.app_files
    for who in ("li", "wang"):
        for answer in (
            files.exported(sqlite_studio.house.people[who], "sales"),
            imported(sqlite_studio, zipped(exported(sqlite_studio)), who),
        ):
            assert isinstance(answer, Refusal)
            assert answer.code == "not_found"


def test_the_command_line_writes_and_publishes_the_same_folder(
    sqlite_studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = sqlite_studio.house.settings
    monkeypatch.setenv("FT_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("FT_DATABASE_URL", settings.database_url)
    folder = tmp_path / "out"
    assert cli.main(["export", "sales", str(folder)]) == 0
    source = CATALOGUE / "sales"
    wrote = {path.relative_to(folder): path.read_text("utf-8") for path in sorted(folder.rglob("*.json"))}
    assert set(wrote) == {path.relative_to(source) for path in DOCUMENTS if path.is_relative_to(source)}
    assert check_folder(folder).app == template("sales")
    assert all(page(json.loads(text)) == text for text in wrote.values())
    assert wrote[Path("access.json")].startswith('{\n  "roles": {\n    "rep": {\n      "label": { "zh": "销售"'), (
        "as it is read"
    )
    (folder / "forms" / "gone.json").write_text("{}")
    assert cli.main(["export", "sales", str(folder)]) == 0
    assert not (folder / "forms" / "gone.json").exists()
    assert cli.main(["check", str(folder)]) == 0
    sqlite_studio.put("chen", "app/icon", "star")
    capsys.readouterr()
    assert cli.main(["publish", str(folder)]) == 1
    assert "draft_ahead" in capsys.readouterr().err
    assert cli.main(["publish", str(folder), "--over-draft", "--note", "文件夹"]) == 0
    assert cli.main(["export", "sales", str(folder)]) == 0
    assert {path.relative_to(folder): path.read_text("utf-8") for path in folder.rglob("*.json")} == wrote
    assert cli.main(["export", "gone", str(folder)]) == 1
    assert write_folder({"app.json": "{}"}, tmp_path / "one") == ["app.json"]
