"""The facts of a vendor and of an entry that a decision rests on, and their fingerprints.

A decision holds while the fingerprints hold. The facts are kept beside them, so that
a decision that no longer holds can say what changed.

The folding below is frozen: it is part of every record of every ledger.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from screening.lists.keys import fold_for_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from screening.model import Entry, Vendor
    from screening.table import EntityTable

__all__ = [
    "EntryFacts",
    "VendorFacts",
    "entry_changes",
    "entry_facts",
    "facts_in",
    "fold_fact",
    "lists_by_party",
    "vendor_changes",
    "vendor_facts",
]

_LENGTH: Final = 32  # hexadecimal digits, 128 bits
_SHORT: Final = 10  # of an address, to say that one is new
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorFacts:
    """A vendor as a decision saw it.

    Attributes:
        key: `id:` and the vendor number, or `name:` and the folded name where there is none.
        name: As typed.
        country: As typed, "" if not known.
        address: As typed, "" if not known; with further addresses and owners where there are any
            (`Vendor.details`).
        fingerprint: 32 hexadecimal digits over name, country and address; case and the
            amount of white space do not count.
    """

    key: str
    name: str
    country: str
    address: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """An entry as a decision saw it.

    Attributes:
        key: Its key.
        list: Code of its list.
        name: Listed name.
        aliases: Further names, sorted.
        countries: ISO 3166-1 alpha-2 codes, sorted.
        addresses: Ten hexadecimal digits for each listed address, sorted.
        programs: Programme codes, sorted.
        on_lists: Codes of all lists on which a party of this name stands, sorted.
        fingerprint: 32 hexadecimal digits over key, names, countries, addresses and
            programmes. Citations and dates do not count: a listing that is cited anew
            is the same listing.
    """

    key: str
    list: str
    name: str
    aliases: tuple[str, ...]
    countries: tuple[str, ...]
    addresses: tuple[str, ...]
    programs: tuple[str, ...]
    on_lists: tuple[str, ...]
    fingerprint: str


def fold_fact(text: str | None) -> str:
    """Return `text` without what is no change: case, white space, Unicode's ways to write one letter."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def vendor_facts(vendor: Vendor, vendor_id: str) -> VendorFacts:
    """Return the facts of a vendor.

    Args:
        vendor: As typed.
        vendor_id: Its number in the vendor file, "" if there is none.
    """
    name, country, address = vendor.name, vendor.country or "", vendor.details or ""
    number = " ".join(vendor_id.split())
    return VendorFacts(
        key=f"id:{number}" if number else f"name:{fold_fact(name)}",
        name=name,
        country=country,
        address=address,
        fingerprint=_digest([fold_fact(part) for part in (name, country, address)]),
    )


def entry_facts(entry: Entry, on_lists: Iterable[str]) -> EntryFacts:
    """Return the facts of an entry.

    Args:
        entry: The listed party.
        on_lists: Codes of the lists on which a party of its name stands, its own among them.
    """
    aliases = sorted({alias.name for alias in entry.aliases})
    addresses = sorted({_short(f"{fold_fact(address.text)}|{address.country}") for address in entry.addresses})
    counted = [
        entry.key,
        fold_fact(entry.name),
        sorted({fold_fact(alias) for alias in aliases}),
        sorted(set(entry.countries)),
        addresses,
        sorted(set(entry.programs)),
    ]
    return EntryFacts(
        key=entry.key,
        list=entry.list,
        name=entry.name,
        aliases=tuple(aliases),
        countries=tuple(sorted(set(entry.countries))),
        addresses=tuple(addresses),
        programs=tuple(sorted(set(entry.programs))),
        on_lists=tuple(sorted({entry.list, *on_lists})),
        fingerprint=_digest(counted),
    )


def lists_by_party(table: EntityTable) -> Mapping[str, tuple[str, ...]]:
    """Return, by the folded listed name, the codes of the lists on which a party of that name stands."""
    found: dict[str, set[str]] = {}
    for code, name in table.listed_names():
        found.setdefault(fold_for_key(name), set()).add(code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def facts_in(table: EntityTable) -> Callable[[Entry], EntryFacts]:
    """Return what gives the facts of an entry of `table`, the lists of its party among them."""
    parties = lists_by_party(table)

    def facts(entry: Entry) -> EntryFacts:
        return entry_facts(entry, parties.get(fold_for_key(entry.name), ()))

    return facts


def vendor_changes(then: VendorFacts, now: VendorFacts) -> tuple[str, ...]:
    """Return what changed of a vendor, a sentence each; none if the fingerprints agree."""
    return tuple(
        f"vendor {what} changed from {_quoted(before)} to {_quoted(after)}"
        for what, before, after in (
            ("name", then.name, now.name),
            ("country", then.country, now.country),
            ("address", then.address, now.address),
        )
        if fold_fact(before) != fold_fact(after)
    )


def entry_changes(then: EntryFacts, now: EntryFacts) -> tuple[str, ...]:
    """Return what changed of an entry, a phrase each; none if the fingerprints agree and no list came."""
    said: list[str] = []
    if fold_fact(then.name) != fold_fact(now.name):
        said.append(f"listed name changed from {_quoted(then.name)} to {_quoted(now.name)}")
    said += _difference("alias", then.aliases, now.aliases, fold=True)
    said += _difference("country", then.countries, now.countries)
    new, gone = set(now.addresses) - set(then.addresses), set(then.addresses) - set(now.addresses)
    if new:
        said.append(f"{_counted(len(new), 'listed address')} added")
    if gone:
        said.append(f"{_counted(len(gone), 'listed address')} removed")
    said += _difference("programme", then.programs, now.programs)
    said += [f"the party stands on list {code} too now" for code in now.on_lists if code not in then.on_lists]
    return tuple(said)


def _difference(what: str, then: tuple[str, ...], now: tuple[str, ...], *, fold: bool = False) -> list[str]:
    before = {fold_fact(text) if fold else text: text for text in then}
    after = {fold_fact(text) if fold else text: text for text in now}
    said = []
    for verb, texts in (
        ("added", [after[key] for key in sorted(after.keys() - before.keys())]),
        ("removed", [before[key] for key in sorted(before.keys() - after.keys())]),
    ):
        if texts:
            more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
            said.append(f"{what} {verb}: {', '.join(_quoted(text) for text in texts[:_SHOWN])}{more}")
    return said


def _quoted(text: str) -> str:
    return f"'{text}'" if text else "nothing"


def _counted(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}es"  # of addresses


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_SHORT]


def _digest(parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
