"""Owners as stated, their shares, and what they mean."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from screening import EntityTable, Entry, Screener, Vendor, Verdict
from screening.model import NameKind
from screening.ownership import State, assess, read_owners

ENTRIES = tuple(
    Entry(key=key, list=code, name=name, countries=("SE",), effective_date=date(2020, 1, 1))
    for key, code, name in (
        ("EL-1", "EL", "Kvarnbore Halvledare AB"),
        ("SDN-2", "SDN", "Ostvind Maskinverk"),
        ("UVL-3", "UVL", "Trangsel Elektronik"),
    )
)


@pytest.fixture(scope="module")
def screener() -> Screener:
    """Return a screener over the invented entries."""
    return Screener(EntityTable.from_entries(ENTRIES, published=date(2026, 7, 31)))


@pytest.mark.parametrize(
    ("text", "owners", "unknown"),
    [
        pytest.param("Kvarn AB 30%; Vik Ltd 25,5 %", [("Kvarn AB", "30"), ("Vik Ltd", "25.5")], "0", id="semicolon"),
        pytest.param("Kvarn Co., Ltd. (30%), Vik 25%", [("Kvarn Co., Ltd.", "30"), ("Vik", "25")], "0", id="comma"),
        pytest.param("Kvarn AB: 30", [("Kvarn AB", "30")], "0", id="colon"),
        pytest.param("30% Kvarn AB; rest unknown", [("Kvarn AB", "30")], "70", id="rest-unknown"),
        pytest.param("Kvarn AB 30%; unknown 20%", [("Kvarn AB", "30")], "20", id="some-unknown"),
        pytest.param("Kvarn 3000 AB", [("Kvarn 3000 AB", "None")], "100", id="a-number-in-a-name-is-no-share"),
        pytest.param("wholly owned by Kvarn AB", [("Kvarn AB", "100")], "0", id="wholly"),
        pytest.param("majority Kvarn AB", [("Kvarn AB", "50")], "50", id="majority"),
        pytest.param("unknown", [], "100", id="unknown"),
        pytest.param("more than 50% Kvarn AB", [("Kvarn AB", "50")], "0", id="more-than"),
    ],
)
def test_reading(text: str, owners: list[tuple[str, str]], unknown: str) -> None:
    """Owners and shares are read in the ways people write them."""
    found = read_owners(text)
    assert [(owner.name, str(owner.percent)) for owner in found.owners] == owners
    assert found.unknown == Decimal(unknown)
    assert not found.problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("Kvarn AB 80%; Vik 40%", "add up to 120 %", id="over-100"),
        pytest.param("Kvarn AB 120%", "share of 120 %", id="one-over-100"),
        pytest.param("Kvarn AB 10% 20%", "more than one share", id="two-shares"),
    ],
)
def test_what_cannot_be_added_up(text: str, problem: str) -> None:
    """It is said, and the names are kept."""
    found = read_owners(text)
    assert problem in found.problem
    assert found.owners[0].name == "Kvarn AB"


def test_rounding_is_no_error() -> None:
    """Three thirds may be 100.1."""
    assert not read_owners("A 33.4%; B 33.3%; C 33.4%").problem


@pytest.mark.parametrize(
    ("text", "state", "review"),
    [
        pytest.param("Kvarnbore Halvledare AB 30%; Ostvind Maskinverk 20%", State.LISTED, True, id="half"),
        pytest.param("Kvarnbore Halvledare AB 29.9%; Ostvind Maskinverk 20%; X 50.1%", State.BELOW, False, id="less"),
        pytest.param("Kvarnbore Halvledare AB 30%", State.BELOW, False, id="rest-not-stated"),
        pytest.param("Kvarnbore Halvledare AB 30%; rest unknown", State.COULD_REACH, True, id="rest-unknown"),
        pytest.param(
            "Kvarnbore Halvledare AB 30%; Sunny AB 51%; rest unknown", State.BELOW, False, id="little-unknown"
        ),
        pytest.param("Kvarnbore Halvledare AB", State.COULD_REACH, True, id="no-share"),
        pytest.param("Kvarnbore Halvledare Trading Sweden 60%", State.POSSIBLE, True, id="resembles"),
        pytest.param("Sunny AB 100%", State.NONE, False, id="nobody-listed"),
        pytest.param("unknown", State.UNKNOWN, False, id="nobody-known"),
        pytest.param("Kvarnbore Halvledare AB 80%; Sunny AB 40%", State.UNREADABLE, True, id="over-100-with-listed"),
        pytest.param("Sunny AB 80%; Vik AB 40%", State.UNREADABLE, False, id="over-100"),
    ],
)
def test_states(screener: Screener, text: str, state: State, *, review: bool) -> None:
    """Half is half, and every hit stands beside its near miss."""
    found = assess(read_owners(text), screener.screen)
    assert (found.state, found.needs_review) == (state, review)


def test_the_arithmetic_and_the_rules_are_shown(screener: Screener) -> None:
    """A reviewer sees who was counted with what, and by which rule."""
    said = assess(read_owners("Kvarnbore Halvledare AB 30%; Ostvind Maskinverk 25 %"), screener.screen).sentence
    sums = "Kvarnbore Halvledare AB (EL-1, LISTED) 30 % + Ostvind Maskinverk (SDN-2, LISTED) 25 % = 55 %"
    assert sums in said
    assert "BIS Affiliates Rule" in said
    assert "OFAC's 50 percent rule" in said
    other = assess(read_owners("Trangsel Elektronik 60%"), screener.screen).sentence
    assert "for list UVL no rule counts ownership" in other


def test_every_list_of_an_owner_brings_its_rule() -> None:
    """Rosneft stands on three lists; the one that comes first is not the one that blocks."""
    said = assess(
        read_owners("Rosneft 60%; Hangzhou Hikvision Digital Technology 10%"), Screener.bundled().screen
    ).sentence
    for rule in ("BIS Affiliates Rule", "OFAC's 50 percent rule", "Section 889", "FCC Covered List", "Section 805"):
        assert said.count(rule) == 1
    assert "no rule counts" not in said
    alone = assess(read_owners("ZTE Corporation 60%"), Screener.bundled().screen).sentence
    assert "Section 889, which names any subsidiary or affiliate" in alone
    assert "OFAC" not in alone


def test_a_vendor_whose_owners_are_listed(screener: Screener) -> None:
    """It is REVIEW, never LISTED, by an owner hit; below half it is a near miss."""
    owned = screener.screen(Vendor(name="Sunny Bakery", owners="Kvarnbore Halvledare AB 100%"))
    assert owned.verdict is Verdict.REVIEW
    assert (owned.hits[0].matched_kind, owned.hits[0].entry.key) == (NameKind.OWNER, "EL-1")
    assert owned.hits[0].reason == owned.ownership
    less = screener.screen(Vendor(name="Sunny Bakery", owners="Kvarnbore Halvledare AB 10%; Sunny AB 90%"))
    assert (less.verdict, less.hits) == (Verdict.CLEAR, ())
    assert less.near_misses[0].matched_kind is NameKind.OWNER


def test_owners_do_not_hide_what_the_name_says(screener: Screener) -> None:
    """A vendor that is listed itself stays LISTED, and its reason holds both."""
    found = screener.screen(Vendor(name="Kvarnbore Halvledare AB", owners="Kvarnbore Halvledare AB 60%"))
    assert found.verdict is Verdict.LISTED
    assert "Ownership as stated" in found.hits[0].reason


def test_what_is_stated_survives_the_workers(screener: Screener) -> None:
    """A clear vendor keeps its sentence where many are shared between processes."""
    vendors = [Vendor(name=f"Sunny Bakery {at}", owners="unknown") for at in range(400)]
    assert all(found.ownership for found in screener.screen_many(vendors, workers=2))
