"""The sentences of the Summary sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.settings import AFFILIATES_RULE_SINCE
from screening.table.as_of import JudgedBy, counted_days

if TYPE_CHECKING:
    from datetime import datetime

    from screening.settings import Settings
    from screening.table.as_of import Basis
    from workbook.read.layout import Layout
    from workbook.review.tally import ReviewSummary

__all__ = [
    "LIMITS",
    "READING",
    "affiliates_rule",
    "age_counted_to",
    "age_sentence",
    "columns_of",
    "now_words",
    "thresholds",
]

READING = {
    "Flagged": (
        "Start here. One row per vendor and listed entry, LISTED first. Each row says why, and what it means for a "
        "buyer; its link leads to the publisher."
    ),
    "Deciding": (
        "Fill in the framed cells of Flagged: Decision, Reason code, Comment, Decided by, Decided on. The other cells "
        "are protected, without a password, so that nothing changes by accident. Save, then record the decisions with "
        "'entity-check review record' and this file; the next review knows them."
    ),
    "All screened": "Every vendor with its verdict, CLEAR ones too, and the nearest listed name if there was one.",
    "Not screened": "Rows without a usable name. They are not clear: mend them and run again.",
    "Near misses": "Resemblances just under the REVIEW threshold, to judge whether the threshold is right.",
    "Lists, Settings": "What was screened against, with which thresholds and versions, so that it can be repeated.",
    "Score": (
        "Points from 0 (nothing shared) to 100 (equal once case, accents, legal forms and the like are set aside). "
        "Points order the work; they are no probability."
    ),
}

LIMITS = (
    (
        "This review is an aid, not legal advice. The Federal Register governs where it and this workbook differ. "
        "Name matching cannot see ownership: a vendor that listed parties own can be CLEAR here."
    ),
    "A CLEAR vendor resembled no name on the lists named here, at the date named here. Other lists were not screened.",
    (
        "A hit is a resemblance of names. It forbids nothing by itself: what a listing means for a purchase stands "
        "beside each hit, and compliance decides."
    ),
)


def affiliates_rule(settings: Settings) -> str:
    """Return what must be said of ownership and the BIS Affiliates Rule."""
    first, last = settings.affiliates_rule_suspended_from, settings.affiliates_rule_suspended_until
    return (
        "BIS Affiliates Rule (a party owned 50 percent or more by listed parties counts as listed): in force since "
        f"{AFFILIATES_RULE_SINCE}, but not from {first} to {last}. Check yourself whether it is in force on the day "
        "you rely on this review; the 50 percent rule of OFAC applies in any case."
    )


def age_sentence(summary: ReviewSummary, limit: int) -> str:
    """Return how old the entity table is, and what to do if it is too old."""
    published, age = summary.published.isoformat(), summary.age_days
    if summary.basis and summary.basis.by is not JudgedBy.DATES:
        return _age_on_a_day(summary.basis, age, limit)
    if age < 0:
        return f"The entity table is dated {published}, after this review. Check the clock of this computer."
    if summary.stale:
        return (
            f"STALE TABLE: published {published}, {age:,} days old; the limit is {limit:,} days. "
            "Parties listed since then are missing. Update the entity table and screen again."
        )
    return f"The entity table of {published} is {counted_days(age)} old, within the limit of {counted_days(limit)}."


def age_counted_to(summary: ReviewSummary) -> str:
    """Return which day the age of the table is counted to."""
    dated = summary.basis is None or summary.basis.by is JudgedBy.DATES
    return "this review" if dated else "the day that was judged by"


def _age_on_a_day(basis: Basis, age: int, limit: int) -> str:
    table = f"The table of {basis.published} was {counted_days(age)} old on {basis.day}, the day that was judged by"
    if basis.by is JudgedBy.OLDER:
        return f"STALE TABLE. {table}; the limit is {limit:,} days. Parties listed in between are missing."
    return f"{table}, within the limit of {limit:,} days."


def now_words(now: datetime) -> str:
    """Return a time with its offset, for example `2026-08-14 10:30 (UTC+02:00)`."""
    offset = now.strftime("%z")
    return f"{now:%Y-%m-%d %H:%M} (UTC{offset[:3]}:{offset[3:5]})"


def columns_of(layout: Layout) -> dict[str, str]:
    """Return which column was taken for what, and why."""
    more = "".join(f", continued in {column}" for column in layout.name_more)
    found = {"Names from": f"{layout.name}{more}; {layout.name.why}"}
    if layout.id:
        found["Vendor ids from"] = f"{layout.id}; {layout.id.why}"
    if layout.country:
        found["Countries from"] = f"{layout.country}; {layout.country.why}"
    if layout.address:
        found["Addresses from"] = ", ".join(map(str, layout.address))
    if layout.other_addresses:
        found["Further addresses from"] = "; ".join(", ".join(map(str, parts)) for parts in layout.other_addresses)
    if layout.owners:
        found["Owners from"] = ", ".join(map(str, layout.owners))
    return found


def thresholds(settings: Settings) -> str:
    """Return the thresholds in one sentence."""
    return (
        f"LISTED from {settings.listed_at:g} points, REVIEW from {settings.review_at:g}, near misses "
        f"{settings.near_miss_margin:g} points below that; at most {settings.max_hits:,} hits a vendor."
    )
