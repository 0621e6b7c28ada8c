"""The words of a replay: labels of what was missing, and what its notes say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from followthrough.core.compile import CompiledApp, CompiledEntity
from followthrough.core.design.replay.found import Want
from followthrough.core.kit.errors import fill

from .views_base import Text
from .wording import LANGS, both, field_label

WANTS: dict[str, Text] = {
    "field": {"zh": "「{label}」没有填写", "en": "“{label}” was not filled in"},
    "action": {"zh": "「{label}」没有做够次数", "en": "“{label}” was not done often enough"},
    "statement": {"zh": "「{label}」的条件没有满足", "en": "A condition of “{label}” did not hold"},
    "input": {"zh": "「{label}」没有填写", "en": "“{label}” was not filled in"},
    "evidence": {"zh": "「{label}」的凭证不够", "en": "Evidence for “{label}” was lacking"},
    "obligation": {"zh": "待办「{label}」还没有完成", "en": "“{label}” was still owed"},
    "constraint": {"zh": "「{label}」的内容不符合要求", "en": "“{label}” held something that is not accepted"},
    "role": {"zh": "这个角色不能办理「{label}」", "en": "This role may not do “{label}”"},
    "offered": {"zh": "当时不能做「{label}」", "en": "“{label}” was not offered then"},
    "transition": {"zh": "没有走到「{label}」的流转", "en": "No way leads to “{label}”"},
    "stage": {"zh": "没有阶段「{label}」", "en": "There is no stage “{label}”"},
    "path": {"zh": "不能确定走哪条路径", "en": "Which path it takes is not known"},
    "gone": {"zh": "「{label}」已不存在", "en": "There is no “{label}” any more"},
}
NOTES: dict[str, Text] = {
    "people_of_today": {
        "zh": "人员、角色、部门和值班按今天的情况计算",
        "en": "People, roles, units and rosters count as they are today",
    },
    "calendars_of_today": {"zh": "工作日历按今天的设置计算", "en": "Working calendars count as they are today"},
    "effects_not_run": {
        "zh": "自动化「{label}」会写入的内容没有重做，由此产生的变化无法得知",
        "en": "What the automation “{label}” would have written was not carried out; what would have followed is not known",
    },
    "duty_reads_unknown": {
        "zh": "必做动作「{label}」用到当时还没有的字段，按未填计算",
        "en": "The duty “{label}” reads fields that did not exist then; they count as empty",
    },
    "action_not_there": {
        "zh": "「{label}」要求的动作当时还不存在，会不会完成无法得知",
        "en": "The action that “{label}” asks for did not exist then; whether it would have been done is not known",
    },
    "rollup_not_rebuilt": {
        "zh": "汇总字段「{label}」当时的算法不同，按未知处理",
        "en": "The rollup “{label}” added up something else then; it counts as unknown",
    },
    "approvals_not_run": {
        "zh": "「{label}」的审批过程没有重演，只看审批通过并生效的动作",
        "en": "Approvals on “{label}” were not played again; only acts that took effect are looked at",
    },
    "not_asked_nightly": {
        "zh": "「{label}」里与当天日期有关的规则，只在下次修改或到期时重新判断",
        "en": "Rules about today on “{label}” are asked at the next write or step only",
    },
    "withheld": {
        "zh": "用到您看不到的字段的规则和判定表没有计入",
        "en": "Rules and decision tables over fields you do not see are left out",
    },
    "strays": {
        "zh": "{count} 条动态所属的记录没有创建动态",
        "en": "{count} events belong to records whose creation is not in the log",
    },
}


def label_of(app: CompiledApp, entity: str, kind: str, name: str) -> Text:
    """The label of a stage, action, field, duty, transition, table or trigger; its id where there is none."""
    here = app.entities.get(entity)
    found: Mapping[str, str] | None = None
    match kind:
        case "entity":
            found = here.label if here is not None else None
        case "stage":
            found = here.flow.stages[name].label if here and here.flow and name in here.flow.stages else None
        case "action":
            found = here.actions[name].label if here is not None and name in here.actions else None
        case "field":
            found = field_label(app, entity, name)
        case "duty":
            found = app.doc.duties[name].label if name in app.doc.duties else None
        case "table":
            found = app.doc.decision_tables[name].label if name in app.doc.decision_tables else None
        case "trigger":
            found = app.doc.triggers[name].label if name in app.doc.triggers else None
        case "transition":
            found = (
                here.flow.transitions[name].doc.label if here and here.flow and name in here.flow.transitions else None
            )
    return both(found) if found else dict.fromkeys(LANGS, name)


def want_words(app: CompiledApp, want: Want) -> Text:
    """What was missing, in words."""
    label = _wanted(app, want)
    return {lang: fill(WANTS[want.kind][lang], {"label": label[lang]}) for lang in LANGS}


def _wanted(app: CompiledApp, want: Want) -> Text:
    gate, _, place = want.at.partition(":")
    entity = app.entities.get(want.entity)
    match want.kind:
        case "field" | "constraint":
            return label_of(app, want.entity, "field", want.name)
        case "action":
            return label_of(app, want.entity, "action", want.name)
        case "obligation":
            return label_of(app, want.entity, "duty", want.name)
        case "input":
            return _input(entity, place, want)
        case "gone":
            return label_of(app, want.entity, want.at, want.name)
        case "transition" | "role" if ">" in want.name:
            return label_of(app, want.entity, "stage", want.name.partition(">")[2])
    return label_of(app, want.entity, gate, place)


def _input(entity: CompiledEntity | None, action: str, want: Want) -> Text:
    found = entity.actions[action].inputs.get(want.name) if entity is not None and action in entity.actions else None
    return both(found.label) if found is not None else dict.fromkeys(LANGS, want.name)


def note_words(app: CompiledApp, code: str, params: Mapping[str, Any]) -> Text:
    """What a note says."""
    label: Text = dict.fromkeys(LANGS, "")
    if "field" in params:
        label = label_of(app, params["entity"], "field", params["field"])
    elif "duty" in params or "trigger" in params:
        kind = "duty" if "duty" in params else "trigger"
        label = label_of(app, "", kind, params[kind])
    elif "entity" in params:
        label = label_of(app, params["entity"], "entity", params["entity"])
    return {lang: fill(NOTES[code][lang], {**params, "label": label[lang]}) for lang in LANGS}
