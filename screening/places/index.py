"""All listed addresses of a table, found by the words and numbers that they share with a vendor's.

Building it reads no address in full: it only cuts them into words. What may be the same
house as a vendor's is read and compared when a vendor asks for it.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from screening.lists.countries import trailing_country
from screening.places.compare import Agreement, Kind, compare
from screening.places.labels import plain
from screening.places.reading import read_place
from screening.places.words import place_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from screening.model import Address
    from screening.places.reading import Place

__all__ = ["Found", "PlaceIndex"]

_WORDS: Final = re.compile(r"[a-z]+|\d+")
_START: Final = 4  # letters: `Naberezhnaya` and `Naberegnaja`
# A start that more addresses hold than this share, and this many, is looked up with a number
# (`leni`: Lenina, Leninsky), and from the second share on not at all (`mosc`, `shen`).
_OFTEN: Final = 0.004
_OFTEN_AT_LEAST: Final = 40
_EVERYWHERE: Final = 0.05
_EVERYWHERE_AT_LEAST: Final = 200
# Most listed addresses that are compared with one of a vendor's, the likeliest first.
_MOST: Final = 60


class Found(NamedTuple):
    """A listed address that agrees with a vendor's.

    Attributes:
        entry: Index of its entry.
        address: As listed.
        agreement: How far they agree.
    """

    entry: int
    address: Address
    agreement: Agreement


class PlaceIndex:
    """Finds the listed addresses at which a vendor may be."""

    def __init__(self, listed: Iterable[tuple[int, Address]]) -> None:
        """Index addresses, each with the index of its entry; those without a number or text are left out."""
        self._rows = [(entry, address) for entry, address in listed if address.text]
        self._numbers: list[frozenset[str]] = []
        self._rare: dict[str, array[int]] = {}
        self._often: dict[tuple[str, str], array[int]] = {}
        self._places: dict[int, Place] = {}
        self._zone_boxes: set[str] = set()
        self._build()

    def __len__(self) -> int:
        """Return the number of listed addresses."""
        return len(self._rows)

    def find(self, text: str, country: str) -> list[Found]:
        """Return the listed addresses that agree with a vendor's, in the table's order.

        Args:
            text: The vendor's address as typed.
            country: ISO 3166-1 alpha-2 of the vendor, "" if not known.
        """
        rows = self._candidates(text, country)
        if not rows:
            return []
        own = read_place(text, country)
        found = []
        for row in rows:
            agreement = compare(own, self._place(row))
            if agreement and not (agreement.kind is Kind.BOX and own.box in self._zone_boxes):
                entry, address = self._rows[row]
                found.append(Found(entry, address, agreement))
        return found

    def _place(self, row: int) -> Place:
        place = self._places.get(row)
        if place is None:
            _, address = self._rows[row]
            place = self._places[row] = read_place(address.text, address.country)
        return place

    def _build(self) -> None:
        split = [_split(address.text) for _, address in self._rows]
        counts = Counter(key for keys, _ in split for key in keys)
        often = max(_OFTEN_AT_LEAST, _OFTEN * len(split))
        everywhere = max(_EVERYWHERE_AT_LEAST, _EVERYWHERE * len(split))
        for row, (keys, numbers) in enumerate(split):
            self._numbers.append(numbers)
            if "box" in self._rows[row][1].text.lower():
                self._note_box(row)
            for key in keys:
                if counts[key] <= often:
                    self._rare.setdefault(key, array("I")).append(row)
                elif counts[key] <= everywhere:
                    for number in numbers:
                        self._often.setdefault((key, number), array("I")).append(row)

    def _note_box(self, row: int) -> None:
        """Remember the box of a free zone, which a vendor may name without the zone."""
        place = self._place(row)
        if place.in_free_zone and place.box:
            self._zone_boxes.add(place.box)

    def _candidates(self, text: str, country: str) -> list[int]:
        """Return addresses that share a rare word and a number, or two words, and may be of the same country."""
        keys, numbers = _split(text)
        shared: dict[int, int] = {}
        for key in keys:
            rare = self._rare.get(key)
            postings = [rare] if rare else [self._often.get((key, number), ()) for number in numbers]
            for rows in postings:
                for row in rows:
                    shared[row] = shared.get(row, 0) + 1
        if not shared:
            return []
        likely = [
            (count, -row) for row, count in shared.items() if count > 1 or not numbers.isdisjoint(self._numbers[row])
        ]
        if not likely:
            return []
        own = _near(trailing_country(text) or country)
        near = [(count, row) for count, row in likely if not own or _near(self._rows[-row][1].country) in {own, ""}]
        best = sorted(near, reverse=True)[:_MOST]
        return sorted(-row for _, row in best)


def _near(country: str) -> str:
    """Return a country, Hong Kong and Macao as China: an address under one may name the other."""
    return "CN" if country in {"HK", "MO"} else country


def _split(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the starts of the words that may name a street or building, and the numbers."""
    words = _WORDS.findall(plain(text))
    return frozenset(_starts(words)), frozenset(word.lstrip("0") for word in words if word.isdigit())


def _starts(words: list[str]) -> Iterator[str]:
    kinds = place_words().kinds
    for at, word in enumerate(words):
        if word.isdigit() or word in kinds:
            continue
        if len(word) >= _START:
            yield word[:_START]
        elif at + 1 < len(words) and words[at + 1].isalpha() and len(word) > 1:
            yield (word + words[at + 1])[:_START]  # `Fa Yuen` and `Fayuen`
