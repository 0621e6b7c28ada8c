"""Customers, contacts, leads, products and price lists of the demo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from followthrough.services.views import RecordView
from followthrough.services.who import Who

from .town import Life, Town

LEVEL_PRICES = (("a", 0.9), ("b", 0.95), ("c", 1.0))


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer with its owner and main contact."""

    record: RecordView
    contact: RecordView
    owner: Who
    currency: str = ""

    @property
    def grade(self) -> str:
        """The grade that decides its opportunities' path."""
        return str(self.record.values["grade"])


class Market:
    """Invents customers, each name once."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self._names: set[str] = set()
        self._abroad: list[dict[str, Any]] = list(town.market["abroad"])

    def stock(self, supervisor: Who) -> None:
        """What is sold, and at which prices."""
        town = self.town
        for one in town.market["products"]:
            values = {"name": one["name"], "code": one["code"], "line": one["line"], "unit": one["unit"]}
            made = town.create(supervisor, "product", {**values, "list_price": one["price"]})
            town.products.setdefault(one["line"], []).append(made)
        everything = [product for products in town.products.values() for product in products]
        for level, part in LEVEL_PRICES:
            lines = [
                {"product": product.id, "min_quantity": 1, "price": round(product.values["list_price"] * part)}
                for product in everything
            ]
            label = level.upper()
            values = {"name": f"{label} 类客户价目表", "level": level, "valid_from": town.date(), "lines": lines}
            town.create(supervisor, "price_list", values)

    def customer(self, owner: Who, city: str) -> Customer:
        """A customer of a city with one or two contacts, entered by its owner."""
        town, rng = self.town, self.town.rng
        kinds = town.market["kinds"]
        kind = rng.choices(kinds, weights=[kind["weight"] for kind in kinds])[0]
        name, region = self._name(kind["name"], city)
        values = {
            "name": name,
            "grade": kind["grade"],
            "level": rng.choice(kind["level"]),
            "industry": kind["industry"],
            "region": region,
            "source": rng.choice(("exhibition", "referral", "web", "cold_call", "platform")),
            "key_account": town.may(0.15),
            "phone": f"021-{rng.randrange(50_000_000, 69_999_999)}" if town.may(0.5) else None,
            "employees": rng.choice((None, 40, 120, 300, 800, 1500)),
            "payment_term": rng.choice((None, 30, 45, 60, 90)),
            "tags": ["relation_old"] if town.may(0.3) else ["relation_new"],
        }
        abroad = self._abroad.pop(0) if self._abroad and town.may(0.2) else None
        if abroad is not None:
            values |= {"name": abroad["name"], "country": abroad["country"], "payment_term": abroad["term"]}
            values |= {"region": None, "phone": None, "grade": "standard"}
        record = town.create(owner, "customer", values)
        contact = self.contact(owner, record)
        if town.may(0.5):
            self.contact(owner, record)
        return Customer(record, contact, owner, abroad["currency"] if abroad is not None else "")

    def contact(self, owner: Who, customer: RecordView) -> RecordView:
        """A person at a customer."""
        titles = self.town.market["titles"]
        sort = "hospital" if customer.values.get("industry") == "hospital" else "other"
        department, title, role = self.town.rng.choice(titles[sort])
        values = {"department": department, "title": title, "role": role, "mobile": self.mobile()}
        return self.town.create(owner, "contact", {"name": self.person(), "customer": customer.id, **values})

    def person(self) -> str:
        """Somebody's name."""
        return str(self.town.rng.choice(self.town.market["surnames"]) + self.town.rng.choice(self.town.market["given"]))

    def mobile(self) -> str:
        """A number of the form of a mobile's."""
        rng = self.town.rng
        return f"1{rng.choice('35789')}{rng.randrange(10**8, 10**9)}"

    def _name(self, kind: str, city: str) -> tuple[str, str]:
        rng = self.town.rng
        place, region = rng.choice(self.town.market["places"][city])
        for prefix in ("", "第一", "第二", "第三", "新", "东", "西", "南", "北"):
            name = f"{place}{prefix}{kind}"
            if name not in self._names:
                break
        else:
            name = f"{place}{kind}{len(self._names)}"
        self._names.add(name)
        return name, str(region)

    def lead(self, owner: Who, city: str) -> Life:
        """A lead: called sooner or later, then converted, invalid, or left lying."""
        town, rng = self.town, self.town.rng
        region = rng.choice(town.market["places"][city])[1]
        values: dict[str, Any] = {
            "name": self.person(),
            "company": f"{rng.choice(town.market['places'][city])[0]}{rng.choice(town.market['kinds'])['name']}",
            "mobile": self.mobile(),
            "source": rng.choice(("exhibition", "web", "platform", "referral")),
            "segment": "b2b" if town.may(0.85) else "b2c",
            "region": region,
            "need": rng.choice(town.phrases["lead_needs"]),
        }
        lead = town.create(owner, "lead", values)
        owner = town.who(lead.owner) or owner  # on holidays it went to whoever is on duty
        yield town.hours(0.2, 30)
        if town.may(0.12):
            return
        if town.may(0.2):
            town.try_move(owner, "lead", lead.id, "converted")
        note = rng.choice(town.phrases["lead_calls"])
        intent = rng.choice(("high", "mid", "mid", "low"))
        town.perform(owner, lead.id, "call_lead", {"intent": intent, "call_note": note}, entity="lead")
        yield town.days(0.5, 9)
        if town.may(0.3):
            reason = rng.choice(("wrong_number", "no_need", "competitor", "duplicate"))
            town.move(owner, "lead", lead.id, "invalid", invalid_reason=reason)
        elif town.may(0.45):
            customer = self.customer(owner, city)
            town.move(owner, "lead", lead.id, "converted", customer=customer.record.id)
