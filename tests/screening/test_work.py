"""Tests that no name makes screening slow: work is counted in calls, not by the clock."""

import sys
from collections.abc import Callable, Iterator
from types import FrameType

import pytest

from screening import Screener

# An ordinary name takes some hundred calls, a long one of common words some ten thousand.
MOST_CALLS = 150_000


@pytest.fixture(scope="module")
def screener() -> Screener:
    """Return a screener over all lists; its lazy parts are ready."""
    screener = Screener.bundled()
    screener.screen_many(["Borealis Kvarn Institute"] * 2_000)
    return screener


def calls(work: Callable[[], object]) -> int:
    """Return how many functions `work` calls, those written in C included."""
    count = 0

    def seen(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def hostile() -> Iterator[tuple[str, str]]:
    """Yield names made to be slow, each with a label."""
    common = ["technology", "trading", "company", "research", "institute", "international", "general", "and", "of"]
    yield "one long word", "a" * 100_000
    yield "one word of 1,000", "a" * 1_000
    yield "many words", "kvarn " * 20_000
    yield "most common words", " ".join(common * 7)[:999]
    yield "words that each may be misspelt", " ".join(["mahmoud", "alexandr", "muhamad", "shanghi"] * 30)[:999]
    yield "starts of words", " ".join(["inte", "tech", "elec", "shan", "petr", "mach"] * 40)[:999]
    yield "letters", " ".join("abcdefghijklmnopqrstuvwxyz" * 19)[:999]
    yield "letters and digits", " ".join("a1b2c3d4e5f6g7h8" * 30)[:999]
    yield "numbers", " ".join(str(number) for number in range(300))[:999]
    yield "parentheses", "(" * 500 + "kvarn" + ")" * 490
    yield "markers", "kvarn dba " * 99
    yield "dots", "a." * 499
    yield "signs", "\u2122\u00ae\u200b\u202e\ud800" * 199
    yield "another script", "\u4e2d\u56fd\u79d1\u6280" * 249
    yield "cut at a field's width", "technology trading co te an sh"


@pytest.mark.parametrize(("label", "name"), list(hostile()), ids=[label for label, _ in hostile()])
def test_work_is_bounded(screener: Screener, label: str, name: str) -> None:
    """A name of any make is screened in a bounded number of steps."""
    assert calls(lambda: screener.screen(name)) < MOST_CALLS, label


def test_an_ordinary_name_takes_little_work(screener: Screener) -> None:
    """The count tells much from little."""
    ordinary = calls(lambda: screener.screen("Kvarn Borealis Trading Ltd."))
    hard = calls(lambda: screener.screen(" ".join(["mahmoud", "alexandr", "muhamad"] * 20)))
    assert ordinary < 3_000
    assert hard > 2 * ordinary
