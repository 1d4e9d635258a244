"""Parentheses inside names: short forms, long forms, nicknames; or places and legal forms.

`Pakistan Atomic Energy Commission (PAEC)` brings an acronym, `Huawei Device
(Shenzhen) Co., Ltd.` a place, `Icarus Marine (Pty) Ltd.` a legal form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from screening.lists.countries import country_code
from screening.lists.text import trim_name
from screening.lists.words import is_legal_form, is_place
from screening.model import NameKind

__all__ = ["FurtherName", "names_in_parentheses"]

_PARENTHESIS = re.compile(r"\(([^()]+)\)")
_NOT_A_NAME = re.compile(
    r"^(?:president|director|owner|including|excluding|except|army|all of|for|dlya|formerly|reshenie)\b", re.IGNORECASE
)
# Syllables and initials run together, the Russian way: `TsNIIMash`, `GkNIPAS`, `GosNIImash`.
_RUN_TOGETHER = re.compile(r"[A-Z][a-z]+[A-Z]{2,}[A-Za-z]*")
# `GE SONG TAO (GE)`, `Tambov Plant (TZ)`: two letters name nothing.
_FEWEST_LETTERS = 3
_MOST_WORDS_OF_SHORT_FORM = 2


@dataclass(frozen=True, slots=True)
class FurtherName:
    """A name drawn out of a parenthesis.

    Attributes:
        name: The name.
        kind: ACRONYM for the short form itself, AKA for a rewritten whole name.
    """

    name: str
    kind: NameKind


def names_in_parentheses(name: str) -> list[FurtherName]:
    """Return the further names that the parentheses of a cleaned name bring."""
    found: list[FurtherName] = []
    for match in _PARENTHESIS.finditer(name):
        inner, before, after = match[1].strip(), name[: match.start()].strip(" ,"), name[match.end() :].strip()
        if _is_ordinary(inner) or not before:
            continue
        if _is_short_form(inner, before):
            found.extend(_short_form(inner, before, after))
        elif not after and _is_short_form(before, inner):  # `AVS (Armored Vehicle Spares)`
            found.extend([FurtherName(inner, NameKind.AKA), FurtherName(before, NameKind.ACRONYM)])
        elif not after and _is_other_spelling(inner, before):  # `OOO Elkomtekh (Elkomtex)`, `Rostec (Russian ...)`
            found.extend([FurtherName(before, NameKind.AKA), FurtherName(inner, NameKind.AKA)])
        elif _is_nickname(inner, before, after):  # `AFSHIN (SEAN) NAGHIBI`
            found.extend(
                [FurtherName(f"{before} {after}", NameKind.AKA), FurtherName(f"{inner} {after}", NameKind.AKA)]
            )
    return [FurtherName(_without_parentheses(item.name), item.kind) for item in found]


def _short_form(inner: str, before: str, after: str) -> list[FurtherName]:
    if not after or after.startswith(("(", ",")) or is_legal_form(after):
        glue = "" if after.startswith(",") else " "
        whole = f"{before}{glue}{after}" if after and not after.startswith("(") else before
        return [FurtherName(inner, NameKind.ACRONYM), FurtherName(whole, NameKind.AKA)]
    # In `China State Shipbuilding Corporation, Limited (CSSC) 12th Research
    # Institute` the short form is the group's; only with what follows it names
    # the party.
    glue = "" if after.startswith(("'", "-")) else " "
    return [
        FurtherName(f"{inner}{glue}{after}", NameKind.ACRONYM),
        FurtherName(f"{before}{glue}{after}", NameKind.AKA),
    ]


def _is_ordinary(inner: str) -> bool:
    return bool(is_legal_form(inner) or is_place(inner) or country_code(inner) or _NOT_A_NAME.match(inner))


def _is_short_form(short: str, long: str) -> bool:
    """Whether `short` abbreviates `long`: PAEC, GkNIPAS, CETC 13, JSC VNIIRA, Huawei."""
    letters = [character.casefold() for character in short if character.isalpha()]
    words = short.split()
    if len(letters) < _FEWEST_LETTERS or len(words) > _MOST_WORDS_OF_SHORT_FORM:
        return False
    if len(long.split()) > 1 and short.casefold() == re.split(r"[\s,]", long)[0].casefold():
        return not long.casefold().endswith(short.casefold())
    capitals = sum(character.isupper() for character in short)
    if capitals < _FEWEST_LETTERS or (short.istitle() and "-" not in short):
        return False
    if _RUN_TOGETHER.fullmatch(words[-1]):
        return True
    core = words[-1] if is_legal_form(words[0]) and len(words) > 1 else short
    return len(long) > len(short) and _fits(core, long)


def _fits(short: str, long: str) -> bool:
    # More than half of the letters are initials or capitals of the long form in
    # any order: SPND, SSB, FSB, DESTO and transliterated NPK-SPP alike; a given
    # name such as `LONG` in `JAMES L. (LONG) STEPHENS` is not.
    letters = [character for character in short.casefold() if character.isalpha()]
    words = re.findall(r"[A-Za-z0-9]+", long)
    initials = [word[0].casefold() for word in words]
    shared = 0
    for letter in letters:
        if letter in initials:
            initials.remove(letter)
            shared += 1
    several = len(words) >= _FEWEST_LETTERS
    return several and (2 * shared >= len(letters) or _is_all_capitals_among_mixed(short, long))


def _is_all_capitals_among_mixed(short: str, long: str) -> bool:
    return short.upper() == short and long.upper() != long


def _is_other_spelling(inner: str, before: str) -> bool:
    # One long form in place of a brand or another spelling of a single word.
    same_start = inner[:3].casefold() in {word[:3].casefold() for word in before.split()}
    return (same_start and " " not in inner and len(inner) > _FEWEST_LETTERS) or len(inner.split()) >= _FEWEST_LETTERS


def _is_nickname(inner: str, before: str, after: str) -> bool:
    given, family = before.replace(".", "").split(), after.split()
    short = len(given) <= 2 and 1 <= len(family) <= 2  # noqa: PLR2004 - given names and family names of one person
    plain = all(part.replace("-", "").isalpha() for part in (*given, *inner.split(), *family))
    return short and plain and not any(is_legal_form(part) for part in (inner, *family))


def _without_parentheses(name: str) -> str:
    return trim_name(" ".join(name.split()))
