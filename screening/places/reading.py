"""One line of address -> what it names: streets with houses, buildings, towns, rooms."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from screening.lists.countries import country_code
from screening.places.labels import SLASHED, cut_labels, plain
from screening.places.segments import Segment, of_piece, with_lone_numbers
from screening.places.words import place_words

__all__ = ["House", "Place", "Street", "read_place"]

_PIECES: Final = re.compile(r"[,;\n|()]+|\s-\s|\s/\s")
_TOKENS: Final = re.compile(r"\d+(?:st|nd|rd|th)\b|\d+[a-z]?(?:[-/]\d*[a-z]?\d*)*(?:-[a-z]\b)?|[a-z]+")
_HOUSE: Final = re.compile(r"(\d+)(?:([-/])(\d+)(?![a-z0-9/]))?[-/]?([a-z0-9/-]*)")
_SAINT_PETERSBURG: Final = re.compile(r"\b(?:st|saint|sankt|sanct|s)\b[. -]*(?=peters?burg|peterburg)")
_HONG_KONG: Final = re.compile(
    r"\bhong ?kong\b(?: s\.?a\.?r\.?)?|\bh\.? ?k\.?(?=$|[ ,])|\bkowloon\b|\bn\.t\.|\bnew territories\b"
)
_DOTTED: Final = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b\.?")
# From so many digits on a number is a post code, unless a US house begins with it.
_POST_CODE_DIGITS: Final = 5
_LONG_HOUSES: Final = frozenset({"US", "CA", "MX", "AU"})
_WIDEST_RANGE: Final = 80
# `113/115` is a range in London; in Russia and Turkey what follows a stroke is a part.
_WIDEST_SLASH_RANGE: Final = 8
_POST_CODES: Final = {
    "GB": re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b"),
    "CA": re.compile(r"\b[a-z]\d[a-z] ?\d[a-z]\d\b"),
    "NL": re.compile(r"\b\d{4} ?[a-z]{2}\b"),
}
_MOST_COUNTRY_WORDS: Final = 3
# Where a house number's part is a door: `No: 52/3`.
_DOORS: Final = frozenset({"TR"})
_ONE_TOWN: Final = frozenset({"HK", "SG", "MO"})


class House(NamedTuple):
    """A house number, or a range of them, and what follows it: `15-B`, `165-171`, `12/1`."""

    first: int
    last: int
    part: str


class Street(NamedTuple):
    """A street and the houses named with it.

    Attributes:
        name: Its name in one word: `fayuen`.
        kind: street, lane, quay or square; "" if the address does not say.
        sides: `north`, or the number of `5th Road`.
        houses: Its houses; none if it stands without a number.
    """

    name: str
    kind: str
    sides: frozenset[str]
    houses: frozenset[House]


class Place(NamedTuple):
    """An address, taken apart.

    Attributes:
        country: ISO 3166-1 alpha-2, "" if neither the text nor the caller says.
        streets: Its streets.
        buildings: Names of its buildings, each in one word.
        units: Rooms and the like.
        floors: Floors.
        blocks: Blocks of one plot, towers of one complex.
        towns: Words of towns and their parts.
        post_codes: Post codes.
        box: Post-office box, "" if there is none.
        words: All its words and numbers but those of kinds, country and post-office box.
        in_free_zone: Whether it names a free zone, whose firms share boxes and buildings.
    """

    country: str
    streets: tuple[Street, ...]
    buildings: tuple[str, ...]
    units: frozenset[str]
    floors: frozenset[str]
    blocks: frozenset[str]
    towns: frozenset[str]
    post_codes: frozenset[str]
    box: str
    words: frozenset[str]
    in_free_zone: bool

    @property
    def is_one_town(self) -> bool:
        """Whether its country is one town."""
        return self.country in _ONE_TOWN


@lru_cache(maxsize=8_192)
def read_place(text: str, country: str = "") -> Place:
    """Return what an address names.

    Args:
        text: One line or several, any script.
        country: ISO 3166-1 alpha-2 of the party, used where the address names no country.
    """
    folded = _SAINT_PETERSBURG.sub("", plain(text))
    folded = _DOTTED.sub(lambda match: match[0].replace(".", "") if match[0] != "n.t." else match[0], folded)
    named, folded = _country(folded)
    country = named or country
    written = folded
    lettered = _POST_CODES[country].findall(folded) if country in _POST_CODES else []
    folded = _POST_CODES[country].sub(" ", folded) if lettered else folded
    folded, labels = cut_labels(folded, country)
    segments, post_codes = _segments(folded, country)
    place = Place(
        country=country,
        streets=tuple(_streets(segments, country)),
        buildings=tuple("".join(part.names) for part in segments if part.what == "building" and part.names),
        units=frozenset(labels.units | _units(segments)),
        floors=frozenset(labels.floors),
        blocks=frozenset(labels.blocks),
        towns=frozenset(_towns(segments)),
        post_codes=frozenset(post_codes | {code.replace(" ", "") for code in lettered}),
        box=labels.box,
        words=_words(written) - {labels.box},
        in_free_zone="free zone" in folded
        or "free trade" in folded
        or not place_words().free_zones.isdisjoint(re.findall("[a-z]+", folded)),
    )
    return _with_doors(place) if country in _DOORS else place


def _words(written: str) -> frozenset[str]:
    known = place_words()
    return frozenset(
        known.same.get(word, word)
        for word in _TOKENS.findall(written)
        if word not in known.kinds or word in known.sides
    )


def _country(folded: str) -> tuple[str, str]:
    """Return the country that a text names at its end, and the text without it."""
    without = _HONG_KONG.sub(" , ", folded)
    if without != folded:
        return "HK", without
    pieces = [piece.strip(" .") for piece in folded.split(",")]
    for at in range(len(pieces) - 1, max(-1, len(pieces) - 4), -1):
        words = [word for word in pieces[at].split() if word.isalpha() or "." in word]
        for first in range(max(0, len(words) - _MOST_COUNTRY_WORDS), len(words)):
            name = " ".join(words[first:])
            # Two letters may be a state: `Newark, DE`.
            if len(name.replace(".", "")) > len("cc") and (code := country_code(name)):
                is_town = not place_words().emirates.isdisjoint(words[first:])
                rest = pieces[at] if is_town else pieces[at].replace(name, " ")
                return code, ", ".join((*pieces[:at], rest, *pieces[at + 1 :]))
    return "", folded


def _segments(folded: str, country: str) -> tuple[list[Segment], set[str]]:
    segments: list[Segment] = []
    post_codes: set[str] = set()
    for piece in _PIECES.split(folded):
        tokens = _TOKENS.findall(piece)
        numbered = [
            token
            for at, token in enumerate(tokens)
            if not (token[0].isdigit() and _is_post_code(token, at, tokens, country, post_codes))
        ]
        segments += of_piece(numbered)
    return with_lone_numbers(segments), post_codes


def _is_post_code(token: str, at: int, tokens: list[str], country: str, post_codes: set[str]) -> bool:
    if not token.isdigit() or len(token) < _POST_CODE_DIGITS:
        return False
    if country in _LONG_HOUSES and at == 0 and len(tokens) > 1:
        return False
    post_codes.add(token)
    return True


def _numbered_street(segments: list[Segment]) -> int:
    """Return where a street with a house stands whose kind is said; -1 if there is none."""
    return next((at for at, part in enumerate(segments) if part.what == "street" and part.numbers), -1)


def _streets(segments: list[Segment], country: str) -> list[Street]:
    found = []
    numbered = _numbered_street(segments)
    for at, part in enumerate(segments):
        # `14 Dorogobuzhskaya`; but `16D One Capital Place, 18 Luard Road` begins with a room.
        is_typeless = not part.what and part.numbers and part.names and at > numbered
        if numbered >= 0 and at > numbered and is_typeless:
            continue  # what follows the street is a town with its post code
        if (part.what == "street" or is_typeless) and (part.names or part.sides):
            houses = frozenset(house for number in part.numbers if (house := _house(number, country)))
            name = "".join(part.names)
            found.append(Street(name, part.kind, frozenset(part.sides), houses))
    return found


def _house(token: str, country: str) -> House | None:
    match = _HOUSE.fullmatch(token)
    if not match or len(match[1]) > _POST_CODE_DIGITS:
        return None
    first, sign, last, part = int(match[1]), match[2], match[3], match[4].strip("-/")
    widest = _WIDEST_RANGE if sign == "-" else _WIDEST_SLASH_RANGE
    if last and first < int(last) <= first + widest and (sign == "-" or country not in SLASHED):
        return House(first, int(last), part)
    return House(first, first, last or part)


def _units(segments: list[Segment]) -> set[str]:
    """Return numbers of no street where one has its own: `2001, Xinlikang Building, 2 Taike Road`."""
    numbered = _numbered_street(segments)
    has_building = numbered < 0 and any(part.what == "building" for part in segments)
    return {
        re.sub(r"[^a-z0-9]", "", number).lstrip("0")
        for at, part in enumerate(segments)
        if part.what == "building" or (not part.what and (at < numbered or (has_building and not part.names)))
        for number in part.numbers
    }


def _towns(segments: list[Segment]) -> set[str]:
    known = place_words().region_names
    return {
        name
        for part in segments
        if part.what in {"", "area"}
        for name in part.names
        if name not in known
        and len(name) > 1
        and not (part.what == "" and country_code(name) and len(name) <= len("ccc"))
    }


def _with_doors(place: Place) -> Place:
    doors = {house.part for street in place.streets for house in street.houses if house.part}
    streets = tuple(
        street._replace(houses=frozenset(house._replace(part="") for house in street.houses))
        for street in place.streets
    )
    return place._replace(streets=streets, units=place.units | doors)
