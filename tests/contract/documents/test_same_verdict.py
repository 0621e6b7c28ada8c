"""The decoder and the JSON Schemas on disk accept and reject the same documents; what is accepted comes back whole."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.core.model.decode import DocumentError, decode_document, to_json
from tests.contract.documents.generated import Documents, damaged
from tests.contract.documents.schemas import KINDS, accepted, schema_file, template_documents

DOCUMENTS = {kind: Documents(schema_file(kind)).whole() for kind in KINDS}
SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])


def decodes(kind: str, document: Any) -> bool:
    try:
        decode_document(kind, document)
    except DocumentError as error:
        return not error.issues  # a refusal must say why
    return True


@pytest.mark.parametrize("kind", KINDS)
@SLOW
@given(data=st.data())
def test_made_from_the_schema_is_accepted_and_comes_back(kind: str, data: st.DataObject) -> None:
    document = data.draw(DOCUMENTS[kind])
    assert accepted(kind, document)
    decoded = decode_document(kind, document)
    assert decode_document(kind, to_json(decoded)) == decoded
    assert accepted(kind, to_json(decoded)), "what is written is a document again"


@pytest.mark.parametrize("kind", KINDS)
@SLOW
@given(data=st.data())
def test_damaged_is_judged_alike(kind: str, data: st.DataObject) -> None:
    document = data.draw(damaged(DOCUMENTS[kind]))
    assert decodes(kind, document) == accepted(kind, document)


@pytest.mark.parametrize(
    ("kind", "path", "document"), template_documents(), ids=lambda part: part if isinstance(part, str) else ""
)
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_shipped_documents_and_damaged_ones_too(kind: str, path: str, document: Any, data: st.DataObject) -> None:
    assert decodes(kind, document)
    assert accepted(kind, document), path
    broken = data.draw(damaged(st.just(document)))
    assert decodes(kind, broken) == accepted(kind, broken)
