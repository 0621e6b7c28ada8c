"""Three sheets of a company's opportunities (crm_pipeline): 8,800 of them, 85 accounts, 7 products.

The licence of the real ones does not allow shipping them. Where they are absent, sheets of the same shape take their place,
with what is odd in them: a product written in two ways, a sector misspelt, accounts of accounts, deals without a date.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from random import Random

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "crm_pipeline"
STAGES = {"Prospecting": 500, "Engaging": 1589, "Won": 4238, "Lost": 2473}
PRODUCTS = {"GTX Pro": 1480, "GTX Basic": 1866, "MG Special": 1651, "MG Advanced": 1412, "GTX Plus Basic": 1383}
PRODUCTS |= {"GTX Plus Pro": 968, "GTK 500": 40}
SECTORS = {"technolgy": 12, "retail": 17, "medical": 12, "software": 15, "finance": 14, "marketing": 15}
PARENTS = 15
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


def sheet(name: str) -> bytes:
    """The file "accounts.csv", "products.csv" or "sales_pipeline.csv"."""
    real = DATA / name
    return real.read_bytes() if real.is_file() else MADE[name]()


def rows_of(name: str) -> list[dict[str, str]]:
    """Its rows by column, plainly read."""
    return list(csv.DictReader(io.StringIO(sheet(name).decode("utf-8-sig"))))


def _account(number: int) -> str:
    return f"Account {number:02d}"


def _accounts() -> bytes:
    rng = Random(85)
    made = [["account", "sector", "year_established", "revenue", "employees", "office_location", "subsidiary_of"]]
    for number, sector in enumerate(_shuffled(rng, SECTORS)):
        parent = _account(84 - number % 4) if number < PARENTS else ""
        size = [str(1980 + number % 37), f"{rng.randrange(10_000, 900_000) / 100:.2f}", str(rng.randrange(9, 30_000))]
        made.append([_account(number), sector, *size, "United States" if number % 6 else "Kenya", parent])
    return _written(made)


def _products() -> bytes:
    made = [["product", "series", "sales_price"]]
    made += [[name, name.split(" ")[0], str(50 + 700 * number)] for number, name in enumerate(PRODUCTS)]
    return _written(made)


def _pipeline() -> bytes:
    rng = Random(8800)
    head = [
        "opportunity_id",
        "sales_agent",
        "product",
        "account",
        "deal_stage",
        "engage_date",
        "close_date",
        "close_value",
    ]
    made, products = [head], _shuffled(rng, PRODUCTS)
    for number, stage in enumerate(_shuffled(rng, STAGES)):
        code = "".join(rng.choices(_LETTERS, k=4)) + f"{number:04d}"
        begun = "" if stage == "Prospecting" else _day(rng, 2016)
        closed = _day(rng, 2017) if stage in ("Won", "Lost") else ""
        value = str(rng.randrange(38, 30_000)) if stage == "Won" else "0" if stage == "Lost" else ""
        account = _account(rng.randrange(85)) if closed or rng.random() < 0.3 else ""
        product = products[number].replace("GTX Pro", "GTXPro")
        made.append([code, f"Agent {rng.randrange(30)}", product, account, stage, begun, closed, value])
    return _written(made)


def _shuffled(rng: Random, counts: dict[str, int]) -> list[str]:
    every = [name for name, count in counts.items() for _ in range(count)]
    rng.shuffle(every)
    return every


def _day(rng: Random, year: int) -> str:
    return f"{year}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"


def _written(made: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(made)
    return out.getvalue().encode()


MADE = {"accounts.csv": _accounts, "products.csv": _products, "sales_pipeline.csv": _pipeline}
