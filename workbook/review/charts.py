"""The two charts of the Summary sheet: native, editable, readable without colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun

from workbook.review.styles import INK, LINE_GREY, TYPEFACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.chart.series import Series
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["ChartSeries", "bar_chart", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSeries:
    """The bars of one column.

    Attributes:
        column: Counted from 1.
        values: Its numbers; a zero gets no label.
        colours: One for all bars, or one for each.
        striped: Whether the bars are striped, to be told from others without their colour.
    """

    column: int
    values: tuple[int, ...]
    colours: tuple[str, ...]
    striped: bool = False


def bar_chart(
    sheet: Worksheet,
    title: str,
    *,
    labels: tuple[int, int, int],
    series: Sequence[ChartSeries],
) -> BarChart:
    """Return a chart of horizontal bars with the numbers written at their ends.

    Args:
        sheet: Sheet that holds the numbers.
        title: Chart title.
        labels: Column of the labels, first row and last row, all counted from 1;
            the row above the first holds the names of the series.
        series: One, or several side by side.
    """
    column, first, last = labels
    chart = BarChart()
    chart.type, chart.grouping, chart.gapWidth = "bar", "clustered", 45
    chart.title = _title(title)
    for part in series:
        chart.series.append(_series(sheet, part, first, last))
    chart.set_categories(Reference(sheet, min_col=column, min_row=first, max_row=last))
    _plain_axes(chart)
    chart.legend.position = "b"
    if len(series) == 1:
        chart.legend = None
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=LINE_GREY))
    chart.roundedCorners = False
    return chart


def _title(text: str) -> Title:
    paragraph = Paragraph(pPr=_characters(1100, bold=True), r=[RegularTextRun(t=text)])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def place(chart: BarChart, columns: tuple[int, int], rows: tuple[int, int]) -> None:
    """Fix `chart` over whole columns and rows, counted from 1, both ends included."""
    first = AnchorMarker(col=columns[0] - 1, row=rows[0] - 1)
    last = AnchorMarker(col=columns[1], row=rows[1])
    chart.anchor = TwoCellAnchor(editAs="oneCell", _from=first, to=last)  # type: ignore[assignment]  # the stub says text


def _series(sheet: Worksheet, part: ChartSeries, first: int, last: int) -> Series:
    values = Reference(sheet, min_col=part.column, min_row=first - 1, max_row=last)
    series: Series = SeriesFactory(values, title_from_data=True)
    series.graphicalProperties = _look(part)
    series.invertIfNegative = False
    if len(part.colours) > 1:
        series.dPt = [
            DataPoint(idx=place, invertIfNegative=False, spPr=GraphicalProperties(solidFill=colour))
            for place, colour in enumerate(part.colours)
        ]
    series.dLbls = _labels(part.values)
    return series


def _look(part: ChartSeries) -> GraphicalProperties:
    colour = part.colours[0]
    if not part.striped:
        return GraphicalProperties(solidFill=colour, ln=LineProperties(noFill=True))
    look = GraphicalProperties(ln=LineProperties(solidFill=colour))
    front, back = (ColorChoice(srgbClr=one) for one in (colour, "FFFFFF"))  # type: ignore[arg-type]  # takes text too
    look.pattFill = PatternFillProperties(prst="wdUpDiag", fgClr=front, bgClr=back)
    return look


def _labels(values: Sequence[int]) -> DataLabelList:
    look = {"showSerName": False, "showCatName": False, "showLegendKey": False, "showPercent": False}
    text = RichText(p=[Paragraph(pPr=_characters(900), endParaRPr=CharacterProperties())])
    zeros = [DataLabel(idx=place, showVal=False, **look) for place, value in enumerate(values) if not value]
    return DataLabelList(dLbl=zeros, showVal=True, dLblPos="outEnd", txPr=text, **look)


def _plain_axes(chart: BarChart) -> None:
    chart.x_axis.delete = False  # openpyxl hides it unless told
    chart.x_axis.scaling.orientation = "maxMin"  # first row on top
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=LINE_GREY))
    chart.x_axis.txPr = RichText(p=[Paragraph(pPr=_characters(900), endParaRPr=CharacterProperties())])
    chart.y_axis.majorGridlines = None
    chart.y_axis.delete = True  # every bar carries its number
    chart.y_axis.scaling.min = 0


def _characters(size: int, *, bold: bool = False) -> ParagraphProperties:
    return ParagraphProperties(
        defRPr=CharacterProperties(sz=size, b=bold, solidFill=INK, latin=Font(typeface=TYPEFACE))
    )
