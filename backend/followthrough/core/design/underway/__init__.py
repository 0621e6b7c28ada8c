"""An act drawn from one version of an app and sent when another is in force: what has changed for it, in words."""

from .act import Under, under_way
from .touching import Told, touching

__all__ = ["Told", "Under", "touching", "under_way"]
