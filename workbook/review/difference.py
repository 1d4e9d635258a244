"""A workbook of what differs between two entity tables, and of the vendors that this touches."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from screening.lists.catalog import list_info
from workbook.review.listing import Column, Kind, Listing, SheetDesign
from workbook.review.output import FileKind, Replace, staged_output
from workbook.review.page import WIDTHS, Page, Part
from workbook.review.printing import page_setup
from workbook.review.prose import now_words
from workbook.review.seal import is_untouched_review
from workbook.review.styles import HEADER, MUTED, NAVY, RULE, font
from workbook.review.wording import addresses_of
from workbook.review.write import open_workbook, save_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from openpyxl import Workbook

    from screening.model import Entry
    from screening.review.amendments import FieldChange
    from screening.review.delta import Delta
    from screening.review.difference import Difference, ListDifference
    from screening.table.manifest import TableManifest
    from workbook.read.vendor_file import VendorRow
    from workbook.review.listing import Value

__all__ = ["ADDED", "AMENDED", "DIFFERENCE", "REMOVED", "RENAMED", "VENDORS", "Touched", "write_difference"]

_TITLE: Final = "Differences of the lists"  # the document's title too, by which one of ours is known
_OVERVIEW: Final = "Overview"
_ENTRY_COLUMNS: Final = (
    Column("List", 8),
    Column("Entry key", 17),
    Column("Listed name", 36, wrap=True),
    Column("Further names", 30, wrap=True),
    Column("Countries", 11, wrap=True),
    Column("Effective", 12, Kind.DATE),
    Column("Listed addresses", 42, wrap=True),
    Column("Citations", 16, wrap=True),
)
ADDED = SheetDesign(
    title="Added",
    empty="No entry was added.",
    frozen=3,
    pages=("Effective",),
    repeated="A:C",
    columns=_ENTRY_COLUMNS,
)
REMOVED = replace(ADDED, title="Removed", empty="No entry was removed.")
RENAMED = SheetDesign(
    title="Renamed",
    empty="No entry was renamed.",
    frozen=3,
    columns=(
        Column("List", 8),
        Column("Entry key", 17),
        Column("Listed name", 34, wrap=True),
        Column("Was called", 34, wrap=True),
        Column("Key before", 17),
        Column("What else changed", 42, wrap=True),
    ),
)
AMENDED = SheetDesign(
    title="Amended",
    empty="No entry was amended.",
    frozen=3,
    columns=(
        Column("List", 8),
        Column("Entry key", 17),
        Column("Listed name", 34, wrap=True),
        Column("Field", 18, wrap=True),
        Column("No longer", 37, wrap=True),
        Column("New", 37, wrap=True),
    ),
)
VENDORS = SheetDesign(
    title="Vendors touched",
    empty="None of the vendors is touched.",
    frozen=3,
    columns=(
        Column("Source row", 9, Kind.ROW),
        Column("Vendor id", 14, wrap=True),
        Column("Vendor name", 34, wrap=True),
        Column("Was", 14, Kind.VERDICT),
        Column("Is", 14, Kind.VERDICT),
        Column("New alert", 9),
        Column("Because", 56, wrap=True),
    ),
)
_CITATION: Final = "Citations alone are no amendment, and neither is another spelling or order of the same facts."
_LOST: Final = "Names of entries as published; the Federal Register governs. Names do not show who owns a vendor."
_CORE: Final = "docProps/core.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """Vendors that the difference touches.

    Attributes:
        file: The vendor file, which is never replaced.
        rows: Its rows.
        found: Which of them are touched.
    """

    file: Path
    rows: Sequence[VendorRow]
    found: Delta


def _is_own(path: Path) -> bool:
    """Return whether a file is such a workbook as it was written; a review is none."""
    if not is_untouched_review(path):
        return False
    with zipfile.ZipFile(path) as package:
        return f">{_TITLE}<".encode() in package.read(_CORE)


DIFFERENCE = FileKind(ending=".xlsx", is_own=_is_own)


def write_difference(out: Path, found: Difference, now: datetime, touched: Touched | None = None) -> Path:
    """Write the workbook and return its path; equal differences at equal times give equal bytes.

    Args:
        out: Where it goes. A workbook of this kind that is as it was written is replaced,
            nothing else is.
        found: What differs.
        now: Time of writing, with its offset from UTC.
        touched: Vendors that it touches; None if nobody asked.

    Raises:
        OutputSameAsInputError: `out` is the vendor file.
        OutputExistsError: A file is there that may not be replaced.
        OutputUnwritableError: It cannot be written; says why.
    """
    footer = f"Entity Check, tables {found.then.id} and {found.now.id}"
    source = touched.file if touched else None
    with (
        staged_output(out, source, replace=Replace.OWN, kind=DIFFERENCE) as staged,
        open_workbook(title=_TITLE, subject=f"Tables {found.then.id} and {found.now.id}", now=now) as book,
    ):
        _overview(book, found, now, touched, footer)
        changes = found.changes
        _list(book, ADDED, footer, map(_entry, _sorted(changes.added)))
        _list(book, REMOVED, footer, map(_entry, _sorted(changes.removed)))
        renamed = ((pair.now, pair.then, "; ".join(pair.changes)) for pair in changes.renamed)
        _list(
            book,
            RENAMED,
            footer,
            ((now.list, now.key, now.name, then.name, then.key, more) for now, then, more in renamed),
        )
        _list(book, AMENDED, footer, (row for one in changes.amended for row in _fields(one.now, one.fields)))
        if touched:
            _list(book, VENDORS, footer, _vendors(touched))
        save_workbook(book, staged.part)
    return staged.path


def _overview(book: Workbook, found: Difference, now: datetime, touched: Touched | None, footer: str) -> None:
    sheet = book.create_sheet(_OVERVIEW)
    page_setup(sheet, footer, landscape=False)
    page = Page(sheet)
    page.put(Part(value=_TITLE, span=len(WIDTHS), font=font(NAVY, size=20, bold=True)), height=30, middle=True)
    page.put(Part(value=f"Compared {now_words(now)}", span=len(WIDTHS), font=font(MUTED)))
    page.heading("What was compared")
    _table(page, "First table", found.then)
    _table(page, "Second table", found.now)
    page.heading("In short")
    changes = found.changes
    page.field("Added", len(changes.added), "entries", sheet=ADDED.title)
    page.field("Removed", len(changes.removed), "entries", sheet=REMOVED.title)
    page.field("Renamed", len(changes.renamed), "entries that bear another listed name", sheet=RENAMED.title)
    page.field("Amended", len(changes.amended), "entries; a row for each field that changed", sheet=AMENDED.title)
    if touched:
        count = len(touched.found.vendors)
        alerts = sum(one.is_new_alert for one in touched.found.vendors)
        note = f"of {touched.found.checked:,} in {touched.file.name}; {alerts:,} with a new alert"
        page.field("Vendors touched", count, note, sheet=VENDORS.title)
    page.heading("List by list")
    _header(page, "List", "First", "Second", "Added", "Removed", "Renamed", "Amended")
    for counts in found.lists:
        _counts(page, counts)
    page.heading("Remarks")
    for counts in found.lists:
        if counts.is_whole:
            which = "second" if counts.then is None else "first"
            name = list_info(counts.code).name
            page.paragraph(f"{counts.code} ({name}) is in the {which} table only, so all its entries stand here.")
    for text in (_CITATION, _LOST):
        page.paragraph(text)
    page.finish()


def _table(page: Page, label: str, manifest: TableManifest) -> None:
    page.field(label, f"{manifest.id}, published {manifest.published.isoformat()}")
    for source in manifest.sources:
        page.field("", f"from {source.name}, of {source.published.isoformat()}")


def _header(page: Page, first: str, *numbers: str) -> None:
    name = font(HEADER.text, bold=True)
    cells = (Part(value=text, font=name, tone=HEADER, side="right") for text in numbers)
    page.put(Part(value=first, font=name, tone=HEADER), *cells, height=18, middle=True)


def _counts(page: Page, counts: ListDifference) -> None:
    numbers = (counts.then, counts.now, counts.added, counts.removed, counts.renamed, counts.amended)
    page.put(
        Part(value=counts.code, font=font(bold=True)),
        *(Part(value="none" if number is None else number, side="right") for number in numbers),
        border=RULE,
    )


def _list(book: Workbook, design: SheetDesign, footer: str, rows: Iterable[Sequence[Value]]) -> None:
    listing = Listing(book, design, footer=footer)
    for row in rows:
        listing.append(row)
    listing.finish()


def _sorted(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.list, entry.name.casefold(), entry.key))


def _entry(entry: Entry) -> Sequence[Value]:
    return (
        entry.list,
        entry.key,
        entry.name,
        "; ".join(alias.name for alias in entry.aliases),
        ", ".join(entry.countries),
        entry.effective_date,
        addresses_of(entry, None),
        "; ".join(entry.citations),
    )


def _fields(entry: Entry, fields: Iterable[FieldChange]) -> Iterable[Sequence[Value]]:
    for one in fields:
        words = one.field.replace("_", " ").capitalize()
        yield entry.list, entry.key, entry.name, words, "\n".join(one.removed), "\n".join(one.added)


def _vendors(touched: Touched) -> Iterable[Sequence[Value]]:
    for one in touched.found.vendors:
        row = touched.rows[one.place]
        verdicts = one.then.verdict.value, one.now.verdict.value
        new = "yes" if one.is_new_alert else "no"
        yield row.row, row.id, one.vendor.name, *verdicts, new, "\n".join(one.causes)
