"""What `entity-check lists diff` prints: text for people, plain data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from addin.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from screening.model import Entry
    from screening.review.amendments import FieldChange
    from screening.review.difference import Difference, ListDifference
    from screening.review.list_changes import Amended, Renamed
    from screening.table.manifest import TableManifest

__all__ = ["SCHEMA", "as_data", "as_text"]

SCHEMA: Final = 1
_HEADERS: Final = ("then", "now", "added", "removed", "renamed", "amended")
_COLUMN: Final = 9
_INDENT: Final = " " * 8


def as_text(found: Difference, most: int | None = None) -> str:
    """Return the difference for a person: counts list by list, then entry by entry.

    Entries of a list that only one of the tables has are counted and not named.

    Args:
        found: What differs.
        most: Entries to name of each kind; None for all.
    """
    changes, whole = found.changes, found.whole_lists
    blocks = [
        (_table("Then", found.then), _table("Now", found.now)),
        _counts(found),
        _section("Added", [_entry(one) for one in _sorted(changes.added) if one.list not in whole], most),
        _section("Removed", [_entry(one) for one in _sorted(changes.removed) if one.list not in whole], most),
        _section("Renamed", [_pair(one) for one in changes.renamed], most),
        _section("Amended", [_amended(one) for one in changes.amended], most),
        _remarks(found),
    ]
    return "\n\n".join(text for block in blocks if (text := "\n".join(block)))


def as_data(found: Difference) -> dict[str, Any]:
    """Return the difference for programs; these keys are a stable interface."""
    changes = found.changes
    return {
        "schema": SCHEMA,
        "then": _table_data(found.then),
        "now": _table_data(found.now),
        "lists": [_list_data(counts) for counts in found.lists],
        "added": [_entry_data(entry) for entry in changes.added],
        "removed": [_entry_data(entry) for entry in changes.removed],
        "renamed": [
            {
                "list": pair.now.list,
                "was": {"key": pair.then.key, "name": pair.then.name},
                "is": {"key": pair.now.key, "name": pair.now.name},
                "changes": _fields_data(pair.fields),
            }
            for pair in changes.renamed
        ],
        "amended": [
            {"list": one.now.list, "key": one.now.key, "name": one.now.name, "changes": _fields_data(one.fields)}
            for one in changes.amended
        ],
    }


def _table(label: str, manifest: TableManifest) -> str:
    sources = ", ".join(printable(source.name) for source in manifest.sources)
    return f"{label:<5} table {manifest.id}, published {manifest.published}, from {sources}"


def _counts(found: Difference) -> Iterator[str]:
    yield f"{'List':<8}" + "".join(f"{header:>{_COLUMN}}" for header in _HEADERS)
    for counts in found.lists:
        numbers = (counts.then, counts.now, counts.added, counts.removed, counts.renamed, counts.amended)
        line = f"{counts.code:<8}" + "".join(f"{_number(number):>{_COLUMN}}" for number in numbers)
        yield f"{line}  {_remark(counts)}".rstrip()


def _number(number: int | None) -> str:
    return "-" if number is None else f"{number:,}"


def _remark(counts: ListDifference) -> str:
    if counts.then is None:
        return "only in the second table; its entries are not named here"
    return "only in the first table; its entries are not named here" if counts.now is None else ""


def _section(title: str, entries: Sequence[str], most: int | None) -> Iterator[str]:
    if not entries:
        return
    yield f"{title}: {len(entries):,}"
    yield from entries[:most]
    if most is not None and len(entries) > most:
        yield f"  and {len(entries) - most:,} more: --json, --out FILE.xlsx, a file or a pipe hold all of them"


def _sorted(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.list, entry.name.casefold(), entry.key))


def _entry(entry: Entry) -> str:
    since = f"since {entry.effective_date}" if entry.effective_date else "no date published"
    countries = f" ({', '.join(entry.countries)})" if entry.countries else ""
    where = f": {entry.addresses[0].text}" if entry.is_address_only and entry.addresses else ""
    return f"  {entry.list:<6} {entry.key:<14} {since:<17}  {printable(entry.name + where)}{countries}"


def _pair(pair: Renamed) -> str:
    line = f"  {pair.now.list:<6} {pair.now.key:<14} {printable(pair.then.name)} -> {printable(pair.now.name)}"
    return "\n".join((line, *(f"{_INDENT}{printable(change)}" for change in pair.changes)))


def _amended(one: Amended) -> str:
    line = f"  {one.now.list:<6} {one.now.key:<14} {printable(one.now.name)}"
    return "\n".join((line, *(f"{_INDENT}{printable(change)}" for change in one.changes)))


def _remarks(found: Difference) -> Iterator[str]:
    changes = found.changes
    if not (changes.added or changes.removed or changes.renamed or changes.amended):
        yield "Nothing was added, removed, renamed or amended."
    if changes.restated:
        yield f"{len(changes.restated):,} more entries say the same in another form, which is no amendment."


def _table_data(manifest: TableManifest) -> dict[str, str]:
    return {"table": manifest.id, "published": manifest.published.isoformat()}


def _list_data(counts: ListDifference) -> dict[str, str | int | None]:
    return {
        "list": counts.code,
        "then": counts.then,
        "now": counts.now,
        "added": counts.added,
        "removed": counts.removed,
        "renamed": counts.renamed,
        "amended": counts.amended,
    }


def _entry_data(entry: Entry) -> dict[str, Any]:
    return {
        "list": entry.list,
        "key": entry.key,
        "name": entry.name,
        "countries": list(entry.countries),
        "effective_date": entry.effective_date.isoformat() if entry.effective_date else None,
        "citations": list(entry.citations),
    }


def _fields_data(fields: Iterable[FieldChange]) -> list[dict[str, Any]]:
    return [{"field": one.field, "removed": list(one.removed), "added": list(one.added)} for one in fields]
