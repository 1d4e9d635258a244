"""The Entity List from the Electronic Code of Federal Regulations -> entries.

Source: https://www.ecfr.gov/api/versioner/v1/full/{date}/title-15.xml?part=744, the
XML of 15 CFR Part 744; structure as described in the eCFR XML guide of the Government
Publishing Office (https://github.com/usgpo/bulk-data, read 2026-07). Supplement No. 4
is a table of five columns: country, entity, requirement, policy, citation.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from screening.errors import SourceError
from screening.lists.addresses import read_addresses
from screening.lists.catalog import list_info
from screening.lists.citations import read_citations
from screening.lists.countries import country_code
from screening.lists.ecfr_table import COLUMNS, TableRow, read_supplement
from screening.lists.entity_cell import ListedParty, read_cell
from screening.lists.names import read_aliases
from screening.lists.parties import Parties, all_aliases, listed_strength, party_key
from screening.lists.text import clean_text
from screening.model import Alias, EntityType, Entry, NameKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from screening.lists.imported import ImportedList

__all__ = ["FEWEST_ROWS", "import_ecfr"]

# The list had 3,420 rows in 2026 and about 1,000 in 2018; a part of it is no list.
FEWEST_ROWS = 500
_LIST = "EL"
_RESERVED = re.compile(r"^\[?\s*reserved\s*\]?\.?$", re.IGNORECASE)
_HEADING = "entity"  # of the second column, where headings are no TH
_CONTINUED = re.compile(r"\s*\(?\bcontinued\)?\.?$", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AMENDED = re.compile(r"([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2}),\s+(\d{4})")


def import_ecfr(data: bytes, *, fewest_rows: int = FEWEST_ROWS) -> ImportedList:
    """Return the Entity List in an eCFR XML file of title 15 or of its part 744.

    The file does not state its day, which stands in the address it comes from;
    `published` is the day of the title's last amendment where it names one.

    Args:
        data: The whole file.
        fewest_rows: Fewer rows of parties than this are taken for a damaged file.

    Raises:
        SourceError: The file is no safe XML, breaks off, holds no Supplement No. 4,
            or holds too few rows of it.
    """
    supplement = read_supplement(data)
    parties = Parties()
    country = ""
    found = 0
    for row in supplement.rows:
        if len(row.cells) != COLUMNS:
            parties.reject(row.number, _LIST, f"{len(row.cells)} columns instead of {COLUMNS}")
            continue
        if clean_text(row.cells[1]).casefold() == _HEADING:
            parties.reject(row.number, _LIST, "a row of headings")
            continue
        country = _CONTINUED.sub("", clean_text(row.cells[0])) or country
        found += _read_row(row, country, parties)
    if found < fewest_rows:
        raise SourceError(
            f"Supplement No. 4 holds {found} rows with a party, fewer than the {fewest_rows} that the Entity List has "
            "had for years, so entries are missing; download part 744 again."
        )
    return parties.imported(_amended(supplement.amended))


def _read_row(row: TableRow, country: str, parties: Parties) -> int:
    """Read one row of the table; return 1 if it names a party."""
    _, cell, requirement, policy, citation = row.cells
    if _RESERVED.match(clean_text(cell)) or _RESERVED.match(country):
        parties.reject(row.number, _LIST, "the publisher keeps this place free: [Reserved]")
        return 0
    codes = {
        "license_requirement": parties.codes("license_requirement", requirement),
        "license_policy": parties.codes("license_policy", policy),
    }
    cited = read_citations(citation)
    base = Entry(
        key="",
        list=_LIST,
        name="",
        citations=tuple(item.text for item in cited),
        effective_date=min((item.published for item in cited if item.published), default=None),
        license_requirement=codes["license_requirement"],
        license_policy=codes["license_policy"],
        source_url=list_info(_LIST).link,
    )
    code = _country(country)
    if country and not code:
        parties.unread[f"country: {country}"] += 1
    return max(_add(party, base, code, row.number, parties) for party in read_cell(cell))


def _add(listed: ListedParty, base: Entry, country: str, number: int, parties: Parties) -> int:
    name = parties.name_of(number, _LIST, listed.name)
    if name is None:
        return 0
    location = read_addresses(listed.address)
    key, identity = party_key(_LIST, "", name.name, location)
    published = " ".join(listed.name.split())
    parties.add(
        Entry(
            key=key,
            list=_LIST,
            name=name.name,
            name_strength=listed_strength(name.name, EntityType.UNKNOWN),
            aliases=all_aliases(name, _aliases(listed.aliases), EntityType.UNKNOWN),
            countries=tuple(dict.fromkeys(filter(None, (country, *location.countries, *name.countries)))),
            addresses=location.addresses,
            effective_date=base.effective_date,
            citations=base.citations,
            license_requirement=base.license_requirement,
            license_policy=base.license_policy,
            listed_as="" if published == name.name else published,
            covers_successors=name.covers_successors,
            source_url=base.source_url,
        ),
        identity,
        number,
    )
    return 1


def _aliases(listed: Iterable[Alias]) -> list[Alias]:
    """Return the aliases with the further names inside them; each keeps the kind of its mark."""
    return [
        Alias(name=alias.name, kind=one.kind if alias.kind is NameKind.AKA else alias.kind)
        for one in listed
        for alias in read_aliases(one.name.replace(";", ","))
    ]


def _country(text: str) -> str:
    # `CHINA, PEOPLE'S REPUBLIC OF`
    head, _, tail = text.partition(", ")
    return country_code(text) or country_code(f"{tail} {head}") or country_code(head)


def _amended(text: str) -> date | None:
    match = _AMENDED.search(text)
    month = match[1].casefold() if match else ""
    if match is None or month not in _MONTHS:
        return None
    try:
        return date(int(match[3]), _MONTHS.index(month) + 1, int(match[2]))
    except ValueError:
        return None
