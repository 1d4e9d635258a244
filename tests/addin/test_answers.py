"""What `check` answers, from screenings that are made up here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from addin.answers import as_data, as_text
from screening import Entry, Hit, NotScreened, Screening, Verdict
from screening.lists.catalog import legal_words, list_info
from screening.lists.licenses import license_code
from screening.model import NameKind

if TYPE_CHECKING:
    import pytest


def _hit(number: int, verdict: Verdict, score: float = 95.25) -> Hit:
    entry = Entry(
        key=f"EL-{number}",
        list="EL",
        name=f"Kvarn Borealis {number}",
        countries=("SE", "NO"),
        effective_date=date(2019, 10, 9) if number else None,
        citations=tuple(f"84 FR {page}" for page in range(number)),
    )
    return Hit(
        vendor="Kvarn",
        entry=entry,
        matched_name="Kvarn",
        matched_kind=NameKind.AKA,
        score=score,
        verdict=verdict,
        reason="Same words as the alias.",
    )


def test_data_of_a_hit_without_a_date() -> None:
    """An unknown date is null, never an empty text; scores have one decimal."""
    data = as_data(Screening(vendor="Kvarn", verdict=Verdict.REVIEW, hits=(_hit(0, Verdict.REVIEW),)))
    assert data["hits"][0]["effective_date"] is None
    assert data["hits"][0]["citations"] == []
    assert data["score"] == data["hits"][0]["score"] == 95.2


def test_text_shortens_long_evidence() -> None:
    """Five hits and three citations are enough for a screen; the rest is counted."""
    text = as_text(
        [Screening(vendor="Kvarn", verdict=Verdict.LISTED, hits=tuple(_hit(7, Verdict.LISTED) for _ in range(8)))],
        max_hits=10,
    )
    assert text.count("EL: Kvarn Borealis 7") == 5
    assert "and 3 more with --json; all of them" in text
    assert "SE, NO  since 2019-10-09  84 FR 0; 84 FR 1; 84 FR 2 and 4 more  EL-7" in text


def test_text_says_once_what_each_list_means(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below all vendors: for a buyer, for an exporter, codes in words, the law and its day; no list without a hit."""
    monkeypatch.setenv("COLUMNS", "70")
    coded = _coded("EL", "", "ALL_ITEMS")
    own = _coded("DENY", "Unpaid\x1b[2J claims")
    screenings = [
        Screening(vendor="Kvarn", verdict=Verdict.LISTED, hits=(coded, own)),
        Screening(vendor="Kvarn AB", verdict=Verdict.LISTED, hits=(coded,)),
    ]
    text = as_text(screenings, max_hits=10)
    before, after = text.split("What a hit on these lists means")
    assert max(map(len, after.splitlines())) <= 70
    assert "The company's reason: Unpaid\\x1b[2J claims" in before
    after = " ".join(after.split())
    assert after.count("EL: Entity List") == after.count("DENY: Deny list of the company") == 1
    for said in (
        f"for a buyer: {list_info('EL').consequence}",
        f"for an exporter: {list_info('EL').consequence_exporter}",
        f"ALL_ITEMS: {license_code('ALL_ITEMS').sentence}",
        f"legal source: {legal_words('EL')}, {list_info('EL').link}",
        "legal source: The company's own decision",
    ):
        assert said in after
    assert "UVL" not in after


def test_data_says_what_the_listing_means() -> None:
    """The same for programs, with the codes and their sections."""
    hit = as_data(Screening(vendor="K", verdict=Verdict.LISTED, hits=(_coded("EL", "", "ALL_ITEMS"),)))["hits"][0]
    info = list_info("EL")
    assert (hit["consequence"], hit["consequence_exporter"]) == (info.consequence, info.consequence_exporter)
    assert (hit["legal_source"], hit["legal_as_of"]) == (info.legal_source, info.legal_as_of.isoformat())
    assert hit["link"] == info.link
    known = license_code("ALL_ITEMS")
    assert hit["license_requirement"] == [{"code": "ALL_ITEMS", "meaning": known.sentence, "section": known.section}]
    assert hit["license_policy"] == []


def _coded(code: str, remark: str, *requirement: str) -> Hit:
    entry = Entry(key=f"{code}-1", list=code, name="Kvarn", remark=remark, license_requirement=requirement)
    return Hit(
        vendor="Kvarn",
        entry=entry,
        matched_name="Kvarn",
        matched_kind=NameKind.LISTED,
        score=100,
        verdict=Verdict.LISTED,
        reason="Same words.",
    )


def test_text_says_when_hits_were_capped() -> None:
    """As many hits as are kept at most: there may be more, and no option shows them."""
    hits = tuple(_hit(7, Verdict.LISTED) for _ in range(10))
    text = as_text([Screening(vendor="Kvarn", verdict=Verdict.LISTED, hits=hits)], max_hits=10)
    assert "and 5 more with --json; only the best 10 are kept" in text


def test_text_of_vendors_without_hits() -> None:
    """CLEAR shows what came nearest; a vendor that was not screened shows the cause."""
    near = Screening(vendor="Kvarnen\x1b[2J", verdict=Verdict.CLEAR, near_misses=(_hit(1, Verdict.CLEAR, 74.6),))
    unusable = Screening(vendor="", verdict=Verdict.NOT_SCREENED, not_screened=NotScreened.BLANK)
    assert as_text([near, unusable], max_hits=10) == (
        "CLEAR         Kvarnen\\x1b[2J (nearest: Kvarn, EL, 75 points)\n\nNOT_SCREENED  : the name is blank"
    )
