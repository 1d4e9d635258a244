"""Word knowledge behind name matching: legal forms, generic words, places, short forms, spellings.

The words stand in `words.toml`; how often ordinary organisations use a word
stands in `ordinary.tsv` (see `ordinary_counts`). Both are read once, on first use.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

import iso3166
from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Mapping

# Shorter words of country names are of all trades: `of`, `and`, `the`.
_MIN_COUNTRY_WORD = 4
# Names in the sample that `ordinary.tsv` was counted over.
ORDINARY_NAMES = 200_119


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Folded words with a special part in organisation names.

    Attributes:
        legal: Words that state a legal form and nothing else.
        legal_phrases: Legal phrases, by first word, longest first.
        generic: Words that describe a trade, not a party.
        descriptive: Rarer words that describe a party too, and do not name it.
        places: Words that locate a party.
        establishments: Words that mark an office or branch of a party.
        connectors: Words that only tie others together.
        addresses: Words of all addresses.
        placeholders: Whole cells that stand for no name.
        abbreviations: Short form, or other spelling, -> the word it stands for.
    """

    legal: frozenset[str]
    legal_phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    generic: frozenset[str]
    descriptive: frozenset[str]
    places: frozenset[str]
    establishments: frozenset[str]
    connectors: frozenset[str]
    addresses: frozenset[str]
    placeholders: frozenset[str]
    abbreviations: Mapping[str, str]


@cache
def words() -> Words:
    """Return the word lists of `words.toml`."""
    data = tomllib.loads(_text("words.toml"))
    abbreviations = data["abbreviations"] | data["spellings"]
    return Words(
        legal=frozenset(data["legal_words"].split()),
        legal_phrases=MappingProxyType(_by_first_word(data["legal_phrases"])),
        generic=_with_canonical(data["generic_words"], abbreviations),
        descriptive=_with_canonical(data["descriptive_words"], abbreviations),
        places=_with_canonical(data["places"], abbreviations) | _country_words(),
        placeholders=frozenset(cell.strip() for cell in data["placeholders"].split("|")),
        connectors=frozenset(data["connectors"].split()),
        addresses=frozenset(data["addresses"].split()),
        establishments=_with_canonical(data["establishments"], abbreviations),
        abbreviations=MappingProxyType(abbreviations),
    )


@cache
def native_words() -> Mapping[str, str]:
    """Return words in other scripts, as they are in Unicode form NFKC, with the Latin words that listings use."""
    data = tomllib.loads(_text("native.toml"))
    pairs = (pair for words_of_script in data.values() for pair in words_of_script.items())
    return MappingProxyType({unicodedata.normalize("NFKC", native): latin for native, latin in pairs})


@cache
def ordinary_counts() -> Mapping[str, int]:
    """Return in how many ordinary organisation names a canonical word occurs.

    Counted over 200,119 legal-entity names of the GLEIF golden copy (CC0), one
    count per name. Words in fewer than three names are left out: to us they are
    as rare as unknown words.
    """
    pairs = (line.split("\t") for line in _text("ordinary.tsv").splitlines() if not line.startswith("#"))
    return MappingProxyType({word: int(count) for word, count in pairs})


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def _by_first_word(text: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for line in text.splitlines():
        parts = tuple(line.split())
        if parts:
            phrases.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in phrases.items()}


def _country_words() -> frozenset[str]:
    """Return the words of all country names: `Russian Federation`, `Viet Nam`."""
    names = " ".join(anyascii(country.name).lower() for country in iso3166.countries)
    return frozenset(word for word in re.findall("[a-z]+", names) if len(word) >= _MIN_COUNTRY_WORD)


def _with_canonical(text: str, abbreviations: dict[str, str]) -> frozenset[str]:
    found = text.split()
    return frozenset(found) | {abbreviations.get(word, word) for word in found}
