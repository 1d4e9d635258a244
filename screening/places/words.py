"""The words of addresses, read once from `words.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PlaceWords", "place_words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """Folded words with a part in addresses; the file says what each group is.

    Attributes:
        streets: Word of a kind of street -> the kind: `rd` -> `street`.
        leading: Kinds of street that may stand before the name.
        buildings: Kinds of building.
        areas: Kinds of a part of a town.
        cities: Kinds of town.
        regions: Kinds of region.
        region_names: Names of regions.
        fillers: Words that name nothing.
        free_zones: Words of free zones.
        common: Streets that every town has.
        sides: Word of a side -> the side: `bei` -> `north`.
        same: Another name of a place -> its usual one.
        emirates: Emirates, which are towns too, though a country column may hold them.
        suffixes: Kinds of street that end a word: `Hauptstrasse`.
        chinese: Sign -> what is written for it, the longest first.
        kinds: All words that are of a kind, not a name.
    """

    streets: Mapping[str, str]
    leading: frozenset[str]
    buildings: frozenset[str]
    areas: frozenset[str]
    cities: frozenset[str]
    regions: frozenset[str]
    region_names: frozenset[str]
    fillers: frozenset[str]
    free_zones: frozenset[str]
    common: frozenset[str]
    sides: Mapping[str, str]
    same: Mapping[str, str]
    emirates: frozenset[str]
    suffixes: tuple[str, ...]
    chinese: tuple[tuple[str, str], ...]
    kinds: frozenset[str]


@cache
def place_words() -> PlaceWords:
    """Return the words, read on first use."""
    data = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    kinds = {name: frozenset(text.split()) for name, text in data["kinds"].items()}
    streets, sides = _turned(data["streets"]), _turned(data["sides"])
    of_kind = kinds["buildings"] | kinds["areas"] | kinds["cities"] | kinds["regions"] | kinds["fillers"]
    return PlaceWords(
        streets=streets,
        leading=kinds["leading"],
        buildings=kinds["buildings"],
        areas=kinds["areas"],
        cities=kinds["cities"],
        regions=kinds["regions"],
        region_names=frozenset(data["regions"]["names"].split()),
        fillers=kinds["fillers"],
        free_zones=kinds["free_zones"],
        common=kinds["common"],
        sides=sides,
        same=_turned(data["same"]),
        emirates=kinds["emirates"],
        suffixes=tuple(data["kinds"]["suffixes"].split()),
        chinese=tuple(data["chinese"].items()),
        kinds=of_kind | frozenset(streets) | frozenset(sides),
    )


def _turned(groups: Mapping[str, str]) -> Mapping[str, str]:
    """Return each word of the groups with the name of its group."""
    return {word: name for name, text in groups.items() for word in text.split()}
