"""Labels in several languages: {"zh": …, "en": …}, of which "zh" is always there."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("zh", "en")


def say(text: Mapping[str, str] | None, lang: str, fallback: str = "") -> str:
    """`text` in `lang`, else in Chinese, else `fallback` (also for None)."""
    if not text:
        return fallback
    return text.get(lang) or text.get("zh") or fallback


def both(text: Mapping[str, str] | None, fallback: str = "") -> dict[str, str]:
    """`text` in every language, gaps filled as `say` fills them."""
    return {lang: say(text, lang, fallback) for lang in LANGUAGES}
