"""Facts that a decision rests on: what is a change, and what it is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from screening import EntityTable, Entry, Vendor
from screening.model import Address, Alias
from screening.review.fingerprints import (
    entry_changes,
    entry_facts,
    fold_fact,
    lists_by_party,
    vendor_changes,
    vendor_facts,
)

VENDOR = Vendor(name="Kvarn Borealis Trading", country="CN", address="7 Harbour Road")
ENTRY = Entry(
    key="EL-7KQ2M9XA3F",
    list="EL",
    name="Kvarn Borealis Trading Co., Ltd.",
    aliases=(Alias(name="Tarnholm Optics"), Alias(name="Kvarnbore")),
    countries=("CN", "HK"),
    addresses=(Address(text="No. 7 Harbour Road, Shenzhen", country="CN"),),
    citations=("84 FR 54002",),
    programs=("SDGT",),
)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        pytest.param(replace(VENDOR, name="  kvarn BOREALIS   trading "), (), id="case-and-blanks-are-no-change"),
        pytest.param(replace(VENDOR, name="Kvarn Borealis Trade"), ("vendor name changed",), id="name"),
        pytest.param(replace(VENDOR, country="HK"), ("vendor country changed from 'CN' to 'HK'",), id="country"),
        pytest.param(replace(VENDOR, address=None), ("vendor address changed",), id="address-gone"),
        pytest.param(
            replace(VENDOR, name="Kvarn", country=""),
            ("vendor name changed", "vendor country changed from 'CN' to nothing"),
            id="two-changes",
        ),
    ],
)
def test_vendor(other: Vendor, said: tuple[str, ...]) -> None:
    """The fingerprint differs exactly where something is said to have changed."""
    then, now = vendor_facts(VENDOR, "0001"), vendor_facts(other, "0001")
    changes = vendor_changes(then, now)
    assert len(changes) == len(said)
    assert all(change.startswith(words) for change, words in zip(changes, said, strict=True))
    assert (then.fingerprint == now.fingerprint) == (not said)


@pytest.mark.parametrize(
    ("number", "key"),
    [
        pytest.param("0001", "id:0001", id="number"),
        pytest.param("  A 7 ", "id:A 7", id="blanks-of-a-number"),
        pytest.param("", "name:kvarn borealis trading", id="no-number"),
    ],
)
def test_vendor_key(number: str, key: str) -> None:
    """The number where there is one, so that a renamed vendor is still the same."""
    assert vendor_facts(VENDOR, number).key == key


@pytest.mark.parametrize(
    ("other", "said"),
    [
        pytest.param(replace(ENTRY, citations=("99 FR 1",), effective_date=date(2026, 1, 1)), (), id="cited-anew"),
        pytest.param(replace(ENTRY, aliases=ENTRY.aliases[::-1]), (), id="order-of-aliases"),
        pytest.param(
            replace(ENTRY, aliases=(*ENTRY.aliases, Alias(name="Ostervik Optics"))),
            ("alias added: 'Ostervik Optics'",),
            id="alias-added",
        ),
        pytest.param(replace(ENTRY, aliases=ENTRY.aliases[:1]), ("alias removed: 'Kvarnbore'",), id="alias-removed"),
        pytest.param(
            replace(ENTRY, addresses=(*ENTRY.addresses, Address(text="1 Pier", country="AE"))),
            ("1 listed address added",),
            id="address-added",
        ),
        pytest.param(replace(ENTRY, addresses=()), ("1 listed address removed",), id="address-removed"),
        pytest.param(replace(ENTRY, programs=("SDGT", "IRAN")), ("programme added: 'IRAN'",), id="programme"),
        pytest.param(replace(ENTRY, countries=("CN",)), ("country removed: 'HK'",), id="country"),
        pytest.param(
            replace(ENTRY, name="Kvarn Borealis Holding"),
            ("listed name changed from 'Kvarn Borealis Trading Co., Ltd.' to 'Kvarn Borealis Holding'",),
            id="name",
        ),
    ],
)
def test_entry(other: Entry, said: tuple[str, ...]) -> None:
    """Names, countries, addresses and programmes count; citations, dates and order do not."""
    then, now = entry_facts(ENTRY, ()), entry_facts(other, ())
    assert entry_changes(then, now) == said
    assert (then.fingerprint == now.fingerprint) == (not said)


def test_further_list_is_a_change_of_the_same_fingerprint() -> None:
    """The entry is as it was, but its party stands on another list too; one list fewer is nothing new."""
    then, now = entry_facts(ENTRY, ()), entry_facts(ENTRY, ("EL", "SDN"))
    assert then.fingerprint == now.fingerprint
    assert entry_changes(then, now) == ("the party stands on list SDN too now",)
    assert entry_changes(now, then) == ()


def test_lists_by_party() -> None:
    """A party is known by its listed name, however that is punctuated."""
    other = Entry(key="SDN-1", list="SDN", name="KVARN BOREALIS TRADING CO LTD")
    near = Entry(key="SDN-2", list="SDN", name="Kvarn Borealis Bakery")
    table = EntityTable.from_entries([ENTRY, other, near], published=date(2026, 7, 31))
    found = lists_by_party(table)
    assert found["kvarnborealistradingcoltd"] == ("EL", "SDN")
    assert found["kvarnborealisbakery"] == ("SDN",)


def test_fold_is_frozen() -> None:
    """It is part of every record: a change here would open every decision again."""
    assert fold_fact(" STRASSE\u00a0 Stra\u00dfe \uff21 ") == "strasse strasse a"
    assert vendor_facts(VENDOR, "1").fingerprint == "105ada05da7b177531e469f466fa5390"
    assert entry_facts(ENTRY, ()).fingerprint == "a755d39458d6c99d9e48ebfbdf725836"


def test_a_vendor_with_one_address_keeps_its_fingerprint() -> None:
    """Ledgers of earlier versions hold; more addresses, or owners, are a change that is said."""
    one = vendor_facts(Vendor(name="Kvarn AB", country="SE", address="1 Ost Road | 2nd floor"), "7")
    assert one.fingerprint == "a8da42603351ca4e100a96c652fd5f12"
    more = Vendor(name="Kvarn AB", country="SE", address="1 Ost Road", other_addresses=("2 Vik Road",), owners="Vik 9%")
    facts = vendor_facts(more, "7")
    assert facts.address == "1 Ost Road | 2 Vik Road | owners: Vik 9%"
    assert facts.fingerprint != one.fingerprint
    assert vendor_changes(one, facts) != ()


@pytest.mark.parametrize(
    "vendor",
    [
        pytest.param(Vendor(name="Kvarn AB"), id="nothing"),
        pytest.param(Vendor(name="Kvarn AB", country="SE", address="1 Ost Road"), id="one-address"),
        pytest.param(Vendor(name="Kvarn AB", address="1 Ost Road", other_addresses=("2 Vik Road",)), id="two"),
        pytest.param(Vendor(name="Kvarn AB", owners="Vik 9%"), id="owners-alone"),
        pytest.param(Vendor(name="Kvarn AB", address="1 Ost Road", owners="Vik 9%"), id="both"),
    ],
)
def test_a_review_gives_its_vendors_back(vendor: Vendor) -> None:
    """What the workbook shows as the address is read as the same vendor."""
    facts = vendor_facts(vendor, "7")
    again = Vendor.of_details(facts.name, facts.country, facts.address)
    assert again == vendor
    assert vendor_facts(again, "7") == facts
