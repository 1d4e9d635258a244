"""A vendor's name cell -> the names to try, freed of what ERP systems and buyers add."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.folding import mended, visible
from screening.model import NotScreened
from screening.names import MAX_LENGTH, NormalizedName, normalize
from screening.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

# What ERP users write around a name. Each is removed only if a name remains.
# Most names hold none of it, and patterns are slow: each is tried only where the
# name holds one of its signs (`0` stands for any digit, `w` for a word of noise).
_NOISE = tuple(
    (frozenset(signs), re.compile(pattern, re.IGNORECASE))
    for signs, pattern in (
        ("*", r"\*+[^*]{0,40}\*+"),  # *DO NOT USE* Acme
        (
            "([{<",
            (
                r"[(\[{<]\s*(?:vend|suppl|acct|account|cust|id|ref|old|new|inactive|dup|do not|obs)\w*\b"
                r"[^)\]}>]{0,40}[)\]}>]"
            ),
        ),
        (
            "0",
            (
                r"\b(?:acct|account|a/c|vendor|vend|supplier|cust|customer|ref|po)\b\.?"
                r"[\s.:#-]*(?:no|num|nr|id)?[\s.:#-]*\d[\w-]*"
            ),
        ),
        (
            "w",
            r"\b(?:do not use|do not pay|inactive|obsolete|duplicate of|duplicate|use vendor|see vendor)\b\s*#?\d*",
        ),
        ("#", r"#\s*\d+"),  # #4711
        ("0)", r"^\s*(?:\d{1,3}[.)]|[a-z]\))\s+"),  # 1. Acme, a) Acme
        ("0", r"^\s*(?:\d{4,}\s*[-:|]|0\d{3,}|\d{6,})\s+"),  # 100234 - Acme
        ("w", r"\b(?:attn|attention|fao)\b\s*[.:]?.*$"),  # ATTN: Accounts
        ("/w", r"^\s*(?:m/s|messrs)\b\.?"),  # M/s Acme
        ("w", r"\bhttps?://|\bwww\.|\.(?:com|net|org|cn|ru)\b(?:\.\w\w\b)?"),  # www.acme.com
    )
)
_SIGNS_OF_NOISE = re.compile(r"[^\w\s,&'.-]|[\d_]")
_WORDS = re.compile(r"[^\W_]+")
_WORDS_OF_NOISE = frozenset((
    "inactive", "obsolete", "duplicate", "use", "pay", "see", "attn", "attention", "fao", "messrs", "http", "https",
    "www", "com", "net", "org", "cn", "ru", "dba", "db", "ba", "b", "k", "aka", "ak", "ka", "fka", "fk", "nka", "nk",
    "as", "doing", "known", "formerly", "previously", "care",
))  # fmt: skip
_SIGNS_OF_MARKERS = frozenset("w/|")
# What spreadsheets show for an error, where it was typed or pasted as text.
_ERRORS = frozenset(["#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#spill!", "#calc!"])
# Markers between two names of one party; each side is tried on its own.
_MARKER = re.compile(
    r"[\s,;(\[-]+(?:d\.?\s?/?b\.?\s?/?a\.?|t/a|trading as|doing business as|a\.?/?k\.?/?a\.?|also known as|"
    r"f\.?/?k\.?/?a\.?|formerly(?: known as)?|n\.?/?k\.?/?a\.?|now known as|previously|c/o|care of)[\s,:.]+"
    r"|\s+[/|]\s+|\s+//\s*",
    re.IGNORECASE,
)
_LEADING_CARE_OF = re.compile(r"^\s*(?:c/o|care of)\s+", re.IGNORECASE)
# A parenthesis may be left out, but not one with a number: `(CETC-7)` tells bodies apart.
_PARENTHESIS = re.compile(r"[(\[][^()\[\]\d]*[)\]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorName:
    """A vendor's name cell, taken apart.

    Attributes:
        parts: Names to try, the fullest first; none if nothing is left to compare.
        cause: Why the name is no name, else None; it may still be a listed one,
            letter for letter (`7-28`).
    """

    parts: tuple[NormalizedName, ...] = ()
    cause: NotScreened | None = None


def read_vendor_name(text: str | None) -> VendorName:
    """Return the names to try for a vendor cell, or why it cannot be screened.

    `Kvarn AB dba Borealis` gives three: the whole, `Kvarn AB` and `Borealis`.
    """
    typed = (text or "").strip()
    if not typed:
        return VendorName(cause=NotScreened.BLANK)
    if len(typed) > MAX_LENGTH:
        return VendorName(cause=NotScreened.TOO_LONG)
    if typed.lower() in _ERRORS:
        return VendorName(cause=NotScreened.ERROR_CELL)
    shown = mended(typed)
    shown = shown if shown.isascii() else visible(shown)
    parts = tuple(_distinct(normalize(part) for part in _parts(shown)))
    if not parts:
        return VendorName(cause=NotScreened.NO_LETTERS)
    return VendorName(parts=parts, cause=_unusable(parts[0]))


def _without_noise(text: str, signs: set[str]) -> str:
    for of_pattern, pattern in _NOISE:
        if not signs.isdisjoint(of_pattern):
            cleaned = pattern.sub(" ", text)
            if any(char.isalnum() for char in cleaned):
                text = cleaned
    return _LEADING_CARE_OF.sub("", text) if "w" in signs or "/" in signs else text


def _signs(shown: str) -> set[str]:
    """Return what a name holds that noise and markers between names are made of; most names hold nothing."""
    signs = set(_SIGNS_OF_NOISE.findall(shown))
    if any(map(str.isdecimal, signs)):
        signs.add("0")
    if not _WORDS_OF_NOISE.isdisjoint(_WORDS.findall(shown.lower())):
        signs.add("w")
    return signs


def _parts(shown: str) -> Iterator[str]:
    signs = _signs(shown)
    if not signs:
        yield shown
        return
    text = _without_noise(shown, signs)
    yield text
    if not signs.isdisjoint(_SIGNS_OF_MARKERS):
        sides = [side for side in _MARKER.split(text) if any(char.isalnum() for char in side)]
        if len(sides) > 1:
            yield from sides
    if "(" in text or "[" in text:
        outside = _PARENTHESIS.sub(" ", text)
        if outside != text and any(char.isalnum() for char in outside):
            yield outside
    if text != shown:
        yield shown  # what looked like noise may be the name: `2351885 Ontario Inc`


def _distinct(names: Iterator[NormalizedName]) -> Iterator[NormalizedName]:
    seen: set[tuple[str, ...]] = set()
    for name in names:
        if name.tokens and name.tokens not in seen:
            seen.add(name.tokens)
            yield name


def _unusable(name: NormalizedName) -> NotScreened | None:
    if not name.legal and all(token.isdigit() for token in name.tokens):
        return NotScreened.ONLY_DIGITS
    known = words()
    if name.folded in known.placeholders:
        return NotScreened.PLACEHOLDER
    if not name.legal and all(word in known.legal for word in name.written):
        return NotScreened.ONLY_LEGAL_FORM
    return None
