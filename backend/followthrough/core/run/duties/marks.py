"""What an obligation notes about itself in `data`, and its names."""

from __future__ import annotations

from typing import Any

from followthrough.core.run.owed import Obligation

ACTION = "action"
"""The action that closes it (the duty may be gone from the app by then)."""
BASIS = "basis"
"""What the deadline was computed from (due.Deadline.basis)."""
BY_HAND = "by_hand"
"""A person said who owes it: it is not worked out anew."""
CHAINED = "chained"
"""It follows an act: due `every` so long after it."""
EARLY = "early"
"""Of a series that begins with a period still to come: withdrawn until then."""
EXTENDED = "extended"
"""The later deadline a person gave it (epoch ms)."""
GROUNDS = "grounds"
"""What the choice of its owner rests on (people.assigned)."""
IDLE = "idle"
"""The last of a duty that is not owed at present."""
HAD = "had"
"""Those who owed it before, each once: they do not let it go either."""
OPENER = "opener"
"""It was withdrawn when it opened, and nobody was told: by which event ({n}, or empty)."""
NUDGED = "nudged"
"""When somebody last reminded its owner (epoch ms)."""


def marked(one: Obligation, **notes: Any) -> dict[str, Any]:
    """Its data with these notes; None takes one away."""
    found = {**one.data, **notes}
    return {name: value for name, value in found.items() if value is not None}


def handed_on(one: Obligation, **notes: Any) -> dict[str, Any]:
    """Its data as it goes from whoever owes it to another, with these notes."""
    had = [*one.data.get(HAD, ()), *([one.owner] if one.owner is not None else [])]
    return marked(one, **{HAD: list(dict.fromkeys(had)) or None, **notes})
