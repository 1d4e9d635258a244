"""The group Review: the next flagged row, why it is flagged, and where to read it up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from addin.errors import DeskError
from addin.vendors import vendor_in_row
from screening.lists.catalog import list_info, means_for_buyer
from screening.model import NameKind, Screening, Verdict
from workbook.review.wording import kind_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from addin.desk import Desk
    from addin.session import Session
    from screening.model import Entry, Hit
    from workbook.cells import Cell

__all__ = ["next_flagged", "open_source", "show_why", "source_of"]

_FLAGS: Final = ("LISTED", "REVIEW", "NOT SCREENED")
_SHOWN_HITS: Final = 3
_FEDERAL_REGISTER: Final = re.compile(r"(\d+) FR (\d+)")


def next_flagged(desk: Desk, _session: Session) -> None:
    """Select the next cell below the active row that says LISTED, REVIEW or NOT SCREENED."""
    used = desk.used()
    row = desk.active_row()
    flagged = [
        (number, used.column + place)
        for number, cells in enumerate(desk.values(used), used.row)
        if (place := _flag(cells)) is not None
    ]
    for number, column in flagged:
        if number > row:
            desk.go_to(number, column)
            return
    if flagged:
        raise DeskError(f"No flagged row is below row {row}; {len(flagged):,} are above or on it.")
    raise DeskError("No row of this sheet is flagged. Check sheet screens its vendors.")


def show_why(desk: Desk, session: Session) -> None:
    """Show what the vendor in the active row resembles, word by word."""
    screening = _screening(desk, session)
    status = session.status()
    of = f"Lists of {status.published}" + (f", {status.age_days} days old (STALE)" if status.stale else "")
    desk.tell("\n\n".join((*_paragraphs(screening), f"{of}. A hit is evidence about a name; a person decides.")))


def open_source(desk: Desk, session: Session) -> None:
    """Open the notice behind the best hit of the active row."""
    screening = _screening(desk, session)
    if not screening.hits:
        raise DeskError(f"{screening.vendor!r} has no hit, so there is nothing to open.")
    address = source_of(screening.hits[0].entry)
    if not desk.open_link(address):
        raise DeskError(f"No browser could be opened. The page is {address}")


def source_of(entry: Entry) -> str:
    """Return the page of an entry's first Federal Register notice, else the publisher's page of its list."""
    for citation in entry.citations:
        if found := _FEDERAL_REGISTER.fullmatch(citation):
            return f"https://www.federalregister.gov/citation/{found[1]}-FR-{found[2]}"
    return entry.source_url or list_info(entry.list).link


def _screening(desk: Desk, session: Session) -> Screening:
    return session.screener().screen(vendor_in_row(desk, desk.active_row()))


def _flag(cells: Sequence[Cell]) -> int | None:
    """Return the place of the cell in a row that carries a flag."""
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and (cell in _FLAGS or cell.startswith(tuple(f"{flag}:" for flag in _FLAGS))):
            return place
    return None


def _paragraphs(screening: Screening) -> Iterator[str]:
    if screening.not_screened is not None:
        yield f"NOT SCREENED: {screening.vendor}\n{screening.not_screened.value}"
        return
    if screening.verdict is Verdict.CLEAR:
        near = screening.near_misses[:1]
        nearest = "".join(f"\nNearest: {hit.matched_name} ({hit.entry.list}, {hit.score:.0f} points)" for hit in near)
        yield f"CLEAR: {screening.vendor}\nNothing on the lists resembles it enough.{nearest}"
        return
    yield f"{screening.verdict.value}: {screening.vendor}"
    for hit in screening.hits[:_SHOWN_HITS]:
        yield "\n".join(_lines(hit))
    more = len(screening.hits) - _SHOWN_HITS
    if more > 0:
        yield f"and {more} more; ENTITY_MATCHES shows them all"


def _lines(hit: Hit) -> Iterator[str]:
    entry = hit.entry
    since = f", since {entry.effective_date.isoformat()}" if entry.effective_date else ""
    yield f"{hit.verdict.value}, {hit.score:.0f} points: {entry.name} [{entry.list}{since}]"
    if hit.matched_name != entry.name and hit.matched_kind not in {NameKind.ADDRESS, NameKind.OWNER}:
        yield f"by its name {hit.matched_name!r} ({kind_words(hit.matched_kind)})"
    yield hit.reason
    if not hit.words:
        return  # an address or an owner
    words = [f"{word.vendor or '-'} | {word.listed or '-'}: {word.pairing.value}" for word in hit.words]
    yield "Words: " + "; ".join(words)
    yield means_for_buyer(entry)
    yield f"{entry.key}; {'; '.join(entry.citations[:3])}".rstrip("; ")
