"""The review workbook never takes the place of something of the user's."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from addin.target import free_target, last_target, refuse_streams
from workbook.errors import UnsupportedFileError


@pytest.mark.parametrize(
    ("present", "target"),
    [
        pytest.param([], "vendors-review.xlsx", id="first"),
        pytest.param(["vendors-review.xlsx"], "vendors-review-2.xlsx", id="second"),
        pytest.param(["vendors-review-01.xlsx", "vendors-review-1.xlsx"], "vendors-review.xlsx", id="other-numbers"),
        pytest.param(["other-review.xlsx", "vendors-review.xlsm"], "vendors-review.xlsx", id="other-files"),
        pytest.param(["vendors-review.xlsx", "vendors-review-2.xlsx"], "vendors-review-3.xlsx", id="third"),
        pytest.param(["vendors-review-2.xlsx"], "vendors-review-3.xlsx", id="gap"),
    ],
)
def test_free_target(present: list[str], target: str, tmp_path: Path) -> None:
    """The next free name beside the vendor file, whatever its own ending."""
    for name in present:
        (tmp_path / name).touch()
    assert free_target(tmp_path / "vendors.csv") == tmp_path / target


@pytest.mark.parametrize(
    ("present", "target"),
    [
        pytest.param("vendors-audit.pdf", "vendors-audit-2.xlsx", id="taken-by-its-companion"),
        pytest.param("vendors-review.pdf", "vendors-audit.xlsx", id="of-another-kind"),
    ],
)
def test_free_target_with_a_companion(present: str, target: str, tmp_path: Path) -> None:
    """Both names must be free."""
    (tmp_path / present).touch()
    assert free_target(tmp_path / "vendors.csv", "audit", beside=[".pdf"]) == tmp_path / target


def test_last_target(tmp_path: Path) -> None:
    """The highest number is the newest, also after the first file was moved away."""
    assert last_target(tmp_path / "vendors.csv", "audit") is None
    for number in (2, 10, 9):
        (tmp_path / f"vendors-audit-{number}.xlsx").touch()
    (tmp_path / "vendors-review-11.xlsx").touch()
    assert last_target(tmp_path / "vendors.csv", "audit") == tmp_path / "vendors-audit-10.xlsx"
    assert free_target(tmp_path / "vendors.csv", "audit") == tmp_path / "vendors-audit-11.xlsx"


def test_overlong_name_is_free(tmp_path: Path) -> None:
    """That no disk takes it is found out, and said, when it is written."""
    assert free_target(tmp_path / f"{'n' * 250}.csv").name.endswith("-review.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"])
def test_streams_are_refused(name: str) -> None:
    """Even if a file stands behind the name."""
    with pytest.raises(UnsupportedFileError, match="Save its content to a file first"):
        refuse_streams(Path(name))


def test_files_are_no_streams(tmp_path: Path) -> None:
    """Whatever their names."""
    refuse_streams(tmp_path / "stdin")
    refuse_streams(Path("dev"))
