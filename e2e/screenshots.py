"""Screenshots and photographs to hand in: drawn here, no two alike."""

from __future__ import annotations

import io
from random import Random

from PIL import Image
from playwright.sync_api import Locator, Page

from followthrough.services.demo.evidence import photo


def picture(seed: int) -> bytes:
    """A picture that looks like no other but that of the same seed. JPEG."""
    return photo(Random(seed), f"NO {seed}")


def taken_again(original: bytes) -> bytes:
    """The same picture saved anew, smaller and worse: other bytes, the same to look at."""
    with Image.open(io.BytesIO(original)) as image:
        out = io.BytesIO()
        image.resize((image.width * 3 // 4, image.height * 3 // 4)).save(out, "JPEG", quality=45)
    return out.getvalue()


def hand_in(page: Page, form: Locator, content: bytes, name: str, choose: str = "选择图片") -> None:
    """Choose a picture in the form, as from the album."""
    with page.expect_file_chooser() as chosen:
        form.get_by_role("button", name=choose).click()
    chosen.value.set_files({"name": name, "mimeType": "image/jpeg", "buffer": content})
