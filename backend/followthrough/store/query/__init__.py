"""Reading many records: the one place where row scope, filters, search, order and pages become SQL."""

from .board import BoardColumn, board
from .held import Held, held
from .pages import Page, Query, count, page
from .reader import Reader, reader_of
from .titles import Option, Title, called, every, options, titles
from .visible import sees

__all__ = [
    "BoardColumn", "Held", "Option", "Page", "Query", "Reader", "Title", "board", "called", "count", "every", "held", "options",
    "page", "reader_of", "sees", "titles",
]  # fmt: skip
