"""Country names and codes -> ISO 3166-1 alpha-2.

Codes and English names come from the `iso3166` package; the further spellings
of list files and vendor masters stand in `country_names.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources

from iso3166 import countries as iso_countries

__all__ = ["country_code", "demonym_code", "trailing_country"]

_NOT_A_LETTER = re.compile(r"[^\w\s]|_")
# A name of a country has at most six words: `Hong Kong Special Administrative Region China`.
_MOST_WORDS = 6


def country_code(text: str | None) -> str:
    """Return the ISO 3166-1 alpha-2 code that `text` means, "" if it means none.

    Takes alpha-2 and alpha-3 codes, English names and common variants in any
    case: `U.A.E.`, `South Korea`, `Viet Nam`, `P.R. China`, `DEU`.

    Args:
        text: A code or a name as it stands in a file; None is no country.
    """
    if text is None:
        return ""
    return _codes().get(_fold(text), "")


def demonym_code(text: str) -> str:
    """Return the alpha-2 code of a demonym (`Russian`) or a country (`PRC`), else ""."""
    return _demonyms().get(_fold(text), "") or country_code(text)


def trailing_country(address: str) -> str:
    """Return the alpha-2 code of the country that an address line ends on, else "".

    Looks at the last comma part, with and without digits (`Russia 426034`), so a
    town alone never counts. A bare two-letter word is no country here: it may be
    a state (`Newark, DE`).
    """
    last = address.rstrip(" .,;").rpartition(",")[2].strip()
    words = [word for word in last.split() if not any(character.isdigit() for character in word)]
    if not words or len(words) > _MOST_WORDS or (len(words) == 1 and len(words[0].strip(".")) <= len("CC")):
        return ""
    return country_code(" ".join(words)) or country_code(words[-1] if len(words[-1]) > len("CCC") else "")


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for country in iso_countries:
        names = (country.alpha2, country.alpha3, country.name, country.apolitical_name, *_turned(country.name))
        codes.update({_fold(name): country.alpha2 for name in names})
    for code, names_of in _data()["names"].items():
        codes.update({_fold(name): code for name in names_of})
    return codes


def _turned(name: str) -> tuple[str, ...]:
    # `Korea, Republic of` is met as `Republic of Korea` and as `Korea`, which the
    # data file settles afterwards where two countries share the short form.
    head, comma, tail = name.partition(", ")
    return (f"{tail} {head}", head) if comma else ()


@cache
def _demonyms() -> dict[str, str]:
    return {_fold(name): code for code, names in _data()["demonyms"].items() for name in names}


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    text = resources.files(__package__).joinpath("country_names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _fold(text: str) -> str:
    bare = text.casefold()
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFKD", bare)
        bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    bare = bare.replace("\N{LATIN SMALL LETTER DOTLESS I}", "i").replace("&", " and ").replace(".", "")
    words = _NOT_A_LETTER.sub(" ", bare).split()
    return " ".join(word for word in words if word != "the")
