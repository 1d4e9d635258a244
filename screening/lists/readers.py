"""Files as their publishers offer them -> which file it is, and what it brings.

Files are recognised by what they hold; their names only serve in messages. OFAC's
lists come in three files each, which count only together.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from screening.errors import SourceError
from screening.lists.csl import import_csl
from screening.lists.delimited import read_cells, text_of
from screening.lists.denied import import_denied, is_denied_header
from screening.lists.ecfr import import_ecfr
from screening.lists.ofac import ADDRESS_COLUMNS, ALIAS_COLUMNS, NAME_COLUMNS, import_ofac, read_ofac

if TYPE_CHECKING:
    from collections.abc import Mapping

    from screening.lists.imported import ImportedList

__all__ = ["Kind", "ReadFiles", "kind_of", "read_file", "read_files"]


class Kind(StrEnum):
    """Which published file it is; the value is its name for people."""

    CSL = "the Consolidated Screening List"
    ECFR = "part 744 of the eCFR"
    OFAC_NAMES = "OFAC's file of names"
    OFAC_ALIASES = "OFAC's file of aliases"
    OFAC_ADDRESSES = "OFAC's file of addresses"
    DENIED = "the Denied Persons List"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFiles:
    """One file that stands for itself, or three that belong together.

    Attributes:
        kind: Which file it is; OFAC_NAMES for OFAC's three.
        names: Names of the files: that of OFAC's names first, then aliases, then addresses.
        imported: What they bring.
    """

    kind: Kind
    names: tuple[str, ...]
    imported: ImportedList


_OFAC_COLUMNS = {
    NAME_COLUMNS: Kind.OFAC_NAMES,
    ALIAS_COLUMNS: Kind.OFAC_ALIASES,
    ADDRESS_COLUMNS: Kind.OFAC_ADDRESSES,
}
# Rows that are looked at to tell OFAC's files, which have no header.
_LOOK_AT = 20
_CSL_COLUMNS = frozenset({"source", "name", "alt_names", "addresses"})
_OTHERS = (
    (b"PK\x03\x04", "a ZIP archive; unpack it first"),
    (b"\x1f\x8b", "packed with gzip; unpack it first"),
    (b"%PDF", "a PDF; choose the CSV, TSV, JSON or XML of the list"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; choose the CSV, TSV, JSON or XML of the list"),
)
_NEXT = "check the file, or download it again"


def kind_of(data: bytes, name: str = "The file") -> Kind:
    """Return which published file this is, by its content.

    Args:
        data: The whole file.
        name: What messages call it.

    Raises:
        SourceError: It is none of them: empty, an error page, an archive, something else.
    """
    for magic, what in _OTHERS:
        if data.startswith(magic):
            raise SourceError(f"{name} is {what}.")
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        raise SourceError(f"{name} is empty; {_NEXT}.")
    start = head[:400].lower()
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<") and b"<html" in start):
        raise SourceError(f"{name} is a web page, often an error message sent in place of the list; {_NEXT}.")
    if start.startswith(b"<"):
        return Kind.ECFR
    if start.startswith((b"{", b"[")):
        return Kind.CSL
    try:
        found = _by_columns(data)
    except SourceError as error:
        raise SourceError(f"{name}: {error}") from error
    if found is None:
        raise SourceError(f"{name} is no list file that this program knows: its columns are others; {_NEXT}.")
    return found


def _by_columns(data: bytes) -> Kind | None:
    text = text_of(data, fallback="cp1252")
    line = text.lstrip().split("\n", 1)[0].rstrip("\r")
    tabbed = line.count("\t") > line.count(",")
    try:
        header = next(csv.reader([line], delimiter="\t" if tabbed else ","), [])
    except csv.Error:
        header = []
    if is_denied_header(header):
        return Kind.DENIED
    if {cell.strip().casefold() for cell in header} >= _CSL_COLUMNS:
        return Kind.CSL
    return _ofac_kind(text)


def _ofac_kind(text: str) -> Kind | None:
    widths: defaultdict[int, int] = defaultdict(int)
    for number, cells in read_cells(text):
        if cells[0].isascii() and cells[0].isdigit():
            widths[len(cells)] += 1
        if number >= _LOOK_AT:
            break
    width = max(widths, key=lambda width: (widths[width], width), default=0)
    return _OFAC_COLUMNS.get(width)


def read_file(name: str, data: bytes) -> ImportedList:
    """Return what one file brings that stands for itself.

    Args:
        name: What messages call it.
        data: The whole file.

    Raises:
        SourceError: It is no list file, cannot be read, or is one of OFAC's three.
    """
    kind = kind_of(data, name)
    if kind in _OFAC_COLUMNS.values():
        raise SourceError(
            f"{name} is {kind.value}; it counts only together with the other two: hand over SDN.CSV, ALT.CSV and "
            "ADD.CSV, or CONS_PRIM.CSV, CONS_ALT.CSV and CONS_ADD.CSV."
        )
    return _single(kind, name, data)


def read_files(files: Mapping[str, bytes]) -> tuple[ReadFiles, ...]:
    """Return what several files bring, in the order in which `join` takes them.

    The Consolidated Screening List comes first, for it repeats what the others state
    themselves; each later file is the authority over those before it.

    Args:
        files: Content by name, in any order.

    Raises:
        SourceError: A file is no list file or cannot be read, or OFAC's three are not complete.
    """
    kinds = {name: kind_of(data, name) for name, data in sorted(files.items())}
    found = [
        ReadFiles(kind=kind, names=(name,), imported=_single(kind, name, files[name]))
        for name, kind in kinds.items()
        if kind not in _OFAC_COLUMNS.values()
    ]
    order = list(Kind)
    found.extend(_ofac(files, kinds))
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


def _single(kind: Kind, name: str, data: bytes) -> ImportedList:
    read = {Kind.CSL: import_csl, Kind.ECFR: import_ecfr, Kind.DENIED: import_denied}[kind]
    try:
        return read(data)
    except SourceError as error:
        raise SourceError(f"{name}: {error}") from error


def _ofac(files: Mapping[str, bytes], kinds: Mapping[str, Kind]) -> list[ReadFiles]:
    primaries = [name for name, kind in kinds.items() if kind is Kind.OFAC_NAMES]
    groups: dict[str, dict[Kind, str]] = {name: {Kind.OFAC_NAMES: name} for name in primaries}
    numbers = {name: _numbers(name, files[name], NAME_COLUMNS) for name in primaries}
    for width in (ALIAS_COLUMNS, ADDRESS_COLUMNS):
        kind = _OFAC_COLUMNS[width]
        for name in (name for name, found in kinds.items() if found is kind):
            _assign(name, kind, _numbers(name, files[name], width), numbers, groups)
    return [_group(files, group) for group in groups.values()]


def _assign(
    name: str,
    kind: Kind,
    numbers: frozenset[str],
    of_primaries: Mapping[str, frozenset[str]],
    groups: dict[str, dict[Kind, str]],
) -> None:
    """Put a file to the names that it belongs to: those with most of its numbers."""
    best = max(of_primaries, key=lambda primary: len(numbers & of_primaries[primary]), default=None)
    if best is None:
        raise SourceError(f"{name} is {kind.value}, but the file of names is missing (SDN.CSV or CONS_PRIM.CSV).")
    known = groups[best].get(kind)
    if known is not None:
        raise SourceError(f"{name} and {known} both belong to {best}; hand over one of each kind.")
    groups[best][kind] = name


def _numbers(name: str, data: bytes, columns: int) -> frozenset[str]:
    try:
        return frozenset(row.number for row in read_ofac(data, columns)[0])
    except SourceError as error:
        raise SourceError(f"{name}: {error}") from error


def _group(files: Mapping[str, bytes], group: Mapping[Kind, str]) -> ReadFiles:
    primary = group[Kind.OFAC_NAMES]
    for kind in (Kind.OFAC_ALIASES, Kind.OFAC_ADDRESSES):
        if kind not in group:
            raise SourceError(f"{primary} is {Kind.OFAC_NAMES.value}, but {kind.value} that belongs to it is missing.")
    names = (primary, group[Kind.OFAC_ALIASES], group[Kind.OFAC_ADDRESSES])
    try:
        imported = import_ofac(*(files[name] for name in names))
    except SourceError as error:
        raise SourceError(f"{primary}: {error}") from error
    return ReadFiles(kind=Kind.OFAC_NAMES, names=names, imported=imported)
