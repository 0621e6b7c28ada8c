"""Opportunities of the demo: each walks its path as far as it gets, with delays, refusals, objections and losses."""

from __future__ import annotations

from typing import Any

from followthrough.services.views import RecordView

from .customers import Customer
from .town import Life, Town

OPEN_END = {"contact": 0.06, "diagnosis": 0.05, "demo": 0.05, "objection": 0.05, "procurement": 0.05, "quote": 0.06}
"""Per stage the chance that the opportunity is left lying there."""
LOST = {
    "contact": 0.08,
    "diagnosis": 0.07,
    "demo": 0.08,
    "objection": 0.08,
    "procurement": 0.07,
    "equipment": 0.05,
    "quote": 0.15,
}
LINES = (("imaging", 3), ("monitor", 4), ("consumable", 3), ("service", 2))


ISSUES = (
    ("delivery", "厂家缺货，预计晚一周发"),
    ("quantity", "到货少两台，物流核对中"),
    ("invoice", "开票抬头有误，需重开"),
    ("damage", "外包装破损，客户要求换货"),
)


class Ended(Exception):
    """The opportunity stops here."""


class Deal:
    """One opportunity."""

    def __init__(self, town: Town, customer: Customer) -> None:
        self.town = town
        self.customer = customer
        self.who = customer.owner
        self.line: str = town.rng.choices([line for line, _ in LINES], weights=[weight for _, weight in LINES])[0]
        self.record: RecordView | None = None
        self.amount = 0
        self.contract = ""

    @property
    def id(self) -> str:
        """The record's id."""
        assert self.record is not None
        return self.record.id

    def live(self) -> Life:
        """From the first call to wherever it ends."""
        town = self.town
        self.record = town.create(
            self.who,
            "opportunity",
            {
                "title": f"{self.customer.record.title}{town.rng.choice(town.market['deals'][self.line])}",
                "customer": self.customer.record.id,
                "contact": self.customer.contact.id,
                "product_line": self.line,
                "intent": town.rng.choice(("high", "mid", "mid", "low")),
                "source": town.rng.choice(("exhibition", "referral", "web", "cold_call")),
                "close_on": town.date(town.rng.randrange(30, 150)),
            },
        )
        try:
            yield from self._contact()
            if self.customer.grade == "standard":
                yield from self._standard()
            else:
                yield from self._hospital()
            yield from self._objections()
            yield from self._quote()
            yield from self._sign()
            yield from self._pay()
        except Ended:
            return

    # -- stages -----------------------------------------------------------------------------------------------------

    def _contact(self) -> Life:
        town = self.town
        yield town.days(0.1, 3)
        self._follow_up("contact")
        if town.may(0.35):
            town.try_move(self.who, "opportunity", self.id, "quote")
        for _ in range(town.rng.randrange(0, 3)):
            yield town.days(1, 5)
            self._follow_up("contact")
        if town.may(0.5):
            material = town.rng.choice(("产品图", "样本册", "操作视频", "同级医院案例"))
            told = {"channel": town.rng.choice(("wechat", "email")), "material": material}
            town.perform(self.who, self.id, "share_material", told)
        yield from self._leave("contact")

    def _standard(self) -> Life:
        town = self.town
        town.move(self.who, "opportunity", self.id, "diagnosis")
        yield town.days(1, 6)
        self._follow_up("diagnosis")
        if town.may(0.4):
            town.try_move(self.who, "opportunity", self.id, "demo")
        yield from self._leave("diagnosis")
        self._diagnose()
        yield town.days(0.2, 4)
        town.move(self.who, "opportunity", self.id, "demo")
        self._send_plan()
        yield town.days(2, 9)
        if town.may(0.3):
            town.try_move(self.who, "opportunity", self.id, "objection")
        yield from self._leave("demo")
        self._demo()
        yield town.days(0.2, 3)
        self._follow_up("demo")
        town.move(self.who, "opportunity", self.id, "objection")
        yield from self._leave("objection")

    def _hospital(self) -> Life:
        town = self.town
        self._send_plan()
        self._diagnose()
        yield town.days(1, 5)
        if town.may(0.4):
            town.try_move(self.who, "opportunity", self.id, "procurement")
        town.edit(self.who, "opportunity", self.id, trial_form=True)
        town.move(self.who, "opportunity", self.id, "procurement")
        yield town.days(2, 10)
        self._follow_up("procurement")
        yield from self._leave("procurement")
        department = town.rng.choice(town.phrases["departments"])
        form = {"trial_form": True, "trial_department": department}
        town.perform(
            self.who, self.id, "submit_trial_form", form, (town.paper(self.who, "临床试用申请表.pdf", "Trial form"),)
        )
        if self.customer.grade != "procurement":
            yield from self._equipment()
        if self.customer.grade == "board":
            yield from self._board()

    def _equipment(self) -> Life:
        town = self.town
        yield town.days(1, 6)
        booked = {"training_booked": True, "training_on": town.date(town.rng.randrange(2, 12))}
        town.edit(self.who, "opportunity", self.id, **booked)
        town.move(self.who, "opportunity", self.id, "equipment")
        yield town.days(3, 12)
        self._follow_up("equipment")
        yield from self._leave("equipment")
        town.perform(self.who, self.id, "book_training", booked)

    def _board(self) -> Life:
        town = self.town
        yield town.days(2, 8)
        town.edit(self.who, "opportunity", self.id, board_on=town.date(town.rng.randrange(3, 20)))
        town.move(self.who, "opportunity", self.id, "board")
        self._follow_up("board")
        yield town.days(5, 21)
        result = town.rng.choices(("passed", "deferred", "refused"), weights=(7, 2, 1))[0]
        minutes = town.photo(self.who, "minutes")
        told = {"board_on": town.date(), "board_result": result}
        town.perform(self.who, self.id, "record_board", told, (minutes,))
        if result == "refused":
            self._lose()
        if result == "deferred":
            yield from self._hold(town.days(10, 30))

    def _objections(self) -> Life:
        town = self.town
        yield town.days(1, 7)
        for _ in range(town.rng.choice((0, 1, 1, 2))):
            tags, content, handling, outcome = town.rng.choice(town.phrases["objections"])
            values = {"tags": tags, "content": content, "handling": handling, "outcome": outcome}
            made = town.perform(self.who, self.id, "handle_objection", values).created
            yield town.days(0.5, 4)
            self._follow_up("objection")
            if outcome != "resolved" and made is not None:
                if town.may(0.3):
                    town.try_move(self.who, "opportunity", self.id, "quote")
                yield town.days(1, 6)
                if town.may(0.12):
                    raise Ended
                town.edit(self.who, "objection", made.id, outcome="resolved")

    def _quote(self) -> Life:
        town = self.town
        lines = self._lines()
        self.amount = sum(line["quantity"] * line["unit_price"] for line in lines)
        values = {"opportunity": self.id, "valid_until": town.date(30), "lines": lines}
        town.create(self.who, "quote", {**values, "terms": "签约付 30%，到货付 60%，验收付 10%"})
        town.perform(self.who, self.id, "submit_quote", {"amount": self.amount})
        for _ in range(town.rng.randrange(1, 4)):
            yield town.days(2, 9)
            self._follow_up("quote")
        yield from self._leave("quote")
        told = {"confirmed_by": town.rng.choice(town.phrases["confirmed_by"])}
        town.perform(self.who, self.id, "confirm_quote", told, (town.photo(self.who, "confirmed"),))

    def _sign(self) -> Life:
        town = self.town
        yield town.days(1, 8)
        scan = town.paper(self.who, "合同扫描件.pdf", "Signed contract")
        values = {"amount": self.amount, "signed_on": town.date(), "first_due_on": town.date(30), "scan": [scan]}
        values["currency"] = town.currencies.get(self.customer.currency or "CNY")
        made = town.perform(self.who, self.id, "sign_contract", values).created
        assert made is not None
        self.contract = made.id
        if town.may(0.3):
            kind, summary = town.rng.choice(ISSUES)
            town.perform(self.who, self.id, "report_issue", {"kind": kind, "summary": summary})
        yield town.days(2, 10)
        self._follow_up("sign")

    def _pay(self) -> Life:
        town = self.town
        parts = town.rng.choice(((1.0,), (0.3, 0.7), (0.3, 0.6, 0.1)))
        left = self.amount
        for number, part in enumerate(parts, 1):
            yield town.days(4, 28)
            amount = left if number == len(parts) else round(self.amount * part)
            left -= amount
            if town.may(0.25):
                town.try_move(self.who, "opportunity", self.id, "paid")
            paid = {"contract": self.contract, "amount": amount, "received_on": town.date(), "method": "transfer"}
            town.perform(self.who, self.id, "register_payment", {**paid, "proof": [town.slip(self.who, amount)]})
        yield town.hours(0.2, 20)
        town.move(self.who, "opportunity", self.id, "paid")

    # -- what happens in a stage ------------------------------------------------------------------------------------

    def _follow_up(self, stage: str) -> None:
        town = self.town
        said, following = town.rng.choice(town.phrases["follow_ups"][stage])
        way = town.rng.choice(("phone", "visit", "wechat", "video"))
        values = {"way": way, "content": said, "next_step": following}
        if following is not None:
            values["next_on"] = town.date(town.rng.randrange(1, 8))
        if way == "visit" and town.may(0.4):
            values["photos"] = [town.photo(self.who, "visit")]
        town.perform(self.who, self.id, "log_follow_up", values)

    def _diagnose(self) -> None:
        town = self.town
        values = {
            "need_summary": town.rng.choice(town.phrases["needs"][self.line]),
            "budget": town.rng.randrange(8, 120) * 1_000_000,
            "pain": sorted(town.rng.sample(("cost", "efficiency", "compliance", "replace", "expand"), 2)),
        }
        town.perform(self.who, self.id, "diagnose_need", values)

    def _send_plan(self) -> None:
        town = self.town
        values: dict[str, Any] = {
            "core_need": sorted(town.rng.sample(("cost", "efficiency", "compliance", "replace", "expand"), 2)),
            "decision_role": town.rng.choice(("technical", "buyer", "decider", "user")),
            "core_need_note": town.rng.choice(town.phrases["customer_notes"]),
        }
        town.perform(self.who, self.id, "send_plan", values)

    def _demo(self) -> None:
        town = self.town
        values = {
            "demo_on": town.date(),
            "customisation": town.rng.randrange(1, 6),
            "attendees": town.rng.choice(town.phrases["attendees"]),
        }
        town.perform(self.who, self.id, "give_demo", values, (town.photo(self.who, "demo"),))

    def _lines(self) -> list[dict[str, Any]]:
        town = self.town
        many = {"imaging": (1, 2), "monitor": (2, 12), "consumable": (20, 200), "service": (1, 3)}[self.line]
        chosen = town.rng.sample(town.products[self.line], town.rng.randrange(1, 3))
        return [
            {
                "product": product.id,
                "quantity": town.rng.randrange(many[0], many[1] + 1),
                "unit_price": round(product.values["list_price"] * town.rng.choice((1.0, 0.97, 0.95, 0.92, 0.88)) / 100)
                * 100,
            }
            for product in chosen
        ]

    # -- ends -------------------------------------------------------------------------------------------------------

    def _leave(self, stage: str) -> Life:
        """Go on, be lost, rest for a while, or be forgotten."""
        town = self.town
        yield town.days(0.2, 3)
        if town.may(LOST.get(stage, 0.0)):
            self._lose()
        if town.may(OPEN_END.get(stage, 0.0)):
            raise Ended
        if stage == "contact" and town.may(0.05):
            yield from self._hold(town.days(7, 25))

    def _lose(self) -> None:
        town = self.town
        if town.may(0.3):
            town.try_move(self.who, "opportunity", self.id, "lost")
        reason = town.rng.choice(sorted(town.phrases["lost"]))
        note = town.rng.choice(town.phrases["lost"][reason])
        town.move(self.who, "opportunity", self.id, "lost", lost_reason=reason, lost_note=note)
        raise Ended

    def _hold(self, pause: int) -> Life:
        """Put on hold and stay there, or come back to the first stage."""
        town = self.town
        town.move(self.who, "opportunity", self.id, "hold", resume_on=town.date(21))
        yield pause
        raise Ended
