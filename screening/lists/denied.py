"""The Denied Persons List of BIS -> entries, in its layout of 2026 and in the older one.

https://www.bis.gov/licensing/end-user-guidance/denied-persons-list-dpl, read 2026-07.
Since 2026 a comma-separated file whose first field holds name and address as one:
`NAME, STREET, TOWN, STATE, COUNTRY, POSTAL CODE`, empty parts kept. Before, a
tab-separated `dpl.txt` with a column for each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from screening.errors import SourceError
from screening.lists.addresses import Location
from screening.lists.catalog import list_info
from screening.lists.citations import read_citations
from screening.lists.countries import country_code
from screening.lists.delimited import read_cells, text_of
from screening.lists.name_end import begins_with_address, name_end
from screening.lists.parties import Parties, all_aliases, listed_strength, party_key
from screening.lists.text import clean_text
from screening.model import Address, EntityType, Entry

if TYPE_CHECKING:
    from screening.lists.imported import ImportedList

__all__ = ["NEW_HEADER", "OLD_HEADER", "import_denied", "is_denied_header"]

NEW_HEADER = (
    "name_and_address",
    "effective_date",
    "expiration_date",
    "appropriate federal register citations",
    "type of denial",
)
OLD_HEADER = (
    "name",
    "street_address",
    "city",
    "state",
    "country",
    "postal_code",
    "effective_date",
    "expiration_date",
    "standard_order",
    "last_update",
    "action",
    "fr_citation",
)
_LIST = "DPL"
_NEXT = "download the list again"
# Street, town, state, country and postal code stand behind every name, each maybe empty.
_PARTS_BEHIND_NAME = 5
# `JIN, ZHONGDA, 1895 DOBBIN DRIVE`: a family name and up to three given names.
_FAMILY_NAME = re.compile(r"[A-Z][A-Za-z'-]+")
_GIVEN_NAMES = re.compile(r"[A-Z][A-Za-z'.-]*(?: [A-Z][A-Za-z'.-]*){0,2}")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """One row, whatever its layout."""

    name: str
    address: str
    country: str
    effective: str
    expires: str
    citations: str


def is_denied_header(cells: list[str]) -> bool:
    """Whether a file with this first row is a Denied Persons List."""
    header = tuple(" ".join(cell.casefold().split()) for cell in cells)
    return header in {NEW_HEADER, OLD_HEADER}


def import_denied(data: bytes) -> ImportedList:
    """Return the denied persons of a file of BIS; an order ends on its expiration date, if it has one.

    Args:
        data: The whole file, in the layout of 2026 or the one before.

    Raises:
        SourceError: The file is empty, no UTF-8, damaged, breaks off, or is another one.
    """
    text = text_of(data)
    first = text.split("\n", 1)[0]
    rows = read_cells(text, "\t" if first.count("\t") > first.count(",") else ",")
    header = next(rows, (1, []))[1]
    if not is_denied_header(header):
        raise SourceError(
            "Row 1 of the list file does not name the columns of the Denied Persons List; check the file."
        )
    parties = Parties()
    width, number, orders = len(header), 1, 0
    for number, cells in rows:
        width = len(cells)
        if width == len(header):
            orders += 1
            _add(_order(cells), number, parties)
        else:
            parties.reject(number, _LIST, f"{width} columns instead of {len(header)}")
    if width < len(header):
        raise SourceError(f"The list file breaks off in row {number}, so entries are missing; {_NEXT}.")
    if not orders:
        raise SourceError(f"The list file has a header but no rows, so there is nothing to import; {_NEXT}.")
    return parties.imported()


def _order(cells: list[str]) -> _Order:
    if len(cells) == len(OLD_HEADER):
        name, street, town, state, country, postal, effective, expires, _, _, _, citations = cells
        address = _line(street, town, state, postal)
    else:
        whole, effective, expires, citations, _ = cells
        name, address, country = _parted(whole)
    return _Order(
        name=name, address=address, country=country, effective=effective, expires=expires, citations=citations
    )


def _parted(whole: str) -> tuple[str, str, str]:
    """Return name, address line and country of `NAME, STREET, TOWN, STATE, COUNTRY, POSTAL CODE`."""
    parts = [part.strip() for part in whole.split(",")]
    if len(parts) <= _PARTS_BEHIND_NAME or not (parts[-2] == "" or country_code(parts[-2])):
        name, address = name_end(whole)
        return name, address, ""
    *front, town, state, country, postal = parts
    name, street = _name_of(front)
    return name, _line(street, town, state, postal), country


def _name_of(front: list[str]) -> tuple[str, str]:
    """Part what stands before the town: the name, and the street behind its comma."""
    first, *rest = front
    if len(rest) == 1:  # no comma but those between the parts
        return first, rest[0]
    if _FAMILY_NAME.fullmatch(first) and _GIVEN_NAMES.fullmatch(rest[0]) and not begins_with_address(rest[0]):
        return f"{first}, {rest[0]}", ", ".join(filter(None, rest[1:]))
    return name_end(", ".join(front))


def _line(*parts: str) -> str:
    return ", ".join(" ".join(clean_text(part).strip(" ,").split()) for part in parts if part.strip(" ,"))


def _add(order: _Order, number: int, parties: Parties) -> None:
    name = parties.name_of(number, _LIST, order.name)
    if name is None:
        return
    code = country_code(order.country)
    if order.country and not code:
        parties.unread[f"country: {order.country}"] += 1
    addresses = (Address(text=order.address, country=code),) if order.address else ()
    location = Location(addresses=addresses, countries=(code,) if code else ())
    key, identity = party_key(_LIST, "", name.name, location)
    cited = read_citations(order.citations)
    published = " ".join(order.name.split())
    parties.add(
        Entry(
            key=key,
            list=_LIST,
            name=name.name,
            name_strength=listed_strength(name.name, EntityType.UNKNOWN),
            aliases=all_aliases(name, [], EntityType.UNKNOWN),
            countries=tuple(dict.fromkeys((*location.countries, *name.countries))),
            addresses=location.addresses,
            effective_date=_day("effective_date", order.effective, parties)
            or min((item.published for item in cited if item.published), default=None),
            end_date=_day("expiration_date", order.expires, parties),
            citations=tuple(item.text for item in cited),
            listed_as="" if published == name.name else published,
            covers_successors=name.covers_successors,
            source_url=list_info(_LIST).link,
        ),
        identity,
        number,
    )


def _day(field: str, text: str, parties: Parties) -> date | None:
    match = _DAY.fullmatch(text)
    try:
        if match:
            return date(int(match[3]), int(match[1]), int(match[2]))
    except ValueError:  # `2/30/2020`
        pass
    if text:
        # A day that cannot be read ends nothing: the order counts until its end is known.
        parties.unread[f"{field}: {text}"] += 1
    return None
