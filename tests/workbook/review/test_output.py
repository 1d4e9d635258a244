"""The target is replaced in one step or not at all, and never the vendor file."""

from __future__ import annotations

import errno
import os
import pickle
import sqlite3
from pathlib import Path

import pytest

from workbook.review.output import OutputExistsError, OutputSameAsInputError, OutputUnwritableError, staged_output


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a vendor file in a folder of its own."""
    path = tmp_path / "vendors.xlsx"
    path.write_bytes(b"vendors")
    return path


def _write(target: Path, source: Path, *, replace: bool = True) -> None:
    with staged_output(target, source, replace=replace) as part:
        part.write_bytes(b"review")


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_new_file(tmp_path: Path, source: Path) -> None:
    """The finished file stands alone, with the user's usual mode."""
    _write(tmp_path / "review.xlsx", source)
    assert _names(tmp_path) == {"vendors.xlsx", "review.xlsx"}
    other = tmp_path / "other"
    other.touch()
    assert (tmp_path / "review.xlsx").stat().st_mode == other.stat().st_mode


def test_existing_file_is_replaced(tmp_path: Path, source: Path) -> None:
    """Unless the caller forbids it."""
    target = tmp_path / "review.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(OutputExistsError, match="exists already"):
        _write(target, source, replace=False)
    assert target.read_bytes() == b"old"
    _write(target, source)
    assert target.read_bytes() == b"review"


def test_link_to_the_target_is_followed(tmp_path: Path, source: Path) -> None:
    """A symbolic link stays one."""
    link = tmp_path / "link.xlsx"
    link.symlink_to(tmp_path / "review.xlsx")
    _write(link, source)
    assert link.is_symlink()
    assert (tmp_path / "review.xlsx").read_bytes() == b"review"


@pytest.mark.parametrize("way", ["plain", "symlink", "hardlink", "case", "dots"])
def test_vendor_file_is_never_replaced(tmp_path: Path, source: Path, way: str) -> None:
    """However it is reached."""
    target = tmp_path / "other.xlsx"
    if way == "symlink":
        target.symlink_to(source)
    elif way == "hardlink":
        os.link(source, target)
    else:
        target = {
            "plain": source,
            "case": tmp_path / "VENDORS.XLSX",
            "dots": tmp_path / ".." / tmp_path.name / source.name,
        }[way]
    with pytest.raises(OutputSameAsInputError, match="vendor file itself"):
        _write(target, source)
    assert source.read_bytes() == b"vendors"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        pytest.param("missing/review.xlsx", "folder does not exist", id="no-folder"),
        pytest.param("review.xls", "does not end in .xlsx", id="wrong-ending"),
        pytest.param("folder.xlsx", "is a folder", id="folder"),
    ],
)
def test_bad_targets(tmp_path: Path, source: Path, name: str, why: str) -> None:
    """They are refused before any work is done, in one line that says what to do."""
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(OutputUnwritableError, match=why) as caught:
        _write(tmp_path / name, source)
    assert "\n" not in str(caught.value)


def test_read_only_folder(bound_folder: Path) -> None:
    """The message names both likely causes."""
    source = bound_folder / "vendors.xlsx"
    source.write_bytes(b"vendors")
    folder = bound_folder / "read-only"
    folder.mkdir(mode=0o555)
    with pytest.raises(OutputUnwritableError, match="read-only"):
        _write(folder / "review.xlsx", source)


def test_open_in_excel(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace a file that Excel holds open; that cannot be had here."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputUnwritableError, match="Close it in Excel"):
        _write(tmp_path / "review.xlsx", source)
    assert _names(tmp_path) == {"vendors.xlsx"}


def _full_database() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


@pytest.mark.parametrize(
    ("failure", "raised", "text"),
    [
        pytest.param(KeyboardInterrupt("stopped"), KeyboardInterrupt, "stopped", id="ctrl-c"),
        pytest.param(ValueError("bad"), ValueError, "bad", id="any-error"),
        pytest.param(OSError(errno.ENOSPC, "No space"), OutputUnwritableError, "full", id="disk-full"),
        pytest.param(_full_database(), OutputUnwritableError, "full", id="spool-full"),
        pytest.param(OSError(errno.EIO, "I/O error"), OutputUnwritableError, "I/O error", id="network-drive-gone"),
    ],
)
def test_failure_leaves_nothing(
    tmp_path: Path, source: Path, failure: BaseException, raised: type[BaseException], text: str
) -> None:
    """The temporary file goes, the old file stays."""
    target = tmp_path / "review.xlsx"
    target.write_bytes(b"old")

    def fail() -> None:
        with staged_output(target, source) as part:
            part.write_bytes(b"half")
            raise failure

    with pytest.raises(raised, match=text):
        fail()
    assert _names(tmp_path) == {"vendors.xlsx", "review.xlsx"}
    assert target.read_bytes() == b"old"


def test_error_survives_pickling() -> None:
    """Its text is the same in another process."""
    error = OutputExistsError("a.xlsx", "why", "Do that.")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes
