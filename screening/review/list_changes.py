"""Two entity tables side by side: entries that came, went, were renamed or amended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from screening.lists.keys import fold_for_key
from screening.review.fingerprints import entry_changes, entry_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening.model import Entry
    from screening.table import EntityTable

__all__ = ["Amended", "ListChanges", "Renamed", "list_changes"]

_FURTHER: Final = {
    "effective_date": "effective date",
    "end_date": "end date",
    "license_requirement": "licence requirement",
    "license_policy": "licence policy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """An entry whose publisher changed it.

    Attributes:
        then: As it was.
        now: As it is.
        changes: What changed, a phrase each.
    """

    then: Entry
    now: Entry
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """An entry that stands under another name now, and so under another key."""

    then: Entry
    now: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChanges:
    """What differs between two tables, each part sorted by list and key.

    Attributes:
        added: Entries that came.
        removed: Entries that went.
        renamed: Entries that have another listed name.
        amended: Entries that say something else. Citations alone are no amendment.
    """

    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    amended: tuple[Amended, ...] = ()


def list_changes(then: EntityTable, now: EntityTable) -> ListChanges:
    """Return what differs between two tables, entries compared by key."""
    if then.id == now.id and then.lists == now.lists:
        return ListChanges()
    gone = [then[index] for index in then.differing(now) if now.entry(then[index].key) is None]
    came = [now[index] for index in now.differing(then) if then.entry(now[index].key) is None]
    renamed = tuple(_renamed(gone, came))
    old, new = {pair.then.key for pair in renamed}, {pair.now.key for pair in renamed}
    return ListChanges(
        added=tuple(entry for entry in came if entry.key not in new),
        removed=tuple(entry for entry in gone if entry.key not in old),
        renamed=renamed,
        amended=tuple(_amended(then, now)),
    )


def _amended(then: EntityTable, now: EntityTable) -> Iterator[Amended]:
    for index in now.differing(then):
        new = now[index]
        old = then.entry(new.key)
        if old is not None and (changes := _changes(old, new)):
            yield Amended(then=old, now=new, changes=changes)


def _changes(then: Entry, now: Entry) -> tuple[str, ...]:
    further = tuple(
        f"{words} changed from {_shown(getattr(then, name))} to {_shown(getattr(now, name))}"
        for name, words in _FURTHER.items()
        if getattr(then, name) != getattr(now, name)
    )
    return (*entry_changes(entry_facts(then, ()), entry_facts(now, ())), *further)


def _renamed(gone: list[Entry], came: list[Entry]) -> Iterator[Renamed]:
    """Yield the pairs on one list of which one bears the other's listed name as an alias."""
    by_name: dict[tuple[str, str], Entry] = {}
    for old in gone:
        for name in (old.name, *(alias.name for alias in old.aliases)):
            by_name.setdefault((old.list, fold_for_key(name)), old)
    taken: set[str] = set()
    for new in came:
        old_names = {fold_for_key(alias.name) for alias in new.aliases}
        by_alias = next((by_name[new.list, name] for name in sorted(old_names) if _is_name(by_name, new, name)), None)
        found = by_name.get((new.list, fold_for_key(new.name))) or by_alias
        if found is not None and found.key not in taken:
            taken.add(found.key)
            yield Renamed(then=found, now=new)


def _is_name(by_name: dict[tuple[str, str], Entry], new: Entry, folded: str) -> bool:
    """Return whether an alias of the new entry is the listed name of one that went."""
    old = by_name.get((new.list, folded))
    return old is not None and fold_for_key(old.name) == folded


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)
