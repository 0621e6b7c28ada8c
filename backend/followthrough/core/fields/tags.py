"""tags 标签: a set of options that form a tree (objection categories, S45)."""

from __future__ import annotations

from typing import ClassVar

from .cells import Lang
from .choices import ChoicesKind
from .options import option_path
from .prop import PropertyLike


class TagsKind(ChoicesKind):
    """A sorted list of option ids; an option's `parent` puts it into the tree, and any level may be chosen."""

    id = "tags"
    label: ClassVar = {"zh": "标签", "en": "Tags"}
    help: ClassVar = {
        "zh": "分层的标签，如异议分类：价格/太贵",
        "en": "Labels in a tree, such as objections: price/too high",
    }
    field_starts_with: ClassVar = {
        "options": {
            "tag_1": {"label": {"zh": "标签一", "en": "Tag 1"}, "order": 1},
            "tag_2": {"label": {"zh": "标签二", "en": "Tag 2"}, "order": 2},
        }
    }

    def shown(self, option: str, prop: PropertyLike, lang: Lang) -> str:
        return option_path(option, prop, lang)
