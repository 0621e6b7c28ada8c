"""Routes that change records: each is one act on the one command path, or asks what would come of it."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from litestar import patch, post
from litestar.params import FromPath, JSONBody

from followthrough.core.run.acts import Act, Archive, Assign, Create, Edit, Move, Perform
from followthrough.services.filling import BulkItem, Submission
from followthrough.services.ids import new_id
from followthrough.services.views import Answer, BulkAnswer, Judgement

from .guards import KEY_HEADER, AnyRequest, held_of, services_of
from .problems import given
from .wire import (
    ActBody,
    ArchiveBody,
    AssignBody,
    BulkBody,
    CreateBody,
    EditBody,
    JudgeBody,
    MoveBody,
    as_act,
)

TOOK_HEADER = "x-filling-seconds"
DRAWN_HEADER = "x-app-version"
A_DAY = 86_400
RECORD = "/api/apps/{app:str}/{entity:str}/{record:str}"


def body_hash(request: AnyRequest, body: msgspec.Struct) -> bytes:
    """What makes a repeated request the same one: its method, path and decoded body."""
    said = f"{request.method} {request.url.path}\n".encode() + msgspec.json.encode(body, order="sorted")
    return hashlib.sha256(said).digest()


def _submit(request: AnyRequest, submission: Submission) -> Answer:
    services = services_of(request)
    return given(services.filling.submit(held_of(request).who, submission))


def _on_record(request: AnyRequest, app: str, entity: str, record: str, act: Act, body: Any) -> Answer:
    key = request.headers[KEY_HEADER]
    made = body_hash(request, body)
    return _submit(
        request, Submission(app, entity, record, act, key, made, body.version, _took(request), drawn(request))
    )


def _took(request: AnyRequest) -> int | None:
    """How long the form was open, in whole seconds. A header, so that a repeated request is the same one; what is no
    such number is not known: it says what forms cost, nothing hangs on it."""
    said = request.headers.get(TOOK_HEADER, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 5 and int(said) <= A_DAY else None


def drawn(request: AnyRequest) -> int | None:
    """The app's version that the page was drawn from. A header, so that a request sent again from a newer page is the same
    one; who sends none is not asked."""
    said = request.headers.get(DRAWN_HEADER, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 9 else None


@post("/api/apps/{app:str}/{entity:str}", sync_to_thread=True)
def create(request: AnyRequest, app: FromPath[str], entity: FromPath[str], data: JSONBody[CreateBody]) -> Answer:
    """A new record."""
    act = Create(entity, new_id(), data.values, data.stage, data.owner, data.unit, data.entry)
    key, made = request.headers[KEY_HEADER], body_hash(request, data)
    return _submit(request, Submission(app, entity, None, act, key, made, None, _took(request), drawn(request)))


@patch(RECORD, sync_to_thread=True)
def edit(
    request: AnyRequest, app: FromPath[str], entity: FromPath[str], record: FromPath[str], data: JSONBody[EditBody]
) -> Answer:
    """Change values of a record."""
    return _on_record(request, app, entity, record, Edit(data.values, data.entry), data)


@post(RECORD + "/move", status_code=200, sync_to_thread=True)
def move(
    request: AnyRequest, app: FromPath[str], entity: FromPath[str], record: FromPath[str], data: JSONBody[MoveBody]
) -> Answer:
    """Walk a record to a stage."""
    return _on_record(request, app, entity, record, Move(data.to, data.values, data.entry), data)


@post(RECORD + "/act", status_code=200, sync_to_thread=True)
def perform(
    request: AnyRequest, app: FromPath[str], entity: FromPath[str], record: FromPath[str], data: JSONBody[ActBody]
) -> Answer:
    """Do an action."""
    act = Perform(data.action, data.inputs, tuple(data.files), new_id())
    return _on_record(request, app, entity, record, act, data)


@post(RECORD + "/assign", status_code=200, sync_to_thread=True)
def assign(
    request: AnyRequest, app: FromPath[str], entity: FromPath[str], record: FromPath[str], data: JSONBody[AssignBody]
) -> Answer:
    """Give a record to someone else."""
    return _on_record(request, app, entity, record, Assign(data.owner, data.unit, data.reason), data)


@post(RECORD + "/archive", status_code=200, sync_to_thread=True)
def archive(
    request: AnyRequest, app: FromPath[str], entity: FromPath[str], record: FromPath[str], data: JSONBody[ArchiveBody]
) -> Answer:
    """Take a record out of lists and boards, or back."""
    return _on_record(request, app, entity, record, Archive(data.reason, data.restore), data)


@post(RECORD + "/judge", status_code=200, opt={"unkeyed": True}, sync_to_thread=True)
def judge(
    request: AnyRequest, app: FromPath[str], entity: FromPath[str], record: FromPath[str], data: JSONBody[JudgeBody]
) -> Judgement:
    """What would come of an act; stores nothing."""
    services = services_of(request)
    act = as_act(data.act, "api", new_id())
    return given(services.filling.judge(held_of(request).who, Submission(app, entity, record, act)))


@post("/api/apps/{app:str}/{entity:str}/bulk", status_code=200, sync_to_thread=True)
def bulk(request: AnyRequest, app: FromPath[str], entity: FromPath[str], data: JSONBody[BulkBody]) -> BulkAnswer:
    """The same act on many records, each by itself."""
    services = services_of(request)
    items = [BulkItem(item.id, item.version) for item in data.items]
    act = as_act(data.act, "bulk", "")
    key = request.headers[KEY_HEADER]
    made, who = body_hash(request, data), held_of(request).who
    return given(services.filling.bulk(who, app, entity, items, act, key, made, drawn(request)))


ROUTES = [create, edit, move, perform, assign, archive, judge, bulk]
