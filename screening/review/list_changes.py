"""Two entity tables side by side: entries that came, went, were renamed or amended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from screening.lists.keys import fold_for_key
from screening.model import NameKind, Strength
from screening.review.fingerprints import entry_changes, entry_facts, fold_fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening.model import Entry
    from screening.table import EntityTable

__all__ = ["Amended", "ListChanges", "Renamed", "list_changes"]

# What a verdict or a licence hangs on besides the facts of a decision.
_FURTHER: Final = {
    "name_strength": "weight of the listed name",
    "entity_type": "kind of party",
    "covers_successors": "cover of successors",
    "effective_date": "effective date",
    "end_date": "end date",
    "license_requirement": "licence requirement",
    "license_policy": "licence policy",
}
# Names of the party itself. A group lends its name, and its short form, to many parties:
# each affiliate of "Huawei" is another party than "Huawei".
_OWN_NAMES: Final = frozenset({NameKind.AKA, NameKind.FKA, NameKind.DBA, NameKind.EMBEDDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """An entry that says something else now.

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
        not_compared: Codes of the lists that both tables hold and only one was opened
            with, sorted; of these nothing is said.
    """

    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    amended: tuple[Amended, ...] = ()
    not_compared: tuple[str, ...] = ()


def list_changes(then: EntityTable, now: EntityTable) -> ListChanges:
    """Return what differs between two tables, entries compared by key.

    A list that one table lacks altogether has come or gone with all its entries; one
    that was merely not chosen is not compared.
    """
    skipped = _not_compared(then, now)
    if then.id == now.id:
        return ListChanges(not_compared=skipped)
    gone = [old for old in _differing(then, now, skipped) if now.entry(old.key) is None]
    came: list[Entry] = []
    amended: list[Amended] = []
    for new in _differing(now, then, skipped):
        before = then.entry(new.key)
        if before is None:
            came.append(new)
        elif changes := _changes(before, new):
            amended.append(Amended(then=before, now=new, changes=changes))
    renamed = tuple(_renamed(gone, came))
    old_keys, new_keys = {pair.then.key for pair in renamed}, {pair.now.key for pair in renamed}
    return ListChanges(
        added=tuple(entry for entry in came if entry.key not in new_keys),
        removed=tuple(entry for entry in gone if entry.key not in old_keys),
        renamed=renamed,
        amended=tuple(amended),
        not_compared=skipped,
    )


def _differing(table: EntityTable, other: EntityTable, skipped: tuple[str, ...]) -> Iterator[Entry]:
    return (table[index] for index in table.differing(other, skip=skipped))


def _not_compared(then: EntityTable, now: EntityTable) -> tuple[str, ...]:
    held = [{counts.code for counts in table.manifest.lists} for table in (then, now)]
    return tuple(sorted(held[0] & held[1] & (set(then.lists) ^ set(now.lists))))


def _changes(then: Entry, now: Entry) -> tuple[str, ...]:
    further = tuple(
        f"{words} changed from {_shown(getattr(then, name))} to {_shown(getattr(now, name))}"
        for name, words in _FURTHER.items()
        if getattr(then, name) != getattr(now, name)
    )
    return (*entry_changes(entry_facts(then, ()), entry_facts(now, ())), *_weighed(then, now), *further)


def _weighed(then: Entry, now: Entry) -> Iterator[str]:
    """Yield what is to be said of aliases that weigh more or less than before."""
    before, after = _weights(then), _weights(now)
    for alias in dict.fromkeys(alias.name for alias in now.aliases):
        weight = after[fold_fact(alias)]
        was = before.get(fold_fact(alias), weight)
        if was is not weight:
            yield f"weight of alias '{alias}' changed from {was} to {weight}"


def _weights(entry: Entry) -> dict[str, Strength]:
    strong_last = sorted(entry.aliases, key=lambda alias: alias.strength is Strength.STRONG)
    return {fold_fact(alias.name): alias.strength for alias in strong_last}


def _renamed(gone: list[Entry], came: list[Entry]) -> Iterator[Renamed]:
    """Yield the pairs on one list of which one bears the other's listed name as an alias."""
    by_name: dict[tuple[str, str], Entry] = {}
    by_alias: dict[tuple[str, str], Entry] = {}
    for old in gone:
        by_name.setdefault((old.list, fold_for_key(old.name)), old)
        for alias in _own_names(old):
            by_alias.setdefault((old.list, alias), old)
    taken: set[str] = set()
    for new in came:
        name = (new.list, fold_for_key(new.name))
        likely = [by_name.get(name), *(by_name.get((new.list, alias)) for alias in _own_names(new)), by_alias.get(name)]
        found = next((old for old in likely if old is not None and old.key not in taken), None)
        if found is not None:
            taken.add(found.key)
            yield Renamed(then=found, now=new)


def _own_names(entry: Entry) -> list[str]:
    """Return the folded aliases that tell the party from others, sorted."""
    own = (alias for alias in entry.aliases if alias.kind in _OWN_NAMES and alias.strength is Strength.STRONG)
    return sorted({fold_for_key(alias.name) for alias in own})


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)
