"""The company's own deny list and watch list: rows of text -> entries.

Where the rows come from is for the floors above: a text file, a workbook. Names are read
by the rules of published names, so `Kvarn AB dba Nord` has two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from screening.errors import ArgumentError
from screening.lists.catalog import list_codes, list_info
from screening.lists.countries import country_code
from screening.lists.imported import ImportedList, count_rows
from screening.lists.keys import name_key
from screening.lists.merge import merge
from screening.lists.names import distinct, judged, read_aliases, read_name
from screening.lists.rows import RejectedRow
from screening.lists.strength import name_strength
from screening.model import Address, EntityType, Entry, NameKind

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["OwnRow", "own_codes", "read_own"]

# A cell may hold one alias a line.
_BETWEEN = re.compile(r"[;|\r\n]+")
# Excel shows a day with its midnight where a column holds times too.
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")
# The longest listed name of 2026-07-31 has 328 characters; a longer cell is no name.
_LONGEST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """One row of the company's own list, every cell as its text; "" for an empty one.

    Attributes:
        number: Row number in the file.
        name: Name of the party.
        aliases: Further names, parted by semicolons, bars or line breaks.
        country: A name or a code.
        address: One line.
        reason: Why the company lists the party.
        starts: First day the entry counts, `YYYY-MM-DD`.
        ends: Last day the entry counts, inclusive, `YYYY-MM-DD`.
    """

    number: int
    name: str
    aliases: str = ""
    country: str = ""
    address: str = ""
    reason: str = ""
    starts: str = ""
    ends: str = ""


class _BadRowError(Exception):
    """A row becomes no entry; the text says why."""


def own_codes() -> tuple[str, ...]:
    """Return the codes of the lists that the company keeps itself, sorted."""
    return tuple(code for code in list_codes() if list_info(code).own)


def read_own(code: str, rows: Iterable[OwnRow], *, published: date | None = None) -> ImportedList:
    """Return the entries of the company's own list.

    Rows with one name, case and punctuation aside, are one party. A country that is not
    known rejects no row, for the name alone can be screened; it stands in `unread` with its row.

    Args:
        code: `DENY` or `WATCH`.
        rows: In their order.
        published: Day of the list.

    Raises:
        ArgumentError: The list is not the company's own.
    """
    if code not in own_codes():
        raise ArgumentError(f"{code!r} is no list of the company's own; choose one of {', '.join(own_codes())}.")
    parties: dict[str, list[Entry]] = {}
    rejected: list[RejectedRow] = []
    unread: dict[str, int] = {}
    count = 0
    for row in rows:
        count += 1
        try:
            entry = _entry(code, row)
        except _BadRowError as error:
            rejected.append(RejectedRow(row.number, code, str(error)))
            continue
        parties.setdefault(entry.key, []).append(entry)
        if row.country.strip() and not country_code(row.country):
            unread[f"row {row.number}, country: {' '.join(row.country.split())}"] = 1
    entries = tuple(merge(party) for party in parties.values())
    return ImportedList(
        entries=entries,
        rejected=tuple(rejected),
        counts=count_rows({code: count}, entries, rejected),
        unread=unread,
        published=published,
    )


def _entry(code: str, row: OwnRow) -> Entry:
    if len(row.name) > _LONGEST:
        raise _BadRowError(f"the name has more than {_LONGEST:,} characters; check the column of names")
    name = read_name(row.name)
    if not name.name:
        raise _BadRowError("the name holds no letter or digit" if row.name.strip() else "the name is blank")
    starts, ends = _day(row.starts, "first day"), _day(row.ends, "last day")
    if starts and ends and ends < starts:
        raise _BadRowError(f"the last day, {ends}, lies before the first, {starts}")
    country = country_code(row.country)
    address = " ".join(row.address.split())
    found = [*name.aliases, *read_aliases(_BETWEEN.sub("; ", row.aliases))]
    return Entry(
        key=name_key(code, name.name),
        list=code,
        name=name.name,
        name_strength=name_strength(name.name, NameKind.LISTED),
        aliases=tuple(judged(alias, EntityType.UNKNOWN) for alias in distinct(found, name.name)),
        countries=(country,) if country else name.countries,
        addresses=(Address(text=address, country=country),) if address else (),
        effective_date=starts,
        end_date=ends,
        listed_as="" if row.name == name.name else row.name,
        covers_successors=name.covers_successors,
        remark=" ".join(row.reason.split()),
    )


def _day(text: str, what: str) -> date | None:
    shown = _MIDNIGHT.sub("", text.strip())
    try:
        return date.fromisoformat(shown) if shown else None
    except ValueError:
        raise _BadRowError(f"the {what}, {shown!r}, is not written as YYYY-MM-DD") from None
