"""What `entity-check lists` prints: the lists of a table, and what became of a published file."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

from addin.terminal import printable
from screening.lists.catalog import legal_words, list_info

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from screening import EntityTable
    from screening.table.build import BuildReport
    from screening.table.manifest import TableManifest

__all__ = ["as_text", "build_text", "build_warnings", "missing_warning", "stale_warning"]

_WIDEST = 100
_SHOWN = 10
_INDENT = " " * 8


def as_text(table: EntityTable, today: date) -> str:
    """Return the lists of `table`, with their entries and what a hit means for a buyer and for an exporter."""
    return "\n".join((*_head(table, today), "", *_lists(table)))


def build_text(report: BuildReport, out: Path) -> str:
    """Return what became of the rows of a published file."""
    manifest = report.manifest
    lines = [f"Table {manifest.id}, published {manifest.published.isoformat()}, from {_named(manifest)}"]
    lines += [
        f"{counts.code:<7} {counts.rows:>7,} rows: {counts.entries:>7,} entries, {counts.merged:,} merged, "
        f"{counts.rejected:,} rejected"
        for counts in manifest.lists
    ]
    lines += [f"Rejected: row {row.number} ({row.list}): {printable(row.cause)}" for row in report.rejected[:_SHOWN]]
    lines += [
        f"Not understood: {printable(text)} ({count:,} times)" for text, count in [*report.unread.items()][:_SHOWN]
    ]
    return "\n".join((*lines, f"The table is in {out}; use it with --table {out}"))


def build_warnings(report: BuildReport) -> Iterator[str]:
    """Yield what is odd about a table that was built."""
    if report.missing:
        yield missing_warning(report.missing)
    for sentence in report.shrunk:
        yield f"Warning: {printable(sentence)}"


def missing_warning(codes: Sequence[str]) -> str:
    """Return the warning of a table that lacks lists."""
    return f"Warning: the entity table holds nothing of these lists, so nothing is found on them: {', '.join(codes)}."


def stale_warning(published: str, age_days: int, limit: int) -> str:
    """Return the warning of a table that is older than the settings allow."""
    return (
        f"Warning: the entity table is of {published}, {age_days} days old (more than {limit}): parties listed since "
        "then are not found. Build a newer one with `entity-check lists build`."
    )


def _head(table: EntityTable, today: date) -> Iterator[str]:
    manifest = table.manifest
    yield f"Table {manifest.id}, published {table.published.isoformat()}, {table.age_days(today)} days old"
    for source in manifest.sources:
        yield f"Source {printable(source.name)}, of {source.published}, {source.bytes:,} bytes, SHA-256 {source.sha256}"


def _named(manifest: TableManifest) -> str:
    return ", ".join(printable(source.name) for source in manifest.sources)


def _lists(table: EntityTable) -> Iterator[str]:
    width = min(_WIDEST, shutil.get_terminal_size().columns)
    total = 0
    for counts in table.manifest.lists:
        info = list_info(counts.code)
        total += counts.entries
        yield f"{counts.code:<7} {counts.entries:>7,} entries, {counts.names:>7,} names  {info.name}"
        for text in (
            f"for a buyer: {info.consequence}",
            f"for an exporter: {info.consequence_exporter}",
            f"by law: {legal_words(info.code)}{f', {info.link}' if info.link else ''}",
        ):
            yield from textwrap.wrap(
                text,
                width,
                initial_indent=_INDENT,
                subsequent_indent=_INDENT + "  ",
                break_long_words=False,
                break_on_hyphens=False,
            )
    yield f"{'in all':<7} {total:>7,} entries"
