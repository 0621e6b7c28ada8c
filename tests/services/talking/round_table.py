"""People around a table, for tests: who says, proposes and decides what."""

from __future__ import annotations

from typing import Any

from followthrough.core.design.operations import Operation
from followthrough.services.refusal import Refusal
from followthrough.services.talking import Proposed, Remarked
from followthrough.services.views_messages import NoticeView
from followthrough.services.views_talk import RulesView, TopicDetail, TopicView
from tests.services.designing.studio import Studio, keyed
from tests.services.house import House

DUTY = "duty/first_follow_up"
LIMIT = f"{DUTY}/due/after"
LONGER = Operation(LIMIT, "P1D", "P2D")


class RoundTable(Studio):
    """Those who talk about a house's app."""

    def __init__(self, house: House, app: str = "sales") -> None:
        super().__init__(house, app)
        self.talking = house.services.talking

    def rules(self, who: str) -> RulesView:
        """The rules as somebody sees them."""
        found = self.talking.rules(self.house.people[who], self.app)
        assert isinstance(found, RulesView), found
        return found

    def begin(self, who: str, given: Remarked | Proposed, key: Any = None) -> TopicDetail | Refusal:
        """A remark or a proposal, or its refusal."""
        return self.talking.begin(self.house.people[who], self.app, given, key or keyed())

    def remark(self, who: str, path: str = LIMIT, text: str = "一天太紧") -> TopicDetail:
        """A remark, which must be taken."""
        return taken(self.begin(who, Remarked(path, text)))

    def propose(self, who: str, *operations: Operation, path: str = LIMIT, text: str = "周末来不及") -> TopicDetail:
        """A proposal (of a longer limit), which must be taken."""
        return taken(self.begin(who, Proposed(path, text, operations or (LONGER,))))

    def not_proposed(self, who: str, *operations: Operation, path: str = LIMIT) -> Refusal:
        """A proposal that must be refused; it must not be there."""
        before = self.listed("chen")
        found = self.begin(who, Proposed(path, "试试", operations))
        assert isinstance(found, Refusal), found
        assert self.listed("chen") == before
        return found

    def settle(self, who: str, topic: str, what: str, text: str = "", key: Any = None) -> TopicDetail | Refusal:
        """Something done with a topic, or its refusal."""
        return self.talking.settle(self.house.people[who], self.app, topic, what, text, key or keyed())

    def reply(self, who: str, topic: str, text: str = "同意") -> TopicDetail | Refusal:
        """A reply, or its refusal."""
        return self.talking.reply(self.house.people[who], self.app, topic, text, keyed())

    def look(self, who: str, topic: str) -> TopicDetail:
        """A topic somebody must be able to see."""
        return taken(self.talking.topic(self.house.people[who], self.app, topic))

    def sees(self, who: str, topic: str) -> bool:
        """Whether somebody may know of a topic: it is listed for him exactly when it opens for him."""
        opened = self.talking.topic(self.house.people[who], self.app, topic)
        listed = topic in {one.id for one in self.listed(who)}
        if isinstance(opened, Refusal):
            assert opened.code == "not_found"
        assert listed == isinstance(opened, TopicDetail)
        return listed

    def listed(self, who: str, **asked: Any) -> list[TopicView]:
        """The topics somebody may know of."""
        found = self.talking.page(self.house.people[who], self.app, **asked)
        assert not isinstance(found, Refusal), found
        return found.topics

    def told(self, who: str) -> list[NoticeView]:
        """What somebody was told, newest first."""
        return self.house.services.noticing.page(self.house.people[who]).rows


def taken(found: TopicDetail | Refusal) -> TopicDetail:
    """What must be answered."""
    assert isinstance(found, TopicDetail), found
    return found


def refused(found: TopicDetail | Refusal | None, code: str) -> Refusal:
    """What must be refused so."""
    assert isinstance(found, Refusal), found
    assert found.code == code, found
    return found
