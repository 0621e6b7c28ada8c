"""What requests carry, as strict structs: an unknown member is refused."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from followthrough.core.run.acts import Act, Archive, Assign, Edit, Entry, Move, Perform


class Body(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Base of all request bodies."""


class CreateBody(Body):
    """A new record; `stage` other than the path's first is judged as if walked to."""

    values: dict[str, Any]
    stage: str | None = None
    owner: str | None = None
    unit: str | None = None
    entry: Literal["form", "list", "board", "api"] = "api"


class EditBody(Body):
    """Some values of a record, as of `version`."""

    version: int
    values: dict[str, Any]
    entry: Literal["form", "list", "board", "api"] = "api"


class MoveBody(Body):
    """A move to a stage, with values set in the same act."""

    version: int
    to: str
    values: dict[str, Any] = {}
    entry: Literal["form", "list", "board", "api"] = "api"


class ActBody(Body):
    """An action done: `inputs` by mini-form key, `files` ids of its evidence."""

    version: int
    action: str
    inputs: dict[str, Any] = {}
    files: list[str] = []


class AssignBody(Body):
    """A record given to someone else."""

    version: int
    owner: str
    unit: str
    reason: str = ""


class ArchiveBody(Body):
    """A record taken out of lists and boards; `restore` brings it back."""

    version: int
    reason: str = ""
    restore: bool = False


class EditAct(Body, tag="edit", tag_field="kind"):
    """Change values (in bulk or to be judged)."""

    values: dict[str, Any]


class MoveAct(Body, tag="move", tag_field="kind"):
    """Move to a stage (in bulk or to be judged)."""

    to: str
    values: dict[str, Any] = {}


class PerformAct(Body, tag="act", tag_field="kind"):
    """Do an action (to be judged)."""

    action: str
    inputs: dict[str, Any] = {}
    files: list[str] = []


class AssignAct(Body, tag="assign", tag_field="kind"):
    """Give to someone else (in bulk or to be judged)."""

    owner: str
    unit: str
    reason: str = ""


class ArchiveAct(Body, tag="archive", tag_field="kind"):
    """Take out of lists, or back (in bulk or to be judged)."""

    reason: str = ""
    restore: bool = False


BulkAct = EditAct | MoveAct | AssignAct | ArchiveAct
AnyAct = EditAct | MoveAct | PerformAct | AssignAct | ArchiveAct


class BulkItemBody(Body):
    """A record of a bulk act and the version seen."""

    id: str
    version: int


class BulkBody(Body):
    """The same act on many records."""

    items: list[BulkItemBody]
    act: BulkAct


class JudgeBody(Body):
    """An act to be judged without storing anything."""

    act: AnyAct


def as_act(given: AnyAct, entry: Entry, new_id: str) -> Act:
    """The act of the command path that `given` names; `new_id` for a record it may create."""
    match given:
        case EditAct():
            return Edit(given.values, entry=entry)
        case MoveAct():
            return Move(given.to, given.values, entry=entry)
        case PerformAct():
            return Perform(given.action, given.inputs, tuple(given.files), new_id)
        case AssignAct():
            return Assign(given.owner, given.unit, given.reason, entry=entry)
        case ArchiveAct():
            return Archive(given.reason, given.restore, entry=entry)
