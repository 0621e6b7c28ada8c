"""Text typed only to get past a required field: the sign that a form asks for what people do not know yet."""

from __future__ import annotations

import unicodedata

_FILLERS = frozenset(
    {
        "无", "没有", "暂无", "没",
        "不知道", "不清楚", "待定", "待填", "待补充", "略", "同上", "测试", "随便", "其他", "none", "no", "na", "n/a", "nil",
        "null", "test", "tbd", "todo", "xxx", "asdf", "qwer", "qwerty", "abc", "123", "1234", "12345", "123456",
    }
)  # fmt: skip
TEXT_KINDS = frozenset({"text", "long_text"})


def is_junk(text: str) -> bool:
    """Whether a text says nothing: no letter or digit, one character over and over, or one of the usual fillers."""
    told = "".join(char for char in text.strip().lower() if unicodedata.category(char)[0] in "LN")
    if not told:
        return True
    return len(set(told)) == 1 or told in _FILLERS or text.strip().lower() in _FILLERS
