"""Addresses as hits of a screening."""

from __future__ import annotations

from datetime import date

import pytest

from screening import EntityTable, Entry, Screener, Settings, Vendor, Verdict
from screening.errors import SettingError
from screening.model import Address, NameKind
from screening.settings import AddressHits

_ROOM = "Room 4, Kvarn Centre, 12 Ostervik Road, Aldhavn"


def entry(key: str, name: str, *addresses: str, since: date | None = date(2020, 1, 1)) -> Entry:
    """Return an entry in Sweden."""
    return Entry(
        key=key,
        list="EL",
        name=name,
        countries=("SE",),
        addresses=tuple(Address(text=text, country="SE") for text in addresses),
        effective_date=since,
    )


ENTRIES = (
    entry("EL-1", "Address 01", _ROOM),
    entry("EL-2", "Kvarnbore Halvledare", "Room 9, 12 Ostervik Road, Aldhavn", "77 Vik Road, Aldhavn"),
    entry("EL-3", "Ostvind Maskin", "Room 9, 12 Ostervik Road, Aldhavn"),
    entry("EL-4", "Later Listed", "5 Nordan Road, Aldhavn", since=date(2026, 1, 1)),
    *(entry(f"EL-1{at}", f"Crowded Party {chr(65 + at)}", "3 Trangsel Road, Aldhavn") for at in range(6)),
)


def screener(mode: AddressHits = AddressHits.BUILDING) -> Screener:
    """Return a screener over the invented entries."""
    table = EntityTable.from_entries(ENTRIES, published=date(2026, 7, 31))
    return Screener(table, Settings(address_hits=mode))


def test_an_entry_that_is_only_an_address_is_found() -> None:
    """A vendor at the listed room is for review, and the reason says that no name matched."""
    found = screener().screen("Sunny Bakery", country="SE", address="Rm 4, 12 Ostervik Rd., Aldhavn")
    assert found.verdict is Verdict.REVIEW
    hit = found.hits[0]
    assert (hit.entry.key, hit.matched_kind, hit.matched_name) == ("EL-1", NameKind.ADDRESS, _ROOM)
    assert hit.reason.startswith("The address matched, not the name")
    assert "15 CFR 744.16" in hit.reason


def test_another_room_is_one_weaker_hit_for_the_whole_building() -> None:
    """A shared building says REVIEW once, whoever else is there."""
    found = screener().screen("Sunny Bakery", country="SE", address="Room 300, 12 Ostervik Road, Aldhavn")
    assert [(hit.entry.key, hit.verdict) for hit in found.hits] == [("EL-1", Verdict.REVIEW)]
    assert "another room of the same building" in found.hits[0].reason
    assert "Kvarnbore Halvledare (EL-2)" in found.hits[0].reason
    same = screener().screen("Sunny Bakery", country="SE", address="Room 4, 12 Ostervik Road, Aldhavn")
    assert found.score < same.score


def test_the_next_house_is_clear() -> None:
    """The near miss of all the above."""
    found = screener().screen("Sunny Bakery", country="SE", address="Room 4, 14 Ostervik Road, Aldhavn")
    assert found.verdict is Verdict.CLEAR


def test_an_address_never_says_listed() -> None:
    """Not even the very words of the list."""
    assert screener().screen("Sunny Bakery", country="SE", address=_ROOM).verdict is Verdict.REVIEW


def test_a_name_hit_is_not_doubled() -> None:
    """The entry that the name hits is one hit, and its reason says that the address agrees."""
    found = screener().screen("Kvarnbore Halvledare", country="SE", address="77 Vik Road, Aldhavn")
    assert [hit.entry.key for hit in found.hits] == ["EL-2"]
    assert found.hits[0].matched_kind is NameKind.LISTED
    assert found.verdict is Verdict.LISTED


def test_a_crowded_address_does_not_flood() -> None:
    """Six parties in one house are three hits, which name the others."""
    found = screener().screen("Sunny Bakery", country="SE", address="3 Trangsel Road, Aldhavn")
    assert [hit.entry.key for hit in found.hits] == ["EL-10", "EL-11", "EL-12"]
    assert "Crowded Party F (EL-15)" in found.hits[0].reason


@pytest.mark.parametrize(
    ("mode", "same", "shared"),
    [
        pytest.param(AddressHits.BUILDING, Verdict.REVIEW, Verdict.REVIEW, id="building"),
        pytest.param(AddressHits.HOUSE, Verdict.REVIEW, Verdict.CLEAR, id="house"),
        pytest.param(AddressHits.OFF, Verdict.CLEAR, Verdict.CLEAR, id="off"),
    ],
)
def test_the_switch(mode: AddressHits, same: Verdict, shared: Verdict) -> None:
    """It chooses between all, the close ones, and none."""
    chosen = screener(mode)
    assert chosen.screen("Sunny Bakery", country="SE", address=_ROOM).verdict is same
    other = "Room 300, 12 Ostervik Road, Aldhavn"
    assert chosen.screen("Sunny Bakery", country="SE", address=other).verdict is shared


def test_the_switch_takes_nothing_else() -> None:
    """A bad setting is an error that names the values."""
    with pytest.raises(SettingError, match="off, house, building"):
        Settings(address_hits="yes")  # type: ignore[arg-type]


def test_each_address_is_looked_at_by_itself() -> None:
    """A remit-to address counts, but the house of one and the street of another make no address."""
    vendor = Vendor(name="Sunny Bakery", country="SE", address="1 Elsewhere Road, Borealis", other_addresses=(_ROOM,))
    assert screener().screen(vendor).verdict is Verdict.REVIEW
    mixed = Vendor(
        name="Sunny Bakery", country="SE", address="77 Elsewhere Road", other_addresses=("Vik Road, Aldhavn",)
    )
    assert screener().screen(mixed).verdict is Verdict.CLEAR


def test_entries_count_from_their_day() -> None:
    """An address listed later is none before."""
    chosen, address = screener(), "5 Nordan Road, Aldhavn"
    assert chosen.screen("Sunny Bakery", country="SE", address=address).verdict is Verdict.REVIEW
    before = chosen.screen("Sunny Bakery", country="SE", address=address, as_of=date(2025, 6, 1))
    assert before.verdict is Verdict.CLEAR
