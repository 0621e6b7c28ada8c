"""The words of notices, in both languages: what happened, to which record, by when.

Nothing here reads a record: whoever calls gives what the receiver may know, and what he may not is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from followthrough.core.fields.cells import Lang

from .views_base import Text
from .wording import LANGS

_PART = re.compile(r"\{([a-z]+)\}")
MAX_TEXT = 500

# {what}: the duty or action, {record}: ": title" or nothing, {who}: a person's name.
_WORDS: Mapping[str, Text] = {
    "reminder": {"zh": "「{what}」快到期了{record}", "en": "“{what}” is due soon{record}"},
    "breach": {"zh": "「{what}」已逾期{record}", "en": "“{what}” is overdue{record}"},
    "escalation": {
        "zh": "{who}的「{what}」已逾期，请跟进{record}",
        "en": "“{what}” of {who} is overdue, see to it{record}",
    },
    "nudge": {"zh": "{who}催您尽快完成「{what}」{record}", "en": "{who} reminds you of “{what}”{record}"},
    "assigned": {"zh": "「{what}」现由您负责{record}", "en": "“{what}” is now yours{record}"},
    "approval": {"zh": "{who}的「{what}」等您审批{record}", "en": "“{what}” of {who} waits for your decision{record}"},
    "approval_result": {"zh": "「{what}」{result}{record}", "en": "“{what}” {result}{record}"},
    "evidence": {
        "zh": "{who}提交的凭证以前用过，请核对{record}",
        "en": "{who} handed in evidence used before{record}",
    },
    "message": {"zh": "您有一条新消息{record}", "en": "You have a message{record}"},
    "remark": {"zh": "{who}在「{what}」的讨论里留言", "en": "{who} wrote about “{what}”"},
    "proposal": {"zh": "{who}提议修改「{what}」", "en": "{who} proposes to change “{what}”"},
    "proposal_result": {"zh": "关于「{what}」的提议{result}", "en": "The proposal about “{what}” {result}"},
    "published": {
        "zh": "您定时发布的「{what}」已生效，现为版本 {version}",
        "en": "“{what}” took effect as you planned: it is version {version} now",
    },
    "not_published": {
        "zh": "您定时发布的「{what}」没有发布：{result}",
        "en": "“{what}” was not published as you planned: {result}",
    },
}
TALK = ("remark", "proposal", "proposal_result")
"""Kinds about a topic: no record stands behind them."""
_RULE: Text = {"zh": "一条规则", "en": "a rule"}
OF_APPS = frozenset({"published", "not_published"})
"""Kinds that are about an app and no record of it."""
_RESULTS: Mapping[str, Text] = {
    "approved": {"zh": "已通过", "en": "was approved"},
    "refused": {"zh": "未通过", "en": "was refused"},
    "withdrawn": {"zh": "已撤回", "en": "was withdrawn"},
    "timed_out": {"zh": "审批超时，由系统关闭", "en": "ran out of time and was closed by the system"},
    "returned": {"zh": "被退回", "en": "was returned"},
    "accepted": {"zh": "已被采纳", "en": "was accepted"},
    "rejected": {"zh": "没有被采纳", "en": "was not accepted"},
    "plan_overtaken": {
        "zh": "计划之后已有别的版本生效，请核对后重新发布",
        "en": "another version has come into force since; look at it and publish again",
    },
    "findings_forbid": {
        "zh": "检查发现问题，请解决后重新发布",
        "en": "the check finds faults; mend them and publish again",
    },
    "publish_blocked": {
        "zh": "有数据会失去位置，请改为停用后重新发布",
        "en": "data would lose its place; archive instead and publish again",
    },
    "mapping_needed": {
        "zh": "有记录所在的阶段不再存在，或不在其路径上，请指定去向后重新发布",
        "en": "records stand in a stage that is gone or not on their path; say where they go and publish again",
    },
    "not_permitted": {"zh": "您已不再设计这个应用", "en": "you do not design this app any more"},
    "grant_exceeds": {
        "zh": "其中的角色可以管理人员，而您已不再管理人员",
        "en": "it has roles that manage people, and you do not manage people any more",
    },
}
_FAILED: Text = {"zh": "请打开发布页查看后重新发布", "en": "look at the publish page and publish again"}
_DONE: Text = {"zh": "已有审批结果", "en": "has been decided"}
_SOMEBODY: Text = {"zh": "同事", "en": "a colleague"}
_DUE: Text = {"zh": "截止时间：{at}", "en": "Due {at}"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# How many of each kind, for a digest.
COUNTED: Mapping[str, Text] = {
    "reminder": {"zh": "{n} 项快到期", "en": "{n} due soon"},
    "breach": {"zh": "{n} 项已逾期", "en": "{n} overdue"},
    "escalation": {"zh": "{n} 项下属逾期待跟进", "en": "{n} overdue with your team"},
    "nudge": {"zh": "{n} 次催办", "en": "{n} reminders from colleagues"},
    "assigned": {"zh": "{n} 项新待办", "en": "{n} newly yours"},
    "approval": {"zh": "{n} 项待审批", "en": "{n} to decide"},
    "approval_result": {"zh": "{n} 项审批结果", "en": "{n} decided"},
    "message": {"zh": "{n} 条消息", "en": "{n} messages"},
    "evidence": {"zh": "{n} 处凭证重复", "en": "{n} times evidence used before"},
    "proposal": {"zh": "{n} 条修改提议", "en": "{n} proposals"},
    "proposal_result": {"zh": "{n} 条提议有了结果", "en": "{n} proposals decided"},
    "remark": {"zh": "{n} 条讨论留言", "en": "{n} remarks"},
    "published": {"zh": "{n} 次定时发布已生效", "en": "{n} planned publications in force"},
    "not_published": {"zh": "{n} 次定时发布没有成功", "en": "{n} planned publications failed"},
}
_DIGEST: Text = {"zh": "您有 {n} 条新提醒：{parts}", "en": "{n} things for you: {parts}"}
_MORE: Text = {"zh": "还有 {n} 条，请到「消息」里查看", "en": "{n} more in your inbox"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the receiver may know about a notice: the label of its duty, action or trigger, the title of its record (None:
    not his to see), names of people by id."""

    what: Text
    title: str | None = None
    people: Mapping[str, str] = field(default_factory=dict)


def words(kind: str, own: Mapping[str, str], params: Mapping[str, Any], known: Known) -> Text:
    """What a notice says in a line: its own text, which was made for its receiver, or the words of its kind."""
    return {lang: _line(kind, own, params, known, lang)[:MAX_TEXT] for lang in LANGS}


def _line(kind: str, own: Mapping[str, str], params: Mapping[str, Any], known: Known, lang: Lang) -> str:
    text = own.get(lang) or own.get("zh") or own.get("en") or ""
    if text:
        return " ".join(text.split())
    if kind == "message" and known.what.get(lang):
        return known.what[lang]
    shown = f"：{known.title}" if lang == "zh" else f": {known.title}"
    given = {
        "what": known.what.get(lang) or (_RULE[lang] if kind in TALK else ""),
        "record": shown if known.title else "",
        "who": _who(params, known, lang),
        "result": _RESULTS.get(str(params.get("result") or ""), _FAILED if kind in OF_APPS else _DONE)[lang],
        "version": params.get("version", ""),
    }
    return once(_WORDS.get(kind, _WORDS["message"])[lang], given)


def once(template: str, given: Mapping[str, Any]) -> str:
    """Our own words with each `{name}` replaced once."""
    return _PART.sub(lambda match: str(given.get(match[1], "")), template)


def _who(params: Mapping[str, Any], known: Known, lang: Lang) -> str:
    for name in PEOPLE:
        found = known.people.get(str(params.get(name) or ""))
        if found:
            return found
    return _SOMEBODY[lang]


PEOPLE = ("by", "from", "asked_by", "owner", "person")
"""Params of notices that name a person."""


def body(params: Mapping[str, Any], due_ms: int | None, now_ms: int, zone: str) -> Text:
    """What else there is to say: what a colleague wrote, and the deadline."""
    said = params.get("text") or params.get("comment") or params.get("reason")
    made: Text = {}
    for lang in LANGS:
        parts = [" ".join(str(said).split())[:MAX_TEXT]] if isinstance(said, str) and said else []
        if due_ms is not None:
            parts.append(once(_DUE[lang], {"at": moment(due_ms, now_ms, zone, lang)}))
        made[lang] = ("；" if lang == "zh" else "; ").join(parts)
    return made


def moment(ms: int, now_ms: int, zone: str, lang: str) -> str:
    """A moment as people say it in the organisation's zone; the year only where it is another."""
    tz = ZoneInfo(zone)
    at, now = (datetime.fromtimestamp(one / 1000, UTC).astimezone(tz) for one in (ms, now_ms))
    clock = at.strftime("%H:%M")
    if lang == "zh":
        day = f"{at.month}月{at.day}日" if at.year == now.year else f"{at.year}年{at.month}月{at.day}日"
    else:
        day = f"{at.day} {_MONTHS[at.month - 1]}" + ("" if at.year == now.year else f" {at.year}")
    return f"{day} {clock}"


def digest(kinds: Mapping[str, int], lang: Lang) -> str:
    """How many of each, in a line."""
    shown = [once(COUNTED[kind][lang], {"n": kinds[kind]}) for kind in COUNTED if kinds.get(kind)]
    parts = ("、" if lang == "zh" else ", ").join(shown)
    return once(_DIGEST[lang], {"n": sum(kinds.values()), "parts": parts})


def more(count: int, lang: Lang) -> str:
    """That there are so many more."""
    return once(_MORE[lang], {"n": count})


def brief(kinds: Mapping[str, int], lang: Lang) -> str:
    """The same for a group that others read: how many, and nothing about which records."""
    return digest(kinds, lang)
