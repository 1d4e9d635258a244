"""Rows of a published file, one after another -> its entries, rejected rows and counts.

Every reader of this room fills one `Parties`, so that rows = entries + merged +
rejected holds for each list and one party has one key whichever file names it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from screening.errors import SourceError
from screening.lists.imported import ImportedList, count_rows
from screening.lists.keys import address_key, fold_for_key, name_key, number_key
from screening.lists.licenses import OTHER, read_policy, read_requirement
from screening.lists.merge import drop_listed_parents, merge
from screening.lists.names import distinct, judged, read_name
from screening.lists.rows import RejectedRow
from screening.lists.strength import name_strength
from screening.lists.text import clean_text
from screening.model import Alias, EntityType, Entry, NameKind, Strength

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from screening.lists.addresses import Location
    from screening.lists.names import PublishedName

__all__ = ["Parties", "all_aliases", "listed_strength", "party_key"]

# The longest name of 2026-07-31, that of a ministry with all its parts, has 500 characters.
_LONGEST_NAME = 2_000


class Parties:
    """The parties of one file while it is read.

    Attributes:
        unread: Published texts that no rule could read, by `field: text`, with how often.
    """

    def __init__(self) -> None:
        """Begin with no row."""
        self.unread: Counter[str] = Counter()
        self._rows: Counter[str] = Counter()
        self._entries: dict[str, list[Entry]] = {}
        self._identities: dict[str, str] = {}
        self._rejected: list[RejectedRow] = []

    def add(self, entry: Entry, identity: str, number: int) -> None:
        """Count a row that names a party.

        Args:
            entry: The party as the row states it.
            identity: What its key stands for, from `party_key`.
            number: The row.

        Raises:
            SourceError: Another party has the same key.
        """
        if self._identities.setdefault(entry.key, identity) != identity:
            raise SourceError(
                f"Row {number} ({entry.name!r}) got the key {entry.key} of another party; "
                "report this, keys need one more digit."
            )
        self._rows[entry.list] += 1
        self._entries.setdefault(entry.key, []).append(entry)

    def reject(self, number: int, code: str, cause: str) -> None:
        """Count a row that becomes no entry; `code` is "" if its list is not known."""
        if code:
            self._rows[code] += 1
        self._rejected.append(RejectedRow(number, code, cause))

    def name_of(
        self, number: int, code: str, published: str, *, is_plain: bool = False, is_debarred: bool = False
    ) -> PublishedName | None:
        """Return what a row's name says; None, with the row rejected, if it names nobody."""
        if len(published) > _LONGEST_NAME:
            self.reject(number, code, f"the name has more than {_LONGEST_NAME:,} characters")
            return None
        name = read_name(published, is_plain=is_plain, is_debarred=is_debarred)
        if not name.name:
            self.reject(number, code, "the name holds no letter or digit")
            return None
        return name

    def reject_all(self, rows: Iterable[RejectedRow]) -> None:
        """Take over rows that were no rows at all: they are on no list."""
        self._rejected.extend(rows)

    def imported(self, published: date | None = None) -> ImportedList:
        """Return what the rows brought; `published` is the day that the file states."""
        kept = drop_listed_parents(merge(rows) for rows in self._entries.values())
        return ImportedList(
            entries=tuple(kept),
            rejected=tuple(sorted(self._rejected, key=lambda row: row.number)),
            counts=count_rows(self._rows, kept, self._rejected),
            unread=dict(sorted(self.unread.items())),
            published=published,
        )

    def codes(self, field: str, wording: str) -> tuple[str, ...]:
        """Return the codes of `license_requirement` or `license_policy`; what no rule knows is noted as unread."""
        read = read_requirement if field == "license_requirement" else read_policy
        codes = read(clean_text(wording))
        if OTHER in codes:
            self.unread[f"{field}: {wording}"] += 1
        return codes


def party_key(code: str, number: str, name: str, location: Location) -> tuple[str, str]:
    """Return a party's key and what the key stands for, to tell a collision from a repeat.

    Args:
        code: Code of the list.
        number: The publisher's own number, "" if it has none.
        name: The cleaned name.
        location: Where the party is; a key of an address without a name is made of its street.
    """
    if number:
        return number_key(code, number), number
    if Entry(key="", list=code, name=name).is_address_only and location.addresses:
        street = location.addresses[0].text
        return address_key(code, street), f"address {fold_for_key(street)}"
    return name_key(code, name), fold_for_key(name)


def listed_strength(name: str, entity_type: EntityType) -> Strength:
    """Return whether a listed name can stand alone; an address without a name cannot."""
    is_address = Entry(key="", list="", name=name).is_address_only
    return Strength.WEAK if is_address else name_strength(name, NameKind.LISTED, entity_type)


def all_aliases(name: PublishedName, others: Iterable[Alias], entity_type: EntityType) -> tuple[Alias, ...]:
    """Return the aliases inside a name and beside it, each judged, without repeats."""
    return tuple(judged(alias, entity_type) for alias in distinct([*name.aliases, *others], name.name))
