"""Tests of the column cache: a hint that may be missing, damaged or forbidden."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.cache import ENVIRONMENT, cached_columns
from screening.columns import build_columns
from screening.model import Entry
from screening.table import EntityTable

if TYPE_CHECKING:
    from pathlib import Path

TABLE = EntityTable.from_entries(
    [Entry(key=f"EL-{number}", list="EL", name=f"Kvarn {number} Borealis Ltd") for number in range(1_200)],
    published=date(2026, 1, 1),
)
EXPECTED = build_columns(TABLE.names())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own, not there yet."""
    path = tmp_path / "cache"
    monkeypatch.setenv(ENVIRONMENT, str(path))
    return path


def kept(folder: Path) -> Path:
    """Return the one cache file."""
    (file,) = folder.glob("*.columns")
    return file


def test_second_start_reads_what_the_first_wrote(folder: Path) -> None:
    """What comes back is equal, and nothing else lies in the folder."""
    assert cached_columns(TABLE) == EXPECTED
    written = kept(folder).read_bytes()
    assert cached_columns(TABLE) == EXPECTED
    assert kept(folder).read_bytes() == written
    assert list(folder.iterdir()) == [kept(folder)]


def test_another_table_has_another_file(folder: Path) -> None:
    """A new table never meets the columns of an old one."""
    cached_columns(TABLE)
    other = EntityTable.from_entries(TABLE.entries[:-1], published=date(2026, 1, 1))
    assert cached_columns(other) == build_columns(other.names())
    assert len(list(folder.glob("*.columns"))) == 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_built_anew(folder: Path, data: st.DataObject) -> None:
    """A flipped byte, a cut end or foreign content never reaches a verdict."""
    cached_columns(TABLE)
    whole = kept(folder).read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = data.draw(
        st.sampled_from([whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :], b"", b"PK\x03\x04"])
    )
    kept(folder).write_bytes(damaged)
    assert cached_columns(TABLE) == EXPECTED
    assert kept(folder).read_bytes() == whole


def test_a_folder_that_cannot_be_made_costs_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "cache").write_text("in the way", "utf-8")
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "cache"))
    assert cached_columns(TABLE) == EXPECTED


def test_a_read_only_folder_costs_nothing_else(bound_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written and nothing is said."""
    bound_folder.chmod(0o500)
    monkeypatch.setenv(ENVIRONMENT, str(bound_folder))
    assert cached_columns(TABLE) == EXPECTED
    bound_folder.chmod(0o700)
    assert list(bound_folder.iterdir()) == []


def test_concurrent_writers_leave_one_whole_file(folder: Path) -> None:
    """Several starts at once agree."""
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: cached_columns(TABLE), range(16)))
    assert all(columns == EXPECTED for columns in found)
    assert list(folder.iterdir()) == [kept(folder)]


def test_old_files_are_dropped(folder: Path) -> None:
    """The folder does not grow with every table."""
    folder.mkdir()
    for number in range(20):
        (folder / f"old-{number}.columns").write_bytes(b"old")
    cached_columns(TABLE)
    assert len(list(folder.glob("*.columns"))) == 8
