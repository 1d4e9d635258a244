"""Bytes of a delimited text file -> rows of cells, or a plain error."""

from __future__ import annotations

import csv
import io
from itertools import count
from typing import TYPE_CHECKING

from screening.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["decoded", "read_cells", "records", "refuse_empty", "text_of"]

_NEXT = "download the list again"
# MS-DOS marked the end of a text with its first byte; files of OFAC still end with it, maybe in a line of its own.
_END_OF_TEXT = "\x1a\r\n"


def decoded(data: bytes, fallback: str = "") -> str:
    """Return the text of a file without its byte order mark.

    Args:
        data: The whole file.
        fallback: Encoding to try where it is no UTF-8, "" for none.

    Raises:
        SourceError: The file is in neither encoding.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _other(data, fallback, error)


def refuse_empty(text: str) -> str:
    """Return `text`.

    Raises:
        SourceError: There is nothing in it.
    """
    if not text.strip():
        raise SourceError(f"The list file is empty, so there is nothing to import; {_NEXT}.")
    return text


def text_of(data: bytes, *, fallback: str = "") -> str:
    """Return the text of a file as `decoded` does, without the mark of its end.

    Raises:
        SourceError: The file is empty or in neither encoding.
    """
    return refuse_empty(decoded(data, fallback).rstrip(_END_OF_TEXT))


def _other(data: bytes, fallback: str, error: UnicodeDecodeError) -> str:
    try:
        if fallback and b"\0" not in data:
            return data.decode(fallback)
    except UnicodeDecodeError:
        pass
    line = data.count(b"\n", 0, error.start) + 1
    raise SourceError(
        f"The list file is no UTF-8 text (byte {error.start}, line {line}), so names could be garbled; {_NEXT}."
    ) from error


def records(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield what a reader of the csv module yields, each row with its number from 1.

    Raises:
        SourceError: A quote is left open, or a cell is longer than the csv module allows.
    """
    for number in count(1):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SourceError(
                f"The list file cannot be read at row {number} ({error}), so it is damaged or breaks off; {_NEXT}."
            ) from error
        yield number, cells


def read_cells(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, each with its number from 1; cells are trimmed.

    Raises:
        SourceError: A quote is left open, or a cell is longer than the csv module allows.
    """
    for number, row in records(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)):
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield number, cells
