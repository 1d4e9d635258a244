"""Every cell of an audit workbook can be read, and no colour says what no word says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell

from screening.model import Verdict
from screening.review.standing import Status
from tests.workbook.review.test_styles import contrast
from workbook.review.listing import Kind
from workbook.review.sheets import FLAGGED, SCREENED
from workbook.review.styles import FRAME, INPUT, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook
    from openpyxl.styles.colors import Color

    from workbook.review.tally import ReviewSummary

_WHITE, _BLACK = "FFFFFF", "000000"


@pytest.fixture
def audit_book(audit: ReviewSummary) -> Workbook:
    """Return an audit workbook, opened again."""
    return load_workbook(audit.path)


def _rgb(colour: Color | None, missing: str) -> str:
    if colour is None:
        return missing
    assert colour.type == "rgb", colour  # a theme's colour may be another one in another program
    return str(colour.rgb)[-6:]


def _tone(cell: Cell) -> Tone:
    fill = _rgb(cell.fill.fgColor, _WHITE) if cell.fill.fill_type else _WHITE
    return Tone(_rgb(cell.font.color, _BLACK), fill)


def _tones(book: Workbook) -> dict[Tone, str]:
    """Return each pair of text and fill that is in use, and a cell that has it."""
    found: dict[Tone, str] = {}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and (cell.value is not None or cell.fill.fill_type):
                    found.setdefault(_tone(cell), f"{sheet.title}!{cell.coordinate}")
    return found


def _conditional(book: Workbook) -> Iterator[tuple[str, Tone, bool]]:
    for sheet in book:
        for cells in sheet.conditional_formatting:
            for rule in cells.rules:
                look = rule.dxf
                where = f"{sheet.title}!{cells.sqref} {rule.formula}"
                yield where, Tone(_rgb(look.font.color, _BLACK), _rgb(look.fill.bgColor, _WHITE)), bool(look.font.b)


def test_cells(audit_book: Workbook) -> None:
    """WCAG 2.1 AA asks for 4.5:1 of every text, the cells to fill in included."""
    tones = _tones(audit_book)
    assert INPUT in tones
    assert len(tones) > 8
    assert {where: contrast(tone) for tone, where in tones.items() if contrast(tone) < 4.5} == {}


def test_conditional_formats(audit_book: Workbook) -> None:
    """The same of the looks that a verdict gives its cell; each is bold too."""
    looks = list(_conditional(audit_book))
    assert len(looks) >= 2 * len(Verdict)
    assert {where: contrast(tone) for where, tone, _ in looks if contrast(tone) < 4.5} == {}
    assert all(bold for _, _, bold in looks)


@pytest.mark.parametrize("ground", [_WHITE, INPUT.fill])
@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_frames(side: str, ground: str) -> None:
    """WCAG 2.1, 1.4.11 asks for 3:1 of what tells a field from its surroundings."""
    edge = getattr(FRAME, side)
    assert edge.style == "thin"
    assert contrast(Tone(_rgb(edge.color, _WHITE), ground)) >= 3


def test_verdicts_and_statuses_are_words(audit_book: Workbook) -> None:
    """A cell with a colour of its own holds the word that the colour stands for."""
    for design, header, words in (
        (FLAGGED, "Verdict", {"LISTED", "REVIEW"}),
        (FLAGGED, "Status", {status.value for status in Status}),
        (SCREENED, "Verdict", {"LISTED", "REVIEW", "CLEAR"}),
    ):
        sheet = audit_book[design.title]
        place = [column.header for column in design.columns].index(header) + 1
        values = {sheet.cell(row, place).value for row in range(2, sheet.max_row + 1)}
        assert values
        assert values <= words
    coloured = [column.header for column in (*FLAGGED.columns, *SCREENED.columns) if column.kind is Kind.VERDICT]
    assert coloured == ["Verdict", "Verdict"]


def test_bars_side_by_side_differ_in_more_than_colour(audit: ReviewSummary) -> None:
    """LISTED is solid and REVIEW striped; the bars are told apart in black and white, and so is the legend."""
    with ZipFile(audit.path) as package:
        charts = [package.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2)]
    kinds = [
        [
            "striped" if "pattFill" in part else "solid"
            for part in re.findall(r"<(?:c:)?ser>.*?</(?:c:)?ser>", chart, re.DOTALL)
        ]
        for chart in charts
    ]
    assert kinds[1] == ["solid", "striped"]
    assert len(kinds[0]) == 1  # its bars have names of their own
