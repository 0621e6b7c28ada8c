"""What a mapping leaves open and only the user knows: orders of dates, decimal signs, texts that name nothing exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as ReadOnly
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace

from followthrough.core.fields.characters import clean_line

from .columns import text_of_cell
from .plan import Part, Plan
from .targets import Target
from .wire import ImportColumn, ImportQuestion, Suggested

LISTED = 200
"""So many texts of a column are asked for one by one; the rest is answered together."""
_CLOSELY = 40
_DATES = frozenset({"date", "instant"})
_NUMBERS = frozenset({"number", "money", "percent"})


def questions_of(
    plan: Plan,
    columns: Sequence[ImportColumn],
    targets: ReadOnly[str, Target],
    rows: Sequence[Sequence[Any]],
    creatable: Callable[[Target], bool],
) -> list[ImportQuestion]:
    """All questions, answered ones with their answer."""
    made: list[ImportQuestion] = []
    if plan.mapping.match is None:
        made += [
            ImportQuestion(kind="required", target=target.id, label=target.label, answer=None)
            for target in targets.values()
            if target.required and target.id not in plan.column_of
        ]
    for part in plan.parts:
        made += _readings(part, columns[part.mapping.column])
    for part in plan.parts:
        if part.named is not None:
            made += _values(plan, part, rows, creatable(part.target))
    return made


def open_count(questions: Sequence[ImportQuestion]) -> int:
    """How many questions still have no answer, those not listed included."""
    return sum((one.answer is None) + one.more for one in questions)


def _readings(part: Part, column: ImportColumn) -> Iterator[ImportQuestion]:
    at, kind = part.mapping.column, part.target.kind
    if kind in _DATES and column.date_order == "ambiguous":
        yield ImportQuestion(
            kind="date_order", column=at, samples=column.samples, choices=["dmy", "mdy"], answer=part.mapping.date_order
        )
    if kind in _NUMBERS and column.decimal == "ambiguous":
        yield ImportQuestion(
            kind="decimal", column=at, samples=column.samples, choices=[".", ","], answer=part.mapping.decimal
        )


def _values(plan: Plan, part: Part, rows: Sequence[Sequence[Any]], can_create: bool) -> list[ImportQuestion]:
    texts = Counter(clean_line(text_of_cell(row[part.mapping.column])) for row in rows)
    del texts[""]
    asked = [(text, count) for text, count in texts.items() if plan.unresolved(part, text)]
    asked.sort(key=lambda pair: (pair[0] in part.mapping.values, -pair[1], pair[0]))
    made = [
        ImportQuestion(
            kind="value",
            column=part.mapping.column,
            target=part.target.id,
            value=text,
            rows=count,
            suggestions=_suggestions(part, text, closely=place < _CLOSELY),
            can_create=can_create,
            answer=_answer(part, text),
        )
        for place, (text, count) in enumerate(asked[:LISTED])
    ]
    hidden = [text for text, _ in asked[LISTED:]]
    left = sum(1 for text in hidden if _answer(part, text) is None)
    if left:
        made[-1] = replace(made[-1], more=left)
    return made


def _answer(part: Part, text: str) -> dict[str, Any] | None:
    given = part.mapping.values.get(text)
    if given is not None:
        said: dict[str, Any] = to_builtins(given)
        return said
    return {part.mapping.others: True} if part.mapping.others else None


def _suggestions(part: Part, text: str, *, closely: bool) -> list[Suggested]:
    named = part.named
    assert named is not None
    keys = named.find(text) or named.like(text, close=closely)
    return [Suggested(id=key, title=named.titles[key]) for key in keys[:5]]
