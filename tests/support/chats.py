"""Screenshots of chats, drawn: bubbles of made-up characters, as many as wanted; and what people do to pictures on the way."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw, ImageEnhance

SIZE = (540, 1170)
Bubble = tuple[bool, int]
"""Mine or theirs, and how many characters."""


@cache
def glyph(code: int, side: int = 18) -> Image.Image:
    """A made-up character: a few strokes in a square."""
    rng = random.Random(code)
    made = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(made)
    for _ in range(rng.randint(3, 8)):
        x, y, along = rng.randint(2, side - 4), rng.randint(2, side - 4), rng.randint(4, side - 4)
        across = rng.random() < 0.5
        pen.line((x, y, min(side - 2, x + along * across), min(side - 2, y + along * (not across))), fill=255)
    return made


def layout(seed: int) -> list[Bubble]:
    """A talk at random: who says how much."""
    rng = random.Random(seed)
    return [(rng.random() < 0.5, rng.randint(2, 60)) for _ in range(14)]


def chat(words: int, bubbles: list[Bubble], contact: int = 0) -> Image.Image:
    """A chat with what `words` says in these bubbles, with the faces of `contact`."""
    said, faces = random.Random(words), random.Random(contact)
    made = Image.new("RGB", SIZE, (237, 237, 237))
    pen = ImageDraw.Draw(made)
    _text(made, (24, 10), said, 5)
    _text(made, (SIZE[0] // 2 - 36, 52), said, 3)
    pen.line((0, 88, SIZE[0], 88), fill=(200, 200, 200))
    pen.rectangle((0, 1098, *SIZE), fill=(247, 247, 247))
    pen.rounded_rectangle((60, 1110, 430, 1148), 6, fill="white")
    for left in (14, 444, 492):
        pen.ellipse((left, 1112, left + 32, 1144), outline=(20, 20, 20))
    colours = [tuple(faces.randint(60, 220) for _ in range(3)) for _ in range(2)]
    y = 100
    for mine, length in bubbles:
        rows = -(-length // 19)
        width, height = min(19, length) * 18 + 24, rows * 25 + 18
        if y + height > 1090:
            break
        face = SIZE[0] - 56 if mine else 14
        left = SIZE[0] - 66 - width if mine else 66
        pen.rectangle((face, y, face + 42, y + 42), fill=colours[mine])
        pen.rounded_rectangle((left, y, left + width, y + height), 8, fill=(149, 236, 105) if mine else "white")
        for row in range(rows):
            _text(made, (left + 12, y + 8 + 25 * row), said, min(19, length - 19 * row))
        y += height + 18
    return made


def _text(page: Image.Image, at: tuple[int, int], said: random.Random, length: int) -> None:
    for n in range(length):
        page.paste((15, 15, 15), (at[0] + 18 * n, at[1]), glyph(said.randint(0, 2000)))


def jpeg(image: Image.Image, quality: int = 80) -> bytes:
    """As a JPEG file."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def again(image: Image.Image, quality: int) -> Image.Image:
    """Saved as JPEG and opened again."""
    return Image.open(io.BytesIO(jpeg(image, quality))).convert("RGB")


def scaled(image: Image.Image, factor: float) -> Image.Image:
    """Smaller or larger."""
    size = round(image.width * factor), round(image.height * factor)
    return image.resize(size, Image.Resampling.LANCZOS)


def cut(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """Without these parts of its width and height at the edges."""
    wide, high = image.size
    box = round(wide * left), round(high * top), round(wide * (1 - right)), round(high * (1 - bottom))
    return image.crop(box)


def shot_of(image: Image.Image, size: tuple[int, int], surround: str = "black") -> Image.Image:
    """A screenshot of the picture opened on a phone of another size."""
    factor = min(size[0] / image.width, size[1] / image.height)
    small = scaled(image, factor)
    made = Image.new("RGB", size, surround)
    made.paste(small, ((size[0] - small.width) // 2, (size[1] - small.height) // 2))
    return made


HANDLED: dict[str, Callable[[Image.Image], Image.Image]] = {
    "saved as JPEG 75": lambda image: again(image, 75),
    "saved as JPEG 40": lambda image: again(image, 40),
    "half the size": lambda image: scaled(image, 0.5),
    "1 % cut off all around": lambda image: cut(image, 0.01, 0.01, 0.01, 0.01),
    "3 % cut off all around": lambda image: cut(image, 0.03, 0.03, 0.03, 0.03),
    "the top bar cut off": lambda image: cut(image, 0, 0.035, 0, 0),
    "both bars cut off": lambda image: cut(image, 0, 0.035, 0, 0.065),
    "darker": lambda image: ImageEnhance.Brightness(image).enhance(0.85),
    "a screenshot of it, wider": lambda image: again(shot_of(image, (540, 1100)), 80),
    "a screenshot of it, taller": lambda image: again(shot_of(image, (540, 1260)), 80),
    "a screenshot of it on white": lambda image: again(shot_of(image, (540, 1260), "white"), 80),
    "a screenshot of a screenshot": lambda image: again(shot_of(again(shot_of(image, (540, 1260)), 80), SIZE), 75),
}
