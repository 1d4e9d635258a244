"""Two entity tables side by side: entries that came, went, were renamed or amended."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from screening.lists.keys import fold_for_key
from screening.model import NameKind, Strength
from screening.review.amendments import amended_fields, amended_phrases, is_renamed, is_restated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening.model import Entry
    from screening.review.amendments import FieldChange
    from screening.table import EntityTable

__all__ = ["Amended", "ListChanges", "Renamed", "Restated", "list_changes"]

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
        fields: The same field by field, every value of it.
    """

    then: Entry
    now: Entry
    changes: tuple[str, ...]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """An entry that has another listed name now, and so another key, unless its publisher numbers it.

    Attributes:
        then: As it was.
        now: As it is.
        changes: What changed besides, a phrase each.
        fields: The same field by field, every value of it.
    """

    then: Entry
    now: Entry
    changes: tuple[str, ...] = ()
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """An entry that says the same in another form, which can move a verdict: another spelling of its name comes first.

    It is no amendment; see `screening.review.amendments`.
    """

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
        restated: Entries that say the same in another form, and may be resembled otherwise.
        not_compared: Codes of the lists that both tables hold and only one was opened
            with, sorted; of these nothing is said.
    """

    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    amended: tuple[Amended, ...] = ()
    restated: tuple[Restated, ...] = ()
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
    stayed: list[tuple[Entry, Entry]] = []
    for new in _differing(now, then, skipped):
        before = then.entry(new.key)
        if before is None:
            came.append(new)
        else:
            stayed.append((before, new))
    moved = tuple(_renamed(gone, came))
    old_keys, new_keys = {pair.then.key for pair in moved}, {pair.now.key for pair in moved}
    named_anew = [pair for pair in stayed if is_renamed(*pair)]
    amended, restated = _amended([pair for pair in stayed if not is_renamed(*pair)])
    return ListChanges(
        added=tuple(entry for entry in came if entry.key not in new_keys),
        removed=tuple(entry for entry in gone if entry.key not in old_keys),
        renamed=tuple(
            sorted([*moved, *itertools.starmap(_as_renamed, named_anew)], key=attrgetter("now.list", "now.key"))
        ),
        amended=amended,
        restated=restated,
        not_compared=skipped,
    )


def _amended(pairs: list[tuple[Entry, Entry]]) -> tuple[tuple[Amended, ...], tuple[Restated, ...]]:
    amended: list[Amended] = []
    restated: list[Restated] = []
    for then, now in pairs:
        if changes := amended_phrases(then, now):
            amended.append(Amended(then=then, now=now, changes=changes, fields=amended_fields(then, now)))
        elif is_restated(then, now):
            restated.append(Restated(then=then, now=now))
    return tuple(amended), tuple(restated)


def _as_renamed(then: Entry, now: Entry) -> Renamed:
    return Renamed(then=then, now=now, changes=amended_phrases(then, now), fields=amended_fields(then, now))


def _differing(table: EntityTable, other: EntityTable, skipped: tuple[str, ...]) -> Iterator[Entry]:
    return (table[index] for index in table.differing(other, skip=skipped))


def _not_compared(then: EntityTable, now: EntityTable) -> tuple[str, ...]:
    held = [{counts.code for counts in table.manifest.lists} for table in (then, now)]
    return tuple(sorted(held[0] & held[1] & (set(then.lists) ^ set(now.lists))))


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
            yield _as_renamed(found, new)


def _own_names(entry: Entry) -> list[str]:
    """Return the folded aliases that tell the party from others, sorted."""
    own = (alias for alias in entry.aliases if alias.kind in _OWN_NAMES and alias.strength is Strength.STRONG)
    return sorted({fold_for_key(alias.name) for alias in own})
