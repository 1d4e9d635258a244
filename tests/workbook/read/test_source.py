"""Files as they lie on disk: missing, renamed, locked, of every other kind."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from workbook.errors import (
    DamagedFileError,
    EmptyFileError,
    FileLockedError,
    FileMissingError,
    InputError,
    PasswordProtectedError,
    UnsupportedFileError,
)
from workbook.read.source import View, open_source
from workbook.read.vendor_file import open_vendors

if TYPE_CHECKING:
    from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TEXT = b"Vendor Name,City\nKvarn,Bonn\n"


@pytest.mark.parametrize(
    ("name", "data", "error", "words"),
    [
        pytest.param("a.xls", OLE, UnsupportedFileError, "old Excel workbook", id="xls"),
        pytest.param("a.xlsx", OLE, DamagedFileError, "old Excel workbook", id="xls-renamed"),
        pytest.param(
            "a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), PasswordProtectedError, "password", id="password"
        ),
        pytest.param("a.xls", b"<html><table><tr>", UnsupportedFileError, "web page", id="html-export"),
        pytest.param("a.xlsx", b"  <HTML>", DamagedFileError, "web page", id="html-renamed"),
        pytest.param("a.csv", b"<!DOCTYPE html><html>", DamagedFileError, "web page", id="html-as-csv"),
        pytest.param("a.xls", b"<?xml version='1.0'?><Workbook>", UnsupportedFileError, "XML spreadsheet", id="xml"),
        pytest.param("a.xlsx", TEXT, DamagedFileError, "plain text", id="csv-renamed"),
        pytest.param("a.xlsx", b"\x01\x02\x03\x04" * 99, DamagedFileError, "binary", id="noise"),
        pytest.param("a.csv", b"PK\x03\x04" + bytes(99), DamagedFileError, "right ending", id="xlsx-as-csv"),
        pytest.param("a.pdf", b"%PDF-1.7", UnsupportedFileError, "PDF", id="pdf"),
        pytest.param("a.csv", b"%PDF-1.7", DamagedFileError, "PDF", id="pdf-as-csv"),
        pytest.param("a.json", b"{}", UnsupportedFileError, ".json", id="other-text"),
        pytest.param(
            "a.doc", OLE + "WordDocument".encode("utf-16-le"), UnsupportedFileError, "Word document", id="old-word"
        ),
        pytest.param(
            "a.xlsx", "编号,名称\n1,华为\n".encode("utf-16"), DamagedFileError, "plain text", id="wide-renamed"
        ),
        pytest.param("a.csv", b"", EmptyFileError, "empty", id="no-bytes"),
        pytest.param("a.csv", b"\xef\xbb\xbf\r\n", EmptyFileError, "empty", id="only-a-mark"),
        pytest.param("a.xlsx", b"", EmptyFileError, "empty", id="no-bytes-workbook"),
        pytest.param("~$a.xlsx", b"x", UnsupportedFileError, "leaves beside", id="owner-file"),
    ],
)
def test_kinds(tmp_path: Path, name: str, data: bytes, error: type[InputError], words: str) -> None:
    """The bytes decide what a file is; the message says it."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error, match=words) as caught:
        open_vendors(path)
    assert type(caught.value) is error


def test_missing_and_folder(tmp_path: Path) -> None:
    """A wrong path and a folder are told apart."""
    with pytest.raises(FileMissingError, match="no such file"):
        open_vendors(tmp_path / "none.xlsx")
    with pytest.raises(FileMissingError):
        open_vendors(tmp_path / "a\0b.xlsx")
    with pytest.raises(UnsupportedFileError, match="folder"):
        open_vendors(tmp_path)


def test_locked(bound_folder: Path) -> None:
    """A file that may not be read is locked, not missing."""
    path = bound_folder / "a.csv"
    path.write_bytes(TEXT)
    path.chmod(0)
    with pytest.raises(FileLockedError):
        open_vendors(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipe(tmp_path: Path) -> None:
    """A pipe would block for ever; it is refused."""
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(UnsupportedFileError, match="pipe"):
        open_vendors(tmp_path / "a.csv")


def test_what_is_kept(tmp_path: Path) -> None:
    """Size and hash are of the bytes; a file in use is only a note."""
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT)
    (tmp_path / "~$a.csv").write_bytes(b"x")
    with open_vendors(path) as file:
        assert (file.size, file.sha256) == (len(TEXT), hashlib.sha256(TEXT).hexdigest())
        assert any("has the file open" in note for note in file.layout.notes)


def test_views_have_their_own_place(tmp_path: Path) -> None:
    """Reading through one view does not move another."""
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT)
    source = open_source(path)
    one, other = View(source.stream), View(source.stream)
    assert one.read(6) == b"Vendor"
    assert other.read(6) == b"Vendor"
    assert one.read(5) == b" Name"
    source.stream.close()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wide_text_of_any_script_is_text(tmp_path: Path, encoding: str) -> None:
    """Excel's "Unicode Text" in Chinese is no binary data; noise with the same mark is."""
    path = tmp_path / "a.csv"
    path.write_bytes("编号,供应商名称\r\n1,华为技术有限公司\r\n".encode(encoding))
    with open_vendors(path) as file:
        assert [row.vendor.name for row in file.rows()] == ["华为技术有限公司"]
    path.write_bytes(b"\xff\xfe" + b"\x01\0\x02\0\x41\0" * 99)
    with pytest.raises(DamagedFileError, match="binary"):
        open_vendors(path)


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\x89PNG", b"\xff\xd8\xff", b"GIF89a", b"\x1f\x8b", b"{\\rtf1"])
def test_what_excel_cannot_open_is_asked_for_anew(tmp_path: Path, data: bytes) -> None:
    """Saving as .xlsx is advice for what Excel opens: an old workbook, not a picture."""
    path = tmp_path / "a.dat"
    path.write_bytes(data)
    with pytest.raises(UnsupportedFileError, match=r"Ask for the vendor list as \.xlsx or \.csv") as caught:
        open_vendors(path)
    assert "Excel" not in str(caught.value)
    path.write_bytes(OLE)
    with pytest.raises(UnsupportedFileError, match=r"Open it in Excel and save it as \.xlsx"):
        open_vendors(path)
