"""Two tables counted list by list, and the real Entity List at two times."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from screening import EntityTable, Entry
from screening.errors import UnknownListError
from screening.model import Alias
from screening.review.difference import difference
from screening.review.list_changes import ListChanges

KVARN = Entry(key="EL-A", list="EL", name="Kvarn Borealis Trading")
ZEPHYR = Entry(key="SDN-1", list="SDN", name="Zephyr Quartz Shipping")
OPAL = Entry(key="SDN-2", list="SDN", name="Opal Quartz Shipping")
LANTERN = Entry(key="UVL-B", list="UVL", name="Ostrava Lantern Electronics")


def _table(*entries: Entry, day: int = 1) -> EntityTable:
    return EntityTable.from_entries(entries, published=date(2026, 7, day))


def test_counts() -> None:
    """Each list with what became of it, also one that stayed as it was or is in one table only."""
    now = (replace(KVARN, aliases=(Alias(name="Tarn"),)), replace(ZEPHYR, name="Zephyr Lines"), LANTERN)
    found = difference(_table(KVARN, ZEPHYR, OPAL), _table(*now, day=2))
    counted = {one.code: (one.then, one.now, one.added, one.removed, one.renamed, one.amended) for one in found.lists}
    assert counted == {"EL": (1, 1, 0, 0, 0, 1), "SDN": (2, 1, 0, 1, 1, 0), "UVL": (None, 1, 1, 0, 0, 0)}
    assert found.whole_lists == {"UVL"}


def test_chosen_lists_alone() -> None:
    """A narrowed table is compared on the lists that are left."""
    then, now = _table(KVARN, ZEPHYR), _table(KVARN, OPAL, day=2)
    found = difference(then.narrowed(["EL"]), now.narrowed(["EL"]))
    assert ([one.code for one in found.lists], found.changes) == (["EL"], ListChanges())
    assert then.narrowed(["SDN"]).entries == (ZEPHYR,)
    with pytest.raises(UnknownListError):
        then.narrowed(["EL"]).narrowed(["SDN"])


@pytest.fixture(scope="module")
def now() -> EntityTable:
    """Return the Entity List that comes with the package."""
    return EntityTable.bundled(["EL"])


def test_entity_list_of_two_days(now: EntityTable) -> None:
    """The parties of 90 FR 44496 and 90 FR 48193 came; nothing else happened, although all is cited anew."""
    day = date(2025, 9, 1)
    real = [entry for entry in now.entries if entry.effective_date and entry.effective_date >= day]
    old = [
        replace(entry, citations=(*entry.citations, "90 FR 1"), countries=entry.countries[::-1])
        for entry in now.entries
        if entry not in real
    ]
    changes = difference(EntityTable.from_entries(old, published=day), now).changes
    assert changes.added == tuple(real)
    assert Counter(entry.effective_date for entry in changes.added) == {date(2025, 9, 16): 29, date(2025, 10, 9): 28}
    assert [changes.removed, changes.renamed, changes.amended, changes.restated] == [()] * 4


def test_entity_list_in_another_order(now: EntityTable) -> None:
    """What a file states in another order is the same; one alias more is found among all of it."""
    chance = random.Random(11)  # noqa: S311 - no secret is made
    old = [
        replace(
            entry,
            aliases=tuple(chance.sample(entry.aliases, len(entry.aliases))),
            addresses=tuple(chance.sample(entry.addresses, len(entry.addresses))),
            license_policy=entry.license_policy[::-1],
            license_requirement=entry.license_requirement[::-1],
        )
        for entry in now.entries
    ]
    then = EntityTable.from_entries(old, published=date(2026, 7, 1))
    assert difference(then, now).changes == ListChanges()
    old[7] = replace(old[7], aliases=(*old[7].aliases, Alias(name="Kvarn Borealis")))
    changes = difference(EntityTable.from_entries(old, published=date(2026, 7, 1)), now).changes
    assert [one.changes for one in changes.amended] == [("alias removed: 'Kvarn Borealis'",)]
