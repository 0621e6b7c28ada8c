"""What is wrong with a row, in words, at the column where the user mends it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from followthrough.core.compile import CompiledApp
from followthrough.core.fields import Lang
from followthrough.core.run.acts import Issue
from followthrough.services import wording
from followthrough.services.refusal import Refusal

from .columns import text_of_cell
from .plan import Wrong
from .targets import HOLDER_UNIT, OWNER
from .wire import ProblemCount, RowProblem

LANGS: tuple[Lang, ...] = ("zh", "en")
_HEAD = re.compile(r"[.\[]")
_HOLDERS = {"owner": OWNER, "unit": HOLDER_UNIT}
LISTED = 50


class Wording:
    """Words for the rows of one entity, mapped so."""

    def __init__(self, app: CompiledApp, entity: str, column_of: Mapping[str, int]) -> None:
        self._app = app
        self._entity = app.entities[entity]
        self._column_of = column_of

    def of_wrong(self, wrong: Iterable[Wrong]) -> list[RowProblem]:
        """Cells that cannot be read."""
        return [self._issue(one.field, one.column, one.code, one.params, one.value) for one in wrong]

    def of_refusal(self, refusal: Refusal, cells: Sequence[Any]) -> list[RowProblem]:
        """Why the act of a row was refused: issue by issue, need by need, or the refusal itself."""
        made = []
        for issue in refusal.issues:
            name = _HOLDERS.get(issue.path) or _HEAD.split(issue.path)[0]
            made.append(self._at(name, cells, issue.code, issue.params, issue.message, issue.remedy))
        for need in refusal.needs:
            mine = need.entity == self._entity.id
            params = {"at": need.at, "kind": need.kind, "action": need.action}
            name = need.field if mine and need.kind == "field" else None
            made.append(self._at(name, cells, refusal.code, params, need.message, refusal.problem.remedy()))
        if not made:
            params = dict(refusal.problem.params)
            said, remedy = refusal.problem.message(), refusal.problem.remedy()
            made.append(self._at(params.get("field"), cells, refusal.code, params, said, remedy))
        return made

    def _at(
        self,
        name: str | None,
        cells: Sequence[Any],
        code: str,
        params: dict[str, Any],
        message: dict[str, str],
        remedy: dict[str, str],
    ) -> RowProblem:
        column = self._column_of.get(name) if name else None
        value = text_of_cell(cells[column]) if column is not None else None
        return RowProblem(
            column=column, field=name, code=code, params=params, message=message, remedy=remedy, value=value
        )

    def _issue(
        self, name: str | None, column: int | None, code: str, params: Mapping[str, Any], value: str | None
    ) -> RowProblem:
        said = wording.issue_view(self._app, self._entity.id, Issue(name or "", code, dict(params)))
        return RowProblem(
            column=column,
            field=name,
            code=code,
            params=said.params,
            message=said.message,
            remedy=said.remedy,
            value=value,
        )


def counted(problems: Iterable[Iterable[RowProblem]]) -> list[ProblemCount]:
    """How many rows have each problem, commonest first."""
    first: dict[tuple[str, int | None, str | None, str], RowProblem] = {}
    counts: Counter[tuple[str, int | None, str | None, str]] = Counter()
    for of_row in problems:
        seen = {(one.code, one.column, one.field, one.message["zh"]): one for one in of_row}
        first = {**seen, **first} if seen.keys() - first.keys() else first
        counts.update(seen.keys())
    return [
        ProblemCount(code=code, column=column, field=field, message=first[code, column, field, said].message, count=n)
        for (code, column, field, said), n in counts.most_common(LISTED)
    ]


def stored(problems: Iterable[RowProblem]) -> list[Any]:
    """As the job keeps them."""
    kept: list[Any] = msgspec.to_builtins(list(problems))
    return kept


def told(kept: Sequence[Any]) -> list[RowProblem]:
    """As they were kept; what a stored row keeps instead (its version) is no problem."""
    return [msgspec.convert(one, RowProblem) for one in kept if "code" in one]
