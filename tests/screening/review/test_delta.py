"""Known vendors re-checked when the lists move."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from screening import EntityTable, Screener, Vendor, Verdict
from screening.model import Alias
from screening.review.delta import delta


@pytest.fixture(scope="module")
def then() -> EntityTable:
    """Return the Entity List and the Unverified List that come with the package."""
    return EntityTable.bundled(lists=["EL", "UVL"])


@pytest.fixture(scope="module")
def now(then: EntityTable) -> EntityTable:
    """Return it with thirty changes: ten entries gone, ten new, ten with another alias."""
    entries = list(then.entries)
    random.Random(7).shuffle(entries)  # noqa: S311 - no secret is made
    gone, amended, kept = entries[:10], entries[10:20], entries[20:]
    new = [
        replace(entry, key=f"EL-NEW{n}", list="EL", name=f"Kvarn Borealis {word}", aliases=())
        for n, (entry, word) in enumerate(
            zip(
                gone,
                ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Ivy", "Juniper"),
                strict=True,
            )
        )
    ]
    other = [replace(entry, aliases=(Alias(name=f"Ostervik Lantern {n}"),)) for n, entry in enumerate(amended)]
    return EntityTable.from_entries([*kept, *new, *other], published=then.published)


@pytest.fixture(scope="module")
def vendors(then: EntityTable) -> list[Vendor]:
    """Return vendors of every kind: listed then, now, in both, in neither."""
    entries = list(then.entries)
    random.Random(7).shuffle(entries)  # noqa: S311 - no secret is made
    names = [entry.name for entry in entries[:60] if not entry.is_address_only]
    names += [alias.name for entry in entries[10:20] for alias in entry.aliases]
    names += [
        "Kvarn Borealis Cedar",
        "Kvarn Borealis Cedars Ltd",
        "Ostervik Lantern 3",
        "Alder Valley Foods",
        "Borealis Bakery",
    ]
    return [Vendor(name=name) for name in names]


def test_equals_two_full_screenings(then: EntityTable, now: EntityTable, vendors: list[Vendor]) -> None:
    """What the short way finds is what screening everybody twice finds, and hits on entries that say something else."""
    before, after = (Screener(table).screen_many(vendors) for table in (then, now))
    expected = {
        place
        for place, (one, other) in enumerate(zip(before, after, strict=True))
        if (one.verdict, {(hit.entry.key, hit.verdict) for hit in one.hits})
        != (other.verdict, {(hit.entry.key, hit.verdict) for hit in other.hits})
        or any((was := then.entry(hit.entry.key)) is None or hit.entry.aliases != was.aliases for hit in other.hits)
    }
    found = delta(vendors, then, now)
    assert {one.place for one in found.vendors} == expected
    assert len(expected) > 10
    assert found.checked == len(vendors)


def test_causes(then: EntityTable, now: EntityTable) -> None:
    """New, gone and amended entries are named; a vendor that nothing touches is not."""
    gone = next(entry for entry in then.entries if now.entry(entry.key) is None and not entry.is_address_only)
    names = ["Kvarn Borealis Cedar", gone.name, "Ostervik Lantern 3", "Alder Valley Foods"]
    found = {one.vendor.name: one for one in delta([Vendor(name=name) for name in names], then, now).vendors}
    assert "Alder Valley Foods" not in found
    assert found["Kvarn Borealis Cedar"].causes[0].endswith("is new on list EL")
    assert found["Kvarn Borealis Cedar"].is_new_alert
    assert any("is no longer on list" in cause for cause in found[gone.name].causes)
    assert found["Ostervik Lantern 3"].now.verdict is Verdict.LISTED
    assert any("alias added: 'Ostervik Lantern 3'" in cause for cause in found["Ostervik Lantern 3"].causes)


def test_same_table(then: EntityTable, vendors: list[Vendor]) -> None:
    """Nothing changed, nobody is touched."""
    found = delta(vendors, then, then)
    assert (found.vendors, found.changes.added) == ((), ())


def test_amended_entry_with_the_same_verdict(then: EntityTable) -> None:
    """A decision on it counts no more, so the vendor is named; citations alone are nothing."""
    one, other = [entry for entry in then.entries if not entry.is_address_only][:2]
    amended = replace(one, license_policy=("PRESUMPTION_OF_DENIAL", "NEW_POLICY"))
    cited = replace(other, citations=(*other.citations, "91 FR 1"))
    rest = [entry for entry in then.entries if entry.key not in {one.key, other.key}]
    now = EntityTable.from_entries([*rest, amended, cited], published=then.published)
    (found,) = delta([Vendor(name=one.name), Vendor(name=other.name)], then, now).vendors
    assert (found.place, found.then.verdict, found.now.verdict) == (0, Verdict.LISTED, Verdict.LISTED)
    assert not found.is_new_alert
    assert any("licence policy changed" in cause for cause in found.causes)
