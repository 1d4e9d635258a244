"""A file's SHA-256 beside it, as `sha256sum --check` and most other tools read it."""

from __future__ import annotations

import hashlib
import re
from enum import Enum
from typing import TYPE_CHECKING, Final

from screening.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Checksum", "check_sha256", "checksum_path", "write_sha256"]

_LINE: Final = re.compile(r"\\?([0-9a-fA-F]{64})(?:\s|$)")
_LARGEST: Final = 10_000  # bytes; one line has a few hundred


class Checksum(Enum):
    """How a file compares with the checksum beside it."""

    OK = "the file is as it was when its checksum was written"
    DIFFERS = "the file is not as it was when its checksum was written"
    MISSING = "there is no checksum beside the file"
    UNREADABLE = "the file or its checksum cannot be read"


def checksum_path(path: Path) -> Path:
    """Return where the checksum of `path` stands: its name and `.sha256`."""
    return path.with_name(f"{path.name}.sha256")


def write_sha256(path: Path) -> Path:
    """Write the checksum of `path` beside it, in one step, and return where it stands.

    Raises:
        OSError: `path` cannot be read, or nothing can be written beside it.
    """
    target = checksum_path(path)
    write_whole(target, _line(_sha256(path), path.name))
    return target


def check_sha256(path: Path) -> Checksum:
    """Return how `path` compares with the checksum beside it."""
    try:
        with checksum_path(path).open("rb") as file:
            stated = _LINE.match(file.read(_LARGEST).decode("utf-8-sig"))
    except FileNotFoundError:
        return Checksum.MISSING
    except (OSError, ValueError):
        return Checksum.UNREADABLE
    if stated is None:
        return Checksum.UNREADABLE
    try:
        return Checksum.OK if _sha256(path) == stated[1].lower() else Checksum.DIFFERS
    except OSError:
        return Checksum.UNREADABLE


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _line(digest: str, name: str) -> bytes:
    # A name with a line break is escaped and marked by a backslash, as sha256sum does it.
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    mark = "\\" if escaped != name else ""
    return f"{mark}{digest}  {escaped}\n".encode("utf-8", "surrogateescape")
