"""Pictures made anew: what is shown holds pixels and nothing else, no position, no camera, no hidden script."""

from __future__ import annotations

import io
import struct
import threading
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

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

_few_at_once = threading.BoundedSemaphore(2)  # 50 million pixels take 150 MB


class BadPicture(Exception):
    """Not a picture we can read; `code` is file_broken or picture_too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for showing and its thumbnail, encoded as `mime`; width and height of the original in pixels."""

    shown: bytes
    thumb: bytes
    mime: str
    width: int
    height: int


def picture_of(data: bytes) -> Picture:
    """Decode and encode anew, turned upright. Raises BadPicture."""
    with _few_at_once, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                width, height = opened.size
                if width * height > MAX_PIXELS:
                    raise BadPicture("picture_too_large")
                opened.draft("RGB", (SHOWN_SIDE, SHOWN_SIDE))
                upright = ImageOps.exif_transpose(opened)
                flat = upright.convert("RGBA" if _transparent(upright) else "RGB")
                return _encoded(flat, width, height)
        except Image.DecompressionBombError as error:
            raise BadPicture("picture_too_large") from error
        except _BROKEN as error:
            raise BadPicture("file_broken") from error


def _transparent(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _encoded(image: Image.Image, width: int, height: int) -> Picture:
    kind, mime = ("PNG", "image/png") if image.mode == "RGBA" else ("JPEG", "image/jpeg")
    return Picture(_saved(image, SHOWN_SIDE, kind), _saved(image, THUMB_SIDE, kind), mime, width, height)


def _saved(image: Image.Image, side: int, kind: str) -> bytes:
    copy = image.copy()
    copy.thumbnail((side, side))
    copy.info = {}
    out = io.BytesIO()
    copy.save(out, kind, **({"quality": 82} if kind == "JPEG" else {}))
    return out.getvalue()
