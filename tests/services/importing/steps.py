"""Imports as a person walks them: upload, answer, check, run; each step waited for."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from followthrough.core.run.acts import Create
from followthrough.services.importing import Mapping
from followthrough.services.importing.wire import (
    ColumnMapping,
    ImportJobView,
    ImportRowView,
    ValueAnswer,
)
from followthrough.services.refusal import Refusal
from tests.services.house import House

Answers = Callable[[Any], ValueAnswer]


def sheet(*rows: Sequence[Any]) -> bytes:
    """A CSV file of rows, the first being the header."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


class Imports:
    """Imports of one person into one app."""

    def __init__(self, house: House, app: str = "pipeline", who: str = "chen") -> None:
        self.house = house
        self.app = app
        self.who = who

    @property
    def service(self) -> Any:
        """The service."""
        return self.house.services.importing

    @property
    def person(self) -> Any:
        """Who imports."""
        return self.house.people[self.who]

    def upload(self, entity: str, data: bytes, name: str = "rows.csv") -> ImportJobView:
        """A file that is taken in."""
        job = self.service.upload(self.person, self.app, entity, name, data)
        assert isinstance(job, ImportJobView), job
        return job

    def map(self, job: ImportJobView, **options: Any) -> ImportJobView:
        """The suggested mapping with other options, or a given one."""
        given = options.pop("mapping", None) or Mapping(columns=job.mapping.columns, **options)
        found = self.service.map(self.person, job.id, given)
        assert isinstance(found, ImportJobView), found
        return found

    def answer(self, job: ImportJobView, answers: Answers | None = None, **options: Any) -> ImportJobView:
        """The suggested mapping with every text that names nothing answered (else: what is suggested first)."""
        say = answers or (lambda question: ValueAnswer(use=question.suggestions[0].id))
        asked = [question for question in job.questions if question.kind == "value"]
        columns = [
            ColumnMapping(
                part.column, part.to, values={q.value or "": say(q) for q in asked if q.column == part.column}
            )
            for part in job.mapping.columns
        ]
        return self.map(job, mapping=Mapping(columns=columns, **options))

    def check(self, job: ImportJobView) -> ImportJobView:
        """Checked to the end."""
        begun = self.service.check(self.person, job.id)
        assert isinstance(begun, ImportJobView), begun
        return self.waited(job)

    def run(self, job: ImportJobView, *, atomic: bool = True) -> ImportJobView:
        """Run to the end."""
        begun = self.service.run(self.person, job.id, atomic=atomic)
        assert isinstance(begun, ImportJobView), begun
        return self.waited(job)

    def refused(self, answer: Any) -> str:
        """The code of what must be a refusal."""
        assert isinstance(answer, Refusal), answer
        return answer.code

    def waited(self, job: ImportJobView) -> ImportJobView:
        """The job, once nobody works on it."""
        self.service.work.wait(job.id, 120)
        found = self.service.get(self.person, job.id)
        assert isinstance(found, ImportJobView), found
        assert found.step is None
        return found

    def rows(self, job: ImportJobView, state: str | None = None) -> list[ImportRowView]:
        """All rows."""
        made: list[ImportRowView] = []
        after: int | None = 0
        while after is not None:
            page = self.service.rows(self.person, job.id, state, after, 200)
            made += page.rows
            after = page.next
        return made

    def made(self, entity: str, **values: Any) -> str:
        """A record typed in by hand; its id."""
        return self.house.done(self.who, entity, None, Create(entity, "", values), self.app).record.id

    def whole(self, entity: str, data: bytes, **options: Any) -> ImportJobView:
        """Upload, answer with the suggestions, check and run; all rows must go in."""
        job = self.answer(self.upload(entity, data), **options)
        assert job.state == "mapped", job.questions
        checked = self.check(job)
        assert checked.counts["error"] == 0, checked.problems
        return self.run(job)


def counts(job: ImportJobView) -> dict[str, int]:
    """The states that occur."""
    return {state: n for state, n in job.counts.items() if n}
