"""The sheet Manifest: digests of every other sheet, and what was changed since they were taken.

Who edits a sheet by hand is found out, cell by cell. Who writes the Manifest anew to
suit is not, except by the one hash that a person has signed or kept elsewhere.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from screening.errors import ArgumentError
from workbook.errors import NotAReviewError, listed
from workbook.review.digest import DIGEST_BYTES, SheetDigest, SheetRecord
from workbook.review.listing import Column, Kind, Listing, SheetDesign
from workbook.review.review_file import opened, parts_of
from workbook.review.seal import is_untouched_review
from workbook.review.sheet_changes import Change, SheetChange, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from openpyxl import Workbook

    from workbook.review.listing import Value
    from workbook.review.page import Page
    from workbook.review.review_file import ReviewFile

__all__ = [
    "MANIFEST",
    "ContentCheck",
    "check_content",
    "check_manifest",
    "digests_of",
    "manifest_hash",
    "refuse_changed",
    "write_manifest",
]

MANIFEST: Final = SheetDesign(
    title="Manifest",
    empty="",
    frozen=1,
    columns=(
        Column("Sheet", 24),
        Column("Rows", 11, Kind.COUNT),
        Column("Columns", 11, Kind.COUNT),
        Column("SHA-256", 68),
        Column("Column digests", 30),
        Column("Row digests", 30),
        Column("Part", 12),
    ),
)
_HEADERS: Final = tuple(column.header for column in MANIFEST.columns)
_SHEET, _ROWS, _COLUMNS, _SHA256, _COLUMN_DIGESTS, _ROW_DIGESTS, _PART = range(len(_HEADERS))
_NOT_WHOLE: Final = f"{MANIFEST.title}: it does not agree with its own SHA-256."
_MOST_CHANGES: Final = 3  # that an error names
_FEWEST: Final = 3  # cells that a sheet's row has beside its name, even if somebody blanked some; the last row has one
_LONGEST: Final = 32_000  # characters, under Excel's 32,767 and a multiple of the 8 that a digest takes


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentCheck:
    """What a workbook's Manifest says of the workbook.

    Attributes:
        changes: What was changed; nothing for a workbook that was merely saved again.
        untouched: Whether the file is, byte for byte, as this program wrote it.
        signed: The hash that stands for the whole content, as the Manifest states it; "" if there is none.
        rows: How many rows each sheet has now, the Manifest aside.
    """

    changes: tuple[SheetChange, ...]
    untouched: bool
    signed: str
    rows: Mapping[str, int] = field(default_factory=dict)


def digests_of(*parts: Listing | Page) -> tuple[SheetDigest, ...]:
    """Return the digests of all sheets that these listings and pages fill."""
    return tuple(digest for part in parts for digest in (part.digests if isinstance(part, Listing) else (part.digest,)))


def write_manifest(book: Workbook, digests: Iterable[SheetDigest], footer: str) -> str:
    """Write the Manifest as the last sheet of `book` and return its hash, that of the whole content.

    Args:
        book: A write-only workbook whose other sheets are all finished.
        digests: One for each of these sheets, in any order.
        footer: Text at the bottom left of every printed page.

    Raises:
        ArgumentError: A sheet has no digest, or a digest no sheet.
    """
    records = {record.title: record for record in _records(digests)}
    if records.keys() != set(book.sheetnames):
        odd = tuple(sorted(records.keys() ^ set(book.sheetnames)))
        raise ArgumentError(f"Sheets and digests do not agree: {listed(odd)}. Pass a digest for each sheet.")
    rows = _manifest_rows([records[title] for title in book.sheetnames])
    listing = Listing(book, MANIFEST, footer=footer)
    for row in rows:
        listing.append(row)
    listing.finish()
    return str(rows[-1][_SHA256])


def manifest_hash(digests: Iterable[SheetDigest], titles: Sequence[str]) -> str:
    """Return the one hash that stands for the whole content, as `write_manifest` writes it.

    Args:
        digests: One for each sheet.
        titles: The sheets in their order in the workbook.
    """
    records = {record.title: record for record in _records(digests)}
    return str(_manifest_rows([records[title] for title in titles])[-1][_SHA256])


def check_manifest(path: Path) -> tuple[SheetChange, ...]:
    """Return what was changed in a workbook since it was written, sheet by sheet.

    Looks, widths, filters and the order of the tabs do not count; a formula in place of
    a value does.

    Raises:
        InputError: The file cannot be read.
    """
    return check_content(path).changes


def check_content(path: Path, progress: Callable[[float], None] | None = None) -> ContentCheck:
    """Return what was changed in a workbook, whether its bytes are as written, and its hash.

    Args:
        path: The workbook; it is only read.
        progress: Called with the share of the rows that were read, 0 to 1 by what the Manifest states.

    Raises:
        InputError: The file cannot be read.
    """
    untouched = is_untouched_review(path)
    with opened(path) as book:
        if MANIFEST.title not in book.titles:
            text = f"{MANIFEST.title}: the sheet is missing, so it cannot be told what else was changed."
            nothing = SheetChange(sheet="", kind=Change.NO_MANIFEST, text=text)
            return ContentCheck(changes=(nothing,), untouched=untouched, signed="")
        rows = _filled_rows(book)
        manifest = book.digest(MANIFEST.title)
        written = _written(rows)
        now = _digests(book, sum(record.rows for record in written.values()), progress)
        hidden = book.hidden
    signed = _signed(rows)
    spoiled = _spoiled(manifest, signed, rows, now.values())
    changes = (*spoiled, *_changes(written, now, trusted=not spoiled), *map(_hidden, hidden))
    counts = {title: record.rows for title, record in now.items()}
    return ContentCheck(changes=changes, untouched=untouched, signed=signed, rows=counts)


def _digests(book: ReviewFile, stated: int, progress: Callable[[float], None] | None) -> dict[str, SheetRecord]:
    """Return what each sheet but the Manifest comes to; `stated` are the rows of them all."""
    found: dict[str, SheetRecord] = {}
    read = 0

    def tell(rows: int) -> None:
        if progress is not None and stated:
            progress(min((read + rows) / stated, 1))

    for title in book.titles:
        if title != MANIFEST.title:
            found[title] = book.digest(title, tell)
            read += found[title].rows
            tell(0)
    return found


def refuse_changed(book: ReviewFile, design: SheetDesign) -> None:
    """Refuse a workbook that somebody has saved if a sheet of this design is not as it was written.

    Raises:
        NotAReviewError: One was changed, added or removed, or the Manifest itself was changed or is missing.
    """
    if MANIFEST.title not in book.titles:
        text = "it was saved since it was written, and has no Manifest by which to tell whether it was changed. "
        raise NotAReviewError(book.name, f"{text}Take the workbook as it was written. Nothing was done.")
    rows = _filled_rows(book)
    stated = _written(rows)
    titles = set(parts_of(design.title, (*stated, *book.titles)))
    now = {title: book.digest(title) for title in titles if title in book.titles}
    whole = _agrees_with_itself(book.digest(MANIFEST.title), _signed(rows), rows)
    there = {title: record for title, record in stated.items() if title in titles}
    changes = [str(change) for change in _changes(there, now, trusted=whole)]
    if not whole:
        changes.append(_NOT_WHOLE)
    if changes:
        raise NotAReviewError(
            book.name,
            f"it is not as it was written. {' '.join(changes[:_MOST_CHANGES])} Take the workbook as it was written, or "
            "run the review again. Nothing was done.",
        )


def _filled_rows(book: ReviewFile) -> list[Sequence[Value]]:
    """Return the rows of the Manifest, blank ones too; what is no text or number counts as blank."""
    rows: list[Sequence[Value]] = []
    for number, values in book.rows(MANIFEST.title):
        rows += [()] * (number - len(rows) - 1)
        rows.append([value if isinstance(value, str | int | float) else None for value in values])
    return rows


def _hidden(title: str) -> SheetChange:
    return SheetChange(sheet=title, kind=Change.SHEET_HIDDEN, text=f"{title}: the sheet is hidden.")


def _records(digests: Iterable[SheetDigest]) -> Iterator[SheetRecord]:
    return (digest.record() for digest in digests)


def _manifest_rows(records: Iterable[SheetRecord]) -> list[tuple[Value, ...]]:
    """Return the rows of the Manifest, the last one with the hash of all before it."""
    rows = [row for record in records for row in _sheet_rows(record)]
    return [*rows, (MANIFEST.title, None, None, _own(rows).sha256, None, None, None)]


def _sheet_rows(record: SheetRecord) -> Iterator[tuple[Value, ...]]:
    columns, rows = _packed(record.column_digests), _packed(record.row_digests)
    parts = max(len(columns), len(rows))
    for part in range(parts):
        yield (
            record.title,
            record.rows,
            record.columns,
            record.sha256,
            columns[part] if part < len(columns) else None,
            rows[part] if part < len(rows) else None,
            f"{part + 1} of {parts}",
        )


def _packed(digests: bytes) -> list[str]:
    text = b64encode(digests).decode("ascii")
    return [text[place : place + _LONGEST] for place in range(0, len(text), _LONGEST)] or [""]


def _unpacked(values: Iterable[object]) -> bytes:
    try:
        return b64decode("".join(str(value) for value in values if value is not None), validate=True)
    except ValueError:
        return b""


def _own(rows: Iterable[Sequence[Value]]) -> SheetRecord:
    """Return the digest of a Manifest of these rows."""
    own = SheetDigest(MANIFEST.title)
    own.append(_HEADERS)
    for row in rows:
        own.append(row)
    return own.record()


def _signed(rows: Sequence[Sequence[Value]]) -> str:
    last = next((row for row in reversed(rows) if any(cell is not None for cell in row)), ())
    return str(last[_SHA256]) if len(last) > _SHA256 and last[0] == MANIFEST.title else ""


def _written(rows: Sequence[Sequence[Value]]) -> dict[str, SheetRecord]:
    """Return the records as the Manifest holds them, by sheet; as much as can be read of them."""
    width = len(_HEADERS)
    by_sheet: dict[str, list[Sequence[Value]]] = {}
    for row in rows[1:]:
        filled = [*row, *(None for _ in range(width - len(row)))]
        if sum(cell is not None for cell in filled[_ROWS:width]) >= _FEWEST:
            by_sheet.setdefault(str(filled[_SHEET]), []).append(filled)
    return {title: _record(title, parts) for title, parts in by_sheet.items()}


def _record(title: str, parts: Sequence[Sequence[Value]]) -> SheetRecord:
    columns = _unpacked(part[_COLUMN_DIGESTS] for part in parts)
    rows = _unpacked(part[_ROW_DIGESTS] for part in parts)
    return SheetRecord(
        title=title,
        rows=len(rows) // DIGEST_BYTES,
        columns=len(columns) // DIGEST_BYTES,
        sha256=str(parts[0][_SHA256]),
        column_digests=columns,
        row_digests=rows,
    )


def _spoiled(
    manifest: SheetRecord, signed: str, rows: Sequence[Sequence[Value]], now: Iterable[SheetRecord]
) -> tuple[SheetChange, ...]:
    """Return what was changed in the Manifest itself, if it does not agree with its own hash."""
    if _agrees_with_itself(manifest, signed, rows):
        return ()
    found = compare(_own(_manifest_rows(now)), manifest)  # where the other sheets are as written, this is exact
    return found or (SheetChange(sheet=MANIFEST.title, kind=Change.SOMEWHERE, text=_NOT_WHOLE),)


def _agrees_with_itself(manifest: SheetRecord, signed: str, rows: Sequence[Sequence[Value]]) -> bool:
    body = rows[1 : manifest.rows - 1]
    own = _own(body)
    last = (MANIFEST.title, None, None, own.sha256, None, None, None)
    return signed == own.sha256 and own.rows == len(body) + 1 and _own([*body, last]) == manifest


def _changes(
    written: Mapping[str, SheetRecord], now: Mapping[str, SheetRecord], *, trusted: bool
) -> Iterator[SheetChange]:
    """Yield what was changed on the other sheets; of a Manifest that is not trusted, what both digests show."""
    same = {record.sha256 for record in now.values()}
    missing = {title: record for title, record in written.items() if title not in now and record.sha256 not in same}
    known = {record.sha256 for record in written.values()}
    added = {title: record for title, record in now.items() if title not in written and record.sha256 not in known}
    for title, record in missing.items():
        renamed = next((new for new in added.values() if _alike(record, new)), None)
        if renamed is not None:
            del added[renamed.title]
            text = f"{title}: the sheet is now called {renamed.title!r}."
            yield SheetChange(sheet=title, kind=Change.SHEET_RENAMED, where=renamed.title, text=text)
        else:
            yield SheetChange(sheet=title, kind=Change.SHEET_MISSING, text=f"{title}: the sheet is missing.")
    for title in added:
        yield SheetChange(sheet=title, kind=Change.SHEET_ADDED, text=f"{title}: the sheet was added.")
    for title, record in written.items():
        if title in now and (trusted or not _alike(record, now[title])):
            yield from compare(record, now[title])


def _alike(one: SheetRecord, other: SheetRecord) -> bool:
    return (one.row_digests, one.column_digests) == (other.row_digests, other.column_digests)
