"""Which part of a file is the vendor list: the worksheet, its header, its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbook.errors import (
    AmbiguousColumnError,
    DamagedFileError,
    EmptyFileError,
    InputError,
    NoColumnError,
    SheetMissingError,
    listed,
    one_line,
)
from workbook.read.columns import choose
from workbook.read.content import profile
from workbook.read.delimited import TextGrid
from workbook.read.layout import find_header
from workbook.read.package import Package
from workbook.read.sheet import SheetGrid
from workbook.read.sheetml import open_book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.read.columns import Columns
    from workbook.read.grid import Grid, Row
    from workbook.read.layout import Header
    from workbook.read.options import ReadOptions
    from workbook.read.sheetml import Book, SheetEntry
    from workbook.read.source import Source

__all__ = ["Pick", "pick_grid", "pick_sheet", "pick_text"]

# Rows that are looked at before columns are chosen: headers within the first
# sixty, and enough cells below them to tell names from codes.
_SAMPLE = 300
# A thousand sheets are a folder, not a vendor list; the first ones are looked into.
_MOST_SHEETS = 200
# Score of a header with a name column and one more.
_HEADED = 5
_LIST_NAME = re.compile(
    r"vendor|supplier|lieferant|kreditor|fournisseur|proveedor|fornitor|fornecedor|leverancier|crediteur|dostawc|"
    r"kontrahen|tedarik|lfa1|供应商|供應商|仕入|取引先|ベンダ|サプライ",
    re.IGNORECASE,
)
_ASIDE_NAME = re.compile(
    r"note|readme|read me|pivot|summary|cover|instruction|legend|lookup|hinweis|anleitung", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A vendor list inside a file.

    Attributes:
        grid: Its rows.
        sheet: Its worksheet, "" in a text file.
        header: Its header.
        columns: Its columns.
        first_column: First 0-based column that holds something.
        last_column: Last one.
        other_sheets: Worksheets that look like vendor lists too.
        notes: What the user should know, one sentence each.
        likely: A header or a legal form in a name says that it is a vendor list.
    """

    grid: Grid
    sheet: str
    header: Header
    columns: Columns
    first_column: int
    last_column: int
    other_sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    likely: bool = True


def pick_text(source: Source, options: ReadOptions) -> Pick:
    """Return the vendor list in a text file.

    Raises:
        InputError: No column of names was found, or a choice does not exist.
    """
    if source.encoding is None:
        raise TypeError("a workbook is no text file")
    if options.sheet is not None:
        raise SheetMissingError(source.file, options.sheet, ())
    grid = TextGrid(source, source.encoding)
    label = source.encoding.label
    said = [
        f"read as {label} text, because {source.encoding.why}",
        f"columns are separated by: {grid.delimiter_name}",
    ]
    if source.encoding.guessed:
        advice = "if names look wrong, save the file as UTF-8 (CSV UTF-8 in Excel)"
        said.insert(1, f"the encoding was guessed: {label}; {advice}")
    return pick_grid(source, grid, "", options, said)


def pick_sheet(source: Source, options: ReadOptions) -> Pick:
    """Return the vendor list in a workbook.

    Raises:
        InputError: No sheet has a column of names, or a choice does not exist.
    """
    book = open_book(Package(source.stream, source.file))
    if options.sheet is not None:
        entry = _named(source, book, options.sheet)
        _refuse_missing(source, (entry,))
        notes = (f"sheet {entry.name!r} is hidden",) if entry.hidden else ()
        return pick_grid(source, SheetGrid(book, entry), entry.name, options, notes)
    _refuse_missing(source, book.sheets)
    visible = [entry for entry in book.sheets if not entry.hidden]
    usable = [entry for entry in visible if not entry.pivot] or visible
    try:
        best = _best(source, book, usable[:_MOST_SHEETS], options)
    except (EmptyFileError, NoColumnError) as error:
        if hidden := _hidden_list(source, book, options):
            raise hidden from error
        raise
    if not best.likely and (hidden := _hidden_list(source, book, options)):
        raise hidden
    return best


def _refuse_missing(source: Source, entries: Sequence[SheetEntry]) -> None:
    """Refuse a workbook that lacks one of these sheets: the vendors may have been on it."""
    if lost := tuple(entry.name for entry in entries if entry.missing):
        text = f"the content of its worksheet {listed(lost)} is missing. Fetch it again, or read another with --sheet."
        raise DamagedFileError(source.file, text)


def _hidden_list(source: Source, book: Book, options: ReadOptions) -> NoColumnError | None:
    """Return the error that names the hidden sheet with the vendors, None if there is none."""
    for entry in [entry for entry in book.sheets if entry.hidden][:_MOST_SHEETS]:
        try:
            pick = pick_grid(source, SheetGrid(book, entry), entry.name, options, ())
        except InputError:
            continue
        if pick.header.score >= _HEADED:
            name = one_line(entry.name)
            text = f'no visible sheet holds a vendor list, but the hidden sheet {name!r} does. Pass --sheet "{name}".'
            return NoColumnError(source.file, text, tuple(" ".join(t.split()) for t in pick.header.texts if t.strip()))
    return None


def _named(source: Source, book: Book, wanted: str) -> SheetEntry:
    exact = [entry for entry in book.sheets if entry.name == wanted]
    alike = [entry for entry in book.sheets if entry.name.strip().casefold() == wanted.strip().casefold()]
    if not (exact or alike):
        raise SheetMissingError(source.file, wanted, tuple(entry.name for entry in book.sheets))
    return (exact or alike)[0]


def _best(source: Source, book: Book, usable: Sequence[SheetEntry], options: ReadOptions) -> Pick:
    """Return the sheet that looks most like a vendor list; the first of several equal ones."""
    found: list[tuple[float, Pick]] = []
    failed: list[tuple[float, InputError]] = []
    for entry in usable:
        try:
            pick = pick_grid(source, SheetGrid(book, entry), entry.name, options, ())
        except (AmbiguousColumnError, NoColumnError, EmptyFileError) as error:
            # Two name columns are still a vendor list, and the likeliest of all.
            weight = (
                8.0 if isinstance(error, AmbiguousColumnError) else 0.0 if isinstance(error, NoColumnError) else -9.0
            )
            failed.append((weight + _by_name(entry), error))
        else:
            found.append((pick.header.score + _by_name(entry), pick))
    if failed and (not found or max(failed, key=_first)[0] > max(found, key=_first)[0]):
        raise max(failed, key=_first)[1]
    if not found:
        raise EmptyFileError(source.file, f"it has no visible worksheet. Worksheets: {listed(_names(book)) or 'none'}.")
    score, best = max(found, key=_first)
    # A list without known headers is only a guess; it is no rival of one with them.
    rivals = tuple(pick.sheet for other, pick in found if pick is not best and (other >= _HEADED or score < _HEADED))
    return _announced(best, book, rivals)


def _first(scored: tuple[float, object]) -> float:
    return scored[0]


def _names(book: Book) -> tuple[str, ...]:
    return tuple(entry.name for entry in book.sheets)


def _by_name(entry: SheetEntry) -> float:
    return 2.0 * bool(_LIST_NAME.search(entry.name)) - 2.0 * bool(_ASIDE_NAME.search(entry.name))


def _announced(best: Pick, book: Book, rivals: tuple[str, ...]) -> Pick:
    notes: list[str] = []
    if len(book.sheets) > 1:
        notes.append(f"sheet {best.sheet!r} was chosen of {len(book.sheets)}")
    hidden = tuple(entry.name for entry in book.sheets if entry.hidden)
    if hidden:
        notes.append(f"hidden sheets were not looked into: {listed(hidden)}")
    if rivals:
        notes.append(
            f"these sheets look like vendor lists too and were NOT read: {listed(rivals)}; read them with --sheet"
        )
    return replace(best, other_sheets=rivals, notes=(*notes, *best.notes))


def pick_grid(source: Source, grid: Grid, sheet: str, options: ReadOptions, notes: Sequence[str]) -> Pick:
    """Return the vendor list in one grid.

    Raises:
        InputError: It holds nothing, or no column of names was found.
    """
    sample = _sampled(grid, options)
    where = f"sheet {sheet!r}" if sheet else "it"
    if not sample:
        raise EmptyFileError(source.file, f"{where} is empty. Choose another sheet or export the vendor list again.")
    header = find_header(source.file, sample, options)
    data = [row for row in sample if row.number >= header.first_row]
    if not data and header.row is not None:
        raise EmptyFileError(source.file, f"{where} has headers in row {header.row} but no vendors below them.")
    columns = choose(source.file, None if header.row is None else header.texts, data, options)
    heads, cells = _filled(header.texts), [index for row in data for index in _filled(row.texts)]
    said = [*notes]
    if header.row is None and options.header_row is None:
        said.append(f"no header row was recognised; vendors are read from row {header.first_row} on")
    if source.in_use:
        said.append("somebody has the file open; its last saved state is read")
    return Pick(
        grid=grid,
        sheet=sheet,
        header=header,
        columns=columns,
        first_column=min(heads or cells, default=0),
        last_column=max([*heads, *cells], default=0),
        notes=(*said, *columns.notes),
        likely=header.row is not None or profile(data, columns.name.index).legal > 0,
    )


def _filled(texts: Sequence[str]) -> list[int]:
    return [index for index, text in enumerate(texts) if text.strip()]


def _sampled(grid: Grid, options: ReadOptions) -> list[Row]:
    """Return the first rows that hold something, down to some below a header row that was asked for."""
    sample: list[Row] = []
    below = 0
    for row in grid.rows():
        sample.append(row)
        below += row.number > (options.header_row or 0)
        if below >= _SAMPLE:
            break
        if len(sample) > 2 * _SAMPLE:
            # Only the rows around the header matter; a far one has many above it.
            del sample[:_SAMPLE]
    return sample
