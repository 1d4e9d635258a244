"""One published name -> the name to show, its aliases and what else it says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screening.lists.countries import demonym_code
from screening.lists.embedded import Embedded, find_embedded
from screening.lists.markers import split_markers
from screening.lists.parentheses import names_in_parentheses
from screening.lists.reversed_names import read_debarred
from screening.lists.strength import name_strength
from screening.lists.text import clean_text, trim_name
from screening.lists.words import is_generic
from screening.model import Alias, EntityType, NameKind, Strength

__all__ = ["PublishedName", "read_aliases", "read_name"]

# `PMC Wagner; and any successor, sub-unit, or subsidiary thereof`,
# `Innovative Equipment, and its sub-units and successors`,
# `Hoshine Silicon Industry (Shanshan) Co., Ltd., and Subsidiaries`.
_SUCCESSORS = re.compile(
    r"[;,]?\s+and\s+(?:(?:any|its|all)\s+(?:successors?|sub-?units?|subsidiar(?:y|ies)|affiliates?)\b.*|subsidiaries)$",
    re.IGNORECASE,
)
# `Bearings on Lipetsk LLC (Russian entity)`
_NATIONALITY = re.compile(r"\s*\((?P<who>[\w .]+?)\s+(?:national|individual|entity|citizen)s?\)$", re.IGNORECASE)
# `(all of preceding located in or near Mianyang, Sichuan Province)` is a note, no alias.
_NOTE = re.compile(r"^\((?:all|see|the)\b.*\)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedName:
    """What one published name says.

    Attributes:
        name: Name to show, in the publisher's wording.
        aliases: Further names found inside it, in published order.
        countries: Alpha-2 codes it names, such as `(Russian national)`.
        covers_successors: It says that successors or sub-units are covered.
    """

    name: str
    aliases: tuple[Alias, ...] = ()
    countries: tuple[str, ...] = ()
    covers_successors: bool = False


def read_name(published: str, *, is_plain: bool = False, is_debarred: bool = False) -> PublishedName:
    """Return what a published name says; its `name` is "" if it holds no letter or digit.

    Args:
        published: The name field as published.
        is_plain: The list has fields of its own for all else (OFAC): clean only.
        is_debarred: The name comes from DTC, which turns names around.
    """
    text = trim_name(clean_text(published))
    if is_plain or not any(character.isalnum() for character in text):
        return PublishedName(name=text if any(character.isalnum() for character in text) else "")
    text, covers = _cut(_SUCCESSORS, text)
    text, country = _cut_nationality(text)
    main, *others = read_debarred(text) if is_debarred else [text]
    embedded = find_embedded(main)
    found = _embedded_aliases(embedded) if embedded else None
    name = main if embedded else split_markers(main)[0]
    aliases = found if found is not None else _plain_aliases(main)
    aliases += [Alias(name=other) for other in others]
    return PublishedName(
        name=name, aliases=distinct(aliases, name), countries=(country,) if country else (), covers_successors=covers
    )


def read_aliases(published: str, *, is_plain: bool = False) -> list[Alias]:
    """Return the aliases of an alias field, whose values are parted by semicolons.

    Args:
        published: The alias field as published; `;;`, a missing space or a
            trailing semicolon do no harm.
        is_plain: The list keeps one bare name per value (OFAC): clean only.
    """
    aliases: list[Alias] = []
    for piece in clean_text(published).split(";"):
        if _NOTE.match(piece.strip()):
            continue
        text = trim_name(piece)
        if any(character.isalnum() for character in text):
            aliases.extend([Alias(name=text)] if is_plain else _alias_forms(text))
    return aliases


def distinct(aliases: list[Alias], name: str) -> tuple[Alias, ...]:
    """Return `aliases` without repeats of each other or of `name`, case aside."""
    seen = {name.casefold()}
    kept: list[Alias] = []
    for alias in aliases:
        if alias.name and alias.name.casefold() not in seen:
            seen.add(alias.name.casefold())
            kept.append(alias)
    return tuple(kept)


def judged(alias: Alias, entity_type: EntityType) -> Alias:
    """Return `alias` with the strength that its name deserves; WEAK stays WEAK."""
    if alias.strength is Strength.WEAK:
        return alias
    return Alias(name=alias.name, kind=alias.kind, strength=name_strength(alias.name, alias.kind, entity_type))


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    shorter = trim_name(pattern.sub("", text))
    return (shorter, True) if shorter and shorter != text and pattern.search(text) else (text, False)


def _cut_nationality(text: str) -> tuple[str, str]:
    match = _NATIONALITY.search(text)
    code = demonym_code(match["who"]) if match else ""
    return (trim_name(text[: match.start()]), code) if match and code else (text, "")


def _plain_aliases(text: str) -> list[Alias]:
    name, marked = split_markers(text)
    aliases = [Alias(name=item.name, kind=item.kind) for item in names_in_parentheses(name)]
    for other, kind in marked:
        aliases.append(Alias(name=other, kind=kind))
        aliases.extend(Alias(name=item.name, kind=item.kind) for item in names_in_parentheses(other))
    return aliases


def _alias_forms(text: str) -> list[Alias]:
    name, _ = split_markers(text, is_alias=True)
    if not name:
        _, marked = split_markers(text, is_alias=True)
        other, kind = marked[0]
        return [Alias(name=other, kind=kind), *(Alias(name=i.name, kind=i.kind) for i in names_in_parentheses(other))]
    return [Alias(name=name), *_plain_aliases(text)]


def _embedded_aliases(embedded: Embedded) -> list[Alias]:
    party = trim_name(embedded.party)
    inner = [Alias(name=item.name, kind=item.kind) for item in names_in_parentheses(party)]
    parent = trim_name(embedded.parent)
    parent_names = [item.name for item in names_in_parentheses(parent) if item.kind is NameKind.AKA] or [parent]
    aliases = [Alias(name=party, kind=NameKind.EMBEDDED), *inner]
    if parent and is_generic(party):
        aliases[0] = Alias(name=party, kind=NameKind.EMBEDDED, strength=Strength.WEAK)
        aliases.insert(1, Alias(name=f"{parent_names[0]} {party}", kind=NameKind.EMBEDDED))
    aliases.extend(Alias(name=trim_name(also), kind=NameKind.EMBEDDED) for also in embedded.also)
    if parent:
        aliases.append(Alias(name=parent_names[0], kind=NameKind.PARENT, strength=Strength.WEAK))
    return aliases
