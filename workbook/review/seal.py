"""Tell a review workbook as it was written from one that somebody has worked in.

The last part of the package, its custom document properties, holds a digest of
all bytes before it. Whoever saves the workbook, with Excel, LibreOffice or a
program, writes other bytes: the digest is gone or no longer true.
"""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from openpyxl.packaging.custom import StringProperty

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

__all__ = ["SEAL_PART", "add_seal", "close_seal", "is_untouched_review"]

SEAL_PART = "docProps/custom.xml"
_NAME = "Entity Check seal"
_OPEN = "0" * 64  # stands where the digest will
_SEAL = re.compile(rf'name="{_NAME}"[^>]*>\s*<vt:lpwstr[^>]*>([0-9a-f]{{64}})</vt:lpwstr>'.encode())
_LARGEST = 10_000  # bytes; ours has under 400
_BLOCK = 1 << 20


def add_seal(book: Workbook) -> None:
    """Give `book` the property that will hold the digest."""
    book.custom_doc_props.append(StringProperty(name=_NAME, value=_OPEN))  # type: ignore[attr-defined]


def close_seal(part: bytes, written: IO[bytes]) -> bytes:
    """Return `part`, the custom properties, with the digest of all that was `written` so far."""
    return part.replace(_OPEN.encode(), _digest(written).encode())


def is_untouched_review(path: Path) -> bool:
    """Return whether `path` is, byte for byte, a review workbook that this program wrote.

    Anything else may be somebody's work: edited, saved again, of other making, not
    readable, or no regular file, which is not even opened.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file, zipfile.ZipFile(file) as package:
            last = max(package.infolist(), key=lambda part: part.header_offset)
            if last.filename != SEAL_PART or package.comment:
                return False
            with package.open(last) as part:
                seal = _SEAL.search(part.read(_LARGEST))
            file.seek(0)
            return seal is not None and seal[1].decode() == _digest(file, last.header_offset)
    except (OSError, ValueError, LookupError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile):
        return False


def _digest(file: IO[bytes], size: int | None = None) -> str:
    """Return the SHA-256 of the next `size` bytes, of all that follow if None."""
    digest = hashlib.sha256()
    left = size
    while block := file.read(_BLOCK if left is None else min(_BLOCK, left)):
        digest.update(block)
        left = None if left is None else left - len(block)
    return digest.hexdigest()
