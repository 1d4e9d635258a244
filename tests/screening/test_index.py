"""Tests of finding candidates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
]
INDEX = NameIndex(build_columns((at, name, NameKind.LISTED, Strength.STRONG) for at, name in enumerate(LISTED)))


def listed(row: int) -> str:
    """Return the listed name in a row of the index."""
    return LISTED[next(INDEX.columns.owners(row)).entry]


@pytest.mark.parametrize(
    ("vendor", "found"),
    [
        pytest.param("Kvarn", "Kvarn Borealis Trading", id="one-word"),
        pytest.param("Kvarnn Consulting", "Kvarn Borealis Trading", id="misspelt"),
        pytest.param("Sensepolar", "Sense Polar Institute", id="joined"),
        pytest.param("Boreal Is Kva Rn", "Kvarn Borealis Trading", id="split"),
    ],
)
def test_candidates(vendor: str, found: str) -> None:
    """The listed name is the first candidate."""
    first = INDEX.candidates(normalize(vendor))[0]
    assert listed(first) == found


def test_nothing_shared_gives_no_candidate() -> None:
    """A name that shares no word is not compared at all."""
    assert INDEX.candidates(normalize("Maple Bakery")) == []


def test_floor_drops_what_cannot_reach_it() -> None:
    """Candidates that share only a generic word are dropped under a floor."""
    vendor = normalize("Maple Technology")
    assert INDEX.candidates(vendor)
    assert INDEX.candidates(vendor, floor=70) == []


VENDOR_WORDS = """
kvarn kvarnn kvran borealis borelis boreal is sense polar polarr northlight nortlhight precision precison
omega omegga technology tecnology sunrise sunnrise maple 13
"""
VENDORS = st.lists(st.sampled_from(VENDOR_WORDS.split()), min_size=2, max_size=5).map(" ".join)


@given(VENDORS, st.sampled_from([0, 30]))
def test_floor_never_drops_a_name_that_reaches_it(vendor: str, width: int) -> None:
    """What comparing every listed name would find, searching finds too."""
    name = normalize(vendor)
    found = INDEX.candidates(name, width=width, floor=70)
    for row in range(len(INDEX)):
        compared = match(name, INDEX.name(row), INDEX.weights, INDEX.spelling, width=width)
        assert compared.score < 70 or row in found


def test_start_of_a_longer_name_only_at_a_field_width() -> None:
    """A cell as long as a field may hold the start of a name."""
    vendor = "Northlight Precision Instrumen"
    assert len(vendor) == 30
    found = INDEX.starting_with(normalize(vendor), 30)
    assert [listed(at) for at in found] == ["Northlight Precision Instrumentation Works"]
    assert INDEX.starting_with(normalize(vendor), 28) == []
    assert INDEX.starting_with(normalize("Northlight Precision Sculpture"), 30) == []
