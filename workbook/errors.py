"""Every error that reading a vendor file raises, in one tree.

Each is one line: which file, what is wrong with it, what to do next. A caller
that wants them all catches `InputError`; the command line tells them apart.

    EntityCheckError (screening.errors)
    `-- InputError               the vendor file cannot be used
        |-- FileMissingError         nothing is at that path
        |-- FileLockedError          it may not be read now, or not by this user
        |-- UnsupportedFileError     a kind of file that is not read, or a folder
        |-- PasswordProtectedError   the workbook is encrypted
        |-- DamagedFileError         broken, cut short, or not what its name says
        |-- HostileFileError         made to exhaust the reader
        |-- EmptyFileError           it holds no rows
        |-- SheetMissingError        no such worksheet
        |-- HeaderRowError           no such header row
        |-- NoColumnError            a column was not found
        |-- AmbiguousColumnError     several columns could be the one looked for
        |-- NotSignableError         an audit workbook that cannot be signed like this
        `-- NotAReviewError          it is no review workbook, or no whole one
            |-- AnotherFormatError       another version of this program made it
            |-- NotAnAuditError          a screening workbook, which was not made to be verified
            `-- AnotherLedgerError       it was made with another ledger

Constructor arguments go to `super().__init__`, so every error survives pickling
between processes.
"""

from __future__ import annotations

import struct
import zlib
from contextlib import contextmanager
from csv import Error as CsvError
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from screening.errors import EntityCheckError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "AmbiguousColumnError",
    "AnotherFormatError",
    "AnotherLedgerError",
    "DamagedFileError",
    "EmptyFileError",
    "FileLockedError",
    "FileMissingError",
    "HeaderRowError",
    "HostileFileError",
    "InputError",
    "NoColumnError",
    "NotAReviewError",
    "NotAnAuditError",
    "NotSignableError",
    "PasswordProtectedError",
    "SheetMissingError",
    "UnsupportedFileError",
    "as_input_errors",
]

# What the readers below us raise on broken bytes. `RuntimeError` and
# `NotImplementedError` are zipfile's words for encryption and odd compression.
_BROKEN = (
    BadZipFile,
    zlib.error,
    ExpatError,
    CsvError,
    struct.error,
    EOFError,
    LookupError,
    ArithmeticError,
    ValueError,
    RuntimeError,
)
_LONGEST = 60


class InputError(EntityCheckError):
    """A vendor file that cannot be used."""

    def __init__(self, file: str, text: str) -> None:
        """Name the file and say, in one sentence or two, what is wrong and what to do."""
        super().__init__(file, text)
        self.file = file
        self.text = text

    def __str__(self) -> str:
        return f"{one_line(self.file, 200)}: {' '.join(self.text.split())}"


class FileMissingError(InputError):
    """Nothing is at the path."""


class FileLockedError(InputError):
    """The file exists but may not be read."""


class UnsupportedFileError(InputError):
    """A kind of file that is not read."""


class PasswordProtectedError(InputError):
    """The workbook is encrypted."""


class DamagedFileError(InputError):
    """The file is broken, cut short, or not what its name says."""


class HostileFileError(InputError):
    """The file is built to exhaust whoever reads it."""


class EmptyFileError(InputError):
    """The file, or the chosen sheet, holds no rows."""


class SheetMissingError(InputError):
    """The workbook has no worksheet of that name."""

    def __init__(self, file: str, sheet: str, sheets: tuple[str, ...]) -> None:
        """Name the sheet that was asked for and the worksheets that exist."""
        there = f"it has {listed(sheets)}" if sheets else "a text file has none, so leave the sheet out"
        super().__init__(file, f"there is no worksheet {one_line(sheet)!r}; {there}.")
        self.args = (file, sheet, sheets)
        self.sheet = sheet
        self.sheets = sheets


class HeaderRowError(InputError):
    """The header row that was asked for does not exist."""


class NoColumnError(InputError):
    """A column was not found."""

    def __init__(self, file: str, text: str, headers: tuple[str, ...]) -> None:
        """Say what was looked for, and name the headers that exist."""
        seen = f"Columns seen: {listed(headers)}." if headers else "No header row was recognised."
        super().__init__(file, f"{text} {seen}")
        self.args = (file, text, headers)
        self.headers = headers


class AmbiguousColumnError(InputError):
    """Several columns could be the one that is looked for."""

    def __init__(self, file: str, what: str, candidates: tuple[str, ...], choice: str) -> None:
        """Name the columns that compete to be the `what`, and what to pass: `--name "Legal Name"`."""
        text = (
            f"these columns could all be the {what} column: {', '.join(candidates)}. Choose one, for example: {choice}"
        )
        super().__init__(file, text)
        self.args = (file, what, candidates, choice)
        self.what = what
        self.candidates = candidates
        self.choice = choice


class NotAReviewError(InputError):
    """The file is no review workbook, or no whole one."""


class NotSignableError(InputError):
    """The audit workbook cannot be signed like this."""


class AnotherFormatError(NotAReviewError):
    """Another version of this program made the review workbook."""


class NotAnAuditError(NotAReviewError):
    """The workbook was made by screening alone, so it holds nothing to verify it by."""


class AnotherLedgerError(NotAReviewError):
    """The review workbook was made with another ledger."""


def one_line(text: str, longest: int = _LONGEST) -> str:
    """Return `text` in one line of at most `longest` characters, free of control characters."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * longest]).split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"


def listed(items: tuple[str, ...], most: int = 20) -> str:
    """Return the items as `'A', 'B' and 3 more`."""
    shown = ", ".join(f"'{one_line(item)}'" for item in items[:most])
    return shown if len(items) <= most else f"{shown} and {len(items) - most} more"


@contextmanager
def as_input_errors(file: str) -> Iterator[None]:
    """Turn whatever a reader raises on bad bytes into an `InputError`."""
    try:
        yield
    except InputError:
        raise
    except PermissionError as error:
        raise FileLockedError(file, "it may not be read. Close it in other programs, or ask for access.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DamagedFileError(
            file, f"it cannot be read ({reason}). Copy it to this computer and try again."
        ) from error
    except _BROKEN as error:
        text = f"it is damaged or incomplete ({one_line(str(error)) or type(error).__name__})."
        raise DamagedFileError(file, f"{text} Fetch it again, or open it in Excel and save it anew.") from error
