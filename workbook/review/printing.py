"""How a sheet stands on paper: on A4 and on Letter alike, with no column cut in two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.utils.cell import column_index_from_string
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["across", "fit", "page_setup", "scale_of", "upright"]

# Letter, since a Letter page loses only margins on A4, while an A4 page on Letter loses its last lines.
_LETTER: Final = 1
_SIDE_INCHES: Final = 0.5
_TOP_INCHES, _BOTTOM_INCHES = 0.6, 0.8
_ROOM_POINTS: Final = (11 - 2 * _SIDE_INCHES) * 72  # Letter across is narrower than A4 across
# Upright, A4 is the narrower and Letter the shorter one.
_UPRIGHT_POINTS: Final = ((210 / 25.4 - 2 * _SIDE_INCHES) * 72, (11 - _TOP_INCHES - _BOTTOM_INCHES) * 72)
# A digit of the widest typeface that stands in for Arial, DejaVu Sans; Arial's own has 5.6 points.
_DIGIT_POINTS: Final = 6.4
_LEAST_SCALE: Final = 10  # percent; Excel's limit
_LEGIBLE_SCALE: Final = 60  # below, one more page is better than smaller type


def page_setup(sheet: Worksheet, footer: str, *, landscape: bool = True) -> None:
    """Give `sheet` margins, its rows of header on every page, and a footer with page x of y.

    Args:
        sheet: An empty sheet.
        footer: Text at the bottom left.
        landscape: Whether the paper lies on its long side.
    """
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = _LETTER
    margins = sheet.page_margins
    margins.left = margins.right = _SIDE_INCHES
    margins.top, margins.bottom = _TOP_INCHES, _BOTTOM_INCHES
    margins.header = margins.footer = 0.4
    texts = (footer.replace("&", "&&"), "&A", "Page &P of &N")
    left, middle, right = (_HeaderFooterPart(size=8, text=text) for text in texts)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=left, center=middle, right=right)


def fit(sheet: Worksheet) -> None:
    """Make `sheet` as wide as one page, as many pages long as it needs."""
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def upright(sheet: Worksheet, widths: Sequence[float], heights: Sequence[float]) -> None:
    """Make `sheet` as wide as one page, its pages ending where they shall and not where the paper does.

    Args:
        sheet: A sheet whose paper stands on its short side.
        widths: Of all columns, in digits.
        heights: Of the pages, in points, as the breaks of the rows part them. One that is
            too high to be read on one page goes on on a further one.
    """
    room, length = _UPRIGHT_POINTS
    scale = room / (sum(widths) * _DIGIT_POINTS)
    lengths = [length / height for height in heights]
    fitting = [one for one in lengths if one * 100 >= _LEGIBLE_SCALE]
    sheet.page_setup.scale = min(100, int(100 * min([scale, *fitting])))
    sheet.print_options.horizontalCentered = True


def across(sheet: Worksheet, widths: Sequence[float], *, repeated: str, breaks: Sequence[int]) -> None:
    """Make `sheet` several pages wide, each a group of columns that belong together.

    The pages have a scale and breaks of their own: where Excel fits a sheet to a
    number of pages it breaks it wherever the page is full.

    Args:
        sheet: An empty sheet whose paper lies on its long side.
        widths: Of all columns, in digits.
        repeated: Columns printed on each page, from the first one, for example `A:C`.
        breaks: Number of the last column of each page but the last, counted from 1.
    """
    sheet.print_title_cols = repeated
    sheet.page_setup.scale = scale_of(widths, column_index_from_string(repeated.rpartition(":")[2]), breaks)
    for column in breaks:
        sheet.col_breaks.append(Break(id=column))


def scale_of(widths: Sequence[float], repeated: int, breaks: Sequence[int]) -> int:
    """Return the percentage at which the widest page still fits on the narrower paper.

    Args:
        widths: Of all columns, in digits.
        repeated: How many of the first columns stand on every page.
        breaks: Number of the last column of each page but the last, counted from 1.
    """
    ends = [*breaks, len(widths)]
    starts = [repeated, *breaks]
    titles = sum(widths[:repeated])
    widest = max(titles + sum(widths[start:end]) for start, end in zip(starts, ends, strict=True))
    return max(_LEAST_SCALE, min(100, int(100 * _ROOM_POINTS / (widest * _DIGIT_POINTS))))
