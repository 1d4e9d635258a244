"""What stands in an address behind a label: room, floor, block, post-office box.

`Room 1605`, `16/F`, `Block A`, `P.O. Box 42340` are cut out of the text, so that the
numbers that stay are those of houses and post codes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from screening.folding import fold
from screening.places.words import place_words

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SLASHED", "Labels", "cut_labels", "plain"]

# Most characters that are looked at; an address in one line has fewer.
_MOST_CHARACTERS: Final = 300
_EAST: Final = re.compile(r"[\u3400-\u9fff]")
_LETTER_AND_NUMBER: Final = re.compile(r"(?<=\D)-(?=\d)")
_NUMBER: Final = r"(?:(?:[a-z]{1,3}[- ]?)?\d+[a-z]?(?:[-/&]\d*[a-z]?\d*)*|[a-z](?:-?\d+)?)"
# Behind `No.`; `ic kapi` is the inner door of a Turkish house.
_NO: Final = r"[ .:]*(?:(?:no|nos|nr|number|num|n)\b[ .:#]*)?#?[ ]*"
_UNIT: Final = re.compile(
    r"\b(?:flat[/i]rm|flat/room|rooms?|rms?|units?|flats?|suites?|ste|offices?|ofis|ofc|off|of(?=[.])|apartments?|apts?|shops?|workshops?|"
    r"warehouse|stall|premises|kv|kvartira|pom|pomeshcheniye|pomeshchenie|komnata|kom|daire|ic kapi|cabin)\b"
    rf"{_NO}({_NUMBER})(?![a-z0-9])"
)
_HASH: Final = re.compile(rf"#[ ]*({_NUMBER})\b")
# Chinese order: `1605 room`.
_UNIT_BEHIND: Final = re.compile(r"\b(\d{1,5}[a-z]?) ?(?:room|shi)\b")
_FLOOR: Final = re.compile(
    r"\b(\d{1,3})(?:st|nd|rd|th)?[ ]?[/-]?[ ]?(?:f|fl|flr|floor|etazh|kat)\b\.?"
    r"|\b(?:floor|level|lvl|kat|etazh)[ .:]*(\d{1,3}|g)\b"
    r"|\b(g)/f\b|\b(g)round floor\b"
)
_BLOCK: Final = re.compile(
    r"\b(building|bldg|block|blok|tower|korpus|korp|bld|stroenie|stroyeniye|liter|litera|lit|letter|annex)\b"
    r"[ .:]*(?:no\b[ .:#]*)?([a-z]{0,2}\d{1,3}[a-z]?(?:-\d{1,2})?|[a-z])(?![a-z0-9/])"
)
_WRITTEN: Final = {"one": "1", "two": "2", "three": "3", "four": "4"}
_BLOCK_WRITTEN: Final = re.compile(r"\b(tower|block|building) (one|two|three|four)\b")
_BLOCK_BEHIND: Final = re.compile(r"\b(\d{1,3}|[a-z]) ?block\b")
# `d. 10, str. 2`: in Russia `str.` behind a house number is a building of the same plot, in front of one a street.
_RUSSIAN_BLOCK: Final = re.compile(r"(?<=\d)[a-z]?[ ,]+(?:str|s|k|korp|stroenie)\b[ .]*(\d{1,3}[a-z]?)\b")
_RUSSIAN: Final = frozenset({"RU", "UA", "BY", "KZ", "KG", "UZ", "MD", "AM", ""})
SLASHED: Final = _RUSSIAN | {"TR"}
"""Countries in which `12/14` is house 12 with a part, not houses 12 to 14."""
_BOX: Final = re.compile(
    r"\b(?:p\.? ?o\.? ?-?|post(?:al)?(?: office)? ?|g\.?p\.?o\.? ?)box\b[ .:#]*(?:no\b[ .:#]*|number\b ?)?#?(\d[\d-]*)"
    r"|\bpobox ?(\d+)|\ba/ya ?(\d+)"
)
# `D: 14` is a door in Turkey, a house in Russia.
_DOOR: Final = re.compile(r"\bd[ .:]+(?:no\b[ .:]*)?(\d{1,3}[a-z]?)\b")
_HOUSE: Final = re.compile(r"\b(?:no|nos|nr|num|number|house|dom|d|plot|hao|lot)\b[ .:]*(?:no\b[ .:]*)?(?=\d)")
# `1318-20` is rooms 1318 to 1320; a longer range is a number with a part: `6-1702`.
_LONGEST_RANGE: Final = 12


@dataclass(slots=True)
class Labels:
    """What was cut out of an address.

    Attributes:
        units: Rooms, flats, offices, shops: letters and digits alone, ranges resolved.
        floors: Floors.
        blocks: Blocks, towers, buildings of one plot.
        box: Post-office box, "" if there is none.
    """

    units: set[str] = field(default_factory=set)
    floors: set[str] = field(default_factory=set)
    blocks: set[str] = field(default_factory=set)
    box: str = ""


def plain(text: str) -> str:
    """Return an address in lower-case Latin letters, parts of Chinese ones set apart."""
    text = text[:_MOST_CHARACTERS]
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    if _EAST.search(text):
        for sign, written in place_words().chinese:
            text = text.replace(sign, written)
    return fold(text)


def cut_labels(text: str, country: str) -> tuple[str, Labels]:
    """Return a plain address without what labels name, and that.

    Args:
        text: As `plain` returns it.
        country: ISO 3166-1 alpha-2, "" if not known; says how `str. 2` is read.
    """
    found = Labels()
    text = _BOX.sub(_keeping(lambda got: setattr(found, "box", got.strip("-"))), text)
    if country in _RUSSIAN:
        text = _RUSSIAN_BLOCK.sub(_keeping(found.blocks.add), text)
    if country == "TR":
        text = _DOOR.sub(_keeping(found.units.add), text)
    for pattern in (_UNIT, _HASH, _UNIT_BEHIND):
        text = pattern.sub(_keeping(lambda got: found.units.update(_units(got))), text)
    text = _FLOOR.sub(_keeping(found.floors.add), text)
    text = _BLOCK_WRITTEN.sub(lambda match: f"{match[1]} {_WRITTEN[match[2]]}", text)
    text = _BLOCK_BEHIND.sub(_keeping(found.blocks.add), text)
    text = _BLOCK.sub(lambda match: _block(match, found), text)
    return _HOUSE.sub(" ", text), found


def _keeping(keep: Callable[[str], object]) -> Callable[[re.Match[str]], str]:
    def replaced(match: re.Match[str]) -> str:
        keep(next(group for group in match.groups() if group))
        return " , "

    return replaced


def _block(match: re.Match[str], found: Labels) -> str:
    """Take `Block A`, but not the house in `Kras Asia Industrial Building 79 Hung To Road`."""
    text, what = match.string, match[2]
    before = re.split(r"[,;\n]", text[: match.start()])[-1]
    behind = text[match.end() :].lstrip(" ")
    is_house = what.isdigit() and re.search(r"[a-z]", before) and behind[:1].isalpha()
    if is_house:
        return match[0]
    found.blocks.add(what)
    return f"{match[1]} , "


def _units(text: str) -> set[str]:
    first, dash, last = text.partition("-")
    if dash and first.isdigit() and last.isdigit() and len(last) <= len(first):
        end = int(first[: len(first) - len(last)] + last)
        if 0 < end - int(first) <= _LONGEST_RANGE:
            return {str(number) for number in range(int(first), end + 1)}
    parts = [part for part in re.split(r"[&/]", text) if any(map(str.isdigit, part))] or [text]
    return {_bare(part) for part in parts}


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text).lstrip("0")
