"""How alike two pictures look. A print of 64 bits finds those that may be; a second look at the pixels decides.

Prints of chats are alike by their layout, not by their words, so a print alone accuses the innocent (docs/adr/0014). The
second look lays one picture over the other, wherever its edges were cut, and asks of every spot that shows something
whether the other shows the same there.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import combinations

import libphash
from PIL import Image, ImageChops, ImageFilter, ImageStat

METHOD = "libphash-2.0.2 phash gray256"
"""Which print: those of two methods cannot be compared."""
REACH = 11
"""The most bits by which prints of pictures that look the same differ."""
ALIKE = 0.65
"""From here on two pictures show the same; see docs/adr/0014 for how it was found."""
WIDTH, TALLEST = 256, 768
_TILE = 16
_SHOWN = 12
"""Mean contrast of both pictures in a spot that shows something (0 to 255)."""
_LEAST_SPOTS = 4
"""With fewer, a picture is a plain surface."""
_DARK, _LIGHT = 24, 252
_LEAST = 0.85
"""How much of one picture, each way, the other must show."""
_HOPELESS = 0.3
_MOVES = (
    (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (1, 0, 1, 0), (0, 1, 0, 1), (1, 0, -1, 0), (0, 1, 0, -1),
    (1, 1, -1, -1),
)  # fmt: skip
"""One edge, both of a side (shifted), both against each other (narrower), all (enlarged)."""
Box = tuple[float, float, float, float]
_WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Looks:
    """What a picture looks like: its print (None: a plain surface, which looks like every other) and, encoded, the small
    gray picture for the second look."""

    bits: int | None
    gray: bytes


def looks_of(image: Image.Image) -> Looks:
    """Of an upright picture: the black or white around it taken off, gray, WIDTH wide."""
    small = _trimmed(image.convert("L"))
    gray = small.resize((WIDTH, max(_TILE, min(TALLEST, round(small.height * WIDTH / small.width)))))
    out = io.BytesIO()
    gray.save(out, "JPEG", quality=90)
    bits = libphash.hash(gray) if _shows(gray) >= _LEAST_SPOTS else None
    return Looks(bits if isinstance(bits, int) else None, out.getvalue())


def distance(one: int, other: int) -> int:
    """By how many bits two prints differ, 0 to 64."""
    return (one ^ other).bit_count()


def bands(bits: int) -> tuple[int, int, int, int]:
    """The four parts of a print, of 16 bits each."""
    return bits >> 48, bits >> 32 & 0xFFFF, bits >> 16 & 0xFFFF, bits & 0xFFFF


def near(band: int) -> frozenset[int]:
    """Values at most REACH // 4 bits away: prints within REACH share such a part in one of their four at least."""
    flips = [sum(1 << at for at in ats) for n in range(REACH // 4 + 1) for ats in combinations(range(16), n)]
    return frozenset(band ^ flip for flip in flips)


def likeness(one: bytes, other: bytes) -> float:
    """How much two pictures (`Looks.gray`) show the same, 0 to 1: one laid over the other, or, where that is not enough,
    the other over the one, since either may be the one that was cut."""
    first, second = _Layers(one), _Layers(other)
    found = _laid(first, second)
    return found if found >= ALIKE else max(found, _laid(second, first))


class _Layers:
    """A gray picture, half and whole, with the detail of each."""

    def __init__(self, data: bytes) -> None:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as opened:
            self.whole = opened.convert("L")
        self.half = self.whole.resize((WIDTH // 2, max(_TILE, self.whole.height // 2)), Image.Resampling.BOX)
        self.details = _detail(self.half), _detail(self.whole)


def _laid(part: _Layers, under: _Layers) -> float:
    """Find the piece of `part` that `under` shows; the likeness of the spots there."""
    box = _climbed(part.half, under.details[0], (0.05, 0.025, 0.0125), _WHOLE)
    if _spots(part.half, under.details[0], box) < _HOPELESS:
        return 0.0
    box = _climbed(part.whole, under.details[1], (0.01, 0.005, 0.0025), box)
    return _spots(part.whole, under.details[1], box)


def _climbed(part: Image.Image, under: Image.Image, steps: tuple[float, ...], box: Box) -> Box:
    """Move the edges while that makes the piece more like `under`."""
    contrast = _contrast(under)
    best = _fit(part, under, contrast, box)
    for step in steps:
        for _ in range(5):
            tried = [(_fit(part, under, contrast, moved), moved) for moved in _moved(box, step)]
            value, moved = max(tried, default=(0.0, box))
            if value <= best + 1e-4:
                break
            best, box = value, moved
    return box


def _moved(box: Box, step: float) -> list[Box]:
    found = []
    for move in _MOVES:
        for by in (step, -step):
            left, top, right, bottom = (min(1.0, max(0.0, at + by * way)) for at, way in zip(box, move, strict=True))
            moved = (left, top, right, bottom)
            if moved != box and right - left >= _LEAST and bottom - top >= _LEAST:
                found.append(moved)
    return found


def _fit(part: Image.Image, under: Image.Image, contrast: float, box: Box) -> float:
    piece = _piece(part, under, box)
    apart = ImageStat.Stat(ImageChops.difference(piece, under)).mean[0]
    return 1 - apart / (_contrast(piece) + contrast + 1e-6)


def _spots(part: Image.Image, under: Image.Image, box: Box) -> float:
    """The likeness that three quarters of the spots exceed: equal frames do not make up for other words."""
    piece = _piece(part, under, box)
    size = (max(1, under.width // _TILE), max(1, under.height // _TILE))
    apart, mine, others = (
        layer.resize(size, Image.Resampling.BOX).tobytes()
        for layer in (ImageChops.difference(piece, under), _strength(piece), _strength(under))
    )
    spots = sorted(
        1 - gap / (one + other) for gap, one, other in zip(apart, mine, others, strict=True) if one + other > _SHOWN
    )
    return spots[len(spots) // 4] if spots else 0.0


def _shows(gray: Image.Image) -> int:
    """How many spots show something."""
    size = (max(1, gray.width // _TILE), max(1, gray.height // _TILE))
    return sum(1 for spot in _strength(_detail(gray)).resize(size, Image.Resampling.BOX).tobytes() if 2 * spot > _SHOWN)


def _piece(part: Image.Image, under: Image.Image, box: Box) -> Image.Image:
    wide, high = part.size
    cut = (box[0] * wide, box[1] * high, box[2] * wide, box[3] * high)
    return _detail(part.resize(under.size, Image.Resampling.BILINEAR, box=cut))


def _detail(gray: Image.Image) -> Image.Image:
    """What differs from its surroundings, around 128: light and shade of the whole do not count."""
    return ImageChops.subtract(gray, gray.filter(ImageFilter.BoxBlur(2)), 1, 128)


def _strength(detail: Image.Image) -> Image.Image:
    return ImageChops.difference(detail, Image.new("L", detail.size, 128))


def _contrast(detail: Image.Image) -> float:
    return float(ImageStat.Stat(_strength(detail)).mean[0])


def _trimmed(gray: Image.Image) -> Image.Image:
    """Without black or white bands at the edges, as a picture viewer puts around a picture."""
    small = gray.resize((min(gray.width, WIDTH), min(gray.height, 2 * WIDTH)), Image.Resampling.BOX)
    wide, high = small.size
    rows = [y for y in range(high) if not _plain(small, (0, y, wide, y + 1))]
    columns = [x for x in range(wide) if not _plain(small, (x, 0, x + 1, high))]
    if len(rows) < high // 8 or len(columns) < wide // 4:
        return gray
    scale = gray.width / wide, gray.height / high
    left, right = round(columns[0] * scale[0]), round((columns[-1] + 1) * scale[0])
    return gray.crop((left, round(rows[0] * scale[1]), right, round((rows[-1] + 1) * scale[1])))


def _plain(gray: Image.Image, line: tuple[int, int, int, int]) -> bool:
    used = gray.crop(line).histogram()
    return not any(used[_DARK + 1 :]) or not any(used[:_LIGHT])
