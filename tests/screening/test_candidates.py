"""Tests of finding candidates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.candidates import Candidates
from screening.columns import build_columns
from screening.index import NameIndex
from screening.match import match
from screening.model import NameKind, Strength
from screening.names import normalize

LISTED = [
    "Kvarn Borealis Trading",
    "Sense Polar Institute",
    "Northlight Precision Instrumentation Works",
    "Omega Technology",
    "Sunrise Technology",
    "Kvarnborg Borealis Precision Instruments Research and Development Works",
    "Northlight Polar Shipping Limited Liability Company",
]
INDEX = NameIndex(build_columns((at, name, NameKind.LISTED, Strength.STRONG) for at, name in enumerate(LISTED)))


SEARCH = Candidates(INDEX, 70.0)


def listed(row: int) -> str:
    """Return the listed name in a row of the index."""
    return LISTED[next(INDEX.columns.owners(row)).entry]


@pytest.mark.parametrize(
    ("vendor", "found"),
    [
        pytest.param("Kvarn", "Kvarn Borealis Trading", id="one-word"),
        pytest.param("Kvarnn Borealis Consulting", "Kvarn Borealis Trading", id="misspelt"),
        pytest.param("Sensepolar", "Sense Polar Institute", id="joined"),
        pytest.param("Boreal Is Kvarn", "Kvarn Borealis Trading", id="split"),
        pytest.param("Kvarn B0real 15 Trading", "Kvarn Borealis Trading", id="digits-for-letters"),
        pytest.param("Northl Precision Instrumentation", "Northlight Precision Instrumentation Works", id="cut-word"),
    ],
)
def test_candidates(vendor: str, found: str) -> None:
    """The listed name is a candidate."""
    assert found in map(listed, SEARCH.find(normalize(vendor)))


def test_nothing_shared_gives_no_candidate() -> None:
    """A name that shares no word is not compared at all."""
    assert SEARCH.find(normalize("Maple Bakery")) == []


def test_what_cannot_reach_the_floor_is_left_out() -> None:
    """A shared generic word alone makes no candidate; the distinctive word beside it does."""
    assert SEARCH.find(normalize("Maple Technology")) == []
    assert SEARCH.find(normalize("Sunrise Technology"))


VENDOR_WORDS = """
kvarn kvarnn kvran borealis borelis boreal is sense polar polarr northlight nortlhight precision precison
omega omegga technology tecnology sunrise sunnrise maple 13
"""
VENDORS = st.lists(st.sampled_from(VENDOR_WORDS.split()), min_size=2, max_size=5).map(" ".join)


def assert_nothing_is_lost(vendor: str, width: int) -> None:
    """Compare the search with comparing every listed name."""
    name = normalize(vendor)
    found = SEARCH.find(name, width)
    for row in range(len(INDEX)):
        compared = match(name, INDEX.name(row), INDEX.weights, INDEX.spelling, width=width)
        assert compared.score < 70 or row in found


@given(VENDORS, st.sampled_from([0, 30]))
def test_floor_never_drops_a_name_that_reaches_it(vendor: str, width: int) -> None:
    """What comparing every listed name would find, searching finds too."""
    assert_nothing_is_lost(vendor, width)


@given(st.sampled_from(LISTED), st.sampled_from([29, 30, 35, 40]), st.data())
def test_floor_never_drops_a_cut_name_that_reaches_it(listed_name: str, width: int, data: st.DataObject) -> None:
    """The same for names cut at a field's width, a letter of which may be wrong."""
    at = data.draw(st.integers(0, min(width, len(listed_name)) - 2))
    letter = data.draw(st.sampled_from([listed_name[at], "e", ""])) if listed_name[at] != " " else " "
    vendor = (listed_name[:at] + letter + listed_name[at + 1 :] + " Sunrise")[:width]
    assert_nothing_is_lost(vendor, len(vendor.strip()))
