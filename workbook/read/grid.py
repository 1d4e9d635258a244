"""What every kind of vendor file is read as: rows of cell texts.

A row that holds nothing is never handed on; its number is simply missing, which
makes a million formatted but empty rows cost nothing further up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, Protocol

from openpyxl.utils.cell import get_column_letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Excel's own limits.
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_TEXT = 32_767


class Kind(Enum):
    """What a cell holds, where that is not text."""

    NUMBER = auto()
    DATE = auto()
    BOOLEAN = auto()
    ERROR = auto()
    NO_VALUE = auto()  # a formula that was saved without its result


class Row(NamedTuple):
    """A row that holds something.

    Attributes:
        number: 1-based, as the user sees it.
        texts: What the cells show, from column A on; "" for an empty one.
        kinds: Kind of each cell that is not text, by 0-based column.
        hidden: The row is hidden or filtered away.
    """

    number: int
    texts: list[str]
    kinds: Mapping[int, Kind]
    hidden: bool

    def text(self, column: int) -> str:
        """Return the text in a 0-based column, "" beyond the end."""
        return self.texts[column] if column < len(self.texts) else ""


class Grid(Protocol):
    """One sheet, or one text file, that can be read any number of times.

    Attributes:
        cut: Cells of the last `rows` call whose text was cut to what Excel allows.
    """

    cut: int

    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold something, in order, in constant memory."""
        ...

    @property
    def progress(self) -> float:
        """How much of the bytes the last `rows` call has consumed, 0 to 1."""
        ...

    @property
    def row_count(self) -> int | None:
        """How many rows the file itself claims to have; None if it does not say."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that was chosen.

    Attributes:
        index: 0-based.
        header: Its header text, "" if it has none.
        why: What speaks for it, as a clause: `the header says so`.
    """

    index: int
    header: str
    why: str

    @property
    def letter(self) -> str:
        """Column letter as in Excel."""
        return get_column_letter(self.index + 1)

    def __str__(self) -> str:
        return f"{self.header!r} (column {self.letter})" if self.header else f"column {self.letter}"
