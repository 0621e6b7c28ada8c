"""What an editor is given for the documents of a folder: whole, without a network, and saying what the check says."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from followthrough import cli
from followthrough.services.catalogue import check_folder
from followthrough.services.designing.editor import SETTINGS, editor_files
from tests.services.designing.studio import Studio
from tests.services.house import CATALOGUE

FILES = {path: json.loads(text) for path, text in editor_files().items()}
MAPPED = {one["fileMatch"][0]: one for one in FILES[SETTINGS]["json.schemas"]}


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (value for name, value in part.items() if name == "$ref" and isinstance(value, str))
        yield from (found for value in part.values() for found in references(value))
    elif isinstance(part, list):
        yield from (found for one in part for found in references(one))


def test_nothing_is_asked_of_a_network() -> None:
    for path, schema in FILES.items():
        for found in references(schema):
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), found.partition("#")[0]))
            assert found.startswith("#") or place in FILES, (path, found)
    for one in MAPPED.values():
        assert "schema" in one or posixpath.normpath(one["url"]) in FILES


def validator(path: str) -> jsonschema.Draft202012Validator:
    """As an editor finds it: by the file's name, but for a document that says its own `$schema`."""
    one = next(one for pattern, one in MAPPED.items() if fnmatch(f"/{path}", pattern))
    place = posixpath.normpath(one["url"])
    schema = one.get("schema") or FILES[place]
    resources = [
        (f"file:///{name}", Resource.from_contents(found)) for name, found in FILES.items() if name != SETTINGS
    ]
    entry = {"$id": f"file:///{place}", **schema} if "schema" not in one else schema
    return jsonschema.Draft202012Validator(entry, registry=Registry().with_resources(resources))


@pytest.mark.parametrize("folder", ["sales", "pipeline"])
def test_every_document_of_the_catalogue_is_of_its_schema(folder: str) -> None:
    home = CATALOGUE / folder
    looked = 0
    for file in sorted(home.rglob("*.json")):
        path = file.relative_to(home).as_posix()
        if path.startswith("demo/"):
            continue
        document = json.loads(file.read_text("utf-8"))
        assert list(validator(path).iter_errors(document)) == [], path
        looked += 1
        if "$schema" in document:
            assert next(one for one in MAPPED.values() if one["url"] == document["$schema"])["schema"]
    assert looked > 10
    wrong = {**json.loads((home / "app.json").read_text("utf-8")), "lable": {}}
    assert list(validator("app.json").iter_errors(wrong))


def test_a_folder_with_them_is_the_same_folder(
    sqlite_studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "read_settings", lambda: sqlite_studio.house.settings)
    assert cli.main(["export", "sales", str(tmp_path), "--editor"]) == 0
    assert {path for path in FILES if (tmp_path / path).is_file()} == set(FILES)
    assert check_folder(tmp_path).ok
    mine = tmp_path / SETTINGS
    mine.write_text('{"editor.tabSize": 2}', "utf-8")
    (tmp_path / ".vscode/schemas/duty.schema.json").write_text("{}", "utf-8")
    assert cli.main(["export", "sales", str(tmp_path), "--editor"]) == 0
    assert mine.read_text("utf-8") == '{"editor.tabSize": 2}', "settings of one's own stay"
    assert "left as it is" in capsys.readouterr().err
    assert json.loads((tmp_path / ".vscode/schemas/duty.schema.json").read_text("utf-8")), "schemas are those of today"
