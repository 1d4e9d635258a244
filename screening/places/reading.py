"""One line of address -> what it names: streets with houses, buildings, towns, rooms."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from screening.lists.countries import country_code
from screening.places.labels import cut_labels, plain
from screening.places.words import place_words

__all__ = ["House", "Place", "Street", "read_place"]

_PIECES: Final = re.compile(r"[,;\n|()]+|\s-\s|\s/\s")
_TOKENS: Final = re.compile(r"\d+(?:st|nd|rd|th)\b|\d+[a-z]?(?:[-/]\d*[a-z]?\d*)*(?:-[a-z]\b)?|[a-z]+")
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th)")
_HOUSE: Final = re.compile(r"(\d+)(?:-(\d+)(?![a-z0-9/]))?[-/]?([a-z0-9/-]*)")
_SAINT_PETERSBURG: Final = re.compile(r"\b(?:st|saint|sankt|sanct|s)\b[. -]*(?=peters?burg|peterburg)")
_HONG_KONG: Final = re.compile(r"\bhong ?kong\b(?: s\.?a\.?r\.?)?|\bh\.? ?k\.?(?=$|[ ,])|\bkowloon\b|\bn\.t\.|\bnew territories\b")
_DOTTED: Final = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b\.?")
# From so many digits on a number is a post code, unless a US house begins with it.
_POST_CODE_DIGITS: Final = 5
_LONG_HOUSES: Final = frozenset({"US", "CA", "MX", "AU"})
_WIDEST_RANGE: Final = 80
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


class _Segment:
    """Words and numbers that belong together: a street, a building, a part of a town."""

    __slots__ = ("closed", "kind", "names", "numbers", "sides", "what")

    def __init__(self) -> None:
        self.names: list[str] = []
        self.numbers: list[str] = []
        self.sides: set[str] = set()
        self.what = ""  # street, building, area, region, or "" for none of them
        self.kind = ""  # of a street
        self.closed = False


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
    folded, labels = cut_labels(folded, country)
    segments, post_codes = _segments(folded, country)
    place = Place(
        country=country,
        streets=tuple(_streets(segments)),
        buildings=tuple("".join(part.names) for part in segments if part.what == "building" and part.names),
        units=frozenset(labels.units | _units(segments)),
        floors=frozenset(labels.floors),
        blocks=frozenset(labels.blocks),
        towns=frozenset(_towns(segments)),
        post_codes=frozenset(post_codes),
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
        known.same.get(word, word) for word in _TOKENS.findall(written) if word not in known.kinds or word in known.sides
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
            if len(name) > len("cc") and (code := country_code(name)):
                rest = pieces[at].replace(name, " ")
                return code, ", ".join((*pieces[:at], rest, *pieces[at + 1 :]))
    return "", folded


def _segments(folded: str, country: str) -> tuple[list[_Segment], set[str]]:
    segments: list[_Segment] = []
    post_codes: set[str] = set()
    for piece in _PIECES.split(folded):
        tokens = _TOKENS.findall(piece)
        numbered = [
            token
            for at, token in enumerate(tokens)
            if not (token[0].isdigit() and _is_post_code(token, at, tokens, country, post_codes))
        ]
        segments += _of_piece(numbered)
    return _with_lone_numbers(segments), post_codes


def _is_post_code(token: str, at: int, tokens: list[str], country: str, post_codes: set[str]) -> bool:
    if not token.isdigit() or len(token) < _POST_CODE_DIGITS:
        return False
    if country in _LONG_HOUSES and at == 0 and len(tokens) > 1:
        return False
    post_codes.add(token)
    return True


def _of_piece(tokens: list[str]) -> list[_Segment]:
    """Return the segments between two commas: a kind of street or building ends one, unless it begins it."""
    words = place_words()
    segments = [_Segment()]
    for at, token in enumerate(tokens):
        segment = segments[-1]
        if token[0].isdigit():
            ordinal = _ORDINAL.fullmatch(token)
            if ordinal:
                segment = _opened(segments)
                segment.sides.add(ordinal[1])
                continue
            if segment.what in {"building", "area"} or (segment.closed and segment.numbers):
                segment = _Segment()
                segments.append(segment)
            segment.numbers.append(token)
            continue
        kind = words.streets.get(token)
        if kind and at and not segment.closed and not segment.names and tokens[at - 1] in words.fillers:
            segment.names.append(tokens[at - 1])  # `High Street`
        if kind and (segment.names or segment.sides) and not segment.closed and not segment.what:
            segment.what, segment.kind, segment.closed = "street", kind, True
        elif kind and token in words.leading and not segment.what and at + 1 < len(tokens):
            segment.what, segment.kind = "street", kind
        elif token in words.buildings:
            segment = segment if not segment.closed and segment.what != "street" else _opened(segments)
            segment.what, segment.closed = "building", True
        elif token in words.areas or token in words.cities or token in words.regions:
            what = "region" if token in words.regions else "area"
            if segment.what == "":
                segment.what, segment.closed = what, True
        elif token in words.sides and len(tokens) > 1:
            _opened(segments).sides.add(words.sides[token])
        elif token not in words.fillers and len(token) > 1:
            _opened(segments).names.append(words.same.get(token, token))
    return segments


def _opened(segments: list[_Segment]) -> _Segment:
    if segments[-1].closed:
        segments.append(_Segment())
    return segments[-1]


def _with_lone_numbers(segments: list[_Segment]) -> list[_Segment]:
    """Give a number that stands alone to the street without one beside it: `Zastavskaya St., 15-B`."""
    parts = [part for part in segments if part.names or part.numbers or part.sides or part.what]
    for at, part in enumerate(parts):
        if part.what == "street" and part.names and not part.numbers:
            for beside in (at + 1, at - 1):
                if 0 <= beside < len(parts) and parts[beside].numbers and not parts[beside].what:
                    lone = parts[beside]
                    if not lone.names:
                        part.numbers, lone.numbers = lone.numbers, []
                        break
    return parts


def _streets(segments: list[_Segment]) -> list[Street]:
    found = []
    for part in segments:
        is_typeless = not part.what and part.numbers and part.names
        if (part.what == "street" or is_typeless) and (part.names or part.sides):
            houses = frozenset(house for number in part.numbers if (house := _house(number)))
            name = "".join(part.names)
            found.append(Street(name, part.kind, frozenset(part.sides), houses))
    return found


def _house(token: str) -> House | None:
    match = _HOUSE.fullmatch(token)
    if not match or len(match[1]) > _POST_CODE_DIGITS:
        return None
    first, last, part = int(match[1]), match[2], match[3].strip("-/")
    if last and int(first) < int(last) <= first + _WIDEST_RANGE:
        return House(first, int(last), part)
    return House(first, first, last or part)


def _units(segments: list[_Segment]) -> set[str]:
    """Return numbers that are of no street where a street has its own: `2001, Xinlikang Building, 2 Taike Road`."""
    if not any(part.what == "street" and part.numbers for part in segments):
        return {number for part in segments if part.what == "building" for number in part.numbers}
    return {
        re.sub(r"[^a-z0-9]", "", number).lstrip("0")
        for part in segments
        if part.what == "building" or (not part.what and not part.names)
        for number in part.numbers
    }


def _towns(segments: list[_Segment]) -> set[str]:
    known = place_words().region_names
    return {
        name
        for part in segments
        if part.what in {"", "area"}
        for name in part.names
        if name not in known and len(name) > 1 and not (part.what == "" and country_code(name) and len(name) <= len("ccc"))
    }


def _with_doors(place: Place) -> Place:
    doors = {house.part for street in place.streets for house in street.houses if house.part}
    streets = tuple(
        street._replace(houses=frozenset(house._replace(part="") for house in street.houses)) for street in place.streets
    )
    return place._replace(streets=streets, units=place.units | doors)
