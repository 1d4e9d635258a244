"""Codes of the screening floor in words that a reviewer can read and repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.lists.countries import country_code
from screening.lists.licenses import license_code
from screening.model import NameKind, NotScreened

if TYPE_CHECKING:
    from screening.model import Entry, Hit

__all__ = ["addresses_of", "kind_words", "licence_words", "score_parts", "what_to_do"]

_KINDS = {
    NameKind.LISTED: "the listed name",
    NameKind.AKA: "also known as",
    NameKind.FKA: "formerly known as",
    NameKind.DBA: "doing business as",
    NameKind.ACRONYM: "its acronym",
    NameKind.EMBEDDED: "part of the listed name",
    NameKind.PARENT: "its parent group",
    NameKind.ADDRESS: "its address, not its name",
    NameKind.OWNER: "an owner of the vendor",
    NameKind.BRAND: "its distinctive name",
}

_ADDRESS_LETTERS = 260  # some five lines of the column

_REMEDIES = {
    NotScreened.BLANK: "Fill in the vendor's legal name, or delete the row if it is no vendor.",
    NotScreened.NO_LETTERS: "Replace the signs by the vendor's legal name.",
    NotScreened.ONLY_LEGAL_FORM: "Complete the name: the words before the legal form are missing.",
    NotScreened.PLACEHOLDER: "Fill in the vendor's legal name, or delete the row if it is no vendor.",
    NotScreened.TOO_LONG: "Shorten the cell to the vendor's legal name, or choose the column that holds names.",
    NotScreened.ONLY_DIGITS: "If this is a vendor number, choose the column that holds names and run again.",
    NotScreened.ONLY_DATE: "If the name was turned into a date, type it again as text; else choose the name column.",
    NotScreened.NOT_TEXT: "Choose the column that holds names and run again.",
    NotScreened.ERROR_CELL: "Mend the formula, or type the name in its place, then run again.",
    NotScreened.NO_CACHED_VALUE: "Open the file in Excel, save it, close it and run again.",
}


def kind_words(kind: NameKind) -> str:
    """Return how a matched name relates to its entry, for example `also known as`."""
    return _KINDS[kind]


def what_to_do(cause: NotScreened) -> str:
    """Return the sentence that says how a row that was not screened can be mended."""
    return _REMEDIES[cause]


def score_parts(hit: Hit) -> str:
    """Return what the score is made of: `100, -3.2 spelling, +2.0 the country agrees`."""
    return ", ".join(["100", *(f"{part.points:+.1f} {part.cause}" for part in hit.parts)])


def addresses_of(entry: Entry, country: str | None) -> str:
    """Return the listed addresses, one a line; those in the vendor's country first.

    Some entries have pages of addresses, which no row can show: of those the
    beginning is written, and how many more there are.

    Args:
        entry: The listed party.
        country: The vendor's country as typed, None if not known.
    """
    near = country_code(country)
    ordered = sorted(entry.addresses, key=lambda address: not near or address.country != near)
    lines = [", ".join(part for part in (address.text, address.country) if part) for address in ordered]
    lines = [line for line in lines if line]
    shown: list[str] = []
    while lines and sum(map(len, shown)) + len(lines[0]) <= _ADDRESS_LETTERS:
        shown.append(lines.pop(0))
    if lines and not shown:
        shown.append(f"{lines.pop(0)[:_ADDRESS_LETTERS]} [cut: see the source]")
    if lines:
        shown.append(f"and {len(lines):,} more: see the source")
    return "\n".join(shown)


def licence_words(codes: tuple[str, ...]) -> str:
    """Return licence codes with their meaning and where the law says it, one a line."""
    known = map(license_code, codes)
    return "\n".join(f"{code.code}: {code.sentence.rstrip('.')} ({code.section})." for code in known)
