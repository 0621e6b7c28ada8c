"""The schema files: current, legal, named in both languages; entity documents are JSON Schemas themselves."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from followthrough.core.model.schema import DOCUMENT_KINDS, document_schema
from tests.contract.documents.schemas import KINDS, SCHEMAS, schema_file, template_documents

ENTITIES = [(path, document) for kind, path, document in template_documents() if kind == "entity"]


def test_one_file_per_document_kind() -> None:
    assert sorted({*DOCUMENT_KINDS, "entity"}) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_is_current(kind: str) -> None:
    """After a change run `.venv/bin/python tools/write_schemas.py`."""
    assert schema_file(kind) == document_schema(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_legal_schema(kind: str) -> None:
    Draft202012Validator.check_schema(schema_file(kind))


def titled(schema: Any, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Members of document parts, which people see in an editor."""
    for name, member in schema.get("properties", {}).items():
        yield f"{at}/{name}", member


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "entity"])
def test_every_member_has_a_title_in_both_languages(kind: str) -> None:
    schema = schema_file(kind)
    assert schema["title"]
    assert schema["description"]
    assert schema["x-title-en"]
    assert schema["x-description-en"]
    named = [*titled(schema, kind)]
    named += [pair for name, part in schema["$defs"].items() if part.get("title") for pair in titled(part, name)]
    missing = [at for at, member in named if not (member.get("title") and member.get("x-title-en"))]
    assert missing == []


def test_no_collection_is_an_array() -> None:
    """Merging and cloning need identity: only a story's steps, their files and expectations have an order and no ids."""
    lists = {
        f"{kind}:{name}"
        for kind in KINDS
        for name, part in {"": schema_file(kind), **schema_file(kind)["$defs"]}.items()
        if json.dumps(part).find('"type": "array"') >= 0
    }
    assert {name.partition(":")[0] for name in lists} == {"scenario"}


@pytest.mark.parametrize(("path", "document"), ENTITIES, ids=[path for path, _ in ENTITIES])
def test_an_entity_document_is_a_json_schema(path: str, document: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(document)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$ref" not in json.dumps(document), path


def test_references_lead_to_files_beside() -> None:
    outside = {ref for kind in KINDS for ref in references(schema_file(kind)) if not ref.startswith("#/")}
    assert outside <= {"rules/rule.schema.json"}
    assert all((SCHEMAS / ref).is_file() for ref in outside)


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)
