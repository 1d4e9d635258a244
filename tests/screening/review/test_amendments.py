"""What of an entry is amended, and what our own reading of a file makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from screening import EntityTable, Entry, Vendor, Verdict
from screening.model import Address, Alias, NameKind, Strength
from screening.review.amendments import FieldChange, amended_fields, amended_phrases, is_renamed, is_restated
from screening.review.delta import delta
from screening.review.list_changes import list_changes

KVARN = Entry(
    key="EL-A",
    list="EL",
    name="Kvarn Borealis (HK) Co.",
    aliases=(Alias(name="Tarnholm"), Alias(name="Kvarn Group", kind=NameKind.PARENT, strength=Strength.WEAK)),
    countries=("CN", "HK"),
    addresses=(Address(text="1 Pier Road, Kowloon", country="HK"), Address(country="CN")),
    license_requirement=("ALL_ITEMS", "FDP_FOOTNOTE_3"),
    license_policy=("CASE_BY_CASE", "PRESUMPTION_OF_DENIAL"),
)


@pytest.mark.parametrize(
    ("now", "moves"),
    [
        pytest.param(replace(KVARN, citations=("84 FR 54004",)), False, id="cited-anew"),
        pytest.param(replace(KVARN, countries=("HK", "CN")), False, id="countries-in-another-order"),
        pytest.param(replace(KVARN, license_policy=KVARN.license_policy[::-1]), False, id="codes-in-another-order"),
        pytest.param(replace(KVARN, name="Kvarn Borealis HK Co."), True, id="another-spelling-of-one-name"),
        pytest.param(
            replace(KVARN, aliases=(Alias(name="TARNHOLM."), Alias(name="Tarn Holm"), *KVARN.aliases[1:])),
            True,
            id="other-spellings-of-an-alias",
        ),
        pytest.param(
            replace(KVARN, addresses=(Address(text="1 Pier Road Kowloon.", country="HK"), Address(country="CN"))),
            True,
            id="other-punctuation-of-an-address",
        ),
        pytest.param(replace(KVARN, aliases=KVARN.aliases[:1]), True, id="the-group-got-an-entry-of-its-own"),
        pytest.param(
            replace(KVARN, addresses=(Address(text="1 Pier Road, Kowloon", country="CN"), Address(country="CN"))),
            True,
            id="country-that-no-text-states",
        ),
    ],
)
def test_no_amendment(now: Entry, moves: bool) -> None:  # noqa: FBT001  # one of the cases' values
    """What a publisher did not amend is none, but what can move a verdict is kept for the re-check of vendors."""
    assert (amended_phrases(KVARN, now), amended_fields(KVARN, now), is_renamed(KVARN, now)) == ((), (), False)
    assert is_restated(KVARN, now) is moves
    old, new = (EntityTable.from_entries([entry], published=date(2026, 7, 1)) for entry in (KVARN, now))
    changes = list_changes(old, new)
    assert [changes.added, changes.removed, changes.renamed, changes.amended] == [()] * 4
    assert bool(changes.restated) is moves


@pytest.mark.parametrize(
    ("now", "field", "removed", "added"),
    [
        pytest.param(
            replace(KVARN, aliases=(*KVARN.aliases, Alias(name="Tarnholm AB"))),
            "aliases",
            (),
            ("Tarnholm AB",),
            id="alias",
        ),
        pytest.param(
            replace(KVARN, aliases=(Alias(name="Tarnholm", strength=Strength.WEAK),)),
            "alias_strength",
            ("Tarnholm: strong",),
            ("Tarnholm: weak",),
            id="weight-of-an-alias",
        ),
        pytest.param(replace(KVARN, countries=("HK", "MO")), "countries", ("CN",), ("MO",), id="country"),
        pytest.param(
            replace(KVARN, addresses=(Address(text="2 Pier Road, Kowloon", country="HK"), Address(country="CN"))),
            "addresses",
            ("1 Pier Road, Kowloon",),
            ("2 Pier Road, Kowloon",),
            id="address",
        ),
        pytest.param(replace(KVARN, addresses=KVARN.addresses[:1]), "addresses", ("CN",), (), id="country-alone"),
        pytest.param(replace(KVARN, programs=("SDGT",)), "programs", (), ("SDGT",), id="programme"),
        pytest.param(
            replace(KVARN, license_policy=("CASE_BY_CASE",)),
            "license_policy",
            ("PRESUMPTION_OF_DENIAL",),
            (),
            id="policy",
        ),
        pytest.param(
            replace(KVARN, end_date=date(2030, 1, 1)), "end_date", (), ("2030-01-01",), id="day-that-none-was"
        ),
        pytest.param(replace(KVARN, covers_successors=True), "covers_successors", ("no",), ("yes",), id="successors"),
    ],
)
def test_amendment(now: Entry, field: str, removed: tuple[str, ...], added: tuple[str, ...]) -> None:
    """Field by field, with all values; in words too."""
    assert amended_fields(KVARN, now) == (FieldChange(field=field, removed=removed, added=added),)
    assert amended_phrases(KVARN, now)
    assert not is_renamed(KVARN, now)


def test_rename_under_one_key() -> None:
    """A numbered party keeps its key under a new name; an address without a name is only numbered anew."""
    ship = Entry(key="SDN-1", list="SDN", name="Zephyr Quartz", programs=("SDGT",))
    now = replace(ship, name="Opal Quartz", programs=("SDGT", "IRAN"))
    old, new = (EntityTable.from_entries([entry], published=date(2026, 7, 1)) for entry in (ship, now))
    changes = list_changes(old, new)
    assert [(one.then.name, one.now.name, one.changes) for one in changes.renamed] == [
        ("Zephyr Quartz", "Opal Quartz", ("programme added: 'IRAN'",))
    ]
    assert (changes.amended, changes.added, changes.removed) == ((), (), ())
    house = Entry(key="EL-B", list="EL", name="Address 16", addresses=(Address(text="1 Pier Road", country="HK"),))
    assert not is_renamed(house, replace(house, name="Address 17"))
    assert is_renamed(house, replace(house, name="Pier Trading"))


def test_restated_entry_is_looked_at_for_vendors() -> None:
    """A group that came onto the list by itself is no amendment of its affiliate, but moves a verdict."""
    now = replace(KVARN, aliases=KVARN.aliases[:1])
    old, new = (EntityTable.from_entries([entry], published=date(2026, 7, 1)) for entry in (KVARN, now))
    found = delta([Vendor(name="Kvarn Group"), Vendor(name="Old Mill Paper")], old, new)
    assert [(one.vendor.name, one.then.verdict, one.now.verdict) for one in found.vendors] == [
        ("Kvarn Group", Verdict.REVIEW, Verdict.CLEAR)
    ]
    assert found.vendors[0].causes == ("EL-A (Kvarn Borealis (HK) Co.) is written or read otherwise",)
    assert found.changes.amended == ()
