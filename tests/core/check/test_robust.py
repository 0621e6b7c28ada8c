"""Whatever a readable app says, the check answers; what passes it compiles and its rules evaluate."""

import copy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.core.check import check
from followthrough.core.compile import compile_published
from followthrough.core.model.decode import DocumentError, decode_app, to_json
from followthrough.core.rules import Env
from tests.support.documents import base_app

BASE: dict[str, Any] = to_json(base_app())
CONTAINERS = [
    "entities",
    "flows",
    "actions",
    "access",
    "lists",
    "forms",
    "duties",
    "triggers",
    "decision_tables",
    "metrics",
]


def texts(value: Any) -> set[str]:
    """Every id-like text of the app: what a careless hand might put in another's place."""
    if isinstance(value, dict):
        return {*value, *(text for part in value.values() for text in texts(part))}
    if isinstance(value, list):
        return {text for part in value for text in texts(part)}
    return {value} if isinstance(value, str) and value.isascii() else set()


WORDS = sorted(texts(BASE))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, part in inside for place in places(part, (*path, name)))]


PLACES = {part: [place for place in places(BASE[part]) if place] for part in CONTAINERS}


@st.composite
def careless(draw: st.DrawFn) -> Any:
    """The base app after some careless edits: members removed, ids changed, parts moved elsewhere."""
    app = copy.deepcopy(BASE)
    for _ in range(draw(st.integers(1, 5))):
        part = draw(st.sampled_from(CONTAINERS))
        place = draw(st.sampled_from(PLACES[part]))
        holder = app[part]
        for step in place[:-1]:
            holder = holder.get(step, {}) if isinstance(holder, dict) else {}
        name = place[-1]
        if not isinstance(holder, dict) or name not in holder:
            continue
        act = draw(st.sampled_from(["remove", "rename", "word"]))
        if act == "remove":
            del holder[name]
        elif act == "rename":
            holder[draw(st.sampled_from(WORDS))] = holder.pop(name)
        elif isinstance(holder[name], str):
            holder[name] = draw(st.sampled_from(WORDS))
    return app


@settings(max_examples=400, suppress_health_check=list(HealthCheck))
@given(careless())
def test_the_check_always_answers(obj: Any) -> None:
    try:
        app = decode_app(obj)
    except DocumentError:
        return
    findings = check(app)
    for finding in findings:
        assert finding.message()["zh"]
        assert finding.severity in ("error", "warning")
    if any(finding.severity == "error" for finding in findings):
        return
    compiled = compile_published(app, 1)
    env = Env({}, now=1_700_000_000, today=19_675)
    for entity in compiled.entities.values():
        for field in entity.fields.values():
            for rule in (field.relevance, field.required_when, field.default_rule, field.compute):
                if rule is not None:
                    rule.value(env)
