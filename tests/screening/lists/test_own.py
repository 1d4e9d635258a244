"""The company's own lists: rows of text become entries, or say why not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.errors import ArgumentError
from screening.lists.own import OwnRow, read_own
from screening.model import Address, EntityType, NameKind

DAY = date(2026, 8, 31)
ROW = OwnRow(number=2, name="Kvarn Borealis AB")


def test_a_row() -> None:
    """Every cell becomes what it says."""
    row = OwnRow(
        number=2,
        name="Kvarn Borealis AB dba Nord",
        aliases="KB Handel; Kvarn Export\nformerly known as Lux|Zed",
        country="Sweden",
        address=" Storgatan 1,  Lund ",
        reason="Unpaid\nclaims",
        starts="2026-01-02",
        ends="2026-12-31 00:00:00",
    )
    imported = read_own("DENY", [row], published=DAY)
    (entry,) = imported.entries
    assert (entry.list, entry.name) == ("DENY", "Kvarn Borealis AB")
    assert [(alias.name, alias.kind) for alias in entry.aliases] == [
        ("Nord", NameKind.DBA),
        ("KB Handel", NameKind.AKA),
        ("Kvarn Export", NameKind.AKA),
        ("Lux", NameKind.FKA),
        ("Zed", NameKind.AKA),
    ]
    assert entry.countries == ("SE",)
    assert entry.addresses == (Address(text="Storgatan 1, Lund", country="SE"),)
    assert entry.remark == "Unpaid claims"
    assert (entry.effective_date, entry.end_date) == (date(2026, 1, 2), date(2026, 12, 31))
    assert entry.entity_type is EntityType.UNKNOWN
    assert imported.published == DAY


def test_a_name_is_enough() -> None:
    """Everything else may be blank."""
    (entry,) = read_own("WATCH", [ROW]).entries
    assert (entry.list, entry.aliases, entry.countries, entry.addresses) == ("WATCH", (), (), ())
    assert (entry.effective_date, entry.end_date, entry.remark) == (None, None, "")


def test_rows_with_one_name_are_one_party() -> None:
    """Case and punctuation do not part them; both reasons are kept, and another name is another party."""
    rows = [
        OwnRow(number=2, name="Kvarn Borealis A.B.", reason="Claims", country="SE"),
        OwnRow(number=3, name="KVARN BOREALIS AB", reason="Fraud", country="NO"),
        OwnRow(number=4, name="Kvarn Borealia AB", reason="Fraud"),
    ]
    imported = read_own("DENY", rows)
    first, second = imported.entries
    assert (first.remark, first.countries, second.name) == ("Claims; Fraud", ("SE", "NO"), "Kvarn Borealia AB")
    (counts,) = imported.counts
    assert (counts.rows, counts.entries, counts.merged, counts.rejected) == (3, 2, 1, 0)


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        pytest.param(OwnRow(number=7, name=" "), "the name is blank", id="blank"),
        pytest.param(OwnRow(number=7, name="---"), "the name holds no letter or digit", id="no-letter"),
        pytest.param(OwnRow(number=7, name="K" * 1_001), "the name has more than 1,000 characters", id="long"),
    ],
)
def test_a_bad_row_says_why(row: OwnRow, cause: str) -> None:
    """It is counted and named; the rows beside it stay."""
    imported = read_own("DENY", [ROW, row])
    assert [entry.name for entry in imported.entries] == ["Kvarn Borealis AB"]
    (rejected,) = imported.rejected
    assert (rejected.number, rejected.list) == (7, "DENY")
    assert rejected.cause.startswith(cause)
    (counts,) = imported.counts
    assert (counts.rows, counts.entries, counts.rejected) == (2, 1, 1)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(OwnRow(number=7, name="K" * 1_000), id="as-long-as-may-be"),
        pytest.param(OwnRow(number=7, name="7"), id="a-digit"),
        pytest.param(OwnRow(number=7, name="K", starts="2026-02-01", ends="2026-02-01"), id="one-day"),
        pytest.param(OwnRow(number=7, name="K", starts="2026-02-01T00:00"), id="midnight"),
    ],
)
def test_an_odd_row_is_taken(row: OwnRow) -> None:
    """What stands just inside the limits is no error."""
    assert len(read_own("DENY", [row]).entries) == 1


def test_an_unknown_country_rejects_no_row() -> None:
    """The name can be screened all the same; the row is named."""
    imported = read_own("DENY", [OwnRow(number=7, name="Kvarn", country="Atlantis", address="1 Deep Street")])
    (entry,) = imported.entries
    assert entry.countries == ()
    assert entry.addresses == (Address(text="1 Deep Street"),)
    assert imported.unread == {"row 7, country: Atlantis": 1}


@pytest.mark.parametrize(
    ("starts", "ends", "days", "unread"),
    [
        pytest.param("01/02/2026", "", (None, None), ["first day: 01/02/2026"], id="slashes"),
        pytest.param("2026-02-01", "soon", (date(2026, 2, 1), None), ["last day: soon"], id="word"),
        pytest.param(
            "31.2.2026", "2026-13-01", (None, None), ["first day: 31.2.2026", "last day: 2026-13-01"], id="no"
        ),
        pytest.param("2.3.2026", "31.12.2027", (date(2026, 3, 2), date(2027, 12, 31)), [], id="dots"),
        pytest.param(
            "2026-02-01",
            "2026-01-31",
            (date(2026, 2, 1), None),
            ["last day, which lies before the first: 2026-01-31"],
            id="ends-before-it-starts",
        ),
        pytest.param("2026-02-01", "2026-02-01", (date(2026, 2, 1), date(2026, 2, 1)), [], id="one-day"),
    ],
)
def test_a_day_that_cannot_be_used_bounds_nothing(
    starts: str, ends: str, days: tuple[date | None, date | None], unread: list[str]
) -> None:
    """A party that somebody lists must not be lost to screening because of a day; what is not used is named."""
    imported = read_own("DENY", [OwnRow(number=7, name="Kvarn", starts=starts, ends=ends)])
    (entry,) = imported.entries
    assert (entry.effective_date, entry.end_date) == days
    assert list(imported.unread) == [f"row 7, {text}" for text in unread]


def test_only_the_company_s_lists() -> None:
    """Nobody adds to the Entity List."""
    with pytest.raises(ArgumentError, match="DENY, WATCH"):
        read_own("EL", [ROW])


TEXT = st.text(max_size=60) | st.sampled_from(("", "Kvarn", "2026-01-01", "Sweden", "a; b", "x\ny", "K" * 1_200))


@given(st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT), max_size=12))
def test_any_text(cells: list[tuple[str, ...]]) -> None:
    """Whatever stands in the cells: each row is in an entry or is rejected with its cause."""
    rows = [
        OwnRow(
            number=number, name=name, aliases=more, country=country, address=where, reason=why, starts=first, ends=last
        )
        for number, (name, more, country, where, why, first, last) in enumerate(cells, start=2)
    ]
    imported = read_own("DENY", rows)
    (counts,) = imported.counts
    assert counts.rows == len(rows) == counts.entries + counts.merged + counts.rejected
    assert counts.entries == len(imported.entries)
    assert counts.rejected == len(imported.rejected)
    assert all(rejected.cause for rejected in imported.rejected)
    assert len({entry.key for entry in imported.entries}) == len(imported.entries)
    assert all(entry.name and entry.list == "DENY" for entry in imported.entries)
