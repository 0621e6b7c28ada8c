"""Requests for a seal in the demo: asked for, decided, sealed, filed, each by whoever is asked."""

from __future__ import annotations

from followthrough.core.run.acts import Create, Perform, Sign
from followthrough.services.refusal import Refusal
from followthrough.services.views import RecordView
from followthrough.services.views_approval import ApprovalView
from followthrough.services.who import Who

from .town import Life, Town

SEALS = "seal_approval"
_KINDS = (("经销协议用印", "contract", ["contract"]), ("投标授权书", "letter", ["company", "legal_rep"]),
          ("报价单盖章", "other", ["company"]), ("售后服务承诺函", "letter", ["company"]))  # fmt: skip
_PARTIES = ("市第一人民医院", "恒达精密仪器", "省妇幼保健院", "康宁药业", "仁和体检中心")


def published(town: Town) -> bool:
    """Whether the demo has the app."""
    with town.services.db.read() as tx:
        return SEALS in town.services.registry.live(tx)


def request(town: Town, who: Who) -> Life:
    """One request, from the form to the ledger; some wait for somebody when the demo ends."""
    title, kind, seals = town.rng.choice(_KINDS)
    amount = town.rng.randrange(5, 300) * 100_000 if kind == "contract" else None
    values = {"title": title, "kind": kind, "seals": sorted(seals), "copies": float(town.rng.randrange(1, 5))}
    values |= {"counterparty": town.rng.choice(_PARTIES)}
    record = town.surely(who, "request", None, Create("request", "", {**values, "amount": amount}), SEALS).record
    yield town.hours(0.1, 2)
    document = town.paper(who, f"{title}.pdf", "Document to be sealed")
    town.surely(who, "request", record.id, Perform("apply", {}, (document,)), SEALS)
    yield from _decided(town, record)
    stored = town.services.watching.record(who, SEALS, "request", record.id)
    if isinstance(stored, Refusal) or stored.record.stage != "approved":
        return
    keeper = town.cast.of("keeper")[0]
    yield town.hours(0.5, 3.5)
    photo = town.photo(keeper, f"SEALED {town.date()}")
    town.surely(
        keeper, "request", record.id, Perform("affix_seal", {"sealed_copies": values["copies"]}, (photo,)), SEALS
    )
    yield town.hours(2, 20)
    place = f"档案柜 {town.rng.choice('ABC')}-{town.rng.randrange(1, 9)}"
    town.surely(keeper, "request", record.id, Perform("file_away", {"place": place}), SEALS)


def _decided(town: Town, record: RecordView) -> Life:
    """Whoever is asked decides, until nobody is; a refusal now and then."""
    while True:
        yield town.hours(0.5, 9)
        found = _asked(town, record)
        if found is None:
            return
        who, approval = found
        refuse = town.may(0.12)
        inputs = {"legal_opinion": "条款合规，同意用印"} if approval.step == "legal" and not refuse else {}
        act = Sign(approval.id, "refuse" if refuse else "approve", inputs, "文件版本不是最终版" if refuse else "")
        town.surely(who, "request", record.id, act, SEALS)


def _asked(town: Town, record: RecordView) -> tuple[Who, ApprovalView] | None:
    """The first person of the demo who may decide on the record now."""
    for who in town.cast.people.values():
        page = town.services.approving.page(who, SEALS, "to_sign")
        if not isinstance(page, Refusal):
            for row in page.rows:
                if row.record == record.id:
                    return who, row
    return None
