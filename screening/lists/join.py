"""Several published files -> one set of entries: a party that two files hold on one list is one entry.

The Consolidated Screening List repeats what other publishers state first. Where a file
of theirs is at hand too, it is the authority, field by field; names are kept from
both, for a name that an official file publishes must not be lost to screening.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from screening.lists.imported import ImportedList, count_rows
from screening.lists.names import distinct
from screening.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening.model import Entry

__all__ = ["join"]


def join(imports: Sequence[ImportedList]) -> ImportedList:
    """Return what several files bring together.

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
        for entry in one.entries:
            known = parties.get(entry.key)
            parties[entry.key] = _joined(entry, known) if known else entry
    rejected = tuple(row for one in imports for row in one.rejected)
    return ImportedList(
        entries=tuple(parties.values()),
        rejected=rejected,
        counts=count_rows(rows, parties.values(), rejected),
        unread=dict(sorted(unread.items())),
        published=max((one.published for one in imports if one.published), default=None),
    )


def _joined(authority: Entry, other: Entry) -> Entry:
    """Return the entry of one party: each field of the authority, and of the other where that states nothing."""
    return replace(
        authority,
        aliases=distinct([*authority.aliases, *other.aliases], authority.name),
        countries=authority.countries or other.countries,
        addresses=authority.addresses or other.addresses,
        entity_type=other.entity_type if authority.entity_type is EntityType.UNKNOWN else authority.entity_type,
        effective_date=authority.effective_date or other.effective_date,
        end_date=authority.end_date or other.end_date,
        citations=authority.citations or other.citations,
        programs=authority.programs or other.programs,
        license_requirement=authority.license_requirement or other.license_requirement,
        license_policy=authority.license_policy or other.license_policy,
        covers_successors=authority.covers_successors or other.covers_successors,
        source_id=authority.source_id or other.source_id,
        source_url=authority.source_url or other.source_url,
        remark=authority.remark or other.remark,
    )
