"""Routes of designing (docs/designing.md, section 2): drafts, their edits, versions, publishing."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from followthrough.core.design.operations import Operation
from followthrough.services.designing import Asked, FromApp, FromNothing, FromTemplate, Given, Keyed, Start
from followthrough.services.views_design import (
    DesignStart,
    EditedView,
    EditsView,
    PlannedView,
    PlanView,
    PublishedView,
    StartedApp,
    SuggestedId,
    VersionDocuments,
    VersionView,
    WorkbenchView,
)

from .fill import body_hash
from .guards import KEY_HEADER, AnyRequest, held_of, services_of
from .problems import given
from .wire import Body

DRAFT = "/api/design/{app:str}"
MOST = 2**53
Revision = Annotated[int, msgspec.Meta(ge=0, le=MOST)]
After = Annotated[int, QueryParameter(ge=0, le=MOST)]
Limit = Annotated[int, QueryParameter(ge=1, le=500)]
Words = Annotated[str, QueryParameter(max_length=200)]
Within = Annotated[str, QueryParameter(max_length=400)]
# Each says the revision it was given at: done once, it is refused the next time.
BY_REVISION = {"unkeyed": True}


class OperationBody(Body):
    """`value` is put at `path` where `was` stood; null or left out is nothing."""

    path: Annotated[str, msgspec.Meta(max_length=2000)]
    was: Any = None
    value: Any = None


class LabelBody(Body):
    """What was done, in words."""

    zh: str
    en: str = ""


class EditGiven(Body):
    """An edit of a draft: operations of which all or none are applied."""

    label: LabelBody
    operations: list[OperationBody]


class RevisionBody(Body):
    """The revision of the draft as the client saw it."""

    revision: Revision


class PublishBody(Body):
    """The draft as of `revision` into force; `mapping` says per entity where the records of stages go that are no more."""

    revision: Revision
    note: str = ""
    mapping: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)


class PlanBody(PublishBody, kw_only=True):
    """The same at an instant to come."""

    at: Annotated[datetime, msgspec.Meta(tz=True)]


class FromTemplateBody(Body, tag="template", tag_field="kind"):
    """Start from a template of the catalogue."""

    template: str


class FromAppBody(Body, tag="app", tag_field="kind"):
    """Start from an app I design."""

    app: str


class FromFileBody(Body, tag="file", tag_field="kind"):
    """Start from a file that was guessed."""

    job: str


class BlankBody(Body, tag="blank", tag_field="kind"):
    """Start with one entity and nothing else."""

    entity: LabelBody


class StartBody(Body):
    """A new app called so."""

    start: FromTemplateBody | FromAppBody | FromFileBody | BlankBody
    name: LabelBody


def keyed(request: AnyRequest, data: msgspec.Struct) -> Keyed:
    """What makes this request the same when it is sent again."""
    return Keyed(request.headers[KEY_HEADER], body_hash(request, data))


@get("/api/design", sync_to_thread=True)
def start(request: AnyRequest) -> DesignStart:
    """The apps I design, and what a new one can be started from; empty for who designs none."""
    return services_of(request).drafting.start(held_of(request).who)


@post("/api/design", sync_to_thread=True)
def begin(request: AnyRequest, data: JSONBody[StartBody]) -> StartedApp:
    """Start an app: its draft, before it has any version."""
    services, who, name = services_of(request), held_of(request).who, msgspec.structs.asdict(data.name)
    if isinstance(data.start, FromFileBody):
        return given(services.from_file.start(who, data.start.job, name, keyed(request, data)))
    return given(services.starting.start(who, _start_of(data.start), name, keyed(request, data)))


def _start_of(said: FromTemplateBody | FromAppBody | BlankBody) -> Start:
    match said:
        case FromTemplateBody():
            return FromTemplate(said.template)
        case FromAppBody():
            return FromApp(said.app)
        case BlankBody():
            return FromNothing(msgspec.structs.asdict(said.entity))


@get(DRAFT, sync_to_thread=True)
def workbench(request: AnyRequest, app: FromPath[str]) -> WorkbenchView:
    """The draft of an app whole, with its findings."""
    return given(services_of(request).drafting.workbench(held_of(request).who, app))


@get(DRAFT + "/edits", sync_to_thread=True)
def edits(request: AnyRequest, app: FromPath[str], after: After = 0, limit: Limit = 100) -> EditsView:
    """What was done to the draft after a revision, oldest first."""
    return given(services_of(request).drafting.edits(held_of(request).who, app, after, limit))


@post(DRAFT + "/edits", status_code=200, sync_to_thread=True)
def edit(request: AnyRequest, app: FromPath[str], data: JSONBody[EditGiven]) -> EditedView:
    """Bring an edit into the draft."""
    label = {"zh": data.label.zh, "en": data.label.en or data.label.zh}
    operations = [Operation(one.path, one.was, one.value) for one in data.operations]
    drafting = services_of(request).drafting
    return given(drafting.edit(held_of(request).who, app, Given(label, operations), keyed(request, data)))


@post(DRAFT + "/discard", opt=BY_REVISION, status_code=200, sync_to_thread=True)
def discard(request: AnyRequest, app: FromPath[str], data: JSONBody[RevisionBody]) -> EditedView:
    """Let the draft say what is in force again."""
    return given(services_of(request).drafting.discard(held_of(request).who, app, data.revision))


@get(DRAFT + "/id", sync_to_thread=True)
def suggested_id(request: AnyRequest, app: FromPath[str], text: Words, within: Within) -> SuggestedId:
    """An id for what is called so, free within a collection."""
    return given(services_of(request).drafting.suggest(held_of(request).who, app, text, within))


@get(DRAFT + "/versions", sync_to_thread=True)
def versions(request: AnyRequest, app: FromPath[str]) -> list[VersionView]:
    """The versions of an app, newest first."""
    return given(services_of(request).drafting.versions(held_of(request).who, app))


@get(DRAFT + "/versions/{number:int}", sync_to_thread=True)
def version(request: AnyRequest, app: FromPath[str], number: FromPath[int]) -> VersionDocuments:
    """What a version says."""
    return given(services_of(request).drafting.version(held_of(request).who, app, number))


@post(DRAFT + "/versions/{number:int}/restore", opt=BY_REVISION, status_code=200, sync_to_thread=True)
def restore(request: AnyRequest, app: FromPath[str], number: FromPath[int], data: JSONBody[RevisionBody]) -> EditedView:
    """Let the draft say what a version said."""
    return given(services_of(request).drafting.restore(held_of(request).who, app, number, data.revision))


@post(DRAFT + "/publish", status_code=200, sync_to_thread=True)
def publish(request: AnyRequest, app: FromPath[str], data: JSONBody[PublishBody]) -> PublishedView:
    """Put the draft into force."""
    asked = Asked(data.revision, data.note, data.mapping)
    return given(services_of(request).publishing.publish(held_of(request).who, app, asked, keyed(request, data)))


@get(DRAFT + "/planned", sync_to_thread=True)
def planned(request: AnyRequest, app: FromPath[str]) -> PlanView:
    """What is to take effect later."""
    return given(services_of(request).planning.planned(held_of(request).who, app))


@post(DRAFT + "/planned", status_code=200, sync_to_thread=True)
def plan(request: AnyRequest, app: FromPath[str], data: JSONBody[PlanBody]) -> PlannedView:
    """Have the draft as it stands put into force later."""
    asked, at_ms = Asked(data.revision, data.note, data.mapping), round(data.at.timestamp() * 1000)
    planning = services_of(request).planning
    return given(planning.plan(held_of(request).who, app, asked, at_ms, keyed(request, data)))


@delete(DRAFT + "/planned", opt={"unkeyed": True}, sync_to_thread=True)
def take_back(request: AnyRequest, app: FromPath[str]) -> None:
    """Do not put it into force after all."""
    given(services_of(request).planning.take_back(held_of(request).who, app))


ROUTES = [
    start, begin, workbench, edits, edit, discard, suggested_id, versions, version, restore, publish, planned, plan, take_back,
]  # fmt: skip
