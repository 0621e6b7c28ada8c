"""image 图片: photographs and screenshots."""

from __future__ import annotations

from typing import ClassVar

from .file import FileKind
from .property_schema import ITEMS, PropertyShape


class ImageKind(FileKind):
    """File ids of images only."""

    id = "image"
    label: ClassVar = {"zh": "图片", "en": "Images"}
    help: ClassVar = {"zh": "现场照片、聊天截图，手机可直接拍摄", "en": "Photographs and screenshots"}
    shape = PropertyShape(keywords=ITEMS)
