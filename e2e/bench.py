"""An app open in the workbench, and what of its draft has come to the server: what journeys of moving things begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from .api import Api
from .conftest import Someone


@dataclass
class Bench:
    """An app of one's own, open in the workbench."""

    boss: Someone
    page: Page
    app: str

    def open(self, place: str) -> Page:
        """A place of the draft."""
        return self.boss.open(f"/design/{self.app}/{place}")

    def documents(self) -> Any:
        """The draft, as it stands with the server."""
        return Api(self.page, self.boss.url).get(f"/design/{self.app}")["documents"]

    def order(self, *path: str) -> list[str]:
        """The members at a path of the draft, as they stand with the server."""
        here = self.documents()
        for key in path:
            here = here[key]
        return sorted(here, key=lambda one: _place(here[one]))

    def becomes(self, expected: list[str], *path: str) -> None:
        """What was done on the page is with the server, and nothing else."""
        Api(self.page, self.boss.url).until(lambda: self.order(*path)[: len(expected)] == expected, str(expected))


def _place(member: dict[str, Any]) -> float:
    own = member.get("order") or member.get("field", {}).get("order") or member.get("entity", {}).get("order")
    return float(own or 0)


def up(members: list[str], at: int) -> list[str]:
    """With one exchanged for the one before it."""
    return [*members[: at - 1], members[at], members[at - 1], *members[at + 1 :]]


ordered_lists = pytest.mark.parametrize(
    ("place", "topic", "name"),
    [
        ("data/entity/lead/properties/source", "选项", "转介绍"),
        ("data/list/lead", None, "单位"),
        ("data/list/lead", None, "高意向"),
        ("data/entity/lead/entity", "菜单里的顺序", "客户"),
    ],
    ids=["options", "columns of a list", "views", "business objects"],
)
