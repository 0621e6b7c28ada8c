"""From nothing to a served organisation, on the command line; templates checked before they are in force."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from followthrough.cli import main
from followthrough.services.catalogue import check_folder
from followthrough.services.signing_in import SignedIn
from followthrough.services.wiring import open_services
from followthrough.settings import BadSetting, read_settings
from followthrough.store.errors import SchemaOutdated
from tests.services.house import CATALOGUE


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine_url: str) -> Path:
    """An installation of its own."""
    monkeypatch.setenv("FT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FT_DATABASE_URL", engine_url)
    monkeypatch.setenv("FT_TEMPLATES", str(CATALOGUE))
    return tmp_path


def test_an_organisation_and_its_first_administrator(env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SchemaOutdated):
        open_services(read_settings())
    assert main(["init", "--name", "安康", "--login", "boss"]) == 0
    told = capsys.readouterr().out
    password = told.split("password: ")[1].strip()
    services = open_services(read_settings())
    try:
        signed = services.signing_in.sign_in("boss", password, "127.0.0.1")
        assert isinstance(signed, SignedIn)
        assert (signed.who.roles, signed.who.must_change) == ({"sales": "hq_admin"}, True)
        assert services.organisation()["name"] == "安康"
    finally:
        services.close()
    assert main(["init", "--name", "另一家"]) == 0, "again: nothing is made twice"
    assert "password" not in capsys.readouterr().out


def test_the_demo_lives_once_and_its_audit_holds(env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--demo", "--demo-size", "3"]) == 0
    assert "lina" in capsys.readouterr().out
    assert main(["init", "--demo", "--demo-size", "3"]) == 0
    assert "lives" not in capsys.readouterr().out
    assert main(["simulate", "--opportunities", "2", "--months", "1"]) == 0
    assert "lives 1 months with 2" in capsys.readouterr().out
    assert main(["verify-audit"]) == 0
    services = open_services(read_settings())
    try:
        signed = services.signing_in.sign_in("lina", "followthrough-demo", "127.0.0.1")
        assert isinstance(signed, SignedIn)
        assert [app.key for app in services.opening.apps(signed.who)] == ["sales", "pipeline", "seal_approval"]
    finally:
        services.close()


def test_only_a_demo_goes_on_living(env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 0
    assert main(["simulate"]) == 1
    assert "no demo" in capsys.readouterr().err


@pytest.mark.parametrize("key", sorted(path.parent.name for path in CATALOGUE.glob("*/app.json")))
def test_templates_are_without_errors(key: str) -> None:
    checked = check_folder(CATALOGUE / key)
    assert checked.ok, (checked.issues, checked.findings)


def _broken(folder: Path, name: str, text: str) -> Path:
    copy = folder / "copy"
    shutil.copytree(CATALOGUE / "pipeline", copy)
    (copy / name).parent.mkdir(exist_ok=True)
    (copy / name).write_text(text, "utf-8")
    return copy


def _dangling() -> str:
    entity = json.loads((CATALOGUE / "pipeline" / "entities" / "product.json").read_text("utf-8"))
    entity["entity"]["title"] = "nothing"
    return json.dumps(entity)


BROKEN = [
    ("not JSON", "entities/product.json", "{"),
    ("nested without end", "entities/product.json", "[" * 100_000),
    ("a file without a place", "notes.txt", "hello"),
    ("a document that does not decode", "entities/product.json", '{"entity": 1}'),
    ("a finding", "entities/product.json", _dangling()),
]


@pytest.mark.parametrize(("what", "name", "text"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_template_is_told_and_not_published(
    what: str, name: str, text: str, env: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _broken(env, name, text)
    assert main(["check", str(folder)]) == 1
    assert name.removesuffix(".json").split("/")[-1] in capsys.readouterr().out
    assert main(["publish", str(folder)]) == 1


SAID = [
    (
        "entities/product.json",
        "{\n",
        "",
        "“entities/product.json” in the folder cannot be read: from line 2 on it is not",
    ),
    (
        "entities/product.json",
        "{\n",
        "zh_CN.UTF-8",
        "文件夹里的“entities/product.json”读不出来：第 2 行起不是有效的 JSON",
    ),
    ("forms/product.json", '{"id": 1}', "en_US.UTF-8", "form/product/id: Wrong type; string is expected"),
    ("forms/product.json", '{"id": 1}', "zh_CN.UTF-8", "form/product/id: 类型不对，应为 string"),
]


@pytest.mark.parametrize(("name", "text", "lang", "said"), SAID, ids=["json", "json zh", "type", "type zh"])
def test_what_is_wrong_with_a_document_is_said_in_a_sentence(
    name: str,
    text: str,
    lang: str,
    said: str,
    env: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LC_ALL", lang)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.delenv("LANG", raising=False)
    assert main(["check", str(_broken(env, name, text))]) == 1
    out = capsys.readouterr().out
    assert said in out
    assert "'" not in out, "no parameters as they are kept"


def test_publishing_makes_a_version_once(env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", str(CATALOGUE / "pipeline")]) == 0
    assert "version 1" in capsys.readouterr().out
    assert main(["publish", str(CATALOGUE / "pipeline")]) == 0
    assert "version 1" in capsys.readouterr().out
    assert main(["check", str(CATALOGUE / "pipeline")]) == 0


BAD = [
    ("FT_PORT", "eight"),
    ("FT_PORT", "70000"),
    ("FT_BASE_URL", "ftp://x"),
    ("FT_BASE_URL", "http://sales.example.com"),
    ("FT_BASE_URL", "https://sales.example.com/path"),
    ("FT_DATABASE_SCHEMA", 'x"; drop'),
    ("FT_SESSION_IDLE_S", "1"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_settings_that_cannot_be_meant(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        read_settings({name: value})
    assert caught.value.name == name


def test_settings_follow_the_public_address() -> None:
    settings = read_settings({"FT_BASE_URL": "https://sales.example.com/", "FT_HOSTS": "intern.example.com"})
    assert settings.https
    assert settings.hosts == ("sales.example.com", "intern.example.com")
    assert read_settings({}).hosts == ("localhost", "127.0.0.1")
