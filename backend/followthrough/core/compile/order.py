"""Dependency order of the fields of an entity: what must be derived before what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def sorted_by_need(names: Iterable[str], needs: Mapping[str, frozenset[str]]) -> tuple[list[str], list[str]]:
    """`names` such that each comes after the names it needs, otherwise in the order given; and those on a cycle.

    Needs outside `names` count as there already. Names on a cycle, or behind one, are in the second list only.
    """
    waiting = list(names)
    inside = frozenset(waiting)
    done: dict[str, None] = {}
    while waiting:
        ready = [name for name in waiting if all(need in done for need in needs[name] & inside)]
        if not ready:
            return list(done), waiting
        done.update(dict.fromkeys(ready))
        waiting = [name for name in waiting if name not in done]
    return list(done), []
