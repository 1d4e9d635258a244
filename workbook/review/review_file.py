"""A workbook file of this program, as it stands: its sheets, their rows, their digests."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING
from zipfile import is_zipfile

from workbook.errors import (
    DamagedFileError,
    FileMissingError,
    NotAReviewError,
    UnsupportedFileError,
    as_input_errors,
)
from workbook.read.package import Package
from workbook.read.sheetml import open_book
from workbook.read.values import ErrorValue, Formula, value_rows
from workbook.review.digest import SheetDigest, formula_token, token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from workbook.cells import CellValue
    from workbook.read.sheetml import Book
    from workbook.review.digest import SheetRecord

__all__ = ["ReviewFile", "opened", "parts_of"]

_TOLD = 1_000  # rows between two words of progress


class ReviewFile:
    """An open workbook file.

    Attributes:
        name: Name of the file.
        titles: Its sheets in the order of their tabs, those that are no worksheets last.
        hidden: Those of them that a user does not see.
    """

    def __init__(self, name: str, book: Book) -> None:
        """Use `opened` instead."""
        self.name = name
        self._book = book
        self._sheets = {sheet.name: sheet for sheet in book.sheets}
        self.titles = tuple(sheet.name for sheet in (*book.sheets, *book.others))
        self.hidden = tuple(sheet.name for sheet in (*book.sheets, *book.others) if sheet.hidden)
        if len({title.casefold() for title in self.titles}) < len(self.titles):
            # The one would be checked and the other one shown.
            raise DamagedFileError(name, "two of its sheets have one name, which Excel does not allow.")

    def rows(self, title: str) -> Iterator[tuple[int, list[CellValue]]]:
        """Yield the rows of a sheet that hold something: number and values; none of a chart sheet."""
        if title in self._sheets:
            yield from value_rows(self._book, self._sheets[title])

    def digest(self, title: str, progress: Callable[[int], None] | None = None) -> SheetRecord:
        """Return what a sheet comes to; a sheet that is all chart comes to nothing.

        Args:
            title: The sheet.
            progress: Called with the number of a row, after every 1,000 that hold something.
        """
        digest = SheetDigest(title)
        last = 0
        for read, (number, values) in enumerate(self.rows(title), 1):
            for _ in range(number - last - 1):
                digest.append_tokens([])
            digest.append_tokens([_token(value) for value in values])
            last = number
            if progress is not None and not read % _TOLD:
                progress(number)
        return digest.record()


@contextmanager
def opened(path: Path) -> Iterator[ReviewFile]:
    """Yield the workbook at `path` to be read row by row, formulas as formulas.

    Raises:
        InputError: It is no workbook, no safe one, or cannot be read.
    """
    if not path.exists():
        raise FileMissingError(path.name or str(path), "there is no such file. Check the path.")
    if not path.is_file():  # a pipe would be waited for, a folder is none
        raise UnsupportedFileError(path.name, "it is no file. Name a workbook that Entity Check wrote.")
    with as_input_errors(path.name), path.open("rb") as file:
        if not is_zipfile(file):
            raise NotAReviewError(path.name, "it is no workbook (.xlsx). Name one that Entity Check wrote.")
        yield ReviewFile(path.name, open_book(Package(file, path.name)))


def parts_of(title: str, titles: Iterable[str]) -> tuple[str, ...]:
    """Return those of `titles` that are the sheet called `title`, or `title (2)` where it went on."""
    part = re.compile(rf"{re.escape(title)}( \([0-9]+\))?")
    return tuple(one for one in titles if part.fullmatch(one))


def _token(value: CellValue) -> str:
    if isinstance(value, Formula):
        return formula_token(value)
    return f"e{value}" if isinstance(value, ErrorValue) else token(value)
