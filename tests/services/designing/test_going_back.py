"""Going back to a version when people have filled things in since: it can be published, and nothing they wrote is lost."""

from __future__ import annotations

from typing import Any

from followthrough.services.refusal import Refusal
from followthrough.services.views_design import EditedView, PublishedView
from followthrough.services.views_foresee import ChangesView
from tests.services.designing.studio import Studio

PLACE = "entity/customer/properties/heard_of"
OPTION = "entity/customer/properties/level/field/options/d"
SHOWN = "form/customer/sections/basic/fields/heard_of"
FIELD = {
    "type": "string",
    "maxLength": 50,
    "field": {
        "kind": "text",
        "label": {"zh": "消息来源"},
        "required": True,
        "relevance": {"op": "not_empty", "a": [{"f": "name"}]},
    },
}


def _back(studio: Studio, number: int = 1) -> EditedView:
    done = studio.drafting.restore(studio.house.people["chen"], "sales", number, studio.bench().revision)
    assert isinstance(done, EditedView), done
    return done


def _words(studio: Studio, to: int | None = None) -> list[str]:
    """What publishing would change, after going back to a version or as the draft stands."""
    told = studio.house.services.foreseeing.changes(studio.house.people["chen"], "sales", None, to)
    assert isinstance(told, ChangesView)
    return [change.words["zh"] for group in told.groups for change in group.changes]


def _customer(studio: Studio, name: str = "甲", **values: Any) -> str:
    return studio.house.create("li", "customer", name=name, grade="standard", **values).id


def test_a_field_that_was_filled_in_since_is_retired_and_comes_back_with_its_values(studio: Studio) -> None:
    studio.put("chen", PLACE, FIELD)
    studio.put("chen", SHOWN, {"order": 900})
    studio.published()
    kept = _customer(studio, heard_of="展会")
    foretold = _words(studio, 1)
    _back(studio)
    assert studio.at(SHOWN) is None
    assert studio.at(f"{PLACE}/field") == {"kind": "text", "label": {"zh": "消息来源"}, "archived": True}
    assert _words(studio) == foretold, "what was told before is what is done"
    studio.published()
    # Nobody is asked for it any more, and what was written is there.
    _customer(studio, "乙")
    read = studio.house.services.watching.record(studio.house.people["li"], "sales", "customer", kept)
    assert not isinstance(read, Refusal)
    assert read.record.values["heard_of"] == "展会"
    _back(studio, 2)
    assert studio.at(PLACE) == FIELD
    assert isinstance(studio.publish(), PublishedView)


def test_what_nobody_filled_in_is_gone(sqlite_studio: Studio) -> None:
    studio = sqlite_studio
    before = studio.bench().documents
    studio.put("chen", PLACE, FIELD)
    studio.put("chen", SHOWN, {"order": 900})
    studio.put("chen", OPTION, {"label": {"zh": "D 类"}, "order": 90})
    studio.published()
    _back(studio)
    assert studio.bench().documents == before
    studio.published()


def test_nobody_sees_more_of_what_was_retired(sqlite_studio: Studio) -> None:
    studio = sqlite_studio
    rights = "access/roles/{}/entities/live_question"
    noted = {"type": "string", "maxLength": 50, "field": {"kind": "text", "label": {"zh": "内部备注"}}}
    studio.put("chen", "entity/live_question/properties/noted", noted)
    studio.put("sun", rights.format("rep"), None)
    studio.put("sun", f"{rights.format('manager')}/fields/noted", "none")
    studio.published()
    studio.house.create(
        "chen", "live_question", session="周一", question="价格?", asked_at="2026-03-02T01:00:00Z", noted="先不答"
    )
    _back(studio)
    # The one did not see it; the other saw none of its records, and now sees his own again, without it.
    for role in ("rep", "manager"):
        assert studio.at(rights.format(role))["fields"]["noted"] == "none"
    assert "noted" not in studio.at(rights.format("supervisor")).get("fields", {})
    studio.published()


def test_an_option_that_records_hold_is_retired(studio: Studio) -> None:
    studio.put("chen", OPTION, {"label": {"zh": "D 类"}, "order": 90})
    studio.published()
    kept = _customer(studio, level="d")
    _back(studio)
    assert studio.at(OPTION) == {"label": {"zh": "D 类"}, "order": 90, "archived": True}
    studio.published()
    studio.house.edit("li", "customer", kept, name="甲甲")
