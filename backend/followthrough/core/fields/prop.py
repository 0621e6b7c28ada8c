"""What a field kind reads of a property.

`core.model.entity.Property` is such a property; the protocols stand here because kinds lie
below the documents. Attribute names are those of the document (JSON Schema keywords).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class OptionLike(Protocol):
    """One option of a choice, a set of choices or a tree of tags."""

    @property
    def label(self) -> Mapping[str, str]: ...
    @property
    def order(self) -> int: ...
    @property
    def parent(self) -> str | None: ...
    @property
    def archived(self) -> bool: ...
    @property
    def merged_into(self) -> str | None: ...


class SerialLike(Protocol):
    """How a running number is made."""

    @property
    def prefix(self) -> str: ...
    @property
    def reset(self) -> str: ...
    @property
    def digits(self) -> int: ...


class FieldLike(Protocol):
    """The `field` annotation of a property."""

    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> Mapping[str, str]: ...
    @property
    def required(self) -> bool: ...
    @property
    def archived(self) -> bool: ...
    @property
    def options(self) -> Mapping[str, OptionLike]: ...
    @property
    def target(self) -> str | None: ...
    @property
    def targets(self) -> Mapping[str, Any]: ...
    @property
    def accept(self) -> Mapping[str, Any]: ...
    @property
    def currency(self) -> str | None: ...
    @property
    def compute(self) -> Mapping[str, Any] | None: ...
    @property
    def serial(self) -> SerialLike | None: ...


class PropertyLike(Protocol):
    """One property of an entity."""

    @property
    def field(self) -> FieldLike: ...
    @property
    def type(self) -> str | list[str] | None: ...
    @property
    def format(self) -> str | None: ...
    @property
    def minLength(self) -> int | None: ...  # noqa: N802  (the JSON Schema keyword)
    @property
    def maxLength(self) -> int | None: ...  # noqa: N802  (the JSON Schema keyword)
    @property
    def minimum(self) -> float | None: ...
    @property
    def maximum(self) -> float | None: ...
    @property
    def decimals(self) -> int | None: ...
    @property
    def minItems(self) -> int | None: ...  # noqa: N802  (the JSON Schema keyword)
    @property
    def maxItems(self) -> int | None: ...  # noqa: N802  (the JSON Schema keyword)
