"""A quote with lines on the phone, the paper photographed: sums at once, files with the record."""

from __future__ import annotations

import struct
import zlib

from playwright.sync_api import Page, expect

from .api import Api
from .conftest import Enter


def _picture() -> bytes:
    """A small PNG."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\x00" + bytes((x * 4, y * 4, 120)[c] for x in range(48) for c in range(3)) for y in range(48))
    head = struct.pack(">IIBBBBB", 48, 48, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _line(page: Page, nth: int, product: str, quantity: str, price: str) -> None:
    page.get_by_role("button", name="添加一行").click()
    group = page.locator(".r-row-card").nth(nth)
    group.get_by_role("button", name="产品").click()
    picker = page.get_by_role("dialog", name="产品")
    picker.get_by_role("textbox").or_(picker.get_by_role("combobox")).first.fill(product)
    picker.get_by_role("option", name=product).first.click()
    group.get_by_label("数量").fill(quantity)
    group.get_by_label("单价").fill(price)


def test_a_quote_is_written_at_the_customers_desk(someone: Enter) -> None:
    rep = someone("lina", phone=True)
    api = Api(rep.page, rep.url)
    deal = api.deal("手机上写报价")
    products = [row["values"]["name"] for row in api.get("/apps/sales/product?limit=2")["rows"]]
    page = rep.open(f"/a/sales/e/quote/new?opportunity={deal['id']}")
    page.get_by_label("有效期至").first.click()
    page.get_by_role("dialog", name="有效期至").get_by_role("button", name="今天").click()
    _line(page, 0, products[0], "2", "1500")
    _line(page, 1, products[1], "1", "88.5")
    expect(page.get_by_text("¥3,088.50")).to_be_visible()

    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="拍照").click()
    chosen.value.set_files({"name": "盖章页.png", "mimeType": "image/png", "buffer": _picture()})
    expect(page.get_by_text("盖章页")).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Q")).to_be_visible()
    key = page.url.rsplit("/", 1)[1]
    quote = api.get(f"/apps/sales/quote/{key}")["record"]["values"]
    assert quote["total"] == 308_850
    assert [line["quantity"] for line in quote["lines"]] == [2, 1]
    assert len(quote["attachment"]) == 1
