"""Currencies: how many decimals their minor unit has, how they print, and what people type for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT = "CNY"

_NO_MINOR = frozenset(
    (
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    )
)
_THREE = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))


@dataclass(frozen=True, slots=True)
class Currency:
    """`shown` stands before the amount; `typed` are the signs (lower case) that may stand at either end of it."""

    code: str
    decimals: int
    shown: str
    typed: tuple[str, ...]


_KNOWN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "CNY": ("¥", ("人民币", "rmb", "cn¥", "¥", "元整", "元", "块")),
    "USD": ("US$", ("us$", "美元", "美金", "$")),
    "EUR": ("€", ("欧元", "€")),
    "GBP": ("£", ("英镑", "£")),
    "JPY": ("JP¥", ("日元", "jp¥", "円", "¥")),
    "HKD": ("HK$", ("港元", "港币", "hk$", "$")),
    "TWD": ("NT$", ("新台币", "nt$", "$")),
    "SGD": ("S$", ("新加坡元", "新币", "s$", "$")),
    "AUD": ("A$", ("澳元", "a$", "$")),
    "CAD": ("C$", ("加元", "c$", "$")),
    "KRW": ("₩", ("韩元", "₩")),
    "INR": ("₹", ("卢比", "₹")),
    "VND": ("₫", ("越南盾", "₫")),
}


def currency(code: str | None) -> Currency:
    """The currency of an ISO 4217 code; the renminbi for None. An unlisted one prints as "THB 1.50"."""
    code = code or DEFAULT
    shown, typed = _KNOWN.get(code, (f"{code} ", ()))
    decimals = 0 if code in _NO_MINOR else 3 if code in _THREE else 2
    return Currency(code, decimals, shown, (code.lower(), *typed))
