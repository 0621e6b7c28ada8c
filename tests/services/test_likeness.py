"""Whether two pictures look the same: chats that passed through many hands, and chats that differ only in their words.

The long run (`make fuzz`) is where the figures of docs/adr/0014 come from.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from PIL import Image

from followthrough.services.likeness import ALIKE, REACH, Looks, bands, distance, likeness, looks_of, near
from tests.support.chats import HANDLED, Bubble, chat, layout


def _gap(one: Looks, other: Looks) -> int:
    assert one.bits is not None
    assert other.bits is not None
    return distance(one.bits, other.bits)


def _same(one: Looks, other: Looks) -> bool:
    return _gap(one, other) <= REACH and likeness(one.gray, other.gray) >= ALIKE


@pytest.mark.parametrize("how", HANDLED)
def test_a_picture_is_known_again(how: str) -> None:
    """Prints of cut pictures go apart beyond reach in one of twenty; the second look knows them all."""
    hits = 0
    for seed in range(2):
        image = chat(seed, layout(seed), contact=seed)
        one, other = looks_of(image), looks_of(HANDLED[how](image))
        assert likeness(one.gray, other.gray) >= ALIKE, seed
        hits += _same(one, other)
    assert hits >= (1 if "cut" in how else 2)


SHORT: list[Bubble] = [(True, 4), (False, 2)]
LONG: list[Bubble] = [(bool(n % 2), 19 + n) for n in range(6)]


@pytest.mark.parametrize("bubbles", [SHORT, LONG, layout(5)], ids=["two words", "long talk", "any talk"])
def test_the_same_bubbles_with_other_words_are_another_picture(bubbles: list[Bubble]) -> None:
    """The hardest case: same people, same lengths; only the words differ."""
    for words in range(2):
        one, other = looks_of(chat(words, bubbles)), looks_of(chat(words + 100, bubbles))
        assert likeness(one.gray, other.gray) < ALIKE, words


def test_a_plain_surface_looks_like_nothing() -> None:
    for shade in ("black", "white", "#808080"):
        assert looks_of(Image.new("RGB", (300, 500), shade)).bits is None


def test_prints_within_reach_share_a_part() -> None:
    """What the index finds is all that is within reach: REACH bits over four parts leave one with few."""
    assert len(near(0)) == 1 + 16 + 120
    bits = 0x0123_4567_89AB_CDEF
    for flips in combinations((0, 1, 2, 16, 17, 18, 32, 33, 34, 48, 49), REACH):
        other = bits
        for flip in flips:
            other ^= 1 << flip
        assert distance(bits, other) == REACH
        assert any(part in near(mine) for part, mine in zip(bands(other), bands(bits), strict=True))


@pytest.mark.fuzz
def test_rates(capsys: pytest.CaptureFixture[str]) -> None:
    """500 chats: how many are known again after each handling, how many are taken for another."""
    count = 500
    looks = [looks_of(chat(seed, layout(seed), contact=seed % 40)) for seed in range(count)]
    told = [f"\n{count} chats; prints within {REACH} bits, then likeness >= {ALIKE}"]
    for how, handled in HANDLED.items():
        others = [looks_of(handled(chat(seed, layout(seed), contact=seed % 40))) for seed in range(0, count, 10)]
        hits = sum(_same(one, other) for one, other in zip(looks[::10], others, strict=True))
        told.append(f"known again, {how}: {hits} of {len(others)}")
        assert hits >= 0.7 * len(others), how
    close = [(a, b) for a, b in combinations(looks, 2) if _gap(a, b) <= REACH]
    false = sum(likeness(a.gray, b.gray) >= ALIKE for a, b in close)
    told.append(
        f"other chats: {len(close)} of {count * (count - 1) // 2} pairs within reach, {false} taken for the same"
    )
    twins = [looks_of(chat(seed + 5000, layout(seed), contact=seed % 40)) for seed in range(count)]
    near_twins = sum(_gap(a, b) <= REACH for a, b in zip(looks, twins, strict=True))
    wrong = sum(_same(a, b) for a, b in zip(looks, twins, strict=True))
    told.append(f"same bubbles, other words: {near_twins} of {count} within reach, {wrong} taken for the same")
    with capsys.disabled():
        print("\n".join(told))
    assert false == 0
    assert wrong <= count // 100
