"""The rule language: the tree, its type check, the Python evaluator, explain and the sentence printer.

Meaning: schemas/rules/README.md. Whatever others need is named here.
"""

from .calendars import Calendar, calendar_of
from .check import Expect, check_rule
from .closures.number import storable
from .compile import compile_condition, compile_rule, evaluate
from .dates import date_text, day_of, instant_text, second_of
from .env import Binder, Env, FieldScope, Scope, bind, env_at, inner, outer
from .explain import Explanation, Part, Wanted, explain
from .issues import ISSUES, RuleIssue, errors
from .literal_text import Lang
from .operators import OPERATORS, Operator
from .sentence import Label, sentence
from .tree import Node, calendars_of, fields_of, node_at, parameter_key, parameters_of, uses_clock, walk
from .types import type_of
from .zones import ZoneTable, date_of, offset_at, zone_table

__all__ = [
    "ISSUES",
    "OPERATORS",
    "Binder",
    "Calendar",
    "Env",
    "Expect",
    "Explanation",
    "FieldScope",
    "Label",
    "Lang",
    "Node",
    "Operator",
    "Part",
    "RuleIssue",
    "Scope",
    "Wanted",
    "ZoneTable",
    "bind",
    "calendar_of",
    "calendars_of",
    "check_rule",
    "compile_condition",
    "compile_rule",
    "date_of",
    "date_text",
    "day_of",
    "env_at",
    "errors",
    "evaluate",
    "explain",
    "fields_of",
    "inner",
    "instant_text",
    "node_at",
    "offset_at",
    "outer",
    "parameter_key",
    "parameters_of",
    "second_of",
    "sentence",
    "storable",
    "type_of",
    "uses_clock",
    "walk",
    "zone_table",
]
