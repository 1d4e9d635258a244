"""The review workbook never takes the place of something of the user's."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from addin.target import free_target, is_untouched_review

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("present", "target"),
    [
        pytest.param([], "vendors-review.xlsx", id="first"),
        pytest.param(["vendors-review.xlsx"], "vendors-review-2.xlsx", id="second"),
        pytest.param(["vendors-review.xlsx", "vendors-review-2.xlsx"], "vendors-review-3.xlsx", id="third"),
        pytest.param(["vendors-review-2.xlsx"], "vendors-review.xlsx", id="gap"),
    ],
)
def test_free_target(present: list[str], target: str, tmp_path: Path) -> None:
    """The first free name beside the vendor file, whatever its own ending."""
    for name in present:
        (tmp_path / name).touch()
    assert free_target(tmp_path / "vendors.csv") == tmp_path / target


def _saved(path: Path, creator: str, changed_by: str | None) -> Path:
    book = Workbook()
    book.properties.creator, book.properties.lastModifiedBy = creator, changed_by
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("creator", "changed_by", "ours"),
    [
        pytest.param("Entity Check", "Entity Check", True, id="as-written"),
        pytest.param("Entity Check", "J. Perera", False, id="saved-by-a-person"),
        pytest.param("Entity Check", None, False, id="saved-by-nobody-named"),
        pytest.param("openpyxl", "Entity Check", False, id="of-other-making"),
    ],
)
def test_untouched_review(creator: str, changed_by: str | None, ours: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Only a review as we wrote it may be replaced: a saved one may hold decisions."""
    assert is_untouched_review(_saved(tmp_path / "a.xlsx", creator, changed_by)) is ours


def test_saving_again_with_openpyxl_keeps_it_ours_only_if_it_says_so(tmp_path: Path) -> None:
    """The mark is in the document properties, not in the name."""
    path = _saved(tmp_path / "a.xlsx", "Entity Check", "Entity Check")
    book = load_workbook(path)
    book.properties.lastModifiedBy = "someone"
    book.save(path)
    assert not is_untouched_review(path)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04 broken", id="broken"),
        pytest.param(b"name,country\n", id="text"),
    ],
)
def test_anything_else_is_not_ours(content: bytes, tmp_path: Path) -> None:
    """A file that cannot be read as a review is the user's."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert not is_untouched_review(path)
    assert not is_untouched_review(tmp_path / "missing.xlsx")
    assert not is_untouched_review(tmp_path)


def test_hostile_properties_are_not_ours(tmp_path: Path) -> None:
    """Entity tricks in the properties are refused."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("docProps/core.xml", '<!DOCTYPE a [<!ENTITY b "Entity Check">]><a>&b;</a>')
    assert not is_untouched_review(path)
