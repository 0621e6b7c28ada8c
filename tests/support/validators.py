"""Two independent JSON Schema validators told of our formats and of the `decimals` keyword."""

from collections.abc import Callable, Iterator
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

from followthrough.core.fields.validation import FORMATS, has_decimals


def _decimals(_validator: Any, most: int, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    if not has_decimals(instance, most):
        yield ValidationError(f"more than {most} decimals")


class _Decimals:
    def __init__(self, _parent: dict[str, Any], value: Any, _path: list[str | int]) -> None:
        self.most = value

    def validate(self, instance: Any) -> None:
        if not has_decimals(instance, self.most):
            raise ValueError(f"more than {self.most} decimals")


def _checker() -> FormatChecker:
    checker = FormatChecker(())
    for name, check in FORMATS.items():
        checker.checks(name)(lambda value, check=check: not isinstance(value, str) or check(value))
    return checker


_Ours = extend(Draft202012Validator, {"decimals": _decimals})  # type: ignore[no-untyped-call]  # untyped package


def oracle(schema: dict[str, Any]) -> Callable[[Any], bool]:
    """Whether the package `jsonschema` accepts a value."""
    return _Ours(schema, format_checker=_checker()).is_valid  # type: ignore[no-any-return]  # untyped package


def quick(schema: dict[str, Any]) -> Callable[[Any], bool]:
    """Whether `jsonschema-rs` accepts a value."""
    return jsonschema_rs.Draft202012Validator(
        schema, formats=dict(FORMATS), validate_formats=True, keywords={"decimals": _Decimals}
    ).is_valid
