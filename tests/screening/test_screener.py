"""Tests of screening on a small invented table."""

import unicodedata
from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.errors import ArgumentError
from screening.model import Address, Alias, Entry, NameKind, NotScreened, Strength, Vendor, Verdict
from screening.screener import Screener
from screening.settings import Settings
from screening.table import EntityTable

ENTRIES = (
    Entry(
        key="EL-1",
        list="EL",
        name="Kvarn Borealis Digital Technology Co., Ltd.",
        aliases=(Alias(name="Kvarnvision"), Alias(name="KBD", strength=Strength.WEAK)),
        countries=("CN", "HK"),
        effective_date=date(2019, 10, 9),
    ),
    Entry(key="EL-2", list="EL", name="Northlight Institute No. 55", countries=("RU",)),
    Entry(key="EL-3", list="EL", name="Address 07", countries=("HK",)),
    Entry(
        key="SDN-4",
        list="SDN",
        name="Omicronex Shipping",
        end_date=date(2020, 12, 31),
        effective_date=date(2015, 1, 1),
    ),
    Entry(
        key="SDN-5",
        list="SDN",
        name="Zephyrine Works",
        aliases=(Alias(name="Zephyrine Holding Group Tallis", kind=NameKind.PARENT, strength=Strength.WEAK),),
        effective_date=date(2018, 1, 1),
    ),
)


@pytest.fixture(scope="module")
def screener() -> Screener:
    """A screener over the invented entries, published 2026-07-31."""
    return Screener(EntityTable.from_entries(ENTRIES, published=date(2026, 7, 31)))


@pytest.mark.parametrize(
    ("vendor", "verdict"),
    [
        pytest.param("KVARN BOREALIS DIGITAL TECH COMPANY LIMITED", Verdict.LISTED, id="listed-name"),
        pytest.param("Kvarnvision", Verdict.LISTED, id="alias"),
        pytest.param("Kvarn Vision", Verdict.LISTED, id="alias-split"),
        pytest.param("*DO NOT USE* Kvarnvision (VENDOR #7440)", Verdict.LISTED, id="erp-noise"),
        pytest.param("Sunrise Foods DBA Kvarnvision", Verdict.LISTED, id="dba"),
        pytest.param("KVARNBOREALISDIGITALTECHNOLOGYCO.,LTD", Verdict.LISTED, id="all-blanks-lost"),
        pytest.param("Kvarn Borealis Digital Trinidad and Tobago", Verdict.REVIEW, id="country-behind"),
        pytest.param("Kvarnvision India Private Limited", Verdict.REVIEW, id="affiliate"),
        pytest.param("KBD", Verdict.REVIEW, id="weak-alias"),
        pytest.param("Zephyrine Holding Group Tallis", Verdict.REVIEW, id="group-of-a-party"),
        pytest.param("Northlight Institute No. 55", Verdict.LISTED, id="number"),
        pytest.param("KVARNSUNRISEDIGITALTECHNOLOGYCO.,LTD", Verdict.CLEAR, id="other-words-run-together"),
        pytest.param("KBD Bakery", Verdict.CLEAR, id="weak-alias-with-company"),
        pytest.param("Northlight Institute No. 5", Verdict.CLEAR, id="another-number"),
        pytest.param("Sunrise Digital Technology Co., Ltd.", Verdict.CLEAR, id="generic-words-only"),
        pytest.param("Address 07", Verdict.CLEAR, id="an-address-only-entry-is-no-name"),
        pytest.param("Omicronex Shipping", Verdict.CLEAR, id="ended"),
        pytest.param("Co., Ltd.", Verdict.NOT_SCREENED, id="only-a-legal-form"),
        pytest.param("", Verdict.NOT_SCREENED, id="blank"),
    ],
)
def test_verdict(screener: Screener, vendor: str, verdict: Verdict) -> None:
    """Each disguise gives its verdict, each near miss its own."""
    assert screener.screen(vendor).verdict is verdict


def test_hit_traces_to_its_entry(screener: Screener) -> None:
    """A hit says which entry, which of its names, how near and why."""
    hit = screener.screen("KvarnVision").hits[0]
    assert (hit.entry.key, hit.entry.list, hit.matched_name, hit.matched_kind) == (
        "EL-1",
        "EL",
        "Kvarnvision",
        NameKind.AKA,
    )
    assert hit.score == 100
    assert "Kvarnvision" in hit.reason
    assert [(step.vendor, step.listed) for step in hit.words] == [("kvarnvision", "kvarnvision")]


def test_parts_add_up_to_the_score(screener: Screener) -> None:
    """A reviewer can follow every point."""
    for vendor in ("Kvarnvisiom India", "Kvarn Borealis", "Vision Kvarn Borealis"):
        screening = screener.screen(vendor, country="Norway")
        for hit in (*screening.hits, *screening.near_misses):
            assert hit.parts
            assert hit.score == pytest.approx(100 + sum(part.points for part in hit.parts), abs=0.06)


def test_near_miss_is_reported_beside_clear(screener: Screener) -> None:
    """What stays just under the threshold is evidence too."""
    screening = Screener(screener.table, Settings(review_threshold=90)).screen("Kvarnvision Norway")
    assert screening.verdict is Verdict.CLEAR
    assert screening.near_misses[0].entry.key == "EL-1"
    assert screening.score == screening.near_misses[0].score


@pytest.mark.parametrize(
    ("vendor", "as_of", "verdict"),
    [
        pytest.param("Kvarnvision", date(2019, 10, 8), Verdict.CLEAR, id="the-day-before"),
        pytest.param("Kvarnvision", date(2019, 10, 9), Verdict.LISTED, id="the-day"),
        pytest.param("Omicronex Shipping", date(2020, 12, 31), Verdict.LISTED, id="last-day"),
        pytest.param("Omicronex Shipping", date(2021, 1, 1), Verdict.CLEAR, id="day-after-the-end"),
        pytest.param("Northlight Institute 55", date(2020, 1, 1), Verdict.REVIEW, id="undated-in-the-past"),
        pytest.param("Northlight Institute 55", date(2026, 7, 31), Verdict.LISTED, id="undated-on-the-tables-day"),
        pytest.param("Northlight Institute 55", date(2030, 1, 1), Verdict.LISTED, id="undated-later"),
    ],
)
def test_as_of(screener: Screener, vendor: str, as_of: date, verdict: Verdict) -> None:
    """An entry counts from its first to its last day; without a date a past verdict is REVIEW and says so."""
    screening = screener.screen(vendor, as_of=as_of)
    assert screening.verdict is verdict
    if verdict is Verdict.REVIEW:
        assert "no effective date" in screening.hits[0].reason


def test_country_agreement_ranks(screener: Screener) -> None:
    """Country moves the points of an unequal name; China and Hong Kong count as one place."""
    scores = [screener.screen("Kvarnvisiom", country=country).score for country in ("Hong Kong", None, "Norway")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_address_is_a_second_indication() -> None:
    """A shared house lifts a resemblance, another one hardly moves it; in a batch as in a cell."""
    listed = Entry(key="EL-1", list="EL", name="Kvarnvision", addresses=(Address(text="555 Kvarnmo Road, Borealis"),))
    screener = Screener(EntityTable.from_entries([listed], published=date(2026, 7, 31)))
    addresses = ["Kvarnmo Rd 555, Borealis", None, "12 Sunrise Road, Borealis"]
    singles = [screener.screen("Kvarnvisiom", address=address) for address in addresses]
    assert singles == screener.screen_many([Vendor(name="Kvarnvisiom", address=address) for address in addresses])
    scores = [single.score for single in singles]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3
    assert "The address agrees." in singles[0].hits[0].reason
    assert "address" not in singles[2].hits[0].reason
    assert screener.screen("Kvarnvision", address=addresses[2]).score == 100


def test_screen_many_keeps_order_and_never_raises(screener: Screener) -> None:
    """One result per input, in order, unusable ones with their cause."""
    vendors = ["Kvarnvision", None, " ", "Maple Bakery", Vendor(name="Kvarnvision", country="CN"), 4711]
    screenings = screener.screen_many(vendors)  # type: ignore[arg-type]
    assert [screening.verdict for screening in screenings] == [
        Verdict.LISTED,
        Verdict.NOT_SCREENED,
        Verdict.NOT_SCREENED,
        Verdict.CLEAR,
        Verdict.LISTED,
        Verdict.NOT_SCREENED,
    ]
    assert screenings[1].not_screened is NotScreened.BLANK
    assert screenings[5].not_screened is NotScreened.NOT_TEXT


def test_bad_arguments_are_errors(screener: Screener) -> None:
    """A wrong type never looks like a result."""
    with pytest.raises(ArgumentError, match="must be text"):
        screener.screen(4711)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="as_of"):
        screener.screen("Kvarn", as_of="2020-01-01")  # type: ignore[arg-type]


def test_score_of_a_pair(screener: Screener) -> None:
    """One pair of names, with the table's word weights."""
    assert screener.score("Kvarnvision", "Kvarnvision Co., Ltd.") == 100
    assert screener.score("Maple Bakery", "Kvarnvision") == 0
    assert screener.score("", "Kvarnvision") == 0
    assert screener.score("Kvarnvision", "") == 0


def test_score_agrees_with_the_hit(screener: Screener) -> None:
    """The pair score is the hit's score where country plays no part."""
    hit = screener.screen("Kvarnvisiom").hits[0]
    assert screener.score("Kvarnvisiom", hit.matched_name) == hit.score


@given(st.text(max_size=50))
def test_any_text_has_a_verdict(screener: Screener, text: str) -> None:
    """No text raises, and batch equals single."""
    single = screener.screen(text)
    assert (single.verdict is Verdict.NOT_SCREENED) == (single.not_screened is not None)
    assert screener.screen_many([text]) == [single]


@given(st.sampled_from(["Kvarnvision", "Kvarn Borealis Digital Technology Co., Ltd.", "Zephyrine Works"]), st.data())
def test_case_spacing_and_punctuation_change_nothing(screener: Screener, name: str, data: st.DataObject) -> None:
    """The verdict is the same however the name is set."""
    upper = data.draw(st.booleans())
    gap = data.draw(st.sampled_from([" ", "  ", "\u00a0", "\t", " - "]))
    noisy = gap.join((name.upper() if upper else name.lower()).replace(".", "").replace(",", "").split(" "))
    assert screener.screen(noisy).verdict is Verdict.LISTED


LEGAL_FORMS = ["Co Ltd", "Pte Ltd", "Private Limited", "Sdn Bhd", "Joint Stock Company", "Limited Liability Company"]


@given(
    st.sampled_from(["Kvarnvision", "Kvarnvisiom", "Kvarn Borealis Digital Technology"]),
    st.sampled_from(LEGAL_FORMS),
    st.data(),
)
def test_order_of_the_legal_form_changes_nothing(screener: Screener, name: str, form: str, data: st.DataObject) -> None:
    """A legal form counts the same in front, behind, and with its words in any order."""
    shuffled = " ".join(data.draw(st.permutations(form.split())))
    moved = f"{shuffled} {name}" if data.draw(st.booleans()) else f"{name} {shuffled}"
    usual, other = screener.screen(f"{name} {form}"), screener.screen(moved)
    assert (other.verdict, other.score) == (usual.verdict, usual.score)


def test_common_words_count_wherever_their_legal_form_stands() -> None:
    """A listed name of common words is found as it is listed, not with another legal form."""
    listed = Entry(key="EL-1", list="EL", name="Aero Systems, Inc.")
    screener = Screener(EntityTable.from_entries([listed], published=date(2026, 7, 31)))
    vendors = ["AERO SYSTEMS INC", "Inc. Aero Systems", "Aero Systems GmbH"]
    assert [screening.verdict for screening in screener.screen_many(vendors)] == [
        Verdict.REVIEW,
        Verdict.REVIEW,
        Verdict.CLEAR,
    ]


def test_long_name_is_no_name(screener: Screener) -> None:
    """A document in a cell is not screened by its start in silence."""
    assert screener.screen("Kvarnvision " + "x" * 100_000).not_screened is NotScreened.TOO_LONG
    assert screener.screen("\x00" * 900).not_screened is NotScreened.NO_LETTERS


@pytest.mark.parametrize("vendor", ["7-28", "4711 Kvarn LLC", "KVARN.NET"])
def test_a_listed_name_that_looks_like_noise_is_flagged(vendor: str) -> None:
    """What looks like a vendor number or a web address may be the name of a party."""
    entries = [Entry(key="SDN-1", list="SDN", name=vendor, countries=("RU",))]
    own = Screener(EntityTable.from_entries(entries, published=date(2026, 1, 1)))
    assert own.screen(vendor).hits[0].entry.key == "SDN-1"
    assert own.screen(vendor.replace("7", "3").replace("KVARN", "SUNRISE")).verdict is not Verdict.LISTED


def test_equal_names_of_other_legal_forms_keep_their_entries_apart() -> None:
    """A name of common words is flagged where the whole name is listed so, for each of its entries."""
    entries = [
        Entry(key="SDN-1", list="SDN", name="Steel Design LLC"),
        Entry(key="SDN-2", list="SDN", name="Steel Design FZE"),
    ]
    own = Screener(EntityTable.from_entries(entries, published=date(2026, 1, 1)))
    assert own.screen("Steel Design FZE").hits[0].entry.key == "SDN-2"
    assert own.screen("Steel Design GmbH").verdict is Verdict.CLEAR


def test_an_entry_announced_ahead_counts_from_its_day() -> None:
    """Asked about a day after the table's, the entry is in force; at the table's day it is not yet."""
    entries = [Entry(key="EL-1", list="EL", name="Kvarnvision", effective_date=date(2026, 8, 15))]
    own = Screener(EntityTable.from_entries(entries, published=date(2026, 7, 31)))
    assert own.screen("Kvarnvision").verdict is Verdict.CLEAR
    assert own.screen("Kvarnvision", as_of=date(2026, 11, 1)).verdict is Verdict.LISTED


def test_wrong_types_are_errors_or_not_screened(screener: Screener) -> None:
    """One name is no list of names, and what is no text never raises in a batch."""
    with pytest.raises(ArgumentError, match="list of names"):
        screener.screen_many("Kvarn")
    with pytest.raises(ArgumentError, match="country"):
        screener.screen("Kvarn", country=5)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="Settings"):
        Screener(screener.table, {"max_hits": 1})  # type: ignore[arg-type]
    (screening,) = screener.screen_many([Vendor(name=5)])  # type: ignore[arg-type]
    assert screening.not_screened is NotScreened.NOT_TEXT
    odd = Vendor(name="Kvarnvision", country=["CN"], address=float("nan"))  # type: ignore[arg-type]
    assert screener.screen(odd) == screener.screen_many([odd])[0] == screener.screen("Kvarnvision")


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize(
    "name", ["Kvärnvision", "\uff2bvarnvision", "Kvarnvision GmbH & Co. KG", "Zephyriné Works"], ids=ascii
)
def test_unicode_forms_change_nothing(
    screener: Screener, name: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]
) -> None:
    """A name is the same however its accents are stored."""
    assert screener.screen(unicodedata.normalize(form, name)).verdict is Verdict.LISTED


UNRELATED_WORDS = ["maple", "bakery", "harbour", "lantern", "quarry", "copper", "digital", "technology", "works", "55"]
UNRELATED = st.lists(st.lists(st.sampled_from(UNRELATED_WORDS), min_size=1, max_size=4), max_size=8)


@given(UNRELATED)
def test_unrelated_entries_never_clear_a_listed_vendor(names: list[list[str]]) -> None:
    """Whatever else comes onto a list, a listed party stays flagged."""
    added = [Entry(key=f"UVL-{number}", list="UVL", name=" ".join(words)) for number, words in enumerate(names)]
    wider = Screener(EntityTable.from_entries((*ENTRIES, *added), published=date(2026, 7, 31)))
    for vendor in ("Kvarnvision", "Kvarn Borealis Digital Technology", "Zephyrine Works", "Northlight Institute 55"):
        assert wider.screen(vendor).verdict is Verdict.LISTED
