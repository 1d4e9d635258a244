"""The manifest of a table: where it comes from, what it holds, and its hashes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from screening.lists.catalog import list_codes, list_info

__all__ = [
    "MANIFEST_NAME",
    "SCHEMA",
    "ListCounts",
    "SourceFile",
    "TableManifest",
    "dump_manifest",
    "parse_manifest",
    "table_id",
]

MANIFEST_NAME = "manifest.json"
# Raised whenever an older program could misread a newer table.
SCHEMA = 2
_ID_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A published file that lists of a table come from.

    Attributes:
        name: Name of the file, without its folder.
        url: Where it was fetched from, "" if somebody handed it over.
        bytes: Its size.
        sha256: Hash of its bytes, lower-case hexadecimal.
        published: Day of the file.
        lists: Codes of the lists to which it brought entries, sorted.
    """

    name: str
    url: str
    bytes: int
    sha256: str
    published: date
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCounts:
    """One list inside a table.

    Attributes:
        code: Code of the list.
        file: Name of its file beside the manifest.
        rows: Rows that its publisher published.
        entries: Parties, one line each.
        merged: Rows that joined the entry of an earlier row.
        rejected: Rows that became no entry.
        names: Listed names and aliases of all entries.
        published: Day up to which the list is known: that of its newest file.
        url: Where the publisher shows the list.
        sha256: Hash of the file's bytes, lower-case hexadecimal.
    """

    code: str
    file: str
    rows: int
    entries: int
    merged: int
    rejected: int
    names: int
    published: date
    url: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableManifest:
    """What a table says of itself.

    Attributes:
        schema: Version of the format.
        sources: Files that it was made of, sorted by name; none if it was made of entries.
        lists: Its lists, sorted by code.
        id: First 16 hexadecimal digits of the SHA-256 over all of the above.
    """

    schema: int
    sources: tuple[SourceFile, ...]
    lists: tuple[ListCounts, ...]
    id: str

    @property
    def published(self) -> date:
        """The day up to which every list is known, but for those that move rarely or are the company's own."""
        moving = [counts.published for counts in self.lists if _moves(counts.code)]
        return min(moving or [counts.published for counts in self.lists])

    @property
    def latest(self) -> date:
        """The day up to which some list is known; entries are judged by it where no other day is named."""
        return max(counts.published for counts in self.lists)

    def sources_of(self, code: str) -> tuple[SourceFile, ...]:
        """Return the files that brought entries to a list."""
        return tuple(source for source in self.sources if code in source.lists)

    @property
    def missing_lists(self) -> tuple[str, ...]:
        """Codes of the official lists that are not in the table, sorted."""
        held = {counts.code for counts in self.lists}
        return tuple(code for code in list_codes() if code not in held and not list_info(code).own)


def _moves(code: str) -> bool:
    info = list_info(code)
    return not (info.stale_after_days or info.own)


def table_id(manifest: TableManifest) -> str:
    """Return the id that a manifest's content gives; its own `id` does not count."""
    fields = _fields(manifest)
    del fields["id"]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_ID_LENGTH]


def dump_manifest(manifest: TableManifest) -> bytes:
    """Return the manifest file: UTF-8, indented, ending in one line feed."""
    return (json.dumps(_fields(manifest), ensure_ascii=False, indent=2) + "\n").encode()


def parse_manifest(data: bytes) -> TableManifest:
    """Return the manifest that a file holds, without judging it.

    Raises:
        ValueError: The file is no JSON or a date in it is none.
        KeyError: A field is missing; TypeError: a field is of another kind.
    """
    fields: dict[str, Any] = json.loads(data)
    return TableManifest(
        schema=int(fields["schema"]),
        sources=tuple(SourceFile(**_dated(source) | {"lists": tuple(source["lists"])}) for source in fields["sources"]),
        lists=tuple(ListCounts(**_dated(counts)) for counts in fields["lists"]),
        id=str(fields["id"]),
    )


def _dated(fields: dict[str, Any]) -> dict[str, Any]:
    return fields | {"published": date.fromisoformat(fields["published"])}


def _fields(manifest: TableManifest) -> dict[str, Any]:
    fields = asdict(manifest)
    for part in (*fields["sources"], *fields["lists"]):
        part["published"] = part["published"].isoformat()
    return fields
