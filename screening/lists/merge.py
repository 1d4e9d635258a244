"""Rows that mean one party -> one entry."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from screening.lists.citations import drop_drag_fill
from screening.lists.names import distinct
from screening.model import Address, EntityType, Entry, NameKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["drop_listed_parents", "merge"]


def merge(rows: Sequence[Entry]) -> Entry:
    """Return the union of the rows of one party, first-seen things first.

    The earliest effective date counts; the entry ends only if all rows end, at the
    latest day. Citations counted up by a spreadsheet are dropped.

    Args:
        rows: At least one row, in published order.
    """
    if len(rows) == 1:
        return rows[0]
    entry = reduce(_join, rows)
    return replace(entry, citations=tuple(drop_drag_fill(list(entry.citations))))


def _join(first: Entry, second: Entry) -> Entry:
    return replace(
        first,
        aliases=distinct([*first.aliases, *second.aliases], first.name),
        countries=_union(first.countries, second.countries),
        addresses=_addresses(first.addresses, second.addresses),
        entity_type=first.entity_type if first.entity_type is not EntityType.UNKNOWN else second.entity_type,
        effective_date=min(filter(None, (first.effective_date, second.effective_date)), default=None),
        end_date=max(first.end_date, second.end_date) if first.end_date and second.end_date else None,
        citations=_union(first.citations, second.citations),
        programs=_union(first.programs, second.programs),
        license_requirement=_union(first.license_requirement, second.license_requirement),
        license_policy=_union(first.license_policy, second.license_policy),
        covers_successors=first.covers_successors or second.covers_successors,
        remark="; ".join(_union(_filled(first.remark), _filled(second.remark))),
    )


def drop_listed_parents(entries: Iterable[Entry]) -> list[Entry]:
    """Return `entries` without PARENT aliases that are listed on their own on the same list.

    `Huawei Technologies Co., Ltd.` has an entry; that its affiliates name it adds
    only hits on the wrong entry.
    """
    known = [*entries]
    listed = {(entry.list, name.casefold()) for entry in known for name in _own_names(entry)}
    return [_without_parents(entry, listed) for entry in known]


def _own_names(entry: Entry) -> list[str]:
    if any(alias.kind is NameKind.EMBEDDED for alias in entry.aliases):
        return []
    return [entry.name, *(alias.name for alias in entry.aliases)]


def _without_parents(entry: Entry, listed: set[tuple[str, str]]) -> Entry:
    kept = tuple(
        alias
        for alias in entry.aliases
        if alias.kind is not NameKind.PARENT or (entry.list, alias.name.casefold()) not in listed
    )
    return entry if len(kept) == len(entry.aliases) else replace(entry, aliases=kept)


def _addresses(first: tuple[Address, ...], second: tuple[Address, ...]) -> tuple[Address, ...]:
    kept: dict[str, Address] = {}
    for address in (*first, *second):
        known = kept.get(address.text.casefold())
        if known is None or (not known.country and address.country):
            kept[address.text.casefold()] = address
    return tuple(kept.values())


def _filled(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
