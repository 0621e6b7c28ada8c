"""How often in so many seconds, and how long each time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

CONNECTIONS = 16


@dataclass(frozen=True)
class Rate:
    """What `measured` found. Milliseconds; `failed` calls count neither in `per_s` nor in the times."""

    per_s: float
    p50: float
    p95: float
    failed: int = 0


def measured(work: Callable[[int], object], seconds: float, threads: int = CONNECTIONS) -> Rate:
    """Call `work(n)` from `threads` threads for so long; n is the number of the thread. An exception ends the run."""
    spent: list[list[float]] = [[] for _ in range(threads)]
    broken: list[BaseException] = []
    start = threading.Barrier(threads + 1)

    def loop(number: int) -> None:
        mine = spent[number]
        try:
            work(number)  # the first call of a thread opens its connection
        except BaseException as error:
            broken.append(error)
        start.wait()
        end = perf_counter() + seconds
        while not broken and (began := perf_counter()) < end:
            try:
                work(number)
            except BaseException as error:
                broken.append(error)
                return
            mine.append(perf_counter() - began)

    running = [threading.Thread(target=loop, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    start.wait()
    began = perf_counter()
    for thread in running:
        thread.join()
    if broken:
        raise broken[0]
    return rate_of([one for mine in spent for one in mine], perf_counter() - began)


def rate_of(spent_s: Sequence[float], seconds: float) -> Rate:
    """The rate of calls that took so long each, within `seconds`."""
    ordered = sorted(spent_s)
    if not ordered:
        return Rate(0.0, float("inf"), float("inf"))
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000 for part in (0.5, 0.95)]
    return Rate(len(ordered) / seconds, at[0], at[1])


def middle(rates: Sequence[Rate]) -> Rate:
    """The median of repetitions, each figure by itself."""
    return Rate(
        median(rate.per_s for rate in rates), median(rate.p50 for rate in rates), median(rate.p95 for rate in rates)
    )
