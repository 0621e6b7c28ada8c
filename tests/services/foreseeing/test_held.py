"""What records hold in a field of typed values, to become the options of the field that takes its place, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from followthrough.services.foreseeing import held
from followthrough.services.refusal import Refusal
from followthrough.services.views_foresee import HeldValuesView
from tests.services.designing.studio import Studio
from tests.services.house import Archive

TEXTS = ["恒达", "恒达", " 恒达　", "Ａbb", "ABB", "ABB", "abb", "顺丰、恒达", "顺丰，圆通", "、", "字" * 11, None]


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of options are short."""
    monkeypatch.setattr(held, "LONGEST", 10)


def values(studio: Studio, kind: str = "choice", who: str = "sun", of: str = "customer.short_name") -> HeldValuesView:
    entity, _, field = of.partition(".")
    found = studio.house.services.foreseeing.values(studio.house.people[who], "sales", entity, field, kind)
    assert isinstance(found, HeldValuesView), found
    return found


def refused(studio: Studio, entity: str, field: str, kind: str, who: str = "sun") -> str:
    found = studio.house.services.foreseeing.values(studio.house.people[who], "sales", entity, field, kind)
    assert isinstance(found, Refusal), found
    return found.code


def customers(studio: Studio, who: str = "li", texts: list[str | None] = TEXTS) -> list[str]:
    made: list[dict[str, Any]] = [{"short_name": text} if text is not None else {} for text in texts]
    return [studio.house.create(who, "customer", name="恒达精密", grade="standard", **one).id for one in made]


def told(found: HeldValuesView) -> list[tuple[str, int]]:
    return [(one.text, one.records) for one in found.values]


def together(found: HeldValuesView) -> dict[tuple[str, ...], int]:
    return {tuple(found.values[n].text for n in one.values): one.records for one in found.sets}


def test_values_that_one_option_would_be_found_for_are_one_the_most_frequent_first(studio: Studio) -> None:
    records = customers(studio)
    studio.house.done("sun", "customer", records[0], Archive("停业"))
    found = values(studio)
    assert told(found) == [("ABB", 4), ("恒达", 3), ("、", 1), ("顺丰，圆通", 1), ("顺丰、恒达", 1)], (
        "archived ones too"
    )
    assert together(found) == {(text,): records for text, records in told(found)}
    assert (found.distinct, found.filled, found.cut) == (6, 11, False), "one of 11 characters is no name of an option"


def test_a_text_that_names_several_tells_each_and_what_stands_together(studio: Studio) -> None:
    customers(studio)
    for kind in ("choices", "tags"):
        found = values(studio, kind)
        assert told(found) == [("ABB", 4), ("恒达", 4), ("顺丰", 2), ("圆通", 1)]
        assert together(found) == {("ABB",): 4, ("恒达",): 3, ("恒达", "顺丰"): 1, ("顺丰", "圆通"): 1}
        assert (found.distinct, found.filled, found.cut) == (5, 11, False)


def test_where_there_are_many_the_most_frequent_are_told_and_that_there_are_more(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    customers(studio)
    monkeypatch.setattr(held, "TOLD", 2)
    found = values(studio, "choices")
    assert told(found) == [("ABB", 4), ("恒达", 4)]
    assert together(found) == {("ABB",): 4, ("恒达",): 3}
    assert (found.distinct, found.filled, found.cut) == (5, 11, False)
    monkeypatch.setattr(held, "SETS", 1)
    assert (len(values(studio, "choices").sets), values(studio, "choices").cut) == (1, True)
    monkeypatch.setattr(held, "SPELLINGS", 2)
    found = values(studio)
    assert told(found) == [("恒达", 3), ("ABB", 2)], "of the others it is not known what they are"
    assert (found.distinct, found.filled, found.cut) == (8, 11, True)


def test_columns_of_detail_rows_and_values_of_other_kinds(studio: Studio) -> None:
    house = studio.house
    products = [
        house.create("sun", "product", name=name, line="monitor", list_price=100_00, on_sale=True).id
        for name in "甲乙丙"
    ]
    lines = [{"product": one, "min_quantity": n // 2 + 1, "price": 50_00} for n, one in enumerate(products)]
    house.create("sun", "price_list", name="标准", valid_from="2026-01-01", lines=lines)
    found = values(studio, of="price_line.min_quantity")
    assert (told(found), found.filled) == ([("1", 2), ("2", 1)], 3)
    assert told(values(studio, of="product.on_sale")) == [("是", 3)]


def test_a_field_that_is_empty_everywhere_holds_nothing(sqlite_studio: Studio) -> None:
    found = values(sqlite_studio)
    assert (found.values, found.sets, found.distinct, found.filled, found.cut) == ([], [], 0, 0, False)


def test_nobody_learns_what_his_role_does_not_see(studio: Studio) -> None:
    house = studio.house
    customers(studio, "li", ["恒达", "恒达", None])
    customers(studio, "zhao", ["远方"])
    house.add_person("wen", "supervisor", "shanghai")
    rights = "access/roles/supervisor/entities/customer"
    studio.put("sun", f"{rights}/scope", "subtree")
    studio.published("sun")
    house.refresh()
    found = values(studio, who="wen")
    assert (told(found), found.distinct) == ([("恒达", 2)], 1), "named are those of records he sees"
    assert (found.filled, found.cut) == (3, True), "counted are all"
    assert told(values(studio)) == [("恒达", 2), ("远方", 1)]
    studio.put("sun", f"{rights}/fields", {"short_name": "none"})
    studio.published("sun")
    house.refresh()
    found = values(studio, who="wen")
    assert (found.withheld, found.values, found.sets, found.distinct, found.filled) == (True, [], [], 0, 0)
    assert not values(studio).withheld
    assert refused(studio, "customer", "short_name", "choice", "li") == "not_found"


def test_rows_are_seen_with_their_record_and_not_where_the_role_does_not_see_them(sqlite_studio: Studio) -> None:
    studio, house = sqlite_studio, sqlite_studio.house
    product = house.create("sun", "product", name="甲", line="monitor", list_price=100_00, on_sale=True).id
    line = {"product": product, "min_quantity": 1, "price": 50_00}
    house.create("sun", "price_list", name="标准", valid_from="2026-01-01", lines=[line])
    house.add_person("wen", "supervisor", "shanghai")
    studio.put("sun", "access/roles/supervisor/entities/price_list/scope", "subtree")
    studio.published("sun")
    house.refresh()
    found = values(studio, who="wen", of="price_line.min_quantity")
    assert (told(found), found.filled, found.cut) == ([], 1, True)
    for right in ("create", "edit"):
        studio.put("sun", f"access/roles/supervisor/entities/price_list/{right}", None)
    studio.put("sun", "access/roles/supervisor/entities/price_list/fields", {"lines": "none"})
    studio.published("sun")
    house.refresh()
    assert values(studio, who="wen", of="price_line.min_quantity").withheld


def test_only_a_stored_field_in_force_that_can_become_options_is_asked_for(sqlite_studio: Studio) -> None:
    studio = sqlite_studio
    label = {"zh": "新的", "en": "New"}
    studio.put("sun", "entity/customer/properties/fresh", {"type": "string", "field": {"kind": "text", "label": label}})
    for entity, field in (("customer", "fresh"), ("customer", "nothing"), ("nothing", "name"), ("price_list", "lines")):
        assert refused(studio, entity, field, "choice") == "not_found"
    for field, kind in (("short_name", "number"), ("short_name", "nothing"), ("level", "tags"), ("remark", "text")):
        assert refused(studio, "customer", field, kind) == "bad_request"
