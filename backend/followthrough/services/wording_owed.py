"""A duty in the words of its app, in Chinese and English: what opens it, by when, who, what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from followthrough.core.compile import CompiledApp, CompiledEntity
from followthrough.core.design.labels import rule_words
from followthrough.core.kit.durations import duration_words
from followthrough.core.kit.errors import fill
from followthrough.core.model.base import Node
from followthrough.core.model.duty import Due, Duty
from followthrough.core.model.pattern import EventPattern, Person
from followthrough.core.rules import fields_of

from . import wording
from .views import Text
from .wording import both

_EVENTS: Mapping[str, Text] = {
    "created": {"zh": "新建{entity}", "en": "{entity} is created"},
    "created_stage": {"zh": "新建{entity}并处于「{what}」", "en": "{entity} is created in “{what}”"},
    "edited": {"zh": "修改{entity}", "en": "{entity} is edited"},
    "edited_fields": {"zh": "修改{entity}的{what}", "en": "{what} of {entity} is changed"},
    "moved": {"zh": "{entity}换阶段", "en": "{entity} changes its stage"},
    "moved_stage": {"zh": "{entity}进入「{what}」", "en": "{entity} enters “{what}”"},
    "acted": {"zh": "完成「{what}」", "en": "“{what}” is done"},
    "assigned": {"zh": "{entity}换了负责人", "en": "{entity} gets another owner"},
    "archived": {"zh": "{entity}归档", "en": "{entity} is archived"},
    "path_changed": {"zh": "{entity}换了路径", "en": "{entity} changes its path"},
    "rolled_up": {"zh": "{entity}的汇总数变化", "en": "a total of {entity} changes"},
    "breached": {"zh": "「{what}」逾期", "en": "“{what}” is overdue"},
    "refused": {"zh": "「{what}」审批没有通过", "en": "“{what}” is refused"},
}
_PERIODS: Mapping[str, Text] = {
    "each": {"zh": "每次{opens}后", "en": "each time {opens}"},
    "since_last": {"zh": "{opens}后，每隔 {every}", "en": "after {opens}, every {every}"},
    "day": {"zh": "{opens}后，每天", "en": "after {opens}, every day"},
    "week": {"zh": "{opens}后，每周", "en": "after {opens}, every week"},
    "month": {"zh": "{opens}后，每月", "en": "after {opens}, every month"},
    "quarter": {"zh": "{opens}后，每季度", "en": "after {opens}, every quarter"},
    "": {"zh": "{opens}后", "en": "when {opens}"},
}
_DUTY: Text = {"zh": "{opens}，{who}要{due}完成「{action}」", "en": "{opens}, {who} must do “{action}” {due}"}
_IN_TIME: Mapping[str, Text] = {
    "after": {"zh": "在 {limit}内", "en": "within {limit}"},
    "work": {"zh": "在 {limit}工作时间内", "en": "within {limit} of working time"},
    "workdays": {"zh": "在 {limit}（工作日）内", "en": "within {limit} (workdays)"},
    "field": {"zh": "在「{field}」之前", "en": "by “{field}”"},
    "field_before": {"zh": "在「{field}」前 {limit}", "en": "{limit} before “{field}”"},
    "field_after": {"zh": "在「{field}」后 {limit}内", "en": "within {limit} after “{field}”"},
    "none": {"zh": "", "en": "in time"},
}
_AT: Text = {"zh": "（{at} 前）", "en": " (by {at})"}
_WHILE: Text = {"zh": "只要{rule}", "en": "as long as {rule}"}
_BLOCKS: Text = {"zh": "没完成不能「{what}」", "en": "until then “{what}” is closed"}


Sees = Callable[[str], bool]
"""Whether a path leads over nothing that is hidden from the reader, on the record in question."""


def duty_sentence(app: CompiledApp, duty: Duty, sees: Sees) -> Text:
    """A duty as a sentence. What it says of fields the reader may not see is left out."""
    entity = app.entities[duty.entity]
    due = due_sentence(app, duty, sees)
    made: Text = {}
    for lang in wording.LANGS:
        opens = _opens(app, duty, lang, sees)
        action = entity.actions.get(duty.action)
        parts = [
            fill(
                _DUTY[lang],
                {
                    "opens": opens,
                    "who": who(app, duty.assign)[lang],
                    "due": due[lang],
                    "action": both(action.label)[lang] if action else duty.action,
                },
            )
        ]
        if duty.owed_while is not None and readable(duty.owed_while, sees):
            parts.append(fill(_WHILE[lang], {"rule": rule_words(app.doc, duty.entity, duty.owed_while)[lang]}))
        blocked = _blocked(entity, duty, lang)
        if blocked:
            parts.append(fill(_BLOCKS[lang], {"what": blocked}))
        made[lang] = ("；" if lang == "zh" else "; ").join(parts) + ("。" if lang == "zh" else ".")
    return made


def due_sentence(
    app: CompiledApp, duty: Duty, sees: Sees, variant: str | None = None, every: str | None = None
) -> Text:
    """By when, in words: of a variant when one holds, or (`every`) so long after the last act. Nothing but "in time" where
    it counts from a field hidden from the reader."""
    if duty.due.field is not None and not sees(duty.due.field):
        return dict(_IN_TIME["none"])
    due = duty.due
    chosen = due.variants.get(variant) if variant else None
    limit, calendar = (chosen.after, chosen.calendar) if chosen else (every or due.after, due.calendar)
    made: Text = {}
    for lang in wording.LANGS:
        field = (wording.field_label(app, duty.entity, due.field) or {lang: due.field})[lang] if due.field else ""
        template = _IN_TIME[_kind(due, limit, calendar)][lang]
        said = fill(template, {"limit": duration_words((limit or "").lstrip("-"), lang), "field": field})
        at = fill(_AT[lang], {"at": due.at}) if due.at else ""
        made[lang] = said + at
    return made


def _kind(due: Due, limit: str | None, calendar: str | None) -> str:
    if due.field is not None:
        if not limit:
            return "field"
        return "field_before" if limit.startswith("-") else "field_after"
    if not limit:
        return "none"
    if calendar is None:
        return "after"
    return "workdays" if "T" not in limit else "work"


def who(app: CompiledApp, person: Person) -> Text:
    """Who is meant by a person of a document."""
    if person.to == "role" and person.role is not None:
        role = app.roles.get(person.role)
        return both(role.doc.label) if role else {"zh": person.role, "en": person.role}
    if person.to == "roster":
        return {"zh": "当班人员", "en": "whoever is on duty"}
    if person.to == "field" and person.field is not None:
        return {"zh": f"「{person.field}」", "en": f"“{person.field}”"}
    return {"zh": "负责人", "en": "the owner"}


def readable(node: Node, sees: Sees) -> bool:
    """Whether a rule reads nothing that is hidden, on the record or behind its references."""
    return all(sees(path) for path in fields_of(node))


def _opens(app: CompiledApp, duty: Duty, lang: str, sees: Sees) -> str:
    event = event_words(app, duty.opens_when, sees)[lang]
    repeat = duty.repeats
    every = duration_words(repeat.every or "", lang) if repeat else ""
    return fill(_PERIODS[repeat.period if repeat else ""][lang], {"opens": event, "every": every})


def event_words(app: CompiledApp, pattern: EventPattern, sees: Sees) -> Text:
    """Which events a pattern means, in words."""
    fields = [name for name in pattern.fields if sees(name)]
    entity = app.entities[pattern.entity]
    flow = entity.flow
    what: Text | None = None
    kind: str = pattern.kind
    if pattern.stage is not None and flow is not None and pattern.stage in flow.stages and kind in ("created", "moved"):
        kind, what = f"{kind}_stage", both(flow.stages[pattern.stage].label)
    elif pattern.action is not None and pattern.action in entity.actions:
        what = both(entity.actions[pattern.action].label)
    elif pattern.duty is not None and pattern.duty in app.doc.duties:
        what = both(app.doc.duties[pattern.duty].label)
    elif fields and kind == "edited":
        kind, what = "edited_fields", _listed(app, pattern.entity, fields)
    elif kind in ("breached", "refused", "acted"):
        what = {"zh": pattern.duty or pattern.action or "必做动作", "en": pattern.duty or pattern.action or "a duty"}
    label = both(entity.label)
    return {
        lang: fill(_EVENTS[kind][lang], {"entity": label[lang], "what": what[lang] if what else ""})
        for lang in wording.LANGS
    }


def _listed(app: CompiledApp, entity: str, fields: Iterable[str]) -> Text:
    labels = [wording.field_label(app, entity, name) or {"zh": name, "en": name} for name in fields]
    return {"zh": "、".join(f"「{one['zh']}」" for one in labels), "en": ", ".join(f"“{one['en']}”" for one in labels)}


def _blocked(entity: CompiledEntity, duty: Duty, lang: str) -> str:
    flow = entity.flow
    names = sorted(duty.blocks)
    labels = [both(flow.transitions[name].doc.label)[lang] for name in names if flow and name in flow.transitions]
    return ("」「" if lang == "zh" else "”, “").join(labels)
