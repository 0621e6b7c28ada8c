"""S40 on the phone, under a clock: a yellow contract asks for a reminder within 48 hours, and only the reminder ends it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from .api import Api

DUTY = "黄色预警：48 小时内发起付款提醒"
ABROAD = {"grade": "standard", "level": "b", "industry": "factory", "country": "vn", "payment_term": 75}
ABROAD |= {"core_need": ["replace"], "decision_role": "technical"}


def _contract(api: Api, title: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A deal, and a contract on it that is yellow: Southeast Asia with 75 days."""
    customer = api.create("customer", {"name": f"{title}的客户", **ABROAD})
    deal = api.deal(title, customer=customer["id"])
    values = {"opportunity": deal["id"], "amount": 48_000_000, "signed_on": "2026-03-03"}
    return deal, api.create("contract", values)


def _row(page: Page, group: str, number: str) -> Locator:
    rows = page.get_by_role("region", name=group, exact=True).get_by_role("listitem")
    return rows.filter(has_text=DUTY).filter(has_text=number)
