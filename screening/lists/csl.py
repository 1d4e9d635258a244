"""The Consolidated Screening List of trade.gov -> entries.

Every row ends as an entry, merged into an entry, or rejected with its cause, so
that rows = entries + merged + rejected holds for each list.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from screening.errors import SourceError
from screening.lists.addresses import read_addresses
from screening.lists.catalog import ListInfo, list_of_source
from screening.lists.citations import read_citations
from screening.lists.names import read_aliases
from screening.lists.parties import Parties, all_aliases, listed_strength, party_key
from screening.lists.rows import PublishedRow, read_rows
from screening.lists.text import clean_text
from screening.model import EntityType, Entry

if TYPE_CHECKING:
    from collections import Counter

    from screening.lists.imported import ImportedList

__all__ = ["import_csl"]


def import_csl(data: bytes) -> ImportedList:
    """Return the entries of a Consolidated Screening List file: CSV, TSV or JSON.

    Args:
        data: The whole file.

    Raises:
        SourceError: The file is empty, broken off, no UTF-8, no such list, names a
            list that is not known, or two parties got one key.
    """
    published = read_rows(data)
    parties = Parties()
    parties.reject_all(published.rejected)
    for row in published.rows:
        _read_row(row, _list_of(row), parties)
    return parties.imported(published.published)


def _list_of(row: PublishedRow) -> ListInfo:
    try:
        return list_of_source(row.fields["source"])
    except SourceError as error:
        raise SourceError(f"Row {row.number}: {error}") from error


def _read_row(row: PublishedRow, info: ListInfo, parties: Parties) -> None:
    fields = row.fields
    number = fields["entity_number"] if info.numbered else ""
    name = parties.name_of(
        row.number, info.code, fields["name"], is_plain=info.numbered, is_debarred=info.code == "DTC"
    )
    if name is None:
        return
    location = read_addresses(fields["addresses"])
    key, identity = party_key(info.code, number, name.name, location)
    entity_type = _entity_type(fields["type"], parties.unread)
    entry = _dated(
        Entry(
            key=key,
            list=info.code,
            name=name.name,
            name_strength=listed_strength(name.name, entity_type),
            aliases=all_aliases(name, read_aliases(fields["alt_names"], is_plain=info.numbered), entity_type),
            countries=tuple(dict.fromkeys((*location.countries, *name.countries))),
            addresses=location.addresses,
            entity_type=entity_type,
            programs=_values(fields["programs"]),
            license_requirement=parties.codes("license_requirement", fields["license_requirement"]),
            license_policy=parties.codes("license_policy", fields["license_policy"]),
            listed_as="" if fields["name"] == name.name else fields["name"],
            covers_successors=name.covers_successors,
            source_id=number,
            source_url=fields["source_list_url"],
        ),
        info,
        fields,
        parties.unread,
    )
    parties.add(entry, identity, row.number)


def _dated(entry: Entry, info: ListInfo, fields: dict[str, str], unread: Counter[str]) -> Entry:
    citations = read_citations(fields["federal_register_notice"])
    effective = _day("start_date", fields, unread)
    if effective is None and info.dated_by_citation:
        # DPL and ISN rows state no start; the order counts from its publication.
        effective = min((item.published for item in citations if item.published), default=None)
    return replace(
        entry,
        citations=tuple(item.text for item in citations),
        effective_date=effective,
        end_date=_day("end_date", fields, unread),
    )


def _entity_type(text: str, unread: Counter[str]) -> EntityType:
    if not text:
        return EntityType.UNKNOWN
    try:
        return EntityType(text.casefold())
    except ValueError:
        unread[f"type: {text}"] += 1
        return EntityType.UNKNOWN


def _day(field: str, fields: dict[str, str], unread: Counter[str]) -> date | None:
    if not fields[field]:
        return None
    try:
        return date.fromisoformat(fields[field][:10])
    except ValueError:
        unread[f"{field}: {fields[field]}"] += 1
        return None


def _values(published: str) -> tuple[str, ...]:
    values = (" ".join(value.split()) for value in clean_text(published).split(";"))
    return tuple(dict.fromkeys(value for value in values if value))
