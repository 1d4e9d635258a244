"""One entry <-> one line of a table file; documented in docs/reference/table-format.md.

Fields stand in a fixed order and are left out at their defaults, so one entry has
one spelling and unchanged entries give unchanged lines.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from screening.model import Address, Alias, EntityType, Entry, NameKind, Strength

__all__ = ["entry_line", "read_entry"]

_ALWAYS = {"key", "name"}


def entry_line(entry: Entry, source_url: str) -> str:
    """Return `entry` as one compact JSON object without a line end.

    Args:
        entry: The entry.
        source_url: The list's usual address, left out of the line where it is equal.
    """
    fields: dict[str, object] = {
        "key": entry.key,
        "name": entry.name,
        "strength": "" if entry.name_strength is Strength.STRONG else str(entry.name_strength),
        "listed_as": entry.listed_as,
        "aliases": [_alias(alias) for alias in entry.aliases],
        "countries": list(entry.countries),
        "addresses": [[address.text, address.country] for address in entry.addresses],
        "type": "" if entry.entity_type is EntityType.UNKNOWN else str(entry.entity_type),
        "from": entry.effective_date.isoformat() if entry.effective_date else "",
        "to": entry.end_date.isoformat() if entry.end_date else "",
        "citations": list(entry.citations),
        "programs": list(entry.programs),
        "requirement": list(entry.license_requirement),
        "policy": list(entry.license_policy),
        "successors": entry.covers_successors,
        "id": entry.source_id,
        "remark": entry.remark,
    }
    kept = {name: value for name, value in fields.items() if value or name in _ALWAYS}
    if entry.source_url != source_url:
        kept["url"] = entry.source_url
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def read_entry(fields: dict[str, Any], list_code: str, source_url: str) -> Entry:
    """Return the entry of one decoded line.

    Args:
        fields: The JSON object.
        list_code: Code of the list whose file holds the line.
        source_url: The list's usual address.

    Raises:
        KeyError: A needed field is missing.
        ValueError: A field holds no known value; TypeError: one of another kind.
    """
    return Entry(
        key=fields["key"],
        list=list_code,
        name=fields["name"],
        name_strength=Strength(fields.get("strength", "strong")),
        listed_as=fields.get("listed_as", ""),
        aliases=tuple(map(_read_alias, fields.get("aliases", ()))),
        countries=tuple(fields.get("countries", ())),
        addresses=tuple(Address(text=text, country=country) for text, country in fields.get("addresses", ())),
        entity_type=EntityType(fields.get("type", "unknown")),
        effective_date=_day(fields.get("from")),
        end_date=_day(fields.get("to")),
        citations=tuple(fields.get("citations", ())),
        programs=tuple(fields.get("programs", ())),
        license_requirement=tuple(fields.get("requirement", ())),
        license_policy=tuple(fields.get("policy", ())),
        covers_successors=fields.get("successors", False),
        source_id=fields.get("id", ""),
        source_url=fields.get("url", source_url),
        remark=fields.get("remark", ""),
    )


def _alias(alias: Alias) -> str | list[str]:
    if alias.strength is Strength.WEAK:
        return [alias.name, str(alias.kind), str(alias.strength)]
    return alias.name if alias.kind is NameKind.AKA else [alias.name, str(alias.kind)]


def _read_alias(field: str | list[str]) -> Alias:
    if isinstance(field, str):
        return Alias(name=field)
    name, kind, *strength = field
    return Alias(name=name, kind=NameKind(kind), strength=Strength(strength[0]) if strength else Strength.STRONG)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
