"""Currencies of the demo and their rates month by month, as the European Central Bank published them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from followthrough.services.who import Who

from .organisation import read_demo
from .town import Life, Town


class Rate(NamedTuple):
    """A currency's rate in CNY on the last day of a month on which it was quoted."""

    code: str
    month: str
    on: str
    rate: float


def rates(town: Town, who: Who, folder: Path) -> Life:
    """The currencies, the rates of the last months, and then each month's when it is out.

    A currency that is not quoted has no rates, and the contracts in it say so.
    """
    for one in town.market["currencies"]:
        home = one["code"] == "CNY"
        made = town.create(who, "currency", {"code": one["code"], "name": one["name"], "home": home or None})
        town.currencies[one["code"]] = made.id
    for month, figures in _by_month(read_demo(folder, "fx")["rates"]).items():
        while town.date() <= figures[0].on:
            yield town.days(1, 2)
        for one in figures:
            values = {"currency": town.currencies[one.code], "code": one.code, "month": month}
            town.create(who, "fx_rate", {**values, "month_on": one.on, "rate": one.rate})
    yield 0


def _by_month(listed: list[tuple[str, str, str, float]]) -> dict[str, list[Rate]]:
    found: dict[str, list[Rate]] = {}
    for one in listed:
        found.setdefault(one[1], []).append(Rate(*one))
    return found
