"""Text as it is stored: composed (NFC), trimmed, without control characters."""

from __future__ import annotations

import unicodedata

from .issues import FieldIssue, wrong_type

# Characters that look like a space; NFC leaves them, str.strip() takes them off the ends.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5, 0x2212: 0x2D}
_INVISIBLE = dict.fromkeys((0xFEFF, 0x200B, 0x2060, 0x200E, 0x200F))


def refuse_control(text: str) -> None:
    """C0 controls but tab and line ends, DEL, C1 controls and lone surrogates cannot be stored alike everywhere."""
    for char in text:
        code = ord(char)
        if (code < 0x20 and char not in "\t\n\r") or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF:
            raise FieldIssue("control_character", {"code_point": f"U+{code:04X}"})


def clean_line(value: object) -> str:
    """One line of text: line ends and tabs become spaces, ends trimmed. "" when nothing is left."""
    text = clean_lines(value)
    return " ".join(text.split("\n")).replace("\t", " ").strip() if "\n" in text or "\t" in text else text


def clean_lines(value: object) -> str:
    """Text of several lines with "\\n" line ends, ends trimmed. Raises FieldIssue when it is no text."""
    if not isinstance(value, str):
        raise wrong_type("text")
    refuse_control(value)
    text = value if value.isascii() else unicodedata.normalize("NFC", value.translate({0xFEFF: None}))
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as ASCII, the wide space and ￥ too; invisible marks removed."""
    return text if text.isascii() else text.translate(_WIDE).translate(_INVISIBLE)


def folded(text: str) -> str:
    """The form in which labels are compared: narrow, lower case, single spaces."""
    return " ".join(narrow(unicodedata.normalize("NFC", text)).lower().split())
