"""The operators on SQLite: dates are ISO text, sets JSON text, numbers reals.

No LIKE (it folds case), no `%`, no native month arithmetic (31 January plus a month is 3 March there), no
mathematical functions (they are a compile-time option of SQLite).
"""

from __future__ import annotations

from .templates import DAYS, HOUR_SECONDS, MONTHS, NUDGE, ROUND_LIMIT, Pieces

_P = Pieces({}, {}, {}, {}, "", "min", "max")


def _dated(text: str) -> str:
    # '1900' sorts before every day of 1900, '3' after every day of 2999; texts of years before 1 start with '-'.
    return _P.within(text, "'1900'", "'3'")


def _whole(text: str, limit: str) -> str:
    return f"CAST({_P.clamp(text, limit)} AS INTEGER)"


def _part(start: int, length: int, kind: str) -> str:
    return f"CAST(substr({{0}}, {start}, {length}) AS {kind})"


def _months(place: str) -> str:
    return f"(CAST(substr({place}, 1, 4) AS INTEGER) * 12 + CAST(substr({place}, 6, 2) AS INTEGER))"


_N = _whole("{1}", MONTHS)
_MONTHS_BETWEEN = (
    f"CAST({_months('{1}')} - {_months('{0}')}"
    " - CASE WHEN {1} >= {0} AND substr({1}, 9, 2) < substr({0}, 9, 2) THEN 1"
    " WHEN {1} < {0} AND substr({0}, 9, 2) < substr({1}, 9, 2) THEN -1 ELSE 0 END AS REAL)"
)
_FIRST_OF_MONTH = f"{{0}}, 'start of month', {_N} || ' months'"
_ADD_MONTHS = (
    f"min(date({_FIRST_OF_MONTH}, (CAST(substr({{0}}, 9, 2) AS INTEGER) - 1) || ' days'),"
    f" date({_FIRST_OF_MONTH}, '+1 month', '-1 day'))"
)

SQLITE = Pieces(
    numbers={
        "add": "({0} + {1})",
        "sub": "({0} - {1})",
        "mul": "({0} * {1})",
        "div": "({0} / nullif({1}, 0.0))",
        "neg": "(- {0})",
        "abs": "abs({0})",
        "floor": "CAST(CAST({0} AS INTEGER) - ({0} < CAST({0} AS INTEGER)) AS REAL)",
        "ceil": "CAST(CAST({0} AS INTEGER) + ({0} > CAST({0} AS INTEGER)) AS REAL)",
        "round": (
            f"(CASE WHEN abs({{0}}) * {{1}} >= {ROUND_LIMIT} THEN {{0}}"
            f" ELSE CAST(abs({{0}}) * {{1}} * {NUDGE} + 0.5 AS INTEGER) / {{1}}"
            " * CASE WHEN {0} < 0.0 THEN -1.0 ELSE 1.0 END END)"
        ),
        "len": "CAST(coalesce(length({0}), 0) AS REAL)",
        "count": "CAST(coalesce(json_array_length({0}), 0) AS REAL)",
        "year": _part(1, 4, "REAL"),
        "month": _part(6, 2, "REAL"),
        "day": _part(9, 2, "REAL"),
        "weekday": "CAST((CAST(strftime('%w', {0}) AS INTEGER) + 6) % 7 + 1 AS REAL)",
        "days_between": "(julianday({1}) - julianday({0}))",
        "hours_between": "(CAST({1} - {0} AS REAL) / 3600.0)",
        "months_between": _MONTHS_BETWEEN,
    },
    dates={
        "month_start": "date({0}, 'start of month')",
        "week_start": "date({0}, '-6 days', 'weekday 1')",
        "quarter_start": "date({0}, 'start of month', ((1 - CAST(substr({0}, 6, 2) AS INTEGER)) % 3) || ' months')",
        "add_days": _dated(f"date({{0}}, {_whole('{1}', DAYS)} || ' days')"),
        "add_months": _dated(_ADD_MONTHS),
        "date_of": _dated("date({0} + {1}, 'unixepoch')"),
    },
    instants={
        "add_hours": _P.within(f"({{0}} + {_whole('({1} * 3600.0)', HOUR_SECONDS)})", "-2208988801", "32503680000"),
    },
    conditions={
        "contains": "(instr({0}, {1}) > 0)",
        "starts": "(substr({0}, 1, length({1})) = {1})",
        "ends": "(substr({0}, -length({1})) = {1})",
        "has": "(EXISTS (SELECT 1 FROM json_each({0}) AS _ft_a WHERE _ft_a.value = {1}))",
        "has_any": (
            "(EXISTS (SELECT 1 FROM json_each({0}) AS _ft_a JOIN json_each({1}) AS _ft_b ON _ft_a.value = _ft_b.value))"
        ),
        "has_all": (
            "({0} IS NOT NULL AND {1} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM json_each({1}) AS _ft_b"
            " WHERE _ft_b.value NOT IN (SELECT _ft_a.value FROM json_each({0}) AS _ft_a)))"
        ),
        "between": "({0} BETWEEN {1} AND {2})",
    },
    dated=_dated("{0}"),
    least="min",
    greatest="max",
)
