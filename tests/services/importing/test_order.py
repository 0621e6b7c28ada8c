"""Rows are done after those they refer to; a plain reading of the rule is the judge."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from followthrough.services.importing.passage import ordered
from followthrough.services.importing.plan import Reading


def _readings(refers: dict[int, list[int]]) -> tuple[dict[int, Reading], dict[str, list[int]]]:
    titles = {str(n): [n] for n in refers}
    return {n: Reading(inside={f"f{i}": str(to) for i, to in enumerate(tos)}) for n, tos in refers.items()}, titles


def _reaches(refers: dict[int, list[int]], start: int, goal: int) -> bool:
    seen: set[int] = set()
    todo = [start]
    while todo:
        for to in refers.get(todo.pop(), ()):
            if to == goal:
                return True
            if to not in seen:
                seen.add(to)
                todo.append(to)
    return False


@given(st.dictionaries(st.integers(1, 12), st.lists(st.integers(1, 12), max_size=3), max_size=12))
def test_every_row_once_and_after_what_it_needs(given_refers: dict[int, list[int]]) -> None:
    refers = {n: [to for to in tos if to in given_refers] for n, tos in given_refers.items()}
    order = ordered(*_readings(refers))
    assert sorted(order) == sorted(refers)
    place = {n: at for at, n in enumerate(order)}
    for n, tos in refers.items():
        for to in tos:
            if not _reaches(refers, to, n):  # no circle leads back
                assert place[to] < place[n]


def test_a_chain_as_long_as_a_file_needs_no_deep_stack() -> None:
    refers = {n: [n + 1] for n in range(1, 50_000)} | {50_000: []}
    assert ordered(*_readings(refers)) == list(range(50_000, 0, -1))
