"""The manifest names its own content."""

from dataclasses import replace
from datetime import date

import pytest

from screening.lists.catalog import list_codes, list_info
from screening.table.manifest import (
    SCHEMA,
    ListCounts,
    SourceFile,
    TableManifest,
    dump_manifest,
    parse_manifest,
    table_id,
)

COUNTS = ListCounts(
    code="EL",
    file="EL.jsonl",
    rows=3,
    entries=2,
    merged=1,
    rejected=0,
    names=5,
    published=date(2026, 7, 31),
    url="https://example.org",
    sha256="ab",
)
SOURCE = SourceFile(
    name="kvarn.csv",
    url="https://example.org/kvarn.csv",
    bytes=7,
    sha256="cd",
    published=date(2026, 7, 31),
    lists=("EL",),
)
MANIFEST = TableManifest(schema=SCHEMA, sources=(SOURCE,), lists=(COUNTS,), id="")


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
    assert table_id(replace(MANIFEST, sources=(replace(SOURCE, published=date(2026, 8, 1)),))) != own
    assert table_id(replace(MANIFEST, lists=(replace(COUNTS, published=date(2026, 8, 1)),))) != own
    assert table_id(replace(MANIFEST, lists=(replace(COUNTS, merged=0),))) != own


def test_days() -> None:
    """Known up to the day of the oldest list, judged by that of the newest."""
    newer = replace(COUNTS, code="SDN", published=date(2026, 8, 3))
    manifest = replace(MANIFEST, lists=(COUNTS, newer))
    assert (manifest.published, manifest.latest) == (date(2026, 7, 31), date(2026, 8, 3))
    assert (MANIFEST.published, MANIFEST.latest) == (date(2026, 7, 31), date(2026, 7, 31))


def test_sources_of_a_list() -> None:
    """Files by the lists that they brought."""
    assert MANIFEST.sources_of("EL") == (SOURCE,)
    assert MANIFEST.sources_of("SDN") == ()


def test_missing_lists() -> None:
    """All known lists but those held, sorted."""
    assert MANIFEST.missing_lists == tuple(code for code in list_codes() if code != "EL" and not list_info(code).own)
    assert b"missing" not in dump_manifest(MANIFEST)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"schema": 1}', b"\xff"])
def test_no_manifest(data: bytes) -> None:
    """What is no manifest is refused by one of three plain errors."""
    with pytest.raises((ValueError, KeyError, TypeError)):
        parse_manifest(data)
