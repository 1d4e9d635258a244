"""The target is replaced in one step or not at all, and never the vendor file."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from workbook.review.output import (
    OutputExistsError,
    OutputSameAsInputError,
    OutputUnwritableError,
    Replace,
    staged_output,
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a vendor file in a folder of its own."""
    path = tmp_path / "vendors.xlsx"
    path.write_bytes(b"vendors")
    return path


def _write(target: Path, source: Path, *, replace: Replace = Replace.ANY) -> None:
    with staged_output(target, source, replace=replace) as staged:
        staged.part.write_bytes(b"review")


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
    for replace in (Replace.NONE, Replace.OWN):
        with pytest.raises(OutputExistsError, match="exists already"):
            _write(target, source, replace=replace)
        assert target.read_bytes() == b"old"
    _write(target, source)
    assert target.read_bytes() == b"review"


@pytest.fixture(params=["links", "no-links"])
def links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run once as it is, and once as on a disk that knows no hard links."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "not permitted")

    if request.param == "no-links":
        monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("links")
@pytest.mark.parametrize("replace", [Replace.NONE, Replace.OWN])
def test_file_that_appears_meanwhile_stays(tmp_path: Path, source: Path, replace: Replace) -> None:
    """It was not there when the work began; it is not replaced when the work ends."""
    target = tmp_path / "review.xlsx"

    def write() -> None:
        with staged_output(target, source, replace=replace) as staged:
            staged.part.write_bytes(b"review")
            target.write_bytes(b"appeared")

    with pytest.raises(OutputExistsError):
        write()
    assert target.read_bytes() == b"appeared"
    assert _names(tmp_path) == {"vendors.xlsx", "review.xlsx"}


@pytest.mark.usefixtures("links")
def test_next_free_name_is_taken(tmp_path: Path, source: Path) -> None:
    """A name that is taken meanwhile is passed over, however often, and the path says so."""
    names = iter([tmp_path / "review-2.xlsx", tmp_path / "review-3.xlsx"])
    (tmp_path / "review-2.xlsx").write_bytes(b"two")
    with staged_output(tmp_path / "review.xlsx", source, replace=Replace.NONE, next_free=lambda: next(names)) as staged:
        staged.part.write_bytes(b"review")
        (tmp_path / "review.xlsx").write_bytes(b"one")
    assert staged.path == tmp_path / "review-3.xlsx"
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert found == {
        "vendors.xlsx": b"vendors",
        "review.xlsx": b"one",
        "review-2.xlsx": b"two",
        "review-3.xlsx": b"review",
    }


@pytest.mark.usefixtures("links")
def test_new_file_where_nothing_may_be_replaced(tmp_path: Path, source: Path) -> None:
    """The usual case, on either kind of disk."""
    _write(tmp_path / "review.xlsx", source, replace=Replace.NONE)
    assert _names(tmp_path) == {"vendors.xlsx", "review.xlsx"}
    assert (tmp_path / "review.xlsx").read_bytes() == b"review"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes in folders")
@pytest.mark.parametrize("replace", Replace)
def test_pipe_is_refused_unopened(tmp_path: Path, source: Path, replace: Replace) -> None:
    """To open it would wait for a reader for ever."""
    os.mkfifo(tmp_path / "review.xlsx")
    signal.alarm(20)
    try:
        with pytest.raises(OutputUnwritableError, match="a pipe or a device"):
            _write(tmp_path / "review.xlsx", source, replace=replace)
    finally:
        signal.alarm(0)


def test_name_that_no_disk_takes(tmp_path: Path, source: Path) -> None:
    """An error of the system before any work is done, in the usual words."""
    with pytest.raises(OutputUnwritableError, match="Cannot write") as caught:
        _write(tmp_path / f"{'n' * 251}.xlsx", source)
    assert "\n" not in str(caught.value)


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
        with staged_output(target, source) as staged:
            staged.part.write_bytes(b"half")
            raise failure

    with pytest.raises(raised, match=text):
        fail()
    assert _names(tmp_path) == {"vendors.xlsx", "review.xlsx"}
    assert target.read_bytes() == b"old"


def test_error_survives_pickling() -> None:
    """Its text is the same in another process."""
    error = OutputExistsError("a.xlsx", "why", "Do that.")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes
