"""Packs: lists that are published in prose, kept as rows of our own, with their source.

A pack is one CSV file beside this module, named after the code of its list; where its
facts come from stands in `packs.toml`. Its columns:

    name      listed name in the publisher's wording
    aliases   further names, parted by `; `; one may begin with `formerly known as`
    brand     the distinctive name of a party whose subsidiaries and affiliates the law reaches too
    country   ISO 3166-1 alpha-2, "" if the publisher states none
    from, to  first and last day on the list, ISO 8601; `to` is "" while it is on it
    citation  legal sources, parted by `; `
    rows      rows of the source that the row joins: the editions of a list name a party again
"""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from screening.errors import SourceError
from screening.lists.countries import country_code
from screening.lists.imported import ImportedList, count_rows
from screening.lists.keys import name_key
from screening.lists.merge import merge
from screening.lists.names import distinct, judged, read_aliases, read_name
from screening.lists.strength import name_strength
from screening.model import Alias, EntityType, Entry, NameKind

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Pack", "bundled_pack", "pack_codes", "read_pack"]

_COLUMNS = ("name", "aliases", "brand", "country", "from", "to", "citation", "rows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Where the facts of a pack come from.

    Attributes:
        code: Code of its list.
        publisher: Who publishes the list.
        document: In which document.
        address: Where that can be read.
        as_of: Day up to which the rows are known.
        compiled: How the rows came here.
        unchecked: What could not be held against the publisher's own text, "" if nothing.
        source_rows: Rows of the source; each is in a row of the pack.
        left_out: Names of the source that are in no row of the pack, with the cause.
    """

    code: str
    publisher: str
    document: str
    address: str
    as_of: date
    compiled: str
    unchecked: str
    source_rows: int
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.code}.csv"

    def data(self) -> bytes:
        """Return the bytes of its file."""
        return resources.files(__package__).joinpath(self.file).read_bytes()


def pack_codes() -> tuple[str, ...]:
    """Return the codes of the lists that come as packs, sorted."""
    return tuple(sorted(_packs()))


def bundled_pack(code: str) -> Pack:
    """Return what is said of the pack of a list.

    Raises:
        KeyError: The list comes as no pack.
    """
    return _packs()[code]


def read_pack(pack: Pack, data: bytes) -> ImportedList:
    """Return the entries of a pack.

    Rows with one name, case and punctuation aside, are one party; it begins with the
    earliest of them and ends when all have ended.

    Args:
        pack: Where the rows come from.
        data: The whole file.

    Raises:
        SourceError: The file is no UTF-8, has other columns, a row cannot be read, or the
            rows of the source do not add up.
    """
    parties: dict[str, list[Entry]] = {}
    joined = 0
    for number, fields in _rows(pack, data):
        joined += _count(pack, number, fields["rows"])
        entry = _entry(pack, number, fields)
        if entry is None:
            raise SourceError(
                f"Row {number} of the pack {pack.file}: the name holds no letter or digit; mend that row."
            )
        parties.setdefault(entry.key, []).append(entry)
    if joined != pack.source_rows:
        raise SourceError(
            f"The pack {pack.file} joins {joined:,} rows of its source, which has {pack.source_rows:,}; "
            "mend its column rows, or source_rows in packs.toml."
        )
    entries = tuple(merge(party) for party in parties.values())
    return ImportedList(
        entries=entries,
        rejected=(),
        counts=count_rows({pack.code: joined}, entries, ()),
        unread={},
        published=pack.as_of,
    )


def _rows(pack: Pack, data: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
        header, *rows = [row for row in reader if row]
    except (UnicodeDecodeError, ValueError, csv.Error) as error:
        raise SourceError(f"The pack {pack.file} cannot be read ({error}); install this program again.") from error
    if tuple(header) != _COLUMNS:
        raise SourceError(f"The pack {pack.file} has other columns than {', '.join(_COLUMNS)}; mend its first row.")
    short = next((number for number, row in enumerate(rows, start=2) if len(row) != len(header)), None)
    if short is not None:
        raise SourceError(f"Row {short} of the pack {pack.file} has not {len(header)} columns; mend that row.")
    return [(n, dict(zip(header, map(str.strip, row), strict=True))) for n, row in enumerate(rows, start=2)]


def _entry(pack: Pack, number: int, fields: dict[str, str]) -> Entry | None:
    name = read_name(fields["name"])
    if not name.name:
        return None
    country = country_code(fields["country"])
    if bool(country) != bool(fields["country"]):
        raise SourceError(f"Row {number} of the pack {pack.file}: {fields['country']!r} is no country; mend that row.")
    return Entry(
        key=name_key(pack.code, name.name),
        list=pack.code,
        name=name.name,
        name_strength=name_strength(name.name, NameKind.LISTED, EntityType.ENTITY),
        aliases=_aliases(fields, name.name, name.aliases),
        countries=(country,) if country else name.countries,
        entity_type=EntityType.ENTITY,
        effective_date=_day(pack, number, fields["from"]),
        end_date=_day(pack, number, fields["to"]),
        citations=tuple(part.strip() for part in fields["citation"].split(";") if part.strip()),
        listed_as="" if fields["name"] == name.name else fields["name"],
        covers_successors=name.covers_successors,
        source_url=pack.address,
    )


def _aliases(fields: dict[str, str], name: str, inside: tuple[Alias, ...]) -> tuple[Alias, ...]:
    found = [*inside, *read_aliases(fields["aliases"])]
    # A brand is evidence of its own, however short: `ZTE`. The verdict never rests on it alone.
    brands = [Alias(name=fields["brand"], kind=NameKind.BRAND)] if fields["brand"] else []
    return distinct([*brands, *(judged(alias, EntityType.ENTITY) for alias in found)], name)


def _day(pack: Pack, number: int, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise SourceError(f"Row {number} of the pack {pack.file}: {text!r} is no day; mend that row.") from error


def _count(pack: Pack, number: int, text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise SourceError(f"Row {number} of the pack {pack.file}: {text!r} is no number of rows; mend that row.")
    return int(text)


@cache
def _packs() -> dict[str, Pack]:
    text = resources.files(__package__).joinpath("packs.toml").read_text(encoding="utf-8")
    return {code: Pack(code=code, **fields) for code, fields in tomllib.loads(text).items()}
