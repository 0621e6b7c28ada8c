"""Ids suggested from what people write: by pinyin, out of sight, never taken where they are to stand."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from pypinyin import lazy_pinyin

LONGEST = 40
_WORDS = re.compile(r"[a-z0-9]+")


def suggested_id(text: str, taken: Container[str] = ()) -> str:
    """An id made from a label ("客户等级" -> "ke_hu_deng_ji"), with a number where it is taken."""
    return first_free(_spelled(text), taken)


def first_free(base: str, taken: Container[str]) -> str:
    """`base` where nobody has it, else the first of `base_2`, `base_3`, … that is free."""
    name, number = base, 1
    while name in taken:
        number += 1
        tail = f"_{number}"
        name = base[: LONGEST - len(tail)].rstrip("_") + tail
    return name


def ids_for(texts: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Ids for several labels, each free of the others."""
    known = set(taken)
    made = []
    for text in texts:
        made.append(suggested_id(text, known))
        known.add(made[-1])
    return made


def _spelled(text: str) -> str:
    parts: list[str] = []
    for syllable in lazy_pinyin(text[:200]):
        parts += _WORDS.findall(syllable.lower())
    name = ""
    for part in parts:
        longer = f"{name}_{part}" if name else part
        if len(longer) > LONGEST:
            break
        name = longer
    name = name or (parts[0][:LONGEST] if parts else "x")
    return name if name[0].isalpha() else f"x_{name}"[:LONGEST].rstrip("_")
