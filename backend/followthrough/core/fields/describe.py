"""The closed list of kinds as data, for the designer and the filter builder (schemas/fields/kinds.json)."""

from __future__ import annotations

from typing import Any

from . import KINDS
from .base import Kind
from .convert import becomes

GROUPS = {
    "basic": {"zh": "文字", "en": "Text"},
    "number": {"zh": "数字与金额", "en": "Numbers and money"},
    "choose": {"zh": "选择", "en": "Choices"},
    "time": {"zh": "日期与时间", "en": "Dates and times"},
    "people": {"zh": "人员与部门", "en": "People and units"},
    "contact": {"zh": "联系方式与地址", "en": "Contact and address"},
    "file": {"zh": "附件与图片", "en": "Files and images"},
    "relation": {"zh": "关联与明细", "en": "References and rows"},
    "computed": {"zh": "自动计算", "en": "Computed"},
}
"""Where the designer shows the kinds, in its order."""


def describe_kinds() -> dict[str, Any]:
    """All that is known of a kind without a property: what kinds.json holds."""
    return {
        "title": "Field kinds",
        "groups": GROUPS,
        "kinds": {kind.id: describe(kind) for kind in KINDS.values()},
    }


def describe(kind: Kind) -> dict[str, Any]:
    """One kind. `rule_type` and `operators` of formula, rollup and lookup are those of a plain number or text;
    the declared type of the property decides (`computed.stands_for`)."""
    return {
        "label": kind.label,
        "help": kind.help,
        "group": kind.group,
        "json_type": kind.json_type,
        "rule_type": {"base": kind.typed.base, "unit": kind.typed.unit},
        "operators": list(kind.operators),
        "can_filter": kind.can_filter,
        "can_sort": kind.can_sort,
        "server_set": kind.server_set,
        "asks": list(kind.asks),
        "becomes": list(becomes(kind.id)),
        "default": kind.default_property(),
    }
