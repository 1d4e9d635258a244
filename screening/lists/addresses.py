"""The address field of a published row -> addresses and country codes.

Entity List rows: `street ..., Afghanistan; and street ..., Afghanistan. (See
alternate addresses under Pakistan), AF; PK`. Other rows: codes only, or
`street, town, CC; street, town, CC`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from screening.lists.countries import country_code, trailing_country
from screening.lists.text import clean_text
from screening.model import Address

__all__ = ["Location", "read_addresses", "without_see_notes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a published row places its party.

    Attributes:
        addresses: Lines of text with the country of each, in published order.
        countries: ISO 3166-1 alpha-2 codes in published order: those of the field's
            end first, then those that only an address line names.
    """

    addresses: tuple[Address, ...] = ()
    countries: tuple[str, ...] = ()


# `(See alternate addresses under Pakistan)`, `(see also address in UAE`, `(See Ukraine)`
_SEE_NOTE = re.compile(
    r"\(\s*see\b[^()]*(?:\([^()]*\)?[^()]*)?\)?|\bsee (?:also|alternate) address[^;]*", re.IGNORECASE
)
# `; and `, `;and72 Vouliagmenis Ave`, `Russia, and 19 Staraya Basmannaya Street`;
# but not `No. 102 and 106, 1st Floor` or `2/F and 3/F`.
_BREAK = re.compile(
    r"\s*;\s*(?:and\b\s*|and(?=\d|[A-Z]))?"
    r"|(?<=[A-Za-z.)]),?\s+and\s+(?=(?:No\.|P\.?\s?O\.?\s|Room|Rm|Unit|Flat|Suite|Office|Akademika)|\d+[A-Z]?\s+[A-Z][a-z])"
)
_TAIL_CODE = re.compile(r"^(?P<text>.*?)[\s,.]*,\s*(?P<code>[A-Z]{2})$", re.DOTALL)
# Commas of their own: `MAN, ISLE OF`
_WHOLE_NAMES = {"MAN, ISLE OF": "IM"}
_REGION = re.compile(r"^REGION:\s*", re.IGNORECASE)


def read_addresses(published: str) -> Location:
    """Return addresses and countries of a published address field.

    A text that is no country (`REGION: KASHMIR`, `NM`) becomes an address line in
    capitals, so nothing is lost; no country is guessed for it.
    """
    text = without_see_notes(clean_text(published))
    tails: dict[str, None] = {}
    lines: dict[str, str] = {}
    for piece in _BREAK.split(text):
        line, code = _read_piece(piece.strip(" ,"))
        if line:
            lines[line] = lines.get(line) or trailing_country(line) or code
        if code:
            tails.setdefault(code)
    only = next(iter(tails)) if len(tails) == 1 else ""
    addresses = tuple(
        Address(text=line, country=code or ("" if line.isupper() else only)) for line, code in lines.items()
    )
    for address in addresses:
        if address.country:
            tails.setdefault(address.country)
    return Location(addresses=addresses, countries=tuple(tails))


def without_see_notes(text: str) -> str:
    """Return `text` without notes such as `(See also addresses under Pakistan)`."""
    return _SEE_NOTE.sub("", text)


def _read_piece(piece: str) -> tuple[str, str]:
    """Return the line of text and the country code of one piece; either may be ""."""
    if not any(character.isalnum() for character in piece):
        return "", ""
    whole = _WHOLE_NAMES.get(piece.upper()) or country_code(piece)
    if whole:
        return ("CRIMEA" if piece.upper().startswith("CRIMEA") else ""), whole
    if _REGION.match(piece):
        return _read_region(_REGION.sub("", piece))
    tail = _TAIL_CODE.match(piece)
    code = country_code(tail["code"]) if tail else ""
    if tail and code:
        return _read_line(tail["text"]), code
    return _read_line(piece), ""


def _read_region(name: str) -> tuple[str, str]:
    code = country_code(name)
    # `REGION: IRAN` is a country; `REGION: WEST BANK` is a part of one.
    plain = code and code == country_code(name.partition(" ")[0])
    return ("" if plain else name), code


def _read_line(text: str) -> str:
    line = text.strip(" ,;-")
    if line.endswith(".") and not line.endswith(("St.", "Rd.", "Str.", "Bldg.", "Ave.", "U.A.E.", "Blvd.")):
        line = line.rstrip(" .,")
    return line
