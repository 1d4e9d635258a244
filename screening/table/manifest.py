"""The manifest of a table: where it comes from, what it holds, and its hashes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from screening.lists.catalog import list_codes

__all__ = ["MANIFEST_NAME", "SCHEMA", "ListCounts", "TableManifest", "dump_manifest", "parse_manifest", "table_id"]

MANIFEST_NAME = "manifest.json"
# Raised whenever an older program could misread a newer table.
SCHEMA = 1
_ID_LENGTH = 16


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
    url: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableManifest:
    """What a table says of itself.

    Attributes:
        schema: Version of the format.
        source: Name of the published file, without its folder.
        source_bytes: Its size in bytes.
        source_sha256: Hash of its bytes.
        published: Day of the published file.
        lists: Its lists, sorted by code.
        id: First 16 hexadecimal digits of the SHA-256 over all of the above.
    """

    schema: int
    source: str
    source_bytes: int
    source_sha256: str
    published: date
    lists: tuple[ListCounts, ...]
    id: str

    @property
    def missing_lists(self) -> tuple[str, ...]:
        """Codes of the lists that are known but not in the table, sorted."""
        held = {counts.code for counts in self.lists}
        return tuple(code for code in list_codes() if code not in held)


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
        source=str(fields["source"]),
        source_bytes=int(fields["source_bytes"]),
        source_sha256=str(fields["source_sha256"]),
        published=date.fromisoformat(fields["published"]),
        lists=tuple(ListCounts(**counts) for counts in fields["lists"]),
        id=str(fields["id"]),
    )


def _fields(manifest: TableManifest) -> dict[str, Any]:
    return asdict(manifest) | {"published": manifest.published.isoformat()}
