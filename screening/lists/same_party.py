"""Which leftover entries of two files are one party under slightly different names.

Only entries of one list are compared, and only those whose keys found no partner. A
pair counts if neither side has another candidate: two parties joined into one would
share one decision, while one party kept twice is merely seen twice.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING

from screening.lists.catalog import list_info
from screening.lists.keys import fold_for_key
from screening.model import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from screening.model import Entry

__all__ = ["Sameness", "pair_up"]

# Shorter names begin too many others: `Nord` begins `Nord Road 5` and `Nordwind`.
_FEWEST_LETTERS = 5
# Entries are compared if names of theirs begin with the same letters: `Jin` and `Jin, Zhongda`.
_BEGINNING = 3
_MARKS = re.compile("[,.;]")
_OWN_KINDS = frozenset({NameKind.AKA, NameKind.FKA, NameKind.DBA})


class Sameness(StrEnum):
    """Why two entries are one party."""

    KEY = "the same name, case and punctuation aside"
    CUT = "the same text, only cut at another place between name and address"
    ALIAS = "the listed name of one is an alias of the other"


def pair_up(known: Sequence[Entry], authority: Sequence[Entry]) -> list[tuple[Entry, Entry, Sameness]]:
    """Return the pairs that are one party, in the order of `known`.

    Args:
        known: Entries without a partner by key.
        authority: Entries of the authority without a partner by key.
    """
    candidates = [
        (one, other, how) for one, other in _neighbours(known, authority) if (how := _sameness(one, other)) is not None
    ]
    firsts = Counter(one.key for one, _, _ in candidates)
    seconds = Counter(other.key for _, other, _ in candidates)
    return [(one, other, how) for one, other, how in candidates if firsts[one.key] == 1 and seconds[other.key] == 1]


def _neighbours(known: Sequence[Entry], authority: Sequence[Entry]) -> Iterable[tuple[Entry, Entry]]:
    """Yield the pairs that share the beginning of a name, so that not all are compared with all."""
    by_start: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in authority:
        if not _is_numbered(entry):
            for start in _starts(entry):
                by_start[entry.list, start].append(entry)
    for entry in known:
        found = (other for start in _starts(entry) for other in by_start.get((entry.list, start), ()))
        yield from ((entry, other) for other in {other.key: other for other in found}.values())


def _is_numbered(entry: Entry) -> bool:
    # Two numbers are two parties, whatever their names.
    return list_info(entry.list).numbered or entry.is_address_only


def _starts(entry: Entry) -> list[str]:
    names = (entry.name, *(alias.name for alias in entry.aliases if alias.kind is not NameKind.PARENT))
    return list(dict.fromkeys(fold_for_key(name)[:_BEGINNING] for name in names))


def _sameness(one: Entry, other: Entry) -> Sameness | None:
    if one.is_address_only or _apart(one.countries, other.countries):
        return None
    if _is_cut_elsewhere(one, other):
        return Sameness.CUT
    return Sameness.ALIAS if _is_renamed(one, other) else None


def _apart(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    return bool(first and second and not set(first) & set(second))


def _is_cut_elsewhere(one: Entry, other: Entry) -> bool:
    """Whether one's name goes on where the other's address begins.

    `Jin, Zhongda` at `1895 Dobbin Drive` and `Jin` at `Zhongda, 1895 Dobbin Drive`.
    """
    short, long = sorted((one, other), key=lambda entry: len(fold_for_key(entry.name)))
    name, longer = fold_for_key(short.name), fold_for_key(long.name)
    if name == longer or len(longer) < _FEWEST_LETTERS or not longer.startswith(name) or not short.addresses:
        return False
    rest = _behind(longer, name, short.addresses[0].text)
    if rest is None:
        return False
    # The same text to its end; else an order of the same day or citation has to tell.
    address = fold_for_key(long.addresses[0].text) if long.addresses else ""
    return bool(rest and address and (rest.startswith(address) or address.startswith(rest))) or _share_order(one, other)


def _behind(longer: str, name: str, address: str) -> str | None:
    """Return what follows `longer` in the text of a name and an address, None unless it ends at a mark there."""
    folded = name
    pieces = [fold_for_key(piece) for piece in _MARKS.split(address)]
    for number, piece in enumerate(pieces, start=1):
        folded += piece
        if folded == longer:
            return "".join(pieces[number:])
    return None


def _is_renamed(one: Entry, other: Entry) -> bool:
    """Whether a listed name of the one is an alias of the other, and more speaks for it."""
    first, second = _names(one), _names(other)
    shared = first & second
    names = {fold_for_key(one.name), fold_for_key(other.name)}
    if not shared & names:
        return False
    return len(shared) > 1 or _share_address(one, other) or _share_order(one, other)


def _names(entry: Entry) -> set[str]:
    names = (entry.name, *(alias.name for alias in entry.aliases if alias.kind in _OWN_KINDS))
    return {folded for name in names if len(folded := fold_for_key(name)) >= _FEWEST_LETTERS}


def _share_order(one: Entry, other: Entry) -> bool:
    if one.effective_date and other.effective_date and one.effective_date != other.effective_date:
        return False
    return bool(set(one.citations) & set(other.citations)) or (
        one.effective_date is not None and one.effective_date == other.effective_date
    )


def _share_address(one: Entry, other: Entry) -> bool:
    return bool(_streets(one) & _streets(other))


def _streets(entry: Entry) -> set[str]:
    return {fold_for_key(address.text) for address in entry.addresses if any(c.isdigit() for c in address.text)}
