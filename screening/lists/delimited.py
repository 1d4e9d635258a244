"""Bytes of a delimited text file -> rows of cells, or a plain error."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from screening.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_cells", "text_of"]

_NEXT = "download the list again"
# MS-DOS marked the end of a text with this byte; files of OFAC still end with it.
_END_OF_TEXT = "\x1a"


def text_of(data: bytes, *, fallback: str = "") -> str:
    """Return the text of a file without its byte order mark.

    Args:
        data: The whole file.
        fallback: Encoding to try where it is no UTF-8, "" for none.

    Raises:
        SourceError: The file is empty or in neither encoding.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _other(data, fallback, error)
    text = text.rstrip(_END_OF_TEXT)
    if not text.strip():
        raise SourceError(f"The list file is empty, so there is nothing to import; {_NEXT}.")
    return text


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


def read_cells(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, each with its number from 1; cells are trimmed.

    Raises:
        SourceError: A quote is left open, or a cell is longer than the csv module allows.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise SourceError(
                f"The list file cannot be read at row {number} ({error}), so it is damaged or breaks off; {_NEXT}."
            ) from error
        if any(cells):
            yield number, cells
