"""What a file is, by its content and never by its name."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile

_IMAGES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)
_AUDIO = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"OggS", b"fLaC", b"#!AMR")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = ("word/", "xl/", "ppt/")
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|svg|script|body|head|\?xml|iframe)", re.IGNORECASE)
_MAX_ENTRIES = 5000
MAX_NAME = 120


def sniff(data: bytes) -> tuple[str, str]:
    """(kind, mime): kind is image, pdf, office, audio, video, text or other. What a browser could run is other."""
    for magic, mime in _IMAGES:
        if data.startswith(magic):
            return "image", mime
    if data[:4] == b"RIFF":
        return _riff(data[8:12])
    if data.startswith(b"%PDF-"):
        return "pdf", "application/pdf"
    if data.startswith(_OLE) or (data.startswith(b"PK\x03\x04") and _is_office(data)):
        return "office", "application/octet-stream"
    if data[4:8] == b"ftyp":
        return _media(data[8:12])
    if data.startswith(_AUDIO):
        return "audio", "application/octet-stream"
    if data.startswith(b"\x1aE\xdf\xa3"):
        return "video", "application/octet-stream"
    return ("text", "text/plain") if _is_text(data) else ("other", "application/octet-stream")


def _riff(form: bytes) -> tuple[str, str]:
    if form == b"WEBP":
        return "image", "image/webp"
    return ("audio" if form == b"WAVE" else "video" if form == b"AVI " else "other"), "application/octet-stream"


def _media(brand: bytes) -> tuple[str, str]:
    if brand[:3] == b"M4A":
        return "audio", "application/octet-stream"
    if brand in (b"heic", b"heix", b"mif1", b"avif"):
        return "other", "application/octet-stream"
    return "video", "application/octet-stream"


def _is_office(data: bytes) -> bool:
    """A zip that names the parts of a document, workbook or presentation; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    return (
        len(names) <= _MAX_ENTRIES
        and "[Content_Types].xml" in names
        and any(name.startswith(_OFFICE) for name in names)
    )


def _is_text(data: bytes) -> bool:
    if b"\x00" in data or _MARKUP.search(data[:4096]):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def safe_name(name: str) -> str:
    """A file name for showing: no folders, no control or direction signs, at most MAX_NAME characters."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(
        sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
    kept = " ".join(kept.split()).strip(". ")
    if len(kept) > MAX_NAME:
        head, dot, tail = kept.rpartition(".")
        kept = f"{head[: MAX_NAME - 1 - len(tail)]}.{tail}" if dot and len(tail) <= 8 else kept[:MAX_NAME]
    return kept or "file"
