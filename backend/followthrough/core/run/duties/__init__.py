"""Duties at run time: what a write or the clock means for what is owed on a record (docs/duties.md)."""

from .due import Deadline, due_of
from .ledger import Ledger, ledger_of, notice, obligation_id, told
from .react import opened, react
from .tick import tick

__all__ = ["Deadline", "Ledger", "due_of", "ledger_of", "notice", "obligation_id", "opened", "react", "tick", "told"]
