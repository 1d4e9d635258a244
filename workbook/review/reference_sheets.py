"""The sheets that say what was screened against, and how: Lists and Settings."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import fields
from datetime import date
from importlib import metadata
from typing import TYPE_CHECKING

from screening.lists.catalog import legal_words, list_info
from screening.review.decision import Reason
from screening.table.as_of import basis_of
from workbook.review.decision_cells import name_reasons, reason_rows
from workbook.review.listing import Column, Kind, Listing, SheetDesign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openpyxl import Workbook

    from screening import EntityTable, Screener
    from screening.table.as_of import Basis
    from workbook.review.pipeline import ReviewOptions

__all__ = [
    "FORMAT",
    "FORMAT_SETTING",
    "LATER_SETTINGS",
    "LEDGER_SETTING",
    "LISTS",
    "NO_LEDGER",
    "REVIEW_SETTING",
    "SETTINGS",
    "TABLE_SETTING",
    "all_settings",
    "footer_of",
    "id_of",
    "judged_by",
    "review_id",
    "setting_text",
    "write_lists",
    "write_settings",
]

LISTS = SheetDesign(
    title="Lists",
    empty="The entity table holds no list.",
    frozen=2,
    pages=("Publisher",),
    repeated="A:A",
    columns=(
        Column("List", 9),
        Column("Name", 34, wrap=True),
        Column("Screened", 12),
        Column("Consequence for a buyer", 56, wrap=True),
        Column("Rows", 9, Kind.COUNT),
        Column("Entries", 9, Kind.COUNT),
        Column("Merged", 9, Kind.COUNT),
        Column("Rejected", 11, Kind.COUNT),
        Column("Names", 9, Kind.COUNT),
        Column("Published", 12, Kind.DATE),
        Column("Age in days", 9, Kind.COUNT),
        Column("Publisher", 30, wrap=True),
        Column("Legal source", 34, wrap=True),
        Column("Link", 62, Kind.LINK, wrap=True),
        Column("Source file", 24, wrap=True),
        Column("SHA-256", 36, wrap=True),
    ),
)
SETTINGS = SheetDesign(
    title="Settings",
    empty="",
    frozen=1,
    columns=(Column("Setting", 28, wrap=True), Column("Value", 34, wrap=True), Column("Meaning", 78, wrap=True)),
)

MEANINGS = {
    "listed_threshold": "Points at or above which a hit may say LISTED.",
    "review_threshold": "Points at or above which a hit says REVIEW.",
    "threshold_shift": "Points added to both thresholds; more points, fewer alerts.",
    "near_miss_margin": "Points under the REVIEW threshold that are still reported as near misses.",
    "address_hits": "Which vendor addresses are hits without a name that matches: off, house, or building for "
    "other rooms of a building too. Such a hit says REVIEW.",
    "max_hits": "Most hits, and most near misses, kept per vendor.",
    "stale_after_days": "Age in days above which the entity table is called stale.",
    "affiliates_rule_suspended_from": "First day on which the BIS Affiliates Rule is suspended; changes no verdict.",
    "affiliates_rule_suspended_until": "Last day of that suspension; whether it was prolonged is for you to check.",
}
RULES = {
    "valid_days": "Days for which a false positive silences its hit, unless something changes before.",
    "due_days": "Days in which an open item is to be decided.",
    "second_review": "Whether a false positive needs a second reviewer.",
    "retain_years": "Years for which this workbook is to be kept.",
}
FORMAT = 4
FORMAT_SETTING, REVIEW_SETTING, LEDGER_SETTING, TABLE_SETTING = "workbook format", "review id", "ledger id", "table id"
NO_LEDGER = "none"
_AS_OF, _NOW, _SOURCE, _LISTS = "as_of", "now", "vendor file", "lists"
# Workbooks of earlier versions lack these settings; they count where they stand.
LATER_SETTINGS = frozenset({"address_hits"})
_BOUND = (*MEANINGS, *RULES, _AS_OF, _NOW, _SOURCE, LEDGER_SETTING, TABLE_SETTING, _LISTS)
_LIBRARIES = ("entity-check", "openpyxl", "rapidfuzz")


def judged_by(screener: Screener, options: ReviewOptions) -> Basis | None:
    """Return what the verdicts of a review rest on if a day was named to judge by; else None."""
    if options.as_of is None:
        return None
    return basis_of(screener.table.manifest, options.as_of, screener.settings.stale_after_days)


def review_id(screener: Screener, options: ReviewOptions) -> str:
    """Return the id of a review: the same for the same vendor file, table, settings, rules and time."""
    return id_of({name: setting_text(value) for name, value, _ in _bound_settings(screener, options)})


def id_of(settings: Mapping[str, str]) -> str:
    """Return the id that a review with these settings has; what else stands on the sheet does not count.

    Raises:
        KeyError: One of the settings that count is missing.
    """
    told = "\x1e".join(
        f"{name}\x1f{settings[name]}" for name in _BOUND if name in settings or name not in LATER_SETTINGS
    )
    day = settings[_NOW][:10].replace("-", "")
    return f"R-{day}-{hashlib.sha256(told.encode()).hexdigest()[:10]}"


def setting_text(value: object) -> str:
    """Return the value of a setting as text, numbers alike however a program has saved them."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def footer_of(table: EntityTable, review: str) -> str:
    """Return the text at the foot of every printed page, by which paper and file are matched."""
    return f"Entity Check, review {review}, table {table.id}"


def write_lists(book: Workbook, screener: Screener, options: ReviewOptions) -> Listing:
    """Write one row per list of the table: where it came from and what was made of it."""
    table = screener.table
    listing = Listing(book, LISTS, footer=footer_of(table, review_id(screener, options)))
    for part in table.manifest.lists:
        info = list_info(part.code)
        listing.append(
            (
                part.code,
                info.name,
                "yes" if part.code in table.lists else "no",
                info.consequence,
                part.rows,
                part.entries,
                part.merged,
                part.rejected,
                part.names,
                part.published,
                (options.now.date() - part.published).days,
                info.publisher,
                legal_words(part.code),
                part.url or info.link,
                ", ".join(source.name for source in table.manifest.sources_of(part.code)),
                part.sha256,
            )
        )
    listing.finish()
    return listing


def write_settings(book: Workbook, screener: Screener, options: ReviewOptions, *, flagged: int) -> Listing:
    """Write every setting, option and version that can change a verdict, and how many rows Flagged has."""
    listing = Listing(book, SETTINGS, footer=footer_of(screener.table, review_id(screener, options)))
    counted = ("flagged rows", str(flagged), "Rows on the sheet Flagged, so that a deleted one is noticed.")
    for row in (*reason_rows(), *all_settings(screener, options), counted):
        listing.append(row)
    listing.finish()
    first = 2  # below the header
    name_reasons(book, SETTINGS.title, "B", (first, first + len(Reason) - 1))
    return listing


def all_settings(screener: Screener, options: ReviewOptions) -> Iterator[tuple[str, str | float, str]]:
    """Yield every setting, rule, option and version: its name, value and meaning."""
    yield from _bound_settings(screener, options)
    yield FORMAT_SETTING, str(FORMAT), "Layout of this workbook; `review record` reads this one only."
    yield REVIEW_SETTING, review_id(screener, options), "Stands for all of the above, and binds the rows of Flagged."
    basis = judged_by(screener, options)
    rests = basis.words if basis else "not set"
    yield (
        "as_of judged",
        rests,
        "What shows which entries were in force on the day as_of: the table of that day, or dates.",
    )
    yield from _versions()


def _bound_settings(screener: Screener, options: ReviewOptions) -> Iterator[tuple[str, str | float, str]]:
    yield from _settings(screener)
    yield from _rules(options)
    yield from _options(screener, options)


def _settings(screener: Screener) -> Iterator[tuple[str, str | float, str]]:
    for setting in fields(screener.settings):
        value = getattr(screener.settings, setting.name)
        yield setting.name, value.isoformat() if isinstance(value, date) else value, MEANINGS[setting.name]


def _rules(options: ReviewOptions) -> Iterator[tuple[str, str | int, str]]:
    for rule in fields(options.policy):
        value = getattr(options.policy, rule.name)
        yield rule.name, ("yes" if value else "no") if isinstance(value, bool) else value, RULES[rule.name]


def _options(screener: Screener, options: ReviewOptions) -> Iterator[tuple[str, str, str]]:
    as_of = options.as_of.isoformat() if options.as_of else "not set"
    yield _AS_OF, as_of, "The day by whose entries vendors were judged; not set: the date of the entity table."
    yield _NOW, options.now.isoformat(timespec="seconds"), "When the review was made, with its offset from UTC."
    yield _SOURCE, options.source_sha256, "SHA-256 of the vendor file."
    yield LEDGER_SETTING, options.ledger.id if options.ledger else NO_LEDGER, "Where decisions were looked up."
    yield TABLE_SETTING, screener.table.id, "The entity table that gave the verdicts."
    yield _LISTS, ", ".join(screener.table.lists), "The lists that were screened against."


def _versions() -> Iterator[tuple[str, str, str]]:
    for name in _LIBRARIES:
        yield f"{name} version", _version(name), "Program version."
    yield "Python version", platform.python_version(), "Program version."


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "run from source"
