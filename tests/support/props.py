"""Properties for tests, written flat: JSON Schema keywords and members of `field` side by side."""

import msgspec

from followthrough.core.fields import PropertyLike
from followthrough.core.model.entity import Field, Property

_KEYWORDS = {name for name in Property.__struct_fields__ if name != "field"}


def prop(kind: str, **members: object) -> PropertyLike:
    """A property of `kind`; `options=…` and the like go into its annotation, `maxLength=…` beside it."""
    keywords = {name: value for name, value in members.items() if name in _KEYWORDS}
    annotation = {name: value for name, value in members.items() if name not in _KEYWORDS}
    field = {"kind": kind, "label": {"zh": "字段", "en": "Field"}, **annotation}
    assert set(annotation) <= set(Field.__struct_fields__)
    return msgspec.convert({**keywords, "field": field}, Property)
