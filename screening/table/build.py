"""A published list file -> a table on disk, byte for byte the same every time."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from screening.errors import SourceError
from screening.lists.csl import ImportedList, ListCount, import_csl
from screening.table.lines import entry_line
from screening.table.manifest import MANIFEST_NAME, SCHEMA, ListCounts, TableManifest, dump_manifest, table_id
from screening.table.table import EntityTable

if TYPE_CHECKING:
    from screening.lists.rows import RejectedRow
    from screening.model import Entry

__all__ = ["BuildReport", "build_table"]

# consolidated-2026-07-31.csv
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did.

    Attributes:
        manifest: The manifest that was written.
        counts: Rows, entries, merged and rejected rows per list.
        rejected: Rows that became no entry, with their causes.
        unread: Published texts that no rule could read, as `field: text`, with how often.
    """

    manifest: TableManifest
    counts: tuple[ListCount, ...]
    rejected: tuple[RejectedRow, ...]
    unread: dict[str, int]


def build_table(source: Path, out: Path, *, published: date | None = None) -> BuildReport:
    """Build the table of a Consolidated Screening List file in the folder `out`.

    The table is written beside `out`, opened and verified there, and only then put
    in its place: `out` never holds half a table, and a failed build leaves the old
    one. Equal input gives equal bytes; no clock and no machine data go in.

    Args:
        source: The file as published: CSV, TSV or JSON.
        out: Folder to write; an existing table in it is replaced.
        published: Day of the file; None to take it from a name such as
            `consolidated-2026-07-31.csv` or from the JSON itself.

    Raises:
        SourceError: The file cannot be read or imported, its day is not known, or
            `out` holds something else than a table.
    """
    data = _read(source)
    imported = import_csl(data)
    day = _published(source, imported, published)
    files, manifest = _render(imported, source.name, data, day)
    _install(files, manifest, out)
    return BuildReport(manifest=manifest, counts=imported.counts, rejected=imported.rejected, unread=imported.unread)


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise SourceError(f"The list file {source.name} cannot be read ({error.strerror}); check its path.") from error


def _published(source: Path, imported: ImportedList, stated: date | None) -> date:
    found = stated or _date_in_name(source.name) or imported.published
    if found is None:
        raise SourceError(
            f"Neither the name {source.name} nor its content says when the list was published; give the day."
        )
    return found


def _date_in_name(name: str) -> date | None:
    match = _DATE_IN_NAME.search(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _render(imported: ImportedList, name: str, data: bytes, day: date) -> tuple[dict[str, bytes], TableManifest]:
    files: dict[str, bytes] = {}
    lists: list[ListCounts] = []
    for counts in imported.counts:
        entries = sorted(
            (entry for entry in imported.entries if entry.list == counts.code), key=lambda entry: entry.key
        )
        if not entries:
            raise SourceError(f"All {counts.rows} rows of list {counts.code} were rejected; check the file.")
        url = _usual_url(entries)
        content = "".join(f"{entry_line(entry, url)}\n" for entry in entries).encode()
        files[f"{counts.code}.jsonl"] = content
        lists.append(_list_counts(counts, url, content))
    manifest = TableManifest(
        schema=SCHEMA,
        source=name,
        source_bytes=len(data),
        source_sha256=hashlib.sha256(data).hexdigest(),
        published=day,
        lists=tuple(lists),
        id="",
    )
    return files, replace(manifest, id=table_id(manifest))


def _usual_url(entries: list[Entry]) -> str:
    return Counter(sorted(entry.source_url for entry in entries)).most_common(1)[0][0]


def _list_counts(counts: ListCount, url: str, content: bytes) -> ListCounts:
    return ListCounts(
        code=counts.code,
        file=f"{counts.code}.jsonl",
        rows=counts.rows,
        entries=counts.entries,
        merged=counts.merged,
        rejected=counts.rejected,
        names=counts.names,
        url=url,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _install(files: dict[str, bytes], manifest: TableManifest, out: Path) -> None:
    if out.exists() and any(out.iterdir()) and not (out / MANIFEST_NAME).exists():
        raise SourceError(f"The folder {out} holds something else than a table; choose another folder.")
    work = _work_folder(out)
    try:
        fresh = work / "fresh"
        fresh.mkdir()
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        (fresh / MANIFEST_NAME).write_bytes(dump_manifest(manifest))
        if len(EntityTable.open(fresh).entries) != sum(counts.entries for counts in manifest.lists):
            raise SourceError("The table that was just written does not read back; the old one stays.")
        _swap(fresh, out, work / "old")
    except OSError as error:
        raise SourceError(f"The table cannot be written to {out} ({error.strerror}); the old one stays.") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _work_folder(out: Path) -> Path:
    # Beside `out`, because a folder can be renamed within one disk only.
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise SourceError(f"The folder {out.parent} cannot be written to ({error.strerror}).") from error


def _swap(fresh: Path, out: Path, old: Path) -> None:
    if not out.exists():
        fresh.rename(out)
        return
    out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        old.rename(out)
        raise
