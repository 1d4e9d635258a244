"""Typing accidents in published text: wrong code pages, quotes, spaces, debris.

Every rule names the published text that made it necessary. Wording is never
changed here, only characters.
"""

# ruff: noqa: RUF001, RUF003 - confusable characters are what this module is about

from __future__ import annotations

import re
import unicodedata

from screening.lists.words import is_abbreviation

__all__ = ["clean_text", "trim_name"]

_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼʹ′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "⁄": "/",
        "\ufeff": "",
        "\u200b": "",
        "\u200c": "",
        "\u200d": "",
        "\u2060": "",
        "\u00ad": "",
    }
)
# Cyrillic and Greek letters that look like Latin ones: `Но King Commercial Center`.
_LOOKALIKES = str.maketrans("АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo")
_FOREIGN_WORD = re.compile(r"[^\W\d_]*[\u0370-\u04ff][^\W\d_]*")
_LATIN = re.compile(r"[A-Za-z]")
# UTF-8 bytes read as cp1252: a lead byte and its continuation bytes.
_DOUBLE_ENCODED = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}")
_CONTROL_C1 = re.compile(r"[\x80-\x9f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# `Electronic?s` for `Electronic's`, `Xi?an` for `Xi'an`.
_LOST_APOSTROPHE = re.compile(r"(?<=[A-Za-z])[?ÿ](?=s\b)|(?<=[a-z])\?(?=[a-z])")
# A no-break space of code page 437 read as Latin-1: `90 FR 40458ÿ`.
_LOST_SPACE = re.compile(r"ÿ(?=[\s;,.]|$)")
# A cell range typed into the name: `LAVANTIA LTD+B843:B853`.
_CELL_RANGE = re.compile(r"[+=]\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+$")
_STRAY_END = " \t,;:&/*_-"
_STRAY_START = " \t,;:&/*_-."


def clean_text(text: str) -> str:
    """Return `text` with straight quotes, single spaces and its characters repaired."""
    if text.isascii():  # nothing in it was decoded amiss
        lost = _LOST_APOSTROPHE.sub("'", text) if "?" in text else text
        return " ".join(_CONTROL.sub(" ", lost.translate(_STRAIGHT)).split())
    repaired = _DOUBLE_ENCODED.sub(_decode_again, unicodedata.normalize("NFC", text))
    repaired = _CONTROL_C1.sub(_old_code_page, repaired)
    repaired = _LOST_SPACE.sub(" ", _LOST_APOSTROPHE.sub("'", repaired))
    repaired = _CONTROL.sub(" ", repaired.translate(_STRAIGHT))
    if _LATIN.search(repaired):
        repaired = _FOREIGN_WORD.sub(_latin_lookalike, repaired)
    return " ".join(repaired.split())


def trim_name(name: str) -> str:
    """Return a name without stray marks at its ends, wrapping quotes or cell ranges.

    The dot of `Ltd.` stays, the one of `Max Xian.` goes; `JSC AOMZ).` loses both
    marks, `(OOO) Milandr` none.
    """
    before = None
    while name != before:
        before = name
        name = _CELL_RANGE.sub("", name).lstrip(_STRAY_START).rstrip(_STRAY_END)
        name = _unwrap(_drop_stray_dot(_drop_unpaired(name)))
    return name


def _decode_again(match: re.Match[str]) -> str:
    try:
        return match[0].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return match[0]


def _old_code_page(match: re.Match[str]) -> str:
    # `\x92` is a quote of cp1252; `Murat B\x81key` is a letter of code page 437,
    # which cp1252 leaves undefined.
    byte = match[0].encode("latin-1")
    try:
        return byte.decode("cp1252")
    except UnicodeError:
        return byte.decode("cp437")


def _latin_lookalike(match: re.Match[str]) -> str:
    latin = match[0].translate(_LOOKALIKES)
    return latin if latin.isascii() else match[0]


def _drop_unpaired(name: str) -> str:
    if name.endswith((")", "]")) and name.count(_opening(name[-1])) < name.count(name[-1]):
        return name[:-1]
    if name.startswith(("(", "[")) and name.count(_closing(name[0])) < name.count(name[0]):
        return name[1:]
    return name


def _opening(bracket: str) -> str:
    return "(" if bracket == ")" else "["


def _closing(bracket: str) -> str:
    return ")" if bracket == "(" else "]"


def _drop_stray_dot(name: str) -> str:
    if not name.endswith("."):
        return name
    last = name.rsplit(maxsplit=1)[-1].rstrip(".").casefold() if name.strip(". ") else ""
    if "." in last or len(last) == 1 or is_abbreviation(re.split("[,-]", last)[-1]):
        return name.rstrip(".") + "."
    return name.rstrip(".")


def _unwrap(name: str) -> str:
    for quote in "'\"":
        if len(name) > len("''") and name[0] == name[-1] == quote and name.count(quote) == len("''"):
            return name[1:-1]
    return name
