"""Section 889 and the FCC name affiliates too: whoever bears the brand is for review, and nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from screening.decide import Caveat
from screening.model import Alias, Entry, Hit, NameKind, Verdict
from screening.screener import Screener
from screening.settings import Settings
from screening.table import EntityTable

BRAND = Alias(name="KVZ", kind=NameKind.BRAND)
ENTRIES = (
    Entry(key="NDAA-889-1", list="NDAA-889", name="KVZ Corporation", aliases=(BRAND,), countries=("CN",)),
    Entry(
        key="FCC-1",
        list="FCC",
        name="Hangzhou Norrvision Digital Company",
        aliases=(Alias(name="Norr Vision", kind=NameKind.BRAND),),
        countries=("CN",),
    ),
    Entry(key="WATCH-1", list="WATCH", name="Ostervik Handel AB", remark="New owner"),
    *(
        Entry(key=f"EL-{number}", list="EL", name=f"KVZ Works {number}", countries=("CN",))
        for number in ("Alpha", "Beta", "Gamma")
    ),
)


def screener(settings: Settings | None = None) -> Screener:
    """Return a screener over the invented entries."""
    return Screener(EntityTable.from_entries(ENTRIES, published=date(2026, 7, 31)), settings)


def hits(vendor: str, code: str) -> list[Hit]:
    """Return the hits of a vendor on a list."""
    return [hit for hit in screener().screen(vendor).hits if hit.entry.list == code]


@pytest.mark.parametrize(
    ("vendor", "code"),
    [
        pytest.param("KVZ (USA) Inc.", "NDAA-889", id="place-in-a-bracket"),
        pytest.param("KVZ Telecom India Private Limited", "NDAA-889", id="more-words"),
        pytest.param("Deutsche Vertriebsgesellschaft der kvz", "NDAA-889", id="brand-behind-other-words"),
        pytest.param("Norr Vision Europe B.V.", "FCC", id="brand-of-two-words"),
        pytest.param("Europe Vision Norr B.V.", "FCC", id="brand-of-two-words-in-another-order"),
    ],
)
def test_a_vendor_that_bears_the_brand_is_for_review(vendor: str, code: str) -> None:
    """It may be a subsidiary or affiliate, which the law names too; the reason says so."""
    (hit,) = hits(vendor, code)
    assert hit.verdict is Verdict.REVIEW
    assert hit.score >= Settings().review_threshold
    assert str(Caveat.REACH)[1:] in hit.reason


@pytest.mark.parametrize(
    "vendor",
    [
        pytest.param("KVZA Telecom", id="one-letter-more"),
        pytest.param("K V Zeta Telecom", id="initials"),
        pytest.param("Norr Foods", id="half-of-a-brand"),
        pytest.param("Borealis Bakery", id="nothing-shared"),
    ],
)
def test_a_vendor_that_does_not_bear_it_is_clear(vendor: str) -> None:
    """Short names invite false alarms: only the very words count."""
    assert screener().screen(vendor).verdict is Verdict.CLEAR


def test_the_party_itself_is_listed() -> None:
    """The company that the law names is no affiliate of itself."""
    (hit,) = hits("KVZ Corporation", "NDAA-889")
    assert hit.verdict is Verdict.LISTED
    assert str(Caveat.REACH)[1:] not in hit.reason


def test_the_reach_outlives_a_country_that_differs() -> None:
    """An affiliate sits where it likes."""
    (hit,) = [
        hit for hit in screener().screen("KVZ Telecom India Private Limited").hits if hit.entry.list == "NDAA-889"
    ]
    assert hit.verdict is Verdict.REVIEW


def test_a_list_without_brands_reaches_no_further() -> None:
    """On the Entity List an affiliate is judged by its name alone."""
    assert all(hit.verdict is not Verdict.LISTED for hit in hits("KVZ (USA) Inc.", "EL"))


def test_the_best_hit_of_each_list_is_kept() -> None:
    """Three affiliates on the Entity List do not push Section 889 out of sight."""
    kept = screener(Settings(max_hits=2)).screen("KVZ Works Alpha").hits
    assert [hit.entry.list for hit in kept] == ["EL", "NDAA-889"]
    assert kept[0].entry.name == "KVZ Works Alpha"
    every = screener().screen("KVZ Works Alpha").hits
    assert [hit.score for hit in every] == sorted((hit.score for hit in every), reverse=True)


@pytest.mark.parametrize(
    ("vendor", "verdict"),
    [
        pytest.param("Ostervik Handel AB", Verdict.REVIEW, id="the-very-name"),
        pytest.param("Osterlund Handel AB", Verdict.CLEAR, id="another-name"),
    ],
)
def test_the_watch_list_is_for_review_at_most(vendor: str, verdict: Verdict) -> None:
    """To watch a party says nothing against it."""
    assert screener().screen(vendor).verdict is verdict
