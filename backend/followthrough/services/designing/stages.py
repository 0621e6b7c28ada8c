"""A flow made of the texts of a column: which are won or lost, in which order they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .naming import ids_for

_WON = (
    "won",
    "closed won",
    "win",
    "赢单",
    "成交",
    "已成交",
    "成功",
    "签约",
    "已签约",
    "完成",
    "已完成",
    "回款",
    "done",
)
_LOST = ("lost", "closed lost", "输单", "丢单", "战败", "失败", "流失", "取消", "已取消", "关闭", "无效", "cancelled")
_HOLD = ("hold", "on hold", "paused", "暂停", "搁置", "挂起", "暂缓")
_FIRST = (
    ("lead", "new", "prospecting", "线索", "新建", "新", "初步接触", "初步接洽", "接触", "意向"),
    ("qualification", "qualified", "engaging", "contacted", "需求", "需求确认", "跟进", "跟进中", "沟通"),
    ("proposal", "demo", "方案", "演示", "方案报价", "试用"),
    ("quote", "quotation", "报价", "已报价"),
    ("negotiation", "谈判", "商务谈判", "议价", "审批"),
    ("contract", "合同", "签合同"),
)  # fmt: skip


def flow_of_stages(entity: str, label: Mapping[str, str], texts: Sequence[str]) -> dict[str, Any]:
    """The flow of an entity with a stage for each text. From every open stage every other can be
    reached: rules come later, by who draws them."""
    ordered = sorted(texts, key=lambda text: (_KINDS.index(_kind(text)), _rank(text)))
    if all(_kind(text) != "open" for text in ordered):
        kinds = {text: "open" if n == 0 else _kind(text) for n, text in enumerate(ordered)}
    else:
        kinds = {text: _kind(text) for text in ordered}
    ids = dict(zip(ordered, ids_for(ordered), strict=True))
    # Documents say no defaults: a stage is open unless it says otherwise.
    stages: dict[str, dict[str, Any]] = {
        ids[text]: {"label": {"zh": text, "en": text}, "order": (n + 1) * 10}
        | ({} if kinds[text] == "open" else {"kind": kinds[text]})
        for n, text in enumerate(ordered)
    }
    opened = [ids[text] for text in ordered if kinds[text] == "open"]
    first = opened[0]
    steps = {
        f"to_{name}"[:40]: {
            "label": stages[name]["label"],
            "from": {one: {} for one in opened if one != name},
            "to": name,
            "order": (n + 1) * 10,
        }
        for n, name in enumerate(stages)
        if any(one != name for one in opened)
    }
    for name in [one for one in stages if stages[one].get("kind") in ("lost", "hold")]:
        steps[f"reopen_{name}"[:40]] = {
            "label": {"zh": "重新跟进", "en": "Reopen"},
            "from": {name: {}},
            "to": first,
            "order": (len(steps) + 1) * 10,
        }
    path = {
        "label": {"zh": "标准", "en": "Standard"},
        "stages": {name: {"order": (n + 1) * 10} for n, name in enumerate(stages)},
    }
    return {
        "id": entity,
        "entity": entity,
        "label": dict(label),
        "stages": stages,
        "paths": {"standard": path},
        "transitions": steps,
    }


_KINDS = ("open", "hold", "won", "lost")


def _kind(text: str) -> str:
    plain = text.strip().lower()
    for kind, words in (("won", _WON), ("lost", _LOST), ("hold", _HOLD)):
        if plain in words:
            return kind
    return "open"


def _rank(text: str) -> int:
    """Where a stage of that name usually stands; unknown ones keep their order after the known."""
    plain = text.strip().lower()
    return next((n for n, words in enumerate(_FIRST) if plain in words), len(_FIRST))
