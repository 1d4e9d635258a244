"""OFAC's delimited files -> entries: names, aliases and addresses lie in three files each.

SDN.CSV, ALT.CSV and ADD.CSV hold the Specially Designated Nationals, CONS_PRIM.CSV,
CONS_ALT.CSV and CONS_ADD.CSV all other lists, in the same columns and without a
header; `-0- ` stands for nothing. Layout:
https://www.treasury.gov/ofac/downloads/dat_spec.txt, as updated 2023-09-25.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from screening.errors import SourceError
from screening.lists.addresses import Location
from screening.lists.catalog import list_info
from screening.lists.countries import country_code, demonym_code
from screening.lists.delimited import read_cells, text_of
from screening.lists.names import read_name
from screening.lists.parties import Parties, all_aliases, listed_strength, party_key
from screening.lists.rows import RejectedRow
from screening.lists.text import clean_text
from screening.model import Address, Alias, EntityType, Entry, NameKind, Strength

if TYPE_CHECKING:
    from screening.lists.imported import ImportedList

__all__ = ["ADDRESS_COLUMNS", "ALIAS_COLUMNS", "NAME_COLUMNS", "OfacRow", "import_ofac", "is_consolidated", "read_ofac"]

NAME_COLUMNS, ALIAS_COLUMNS, ADDRESS_COLUMNS = 12, 5, 6
_NOTHING = "-0-"
_KINDS = {"aka": NameKind.AKA, "fka": NameKind.FKA, "nka": NameKind.AKA}
# `a.k.a. 'VEB'; a.k.a. 'BANK FOR DEVELOPMENT'.` in the remarks: what OFAC calls weak
# aliases. A name may hold an apostrophe: `a.k.a. 'ABU-'UMAR'`.
_WEAK = re.compile(r"\b(?P<kind>[afn])\.k\.a\.\s+'(?P<name>[^;]{1,200}?)'(?=\s*[;.]|\s*$)")
_REGION = re.compile(r"^region:\s*", re.IGNORECASE)
# Entries under these alone are on no blocking list, so a file that holds one is the consolidated one.
_NEVER_BLOCKED = frozenset({"NS-PLC", "561-Related", "CMIC-EO13959"})


@dataclass(frozen=True, slots=True)
class OfacRow:
    """One row of one of the files.

    Attributes:
        line: Row in its file, from 1.
        number: OFAC's number of the party.
        cells: All cells; what is `-0-` is "".
    """

    line: int
    number: str
    cells: tuple[str, ...]


def import_ofac(names: bytes, aliases: bytes, addresses: bytes) -> ImportedList:
    """Return the entries of OFAC's three files, either those of the SDN List or the consolidated ones.

    Args:
        names: SDN.CSV or CONS_PRIM.CSV.
        aliases: ALT.CSV or CONS_ALT.CSV.
        addresses: ADD.CSV or CONS_ADD.CSV.

    Raises:
        SourceError: A file is empty, damaged, breaks off, or they do not belong together.
    """
    primary = read_ofac(names, NAME_COLUMNS)
    other_names = read_ofac(aliases, ALIAS_COLUMNS)
    places = read_ofac(addresses, ADDRESS_COLUMNS)
    parties = Parties()
    known = {row.number for row in primary[0]}
    parties.reject_all(primary[1])
    for (rows, rejected), what in ((other_names, "aliases"), (places, "addresses")):
        parties.reject_all(replace(row, cause=f"file of the {what}: {row.cause}") for row in rejected)
        parties.reject_all(_strangers(rows, known, what))
    consolidated = is_consolidated(primary[0])
    alias_rows, place_rows = _by_number(other_names[0]), _by_number(places[0])
    for row in primary[0]:
        codes = _lists_of(row) if consolidated else ("SDN",)
        if not codes:
            parties.reject(row.line, "", f"no list is known that its programmes belong to: {row.cells[3] or 'none'}")
        for code in codes:
            _add(row, code, alias_rows[row.number], place_rows[row.number], parties)
    return parties.imported()


def read_ofac(data: bytes, columns: int) -> tuple[tuple[OfacRow, ...], tuple[RejectedRow, ...]]:
    """Return the rows of one file and those that are none.

    Args:
        data: The whole file.
        columns: How many columns it has to have.

    Raises:
        SourceError: The file is empty, damaged, breaks off in its last row, or is another one.
    """
    rows: list[OfacRow] = []
    rejected: list[RejectedRow] = []
    width, line = columns, 0
    # The files are ASCII as a rule; single accented letters have been Windows' own.
    for line, cells in read_cells(text_of(data, fallback="cp1252")):
        width = len(cells)
        number = cells[0].removesuffix(".0")
        if width != columns:
            rejected.append(RejectedRow(line, "", f"{width} columns instead of {columns}"))
        elif not (number.isascii() and number.isdigit()):
            rejected.append(RejectedRow(line, "", f"{cells[0][:40]!r} is no number of OFAC's"))
        else:
            rows.append(OfacRow(line, number, tuple("" if cell == _NOTHING else cell for cell in cells)))
    if len(rows) <= len(rejected):
        raise SourceError(
            f"Of the rows of the list file {len(rejected)} are not in OFAC's layout of {columns} columns, so it is "
            "another file; check it."
        )
    if width < columns and rejected and rejected[-1].number == line:
        raise SourceError(f"The list file breaks off in row {line}, so entries are missing; download it again.")
    return tuple(rows), tuple(rejected)


def is_consolidated(rows: tuple[OfacRow, ...]) -> bool:
    """Whether the names are those of the consolidated file, not of the SDN List."""
    return any(tags and set(tags) <= _NEVER_BLOCKED for tags in (_programs(row.cells[3]) for row in rows))


def _strangers(rows: tuple[OfacRow, ...], known: set[str], what: str) -> list[RejectedRow]:
    """Return the rows about parties that the file of names does not hold."""
    strangers = [row for row in rows if row.number not in known]
    if 2 * len(strangers) > len(rows):
        raise SourceError(
            f"{len(strangers)} of {len(rows)} rows of the file of the {what} belong to parties that the file of "
            "names does not hold, so the files do not belong together; download all three again."
        )
    return [RejectedRow(row.line, "", f"file of the {what}: number {row.number} has no name") for row in strangers]


def _by_number(rows: tuple[OfacRow, ...]) -> defaultdict[str, list[OfacRow]]:
    found: defaultdict[str, list[OfacRow]] = defaultdict(list)
    for row in rows:
        found[row.number].append(row)
    return found


def _add(row: OfacRow, code: str, aliases: list[OfacRow], places: list[OfacRow], parties: Parties) -> None:
    _, published, kind, programs = row.cells[:4]
    name = parties.name_of(row.line, code, published, is_plain=True)
    if name is None:
        return
    entity_type = _entity_type(kind, parties)
    location = _location(places, parties)
    key, identity = party_key(code, row.number, name.name, location)
    entry = Entry(
        key=key,
        list=code,
        name=name.name,
        name_strength=listed_strength(name.name, entity_type),
        aliases=all_aliases(name, [*_aliases(aliases, parties), *_weak_aliases(row.cells[11])], entity_type),
        countries=location.countries,
        addresses=location.addresses,
        entity_type=entity_type,
        programs=_programs(programs),
        listed_as="" if published == name.name else published,
        source_id=row.number,
        source_url=list_info(code).link,
    )
    parties.add(entry, identity, row.line)


def _entity_type(text: str, parties: Parties) -> EntityType:
    try:
        # Of what is no person, no vessel and no aircraft the file says nothing.
        return EntityType(text.casefold()) if text else EntityType.ENTITY
    except ValueError:
        parties.unread[f"type: {text}"] += 1
        return EntityType.UNKNOWN


def _programs(text: str) -> tuple[str, ...]:
    """Return the tags of `SDGT] [NS-PLC`."""
    tags = (" ".join(tag.split()) for tag in re.split(r"[\[\];]+", text))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _aliases(rows: list[OfacRow], parties: Parties) -> list[Alias]:
    found = []
    for row in rows:
        _, _, kind, published, remarks = row.cells
        name = read_name(published, is_plain=True).name
        if kind.casefold() not in _KINDS:
            parties.unread[f"alias type: {kind}"] += 1
        strength = Strength.WEAK if "weak" in remarks.casefold() else Strength.STRONG
        found.append(Alias(name=name, kind=_KINDS.get(kind.casefold(), NameKind.AKA), strength=strength))
    return found


def _weak_aliases(remarks: str) -> list[Alias]:
    return [
        Alias(
            name=read_name(match["name"], is_plain=True).name,
            kind=_KINDS[f"{match['kind']}ka"],
            strength=Strength.WEAK,
        )
        for match in _WEAK.finditer(remarks)
    ]


def _location(rows: list[OfacRow], parties: Parties) -> Location:
    addresses: dict[Address, None] = {}
    for row in rows:
        _, _, street, town, country, _ = (clean_text(cell) for cell in row.cells)
        where = _REGION.sub("", country)
        code = country_code(where) or demonym_code(where)
        if country and not code:
            parties.unread[f"country: {country}"] += 1
        text = ", ".join(filter(None, (street, town, "" if code else country)))
        if text or code:
            addresses.setdefault(Address(text=text, country=code))
    countries = dict.fromkeys(address.country for address in addresses if address.country)
    return Location(addresses=tuple(one for one in addresses if one.text), countries=tuple(countries))


def _lists_of(row: OfacRow) -> tuple[str, ...]:
    tags = {tag.casefold() for tag in _programs(row.cells[3])}
    rules = _rules()
    sure = [code for code, rule in rules.items() if tags & rule.programs or rule.is_in(row.cells[11])]
    return tuple(sure or [code for code, rule in rules.items() if tags & rule.alone])


@dataclass(frozen=True, slots=True)
class _Rule:
    programs: frozenset[str]
    alone: frozenset[str]
    remark: re.Pattern[str] | None

    def is_in(self, remarks: str) -> bool:
        return self.remark is not None and bool(self.remark.search(remarks))


@cache
def _rules() -> dict[str, _Rule]:
    text = resources.files(__package__).joinpath("ofac_lists.toml").read_text(encoding="utf-8")
    return {
        code: _Rule(
            programs=frozenset(tag.casefold() for tag in fields["programs"]),
            alone=frozenset(tag.casefold() for tag in fields["alone"]),
            remark=re.compile(fields["remark"], re.IGNORECASE) if fields["remark"] else None,
        )
        for code, fields in tomllib.loads(text).items()
    }
