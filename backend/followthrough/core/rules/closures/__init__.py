"""The Python executor: every operator as a maker of closures over an environment.

`MAKERS[op](args, node)` gets the compiled arguments and the node, and answers a closure `Env -> inner value`.
One file per group of operators; `compile.py` puts them together.
"""

from followthrough.core.rules.closures.base import Closure, Maker
from followthrough.core.rules.closures.compare import COMPARE
from followthrough.core.rules.closures.logic import LOGIC
from followthrough.core.rules.closures.number import NUMBER
from followthrough.core.rules.closures.text import TEXT
from followthrough.core.rules.closures.time import TIME

MAKERS: dict[str, Maker] = {**LOGIC, **COMPARE, **TEXT, **NUMBER, **TIME}

__all__ = ["MAKERS", "Closure", "Maker"]
