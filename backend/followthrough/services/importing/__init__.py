"""Importing: a sheet becomes records by the one command path, and every row says what became of it.

reading a sheet (`sheets`) -> what its columns could be (`columns`, `suggesting`) -> the mapping and what it leaves open
(`mapping`, `questions`) -> rows as acts (`plan`) -> judged (`checking`) or stored (`running`) in one `passage`.
"""

from .service import Importing
from .wire import Mapping

__all__ = ["Importing", "Mapping"]
