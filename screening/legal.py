"""Tell the legal form of a name from the name."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from screening.spelling import MIN_FUZZY_LENGTH, Speller
from screening.words import ordinary_counts, words

if TYPE_CHECKING:
    from screening.words import Words

# Words that are legal only in company of each other, in whatever order
# (`Company Biznes Proyekt Joint Stock`); `Jinsong Joint Bank` keeps its `Joint`.
_SCATTERED_FORMS = frozenset(("joint", "stock", "open", "closed", "public", "liability", "limited"))
_STOCK_COMPANY = frozenset(("joint", "company", "open", "public", "closed"))
# Long enough to be recognised when misspelt.
_LONG_LEGAL_WORDS = (
    "company", "limited", "liability", "joint", "stock", "corporation", "incorporated", "private",
    "obshchestvo", "aktsionernoe", "otvetstvennostyu", "ogranichennoi", "otkrytoe", "zakrytoe", "sirketi", "anonim",
)  # fmt: skip
# Often misspelt beyond what the speller finds.
_MISSPELT = {"organichennoi": "ogranichennoi"}
# Met joined to the word before them.
_JOINED_FORMS = ("company", "limited", "corporation", "gmbh", "llc", "ltd", "pte", "jsc", "spa")
_LEGAL_LIKENESS = 0.71  # `liabpiity` for `liability` is 0.711; of 88,274 ordinary words 30 are as near


def set_legal_form_aside(written: list[str]) -> tuple[list[str], list[str]]:
    """Return the words that name the party and the words of its legal form.

    A name that is nothing but a legal form stays whole: `Co Ltd` gives `[co, ltd], []`.
    """
    known = words()
    pairs = [pair for word in written for pair in _read(word)]
    read = [legal for _, legal in pairs]
    scattered = _SCATTERED_FORMS if _is_scattered(read) else frozenset[str]()
    core: list[str] = []
    legal: list[str] = []
    at = 0
    for position, (word, spelt) in enumerate(pairs):
        if position < at:
            continue
        length = 0
        if spelt in known.legal or spelt in known.legal_phrases or spelt in scattered:
            length = _legal_length(read, position, known) or int(spelt in scattered)
        if length:
            legal.extend(read[position : position + length])
        else:
            core.append(word)
        at = position + max(length, 1)
    return (core, legal) if core else ([word for word, _ in pairs], [])


def _is_scattered(read: list[str]) -> bool:
    return "liability" in read or ("stock" in read and not _STOCK_COMPANY.isdisjoint(read))


@lru_cache(maxsize=65_536)
def _read(word: str) -> tuple[tuple[str, str], ...]:
    """Return a word, parted from a legal form that is joined to it, with the legal word that each part spells."""
    return tuple((part, _legal_spelling(part)) for part in _without_joined_form(word))


def _without_joined_form(word: str) -> tuple[str, ...]:
    """Part a legal form that is joined to a word: `Pakgostarcompany`; but `Unlimited` is a word."""
    if word.endswith(_JOINED_FORMS) and word not in ordinary_counts():
        form = next(form for form in _JOINED_FORMS if word.endswith(form))
        if len(word) - len(form) >= MIN_FUZZY_LENGTH:
            return word[: -len(form)], form
    return (word,)


def _legal_spelling(word: str) -> str:
    """Return the legal word that a word unknown to ordinary names misspells, else the word.

    `Joit Stock`, `Lirnited`, `Liabliity`; but `Stork` and `Joist` are words.
    """
    if len(word) < MIN_FUZZY_LENGTH or word in words().legal or word in ordinary_counts():
        return word
    near = _speller().near(word)
    likeness, best = max(((sure, legal) for legal, sure in near.items()), default=(0.0, word))
    return best if likeness >= _LEGAL_LIKENESS and not best.startswith(word) else word


@cache
def _speller() -> Speller:
    return Speller({word: word for word in _LONG_LEGAL_WORDS} | _MISSPELT, remember=1)


def _legal_length(written: list[str], at: int, known: Words) -> int:
    for phrase in known.legal_phrases.get(written[at], ()):
        if tuple(written[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 1 if written[at] in known.legal else 0
