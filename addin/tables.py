"""What `entity-check lists` prints: the lists of a table, and what became of a published file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from addin.meanings import CODE_WIDTH, meaning_lines, wrapped
from addin.terminal import printable
from screening.lists.catalog import list_info
from screening.lists.packs import bundled_pack, pack_codes
from screening.table.as_of import counted_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from screening import EntityTable
    from screening.lists.imported import ImportedList
    from screening.table.build import BuildReport
    from screening.table.manifest import TableManifest
    from workbook.read.own_list import OwnListFile

__all__ = ["as_text", "build_text", "build_warnings", "missing_warning", "own_text", "own_warnings", "stale_warning"]

_SHOWN = 10
_MOST_WARNINGS: Final = 100
_FIELDS: Final = {
    "name": "names",
    "aliases": "aliases",
    "country": "countries",
    "address": "addresses",
    "reason": "reasons",
    "starts": "first days",
    "ends": "last days",
}


def as_text(table: EntityTable, today: date) -> str:
    """Return the lists of `table`, with their entries and what a hit means for a buyer and for an exporter."""
    return "\n".join((*_head(table, today), "", *_lists(table)))


def build_text(report: BuildReport, out: Path) -> str:
    """Return what became of the rows of a published file."""
    manifest = report.manifest
    lines = [f"Table {manifest.id}, published {manifest.published.isoformat()}, from {_named(manifest)}"]
    lines += [
        f"{counts.code:<{CODE_WIDTH}} {counts.rows:>7,} rows: {counts.entries:>7,} entries, {counts.merged:,} merged, "
        f"{counts.rejected:,} rejected"
        for counts in manifest.lists
    ]
    rejected = [f"Rejected: row {row.number} ({row.list}): {printable(row.cause)}" for row in report.rejected]
    unread = [f"Not understood: {printable(text)} ({count:,} times)" for text, count in report.unread.items()]
    for found in (rejected, unread):
        lines += found[:_SHOWN]
        lines += [f"and {len(found) - _SHOWN:,} more"] if len(found) > _SHOWN else []
    return "\n".join((*lines, f"The table is in {out}; use it with --table {out}"))


def build_warnings(report: BuildReport) -> Iterator[str]:
    """Yield what is odd about a table that was built."""
    if report.missing:
        yield missing_warning(report.missing)
    for sentence in report.shrunk:
        yield f"Warning: {printable(sentence)}"


def own_text(code: str, file: OwnListFile) -> str:
    """Return which columns of an own list were taken for what, and how its file was read."""
    columns = ", ".join(f"{_FIELDS[what]} from {printable(column)}" for what, column in file.columns.items())
    notes = "".join(f"; {printable(note)}" for note in file.notes)
    return f"{code} from {printable(file.name)}: {columns}{notes}"


def own_warnings(file: OwnListFile, imported: ImportedList) -> Iterator[str]:
    """Yield a warning for each row of an own list that is not screened against, or not in full."""
    name = printable(file.name)
    lines = [
        *(
            f"row {row.number}: {printable(row.cause)}; nobody is screened against this row"
            for row in imported.rejected
        ),
        *(f"{printable(text)} cannot be used; the row counts without it" for text in imported.unread),
    ]
    for line in lines[:_MOST_WARNINGS]:
        yield f"Warning: {name}, {line}."
    if len(lines) > _MOST_WARNINGS:
        yield f"Warning: {name}: {len(lines) - _MOST_WARNINGS:,} more rows are like those above; mend them first."
    if not imported.entries:
        yield f"Warning: {name} gives no entry, so nothing is found on this list; check its column of names."


def missing_warning(codes: Sequence[str]) -> str:
    """Return the warning of a table that lacks lists."""
    return f"Warning: the entity table holds nothing of these lists, so nothing is found on them: {', '.join(codes)}."


def stale_warning(published: str, age_days: int, limit: int) -> str:
    """Return the warning of a table that is older than the settings allow."""
    return (
        f"Warning: the entity table is of {published}, {age_days} days old (more than {limit}): parties listed since "
        "then are not found. Get the newer lists with `entity-check lists update`."
    )


def _head(table: EntityTable, today: date) -> Iterator[str]:
    manifest = table.manifest
    yield f"Table {manifest.id}, published {table.published.isoformat()}, {counted_days(table.age_days(today))} old"
    for source in manifest.sources:
        yield f"Source {printable(source.name)}, of {source.published}, {source.bytes:,} bytes, SHA-256 {source.sha256}"


def _named(manifest: TableManifest) -> str:
    return ", ".join(printable(source.name) for source in manifest.sources)


def _lists(table: EntityTable) -> Iterator[str]:
    total = 0
    for counts in table.manifest.lists:
        info = list_info(counts.code)
        total += counts.entries
        yield (
            f"{counts.code:<{CODE_WIDTH}} {counts.entries:>7,} entries, {counts.names:>7,} names, "
            f"{counts.published}  {info.name}"
        )
        yield from meaning_lines(counts.code)
        if counts.code in pack_codes():
            yield from wrapped(f"not checked: {bundled_pack(counts.code).unchecked}")
    yield f"{'in all':<{CODE_WIDTH}} {total:>7,} entries"
