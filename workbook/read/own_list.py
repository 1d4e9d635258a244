"""The company's own deny list or watch list from a text file or a workbook.

The sheet, the header, and the columns of names, countries and addresses are found as in
a vendor file; what an own list has besides, by the headers below. Unlike in a vendor
file no row is left out as a total or a footer: every row that holds something is handed
on, and the reader of `screening.lists.own` says which ones become no entry, and why.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from screening.lists.own import OwnRow, read_own
from screening.table.build import ReadSource, day_of
from screening.table.manifest import SourceFile
from workbook.errors import AmbiguousColumnError, InputError, NoColumnError, as_input_errors, listed
from workbook.read.columns import NAME_OPTION
from workbook.read.grid import Kind
from workbook.read.headers import fold
from workbook.read.options import ReadOptions
from workbook.read.pick import pick_sheet, pick_text
from workbook.read.source import open_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from workbook.read.grid import Column, Row
    from workbook.read.pick import Pick
    from workbook.read.source import Source

__all__ = ["OwnListFile", "open_own_list", "own_source"]

# Headers as `workbook.read.headers.fold` gives them.
_HEADERS: Final = {
    "aliases": (
        "alias", "aliases", "also known as", "aka", "a k a", "other name", "other names", "alternative name",
        "alternative names", "further names", "trade name", "trade names", "dba", "former name", "former names",
    ),
    "reason": (
        "reason", "reasons", "note", "notes", "comment", "comments", "remark", "remarks", "why", "justification",
    ),
    "starts": (
        "from", "since", "start", "starts", "start date", "effective", "effective date", "effective from", "valid from",
        "from date", "date from", "listed on", "added", "added on",
    ),
    "ends": (
        "until", "till", "to", "end", "ends", "end date", "expires", "expires on", "expiry", "expiry date",
        "valid until", "valid to", "to date", "date to",
    ),
}  # fmt: skip
# What may stand above the names with no other header beside it that a vendor file has.
_NAMES: Final = (
    "Name", "Names", "Company", "Company name", "Party", "Entity", "Vendor", "Supplier", "Customer", "Business name",
)  # fmt: skip
_NO_TEXT: Final = frozenset((Kind.ERROR, Kind.NO_VALUE))


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnListFile:
    """What a file with an own list holds.

    Attributes:
        name: Name of the file.
        sha256: Of its bytes, in hexadecimal.
        size: In bytes.
        rows: Its rows, all that hold something.
        columns: Which column was taken for what, by name of the field of `OwnRow`.
        notes: What the user should know, one sentence each.
    """

    name: str
    sha256: str
    size: int
    rows: tuple[OwnRow, ...]
    columns: Mapping[str, str]
    notes: tuple[str, ...]


def open_own_list(path: Path, options: ReadOptions | None = None) -> OwnListFile:
    """Return what the file at `path` holds: `.xlsx`, `.xlsm`, `.csv`, `.tsv` or `.txt`.

    Args:
        path: The file; it is opened read-only and never changed.
        options: What the user says of it; None to find everything out.

    Raises:
        InputError: The file cannot be used; the subclass says why (`workbook.errors`).
    """
    with as_input_errors(path.name):
        source = open_source(path)
        try:
            return _read(source, _pick(source, options or ReadOptions()))
        except NoColumnError as error:
            text = "no column of names was recognised. Write Name above the column that holds the names."
            raise NoColumnError(path.name, text, error.headers) from error
        except AmbiguousColumnError as error:
            several = ", ".join(error.candidates)
            text = f"these columns could all hold the names: {several}. Write Name above the one that does."
            raise InputError(path.name, text) from error
        finally:
            source.stream.close()


def own_source(file: OwnListFile, code: str, today: date) -> ReadSource:
    """Return an own list as one of the files that a table is made of; see `screening.table.build.assemble`.

    Args:
        file: What the list's file holds.
        code: `DENY` or `WATCH`.
        today: Day of the list, where its name states none such as `deny-2026-08-31.csv`.

    Raises:
        ArgumentError: The list is not the company's own.
        InputError: The day in the file's name lies after today.
    """
    imported = read_own(code, file.rows, published=today)
    day = day_of(file.name, imported, None)
    if day > today:
        raise InputError(
            file.name, f"its name says {day}, which is after today, {today}. Correct the day or leave it out."
        )
    return ReadSource(
        file=SourceFile(
            name=file.name,
            url="",
            bytes=file.size,
            sha256=file.sha256,
            published=day,
            lists=(),
        ),
        imported=imported,
    )


def _pick(source: Source, options: ReadOptions) -> Pick:
    """Return where the list is.

    A vendor file has two headers at least that are known; an own list may have `Name` and
    `Reason` only. So a header row is looked for by what may stand above the names, too.
    """
    try:
        found = _picked(source, options)
    except (AmbiguousColumnError, NoColumnError):
        if (by_header := _picked_by_header(source, options)) is None:
            raise
        return by_header
    return found if found.header.row is not None else _picked_by_header(source, options) or found


def _picked_by_header(source: Source, options: ReadOptions) -> Pick | None:
    for header in _NAMES if options.name is None else ():
        with suppress(NoColumnError):
            return _picked(source, replace(options, name=header))
    return None


def _picked(source: Source, options: ReadOptions) -> Pick:
    return (pick_text if source.encoding else pick_sheet)(source, options)


def _read(source: Source, pick: Pick) -> OwnListFile:
    places = _places(pick)
    rows = tuple(_own_rows(pick, places))
    return OwnListFile(
        name=source.file,
        sha256=source.sha256,
        size=source.size,
        rows=rows,
        columns={what: _label(pick, at) for what, at in places.items()},
        notes=(*_notes(pick), *_unused(pick, places)),
    )


def _notes(pick: Pick) -> Iterator[str]:
    """Yield what is to be said of the choice; there is no option to choose otherwise, but a header to write."""
    for note in pick.notes:
        if NAME_OPTION not in note:
            yield note


def _unused(pick: Pick, places: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """Yield the columns that were taken for nothing: a reason or a last day may stand in them."""
    taken = {at for found in places.values() for at in found}
    texts = enumerate(pick.header.texts) if pick.header.row is not None else ()
    unused = [" ".join(text.split()) for at, text in texts if at not in taken and text.strip()]
    if unused:
        yield f"not used: {listed(tuple(unused))}"


def _places(pick: Pick) -> dict[str, tuple[int, ...]]:
    """Return the 0-based columns of each field; those of a further kind belong to nobody else."""
    headers = [fold(text) for text in pick.header.texts] if pick.header.row is not None else []
    columns = pick.columns
    places = {"name": _indexes(columns.name)}
    for what, known in _HEADERS.items():
        found = tuple(at for at, header in enumerate(headers) if header in known and at != columns.name.index)
        if found:
            places[what] = found if what in {"aliases", "reason"} else found[:1]
    taken = {at for found in places.values() for at in found}
    for what, chosen in (("country", _indexes(columns.country)), ("address", _indexes(*columns.address))):
        if free := tuple(at for at in chosen if at not in taken):
            places[what] = free
    return places


def _indexes(*columns: Column | None) -> tuple[int, ...]:
    return tuple(column.index for column in columns if column is not None)


def _own_rows(pick: Pick, places: Mapping[str, Sequence[int]]) -> Iterator[OwnRow]:
    for row in pick.grid.rows():
        if row.number >= pick.header.first_row:
            texts = {what: _text(row, found, ", " if what == "address" else "; ") for what, found in places.items()}
            yield OwnRow(number=row.number, **texts)


def _text(row: Row, columns: Sequence[int], between: str) -> str:
    shown = (row.text(at).strip() for at in columns if row.kinds.get(at) not in _NO_TEXT)
    return between.join(text for text in shown if text)


def _label(pick: Pick, columns: Sequence[int]) -> str:
    texts = pick.header.texts
    return ", ".join(" ".join(texts[at].split()) if at < len(texts) else f"column {at + 1}" for at in columns)
