"""A review counts as ours only while its bytes are those that were written."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.workbook.review.conftest import converted
from workbook.review.seal import SEAL_PART, is_untouched_review

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.workbook.review.conftest import Review


@pytest.fixture
def path(review: Review) -> Path:
    """Return a review workbook as it was written."""
    return review().path


def test_review_as_written(path: Path, tmp_path: Path) -> None:
    """Also under another name: the seal is inside."""
    assert is_untouched_review(path)
    shutil.copyfile(path, tmp_path / "copy.xlsx")
    assert is_untouched_review(tmp_path / "copy.xlsx")


def test_seal_covers_every_other_part(path: Path) -> None:
    """It stands last, and is a property that Excel and LibreOffice can read."""
    with zipfile.ZipFile(path) as package:
        assert package.namelist()[-1] == SEAL_PART
        assert package.namelist().count(SEAL_PART) == 1
    properties = load_workbook(path).custom_doc_props  # type: ignore[attr-defined]  # types-openpyxl lacks it
    assert len(properties["Entity Check seal"].value) == 64


@pytest.mark.parametrize("edited", [True, False])
def test_saved_with_openpyxl(path: Path, edited: bool) -> None:  # noqa: FBT001
    """Openpyxl keeps creator and lastModifiedBy, and even the seal; its bytes give it away."""
    book = load_workbook(path)
    if edited:
        book["Flagged"]["A4"] = "cleared by J. Perera"
    book.save(path)
    properties = load_workbook(path).properties
    assert (properties.creator, properties.lastModifiedBy) == ("Entity Check", "Entity Check")
    assert not is_untouched_review(path)


def test_saved_with_libreoffice(soffice: str, path: Path, tmp_path: Path) -> None:
    """Opened and saved is touched."""
    saved = converted(soffice, path, "xlsx", tmp_path / "saved")
    assert saved.exists()
    assert not is_untouched_review(saved)


def _flip(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_flip, id="one-bit"),
        pytest.param(lambda data: b"x" + data, id="something-before"),
        pytest.param(lambda data: data[:-1], id="cut"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"PK\x03\x04 broken", id="broken"),
        pytest.param(lambda _: b"name,country\n", id="text"),
    ],
)
def test_other_bytes(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Whatever was done to it, it is not ours any more."""
    path.write_bytes(change(path.read_bytes()))
    assert not is_untouched_review(path)


def test_part_added(path: Path) -> None:
    """A program that only appends to the package touches it too."""
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/comments1.xml", "<comments/>")
    assert not is_untouched_review(path)


def test_no_file(tmp_path: Path) -> None:
    """A folder, nothing, and a pipe, which is not opened."""
    assert not is_untouched_review(tmp_path)
    assert not is_untouched_review(tmp_path / "missing.xlsx")
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe.xlsx")
        assert not is_untouched_review(tmp_path / "pipe.xlsx")
