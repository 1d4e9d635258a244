"""What `check` answers, from screenings that are made up here."""

from __future__ import annotations

from datetime import date

from addin.answers import as_data, as_text
from screening import Entry, Hit, NotScreened, Screening, Verdict
from screening.model import NameKind


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
