"""Pictures made anew: what is shown holds pixels and nothing else, no position, no camera, no hidden script."""

from __future__ import annotations

import io
import re
import struct
import threading
import warnings
from dataclasses import dataclass
from datetime import datetime

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from .likeness import Looks, looks_of

MAX_PIXELS = 50_000_000
SHOWN_SIDE = 2560
THUMB_SIDE = 360
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")  # of which Pillow reads MPO, a phone's JPEG of two views, as the first
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    MemoryError,
    LookupError,
    TypeError,
    struct.error,
)

_STAMP = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")
_OFFSET = re.compile(r"[+-]\d\d:\d\d")
_few_at_once = threading.BoundedSemaphore(2)  # 50 million pixels take 150 MB


class BadPicture(Exception):
    """Not a picture we can read; `code` is file_broken or picture_too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for showing and its thumbnail, encoded as `mime`; width and height of the original in pixels.

    `taken_at`: when the camera says it was taken, in its own local time ("2026-03-02T09:00:00") unless it says the offset;
    None when it says nothing. It is kept as evidence; nothing is decided by it.
    """

    shown: bytes
    thumb: bytes
    mime: str
    width: int
    height: int
    looks: Looks
    taken_at: str | None


def picture_of(data: bytes) -> Picture:
    """Decode and encode anew, turned upright. Raises BadPicture."""
    with _few_at_once, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                width, height = opened.size
                if width * height > MAX_PIXELS:
                    raise BadPicture("picture_too_large")
                taken_at = _taken_at(opened)
                opened.draft("RGB", (SHOWN_SIDE, SHOWN_SIDE))
                upright = ImageOps.exif_transpose(opened)
                flat = upright.convert("RGBA" if _transparent(upright) else "RGB")
                kind, mime = ("PNG", "image/png") if flat.mode == "RGBA" else ("JPEG", "image/jpeg")
                shown, thumb = _saved(flat, SHOWN_SIDE, kind), _saved(flat, THUMB_SIDE, kind)
                return Picture(shown, thumb, mime, width, height, looks_of(_on_white(flat)), taken_at)
        except Image.DecompressionBombError as error:
            raise BadPicture("picture_too_large") from error
        except _BROKEN as error:
            raise BadPicture("file_broken") from error


def _transparent(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _on_white(image: Image.Image) -> Image.Image:
    """As it is seen on a page: what is transparent is white."""
    if image.mode != "RGBA":
        return image
    page = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Image.alpha_composite(page, image).convert("RGB")


def _taken_at(image: Image.Image) -> str | None:
    try:
        said = image.getexif().get_ifd(ExifTags.IFD.Exif)
        when = _STAMP.fullmatch(str(said.get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 "))
        offset = _OFFSET.fullmatch(str(said.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 "))
    except _BROKEN:  # a camera's notes may be broken where the picture is not
        return None
    if when is None:
        return None
    year, month, day, time = when.groups()
    local = f"{year}-{month}-{day}T{time}"
    told = [f"{local}{offset.group()}"] if offset else []
    return next((text for text in [*told, local] if _is_a_time(text)), None)


def _is_a_time(text: str) -> bool:
    """A clock that was never set says 0000:00:00 00:00:00."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _saved(image: Image.Image, side: int, kind: str) -> bytes:
    copy = image.copy()
    copy.thumbnail((side, side))
    copy.info = {}
    out = io.BytesIO()
    copy.save(out, kind, **({"quality": 82} if kind == "JPEG" else {}))
    return out.getvalue()
