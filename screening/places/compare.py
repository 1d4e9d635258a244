"""Whether two addresses are the same room, the same house, or only the same building.

What it takes: a house number and a street (or a building and a street), and a town, a post
code or a country in which both agree. A street or a town alone is nothing, and another
country is nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from screening.places.words import place_words
from screening.spelling import similarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from screening.places.reading import House, Place, Street

__all__ = ["Agreement", "Kind", "compare"]

# Of streets and towns, whose first two letters must agree besides: `Fa Yuan` for `Fa Yuen` keeps
# 0.78, `Leninsky` for `Leninskiy` 0.86; `Lunina` for `Lenina` would keep 0.78 too, but begins otherwise.
_STREET_LIKENESS: Final = 0.77
# Where post codes agree: the list's `Gewerhofstrasse` is Gewerbehofstrasse (0.74).
_STREET_LIKENESS_BY_CODE: Final = 0.72
# Of buildings, whose names are many in one street: `Chevalier` and `Chevelier` (0.86) are one,
# `Hang Lok` and `Hang Luk` (0.81) are two.
_BUILDING_LIKENESS: Final = 0.85
_MIN_NAME: Final = 4
# A shorter street name without a town is in many towns: `Hope St 5` is, `Qianmo Road 555` is not.
_MIN_TELLING_STREET: Final = 6
_MIN_BOX_DIGITS: Final = 3
# `Plot 45, Korangi, Karachi` says where it is, `12, Moscow` does not.
_MIN_NAMES: Final = 2
_MIN_TOWN: Final = 3
# `Qianmo West Road` is written `Qianmoxi Road` too.
_PINYIN: Final = {"north": "bei", "south": "nan", "east": "dong", "west": "xi", "middle": "zhong"}


class Kind(StrEnum):
    """How far two addresses agree; the value is said to the reviewer."""

    TEXT = "the same address, word for word,"
    UNIT = "the same room"
    HOUSE = "the same house"
    BOX = "the same post-office box"
    BUILDING = "the same building (only one of both names a room)"
    OTHER_UNIT = "another room of the same building"


class Agreement(NamedTuple):
    """How far two addresses agree, and on what.

    Attributes:
        kind: How far.
        shared: What both name, in words: `house 555`, `street qianmo`, `town hangzhou`.
    """

    kind: Kind
    shared: tuple[str, ...]


def compare(own: Place, other: Place) -> Agreement | None:
    """Return how far two addresses agree, None if they are not the same building."""
    if own.country and other.country and own.country != other.country:
        return None
    return _compared(own, other) or (Agreement(Kind.TEXT, ()) if own.words == other.words and _tells(own) else None)


def _compared(own: Place, other: Place) -> Agreement | None:
    if own.blocks and other.blocks and _bare(own.blocks).isdisjoint(_bare(other.blocks)):
        return None  # another building of the same plot: a science park has hundreds of firms
    found = _same_house(own, other) or _same_building(own, other)
    return _graded(own, other, *found) if found else _same_box(own, other)


def _graded(own: Place, other: Place, street: Street | None, shared: tuple[str, ...]) -> Agreement | None:
    town = _place_agrees(own, other, street)
    if town is None:
        return None
    kind = _unit(own, other)
    if street is None and kind is not Kind.UNIT:
        return None  # `Al Reem Tower` alone is a name that several towns' towers have
    rooms = tuple(f"room {unit}" for unit in sorted(own.units & other.units)) if kind is Kind.UNIT else ()
    return Agreement(kind, (*rooms, *shared, *town))


def _tells(place: Place) -> bool:
    """Return whether an address is more than a town: a number that is no post code, and names."""
    numbers = [word for word in place.words if word[0].isdigit() and word not in place.post_codes]
    return bool(numbers) and len(place.words) - len(numbers) >= _MIN_NAMES and not place.in_free_zone


def _same_house(own: Place, other: Place) -> tuple[Street | None, tuple[str, ...]] | None:
    named = bool(_shared_buildings(own, other))
    least = _STREET_LIKENESS_BY_CODE if own.post_codes & other.post_codes else _STREET_LIKENESS
    differ = bool(own.buildings and other.buildings) and not named
    for mine in own.streets:
        for theirs in other.streets:
            number = _shared_house(mine.houses, theirs.houses, exactly=differ)
            if number and _same_street(mine, theirs, least, sides_count=not named):
                return mine, (f"house {number}", f"street {theirs.name}")
    return None


def _shared_buildings(own: Place, other: Place) -> list[str]:
    return [name for name in own.buildings if any(_alike(name, known, _BUILDING_LIKENESS) for known in other.buildings)]


def _same_building(own: Place, other: Place) -> tuple[Street | None, tuple[str, ...]] | None:
    """Return the street of a building that both name, if no other street or house speaks against it."""
    names = _shared_buildings(own, other)
    if not names:
        return None
    if not own.streets or not other.streets:
        return None, (f"building {names[0]}",)
    if any(street.houses for street in own.streets) and any(street.houses for street in other.streets):
        return None  # both name a house, and not the same one
    for mine in own.streets:
        for theirs in other.streets:
            if _same_street(mine, theirs, _STREET_LIKENESS, sides_count=True):
                return mine, (f"building {names[0]}", f"street {theirs.name}")
    return None


def _same_box(own: Place, other: Place) -> Agreement | None:
    """Return the agreement of two post-office boxes; those of free zones serve thousands of firms."""
    if own.box != other.box or len(own.box.replace("-", "")) < _MIN_BOX_DIGITS:
        return None
    if own.in_free_zone or other.in_free_zone:
        return None
    towns = _shared_towns(own.towns, other.towns)
    return Agreement(Kind.BOX, (f"box {own.box}", *towns)) if towns else None


def _shared_house(own: Iterable[House], other: Iterable[House], *, exactly: bool) -> str:
    """Return the number that both name: `2-16` holds 8 but not 9; `15-B` is 15, but not `15-A`.

    Args:
        own: Houses of one address.
        other: Houses of another.
        exactly: Ranges must be the same, because the buildings have different names: `75-77` and
            `75-81` may be neighbours.
    """
    for mine in own:
        for theirs in other:
            same = (mine.first, mine.last) == (theirs.first, theirs.last)
            if (same or (not exactly and _overlap(mine, theirs))) and (
                not mine.part or not theirs.part or mine.part == theirs.part
            ):
                return str(max(mine.first, theirs.first))
    return ""


def _overlap(mine: House, theirs: House) -> bool:
    """Return whether two ranges share a house; one side of a street has the even numbers."""
    overlap = mine.first <= theirs.last and theirs.first <= mine.last
    parities = {number % 2 for number in (*mine[:2], *theirs[:2])}
    return overlap and len(parities) == 1


def _same_street(mine: Street, theirs: Street, least: float, *, sides_count: bool) -> bool:
    """Return whether two streets are one.

    Args:
        mine: One street.
        theirs: Another.
        least: Likeness of names that is enough, 0 to 1.
        sides_count: Whether `Chatham Road` may not be `Chatham Road South`; where the building's
            name agrees too it may.
    """
    if mine.kind and theirs.kind and mine.kind != theirs.kind:
        return False
    if not mine.name and not theirs.name:  # `4th Avenue`
        return bool(mine.sides) and mine.sides == theirs.sides
    if mine.sides == theirs.sides or (not sides_count and not (mine.sides and theirs.sides)):
        return _alike(mine.name, theirs.name, least)
    return _with_sides(mine) == _with_sides(theirs)


def _with_sides(street: Street) -> str:
    return street.name + "".join(_PINYIN.get(side, side) for side in sorted(street.sides))


def _alike(name: str, other: str, least: float) -> bool:
    if name == other:
        return bool(name)
    same_start = name[:2] == other[:2]
    return same_start and min(len(name), len(other)) >= _MIN_NAME and similarity(name, other) >= least


def _place_agrees(own: Place, other: Place, street: Street | None) -> tuple[str, ...] | None:
    """Return in what place both agree, None if in none.

    An address without a town is believed where its country agrees and the street is not
    one that every town has.
    """
    codes = own.post_codes & other.post_codes
    if codes:
        return (f"post code {min(codes)}",)
    if own.country == other.country and own.is_one_town:
        return (f"country {own.country}",)
    name = street.name if street else ""
    mine, theirs = ({town for town in place.towns if town not in name} for place in (own, other))
    if mine and theirs:
        towns = _shared_towns(mine, theirs)
        return towns or None
    is_telling = len(name) >= _MIN_TELLING_STREET and name not in place_words().common
    return (f"country {own.country}",) if own.country and own.country == other.country and is_telling else None


def _shared_towns(mine: Iterable[str], theirs: Iterable[str]) -> tuple[str, ...]:
    known = tuple(theirs)
    found = sorted(town for town in mine if len(town) >= _MIN_TOWN and any(_same_town(town, name) for name in known))
    return tuple(f"town {town}" for town in found[:2])


def _same_town(town: str, other: str) -> bool:
    return town == other or _alike(town, other, _STREET_LIKENESS)


def _unit(own: Place, other: Place) -> Kind:
    """Return whether both are the same room, as far as they name one."""
    mine, theirs = set(_rooms(own)), set(_rooms(other))
    if own.units and other.units:
        floors_differ = own.floors and other.floors and own.floors.isdisjoint(other.floors)
        plain = not own.units.isdisjoint(other.units) and not floors_differ
        return Kind.UNIT if plain or not mine.isdisjoint(theirs) else Kind.OTHER_UNIT
    if own.units or other.units:
        return Kind.BUILDING
    if own.floors and other.floors:
        return Kind.OTHER_UNIT if own.floors.isdisjoint(other.floors) else Kind.UNIT
    return Kind.BUILDING if own.floors or other.floors else Kind.HOUSE


def _rooms(place: Place) -> Iterator[str]:
    """Yield the rooms with their floor in front: `Unit 04, 7/F` is `704`, `Room D, 16/F` is `16d`."""
    for unit in place.units:
        if len(unit) > len("16"):
            yield unit
        for floor in place.floors:
            yield f"{floor}{unit.zfill(2) if unit.isdigit() else unit}"


def _bare(blocks: Iterable[str]) -> set[str]:
    return {block.lstrip("0") for block in blocks}
