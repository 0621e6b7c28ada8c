"""Two people at one draft, giving edits, taking them back and bringing them again, in any order: the draft always reads, what is
refused is refused whole and with a code, and with every edit taken back it says what it said at the start."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from followthrough.core.design.between import between
from followthrough.core.design.operations import Operation, apply, invert, read
from followthrough.core.design.places import is_place
from followthrough.core.kit.errors import ERRORS
from followthrough.core.model.decode import DocumentError, decode_app, to_json
from followthrough.core.model.folder import PARTS
from tests.core.design.test_operations import filled

START = json.loads(Path("schemas/conformance/check/base.json").read_text("utf-8"))
Json = dict[str, Any]
PLAIN: list[Any] = [
    None,
    True,
    False,
    0,
    1,
    20,
    2.5,
    "",
    "x",
    "名称",
    "Bad Id",
    [],
    {},
    {"zh": "改了"},
    {"zh": "改", "en": "New"},
]
RULES: list[Any] = [{"v": True}, {"op": "not_empty", "a": [{"f": "amount"}]}, {"op": "and", "a": []}, {"f": "nowhere"}]


def places(app: Json) -> list[str]:
    """Every place of an app that an operation may name."""
    found: list[str] = []

    def within(path: str, value: Any) -> None:
        if is_place(path):
            found.append(path)
        for name, part in value.items() if isinstance(value, dict) else ():
            within(f"{path}/{name}", part)

    for kind in ("app", "access"):
        within(kind, app.get(kind, {}))
    for member, kind in PARTS.items():
        for name, document in app.get(member, {}).items():
            within(f"{kind}/{name}", document)
    return found


@st.composite
def operations(draw: st.DrawFn, app: Json) -> list[Operation]:
    """What a designer gives: one to four operations, each saying what it saw; mostly sensible, now and then not."""
    given_: list[Operation] = []
    seen = app
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 4]))):
        known = places(seen)
        how = draw(st.sampled_from([*["text"] * 4, *["copy"] * 3, "add", "add", "say", "remove", "rename", "blind"]))
        path = draw(st.sampled_from([one for one in known if how != "text" or one.endswith(("/zh", "/en", "/order"))]))
        value = draw(st.sampled_from(PLAIN + RULES))
        if how == "text":
            value = (
                draw(st.integers(1, 90)) if path.endswith("/order") else draw(st.sampled_from(["客户", "New", "改了"]))
            )
        if how == "copy":  # what stands somewhere else in a place of the same name
            same = [one for one in known if one.rpartition("/")[2] == path.rpartition("/")[2]]
            value = read(seen, draw(st.sampled_from(same)))
        elif how in ("add", "rename"):  # a member like one there is, under a name of its own
            value = read(seen, path)
            if how == "rename":
                given_.append(Operation(path, read(seen, path), None))
            path = f"{path.rpartition('/')[0]}/{draw(st.sampled_from(['new_one', 'new_two', 'order', 'label']))}"
        elif how == "remove":
            value = None
        if not is_place(path):
            continue
        was = draw(st.sampled_from(PLAIN)) if how == "blind" else read(seen, path)
        given_.append(Operation(path, copy.deepcopy(was), copy.deepcopy(value)))
        seen = apply(seen, given_[-1:]).app
    return given_


class _Refused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Draft:
    """The draft as the server keeps it: what it says, and every edit."""

    app: Json
    log: list[list[Operation]] = field(default_factory=list)

    def take(self, edit: list[Operation]) -> None:
        """All of an edit, or none of it with a code."""
        before = copy.deepcopy(self.app)
        done = apply(self.app, edit)
        assert self.app == before, "nothing is changed in place"
        if done.conflicts:
            assert done.app == self.app
            raise _Refused("draft_conflict")
        try:
            read_back = decode_app(done.app)
        except DocumentError as error:
            raise _Refused(error.issues[0].code) from error
        assert decode_app(to_json(read_back)) == read_back
        self.app = done.app
        self.log.append(edit)


@dataclass
class Editor:
    """One of those who edit: the draft as he sees it, what he can take back and bring again."""

    view: Json
    undo: list[list[Operation]] = field(default_factory=list)
    redo: list[list[Operation]] = field(default_factory=list)


def run(data: st.DataObject, steps: int) -> None:
    """A session of two."""
    draft = Draft(copy.deepcopy(START))
    editors = [Editor(draft.app), Editor(draft.app)]
    for _ in range(steps):
        me = data.draw(st.sampled_from(editors))
        what = data.draw(st.sampled_from(["edit", "edit", "edit", "undo", "redo", "look"]))
        before, refused = copy.deepcopy(draft.app), ""
        try:
            if what == "edit":
                edit = data.draw(operations(me.view))
                if not edit:
                    continue
                draft.take(edit)
                me.undo.append(edit)
                me.redo.clear()
            elif what == "undo" and me.undo:
                draft.take(list(invert(me.undo[-1])))
                me.redo.append(me.undo.pop())
            elif what == "redo" and me.redo:
                draft.take(me.redo[-1])
                me.undo.append(me.redo.pop())
        except _Refused as error:
            refused = error.code
        event(f"{what}: {refused.partition('_')[0] or 'taken'}")
        assert not refused or (refused in ERRORS and draft.app == before), f"{refused}: refused whole, and with a code"
        if what == "look":
            me.view = draft.app
    decode_app(draft.app)
    # What leads from the start to the end, found by comparing, is an edit like any other.
    whole = list(between(START, draft.app))
    led = apply(START, whole)
    assert not led.conflicts
    assert filled(led.app) == filled(draft.app)
    for edit in reversed(draft.log):
        back = apply(draft.app, invert(edit))
        assert not back.conflicts, "with all that came after taken back, an edit can be"
        draft.app = back.app
    assert filled(draft.app) == filled(START)
    assert decode_app(draft.app) == decode_app(START)


@given(st.data())
def test_any_session_of_two_ends_in_a_draft_that_reads_and_is_taken_back_to_its_start(data: st.DataObject) -> None:
    run(data, 12)


@pytest.mark.fuzz
@settings(max_examples=3_000)
@given(st.data())
def test_long_sessions(data: st.DataObject) -> None:
    run(data, 80)
