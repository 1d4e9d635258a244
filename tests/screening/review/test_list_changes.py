"""What came, went, was renamed or amended between two tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from screening import EntityTable, Entry
from screening.model import Address, Alias, NameKind, Strength
from screening.review.list_changes import ListChanges, list_changes
from screening.table.archive import Archive

if TYPE_CHECKING:
    from pathlib import Path

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


def test_amended_in_what_it_weighs() -> None:
    """What a verdict hangs on is an amendment; the address of the list and the order of aliases are none."""
    weak = (Alias(name="Tarnholm", strength=Strength.WEAK), Alias(name="Tarn"))
    new = replace(KVARN, aliases=weak, name_strength=Strength.WEAK, covers_successors=True)
    (amended,) = list_changes(_table(KVARN), _table(new)).amended
    assert amended.changes == (
        "alias added: 'Tarn'",
        "weight of alias 'Tarnholm' changed from strong to weak",
        "weight of the listed name changed from strong to weak",
        "cover of successors changed from no to yes",
    )
    moved = replace(new, aliases=weak[::-1], source_url="https://example.org/list")
    assert list_changes(_table(new), _table(moved)) == ListChanges()


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


@pytest.mark.parametrize(
    ("alias", "renamed"),
    [
        pytest.param(Alias(name=KVARN.name, kind=NameKind.FKA), True, id="formerly-known-as"),
        pytest.param(Alias(name=KVARN.name, kind=NameKind.PARENT), False, id="its-group-is-another-party"),
        pytest.param(Alias(name=KVARN.name, kind=NameKind.ACRONYM), False, id="a-group-shares-its-short-form"),
        pytest.param(Alias(name=KVARN.name, strength=Strength.WEAK), False, id="a-weak-name-proves-nothing"),
    ],
)
def test_renamed_by_a_name_of_its_own(alias: Alias, renamed: bool) -> None:  # noqa: FBT001  # one of the cases' values
    """An affiliate that bears the name of its group is no renamed group."""
    new = replace(KVARN, key="EL-C", name="Ostervik Dynamics", aliases=(alias,))
    changes = list_changes(_table(KVARN, ZEPHYR), _table(new, ZEPHYR))
    assert [bool(part) for part in (changes.renamed, changes.added, changes.removed)] == [
        renamed,
        not renamed,
        not renamed,
    ]


def test_renamed_on_the_same_list_only() -> None:
    """Another list has another legal ground."""
    moved = Entry(key="UVL-C", list="UVL", name="Ostervik Dynamics", aliases=(Alias(name=KVARN.name),))
    assert not list_changes(_table(KVARN, LANTERN), _table(moved, LANTERN)).renamed


def test_listed_name_goes_before_an_alias() -> None:
    """Of two that went, the one that was listed so is the one that was renamed."""
    namesake = replace(KVARN, key="EL-0", name="Tarnholm Foundry", aliases=(Alias(name=KVARN.name),))
    new = replace(KVARN, key="EL-C", name="Ostervik Dynamics", aliases=(Alias(name=KVARN.name),))
    changes = list_changes(_table(namesake, KVARN, ZEPHYR), _table(new, ZEPHYR))
    assert [pair.then for pair in changes.renamed] == [KVARN]
    assert changes.removed == (namesake,)


def test_list_that_was_not_chosen(tmp_path: Path) -> None:
    """Is not compared and said so; a list that a table lacks has come with all its entries."""
    archive = Archive(tmp_path)
    old, new = _table(KVARN, ZEPHYR), _table(KVARN, ZEPHYR, LANTERN, day=2)
    for table in (old, new):
        archive.keep(table)
    part = archive.open(old.id, ["EL"])
    assert list_changes(part, archive.open(new.id)) == ListChanges(added=(LANTERN,), not_compared=("SDN",))
    assert list_changes(part, archive.open(old.id)) == ListChanges(not_compared=("SDN",))
    assert list_changes(archive.open(old.id), archive.open(new.id)) == ListChanges(added=(LANTERN,))


def test_whole_table() -> None:
    """Of 25,000 entries the four that differ are found."""
    then = EntityTable.bundled()
    entries = list(then.entries)
    amended = replace(entries[10], programs=("INVENTED",))
    now = EntityTable.from_entries(
        [KVARN, *entries[:3], *entries[5:10], amended, *entries[11:]], published=then.published
    )
    changes = list_changes(then, now)
    # To decode every entry would take 1.7 seconds instead of 0.15.
    assert len(now._decoded) == 2
    assert (changes.added, len(changes.removed), [one.now for one in changes.amended]) == ((KVARN,), 2, [amended])
