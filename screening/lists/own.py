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
    from collections.abc import Iterable, Iterator

__all__ = ["OwnRow", "own_codes", "read_own"]

# A cell may hold one alias a line.
_BETWEEN = re.compile(r"[;|\r\n]+")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
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
        starts: First day the entry counts, `YYYY-MM-DD` or `D.M.YYYY`.
        ends: Last day the entry counts, inclusive, likewise.
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

    Rows with one name, case and punctuation aside, are one party. A country or a day that
    cannot be used rejects no row, for a party that somebody lists must not be lost to
    screening: the row counts without it, and it stands in `unread` with its row.

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
        unread.update({f"row {row.number}, {text}": 1 for text in _unusable(row)})
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
    starts, ends = _days(row)
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


def _unusable(row: OwnRow) -> Iterator[str]:
    """Yield what of a row is not used, field and text."""
    if row.country.strip() and not country_code(row.country):
        yield f"country: {' '.join(row.country.split())}"
    starts, ends = _day(row.starts), _day(row.ends)
    for what, text, found in (("first day", row.starts, starts), ("last day", row.ends, ends)):
        if text.strip() and found is None:
            yield f"{what}: {' '.join(text.split())}"
    if starts and ends and ends < starts:
        yield f"last day, which lies before the first: {ends}"


def _days(row: OwnRow) -> tuple[date | None, date | None]:
    """Return the first and the last day; one that cannot be used bounds nothing."""
    starts, ends = _day(row.starts), _day(row.ends)
    return starts, None if starts and ends and ends < starts else ends


def _day(text: str) -> date | None:
    shown = _MIDNIGHT.sub("", text.strip())
    dotted = _DOTTED.fullmatch(shown)
    try:
        # Days and months parted by slashes are read one way here and the other way there.
        return date(int(dotted[3]), int(dotted[2]), int(dotted[1])) if dotted else date.fromisoformat(shown)
    except ValueError:
        return None
