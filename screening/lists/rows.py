"""Bytes of the Consolidated Screening List (CSV, TSV, JSON) -> rows of text fields.

Formats: https://www.trade.gov/consolidated-screening-list, read 2026-07. The CSV
has 29 columns (28 without `_id` until about 2019), the TSV the same with tabs; the
JSON nests what the CSV joins by `; `. All forms of a row come back alike.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from screening.errors import SourceError
from screening.lists.delimited import decoded, records, refuse_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PublishedFile", "PublishedRow", "RejectedRow", "read_rows"]

# Without these a row cannot be judged; others may be added or dropped upstream.
_NEEDED = frozenset(
    {
        "source",
        "entity_number",
        "type",
        "programs",
        "name",
        "addresses",
        "federal_register_notice",
        "start_date",
        "end_date",
        "license_requirement",
        "license_policy",
        "source_list_url",
        "alt_names",
    }
)
_ADDRESS_PARTS = ("address", "city", "state", "postal_code", "country")
_NEXT = "download the list again"


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One row as published.

    Attributes:
        number: Row number in the file, the header being row 1; in JSON the place
            in `results`, from 1.
        fields: Text by column name; what is missing or null is "".
    """

    number: int
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that became no entry.

    Attributes:
        number: Row number as in `PublishedRow`.
        list: Code of its list, "" if unknown.
        cause: One line that says why.
    """

    number: int
    list: str
    cause: str


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """What a published file holds.

    Attributes:
        rows: Its rows, in order.
        rejected: Rows that are no rows: too few or too many columns.
        published: Day the file states for itself (JSON `search_performed_at`), else None.
    """

    rows: tuple[PublishedRow, ...]
    rejected: tuple[RejectedRow, ...] = ()
    published: date | None = None


def read_rows(data: bytes) -> PublishedFile:
    """Return the rows of a published file of any of the three formats.

    Raises:
        SourceError: The file is empty, truncated, no UTF-8, or no such format.
    """
    text = refuse_empty(decoded(data))
    if text.lstrip().startswith(("{", "[")):
        return _read_json(text)
    return _read_table(text)


def _read_table(text: str) -> PublishedFile:
    header_line = text.split("\n", 1)[0]
    delimiter = "\t" if header_line.count("\t") > header_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[PublishedRow] = []
    rejected: list[RejectedRow] = []
    found = records(reader)
    header = _header(found)
    number = 1
    cells: list[str] = []
    for number, cells in found:
        if len(cells) == len(header):
            rows.append(PublishedRow(number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}))
        elif any(cell.strip() for cell in cells):
            rejected.append(RejectedRow(number, "", f"{len(cells)} columns instead of {len(header)}"))
    if rejected and rejected[-1].number == number and len(cells) < len(header):
        raise SourceError(f"The list file breaks off in row {number}, so entries are missing; {_NEXT}.")
    if not rows:
        raise SourceError(f"The list file has a header but no rows, so there is nothing to import; {_NEXT}.")
    return PublishedFile(tuple(rows), tuple(rejected))


def _header(found: Iterator[tuple[int, list[str]]]) -> list[str]:
    _, names = next(found, (1, []))
    header = [name.strip().casefold() for name in names]
    missing = sorted(_NEEDED - set(header))
    if missing:
        raise SourceError(
            f"Row 1 of the list file lacks the column {missing[0]!r} ({len(missing)} missing in all), so it is not the "
            "Consolidated Screening List as known; check the file or update this program."
        )
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        raise SourceError(f"Row 1 of the list file holds the column {doubled[0]!r} twice; {_NEXT}.")
    return header


def _read_json(text: str) -> PublishedFile:
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise SourceError(
            f"The list file is no whole JSON ({error}), so it is damaged or breaks off; {_NEXT}."
        ) from error
    results = document.get("results") if isinstance(document, dict) else None
    if not isinstance(results, list):
        raise SourceError(f"The list file is JSON without a list 'results', so it is not the list as known; {_NEXT}.")
    if not results:
        raise SourceError(f"The list file holds no results, so there is nothing to import; {_NEXT}.")
    _check_total(document.get("total"), len(results))
    rows = [PublishedRow(n, _flatten(item)) for n, item in enumerate(results, 1) if isinstance(item, dict)]
    rejected = [RejectedRow(n, "", "no JSON object") for n, item in enumerate(results, 1) if not isinstance(item, dict)]
    return PublishedFile(tuple(rows), tuple(rejected), _day(document.get("search_performed_at")))


def _check_total(total: object, count: int) -> None:
    if isinstance(total, int) and total > count:
        raise SourceError(f"The list file holds {count} of {total} results, so entries are missing; {_NEXT}.")


def _flatten(item: dict[str, Any]) -> dict[str, str]:
    return dict.fromkeys(_NEEDED, "") | {str(name).casefold(): _text(value) for name, value in item.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(filter(None, (_text(value.get(part)) for part in _ADDRESS_PARTS)))
    if isinstance(value, list):
        return "; ".join(filter(None, map(_text, value)))
    return str(value).strip()


def _day(moment: object) -> date | None:
    try:
        return date.fromisoformat(str(moment)[:10])
    except ValueError:
        return None
