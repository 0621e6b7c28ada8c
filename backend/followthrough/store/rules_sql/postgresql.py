"""The operators on PostgreSQL: dates are DATE, sets JSONB, numbers double precision.

No native round (half-even), no LIKE, no `%` (the driver's placeholder sign).
"""

from __future__ import annotations

from .templates import ROUND_LIMIT, Pieces

_P = Pieces({}, {}, {}, {}, "", "least", "greatest")
# As in templates.py, in doubles: PostgreSQL would compute them in decimals of a length of its own.
_DAYS = "(1000000.0::float8 + 1.0::float8/8589934592.0)"
_MONTHS = "(30000.0::float8 + 1.0::float8/274877906944.0)"
_SECONDS = "(360000000000.0::float8 + 1.0::float8/16384.0)"
_NUDGE = "(1.0::float8 + 1.0::float8/1125899906842624.0)"


def _dated(text: str) -> str:
    return _P.within(text, "DATE '1899-12-31'", "DATE '3000-01-01'")


def _whole(text: str, limit: str, kind: str) -> str:
    return f"trunc({_P.clamp(text, limit)})::{kind}"


def _part(name: str) -> str:
    return f"extract({name} from {{0}})::float8"


def _months(place: str) -> str:
    return f"(extract(year from {place}) * 12 + extract(month from {place}))"


def _day(place: str) -> str:
    return f"extract(day from {place})"


_MONTHS_BETWEEN = (
    f"({_months('{1}')} - {_months('{0}')}"
    f" - CASE WHEN {{1}} >= {{0}} AND {_day('{1}')} < {_day('{0}')} THEN 1"
    f" WHEN {{1}} < {{0}} AND {_day('{0}')} < {_day('{1}')} THEN -1 ELSE 0 END)::float8"
)

POSTGRESQL = Pieces(
    numbers={
        "add": "({0} + {1})",
        "sub": "({0} - {1})",
        "mul": "({0} * {1})",
        "div": "({0} / nullif({1}, 0))",
        "neg": "(- {0})",
        "abs": "abs({0})",
        "floor": "floor({0})",
        "ceil": "ceil({0})",
        "round": (
            f"(CASE WHEN abs({{0}}) * {{1}} >= {ROUND_LIMIT} THEN {{0}}"
            f" ELSE floor(abs({{0}}) * {{1}} * {_NUDGE} + 0.5) / {{1}}"
            " * CASE WHEN {0} < 0 THEN -1 ELSE 1 END END)"
        ),
        "len": "coalesce(length({0}), 0)::float8",
        "count": "coalesce(jsonb_array_length({0}), 0)::float8",
        "year": _part("year"),
        "month": _part("month"),
        "day": _part("day"),
        "weekday": _part("isodow"),
        "days_between": "({1} - {0})::float8",
        "hours_between": "(({1} - {0})::float8 / 3600)",
        "months_between": _MONTHS_BETWEEN,
    },
    dates={
        "month_start": "date_trunc('month', {0}::timestamp)::date",
        "week_start": "date_trunc('week', {0}::timestamp)::date",
        "quarter_start": "date_trunc('quarter', {0}::timestamp)::date",
        "add_days": _dated(f"({{0}} + {_whole('{1}', _DAYS, 'int')})"),
        "add_months": _dated(f"({{0}} + make_interval(months => {_whole('{1}', _MONTHS, 'int')}))::date"),
        "date_of": _dated("(DATE '1970-01-01' + floor(({0} + {1})::float8 / 86400)::int)"),
    },
    instants={
        "add_hours": _P.within(
            f"({{0}} + {_whole('({1} * 3600)', _SECONDS, 'bigint')})", "(-2208988801)::bigint", "32503680000"
        ),
    },
    conditions={
        "contains": "(strpos({0}, {1}) > 0)",
        "starts": "starts_with({0}, {1})",
        "ends": "(right({0}, length({1})) = {1})",
        "has": "({0} @> jsonb_build_array({1}))",
        "has_any": (
            "(EXISTS (SELECT 1 FROM jsonb_array_elements_text({1}) AS _ft_b(value)"
            " WHERE {0} @> jsonb_build_array(_ft_b.value)))"
        ),
        "has_all": "({0} @> {1})",
        "between": "({0} BETWEEN {1} AND {2})",
    },
    dated=_dated("{0}"),
    least="least",
    greatest="greatest",
)
