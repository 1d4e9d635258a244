"""One cell of the Entity List as the Code of Federal Regulations prints it -> names and addresses.

The cell is prose: `Name, street, town, country; and street, town, country.`, or
`Name, a.k.a., the following two aliases: -A; and -B. street ...` with em dashes.
Lines break at the dashes and before the address, but not always. Forms seen in
Supplement No. 4 to 15 CFR Part 744 and in the rules that amend it, read 2026-07.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from screening.lists.addresses import without_see_notes
from screening.lists.markers import split_list
from screening.lists.name_end import begins_with_address, name_end, sentence_end
from screening.lists.text import clean_text, trim_name
from screening.model import Alias, NameKind

__all__ = ["ListedParty", "read_cell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedParty:
    """A party that a cell names.

    Attributes:
        name: Its name as printed, "" if the cell names none.
        aliases: Names after `a.k.a.`, `f.k.a.` and `d.b.a.`, as printed.
        address: Everything after its names, as `read_addresses` takes it.
    """

    name: str
    aliases: tuple[Alias, ...] = ()
    address: str = ""


_KINDS = {"a": NameKind.AKA, "f": NameKind.FKA, "d": NameKind.DBA, "n": NameKind.AKA}
_MARK = (
    r"a\.?\s?k\.?\s?a\.?s?\b\.?|f\.?\s?k\.?\s?a\.?\b\.?|n\.\s?k\.\s?a\.|d\.?\s?/?\s?b\.?\s?/?\s?a\.?\b\.?"
    r"|also known as|formerly known as|doing business as"
)
# `, a.k.a., the following six aliases:`, `and f.k.a., the following alias:`, `a.k.a.: `, `, d.b.a., `
_HEAD = re.compile(
    rf"(?:\b(?:and|or|also)\s+)?\b(?P<mark>{_MARK})[\s,.]*"
    r"(?P<list>(?:and\s+)?the\s+following\s+(?:(?P<count>[\w-]{1,30})\s+)?(?:other\s+)?(?:alias(?:es)?|names?|f\.?k\.?a\.?s?)?)?"
    r"[\s,:;]*",
    re.IGNORECASE,
)
# `and to include the following twelve subordinate institutions:`, `Affiliated entities:`
_PARTS = re.compile(
    r"(?:\b(?:and\s+)?(?:to\s+include|including)\s+)?(?:\b(?:its|the)\s+)?(?:following\s+)?"
    r"(?:\baddresses\s+and\s+(?:the\s+following\s+)?)?(?:\b[\w-]{1,30}\s+)?"
    r"\b(?P<kind>affiliated entit(?:y|ies)|affiliates?|subordinate (?:institut(?:e|ion)s?|entit(?:y|ies)))\s*:\s*",
    re.IGNORECASE,
)
# `Kvarn, (a.k.a., Nord, Lux and Nord Kvarn), street`
_BRACKET = re.compile(rf"\(\s*(?P<mark>{_MARK})[\s,.:]*(?P<names>[^()]*(?:\([^()]*\)[^()]*)*)\)", re.IGNORECASE)
# `The following addresses apply to the entity and to the thirteen subordinate institutions: `
_SHARED = re.compile(r"(?:\bthe following )?\baddress(?:es)? appl(?:y|ies) to\b[^:\n]{0,150}:\s*", re.IGNORECASE)
_PARENT_ADDRESS = re.compile(r"^Address(?:es)? for [^:]{1,200}:\s*", re.IGNORECASE)
# An item of a list begins with an em dash or an en dash at the beginning, after a
# mark or after `and`; a dash inside a name has a letter before it.
_ITEM = re.compile(r"(?:^|\n|(?<=[:;,.])|(?<=\band))\s*[\u2014\u2013]\s*")
_COUNT_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
)
_COUNTS = {word: number for number, word in enumerate(re.findall(r"\w+", _COUNT_WORDS), start=1)}
_LAST_AND = re.compile(r"[\s;,]*(?:\b(?:and|or))?[\s;,]*$", re.IGNORECASE)
# The Consolidated Screening List names the parts of Huawei and of the research
# academies in these forms; the same words give the same keys.
_AFFILIATE = "{parent}. Affiliated Entity: {part}"
_SUBORDINATE = "{parent}. Subordinate Institution - {part}"


def read_cell(text: str) -> list[ListedParty]:
    """Return the parties of one cell: the listed one first, then its affiliates if it names any.

    Args:
        text: The cell, its line breaks kept as line feeds.
    """
    lines = [" ".join(line.split()) for line in without_see_notes(text).split("\n")]
    whole = "\n".join(line for line in lines if line)
    shared = _SHARED.search(whole)
    address = whole[shared.end() :].replace("\n", " ").strip() if shared else ""
    rest = whole[: shared.start()] if shared else whole
    head = _PARTS.search(rest)
    if head is None or not rest[: head.start()].strip(" ,;."):
        return [_at(_party(rest), address)]
    parent = _party(rest[: head.start()].rstrip(" ,;"))
    return _with_parts(parent, rest[head.end() :], head["kind"], address)


def _at(party: ListedParty, address: str) -> ListedParty:
    return replace(party, address="; ".join(filter(None, (party.address, address))))


def _with_parts(parent: ListedParty, text: str, kind: str, shared: str) -> list[ListedParty]:
    form = _SUBORDINATE if kind.casefold().startswith("subordinate") else _AFFILIATE
    group = trim_name(clean_text(parent.name))
    parts: list[ListedParty] = []
    left = 0  # aliases still to come of the part named last
    for is_item, line in _lines(text):
        if _PARENT_ADDRESS.match(line):
            parent = _at(parent, _PARENT_ADDRESS.sub("", line))
        elif parts and left:
            left -= 1
            name, address = (line, "") if left else sentence_end(line)
            alias = Alias(name=_LAST_AND.sub("", name))
            parts[-1] = _at(replace(parts[-1], aliases=(*parts[-1].aliases, alias)), address)
        elif parts and not is_item and begins_with_address(line):
            parts[-1] = _at(parts[-1], line)
        elif any(character.isalnum() for character in line):
            part = _party(line)
            parts.append(replace(part, name=form.format(parent=group, part=part.name)))
            left = max(0, _announced(line) - len(part.aliases))
    return [_at(parent, shared), *(part if part.address else _at(part, shared) for part in parts)]


def _lines(text: str) -> list[tuple[bool, str]]:
    """Return the items and lines of a list of parts; True for what a dash begins."""
    found: list[tuple[bool, str]] = []
    for number, item in enumerate(_ITEM.split(text)):
        for place, line in enumerate(item.split("\n")):
            if line := _LAST_AND.sub("", line.strip()):
                found.append((number > 0 and place == 0, line))
    return found


def _announced(text: str) -> int:
    """Return how many aliases a line announces for the lines after it: `the following three aliases:`."""
    head = next((head for head in _HEAD.finditer(text) if head["list"]), None)
    if head is None:
        return 0
    count = (head["count"] or "one").casefold()
    return int(count) if count.isdecimal() and len(count) < len("1000") else _COUNTS.get(count, 1)


def _party(published: str) -> ListedParty:
    text = _BRACKET.sub("", published)
    aliases = [
        Alias(name=name, kind=_kind(bracket))
        for bracket in _BRACKET.finditer(published)
        for name in _joined_names(bracket["names"])
    ]
    heads = _heads(text)
    if not heads:
        # A line breaks before the address, if at all.
        name, address = name_end(text.replace("\n", ", "))
        return ListedParty(name=name, aliases=tuple(aliases), address=address)
    address = ""
    for number, head in enumerate(heads):
        is_last = number + 1 == len(heads)
        body = text[head.end() :] if is_last else text[head.end() : heads[number + 1].start()]
        names, address = _names(body, head, is_last=is_last)
        aliases.extend(Alias(name=name, kind=_kind(head)) for name in names)
    return ListedParty(
        name=text[: heads[0].start()].replace("\n", " ").rstrip(" ,;:"), aliases=tuple(aliases), address=address
    )


def _kind(mark: re.Match[str]) -> NameKind:
    return _KINDS[mark["mark"][0].casefold()]


def _joined_names(text: str) -> list[str]:
    """Part `Nord, Lux and Nord Kvarn` and `Nord Kvarn and Nord Lux`, but not `Nord and Sons`."""
    *names, last = split_list(text) or [""]
    first, joint, second = last.rpartition(" and ")
    shared = set(first.casefold().split()) & set(second.casefold().split())
    return [*names, first, second] if joint and (names or shared) else [*names, last]


def _heads(text: str) -> list[re.Match[str]]:
    """Return the alias marks outside of brackets, those at the very beginning aside."""
    found = []
    for match in _HEAD.finditer(text):
        before = text[: match.start()]
        if before.count("(") <= before.count(")") and any(character.isalnum() for character in before):
            found.append(match)
    return found


def _names(body: str, head: re.Match[str], *, is_last: bool) -> tuple[list[str], str]:
    """Return the names of one list of aliases, and what follows the last of them."""
    if not head["list"] and not _ITEM.search(body):
        if not is_last:
            return _several(body), ""
        name, address = name_end(body.strip().replace("\n", ", "))
        return _several(name), address
    items = [item for item in _ITEM.split(body) if item.strip(" ,;.\n")]
    if not _ITEM.search(body) and items and _announced(head[0]) > 1:  # a list without dashes
        items = _semicolons(items[0])
    *first, last = items or [""]
    address = ""
    if is_last:
        last, address = _last_item(last)
    return [name for item in (*first, last) if (name := _LAST_AND.sub("", item).replace("\n", " "))], address


def _last_item(text: str) -> tuple[str, str]:
    name, broken, rest = text.strip("\n ").partition("\n")
    if broken:
        return name, rest.replace("\n", " ")
    return sentence_end(name)


def _several(text: str) -> list[str]:
    return [name for piece in text.split(";") if (name := _LAST_AND.sub("", piece).strip(" ,\n").replace("\n", " "))]


def _semicolons(text: str) -> list[str]:
    """Part a list without dashes at `; ` up to and with the piece after `; and`."""
    pieces = re.split(r";\s*", text)
    for number, piece in enumerate(pieces):
        if re.match(r"and\s", piece, re.IGNORECASE):
            rest = "; ".join([re.sub(r"^and\s+", "", piece, flags=re.IGNORECASE), *pieces[number + 1 :]])
            return [*pieces[:number], rest]
    return [text]
