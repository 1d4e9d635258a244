"""Put a finished file in its place at once, or leave nothing behind.

The file is written beside its target under a temporary name and moved to it in
one step, so a reader sees either the old file or the whole new one. What may be
replaced is decided in that step, not when the work began.
"""

from __future__ import annotations

import errno
import os
import secrets
import sqlite3
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from screening.errors import EntityCheckError
from workbook.review.checksum import checksum_path, write_sha256
from workbook.review.seal import is_untouched_review

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = [
    "WORKBOOK",
    "FileKind",
    "OutputExistsError",
    "OutputSameAsInputError",
    "OutputUnwritableError",
    "Replace",
    "Staged",
    "refuse_checksum",
    "staged_output",
    "write_checksum",
    "written_lines",
]

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


class Replace(Enum):
    """Which file may give way to the finished one."""

    ANY = "any file"
    OWN = "a review workbook that is as this program wrote it"
    NONE = "no file"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of file that is written.

    Attributes:
        ending: Of its name, in lower case.
        is_own: Whether a file is one that is as this program wrote it, and may be written anew.
    """

    ending: str
    is_own: Callable[[Path], bool]


def _is_rewritable(path: Path) -> bool:
    """Return whether a workbook is a review as it was written, and no audit workbook: those are signed and kept."""
    return not os.path.lexists(checksum_path(path)) and is_untouched_review(path)


WORKBOOK = FileKind(ending=".xlsx", is_own=_is_rewritable)


@dataclass(slots=True)
class Staged:
    """A file under way.

    Attributes:
        part: Where to write it.
        path: Where it goes; final once the block of `staged_output` has ended.
    """

    part: Path
    path: Path


@contextmanager
def staged_output(
    target: Path,
    source: Path | None,
    *,
    replace: Replace = Replace.ANY,
    next_free: Callable[[], Path] | None = None,
    kind: FileKind = WORKBOOK,
) -> Iterator[Staged]:
    """Yield a temporary path beside `target`; move it to `target` when the block ends well.

    If the block fails, or is interrupted with Ctrl-C, the temporary file is
    removed and `target` is as it was before.

    Args:
        target: Where the finished file goes; must end as its kind does. A symbolic
            link is followed, so the link itself stays.
        source: The vendor file, which is never replaced; None if there is none.
        replace: Which file at `target` may be replaced.
        next_free: Gives another name in the same folder if `target` is taken; None to fail.
        kind: What is written.

    Raises:
        OutputSameAsInputError: `target` is `source`, also through a symbolic link,
            a hard link or another spelling in upper and lower case.
        OutputExistsError: `target` exists, from the start or by now, and may not be replaced.
        OutputUnwritableError: Wrong ending, missing or read-only folder, a pipe or a
            device, a file that is open in Excel, a full disk.
    """
    given = target
    target = Path(os.path.realpath(target))
    try:
        _check(target, source, kind.ending)
        if next_free is None and not _may_take(target, replace, kind):
            raise _exists(target)
        part = target.with_name(f".{target.stem[:40]}-{secrets.token_hex(6)}.part")
        staged = Staged(part=part, path=given)
        try:
            part.open("xb").close()  # not tempfile: the finished file shall have the user's usual mode
            yield staged
            _to_disk(part)
            while not _published(part, target, replace, kind):
                if next_free is None:
                    raise _exists(target)
                staged.path = next_free()
                target = Path(os.path.realpath(staged.path))
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(target, error) from error


def written_lines(target: Path, lines: Iterable[str]) -> int:
    """Write a new text file at once, or nothing, and return how many lines it has.

    Raises:
        OutputExistsError: `target` exists.
        OutputUnwritableError: It cannot be written; says why.
    """
    part = target.with_name(f".{target.stem[:40]}-{secrets.token_hex(6)}.part")
    count = 0
    try:
        if os.path.lexists(target):
            raise _exists(target)
        try:
            with part.open("x", encoding="utf-8", newline="\n") as file:
                for line in lines:
                    file.write(f"{line}\n")
                    count += 1
            _to_disk(part)
            if not _published(part, target, Replace.NONE, WORKBOOK):
                raise _exists(target)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(target, error) from error
    return count


def refuse_checksum(workbook: Path) -> None:
    """Refuse to write a workbook beside a checksum that another one left, or that somebody else wrote.

    Raises:
        OutputExistsError: There is a file where the checksum of `workbook` goes.
    """
    if os.path.lexists(checksum_path(workbook)):
        raise _exists(workbook if os.path.lexists(workbook) else checksum_path(workbook))


def write_checksum(path: Path) -> None:
    """Write the SHA-256 of a finished file beside it.

    Raises:
        OutputUnwritableError: It cannot be written; the file itself is complete.
    """
    try:
        write_sha256(path)
    except OSError as error:
        raise OutputUnwritableError(
            str(checksum_path(path)),
            error.strerror or str(error),
            f"The workbook {path.name} itself is complete; note its SHA-256 by other means.",
        ) from error


def _check(target: Path, source: Path | None, ending: str) -> None:
    name = str(target)
    if target.suffix.lower() != ending:
        raise OutputUnwritableError(name, f"its name does not end in {ending}", f"Choose a name that ends in {ending}.")
    if source is not None and _same(target, source):
        raise OutputSameAsInputError(name, "it is the vendor file itself", "Choose another name for the review.")
    if not target.parent.is_dir():
        raise OutputUnwritableError(name, "its folder does not exist", "Create the folder or choose another one.")
    mode = _mode(target)
    if mode is None or stat.S_ISREG(mode):
        return
    if stat.S_ISDIR(mode):
        raise OutputUnwritableError(name, "it is a folder", "Choose a file name inside it.")
    raise OutputUnwritableError(name, "it is a pipe or a device, not a file", "Choose the name of a file.")


def _mode(path: Path) -> int | None:
    """Return type and rights of `path`, None if there is nothing; opening a pipe to find out would hang."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _may_take(target: Path, replace: Replace, kind: FileKind) -> bool:
    if replace is Replace.ANY or not os.path.lexists(target):
        return True
    return replace is Replace.OWN and kind.is_own(target)


def _published(part: Path, target: Path, replace: Replace, kind: FileKind) -> bool:
    """Make `part` appear as `target`; return false if a file there may not be replaced."""
    if replace is Replace.ANY or (replace is Replace.OWN and kind.is_own(target)):
        part.replace(target)
        return True
    try:
        os.link(part, target)  # fails if `target` exists, in one step
    except FileExistsError:
        return False
    except OSError:  # a disk without links, such as FAT: reserve the name instead
        return _published_by_name(part, target)
    return True


def _published_by_name(part: Path, target: Path) -> bool:
    try:
        target.open("xb").close()
    except FileExistsError:
        return False
    try:
        part.replace(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return True


def _exists(target: Path) -> OutputExistsError:
    return OutputExistsError(str(target), "it exists already", "Choose another name or allow it to be replaced.")


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
