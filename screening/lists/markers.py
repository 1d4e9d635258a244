"""`aka`, `f.k.a.`, `d/b/a` inside a published name -> the name and its aliases.

Dotted and slashed forms are markers anywhere. A bare `aka` is one only inside
brackets, dashes or commas or in lower case between words, because
`AKA INTEGRAL SERVICES` and `ALIAS LLC` are names.
"""

from __future__ import annotations

import re

from screening.lists.text import trim_name
from screening.model import NameKind

__all__ = ["split_list", "split_markers"]

_KINDS = {"a": NameKind.AKA, "f": NameKind.FKA, "d": NameKind.DBA, "n": NameKind.AKA, "t": NameKind.DBA}
_SIGNED = (
    r"[afn]\s?[./]\s?k\s?[./]\s?as?\b\.?|d\s?[./]\s?b\s?[./]\s?a\b\.?|t\s?/\s?a\b"
    r"|also\s+known\s+as\b|(?<=\W)formerly\s+known\s+as\b|formerly\s+known\s+as\b|doing\s+business\s+as\b|trading\s+as\b"
)
_BARE = r"akas?\b|fka\b|dba\b|formerly\b"
# `COREZING INTERNATIONAL -AKAS- A, B`, `JIE LUO- AKA- IVY LUO`, `(AKA: AMES, ALDRICH HAZEN)`, `[aka A, aka B]`.
_MARKER = re.compile(
    rf"(?:\b(?P<signed>{_SIGNED})|(?:(?<=[\(\[,;:-])|(?<=[\(\[,;:-]\s))(?P<bare>{_BARE})|(?<=\w\s)(?P<low>(?-i:akas?|fka|dba)))"
    r"[\s.:,-]*",
    re.IGNORECASE,
)
_LEADING = re.compile(rf"(?:{_SIGNED}|f\s?k\s?a\b|dba\b)[\s.:,-]*", re.IGNORECASE)
# `X, Ltd.` is one name: a comma before a legal form parts nothing.
_LEGAL_FORM = re.compile(
    r"(?:co\.?,?\s*)?(?:ltd|limited|llc|l\.l\.c|inc|incorporated|corp|corporation|s\.?a|gmbh|b\.?v|co|plc|jsc|jr|sr|i{2,3}|a\.?s)\b\.?$",
    re.IGNORECASE,
)


def split_markers(text: str, *, is_alias: bool = False) -> tuple[str, list[tuple[str, NameKind]]]:
    """Return the name and what stands behind its markers, in published order.

    Args:
        text: One cleaned name.
        is_alias: The text comes from the alias field, where a leading `DBA` is a marker.
    """
    leading = _LEADING.match(text) if is_alias else None
    if leading and leading.end() < len(text):
        return "", [(trim_name(text[leading.end() :]), _kind(leading[0]))]
    first = next((mark for mark in _MARKER.finditer(text) if text[: mark.start()].strip(" ([-,;:")), None)
    if first is None:
        return text, []
    opening = text[: first.start()].rstrip()
    end = _closing_bracket(text, first.start()) if opening[-1] in "([" else -1
    if end < 0:
        return trim_name(opening), _aliases(text, first.start(), len(text))
    return _bracketed(text, first.start(), end)


def split_list(text: str) -> list[str]:
    """Return the names of a comma-separated list; a comma before `Ltd.` parts nothing."""
    names: list[str] = []
    for piece in re.split(r",\s*(?:and\s+)?", text):
        if names and _LEGAL_FORM.fullmatch(piece.strip()):
            names[-1] += f", {piece.strip()}"
        else:
            names.append(piece)
    return [name for name in map(trim_name, names) if name]


def _bracketed(text: str, start: int, end: int) -> tuple[str, list[tuple[str, NameKind]]]:
    opening = text[:start].rstrip()
    before, after = opening[:-1].rstrip(), text[end + 1 :].strip()
    aliases = _aliases(text, start, end)
    if after.startswith("'s "):
        return f"{before}{after}", aliases
    surname = after if re.fullmatch(r"[A-Z][\w'-]*", after) and not _LEGAL_FORM.fullmatch(after) else ""
    if surname:  # `FERDIE (A.K.A. FERNANDO SERO) RESADA`
        aliases = [(_with_surname(name, surname), kind) for name, kind in aliases]
    return trim_name(f"{before} {after}"), aliases


def _with_surname(name: str, surname: str) -> str:
    return name if name.endswith(surname) else f"{name} {surname}"


def _aliases(text: str, start: int, end: int) -> list[tuple[str, NameKind]]:
    found: list[tuple[str, NameKind]] = []
    marks = list(_MARKER.finditer(text, start, end))
    for number, mark in enumerate(marks):
        stop = marks[number + 1].start() if number + 1 < len(marks) else end
        body = text[mark.end() : stop]
        is_plural = "akas" in mark[0].casefold()
        names = split_list(body) if is_plural else [trim_name(body)]
        found.extend((name, _kind(mark[0])) for name in names if name)
    return found


def _kind(marker: str) -> NameKind:
    word = marker.casefold().lstrip(" ([,;:-")
    return NameKind.FKA if word.startswith("formerly") else _KINDS.get(word[:1], NameKind.AKA)


def _closing_bracket(text: str, start: int) -> int:
    depth = 1
    for position in range(start, len(text)):
        depth += (text[position] in "([") - (text[position] in ")]")
        if depth == 0:
            return position
    return -1
