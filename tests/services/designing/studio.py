"""A supervisor's hands on a draft, for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from followthrough.core.design.operations import Operation, read
from followthrough.services.designing import Asked, Given, Keyed
from followthrough.services.refusal import Refusal
from followthrough.services.views_design import EditedView, PublishedView, WorkbenchView
from tests.services.house import House
from tests.support.edits import putting

LABEL = {"zh": "改一下", "en": "Change it"}
_keys = count(1)


def keyed(body: bytes = b"") -> Keyed:
    """A request nobody sent before."""
    return Keyed(f"studio-{next(_keys)}", body)


class Studio:
    """The designer of a house's app."""

    def __init__(self, house: House, app: str = "sales") -> None:
        self.house, self.app = house, app
        self.drafting, self.publishing = house.services.drafting, house.services.publishing

    def bench(self, who: str = "chen") -> WorkbenchView:
        """The draft, which must be theirs to see."""
        found = self.drafting.workbench(self.house.people[who], self.app)
        assert isinstance(found, WorkbenchView), found
        return found

    def at(self, path: str) -> Any:
        """What stands at a place of the draft."""
        return read(self.bench().documents, path)

    def edit(self, who: str, *operations: Operation, label: Any = None, key: Keyed | None = None) -> Any:
        """An edit or its refusal."""
        given = Given(label or LABEL, operations)
        return self.drafting.edit(self.house.people[who], self.app, given, key or keyed())

    def put(self, who: str, path: str, value: Any) -> EditedView:
        """Put a value at a place, whatever stands there; it must be taken."""
        done = self.edit(who, putting(self.bench().documents, path, value))
        assert isinstance(done, EditedView), done
        return done

    def refused(self, code: str, who: str, *operations: Operation) -> Refusal:
        """An edit that must be refused so, and leave the draft as it was."""
        before = self.bench()
        done = self.edit(who, *operations)
        assert isinstance(done, Refusal), done
        assert done.code == code, done
        after = self.bench()
        assert (after.revision, after.documents) == (before.revision, before.documents)
        return done

    def publish(self, who: str = "chen", mapping: Any = None, note: str = "") -> PublishedView | Refusal:
        """Publish the draft as it stands."""
        asked = Asked(self.bench(who).revision, note, mapping or {})
        return self.publishing.publish(self.house.people[who], self.app, asked, keyed())

    def published(self, who: str = "chen", mapping: Any = None) -> PublishedView:
        """Publish it; that must succeed."""
        done = self.publish(who, mapping)
        assert isinstance(done, PublishedView), done
        return done
