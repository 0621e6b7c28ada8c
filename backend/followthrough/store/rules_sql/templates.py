"""What an operator is in SQL, written down per database. `Pieces` are texts with places for the arguments.

Every text keeps the meaning fixed in schemas/rules/README.md; where the obvious native function does not
(half-even rounding, 64-bit casts, month arithmetic, LIKE), the text says it differently.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pieces:
    """The texts of one database.

    `numbers`: operators with a number result, uncapped, arguments as doubles or dates. `dates` and `instants`: with such a
    result. `conditions`: true or not (NULL counts as false). `dated`: a computed date within its bounds.
    `least`/`greatest`: names of the scalar functions.
    """

    numbers: dict[str, str]
    dates: dict[str, str]
    instants: dict[str, str]
    conditions: dict[str, str]
    dated: str
    least: str
    greatest: str

    def capped(self, inner: str) -> str:
        """`inner`, or NULL when its size is more than 1e15."""
        return self.clamp(inner, CAP)

    def clamp(self, inner: str, limit: str) -> str:
        """`inner`, or NULL when its size is `limit` or more; `inner` is written only once."""
        held = f"{self.least}({self.greatest}({inner}, -({limit})), {limit})"
        return f"nullif(nullif({held}, {limit}), -({limit}))"

    def within(self, inner: str, below: str, above: str) -> str:
        """`inner`, or NULL when it is not strictly between the two bounds."""
        held = f"{self.least}({self.greatest}({inner}, {below}), {above})"
        return f"nullif(nullif({held}, {above}), {below})"


# The double after the largest admitted one, as sums that are exact in every parser of decimals.
CAP = "(1000000000000000.0 + 0.125)"
DAYS = "(1000000.0 + 1.0/8589934592.0)"
MONTHS = "(30000.0 + 1.0/274877906944.0)"
HOUR_SECONDS = "(360000000000.0 + 1.0/16384.0)"
NUDGE = "(1.0 + 1.0/1125899906842624.0)"
ROUND_LIMIT = "281474976710656.0"
