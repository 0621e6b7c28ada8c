"""What is owed on the records of a business object that going back takes out of sight: it rests, and goes on as it stood."""

from __future__ import annotations

from typing import Any

from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app, to_json
from followthrough.services.recomputing import recompute
from followthrough.services.refusal import Refusal
from followthrough.services.views_signing import ApprovalDetail
from tests.services.designing.studio import Studio
from tests.services.designing.test_going_back_far import cut
from tests.services.house import House
from tests.services.owed_house import DAY_MS, FOLLOW_UP, WEEKLY, OwedHouse, with_duties
from tests.services.test_approving import APP, Requests, records_of, requests
from tests.support.approval_cases import document

__all__ = ["requests"]
NOTE: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "entity": {"id": "note", "label": {"zh": "便签"}, "title": "text"},
    "properties": {"text": {"type": "string", "maxLength": 50, "field": {"kind": "text", "label": {"zh": "内容"}}}},
}


def _notes() -> AppDocument:
    """The app of the requests before there were any."""
    said = to_json(document())
    for part in ("flows", "actions"):
        said.pop(part)
    said["entities"] = {"note": NOTE}
    for role in said["access"]["roles"].values():
        role["entities"] = {"note": {"scope": "all", "create": True, "edit": True}}
    return decode_app(said)


def _both() -> AppDocument:
    said, notes = to_json(document()), to_json(_notes())
    said["entities"] |= notes["entities"]
    for name, role in said["access"]["roles"].items():
        role["entities"] |= notes["access"]["roles"][name]["entities"]
    return decode_app(said)


def _go(house: House, app: str, who: str, number: int) -> None:
    studio = Studio(house, app)
    done = studio.drafting.restore(house.people[who], app, number, studio.bench(who).revision)
    assert not isinstance(done, Refusal), done
    studio.published(who)
    recompute(house.services)


def _retire(house: House, app: str, who: str, entity: str, archived: bool) -> None:
    studio, mark = Studio(house, app), True if archived else None
    studio.put(who, f"entity/{entity}/entity/archived", mark)
    for name, other in studio.bench().documents["entities"].items():
        for key, prop in other["properties"].items():
            if other["entity"].get("belongs_to") == key and prop["field"].get("target") == entity:
                studio.put(who, f"entity/{name}/entity/belongs_to", None)
            if prop["field"].get("target") == entity and other["entity"].get("rows_of") != entity:
                studio.put(who, f"entity/{name}/properties/{key}/field/archived", mark)
    studio.published(who)
    recompute(house.services)


def _rests(requests: Requests, approval: str) -> None:
    """A month later nobody has it in any box, nor is it found."""
    requests.now_ms += 30 * DAY_MS
    requests.services.sweeping.sweep()
    for who in ("wang", "li", "chen"):
        for box in ("to_sign", "asked", "all"):
            assert requests.box(who, box) == [], (who, box)
        assert isinstance(requests.services.approving.one(requests.people[who], APP, approval), Refusal)


def _goes_on(requests: Requests, record: str) -> None:
    """Whose turn it was has it again, and signs."""
    assert records_of(requests.box("wang")) == [record]
    assert isinstance(requests.sign("wang", record), ApprovalDetail)


def test_an_approval_under_way_rests_and_is_decided_when_its_object_is_back(requests: Requests) -> None:
    requests.services.publishing.documents(_notes())
    requests.services.publishing.documents(_both())
    record = requests.ask()
    one = requests.latest(record)
    assert records_of(requests.box("wang")) == [record]
    _go(requests, APP, "chen", 2)
    _rests(requests, one.id)
    _go(requests, APP, "chen", 3)
    _goes_on(requests, record)


def test_what_is_owed_is_withdrawn_and_comes_back_with_its_deadline(owing: OwedHouse) -> None:
    whole = with_duties(FOLLOW_UP, WEEKLY)
    owing.services.publishing.documents(cut(whole, ("customer",)))
    owing.services.publishing.documents(whole)
    deal, _ = owing.deal()
    due = owing.owed(deal)["follow_up"].due_ms
    _go(owing, "sales", "sun", 2)
    assert owing.owed(deal)["follow_up"].state == "withdrawn"
    owing.pass_time(3 * DAY_MS)
    owing.sweep()
    assert owing.told(deal) == []
    _go(owing, "sales", "sun", 3)
    assert (owing.owed(deal)["follow_up"].state, owing.owed(deal)["follow_up"].due_ms) == ("open", due)
    owing.sweep()
    assert ("breach", "li") in owing.told(deal)


def test_an_object_retired_by_hand_rests_with_all_that_belongs_to_it(requests: Requests) -> None:
    record = requests.ask()
    one = requests.latest(record)
    _retire(requests, APP, "chen", "request", True)
    _rests(requests, one.id)
    _retire(requests, APP, "chen", "request", False)
    _goes_on(requests, record)


def test_what_is_owed_on_an_object_retired_by_hand_comes_back_with_its_deadline(owing: OwedHouse) -> None:
    owing.services.publishing.documents(with_duties(FOLLOW_UP, WEEKLY))
    deal, _ = owing.deal()
    due = owing.owed(deal)["follow_up"].due_ms
    assert owing.services.owing.queues(owing.people["wang"], "sales") != []
    _retire(owing, "sales", "sun", "opportunity", True)
    assert owing.owed(deal)["follow_up"].state == "withdrawn"
    assert owing.services.owing.queues(owing.people["wang"], "sales") == [], "nothing is left to gather"
    owing.pass_time(3 * DAY_MS)
    owing.sweep()
    assert owing.told(deal) == []
    _retire(owing, "sales", "sun", "opportunity", False)
    assert (owing.owed(deal)["follow_up"].state, owing.owed(deal)["follow_up"].due_ms) == ("open", due)
    owing.sweep()
    assert ("breach", "li") in owing.told(deal)
