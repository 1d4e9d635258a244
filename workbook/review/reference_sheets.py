"""The sheets that say what was screened against, and how: Lists and Settings."""

from __future__ import annotations

import platform
from dataclasses import fields
from importlib import metadata
from typing import TYPE_CHECKING

from screening.lists.catalog import list_info
from workbook.review.listing import Column, Kind, Listing, SheetDesign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook

    from screening import EntityTable, Screener
    from workbook.review.pipeline import ReviewOptions

__all__ = ["LISTS", "SETTINGS", "footer_of", "write_lists", "write_settings"]

LISTS = SheetDesign(
    title="Lists",
    empty="The entity table holds no list.",
    frozen=2,
    pages_wide=2,
    columns=(
        Column("List", 9),
        Column("Name", 34, wrap=True),
        Column("Screened", 10),
        Column("Consequence for a buyer", 56, wrap=True),
        Column("Rows", 9, Kind.COUNT),
        Column("Entries", 9, Kind.COUNT),
        Column("Merged", 9, Kind.COUNT),
        Column("Rejected", 10, Kind.COUNT),
        Column("Names", 9, Kind.COUNT),
        Column("Published", 12, Kind.DATE),
        Column("Age in days", 8, Kind.COUNT),
        Column("Publisher", 34, wrap=True),
        Column("Legal source", 40, wrap=True),
        Column("Link", 40, Kind.LINK, wrap=True),
        Column("Source file", 26, wrap=True),
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
    "max_hits": "Most hits, and most near misses, kept per vendor.",
    "stale_after_days": "Age in days above which the entity table is called stale.",
}
_LIBRARIES = ("entity-check", "openpyxl", "rapidfuzz")


def footer_of(table: EntityTable) -> str:
    """Return the text at the foot of every printed page."""
    return f"Entity Check, table {table.id}"


def write_lists(book: Workbook, table: EntityTable, options: ReviewOptions) -> None:
    """Write one row per list of the table: where it came from and what was made of it."""
    listing = Listing(book, LISTS, footer=footer_of(table))
    age = table.age_days(options.now.date())
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
                table.published,
                age,
                info.publisher,
                info.legal_source,
                part.url or info.link,
                table.manifest.source,
                part.sha256,
            )
        )
    listing.finish()


def write_settings(book: Workbook, screener: Screener, options: ReviewOptions) -> None:
    """Write every setting, option and version that can change a verdict."""
    listing = Listing(book, SETTINGS, footer=footer_of(screener.table))
    for row in (*_settings(screener), *_options(screener, options), *_versions()):
        listing.append(row)
    listing.finish()


def _settings(screener: Screener) -> Iterator[tuple[str, str | float, str]]:
    for setting in fields(screener.settings):
        yield setting.name, getattr(screener.settings, setting.name), MEANINGS[setting.name]


def _options(screener: Screener, options: ReviewOptions) -> Iterator[tuple[str, str, str]]:
    as_of = options.as_of.isoformat() if options.as_of else "not set"
    yield "as_of", as_of, "The day by whose entries vendors were judged; not set: the date of the entity table."
    yield "now", options.now.isoformat(timespec="seconds"), "When the review was made, with its offset from UTC."
    yield "table id", screener.table.id, "The entity table that gave the verdicts."
    yield "lists", ", ".join(screener.table.lists), "The lists that were screened against."


def _versions() -> Iterator[tuple[str, str, str]]:
    for name in _LIBRARIES:
        yield f"{name} version", _version(name), "Program version."
    yield "Python version", platform.python_version(), "Program version."


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "run from source"
