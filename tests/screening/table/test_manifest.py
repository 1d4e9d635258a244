"""The manifest names its own content."""

from dataclasses import replace
from datetime import date

import pytest

from screening.lists.catalog import list_codes
from screening.table.manifest import SCHEMA, ListCounts, TableManifest, dump_manifest, parse_manifest, table_id

COUNTS = ListCounts(
    code="EL", file="EL.jsonl", rows=3, entries=2, merged=1, rejected=0, names=5, url="https://example.org", sha256="ab"
)
MANIFEST = TableManifest(
    schema=SCHEMA,
    source="kvarn.csv",
    source_bytes=7,
    source_sha256="cd",
    published=date(2026, 7, 31),
    lists=(COUNTS,),
    id="",
)


def test_round_trip() -> None:
    """What is written is read again."""
    data = dump_manifest(MANIFEST)
    assert parse_manifest(data) == MANIFEST
    assert data.endswith(b"}\n")
    assert b"\r" not in data


def test_id_depends_on_content_only() -> None:
    """The id ignores itself and notices everything else."""
    own = table_id(MANIFEST)
    assert len(own) == 16
    assert table_id(replace(MANIFEST, id=own)) == own
    assert table_id(replace(MANIFEST, published=date(2026, 8, 1))) != own
    assert table_id(replace(MANIFEST, lists=(replace(COUNTS, merged=0),))) != own


def test_missing_lists() -> None:
    """All known lists but those held, sorted."""
    assert MANIFEST.missing_lists == tuple(code for code in list_codes() if code != "EL")
    assert b"missing" not in dump_manifest(MANIFEST)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"schema": 1}', b"\xff"])
def test_no_manifest(data: bytes) -> None:
    """What is no manifest is refused by one of three plain errors."""
    with pytest.raises((ValueError, KeyError, TypeError)):
        parse_manifest(data)
