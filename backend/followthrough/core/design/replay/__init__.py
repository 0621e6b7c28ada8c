"""What another version of an app would have done over history (docs/replay.md). Pure: events in, a report out."""

from .events import PastEvent as PastEvent
from .replay import History as History
from .replay import Replay as Replay
from .report import Report as Report
from .shape import Shape as Shape
