"""Circles in a graph, against a slow model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.core.check.cycles import circles

GRAPHS = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4, unique=True), max_size=8)


def reach(graph: dict[int, list[int]], start: int) -> set[int]:
    found: set[int] = set()
    waiting = [step for step in graph.get(start, []) if step in graph]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += [step for step in graph[node] if step in graph]
    return found


@given(GRAPHS)
def test_every_node_that_reaches_itself_is_in_exactly_one_circle(graph: dict[int, list[int]]) -> None:
    found = circles(graph)
    members = [node for circle in found for node in circle]
    assert sorted(members) == sorted({node for node in graph if node in reach(graph, node)})
    for circle in found:
        assert all(other in reach(graph, node) for node in circle for other in circle)


@pytest.mark.parametrize(
    ("graph", "expected", "why"),
    [
        ({"a": ["b"], "b": []}, [], "a line"),
        ({"a": ["a"]}, [["a"]], "needs itself"),
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, [["a", "b", "c"]], "three in a circle"),
        ({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}, [["a", "b"], ["c", "d"]], "two circles"),
        ({"a": ["gone"]}, [], "what is not there leads nowhere"),
    ],
)
def test_circles(graph: dict[str, list[str]], expected: list[list[str]], why: str) -> None:
    assert sorted(sorted(circle) for circle in circles(graph)) == expected, why
