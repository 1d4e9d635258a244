"""The Consolidated Screening List of trade.gov -> entries.

Every row ends as an entry, merged into an entry, or rejected with its cause, so
that rows = entries + merged + rejected holds for each list.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from screening.errors import SourceError
from screening.lists.addresses import Location, read_addresses
from screening.lists.catalog import ListInfo, list_of_source
from screening.lists.citations import read_citations
from screening.lists.imported import ImportedList, count_rows
from screening.lists.keys import address_key, fold_for_key, name_key, number_key
from screening.lists.licenses import OTHER, read_policy, read_requirement
from screening.lists.merge import drop_listed_parents, merge
from screening.lists.names import PublishedName, distinct, judged, read_aliases, read_name
from screening.lists.rows import PublishedRow, RejectedRow, read_rows
from screening.lists.strength import name_strength
from screening.lists.text import clean_text
from screening.model import Alias, EntityType, Entry, NameKind, Strength

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
    unread: Counter[str] = Counter()
    parties: dict[str, list[Entry]] = {}
    identities: dict[str, str] = {}
    rows: Counter[str] = Counter()
    rejected = list(published.rejected)
    for row in published.rows:
        info = _list_of(row)
        rows[info.code] += 1
        entry, identity = _read_row(row, info, unread)
        if entry is None:
            rejected.append(RejectedRow(row.number, info.code, "the name holds no letter or digit"))
            continue
        if identities.setdefault(entry.key, identity) != identity:
            raise SourceError(
                f"Row {row.number} ({entry.name!r}) got the key {entry.key} of another party; "
                "report this, keys need one more digit."
            )
        parties.setdefault(entry.key, []).append(entry)
    kept = drop_listed_parents(merge(party) for party in parties.values())
    return ImportedList(
        entries=tuple(kept),
        rejected=tuple(sorted(rejected, key=lambda row: row.number)),
        counts=count_rows(rows, kept, rejected),
        unread=dict(sorted(unread.items())),
        published=published.published,
    )


def _list_of(row: PublishedRow) -> ListInfo:
    try:
        return list_of_source(row.fields["source"])
    except SourceError as error:
        raise SourceError(f"Row {row.number}: {error}") from error


def _read_row(row: PublishedRow, info: ListInfo, unread: Counter[str]) -> tuple[Entry | None, str]:
    fields = row.fields
    number = fields["entity_number"] if info.numbered else ""
    name = read_name(fields["name"], is_plain=info.numbered, is_debarred=info.code == "DTC")
    if not name.name:
        return None, ""
    location = read_addresses(fields["addresses"])
    key, identity = _key(info.code, number, name.name, location)
    entity_type = _entity_type(fields["type"], unread)
    entry = _dated(
        Entry(
            key=key,
            list=info.code,
            name=name.name,
            name_strength=_listed_strength(name.name, entity_type),
            aliases=_aliases(fields["alt_names"], name, info, entity_type),
            countries=tuple(dict.fromkeys((*location.countries, *name.countries))),
            addresses=location.addresses,
            entity_type=entity_type,
            programs=_values(fields["programs"]),
            license_requirement=_codes("license_requirement", fields, unread),
            license_policy=_codes("license_policy", fields, unread),
            listed_as="" if fields["name"] == name.name else fields["name"],
            covers_successors=name.covers_successors,
            source_id=number,
            source_url=fields["source_list_url"],
        ),
        info,
        fields,
        unread,
    )
    return entry, identity


def _key(code: str, number: str, name: str, location: Location) -> tuple[str, str]:
    """Return the entry's key and what the key stands for, to tell a collision from a repeat."""
    if number:
        return number_key(code, number), number
    if Entry(key="", list=code, name=name).is_address_only and location.addresses:
        street = location.addresses[0].text
        return address_key(code, street), f"address {fold_for_key(street)}"
    return name_key(code, name), fold_for_key(name)


def _listed_strength(name: str, entity_type: EntityType) -> Strength:
    is_address = Entry(key="", list="", name=name).is_address_only
    return Strength.WEAK if is_address else name_strength(name, NameKind.LISTED, entity_type)


def _aliases(published: str, name: PublishedName, info: ListInfo, entity_type: EntityType) -> tuple[Alias, ...]:
    found = [*name.aliases, *read_aliases(published, is_plain=info.numbered)]
    return tuple(judged(alias, entity_type) for alias in distinct(found, name.name))


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


def _codes(field: str, fields: dict[str, str], unread: Counter[str]) -> tuple[str, ...]:
    read = read_requirement if field == "license_requirement" else read_policy
    codes = read(clean_text(fields[field]))
    if OTHER in codes:
        unread[f"{field}: {fields[field]}"] += 1
    return codes


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
