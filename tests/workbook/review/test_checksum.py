"""The checksum beside a workbook."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from workbook.review.checksum import Checksum, check_sha256, checksum_path, write_sha256

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a file, whose name has a blank."""
    path = tmp_path / "Vendor review.xlsx"
    path.write_bytes(b"content")
    return path


def test_line(path: Path) -> None:
    """One line that other tools read; nothing else is left in the folder."""
    target = write_sha256(path)
    assert target.read_text(encoding="utf-8") == f"{hashlib.sha256(b'content').hexdigest()}  Vendor review.xlsx\n"
    assert sorted(item.name for item in path.parent.iterdir()) == ["Vendor review.xlsx", "Vendor review.xlsx.sha256"]


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_other_tools_agree(path: Path) -> None:
    """The usual tool finds the file by the line."""
    target = write_sha256(path)
    subprocess.run(["sha256sum", "--check", target.name], cwd=path.parent, check=True, capture_output=True)


def test_check(path: Path) -> None:
    """As written, changed, written anew."""
    assert check_sha256(path) is Checksum.MISSING
    write_sha256(path)
    assert check_sha256(path) is Checksum.OK
    path.write_bytes(b"content.")
    assert check_sha256(path) is Checksum.DIFFERS
    write_sha256(path)
    assert check_sha256(path) is Checksum.OK


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"abc  Vendor review.xlsx\n", id="too-short"),
        pytest.param(b"0" * 65 + b"\n", id="too-long"),
        pytest.param(b"\xff\xfe", id="no-text"),
    ],
)
def test_spoiled_checksum_is_no_difference(path: Path, content: bytes) -> None:
    """It says nothing of the file."""
    checksum_path(path).write_bytes(content)
    assert check_sha256(path) is Checksum.UNREADABLE


def test_other_spelling(path: Path) -> None:
    """Upper case, CRLF and no name, as other tools write it."""
    checksum_path(path).write_text(f"{hashlib.sha256(b'content').hexdigest().upper()}\r\n", encoding="utf-8")
    assert check_sha256(path) is Checksum.OK


def test_file_gone(path: Path) -> None:
    """Its checksum alone compares with nothing; and nothing is written for a file that is not there."""
    write_sha256(path)
    path.unlink()
    assert check_sha256(path) is Checksum.UNREADABLE
    checksum_path(path).unlink()
    with pytest.raises(FileNotFoundError):
        write_sha256(path)
    assert not list(path.parent.iterdir())
