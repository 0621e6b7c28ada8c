"""money 金额: whole minor units of one currency (fen), so that sums are exact."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from followthrough.core.kit.fieldtype import MONEY

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .characters import narrow
from .currencies import DEFAULT, Currency, currency
from .issues import FieldIssue
from .number import bounded
from .numbers import check_range, decimal_of_cell, decimal_of_text, decimals_of, number_text, whole_of
from .operators import ORDERED
from .prop import PropertyLike
from .property_schema import CURRENCY, WHOLE_RANGE, PropertyShape


class MoneyKind(Kind):
    """An integer of minor units; the field's `currency` (CNY when absent) says how many make one unit."""

    id = "money"
    label: ClassVar = {"zh": "金额", "en": "Money"}
    help: ClassVar = {"zh": "合同额、报价、回款，按币种记到分", "en": "An amount in one currency, exact to the cent"}
    group = "number"
    json_type = "integer"
    stored_as = Column.BIGINT
    typed = MONEY
    operators = ORDERED
    shape = PropertyShape(keywords=WHOLE_RANGE, members=CURRENCY)
    starts_with: ClassVar = {"minimum": 0}
    field_starts_with: ClassVar = {"currency": DEFAULT}

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return bounded("integer", prop)

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is None or value == "":
            return None
        amount = whole_of(value)
        check_range(amount, prop)
        return amount

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        """Major units, as people write them: 1234.5 is 123450 fen."""
        money = currency(prop.field.currency)
        exact = decimal_of_cell(cell) if isinstance(cell, int | float) else _typed(cell_text(cell), money, ctx)
        if exact is None:
            return None
        if decimals_of(exact) > money.decimals:
            raise FieldIssue("too_many_decimals", {"decimals": money.decimals})
        return self.normalise(int(exact.scaleb(money.decimals)), prop)

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return "" if value is None else money_text(int(value), prop.field.currency)

    def to_cell(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> Cell:
        return None if value is None else float(Decimal(int(value)).scaleb(-currency(prop.field.currency).decimals))


def money_text(amount: int, code: str | None) -> str:
    """Minor units as "¥1,234.50"; the minus sign comes first."""
    money = currency(code)
    shown = number_text(Decimal(abs(amount)).scaleb(-money.decimals), money.decimals, padded=True)
    return f"{'-' if amount < 0 else ''}{money.shown}{shown}"


def _typed(text: str, money: Currency, ctx: ReadContext) -> Decimal | None:
    """Typed text less the signs of the field's own currency; those of another one are refused."""
    plain = narrow(text).strip().lower()
    sign = ""
    if plain[:1] in ("-", "+") and any(plain[1:].startswith(mark) for mark in money.typed):
        sign, plain = plain[0], plain[1:]
    bare = next((plain[len(mark) :].strip() for mark in money.typed if plain.startswith(mark)), plain)
    bare = next((bare[: -len(mark)].strip() for mark in money.typed if bare.endswith(mark)), bare)
    if plain and not bare:
        raise FieldIssue("not_a_number")
    return decimal_of_text(sign + bare, ctx.decimal)
