"""Numbers as people type and read them; exact decimals in between, IEEE doubles only at the ends."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Literal

from .cells import Cell, cell_text
from .characters import narrow
from .issues import FieldIssue, wrong_type
from .prop import PropertyLike

CAP = 1_000_000_000_000_000
"""No number is larger: below it four executors compute bit for bit the same (rules.md section 5)."""

TINIEST = 1e-9
"""No number but 0 is smaller."""

SHOWN_DECIMALS = 6

_UNITS = {"": 0, "千": 3, "k": 3, "万": 4, "w": 4, "百万": 6, "m": 6, "千万": 7, "亿": 8}
_NUMBER = re.compile(
    r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d*)(?:\.(\d*))?(?:e([+-]?\d{1,2}))? ?(百万|千万|千|万|亿|k|w|m)?",
    re.ASCII,
)


def number_of(value: object) -> float:
    """A JSON number as a float within the cap; -0 and what is smaller than 1e-9 become 0: PostgreSQL raises an error
    where a product of smaller numbers would underflow. Raises wrong_type, too_large, too_small."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong_type("number")
    if isinstance(value, float) and not isfinite(value):
        raise wrong_type("number")
    if value > CAP:
        raise FieldIssue("too_large", {"maximum": CAP})
    if value < -CAP:
        raise FieldIssue("too_small", {"minimum": -CAP})
    return float(value) if abs(value) >= TINIEST else 0.0


def whole_of(value: object) -> int:
    """A JSON number that is a whole number, 5.0 included, as an int. Raises not_whole_number besides."""
    number = number_of(value)
    if not number.is_integer():
        raise FieldIssue("not_whole_number")
    return int(number)


def check_range(value: float, prop: PropertyLike) -> None:
    """`minimum` and `maximum` of the property, both inclusive."""
    if prop.minimum is not None and value < prop.minimum:
        raise FieldIssue("too_small", {"minimum": prop.minimum})
    if prop.maximum is not None and value > prop.maximum:
        raise FieldIssue("too_large", {"maximum": prop.maximum})


def decimals_of(value: float | Decimal) -> int:
    """How many decimals the shortest text of the number has: 19.99 has two."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    exponent = exact.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def decimal_of_cell(cell: Cell, decimal: Literal[".", ","] = ".") -> Decimal | None:
    """A sheet's number or typed text as an exact decimal; None when blank. Raises not_a_number.

    A float is read with 15 digits, as sheets show it: 99.99000000000001 is the noise of a sum.
    """
    if isinstance(cell, bool):
        raise FieldIssue("not_a_number")
    if isinstance(cell, int | float):
        return Decimal(f"{number_of(cell):.15g}")
    return decimal_of_text(cell_text(cell), decimal)


def decimal_of_text(text: str, decimal: Literal[".", ","] = ".") -> Decimal | None:
    """Typed text as an exact decimal: 1,234.5 · １２ · 3.2万 · 1.5亿 · 10w · 8K. None when blank."""
    plain = narrow(text).strip().lower().replace("\u00a0", " ").replace("\u2009", " ")
    if not plain:
        return None
    if decimal == ",":
        plain = plain.translate({ord(","): ".", ord("."): ","})
    found = _NUMBER.fullmatch(plain) if len(plain) <= 60 else None
    if found is None:
        raise FieldIssue("not_a_number")
    sign, whole, fraction, exponent, unit = found.groups()
    if not whole and not fraction:
        raise FieldIssue("not_a_number")
    digits = whole.replace(",", "").replace(" ", "") or "0"
    value = Decimal(f"{sign}{digits}.{fraction or '0'}").scaleb(int(exponent or 0) + _UNITS[unit or ""])
    return value if value else Decimal(0)


def rounded(value: Decimal | float, decimals: int) -> Decimal:
    """Half away from zero, as people round; a double counts with 15 digits, so 2.675 gives 2.68."""
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.15g}")
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number_text(value: Decimal | float, decimals: int | None = None, *, padded: bool = False) -> str:
    """A number with thousands separators, at most `decimals` (6 when None) decimals, no exponent.

    `padded` keeps the trailing zeros (amounts of money).
    """
    exact = rounded(value, SHOWN_DECIMALS if decimals is None else decimals)
    text = f"{exact:,f}"
    if not padded and "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
