"""Files a person can read at one sitting: median <= 120 lines, nine in ten <= 300, none over 500; functions <= 60."""

import ast
from statistics import median, quantiles

import pytest

from tests.support.tree import modules, written

LONGEST_FILE = 500
LONGEST_FUNCTION = 60


def _lengths() -> dict[str, int]:
    return {name: text.count("\n") for name, text in written()}


def test_no_file_is_longer_than_500_lines() -> None:
    too_long = {name: lines for name, lines in _lengths().items() if lines > LONGEST_FILE}
    assert not too_long, f"split these: {too_long}"


def test_most_files_are_short(capsys: pytest.CaptureFixture[str]) -> None:
    lengths = list(_lengths().values())
    middle, tenth = median(lengths), quantiles(lengths, n=10)[-1]
    with capsys.disabled():
        print(f"\n{len(lengths)} files: median {middle:.0f} lines, p90 {tenth:.0f}, longest {max(lengths)}")
    assert middle <= 120
    assert tenth <= 300


def _body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring: a long explanation is no long function."""
    first = function.body[0]
    told = 0
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        told = (first.end_lineno or first.lineno) - first.lineno + 1
    return (function.end_lineno or function.lineno) - function.lineno + 1 - told


@pytest.mark.parametrize("under", ["backend/followthrough", "tests", "e2e", "benchmarks"])
def test_no_function_is_longer_than_60_lines(under: str) -> None:
    too_long = [
        f"{name}:{node.lineno} {node.name} {_body_length(node)}"
        for name, tree in modules(under)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _body_length(node) > LONGEST_FUNCTION
    ]
    assert not too_long, too_long
