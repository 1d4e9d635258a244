"""What came, went, was renamed or amended between two tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from screening import EntityTable, Entry
from screening.model import Address, Alias
from screening.review.list_changes import list_changes

KVARN = Entry(key="EL-A", list="EL", name="Kvarn Borealis Trading", aliases=(Alias(name="Tarnholm"),))
ZEPHYR = Entry(key="SDN-1", list="SDN", name="Zephyr Quartz Shipping", programs=("SDGT",))
LANTERN = Entry(key="UVL-B", list="UVL", name="Ostrava Lantern Electronics", countries=("CZ",))


def _table(*entries: Entry, day: int = 1) -> EntityTable:
    return EntityTable.from_entries(entries, published=date(2026, 7, day))


def test_nothing() -> None:
    """Equal tables, and tables that differ in citations alone."""
    cited = replace(KVARN, citations=("84 FR 54004",))
    assert list_changes(_table(KVARN, ZEPHYR), _table(KVARN, ZEPHYR)) == list_changes(
        _table(KVARN, ZEPHYR), _table(cited, ZEPHYR)
    )
    assert list_changes(_table(KVARN), _table(cited)).amended == ()


def test_added_and_removed() -> None:
    """By key."""
    changes = list_changes(_table(KVARN, ZEPHYR), _table(KVARN, LANTERN))
    assert (changes.added, changes.removed) == ((LANTERN,), (ZEPHYR,))
    assert not changes.renamed


def test_amended_field_by_field() -> None:
    """Each field in its words."""
    new = replace(
        ZEPHYR,
        aliases=(Alias(name="Zephyr Lines"),),
        addresses=(Address(text="1 Pier", country="AE"),),
        programs=("SDGT", "IRAN"),
        end_date=date(2030, 1, 1),
    )
    (amended,) = list_changes(_table(KVARN, ZEPHYR), _table(KVARN, new)).amended
    assert amended.changes == (
        "alias added: 'Zephyr Lines'",
        "1 listed address added",
        "programme added: 'IRAN'",
        "end date changed from nothing to 2030-01-01",
    )


def test_renamed() -> None:
    """The old name became an alias, or the new name was one; a mere stranger is removed and added."""
    kept = replace(KVARN, key="EL-C", name="Ostervik Dynamics", aliases=(Alias(name="KVARN BOREALIS Trading"),))
    (pair,) = list_changes(_table(KVARN, ZEPHYR), _table(kept, ZEPHYR)).renamed
    assert (pair.then, pair.now) == (KVARN, kept)
    was_alias = replace(KVARN, key="EL-D", name="Tarnholm", aliases=())
    assert list_changes(_table(KVARN, ZEPHYR), _table(was_alias, ZEPHYR)).renamed
    stranger = replace(KVARN, key="EL-E", name="Ostervik Dynamics", aliases=(Alias(name="Ostervik"),))
    changes = list_changes(_table(KVARN, ZEPHYR), _table(stranger, ZEPHYR))
    assert (changes.added, changes.removed, changes.renamed) == ((stranger,), (KVARN,), ())


def test_whole_table() -> None:
    """Of 25,000 entries the four that differ are found."""
    then = EntityTable.bundled()
    entries = list(then.entries)
    amended = replace(entries[10], programs=("INVENTED",))
    now = EntityTable.from_entries(
        [KVARN, *entries[:3], *entries[5:10], amended, *entries[11:]], published=then.published
    )
    changes = list_changes(then, now)
    assert (changes.added, len(changes.removed), [one.now for one in changes.amended]) == ((KVARN,), 2, [amended])
