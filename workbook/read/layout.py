"""Where the header row is, and what the reader found out about a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.errors import HeaderRowError
from workbook.read.headers import Role, meaning
from workbook.read.options import headed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.read.grid import Column, Row
    from workbook.read.options import ReadOptions

__all__ = ["Header", "Layout", "find_header", "is_rule", "shape"]

# Title lines, parameter blocks and logos above the header of an ERP report fill
# up to some forty rows.
_DEPTH = 60
# A header with the second line of a two-line one has some 40 characters.
_LONGEST_LINE = 40
_RULE_SIGNS = frozenset("-=_*+|~ ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What was found in a file and what was chosen, for the user to check.

    Attributes:
        header_row: 1-based row of the headers (the upper one of two lines); None if there are none.
        first_row: First row below the headers.
        last_row: Last row that holds something, as far as was read.
        name: Column of the names.
        name_more: `Name 2` and the like: joined where they continue the name.
        id: Column of the vendor ids.
        country: Column of the countries.
        address: Columns of the address, joined by a comma.
        other_addresses: Columns of each further address.
        owners: Columns of owners and their shares.
        data_range: For example `A5:F412`; its end is final once all rows were read.
        other_sheets: Worksheets that look like vendor lists too and were not read.
        notes: What the user should know, one sentence each.
    """

    header_row: int | None
    first_row: int
    last_row: int
    name: Column
    name_more: tuple[Column, ...]
    id: Column | None
    country: Column | None
    address: tuple[Column, ...]
    data_range: str
    other_sheets: tuple[str, ...]
    notes: tuple[str, ...]
    other_addresses: tuple[tuple[Column, ...], ...] = ()
    owners: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of a list.

    Attributes:
        row: 1-based row; None if the list has no header.
        texts: Header text of each column from A on, two lines joined by a space.
        lines: The rows as they stand, to know them again at a page break.
        titles: The rows above, for the same reason.
        first_row: First row below it.
        score: How surely it is a header; 0 for none.
    """

    row: int | None
    texts: tuple[str, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()
    titles: tuple[tuple[str, ...], ...] = ()
    first_row: int = 1
    score: float = 0.0


def find_header(file: str, rows: Sequence[Row], options: ReadOptions) -> Header:
    """Return the header among the first rows of a file.

    Raises:
        HeaderRowError: The row that was asked for holds nothing.
    """
    if options.header_row is not None:
        return _asked(file, rows, options.header_row)
    rows = rows[:_DEPTH]
    scores = [_score(row.texts, options) - 0.5 * len(row.kinds) for row in rows]
    if not rows or max(scores) <= 0:
        return Header(row=None, first_row=rows[0].number if rows else 1)
    best = scores.index(max(scores))
    upper, lower, texts, score = _with_second_line(rows, best, scores[best], options)
    below = _below(rows, lower, texts)
    return Header(
        row=rows[upper].number,
        texts=tuple(texts),
        lines=tuple(shape(row.texts) for row in rows[upper : below + 1]),
        titles=tuple(shape(row.texts) for row in rows[:upper]),
        first_row=rows[below].number + 1,
        score=score,
    )


def is_rule(texts: Sequence[str]) -> bool:
    """Return whether a row is only a drawn line: `-----  -----`."""
    drawn = "".join(texts)
    return len(drawn) > 2 and not set(drawn) - _RULE_SIGNS  # noqa: PLR2004 - `--` may stand for "no name"


def _asked(file: str, rows: Sequence[Row], number: int) -> Header:
    if number == 0:
        return Header(row=None, first_row=rows[0].number if rows else 1)
    place = next((place for place, row in enumerate(rows) if row.number == number), None)
    if place is None:
        raise HeaderRowError(file, f"row {number} holds nothing, so it cannot be the header row. Choose another row.")
    texts = rows[place].texts
    return Header(
        row=number,
        texts=tuple(texts),
        lines=(shape(texts),),
        titles=tuple(shape(row.texts) for row in rows[:place][:_DEPTH]),
        first_row=number + 1,
        score=5.0,
    )


def shape(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the texts of a row without what a second printing may change."""
    shaped = [" ".join(text.split()) for text in texts]
    while shaped and not shaped[-1]:
        shaped.pop()
    return tuple(shaped)


def _score(texts: Sequence[str], options: ReadOptions) -> float:
    """Return how surely a row is the header, 0 for not at all.

    A name column counts most; then each known header. `Vendor | ACME` in a block
    of parameters above the list is no header: one known cell of two.
    """
    filled = [text for text in texts if text.strip()]
    said = [known for text in filled if (known := meaning(text))]
    names = [known.rank for known in said if known.role is Role.NAME]
    asked = sum(bool(headed(texts, wanted)) for wanted in options.headers)
    sure = bool(asked) or len(said) > 1 or (bool(names) and (max(names) > 2 or len(filled) == 1))  # noqa: PLR2004
    if not sure:
        return 0.0
    unlike = sum(sum(map(str.isdecimal, text)) * 2 > len(text) for text in filled)
    return 10.0 * asked + (4 + 0.3 * max(names) if names else 0) + len(said) - unlike


def _with_second_line(
    rows: Sequence[Row], best: int, score: float, options: ReadOptions
) -> tuple[int, int, list[str], float]:
    """Return first and last line, texts and score of the header, two lines joined where that says more."""
    chosen = (best, best, list(rows[best].texts), score)
    for upper in (best - 1, best):
        lower = upper + 1
        if upper < 0 or lower >= len(rows) or not _are_lines(rows[upper], rows[lower]):
            continue
        for spread in (False, True):
            texts = _joined(rows[upper].texts, rows[lower].texts, spread=spread)
            joined = _score(texts, options)
            if joined > chosen[3]:
                chosen = (upper, lower, texts, joined)
    return chosen


def _are_lines(upper: Row, lower: Row) -> bool:
    """Return whether two rows could be one header: neighbours, the upper no title, the lower short texts."""
    filled = [text.strip() for text in lower.texts if text.strip()]
    is_title = sum(bool(text.strip()) for text in upper.texts) < 2  # noqa: PLR2004 - one cell over everything
    is_short = all(len(text) <= _LONGEST_LINE and not text.isdecimal() for text in filled)
    return lower.number == upper.number + 1 and not is_title and is_short and not lower.kinds


def _joined(upper: Sequence[str], lower: Sequence[str], *, spread: bool) -> list[str]:
    """Return two header lines as one; `spread` lets a merged upper cell head all columns under it."""
    texts: list[str] = []
    above = ""
    for column in range(max(len(upper), len(lower))):
        own = upper[column].strip() if column < len(upper) else ""
        below = lower[column].strip() if column < len(lower) else ""
        above = own or (above if spread else "")
        texts.append(f"{above} {below}".strip() if below else own)
    return texts


def _below(rows: Sequence[Row], lower: int, texts: Sequence[str]) -> int:
    """Return the last header line: drawn lines and a second language below belong to the header."""
    names = [column for column, text in enumerate(texts) if (said := meaning(text)) and said.role is Role.NAME]
    while lower + 1 < len(rows):
        following = rows[lower + 1]
        filled = [text for text in following.texts if text.strip()]
        known = sum(meaning(text) is not None for text in filled)
        again = any((said := meaning(following.text(column))) and said.role is Role.NAME for column in names)
        if not (is_rule(following.texts) or (again and not following.kinds and known >= min(2, len(filled)))):
            break
        lower += 1
    return lower
