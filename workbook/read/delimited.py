"""Rows of a text file: `.csv`, `.tsv`, `.txt` in any common encoding and delimiter.

The delimiter is the one that cuts the first rows most evenly, because
csv.Sniffer takes a letter or a space if it occurs often enough. Row numbers are
record numbers, as Excel shows them: a quoted line break does not count.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from workbook.errors import DamagedFileError, HostileFileError
from workbook.read.grid import MAX_TEXT, Row
from workbook.read.headers import meaning
from workbook.read.source import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.read.encoding import Encoding
    from workbook.read.source import Source

__all__ = ["TextGrid"]

# A cell of Excel holds 32,767 characters; some systems export longer remarks, which are cut.
_LONGEST_FIELD = 1 << 20
_LONGEST_LINE = 1 << 24
_SAMPLE_LINES = 300
_SAMPLE_TEXT = 1 << 17
# Never in a file: a field separator for text without one.
_NO_DELIMITER = "\x1f"
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", _NO_DELIMITER: "none"}
_HEADER_WITHIN = 30
# A list may end in a few lines that are not cut.
_MOST = 0.7
_SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


class TextGrid:
    """A text file as a grid; see `workbook.read.grid.Grid`."""

    row_count: int | None = None

    def __init__(self, source: Source, encoding: Encoding) -> None:
        """Find the delimiter of `source`."""
        self._source = source
        self._encoding = encoding
        self._view = View(source.stream)
        self.replaced = False
        self.had_zeros = False
        self.cut = 0
        lines = self._head()
        found = _SEP_LINE.fullmatch(lines[0]) if lines else None
        self._skip = 1 if found else 0
        self.delimiter = found[1] if found else _delimiter(lines, source.path.suffix.lower())

    @property
    def progress(self) -> float:
        """How much of the file's bytes the last `rows` call has consumed, 0 to 1."""
        return min(self._view.position / max(self._source.size, 1), 1.0)

    @property
    def delimiter_name(self) -> str:
        """The delimiter in a word."""
        return _DELIMITERS.get(self.delimiter, repr(self.delimiter))

    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold something, in order, in constant memory."""
        # A setting of the whole process; raising it harms nobody.
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_FIELD))
        self._view = View(self._source.stream)
        self.cut = 0
        lines = _Lines(self._lines(self._view))
        for _ in islice(lines, self._skip):
            pass
        before, width = 0, 0
        reader = csv.reader(lines, delimiter=self.delimiter)
        for number, texts in enumerate(reader, start=1):
            if lines.ended:
                raise self._unclosed(number)
            if reader.line_num > before + 1 and _swallowed(texts, self.delimiter, width):
                raise self._unclosed(number)
            before, width = reader.line_num, max(width, len(texts))
            joined = "".join(texts)
            if len(joined) > MAX_TEXT:
                self.cut += sum(len(text) > MAX_TEXT for text in texts)
                texts = [text[:MAX_TEXT] for text in texts]  # noqa: PLW2901 - the same row, shorter
            if joined and not joined.isspace():
                yield Row(number, texts, {}, hidden=False)

    def _unclosed(self, number: int) -> DamagedFileError:
        text = f"a quotation mark opened in row {number} is not closed there and would swallow the rows after it."
        return DamagedFileError(self._source.file, f"{text} Remove or double that mark, or save the list as .xlsx.")

    def _lines(self, view: View) -> Iterator[str]:
        codec = self._encoding.codec
        with io.TextIOWrapper(io.BufferedReader(view), encoding=codec, errors="replace", newline="") as text:
            while line := text.readline(_LONGEST_LINE):
                if len(line) == _LONGEST_LINE:
                    raise HostileFileError(
                        self._source.file, "it has a line of over 16 million characters. Check the export."
                    )
                if "\0" in line:
                    self.had_zeros = True
                    line = line.replace("\0", "")
                self.replaced = self.replaced or "\ufffd" in line
                yield line

    def _head(self) -> list[str]:
        """Return the first lines, as many as fit in the sample."""
        lines: list[str] = []
        size = 0
        for line in islice(self._lines(View(self._source.stream)), _SAMPLE_LINES):
            size += len(line)
            if size > _SAMPLE_TEXT and lines:
                break
            lines.append(line)
        return lines


class _Lines:
    """Lines, and whether they ran out: inside a record that means an open quotation mark."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for line in self._lines:
            return line
        self.ended = True
        raise StopIteration


def _swallowed(texts: list[str], delimiter: str, width: int) -> bool:
    """Return whether a field with line breaks holds whole rows: an unclosed quotation mark.

    `"Acme<break>2,Beta,US<break>3,"` does, an address in four lines does not:
    every line between the first and the last must be cut like a row.
    """
    if width < 3:  # noqa: PLR2004 - two columns are cut by one comma, as is an address line
        return False
    cut = re.compile(re.escape(delimiter) + r"(?! )")
    inner = [field.splitlines()[1:-1] for field in texts if "\n" in field or "\r" in field]
    return any(lines and all(len(cut.findall(line)) >= width - 1 for line in lines) for lines in inner)


def _delimiter(lines: list[str], suffix: str) -> str:
    tried = {delimiter: _evenness(lines, delimiter) for delimiter in ",;\t|"}
    if suffix == ".tsv" and tried["\t"]:
        return "\t"
    best = max(tried, key=lambda delimiter: tried[delimiter])
    return best if tried[best] else _NO_DELIMITER


def _evenness(lines: list[str], delimiter: str) -> float:
    """Return how evenly `delimiter` cuts the rows, 0 (not at all) to 1, and a little more for more columns."""
    try:
        records = [record for record in csv.reader(lines, delimiter=delimiter) if any(record)]
    except csv.Error:
        return 0.0
    widths = [len(record) for record in records]
    several = Counter(width for width in widths if width > 1)
    if not several:
        return 0.0
    usual = max(several, key=lambda width: (several[width], width))
    # Title lines above the header are not cut, and say nothing.
    first = next(place for place, width in enumerate(widths) if width > 1)
    cut = sum(several.values()) / len(widths[first:])
    headed = any(sum(meaning(text) is not None for text in record) > 1 for record in records[:_HEADER_WITHIN])
    if not headed and (cut < _MOST or (delimiter == "," and _is_prose(records, usual))):
        return 0.0
    even = 0.7 * several[usual] / len(widths[first:]) + 0.3 * cut
    # Among equally even ones, the delimiter that cuts more rows, into more columns.
    return even + 0.01 * sum(several.values()) / len(widths) + usual / 10_000


def _is_prose(records: list[list[str]], usual: int) -> bool:
    """Return whether the commas stand in names (`Kvarn Co., Ltd.`) and not between columns."""
    later = [text for record in records for text in record[1:]]
    return usual <= 3 and sum(text[:1] == " " for text in later) >= 0.9 * len(later)  # noqa: PLR2004 - `Co.,Ltd.` strays in
