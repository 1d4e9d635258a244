"""Equal content gives equal bytes, and openpyxl's temporary files never stay."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from workbook.review.write import open_workbook, save_workbook

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 8, 14, 8, 30, tzinfo=UTC)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for temporary files."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _save(path: Path) -> None:
    with open_workbook(title="T", subject="S", now=NOW) as book:
        book.create_sheet("A").append(["text"])
        save_workbook(book, path)


def test_properties_and_parts_come_from_the_clock(tmp_path: Path, scratch: Path) -> None:
    """No trace of the time of writing."""
    path = tmp_path / "a.xlsx"
    _save(path)
    properties = load_workbook(path).properties
    assert (properties.title, properties.subject, properties.creator) == ("T", "S", "Entity Check")
    assert properties.created == properties.modified == NOW.replace(tzinfo=None)
    with ZipFile(path) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
    assert not list(scratch.iterdir())


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    """Whenever it is written."""
    _save(tmp_path / "a.xlsx")
    _save(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_failure_leaves_no_temporary_file(scratch: Path) -> None:
    """Left to openpyxl they would stay until the program ends."""

    def stop() -> None:
        with open_workbook(title="T", subject="S", now=NOW) as book:
            book.create_sheet("A").append(["text"])
            assert list(scratch.iterdir())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert not list(scratch.iterdir())
