"""Tests of searching the listed names."""

from screening.columns import build_columns
from screening.index import NameIndex
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


def test_start_of_a_longer_name_only_at_a_field_width() -> None:
    """A cell as long as a field may hold the start of a name."""
    vendor = "Northlight Precision Instrumen"
    assert len(vendor) == 30
    found = INDEX.starting_with(normalize(vendor), 30)
    assert [listed(at) for at in found] == ["Northlight Precision Instrumentation Works"]
    assert INDEX.starting_with(normalize(vendor), 28) == []
    assert INDEX.starting_with(normalize("Northlight Precision Sculpture"), 30) == []
