"""The vendor file on disk: opened once, read-only, and told apart by its bytes.

What a name ends in is not believed: SAP writes HTML and tab-separated text to
`.xls`, people rename `.xls` to `.xlsx`. The bytes decide; the name only counts
for text files, which have no mark of their own.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from workbook.errors import (
    DamagedFileError,
    EmptyFileError,
    FileLockedError,
    FileMissingError,
    PasswordProtectedError,
    UnsupportedFileError,
    one_line,
)
from workbook.read.encoding import Encoding, Sampler, wide

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["WORKBOOK_SUFFIXES", "Source", "View", "open_source"]

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")
_TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".tab", "")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_ZIP = b"PK\x05\x06"
_MARKS = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3\0", "a database"),
    (b"PAR1", "a Parquet file"),
)
_OLD_EXCEL = (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00")
_OLD_WORD = "WordDocument".encode("utf-16-le")
_HTML = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<body")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "Open it in Excel and save it as .xlsx."
_ASK_FOR = "Ask for the vendor list as .xlsx or .csv."
_BLOCK = 1 << 20
# Control characters that no text has.
_CONTROL = (*range(1, 9), *range(14, 26))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A vendor file, open for reading.

    Attributes:
        path: Where it is.
        stream: Its bytes; closed by whoever opened the source.
        size: In bytes.
        sha256: Of those bytes, in hexadecimal.
        encoding: Of a text file; None for a workbook.
        in_use: The note of Excel or LibreOffice lies beside it: somebody has it open.
    """

    path: Path
    stream: IO[bytes]
    size: int
    sha256: str
    encoding: Encoding | None
    in_use: bool

    @property
    def file(self) -> str:
        """Name of the file, as it appears in messages."""
        return self.path.name


class View(io.RawIOBase):
    """An own reading position in a shared stream, so that two readers never disturb each other."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Begin at the first byte of `stream`."""
        super().__init__()
        self._stream = stream
        self.position = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed wants any buffer
        """Fill `buffer` from here on and return how many bytes there were."""
        self._stream.seek(self.position)
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.position += len(data)
        return len(data)


def open_source(path: Path) -> Source:
    """Return the file at `path`, opened, hashed and recognised.

    Raises:
        InputError: It is missing, locked, empty, or of a kind that is not read.
    """
    stream = _open(path)
    try:
        return _recognised(path, stream)
    except BaseException:
        stream.close()
        raise


def _open(path: Path) -> IO[bytes]:
    name = one_line(path.name or str(path), 200)
    if path.name.startswith("~$"):
        raise UnsupportedFileError(
            name, "it is the note that Excel leaves beside an open workbook. Choose the workbook."
        )
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a path with a NUL is a ValueError here, not there
        if stat.S_ISDIR(mode):
            raise UnsupportedFileError(name, "it is a folder. Choose one vendor file in it.")
        if not stat.S_ISREG(mode):
            raise UnsupportedFileError(name, "it is a device or a pipe, not a file. Save its content to a file first.")
        return path.open("rb")
    except PermissionError as error:
        text = "it may not be read. Close it in other programs, or ask for access."
        raise FileLockedError(name, text) from error
    except (OSError, ValueError) as error:
        raise FileMissingError(name, f"there is no such file ({one_line(str(path), 200)}). Check the path.") from error


def _recognised(path: Path, stream: IO[bytes]) -> Source:
    digest, sampler, size = hashlib.sha256(), Sampler(), 0
    head = stream.read(_BLOCK)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe") and len(head) < _BLOCK:
        raise EmptyFileError(path.name, "it is empty. Export the vendor list again.")
    is_workbook = _is_workbook(path, stream, head)
    stream.seek(0)
    while block := stream.read(_BLOCK):
        digest.update(block)
        size += len(block)
        if not is_workbook:
            sampler.feed(block)
    return Source(
        path=path,
        stream=stream,
        size=size,
        sha256=digest.hexdigest(),
        encoding=None if is_workbook else sampler.encoding(),
        in_use=any(path.with_name(note).exists() for note in (f"~${path.name}", f".~lock.{path.name}#")),
    )


def _is_workbook(path: Path, stream: IO[bytes], head: bytes) -> bool:
    """Return whether the bytes are a workbook, not text; refuse everything else."""
    suffix = path.suffix.lower()
    if head.startswith(_OLE):
        raise _old_or_encrypted(path, stream)
    _refuse_marked(path, head)
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        if suffix in _TEXT_SUFFIXES and suffix:
            raise _wrong_kind(
                path, "an Excel workbook or another ZIP archive", "Give it its right ending, such as .xlsx."
            )
        return True
    if what := _markup(head):
        raise _wrong_kind(path, what, _ASK_FOR if what == "an XML file" else _SAVE_AS)
    if suffix in WORKBOOK_SUFFIXES:
        raise DamagedFileError(
            path.name, f"it is no workbook but {_guess(head)}. Fetch it again or give it its right ending."
        )
    if suffix not in _TEXT_SUFFIXES:
        raise UnsupportedFileError(path.name, f"files ending in {suffix} are not read. {_ASK_FOR}")
    if _is_binary(head):
        raise DamagedFileError(path.name, f"it is no text but {_guess(head)}. Export the vendor list again.")
    return False


def _refuse_marked(path: Path, head: bytes) -> None:
    if head.startswith(_OLD_EXCEL):
        raise _wrong_kind(path, "an old Excel workbook (.xls)")
    for mark, what in _MARKS:
        if head.startswith(mark):
            raise _wrong_kind(path, what, _ASK_FOR)


def _old_or_encrypted(path: Path, stream: IO[bytes]) -> Exception:
    if _contains(stream, _ENCRYPTED):
        return PasswordProtectedError(path.name, "it is protected with a password. Save it without one and try again.")
    if _contains(stream, _OLD_WORD):
        return _wrong_kind(path, "an old Word document (.doc)", _ASK_FOR)
    return _wrong_kind(path, "an old Excel workbook (.xls) or another old Office file", own_suffix=".xls")


def _contains(stream: IO[bytes], wanted: bytes) -> bool:
    stream.seek(0)
    tail = b""
    while block := stream.read(_BLOCK):
        if wanted in tail + block:
            return True
        tail = block[-len(wanted) :]
    return False


def _wrong_kind(path: Path, what: str, advice: str = _SAVE_AS, own_suffix: str = "") -> Exception:
    """Return the error for a file that is `what`: damaged if its name says otherwise, else unsupported."""
    suffix = path.suffix.lower()
    renamed = suffix in (*WORKBOOK_SUFFIXES, *_TEXT_SUFFIXES) and suffix and suffix != own_suffix
    kind: Callable[[str, str], Exception] = DamagedFileError if renamed else UnsupportedFileError
    really = f"it is {what}, whatever its ending says" if renamed else f"it is {what}"
    return kind(path.name, f"{really}. {advice}")


def _markup(head: bytes) -> str:
    start = head[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(_HTML) or (start.startswith(b"<") and b"<table" in start):
        return "a web page (HTML)"
    if start.startswith(b"<?xml"):
        return "an XML spreadsheet" if b"<workbook" in start else "an XML file"
    return ""


def _is_binary(head: bytes) -> bool:
    """Return whether control characters that no text has make up more than a hundredth."""
    # Zero bytes are UTF-16's, or a mainframe's padding; they are no proof.
    encoding = wide(head)
    text: bytes | str = head[:_BLOCK] if encoding is None else head[:_BLOCK].decode(encoding.codec, "replace")
    # One way or the other, as text and bytes count only their own kind.
    control = sum(text.count(chr(code)) if isinstance(text, str) else text.count(code) for code in _CONTROL)
    return control * 100 > len(text)


def _guess(head: bytes) -> str:
    is_binary = _is_binary(head) or (b"\0" in head[:_BLOCK] and wide(head) is None)
    return "binary data" if is_binary else "plain text (such as .csv)"
