"""Tests of the columns that hold the listed names."""

from screening.columns import build_columns
from screening.model import NameKind, Strength

COLUMNS = build_columns(
    [
        (0, "Kvarn Tech Ltd", NameKind.LISTED, Strength.STRONG),
        (0, "KVN", NameKind.ACRONYM, Strength.WEAK),
        (1, "KVARN TECHNOLOGY", NameKind.LISTED, Strength.STRONG),
        (2, "Address 07", NameKind.LISTED, Strength.WEAK),
        (3, "\u2014", NameKind.LISTED, Strength.STRONG),
    ]
)


def test_entries_with_one_name_share_its_row() -> None:
    """Two entries under one name are both its owners."""
    owners = [[(owner.entry, owner.ordinal) for owner in COLUMNS.owners(row)] for row in range(len(COLUMNS.tokens))]
    assert owners == [[(0, 0), (1, 0)], [(0, 1)]]


def test_name_comes_back_whole() -> None:
    """Canonical words, written words, legal form and all."""
    name = COLUMNS.name(0)
    assert (name.tokens, name.written, name.legal) == (("kvarn", "technology"), ("kvarn", "tech"), ("ltd",))
    assert COLUMNS.name(1).written == ("kvn",)


def test_owner_knows_kind_and_strength() -> None:
    """A weak acronym stays one."""
    owner = next(COLUMNS.owners(1))
    assert (owner.kind, owner.strength) == (NameKind.ACRONYM, Strength.WEAK)


def test_addresses_and_empty_names_are_no_names() -> None:
    """An address-only entry and a name without letters have no row."""
    assert COLUMNS.tokens == ["kvarn technology", "kvn"]


def test_postings_name_the_rows_of_a_word() -> None:
    """Each word leads to its names, each neighbouring pair too."""
    at = COLUMNS.words.index("kvarn")
    assert list(COLUMNS.postings[COLUMNS.postings_from[at] : COLUMNS.postings_from[at + 1]]) == [0]
    assert COLUMNS.joined == ["kvarntech"]
    assert COLUMNS.counts()["kvn"] == 1
