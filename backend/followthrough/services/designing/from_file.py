"""Starting from a file of rows: its columns become fields as guessed and as corrected, its rows wait for the first version."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

import msgspec

from followthrough.services.ids import new_id
from followthrough.services.importing.columns import describe
from followthrough.services.refusal import NOT_FOUND, Abandoned, Refusal, refuse
from followthrough.services.sheets.reading import read_table
from followthrough.services.views_design import GuessedColumn, GuessView, StartedApp
from followthrough.services.who import Who
from followthrough.store import idempotency, imports, people
from followthrough.store.database import Database
from followthrough.store.imports import ImportJob, ImportRow
from followthrough.store.tx import Tx

from .blank import NAME, app_documents
from .desk import Json, answered
from .drafting import Drafting, Keyed
from .guessing import Column, columns_of, options_of, stage_column, title_of
from .naming import first_free, ids_for, suggested_id
from .properties import GUESSED, property_of
from .stages import flow_of_stages
from .starting import MAX_NAME, Starting, text_of

PATIENCE_S = 10.0
KNOWN = 5000
GUESS = "guess"
MOST_STAGES = 30
_ANSWERS = msgspec.json.Decoder(StartedApp)


@dataclass(frozen=True, slots=True)
class Correction:
    """What is said of a column instead of its guess; None leaves it."""

    label: Mapping[str, str] | None = None
    kind: str | None = None
    required: bool | None = None
    skip: bool | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """What is said of a guess: what a row is called; columns by field id (what is left out stays); `stages` the field whose
    options become the stages of a flow (None: no flow); `title` the field records are told apart by (None: as guessed)."""

    label: Mapping[str, str]
    columns: Mapping[str, Correction] = field(default_factory=dict)
    stages: str | None = None
    title: str | None = None


class FromFile:
    """Files of rows on the way to an app. The rows are kept in an import job, so that the file is sent once."""

    def __init__(self, db: Database, drafting: Drafting, starting: Starting) -> None:
        self.db = db
        self.drafting = drafting
        self.starting = starting
        self._reading = threading.Lock()

    def guess(self, who: Who, name: str, data: bytes) -> GuessView | Refusal:
        """Read a file and guess. Codes: not_found (who may not start), import_too_large, import_unreadable, import_empty,
        try_again."""
        allowed = answered(self.db, lambda tx: self._may(tx, who))
        if isinstance(allowed, Refusal):
            return allowed
        if not self._reading.acquire(timeout=PATIENCE_S):  # one child at a time: each may take much memory
            return refuse("try_again")
        try:
            table = read_table(data)
        finally:
            self._reading.release()
        if isinstance(table, Refusal):
            return table
        with self.db.read() as tx:
            known = [one.name for one in people.search(tx, limit=KNOWN)]
        guessed = columns_of(table, known)
        said = _guess_of(guessed, name, len(table.rows))
        job = ImportJob(
            new_id(), "", "", who.person, "read", name[:200],
            columns=msgspec.to_builtins(describe(table)), options={GUESS: said},
        )  # fmt: skip
        rows = [ImportRow(n, cells) for n, cells in enumerate(table.rows, 1)]

        def work(tx: Tx) -> GuessView:
            imports.create(tx, job, rows)
            return _view(job, len(rows))

        return answered(self.db, work, write=True)

    def confirm(self, who: Who, job_id: str, said: Corrections) -> GuessView | Refusal:
        """Correct a guess. Codes: not_found, import_state, bad_request {reason: label, column, kind, title, stages}."""

        def work(tx: Tx) -> GuessView:
            self._may(tx, who)
            job = _own(tx, who, job_id, lock=True)
            options = {GUESS: _corrected(job.options[GUESS], said)}
            imports.change(tx, job.id, options=options)
            return _view(replace(job, options=options), job.total)

        return answered(self.db, work, write=True)

    def start(self, who: Who, job_id: str, name: Mapping[str, str], keyed: Keyed) -> StartedApp | Refusal:
        """A new app of the guess; its rows wait in the job, mapped, until the app has a version. Codes: not_found,
        import_state, bad_request {reason: name}, document_…."""

        def work(tx: Tx) -> StartedApp:
            kept = idempotency.find(tx, who.person, keyed.key, keyed.body)
            if kept is not None:
                return _ANSWERS.decode(kept)
            job = _own(tx, who, job_id, lock=True)
            plan = _plan(job.options[GUESS])
            made = self.starting.begin(tx, who, plan.documents, text_of(dict(name), "name"))
            columns = [{**one, "suggestion": plan.to.get(one["index"]), "confidence": 1.0} for one in job.columns]
            mapping = {"columns": [_mapped(one, plan.to) for one in columns if one["index"] in plan.to]}
            imports.change(tx, job.id, app=made.app, entity=plan.entity, columns=columns, mapping=mapping, options={})
            made = StartedApp(app=made.app, job=job.id)
            idempotency.keep(tx, who.person, keyed.key, keyed.body, msgspec.json.encode(made))
            return made

        return answered(self.db, work, write=True, keyed=True)

    def _may(self, tx: Tx, who: Who) -> None:
        if not self.drafting.may_start(tx, who):
            raise Abandoned(NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Plan:
    """The app a guess makes: its documents, its entity, and where each column goes."""

    documents: Json
    entity: str
    to: dict[int, str]


def _own(tx: Tx, who: Who, job_id: str, *, lock: bool = False) -> ImportJob:
    job = imports.get(tx, job_id, lock=lock)
    if job is None or job.owner != who.person:
        raise Abandoned(NOT_FOUND)
    if job.app or GUESS not in job.options:
        raise Abandoned(refuse("import_state", state=job.state))
    return job


def _guess_of(guessed: Sequence[Column], name: str, rows: int) -> Json:
    """A guess as it is kept: columns by the id of the field they may become, which stays whatever is corrected."""
    called = PurePath(name.replace("\\", "/")).stem[:MAX_NAME] or "数据"
    ids = dict(zip((one.index for one in guessed), ids_for(one.name for one in guessed), strict=True))
    title, stages = title_of(guessed, rows), stage_column(guessed)
    return {
        "entity": suggested_id(called),
        "label": {"zh": called, "en": called},
        "columns": {ids[one.index]: _column_kept(one) for one in guessed},
        "title": None if title is None else ids[title],
        "stages": None if stages is None else ids[stages],
    }


def _column_kept(one: Column) -> Json:
    made: Json = msgspec.to_builtins(one)
    return {**made, "label": {"zh": one.name, "en": one.name}, "skip": False}


def _corrected(guess: Json, said: Corrections) -> Json:
    columns: dict[str, Json] = {name: dict(one) for name, one in guess["columns"].items()}
    for name, part in said.columns.items():
        if name not in columns:
            raise Abandoned(refuse("bad_request", reason="column"))
        _say(columns[name], part)
    title = guess["title"] if said.title is None else said.title
    if said.title is not None and columns.get(said.title, {}).get("kind") != "text":
        raise Abandoned(refuse("bad_request", reason="title"))
    if said.stages is not None:
        staged = columns.get(said.stages)
        if staged is None or staged["kind"] != "choice" or not 2 <= len(staged["options"]) <= MOST_STAGES:
            raise Abandoned(refuse("bad_request", reason="stages"))
    label = text_of(dict(said.label), "label")
    return {**guess, "label": label, "columns": columns, "title": title, "stages": said.stages}


def _say(one: Json, part: Correction) -> None:
    """Correct a column. One that becomes a choice offers the texts it holds."""
    if part.kind is not None:
        if part.kind not in GUESSED:
            raise Abandoned(refuse("bad_request", reason="kind"))
        one["kind"], one["options"] = part.kind, options_of(part.kind, one["texts"])
        if part.kind in ("choice", "choices") and not one["options"]:
            raise Abandoned(refuse("bad_request", reason="kind"))
    if part.label is not None:
        one["label"] = text_of(dict(part.label), "label")
    for name in ("required", "skip"):
        if getattr(part, name) is not None:
            one[name] = getattr(part, name)


def _plan(guess: Json) -> Plan:
    """The documents of a guess. A column that is a flow's stages is no field of its own."""
    # Kept as JSON, members have lost their order: fields stand as the columns of the file.
    columns = sorted(guess["columns"].items(), key=lambda column: column[1]["index"])
    shown = {name: one for name, one in columns if not one["skip"]}
    stages = guess["stages"] if guess["stages"] in shown else None
    properties = {
        name: property_of(
            one["kind"],
            one["label"],
            (n + 1) * 10,
            required=one["required"],
            options=one["options"],
            decimals=one["decimals"],
            longest=one["longest"],
        )
        for n, (name, one) in enumerate(shown.items())
        if name != stages
    }
    title = guess["title"]
    if title not in properties or properties[title]["field"]["kind"] != "text":
        title = next((name for name, one in properties.items() if one["field"]["kind"] == "text"), None)
    if title is None:
        title = first_free("name", properties)
        called = {key: value for key, value in NAME["name"]["field"].items() if key != "required"}
        properties[title] = {**NAME["name"], "field": called}
    entity, label = guess["entity"], guess["label"]
    flow = flow_of_stages(entity, label, shown[stages]["options"]) if stages is not None else None
    documents = app_documents("x", label, entity, label, properties, title, flow)
    to = {one["index"]: "_stage" if name == stages else name for name, one in shown.items()}
    return Plan(documents, entity, to)


def _mapped(column: Json, to: Mapping[int, str]) -> Json:
    made: Json = {"column": column["index"], "to": to[column["index"]]}
    if column.get("date_order") in ("ymd", "dmy", "mdy"):
        made["date_order"] = column["date_order"]
    if column.get("decimal") in (".", ","):
        made["decimal"] = column["decimal"]
    return made


def _view(job: ImportJob, rows: int) -> GuessView:
    guess = job.options[GUESS]
    plan = _plan(guess)
    return GuessView(
        job=job.id,
        entity=plan.documents["entities"][plan.entity],
        flow=plan.documents.get("flows", {}).get(plan.entity),
        columns=[
            GuessedColumn(
                name=one["name"],
                field=name,
                label=one["label"],
                kind=one["kind"],
                why=one["why"],
                samples=one["samples"],
                required=one["required"],
                options=one["options"],
                skip=one["skip"],
            )
            for name, one in sorted(guess["columns"].items(), key=lambda pair: pair[1]["index"])
        ],
        title=guess["title"],
        stages=guess["stages"],
        rows=rows,
    )
