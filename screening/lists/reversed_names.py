"""Debarred persons (DTC) whose published name was turned around at its commas.

The State Department holds `Nji, Eric Fru a/k/a Ngi, Eric Fru`; the Consolidated
Screening List turns the comma parts about and publishes
`Eric Fru Eric Fru a/k/a Ngi Nji`. With the parts named from the end,
`given2 given1; a.k.a. family2 family1`, the names can be put together again.
"""

from __future__ import annotations

import re

from screening.lists.markers import split_list
from screening.lists.text import trim_name

__all__ = ["read_debarred"]

_MARKER = re.compile(r"[\s;,]*\ba\s?[./]\s?k\s?[./]\s?a\b\.?[\s,]*", re.IGNORECASE)
_BALANCED = re.compile(r"\([^()]*a\.?k\.?a[^()]*\)", re.IGNORECASE)
# `Kam-Tech Systems, Ltd. and David Menashe`, `Lavery III, Henry L., and Security Assistance International, Inc.`
_SECOND_PARTY = re.compile(r"^(?P<first>.+?(?:,|\b(?:Ltd|Inc)\.))\s+and\s+(?P<second>.+)$")
# `Incorporated Kem and Associates` was `Kem and Associates, Incorporated`.
_FORM_FIRST = re.compile(r"^(?P<form>Incorporated|Limited|Inc\.|Ltd\.)\s+(?P<name>.+)$")
# From four words on a segment is a full name and one given name
# (`Elena Leonidovna Shifrin` + `Lena`), below a family name and given names
# (`Hall` + `Jermaine Craig`).
_FULL_NAME_WORDS = 4


def read_debarred(text: str) -> list[str]:
    """Return the names that a DTC row holds, the main one first; at least one.

    Args:
        text: The cleaned name. Forms without a marker, a second party or a
            leading legal form come back as they are.
    """
    if _MARKER.search(text) and not _BALANCED.search(text):
        return _turn_back(text)
    if "; " in text:  # `Dominguez, Carlos; Elint, S.A., Spain Night Vision, S.A., and SNV, S.A`
        first, _, rest = text.partition("; ")
        return [trim_name(first), *split_list(rest)]
    second = _SECOND_PARTY.match(text)
    if second:
        return [trim_name(second["first"]), trim_name(second["second"])]
    form = _FORM_FIRST.match(text)
    return [text, f"{form['name']}, {form['form']}"] if form else [text]


def _turn_back(text: str) -> list[str]:
    segments = _MARKER.split(text.replace("(", " ").replace(")", " "))
    segments = [" ".join(segment.split()) for segment in segments]
    if not all(segments):
        return [trim_name(text)]
    head, *middle, tail = segments
    families, givens = _split_tail(tail), []
    for segment in reversed(middle):
        family, given = _split_segment(segment)
        families.append(family)
        givens.append(given)
    givens.extend(_split_head(head))
    names = [f"{given} {family}" for given, family in zip(givens, families, strict=False)]
    return [*names, *families[len(givens) :], *givens[len(families) :]]


def _split_tail(tail: str) -> list[str]:
    rest, _, last = tail.rpartition(" ")
    return [last, rest] if rest else [last]


def _split_segment(segment: str) -> tuple[str, str]:
    words = segment.split()
    cut = len(words) - 1 if len(words) >= _FULL_NAME_WORDS else 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _split_head(head: str) -> list[str]:
    words = head.split()
    half = len(words) // 2
    if len(words) > 1 and words[:half] == words[half:]:  # `Eric Fru` twice
        return [" ".join(words[half:]), " ".join(words[:half])]
    if len(words) > 1:  # `Cho Yan` + `Nathan`
        return [words[-1], " ".join(words[:-1])]
    return words
