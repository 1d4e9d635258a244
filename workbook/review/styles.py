"""One palette, one typeface, and how wide and high text stands.

Every pair of text and fill has a contrast of at least 4.5:1 (WCAG 2.1, AA); a
verdict is always told by its word too, never by colour alone.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from screening.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl.worksheet.worksheet import Worksheet

__all__ = [
    "BAD",
    "FRAME",
    "GOOD",
    "HEADER",
    "INK",
    "INPUT",
    "LINK",
    "MUTED",
    "NAVY",
    "PLAIN",
    "RULE",
    "SIZE",
    "VERDICT_TONES",
    "Tone",
    "font",
    "height_of",
    "lines_of",
    "mark_verdicts",
    "protect",
    "wrapped",
]

TYPEFACE = "Arial"  # stands on Windows, macOS and, as Liberation Sans, on Linux
SIZE = 10

INK = "1F2937"
MUTED = "4B5563"
NAVY = "1F3864"
LINK = "0B57A4"
LINE_GREY = "D5DAE1"


@dataclass(frozen=True, slots=True)
class Tone:
    """A text colour on a fill, both as RRGGBB."""

    text: str
    fill: str

    @property
    def pattern(self) -> PatternFill:
        """The fill of a cell."""
        return PatternFill("solid", start_color=self.fill, end_color=self.fill)


HEADER = Tone("FFFFFF", NAVY)
PLAIN = Tone(INK, "F3F5F8")
GOOD = Tone("14532D", "DDF0E3")
BAD = Tone("7A0C16", "F8D7DA")
VERDICT_TONES = {
    Verdict.LISTED: BAD,
    Verdict.REVIEW: Tone("5F3D00", "FFEFC2"),
    Verdict.CLEAR: GOOD,
    Verdict.NOT_SCREENED: Tone("374151", "E5E7EB"),
}

INPUT = Tone(INK, "FFFDF0")  # cells to fill in; their frame tells them without colour

RULE = Border(bottom=Side("hair", color=LINE_GREY))
_THIN = Side("thin", color="8A93A3")
FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)

_LINE_POINTS = 12.75  # one line of 10-point Arial in Excel
_PADDING_POINTS = 4.0
_MOST_POINTS = 409.0  # Excel's highest row
# Advance widths of Arial (its font metrics) in units of its digits; what is not named is 1.
_ADVANCES = {
    char: width
    for width, chars in {
        0.4: "ijl'|",
        0.5: " !,./:;I[]\\ft",
        0.65: '()-r`"*{}',
        0.9: "Jcksvxyz",
        1.1: "FTZ+<=>~",
        1.2: "&ABEKPSVXY",
        1.3: "CDHNRUw",
        1.4: "GOQ",
        1.5: "Mm",
        1.7: "W%",
        1.9: "@",
    }.items()
    for char in chars
}
_WIDE, _FOREIGN = 2.0, 1.3
_SAFETY = 1.06  # a digit of 7.4 pixels gets a column of 7


def font(colour: str = INK, *, size: float = SIZE, bold: bool = False, underline: bool = False) -> Font:
    """Return the house typeface."""
    return Font(name=TYPEFACE, size=size, bold=bold, color=colour, underline="single" if underline else None)


def wrapped(horizontal: str = "left", vertical: str = "top", *, wrap: bool = True) -> Alignment:
    """Return an alignment; text wraps unless `wrap` is false."""
    indent = 0 if horizontal == "center" else 1  # or numbers would touch the text beside them
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap, indent=indent)


def mark_verdicts(sheet: Worksheet, cells: str) -> None:
    """Give `cells` of `sheet` the bold type and fill of the verdict they hold."""
    for verdict, tone in VERDICT_TONES.items():
        rule = CellIsRule(  # type: ignore[no-untyped-call]
            operator="equal",
            formula=[f'"{verdict}"'],
            font=Font(bold=True, color=tone.text),
            fill=PatternFill(bgColor=tone.fill),
        )
        sheet.conditional_formatting.add(cells, rule)


def protect(sheet: Worksheet) -> None:
    """Keep all but unlocked cells from being changed by accident; there is no password, so it is no security."""
    protection = sheet.protection
    protection.sheet = True
    # False allows: filters, sorting, wider columns and higher rows spoil nothing.
    protection.autoFilter = protection.sort = False
    protection.formatColumns = protection.formatRows = False


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """Return the row height in points that shows every text in its column.

    Args:
        texts: Each cell's text and its column's width in digits.
    """
    lines = max((lines_of(text, width) for text, width in texts), default=1)
    return min(_MOST_POINTS, lines * _LINE_POINTS + _PADDING_POINTS)


def lines_of(text: str, width: float) -> int:
    """Return how many lines `text` takes in a column `width` digits wide, rather one too many."""
    room = max((width - 2.5) / _SAFETY, 1.0)  # padding and indent
    if len(text) * _FOREIGN <= room and text.isascii() and "\n" not in text:
        return 1
    return sum(_paragraph_lines(paragraph, room) for paragraph in text.split("\n"))


def _paragraph_lines(paragraph: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in paragraph.split(" "):
        length = sum(map(_advance, word))
        if used and used + length > room:
            lines, used = lines + 1, 0.0
        while length > room:  # a word longer than the line is broken
            lines, length = lines + 1, length - room
        used += length + _ADVANCES[" "]
    return lines


def _advance(char: str) -> float:
    if char.isascii():
        return _ADVANCES.get(char, 1.0)
    return _WIDE if unicodedata.east_asian_width(char) in "WF" else _FOREIGN
