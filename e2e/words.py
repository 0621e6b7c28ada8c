"""What a page must not say: keys of the catalogue, or words of the other language where it has its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_TEXTS = Path(__file__).resolve().parent.parent / "frontend" / "src" / "i18n"
_PAIR = re.compile(r'"([\w.]+)":\s*"((?:[^"\\]|\\.)*)"')
_KEY = re.compile(r"[a-z]+(?:\.[a-zA-Z]+)+")
_SHOWN = """() => {
  const words = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const home = walk.currentNode.parentElement;
    if (home.closest("[lang]:not(html)") || !home.checkVisibility()) continue;
    words.push(walk.currentNode.textContent.trim());
  }
  for (const one of document.querySelectorAll("[aria-label],[placeholder],[title]")) {
    for (const name of ["aria-label", "placeholder", "title"]) words.push(one.getAttribute(name) ?? "");
  }
  return words.filter((text) => text !== "");
}"""


def _catalogue(lang: str) -> dict[str, str]:
    files = sorted((_TEXTS / lang).glob("*.ts"))
    return {key: text for file in files for key, text in _PAIR.findall(file.read_text("utf-8"))}


def _labels(node: Any, found: list[tuple[str, str]]) -> None:
    """Every {"zh", "en"} of the documents."""
    if isinstance(node, dict):
        if isinstance(node.get("zh"), str) and isinstance(node.get("en"), str):
            found.append((node["zh"], node["en"]))
        for part in node.values():
            _labels(part, found)
    elif isinstance(node, list):
        for part in node:
            _labels(part, found)


def foreign(bundle: Any, lang: str) -> set[str]:
    """Texts that a page in `lang` must not show, since they are said otherwise in it."""
    zh, en = _catalogue("zh"), _catalogue("en")
    assert len(zh) > 300, "the catalogue was not found"
    pairs = [(zh[key], en[key]) for key in zh]
    _labels(bundle, pairs)
    ours, theirs = (0, 1) if lang == "zh" else (1, 0)
    own = {pair[ours] for pair in pairs}
    return {pair[theirs] for pair in pairs if pair[theirs] not in own and "{" not in pair[theirs]}


def wrong_words(page: Page, banned: set[str]) -> list[str]:
    """Texts on the page that are keys, or words of the other language."""
    keys = _catalogue("zh").keys()
    shown: list[str] = page.evaluate(_SHOWN)
    return sorted({text for text in shown if text in banned or (_KEY.fullmatch(text) and text in keys) or "{{" in text})
