"""Words that name nobody: legal forms, places, common and generic words.

This vocabulary serves the reading of published names only. Matching has its
own, so tuning it never changes the entity table.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from screening.lists.countries import country_code

__all__ = ["is_abbreviation", "is_common_word", "is_generic", "is_legal_form", "is_place"]

_SMALL = frozenset({"and", "any", "for", "in", "no", "not", "number", "of", "on", "the", "their", "to"})
_NUMBER = re.compile(
    r"\d+(?:st|nd|rd|th)?|i{1,3}|iv|vi{0,3}|ix|x"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
)
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z]+)?")
# A short form that is an English word: `Electronic Computing and Information
# Systems (ELVIS)`, `Advanced Engineering Research Organization (AERO)`.
_FURTHER_COMMON = frozenset(
    {
        "aero",
        "dart",
        "delta",
        "elvis",
        "granit",
        "mayak",
        "orbit",
        "progress",
        "radar",
        "sonar",
        "soyuz",
        "spark",
        "titan",
        "vector",
    }
)


def is_abbreviation(word: str) -> bool:
    """Whether the dot after `word` belongs to it, as in `Ltd.`."""
    return _fold(word) in _abbreviations()


def is_legal_form(text: str) -> bool:
    """Whether `text` holds nothing but words of legal forms: `Pvt.`, `Co., Ltd.`, `LLC`."""
    words = _words(text)
    return bool(words) and all(word in _legal_forms() for word in words)


def is_place(text: str) -> bool:
    """Whether `text` is a town, province or country and no more."""
    return _fold(text) in _places() or bool(country_code(text))


def is_common_word(text: str) -> bool:
    """Whether `text` is one word that many unlisted companies bear too."""
    folded = _fold(text)
    return folded in _common() or folded in _FURTHER_COMMON


def is_generic(text: str, *, most_words: int | None = None) -> bool:
    """Whether `text` holds nothing but generic words, legal forms and numbers.

    Args:
        text: A name.
        most_words: With more words than these, numbers, legal forms and small words
            aside, even generic words are distinctive together; None for no limit.
    """
    words = re.findall(r"[a-z0-9]+", _fold(text))
    content = [
        word for word in words if word not in _legal_forms() and word not in _SMALL and not _NUMBER.fullmatch(word)
    ]
    few = most_words is None or len(content) <= most_words
    return bool(words) and few and all(word in _generic() for word in content)


@cache
def _legal_forms() -> frozenset[str]:
    return _word_file("legal_forms.txt")


@cache
def _generic() -> frozenset[str]:
    return _word_file("generic_words.txt")


@cache
def _abbreviations() -> frozenset[str]:
    return _word_file("abbreviations.txt")


@cache
def _places() -> frozenset[str]:
    return _word_file("places.txt")


@cache
def _common() -> frozenset[str]:
    return _word_file("common_words.txt")


def _word_file(name: str) -> frozenset[str]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return frozenset(_fold(line) for line in text.splitlines() if line and not line.startswith("#"))


def _words(text: str) -> list[str]:
    return _WORD.findall(_fold(text).replace(".", ""))


@lru_cache(maxsize=1024)  # one name is asked about several times in a row
def _fold(text: str) -> str:
    if text.isascii():
        return text.casefold().strip()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character)).strip()
