"""Where a name ends and its address begins, in text that parts them by a comma only.

`Shenzhen Kvarn Co., Ltd., Room 7, Nanshan, Shenzhen, China`: the Entity List and the
denied persons of BIS print the two as one. The rules are measured on the Consolidated
Screening List, which holds both apart: see docs/reference/list-files.md.
"""

from __future__ import annotations

import re

from screening.lists.countries import country_code
from screening.lists.words import is_abbreviation, is_legal_form, is_place

__all__ = ["begins_with_address", "name_end", "sentence_end"]

# A part of a name: `Academy of Sciences, Siberian Branch`, `Nord, including the Armed Forces`,
# `Jan Kvarn, JR.`, `Concern Nord, Joint Stock Company Plant Kvarn`.
_NAME_WORD = re.compile(
    r"\b(?:academ\w+|associat\w+|branch|brigade|bureau|center|centre|compan\w+|concern|consortium|consultants?"
    r"|corporation|department|division|enterprise|factory|faculty|forces|group|holding|importers?|exporters?"
    r"|institut\w+|laborator\w+|lab|ministry|office of|organi[sz]ation|plant|regiment|research|sciences?"
    r"|including|subordinate|universit\w+|joint stock|systems|technolog\w+|service|npo|okb|rkb|kb|gnpp|fsue|fgup)\b",
    re.IGNORECASE,
)
# `Orion Air, S.L.`, `Cientec, S.A. DE C.V.`
_DOTTED_FORM = re.compile(r"s\.\s?[a-z]\.(?:\s?[a-z]\.)?(?:\s+de\s+c\.v\.)?", re.IGNORECASE)
_AFTER_PERSON = re.compile(r"(?:jr|sr|i{2,3}|iv|phd|md|ceo)\.?", re.IGNORECASE)
# `701st Research Institute`, `711 Aircraft Repair Plant`
_NUMBERED = re.compile(r"\d+(?:st|nd|rd|th)?\s[^\d,]*\b(?:academy|institute?|plant)\b", re.IGNORECASE)
_STREET = re.compile(
    r"\b(?:street|str|st\.|road|rd|avenue|ave|boulevard|blvd|lane|highway|floor|flat|room|rm|suite|unit|building"
    r"|bldg|block|house|tower|plaza|district|village|town|city|province|region|zone|park|box|county|square|office no"
    r"|ul\.|ulitsa|prospekt|prospect|pereulok|shosse|embankment|quarter|estate|airport|market|apartment|apt"
    r"|(?:business|trade|industrial|commercial|shopping|data)[ -]cent(?:er|re)|addresses for)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"\u201c][^\"\u201c\u201d]*[\"\u201d]")
_FIRST_WORD = re.compile(r"(?:\([^()]*\)\s*)?([\w.]+)")
_SENTENCE = re.compile(r"\.\s+(?=[\w(#\"'])")


def name_end(text: str) -> tuple[str, str]:
    """Return the name and the address of `Name, address`; the address may be "".

    A legal form or a part of an organisation behind a comma belongs to the name;
    anything else begins the address. Commas inside brackets part nothing.
    """
    pieces = _comma_pieces(text)
    end = 1
    while end < len(pieces) and _continues(pieces[end]):
        end += 1
    return ",".join(pieces[:end]).strip(), ",".join(pieces[end:]).strip(" ,")


def sentence_end(text: str) -> tuple[str, str]:
    """Return the name and the address of `Name. address`, else of `Name, address`.

    The dot of `Co. Ltd.`, `St. Petersburg` or an initial ends no name.
    """
    for match in _SENTENCE.finditer(text):
        word = re.split(r"[\s,(]", text[: match.start()])[-1]
        following = text[match.end() :].split(maxsplit=1)[0]
        if is_legal_form(following) or len(word) == 1 or "." in word:
            continue
        if is_legal_form(word) or not is_abbreviation(word):
            return text[: match.start()].strip(), text[match.end() :].strip()
    return name_end(text)


def begins_with_address(text: str) -> bool:
    """Whether a line is an address and no name: its first part holds a digit or a street, or is a place."""
    first = _comma_pieces(text)[0].strip(" .;")
    has_digit = any(character.isdigit() for character in first) and not _NUMBERED.match(first)
    return has_digit or bool(_STREET.search(first)) or is_place(first)


def _continues(piece: str) -> bool:
    text = piece.strip()
    if is_legal_form(text) or _DOTTED_FORM.fullmatch(text) or _AFTER_PERSON.fullmatch(text):
        return True
    if text.startswith("(") and text.endswith(")"):
        return True
    plain = _QUOTED.sub("", text)
    is_street = bool(_STREET.search(plain))
    first = _FIRST_WORD.match(plain)
    if first and is_legal_form(first[1]):  # `Limited (CSSC) 701st Research Institute`, `(HK) Ltd.`
        return not is_street
    if _NUMBERED.match(plain):
        return not is_street
    if is_street or any(character.isdigit() for character in plain) or is_place(text) or country_code(text):
        return False
    return bool(_NAME_WORD.search(text))


def _comma_pieces(text: str) -> list[str]:
    pieces, depth, start = [], 0, 0
    for position, character in enumerate(text):
        depth = max(0, depth + (character == "(") - (character == ")"))
        if character == "," and depth == 0:
            pieces.append(text[start:position])
            start = position + 1
    return [*pieces, text[start:]]
