"""Several published files -> one set of entries: a party that two files hold on one list is one entry.

The Consolidated Screening List repeats what other publishers state first. Where a file
of theirs is at hand too, it is the authority, field by field; names are kept from
both, for a name that an official file publishes must not be lost to screening. A name
or an address that both state, case and punctuation aside, stays as it was written first:
the list has fields for them, while the dot that ends a sentence of the Code of Federal
Regulations may or may not belong to `Kvarn LLC.`, and a decision hangs on the spelling.

A party that the authority no longer names stays, as the other file states it: the
publishers do not say whether it was taken off or got lost on the way.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from screening.lists.imported import ImportedList, count_rows
from screening.lists.keys import fold_for_key
from screening.lists.merge import drop_listed_parents
from screening.lists.names import distinct
from screening.lists.same_party import Sameness, pair_up
from screening.model import Address, Alias, EntityType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from screening.model import Entry

__all__ = ["join"]


def join(imports: Sequence[ImportedList]) -> ImportedList:
    """Return what several files bring together.

    Entries of one key are one party. So are two of the same list that are left over
    if only the place where the name ends differs, or if one's listed name is an alias
    of the other and more speaks for it; see `same_party`. Rows that were joined count
    as merged.

    Args:
        imports: At least one; where two hold one list, the later one is the authority.
    """
    if len(imports) == 1:
        return imports[0]
    parties: dict[str, Entry] = {}
    rows: Counter[str] = Counter()
    unread: Counter[str] = Counter()
    for one in imports:
        rows.update({count.code: count.rows for count in one.counts})
        unread.update(one.unread)
        parties = _with_authority(parties, {entry.key: entry for entry in one.entries})
    kept = drop_listed_parents(parties.values())
    rejected = tuple(row for one in imports for row in one.rejected)
    return ImportedList(
        entries=tuple(kept),
        rejected=rejected,
        counts=count_rows(rows, kept, rejected),
        unread=dict(sorted(unread.items())),
        published=max((one.published for one in imports if one.published), default=None),
    )


def _with_authority(known: dict[str, Entry], authority: dict[str, Entry]) -> dict[str, Entry]:
    """Return the parties of both, those known before first."""
    same = {key: (entry, Sameness.KEY) for key, entry in authority.items() if key in known}
    left_known = [entry for key, entry in known.items() if key not in authority]
    left_new = [entry for key, entry in authority.items() if key not in known]
    same |= {other.key: (entry, how) for other, entry, how in pair_up(left_known, left_new)}
    taken = {entry.key for entry, _ in same.values()}
    joined = [_joined(same[key][0], entry, same[key][1]) if key in same else entry for key, entry in known.items()]
    fresh = [entry for key, entry in authority.items() if key not in taken]
    return {entry.key: entry for entry in (*joined, *fresh)}


def _joined(authority: Entry, other: Entry, how: Sameness) -> Entry:
    """Return the entry of one party: each field of the authority, and of the other where that states nothing.

    Not so the day of the end: an authority that states none says that there is none.
    """
    if how is Sameness.CUT:
        # Only one of the two was published with its name in a field of its own.
        authority = replace(
            authority, key=other.key, name=other.name, listed_as=other.listed_as, name_strength=other.name_strength
        )
        authority = replace(authority, addresses=other.addresses or authority.addresses)
        names = list(other.aliases)
    else:
        names = [Alias(name=other.name), *other.aliases]
    return replace(
        authority,
        aliases=_all_names(authority, names),
        countries=authority.countries or other.countries,
        addresses=_as_written(authority.addresses, other.addresses) or other.addresses,
        entity_type=other.entity_type if authority.entity_type is EntityType.UNKNOWN else authority.entity_type,
        effective_date=authority.effective_date or other.effective_date,
        citations=authority.citations or other.citations,
        programs=authority.programs or other.programs,
        license_requirement=authority.license_requirement or other.license_requirement,
        license_policy=authority.license_policy or other.license_policy,
        covers_successors=authority.covers_successors or other.covers_successors,
        source_id=authority.source_id or other.source_id,
        source_url=authority.source_url or other.source_url,
        remark=authority.remark or other.remark,
    )


def _all_names(authority: Entry, others: list[Alias]) -> tuple[Alias, ...]:
    """Return the authority's aliases, and those of the other that differ in more than case and punctuation."""
    written = _spellings(alias.name for alias in others)
    told = {fold_for_key(name) for name in (authority.name, *(alias.name for alias in authority.aliases))}
    same = [replace(alias, name=written(alias.name)) for alias in authority.aliases]
    further = [alias for alias in others if fold_for_key(alias.name) not in told]
    return distinct([*same, *further], authority.name)


def _as_written(authority: tuple[Address, ...], other: tuple[Address, ...]) -> tuple[Address, ...]:
    """Return the authority's addresses, those that the other has too in the other's spelling."""
    written = _spellings(address.text for address in other)
    return tuple(dict.fromkeys(replace(one, text=written(one.text)) for one in authority))


def _spellings(texts: Iterable[str]) -> Callable[[str], str]:
    """Return what gives a text as it stands among `texts`: itself, or else the first that differs in form alone."""
    known = tuple(texts)
    first = {fold_for_key(text): text for text in reversed(known)}
    return lambda text: text if text in known else first.get(fold_for_key(text), text)
