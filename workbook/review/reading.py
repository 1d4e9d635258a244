"""A review workbook read back: what it says of itself, and the rows of its Flagged sheet.

Rows may have been sorted, filtered or saved by another program, and columns moved;
they are found by their headers.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from screening.errors import SettingError
from screening.review.policy import ReviewPolicy
from workbook.errors import AnotherFormatError, NotAReviewError, listed
from workbook.review.reference_sheets import (
    FORMAT,
    FORMAT_SETTING,
    LEDGER_SETTING,
    NO_LEDGER,
    REVIEW_SETTING,
    SETTINGS,
    TABLE_SETTING,
    id_of,
    setting_text,
)
from workbook.review.review_file import opened, parts_of
from workbook.review.sheets import FLAGGED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from workbook.cells import CellValue
    from workbook.review.listing import SheetDesign
    from workbook.review.review_file import ReviewFile

__all__ = [
    "FlaggedRow",
    "ReviewWorkbook",
    "number_in",
    "policy_in",
    "read_review",
    "read_settings",
    "refuse_changed_settings",
    "table_rows",
]

_ENGINE_SETTING = "entity-check version"
_RULE_VALUES = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedRow:
    """One row of a Flagged sheet as it stands now.

    Attributes:
        sheet: Name of the sheet.
        row: Its row there, counted from 1.
        cells: What its cells hold, by header.
    """

    sheet: str
    row: int
    cells: Mapping[str, CellValue]

    def text(self, header: str) -> str:
        """Return what a cell holds as text in one line, "" if nothing."""
        value = self.cells[header]
        return "" if value is None else " ".join(str(value).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWorkbook:
    """A review workbook read back.

    Attributes:
        file: Its name.
        review: Id of the review.
        ledger: Id of the ledger that it was made with; "" if with none.
        table: Id of the entity table.
        engine: Version of the program that made it.
        made: When it was made.
        policy: Rules of the review.
        settings: Everything on its Settings sheet.
        rows: Rows of its Flagged sheets.
    """

    file: str
    review: str
    ledger: str
    table: str
    engine: str
    made: datetime
    policy: ReviewPolicy
    settings: Mapping[str, str]
    rows: tuple[FlaggedRow, ...]


def read_review(path: Path) -> ReviewWorkbook:
    """Return the review workbook at `path`.

    Raises:
        NotAReviewError: It is no review workbook, or a sheet or column of it is missing.
        AnotherFormatError: Another version of this program made it.
        InputError: It cannot be read.
    """
    with opened(path) as book:
        settings = read_settings(book)
        refuse_changed_settings(path.name, settings)
        return ReviewWorkbook(
            file=path.name,
            review=_needed(path.name, settings, REVIEW_SETTING),
            ledger=_needed(path.name, settings, LEDGER_SETTING).replace(NO_LEDGER, ""),
            table=_needed(path.name, settings, TABLE_SETTING),
            engine=_needed(path.name, settings, _ENGINE_SETTING),
            made=_moment(path.name, _needed(path.name, settings, "now")),
            policy=policy_in(path.name, settings),
            settings=settings,
            rows=tuple(
                FlaggedRow(sheet=title, row=number, cells=cells) for title, number, cells in table_rows(book, FLAGGED)
            ),
        )


def read_settings(book: ReviewFile) -> dict[str, str]:
    """Return the Settings sheet of an open workbook: value by setting.

    Raises:
        NotAReviewError: It is no sheet of ours.
        AnotherFormatError: Another version of this program wrote it.
    """
    file = book.name
    if SETTINGS.title not in book.titles:
        there = listed(book.titles)
        raise NotAReviewError(
            file,
            f"it has no sheet {SETTINGS.title!r}, so it is no review workbook of Entity Check, or the sheet was "
            f"deleted. It has {there}. Nothing was done.",
        )
    found = {
        str(values[0]): setting_text(values[1] if len(values) > 1 else None)
        for number, values in book.rows(SETTINGS.title)
        if number > 1 and values[0] is not None
    }
    said = found.get(FORMAT_SETTING, "")
    if not said and REVIEW_SETTING in found:
        raise NotAReviewError(file, f"the row {FORMAT_SETTING!r} of its sheet Settings is gone. Nothing was done.")
    if not said and "table id" not in found:
        raise NotAReviewError(file, "its sheet Settings is none of Entity Check's. Nothing was done.")
    if said != str(FORMAT):
        older = not said.isdigit() or int(said) < FORMAT
        raise AnotherFormatError(
            file,
            f"it was made by {'an older' if older else 'a newer'} version of Entity Check (layout {said or '1'}, this "
            f"program reads {FORMAT}), so nothing was done. "
            + ("Run the review again and decide in the new workbook." if older else "Update the program."),
        )
    return found


def refuse_changed_settings(file: str, settings: Mapping[str, str]) -> None:
    """Refuse a Settings sheet that does not come to the review id on it.

    Raises:
        NotAReviewError: A setting was changed, or its row is gone.
    """
    try:
        own = id_of(settings)
    except KeyError as error:
        raise NotAReviewError(file, f"the row {error} of its sheet Settings is gone. Nothing was done.") from error
    if own != _needed(file, settings, REVIEW_SETTING):
        raise NotAReviewError(
            file,
            "a value on its sheet Settings was changed since the workbook was written. Undo that, or run the review "
            "again. Nothing was done.",
        )


def policy_in(file: str, settings: Mapping[str, str]) -> ReviewPolicy:
    """Return the rules of a review, from its Settings sheet.

    Raises:
        NotAReviewError: A rule is missing, or none that this program knows.
    """
    values: dict[str, Any] = {}
    for rule in fields(ReviewPolicy):
        text = _needed(file, settings, rule.name)
        values[rule.name] = _RULE_VALUES.get(text, int(text) if text.isdecimal() else text)
    try:
        return ReviewPolicy(**values)
    except SettingError as error:
        raise NotAReviewError(file, f"its sheet Settings cannot be used: {error} Nothing was done.") from error


def number_in(value: CellValue) -> float:
    """Return the number that a cell holds.

    Raises:
        ValueError: It holds none.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise ValueError(f"{value!r} is no number")


def _needed(file: str, settings: Mapping[str, str], name: str) -> str:
    if not settings.get(name):
        raise NotAReviewError(file, f"the row {name!r} of its sheet Settings is gone or empty. Nothing was done.")
    return settings[name]


def _moment(file: str, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise NotAReviewError(file, f"its time of review, {text!r}, is none. Nothing was done.") from error


def table_rows(book: ReviewFile, design: SheetDesign) -> Iterator[tuple[str, int, dict[str, CellValue]]]:
    """Yield the rows of all sheets of one design: sheet, row number, cells by header.

    Blank rows and the sentence that stands where there are no rows are passed over.

    Raises:
        NotAReviewError: The sheet or a column of it is missing, or a column stands twice.
    """
    file = book.name
    titles = parts_of(design.title, book.titles)
    if design.title not in titles:
        raise NotAReviewError(file, f"its sheet {design.title!r} is gone. Nothing was done.")
    for title in titles:
        rows = book.rows(title)
        first, headers = next(rows, (1, []))
        places = _places(file, title, headers if first == 1 else [], design)
        for number, cells in rows:
            row = {header: cells[place] if place < len(cells) else None for header, place in places.items()}
            held = [value for value in row.values() if value is not None]
            if held and held != [design.empty]:
                yield title, number, row


def _places(file: str, title: str, headers: Sequence[CellValue], design: SheetDesign) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        text = " ".join(str(header or "").split())
        if text in found:
            raise NotAReviewError(file, f"sheet {title!r} has two columns {text!r}. Nothing was done.")
        if text:
            found[text] = place
    for column in design.columns:
        if column.header not in found:
            raise NotAReviewError(
                file,
                f"sheet {title!r} has no column {column.header!r} any more. Undo that change. Nothing was done.",
            )
    return {column.header: found[column.header] for column in design.columns}
