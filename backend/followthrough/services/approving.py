"""Approvals: what waits for one's decision, what one asked for or decided, and the decisions themselves.

A decision is an act on the record and goes the one command path (`Filling.submit`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from followthrough.core.run.acts import PassOn, Signing
from followthrough.core.run.approval import Approval
from followthrough.store import approvals

from .assignable import signers
from .filling import Filling, Submission
from .refusal import NOT_FOUND, Refusal
from .showing_approvals import ApprovalShowing, waiting
from .showing_signing import detail
from .views import PersonView
from .views_approval import ApprovalPage
from .views_signing import ApprovalDetail
from .watching import Reading, Watching
from .who import Who

Box = Literal["to_sign", "asked", "signed", "all"]
MOST = 200


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person does about an approval, as of version `version` of its record; key, body and drawn as in
    Submission."""

    approval: str
    act: Signing
    version: int
    key: str = ""
    body: bytes = b""
    drawn: int | None = None


class Approving:
    """Boxes of approvals, one approval, and decisions."""

    def __init__(self, watching: Watching, filling: Filling) -> None:
        self._watching = watching
        self._filling = filling

    def page(self, who: Who, app: str, box: Box, after: str | None = None, limit: int = 50) -> ApprovalPage | Refusal:
        """A box: to_sign (mine to decide, for others too; all of them, the soonest deadline first), asked (my requests),
        signed (what I decided), all (of records I see beyond my own). Codes: not_found, no_role, bad_cursor."""

        def work(reading: Reading) -> ApprovalPage:
            showing = ApprovalShowing(reading.showing)
            if box == "to_sign":
                return ApprovalPage(rows=waiting(showing), next=None)
            if box == "asked":
                where = approvals.asked_by(who.person)
            elif box == "signed":
                where = approvals.signed_by(who.person)
            else:
                reader = reading.showing.reader
                wider = [name for name, scope in reader.scopes.items() if scope != "own"]
                where = approvals.in_sight(reading.app, reader, wider)
            found, following = approvals.page(reading.tx, app, where, after, max(1, min(limit, MOST)))
            return ApprovalPage(rows=showing.views(found), next=following)

        return self._watching.opened(who, app, work)

    def one(self, who: Who, app: str, approval: str) -> ApprovalDetail | Refusal:
        """An approval on a record in one's sight. Codes: not_found, no_role."""

        def work(reading: Reading) -> ApprovalDetail | Refusal:
            found = approvals.get(reading.tx, app, approval)
            return NOT_FOUND if found is None else detail(reading, found)

        return self._watching.opened(who, app, work)

    def signers(
        self, who: Who, app: str, approval: str, added: bool = False, q: str = ""
    ) -> list[PersonView] | Refusal:
        """To whom I can pass the decision on (`added`: whom I can ask besides), by part of the name; nobody when it is not
        mine to pass on. Codes: not_found, no_role."""

        def work(reading: Reading) -> list[PersonView] | Refusal:
            found = approvals.get(reading.tx, app, approval)
            showing = ApprovalShowing(reading.showing)
            if found is None or not showing.known([found]).records:
                return NOT_FOUND
            return signers(reading, showing.around, found, PassOn(approval, "", added), q)

        return self._watching.opened(who, app, work)

    def decide(self, who: Who, app: str, asked: Decision) -> ApprovalDetail | Refusal:
        """Sign, pass on, take back. Codes: those of docs/approvals.md and of Filling.submit."""
        found = self._watching.opened(who, app, lambda reading: _kept(reading, asked.approval))
        if isinstance(found, Refusal):
            return found
        given = Submission(
            app, found.entity, found.record, asked.act, asked.key, asked.body, asked.version, drawn=asked.drawn
        )
        answer = self._filling.submit(who, given)
        return answer if isinstance(answer, Refusal) else self.one(who, app, asked.approval)


def _kept(reading: Reading, approval: str) -> Approval | Refusal:
    return approvals.get(reading.tx, reading.app.key, approval) or NOT_FOUND
