"""Pictures and papers for the demo: drawn here, so that nothing real is shown."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageDraw

_SIZE = (640, 420)
_PALETTE = ((38, 70, 120), (52, 110, 90), (140, 80, 40), (96, 62, 120), (60, 64, 72))


def photo(rng: Random, caption: str) -> bytes:
    """A picture of a room with people round a table, more or less; `caption` in plain letters and digits. JPEG."""
    wall, floor = rng.choice(_PALETTE), tuple(rng.randrange(150, 210) for _ in range(3))
    image = Image.new("RGB", _SIZE, floor)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 640, 240), fill=wall)
    draw.rectangle((220, 60, 420, 180), fill=(235, 240, 245))
    for line in range(4):
        draw.rectangle((240, 80 + 22 * line, 240 + rng.randrange(60, 160), 90 + 22 * line), fill=(120, 140, 170))
    draw.polygon(((120, 300), (520, 300), (600, 400), (40, 400)), fill=(150, 110, 70))
    for seat in range(rng.randrange(3, 7)):
        x = 90 + seat * 85
        draw.ellipse((x, 215, x + 46, 261), fill=(225, 190, 160))
        draw.rectangle((x - 8, 258, x + 54, 330), fill=rng.choice(_PALETTE))
    _clutter(draw, rng)
    draw.text((12, 396), caption, fill=(255, 255, 255))
    return _jpeg(image)


def _clutter(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """Papers, cups and shadows all over: no two photographs of a room are alike, and a picture seen before is refused."""
    for _ in range(60):
        x, y = rng.randrange(620), rng.randrange(390)
        box = (x, y, x + rng.randrange(12, 90), y + rng.randrange(10, 60))
        shade = rng.randrange(30, 235)
        fill = tuple(min(255, max(0, shade + rng.randrange(-25, 26))) for _ in range(3))
        if rng.random() < 0.5:
            draw.ellipse(box, fill=fill)
        else:
            draw.rectangle(box, fill=fill)


def slip(rng: Random, amount_fen: int, date: str) -> bytes:
    """A bank's slip over an amount (minor units) on a date. JPEG."""
    image = Image.new("RGB", _SIZE, (250, 250, 247))
    draw = ImageDraw.Draw(image)
    colour = rng.choice(_PALETTE)
    draw.rectangle((0, 0, 640, 64), fill=colour)
    draw.text((24, 24), "DEMO BANK  -  CREDIT ADVICE", fill=(255, 255, 255))
    lines = (
        f"Date          {date}",
        f"Amount        CNY {amount_fen / 100:,.2f}",
        f"Reference     {rng.randrange(10**9, 10**10)}",
        "Status        SETTLED",
    )
    for number, line in enumerate(lines):
        draw.text((40, 110 + 48 * number), line, fill=(40, 40, 40))
    draw.ellipse((460, 270, 580, 390), outline=(200, 40, 40), width=5)
    return _jpeg(image)


def paper(title: str) -> bytes:
    """A PDF of one page that says `title` (plain letters)."""
    text = f"BT /F1 24 Tf 72 720 Td ({title}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length " + str(len(text)).encode() + b" >>\nstream\n" + text + b"\nendstream",
    )
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return out.getvalue()


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()
