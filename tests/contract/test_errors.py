"""Error catalogue: legal, both languages, every code in code is in it and every code in it is used."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = json.loads((ROOT / "schemas" / "errors.json").read_text("utf-8"))
ROWS = {code: row for code, row in CATALOGUE.items() if code != "$schema"}
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
RAISERS = {"FieldIssue", "Problem", "Deny", "ShapeIssue"}
"""Calls whose code is that of an error: argument by position or `code=`."""
POSITION = {"ShapeIssue": 1, "Issue": 1}


def python_files() -> list[Path]:
    return sorted((ROOT / "backend" / "followthrough").rglob("*.py"))


def codes_raised(tree: ast.AST) -> Iterator[str]:
    """Literal codes of the calls that make errors."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in {*RAISERS, *POSITION}:
            continue
        place = POSITION.get(name, 0)
        named = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
        for value in [*node.args[place : place + 1], *named]:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value


def strings_of_code() -> set[str]:
    """Every string literal of the backend and every quoted word of the front end."""
    found: set[str] = set()
    for path in python_files():
        tree = ast.parse(path.read_text("utf-8"))
        found |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    for path in (ROOT / "frontend" / "src").rglob("*.ts*"):
        found |= set(re.findall(r"[\"'`]([a-z][a-z0-9_]{2,39})[\"'`]", path.read_text("utf-8")))
    return found


def test_the_catalogue_is_what_its_schema_says() -> None:
    schema = json.loads((ROOT / "schemas" / "errors.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(CATALOGUE)] == []


@pytest.mark.parametrize("code", sorted(ROWS))
def test_texts_quote_only_their_params(code: str) -> None:
    row = ROWS[code]
    texts = [row["zh"], row["en"], *row["remedy"].values()]
    quoted = {name for text in texts for name in PLACEHOLDER.findall(text)}
    assert quoted <= set(row.get("params", {}))
    zh, en = (set(PLACEHOLDER.findall(row[lang])) for lang in ("zh", "en"))
    assert zh == en, "both languages say the same"


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_codes_raised_are_in_the_catalogue(path: Path) -> None:
    unknown = {code for code in codes_raised(ast.parse(path.read_text("utf-8"))) if code not in ROWS}
    assert unknown == set()


def test_codes_in_the_catalogue_are_used() -> None:
    """A row nobody can cause is a promise nobody keeps."""
    assert sorted(set(ROWS) - strings_of_code()) == []


@pytest.mark.parametrize("name", ["findings.json", "rules/issues.json"])
def test_findings_quote_only_their_params_in_both_languages(name: str) -> None:
    for code, row in json.loads((ROOT / "schemas" / name).read_text("utf-8")).items():
        assert row["severity"] in ("error", "warning"), code
        texts = [row["zh"], row["en"], row["remedy"]["zh"], row["remedy"]["en"]]
        assert all(texts), code
        assert {part for text in texts for part in PLACEHOLDER.findall(text)} <= set(row["params"]), code
