"""Puts refusals into the words of the app: labels instead of ids, in both languages. Message texts come from schemas/errors.json
and from the documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from followthrough.core.compile import CompiledApp, CompiledEntity, CompiledField
from followthrough.core.fields.cells import Lang
from followthrough.core.fields.validation import readable_params
from followthrough.core.kit.errors import fill
from followthrough.core.run.acts import Deny, Invalid, Issue, Missing, Need

from .refusal import Refusal, Worded
from .views import IssueView, NeedView, Text

LANGS: tuple[Lang, ...] = ("zh", "en")
NEEDS: Mapping[str, Text] = {
    "field": {"zh": "填写「{label}」", "en": "Fill in “{label}”"},
    "field_on": {"zh": "填写「{record}」的「{label}」", "en": "Fill in “{label}” of “{record}”"},
    "action": {"zh": "完成「{label}」", "en": "Do “{label}”"},
    "action_times": {
        "zh": "完成「{label}」{min} 次（已完成 {done} 次）",
        "en": "Do “{label}” {min} times ({done} done)",
    },
    "input": {"zh": "填写「{label}」", "en": "Fill in “{label}”"},
    "evidence": {
        "zh": "上传「{label}」：至少 {min} 份，已有 {done} 份",
        "en": "Upload “{label}”: {min} needed, {done} there",
    },
    "obligation": {"zh": "先完成待办「{label}」", "en": "First do what is owed: “{label}”"},
    "statement": {"zh": "「{label}」还有条件没有满足", "en": "A condition of “{label}” does not hold yet"},
}
EVIDENCE: Text = {"zh": "凭证", "en": "evidence"}
ELSEWHERE: Text = {"zh": "另一条记录", "en": "another record"}
Shown = Callable[[str, str], str | None]
"""(entity, record) -> its title for this reader, None when he may not see it."""


def both(text: Mapping[str, str]) -> Text:
    """A label in every language; what is not translated shows in Chinese."""
    return {lang: text.get(lang) or text.get("zh", "") for lang in LANGS}


def untitled(_entity: str, _record: str) -> str | None:
    """Nobody's title is known."""
    return None


def field_at(app: CompiledApp, entity: str, path: str) -> CompiledField | None:
    """The last field of a path (`amount`, `customer.level`, `lines[2].price`); None: unknown."""
    here: CompiledEntity | None = app.entities.get(entity)
    found: CompiledField | None = None
    for part in path.split("."):
        name = part.partition("[")[0]
        found = here.fields.get(name) if here else None
        if found is None:
            return None
        follow = found.rows or next(iter(found.targets), None)
        here = app.entities.get(follow) if follow else None
    return found


def field_label(app: CompiledApp, entity: str, path: str) -> Text | None:
    """The label of a field path; None: unknown."""
    found = field_at(app, entity, path)
    return both(found.label) if found is not None else None


def refusal_of(
    app: CompiledApp,
    entity: str,
    decision: Deny | Invalid | Missing,
    *,
    record: str | None = None,
    shown: Shown = untitled,
) -> Refusal:
    """A decision that is not Allow, in words. `record` is the acted one: needs on others name theirs by `shown`."""
    if isinstance(decision, Deny):
        return Refusal(problem(app, entity, decision.code, decision.params))
    if isinstance(decision, Invalid):
        views = tuple(issue_view(app, entity, _shown_use(issue, shown)) for issue in decision.issues)
        return Refusal(problem(app, entity, "invalid", {}), issues=views)
    needs = tuple(need_view(app, need, record, shown) for need in decision.needs)
    return Refusal(problem(app, entity, "gate_missing", {"at": decision.needs[0].at}), needs=needs)


def problem(app: CompiledApp, entity: str, code: str, params: Mapping[str, Any]) -> Worded:
    """A problem that quotes labels."""
    plain = {key: value for key, value in params.items() if key != "message"}
    return Worded(code, plain, labels=_labels(app, entity, params))


def _shown_use(issue: Issue, shown: Shown) -> Issue:
    """Where a picture was handed in before, for who may see that record; else only that it was."""
    if issue.code != "evidence_reused":
        return issue
    title = shown(issue.params["entity"], issue.params["record"])
    kept = {"file"} if title is None else {"file", "entity", "record"}
    return replace(issue, params={**{k: v for k, v in issue.params.items() if k in kept}, "earlier": title})


def issue_view(app: CompiledApp, entity: str, issue: Issue) -> IssueView:
    """An issue in words; a constraint speaks in its own."""
    worded = _readable(problem(app, entity, issue.code, issue.params), field_at(app, entity, issue.path))
    own = issue.params.get("message") if issue.code == "constraint_failed" else None
    message = both(own) if own else worded.message()
    return IssueView(
        path=issue.path, code=issue.code, params=dict(worded.params), message=message, remedy=worded.remedy()
    )


def _readable(worded: Worded, found: CompiledField | None) -> Worded:
    """Bounds as the field prints them: ¥100.00 for 10000 fen, 3 % for 0.03."""
    if found is None:
        return worded
    printed: dict[Lang, dict[str, Any]] = {
        lang: readable_params(worded.code, worded.params, found.property, lang) for lang in LANGS
    }
    return replace(worded, labels={lang: {**printed[lang], **worded.labels.get(lang, {})} for lang in LANGS})


def _labels(app: CompiledApp, entity: str, params: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Per language the labels of the ids among `params`."""
    found: dict[str, Text] = {}
    here = app.entities.get(entity)
    for key, value in params.items():
        label: Mapping[str, str] | None = None
        if key == "earlier" and value is None:
            found[key] = ELSEWHERE
        if not isinstance(value, str) or here is None:
            continue
        if key == "field":
            label = field_label(app, entity, value)
        elif key in ("stage", "from", "to") and here.flow is not None and value in here.flow.stages:
            label = here.flow.stages[value].label
        elif key == "action" and value in here.actions:
            label = here.actions[value].label
        elif key == "role" and value in app.roles:
            label = app.roles[value].doc.label
        elif key in ("entity", "target") and value in app.entities:
            label = app.entities[value].label
        if label:
            found[key] = both(label)
    return {lang: {key: label[lang] for key, label in found.items()} for lang in LANGS}


def need_view(app: CompiledApp, need: Need, record: str | None, shown: Shown = untitled) -> NeedView:
    """A need in words."""
    elsewhere = record is not None and need.record != record
    title = shown(need.entity, need.record) if elsewhere else None
    label, message = _need_words(app, need, title)
    return NeedView(
        kind=need.kind,
        at=need.at,
        entity=need.entity,
        record=need.record,
        label=label,
        message=message,
        record_title=title,
        field=need.field,
        duty=need.duty,
        input=need.input,
        action=need.action,
        min=need.min,
        done=need.done,
        statement=need.statement,
        explain=need.explain,
        by=list(need.by),
    )


def _need_words(app: CompiledApp, need: Need, title: str | None) -> tuple[Text, Text]:
    entity = app.entities[need.entity]
    match need.kind:
        case "field":
            label = field_label(app, need.entity, need.field or "") or {"zh": need.field or "", "en": need.field or ""}
            return label, _filled("field_on" if title else "field", label, record=title)
        case "action":
            label = both(entity.actions[need.action or ""].label)
            return label, _filled("action_times" if need.min > 1 else "action", label, min=need.min, done=need.done)
        case "input":
            label = _input_label(entity, need)
            return label, _filled("input", label)
        case "evidence":
            action = entity.actions.get(need.at.partition(":")[2])
            said = action.evidence.label if action and action.evidence and action.evidence.label else EVIDENCE
            return both(said), _filled("evidence", both(said), min=need.min, done=need.done)
        case "obligation":
            duty = entity.duties.get(need.duty or "")
            owed = both(duty.label) if duty is not None else {"zh": need.duty or "", "en": need.duty or ""}
            return owed, _filled("obligation", owed)
    label = _place_label(entity, need.at)
    own = _statement_message(entity, need)
    return label, both(own) if own else _filled("statement", label)


def _filled(kind: str, label: Text, **params: Any) -> Text:
    return {lang: fill(NEEDS[kind][lang], {"label": label[lang], **params}) for lang in LANGS}


def _input_label(entity: CompiledEntity, need: Need) -> Text:
    action = entity.actions.get(need.at.partition(":")[2])
    found = action.inputs.get(need.input or "") if action else None
    if found is None and action is not None and action.approval is not None:
        found = action.approval.inputs.get(need.input or "")
    return both(found.label) if found else {"zh": need.input or "", "en": need.input or ""}


def _place_label(entity: CompiledEntity, at: str) -> Text:
    """The label of a gate: "stage:quote", "transition:to_quote", "action:send_plan"."""
    kind, _, name = at.partition(":")
    flow = entity.flow
    if kind == "stage" and flow and name in flow.stages:
        return both(flow.stages[name].label)
    if kind == "transition" and flow and name in flow.transitions:
        return both(flow.transitions[name].doc.label)
    if kind == "action" and name in entity.actions:
        return both(entity.actions[name].label)
    return both(entity.label)


def _statement_message(entity: CompiledEntity, need: Need) -> Mapping[str, str] | None:
    kind, _, name = need.at.partition(":")
    flow = entity.flow
    gate = None
    if kind == "stage" and flow:
        gate = flow.entry.get(name)
    elif kind == "transition" and flow and name in flow.transitions:
        gate = flow.transitions[name].gate
    elif kind == "action" and name in entity.actions:
        gate = entity.actions[name].gate
    for statement in gate.statements if gate else ():
        if statement.id == need.statement:
            return statement.message
    return None
