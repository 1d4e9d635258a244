"""The labelled sets hold what they must, and the figures recorded for them do not fall."""

from __future__ import annotations

from benchmarks.places import NOTHING, address_cases, grade, ownership_cases, ownership_state
from screening import EntityTable, Screener
from screening.ownership import State
from screening.places.index import PlaceIndex

# Recorded in benchmarks/README.md.
_ADDRESSES_RIGHT = 0.98
_OWNERSHIP_RIGHT = 0.99


def test_addresses() -> None:
    """At least 200 cases, half of them near misses, judged as recorded."""
    cases = address_cases()
    index = PlaceIndex(EntityTable.bundled().addresses())
    assert len(cases) >= 200
    assert sum(case.expected == NOTHING for case in cases) >= len(cases) * 0.4
    assert sum(grade(index, case) == case.expected for case in cases) / len(cases) >= _ADDRESSES_RIGHT


def test_ownership() -> None:
    """At least 100 cases, judged as recorded; no statement with a listed owner of half or more is missed."""
    cases = ownership_cases()
    screener = Screener(EntityTable.bundled())
    judged = [(case, ownership_state(screener, case)) for case in cases]
    assert len(cases) >= 100
    assert sum(case.expected == got for case, got in judged) / len(judged) >= _OWNERSHIP_RIGHT
    assert all(got == State.LISTED for case, got in judged if case.expected == State.LISTED)
