"""Put a finished file in its place at once, or leave nothing behind.

The file is written beside its target under a temporary name and moved over it
with `os.replace`, so a reader sees either the old file or the whole new one.
"""

from __future__ import annotations

import errno
import os
import secrets
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from screening.errors import EntityCheckError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["OutputExistsError", "OutputSameAsInputError", "OutputUnwritableError", "staged_output"]

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SQLITE_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}


class OutputUnwritableError(EntityCheckError):
    """The review workbook cannot be written where it was asked for."""

    def __init__(self, path: str, why: str, advice: str) -> None:
        """Name the file, what stands in the way and what to do next."""
        super().__init__(path, why, advice)
        self.path = path
        self.why = why
        self.advice = advice

    def __str__(self) -> str:
        return f"Cannot write {self.path}: {self.why}. {self.advice}"


class OutputExistsError(OutputUnwritableError):
    """The review workbook is there already and must not be replaced."""


class OutputSameAsInputError(OutputUnwritableError):
    """The review workbook would replace the vendor file it was made from."""


@contextmanager
def staged_output(target: Path, source: Path, *, replace: bool = True) -> Iterator[Path]:
    """Yield a temporary path beside `target`; move it over `target` when the block ends well.

    If the block fails, or is interrupted with Ctrl-C, the temporary file is
    removed and `target` is as it was before.

    Args:
        target: Where the finished file goes; must end in `.xlsx`. A symbolic link
            is followed, so the link itself stays.
        source: The vendor file, which is never replaced.
        replace: Whether an existing `target` may be replaced.

    Raises:
        OutputSameAsInputError: `target` is `source`, also through a symbolic link,
            a hard link or another spelling in upper and lower case.
        OutputExistsError: `target` exists and `replace` is false.
        OutputUnwritableError: Wrong ending, missing or read-only folder, a file
            that is open in Excel, a full disk.
    """
    target = Path(os.path.realpath(target))
    _check(target, source, replace=replace)
    part = target.with_name(f".{target.stem[:40]}-{secrets.token_hex(6)}.part")
    try:
        part.open("xb").close()  # not tempfile: the finished file shall have the user's usual mode
        yield part
        _to_disk(part)
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(target, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _check(target: Path, source: Path, *, replace: bool) -> None:
    name = str(target)
    if target.suffix.lower() != ".xlsx":
        raise OutputUnwritableError(name, "its name does not end in .xlsx", "Choose a name that ends in .xlsx.")
    if _same(target, source):
        raise OutputSameAsInputError(name, "it is the vendor file itself", "Choose another name for the review.")
    if target.is_dir():
        raise OutputUnwritableError(name, "it is a folder", "Choose a file name inside it.")
    if not target.parent.is_dir():
        raise OutputUnwritableError(name, "its folder does not exist", "Create the folder or choose another one.")
    if target.exists() and not replace:
        raise OutputExistsError(name, "it exists already", "Choose another name or allow it to be replaced.")


def _same(target: Path, source: Path) -> bool:
    # The spelling counts too: files travel to disks that take A.xlsx and a.xlsx for one.
    if os.path.realpath(source).casefold() == str(target).casefold():
        return True
    try:
        return target.samefile(source)
    except OSError:
        return False


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _unwritable(target: Path, error: OSError | sqlite3.Error) -> OutputUnwritableError:
    if isinstance(error, sqlite3.Error):
        full = getattr(error, "sqlite_errorcode", 0) in _SQLITE_FULL
        why = str(error)
    else:
        full = error.errno in _DISK_FULL
        why = error.strerror or str(error)
    if full:
        return OutputUnwritableError(
            str(target),
            "the disk (or the folder for temporary files) is full",
            "Free some space and run again; nothing was written.",
        )
    if isinstance(error, PermissionError):
        return OutputUnwritableError(
            str(target),
            "it is open in another program or the folder is read-only",
            "Close it in Excel or choose another folder, then run again.",
        )
    return OutputUnwritableError(str(target), why, "Choose another place and run again; nothing was written.")
