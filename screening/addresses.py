"""Whether a vendor's address is one of a listed party's: a second indication beside the name.

Two addresses agree where they name the same house: a number and a street in one
piece between commas (`No. 555 Qianmo Road`, `555 Qian Mo Rd`), in no other town.
A shared town, post code or floor says little and counts for nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from screening.folding import fold, folded_words
from screening.lists.countries import country_code
from screening.spelling import similarity
from screening.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from screening.model import Address

_COMMA = re.compile(r"[,;\n]+")
_LETTER = re.compile(r"[^\W\d_]")
# Longer numbers are post codes or telephone numbers: a district, not a house.
_LONGEST_HOUSE_NUMBER = 4
# Shorter words are too easily shared: `rb` of a post code.
_MIN_LETTERS = 3
# `Qiamno` for `Qianmo`, one edit in six letters; not `Lenina` for `Lunina`, another first half.
_LIKENESS = 0.75
# Most characters that are looked at; an address in one line has fewer.
_MOST_CHARACTERS = 300


class _Piece(NamedTuple):
    """What stands between two commas.

    Attributes:
        numbers: Short numbers, such as those of houses, rooms and floors.
        names: Words that are not of all addresses, such as those of streets and towns.
        bare: Whether it is a number and nothing else.
    """

    numbers: frozenset[str]
    names: tuple[str, ...]
    bare: bool = False


class _Read(NamedTuple):
    """An address, taken apart.

    Attributes:
        houses: Its pieces that hold both a number and a name.
        names: All names but those of countries.
    """

    houses: tuple[_Piece, ...]
    names: frozenset[str]


def addresses_agree(vendor: str | None, listed: Iterable[Address]) -> bool | None:
    """Return whether a vendor's address is one of those listed.

    Args:
        vendor: As typed, one line or several; None if not known.
        listed: The addresses of an entry.

    Returns:
        True if both name the same house, False if both name houses and none is
        the same, None if there is nothing to compare.
    """
    if not vendor:
        return None
    own = _read(vendor)
    others = [_read(address.text) for address in listed if address.text]
    if any(_same_house(own, other) for other in others):
        return True
    comparable = own.houses and others and all(other.houses for other in others)
    return False if comparable and _is_latin(vendor) else None


def _same_house(own: _Read, other: _Read) -> bool:
    return any(
        not mine.numbers.isdisjoint(theirs.numbers) and _same_street(own, mine, other, theirs)
        for mine in own.houses
        for theirs in other.houses
    )


def _same_street(own: _Read, mine: _Piece, other: _Read, theirs: _Piece) -> bool:
    """Return whether two pieces share a name, and where both addresses have more of them, another one too."""
    if "".join(mine.names) == "".join(theirs.names):  # `Xue Yuan`
        street, listed = set(mine.names), set(theirs.names)
    else:
        pairs = _alike(mine.names, theirs.names)
        street, listed = {word for word, _ in pairs[:1]}, {word for _, word in pairs[:1]}
    rest, listed_rest = own.names - street, other.names - listed
    return bool(street) and (not rest or not listed_rest or bool(_alike(rest, listed_rest)))


def _alike(mine: Iterable[str], theirs: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of words that are equal but for a letter at most, the longest first."""
    known = tuple(theirs)
    pairs = [(word, other) for word in mine for other in known if similarity(word, other) >= _LIKENESS]
    return sorted(pairs, key=_length, reverse=True)


def _length(pair: tuple[str, str]) -> int:
    return len(pair[0])


@lru_cache(maxsize=4_096)
def _read(text: str) -> _Read:
    folded = (list(folded_words(fold(piece))) for piece in _COMMA.split(text[:_MOST_CHARACTERS]))
    pieces = [_piece(found) for found in folded if found]
    houses = (piece for piece in _with_bare_numbers(pieces) if piece.numbers and piece.names)
    return _Read(tuple(houses), frozenset(name for piece in pieces for name in piece.names))


def _piece(found: list[str]) -> _Piece:
    numbers = frozenset(word for word in found if word.isdigit() and len(word) <= _LONGEST_HOUSE_NUMBER)
    common = words().addresses
    names = (word for word in found if len(word) >= _MIN_LETTERS and not word.isdigit() and word not in common)
    bare = bool(numbers) and all(word.isdigit() or len(word) < _MIN_LETTERS for word in found)
    return _Piece(numbers, () if country_code(" ".join(found)) else tuple(names), bare)


def _with_bare_numbers(pieces: list[_Piece]) -> list[_Piece]:
    """Add a number that stands alone between commas to the pieces beside it: `Zastavskaya St., 15-B`."""
    joined = list(pieces)
    for at, piece in enumerate(pieces):
        for beside in (at - 1, at + 1):
            if piece.bare and 0 <= beside < len(pieces):
                joined[beside] = _Piece(joined[beside].numbers | piece.numbers, joined[beside].names)
    return joined


def _is_latin(text: str) -> bool:
    """Whether all letters are Latin; romanised streets are not spelt as the list spells them."""
    return all(char < "\u0370" for char in _LETTER.findall(text))
