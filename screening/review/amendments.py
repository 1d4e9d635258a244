"""What a publisher says of one entry now and did not say then, field by field.

What our own reading of a file makes of it is no amendment: which of two spellings of one
name comes first, case and punctuation of a name or an address, the order of codes, the
number of an address without a name, the country of an address line that names none, and
the group of a party, which is an alias only while the group has no entry of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from screening.lists.keys import fold_for_key
from screening.model import NameKind, Strength
from screening.review.fingerprints import entry_changes, entry_facts, fold_fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from screening.model import Entry

__all__ = ["FieldChange", "amended_fields", "amended_phrases", "is_renamed", "is_restated"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of an entry that says something else now.

    Attributes:
        field: Its name in `Entry`, for example `aliases`; `alias_strength` for what aliases weigh.
        removed: Values that it held and does not hold now, sorted; the old value of a field that holds one.
        added: Values that it holds now and did not hold, sorted.
    """

    field: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def is_renamed(then: Entry, now: Entry) -> bool:
    """Return whether two entries bear different names; BIS numbers addresses without a name anew as it likes."""
    numbered = then.is_address_only and now.is_address_only
    return fold_for_key(then.name) != fold_for_key(now.name) and not numbered


def is_restated(then: Entry, now: Entry) -> bool:
    """Return whether what names and addresses are compared with differs, amended or not: verdicts can move."""
    return (then.name, {*then.aliases}, {*then.addresses}) != (now.name, {*now.aliases}, {*now.addresses})


def amended_phrases(then: Entry, now: Entry) -> tuple[str, ...]:
    """Return what was amended, a phrase each; none if nothing was, or the name alone."""
    old, new = _alike(then, now)
    old = replace(old, name=new.name)
    further = tuple(
        f"{words} changed from {_shown(getattr(old, name))} to {_shown(getattr(new, name))}"
        for name, words in _FURTHER.items()
        if getattr(old, name) != getattr(new, name)
    )
    return (*entry_changes(entry_facts(old, ()), entry_facts(new, ())), *_weighed(old, new), *further)


def amended_fields(then: Entry, now: Entry) -> tuple[FieldChange, ...]:
    """Return the same for programs, each field with all its values, in a fixed order."""
    old, new = _alike(then, now)
    before, after = _values(old), _values(new)
    before["alias_strength"], after["alias_strength"] = _in_common(
        before["alias_strength"], after["alias_strength"], before["aliases"].keys() & after["aliases"].keys()
    )
    return tuple(
        FieldChange(
            field=field,
            removed=tuple(before[field][key] for key in sorted(before[field].keys() - after[field].keys())),
            added=tuple(after[field][key] for key in sorted(after[field].keys() - before[field].keys())),
        )
        for field in before
        if before[field].keys() != after[field].keys()
    )


def _alike(then: Entry, now: Entry) -> tuple[Entry, Entry]:
    """Return both entries without what our reading makes of them, and each text of both in one spelling."""
    spelling: dict[str, str] = {}
    for entry in (now, then):
        for text in (*(alias.name for alias in entry.aliases), *(address.text for address in entry.addresses)):
            spelling.setdefault(fold_for_key(text), text)
    return _published(then, spelling), _published(now, spelling)


def _published(entry: Entry, spelling: Mapping[str, str]) -> Entry:
    return replace(
        entry,
        aliases=tuple(
            replace(alias, name=spelling[fold_for_key(alias.name)])
            for alias in entry.aliases
            if alias.kind is not NameKind.PARENT
        ),
        addresses=tuple(
            replace(one, text=spelling[fold_for_key(one.text)], country="") if one.text else one
            for one in entry.addresses
        ),
        license_requirement=tuple(sorted(set(entry.license_requirement))),
        license_policy=tuple(sorted(set(entry.license_policy))),
    )


def _values(entry: Entry) -> dict[str, dict[str, str]]:
    """Return the values of each field by what tells them from others."""
    several = {
        "aliases": {fold_fact(alias.name): alias.name for alias in entry.aliases},
        "alias_strength": _weights_shown(entry),
        "countries": {code: code for code in entry.countries},
        "addresses": {fold_fact(f"{one.text}|{one.country}"): one.text or one.country for one in entry.addresses},
        "programs": {code: code for code in entry.programs},
        "license_requirement": {code: code for code in entry.license_requirement},
        "license_policy": {code: code for code in entry.license_policy},
    }
    single = {
        name: {shown: shown} if (shown := _shown(getattr(entry, name), nothing="")) else {}
        for name in _FURTHER
        if name not in several
    }
    return several | single


def _in_common(before: dict[str, str], after: dict[str, str], names: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the weights of the aliases that both hold; that of an alias that came or went is no change of weight."""
    kept = ({key: text for key, text in one.items() if key.partition("\x1f")[0] in names} for one in (before, after))
    first, second = kept
    return first, second


def _weighed(then: Entry, now: Entry) -> Iterator[str]:
    """Yield what is to be said of aliases that weigh more or less than before."""
    before, after = _weights(then), _weights(now)
    for alias in dict.fromkeys(alias.name for alias in now.aliases):
        weight = after[fold_fact(alias)]
        was = before.get(fold_fact(alias), weight)
        if was is not weight:
            yield f"weight of alias '{alias}' changed from {was} to {weight}"


def _weights_shown(entry: Entry) -> dict[str, str]:
    names = {fold_fact(alias.name): alias.name for alias in entry.aliases}
    return {f"{name}\x1f{weight}": f"{names[name]}: {weight}" for name, weight in _weights(entry).items()}


def _weights(entry: Entry) -> Mapping[str, Strength]:
    strong_last = sorted(entry.aliases, key=lambda alias: alias.strength is Strength.STRONG)
    return {fold_fact(alias.name): alias.strength for alias in strong_last}


def _shown(value: object, nothing: str = "nothing") -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or nothing
    return nothing if value is None else str(value)
