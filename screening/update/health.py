"""Whether a new table may take the place of the one in force: what speaks against it, list by list.

Lists have come back cut, empty, older than before and in another encoding. Such a
table says CLEAR of parties that are listed, and nobody notices. It is compared with
the last good one, and stopped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from screening.errors import SettingError
from screening.lists.catalog import list_info
from screening.model import NameKind
from screening.review.canaries import run_canaries
from screening.screener import Screener

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from screening.lists.rows import RejectedRow
    from screening.table.manifest import ListCounts
    from screening.table.table import EntityTable

__all__ = ["Check", "Finding", "GateRules", "examine", "overdue"]

_SHORT: Final = 4  # letters: `Al`, `MOD`, `MAI` are the aliases that flood reviewers
# What UTF-8 looks like in cp1252, what stands for a byte that was no text, and a quote that became `?`.
_GARBLED: Final = ("Ã", "â€", "Â\xa0", "ï¿½", "\ufffd", "?s ")


class Check(StrEnum):
    """What was looked at; the value names it in JSON."""

    MISSING = "missing list"
    DROP = "entries lost"
    OLDER = "older than before"
    AHEAD = "day ahead"
    REJECTED = "rows rejected"
    SHORT_ALIASES = "short aliases"
    GARBLED = "garbled names"
    CANARY = "known party gone"
    UNREAD = "wordings not understood"
    OVERDUE = "old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that speaks against a table.

    Attributes:
        check: What was looked at.
        list: Code of the list.
        text: What is wrong, in one sentence.
        stops: Whether the table must not be put in force unless somebody accepts it.
    """

    check: Check
    list: str
    text: str
    stops: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRules:
    """When a new table is stopped.

    Attributes:
        lost_percent: A list that loses more of its entries than this is stopped, 0 to 100. The largest
            loss of a real week in the Entity List was under 1 percent; when OFAC ended the Syrian
            programme on 2025-06-30, 518 of about 17,000 went in one day, 3 percent; a file cut in
            its middle loses half.
        lost_entries: So many entries a list may always lose, 0 to 1000; a list of 50 may lose 5.
        rejected_percent: A list of whose rows more than this became no entry is stopped, 0 to 100.

    Raises:
        SettingError: A value is outside its range.
    """

    lost_percent: int = 5
    lost_entries: int = 5
    rejected_percent: int = 2

    def __post_init__(self) -> None:
        for name, high in (("lost_percent", 100), ("lost_entries", 1000), ("rejected_percent", 100)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= high:
                raise SettingError(name, value, f"a whole number from 0 to {high}")


def examine(
    new: EntityTable,
    known: EntityTable | None,
    *,
    today: date,
    rules: GateRules | None = None,
    rejected: Sequence[RejectedRow] = (),
    accepted: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Return what speaks against putting a table in force, what stops it first.

    Args:
        new: The table.
        known: The last good one; None for none, which tells nothing of what was lost.
        today: No list is published after it.
        rules: When it is stopped.
        rejected: Rows of the new lists that became no entry.
        accepted: Codes of lists of which a person has said that they are as they should be.
    """
    rules = rules or GateRules()
    found = [
        *_missing(new, known),
        *(finding for counts in new.manifest.lists for finding in _of_list(counts, known, today, rules)),
        *_causes_of_rejection(rejected),
        *_names(new, known),
        *_canaries(new, known),
    ]
    judged = (_accepted(finding) if finding.list in accepted else finding for finding in found)
    return tuple(sorted(judged, key=lambda finding: not finding.stops))


def overdue(table: EntityTable, today: date, limit: int) -> tuple[Finding, ...]:
    """Return the lists of a table that are older than they should be.

    Args:
        table: The table in force.
        today: The day.
        limit: Days after which a list counts as old, unless it has a limit of its own.
    """
    return tuple(
        _old(counts, today, limit) for counts in table.manifest.lists if _age(counts, today) > _limit(counts, limit)
    )


def _old(counts: ListCounts, today: date, limit: int) -> Finding:
    age, most = _age(counts, today), _limit(counts, limit)
    text = (
        f"{counts.code} is of {counts.published}, {age:,} days old (more than {most:,}): what came since is not found."
    )
    return Finding(check=Check.OVERDUE, list=counts.code, text=text, stops=False)


def _age(counts: ListCounts, today: date) -> int:
    return (today - counts.published).days


def _limit(counts: ListCounts, limit: int) -> int:
    return max(limit, list_info(counts.code).stale_after_days)


def _accepted(finding: Finding) -> Finding:
    return Finding(check=finding.check, list=finding.list, text=f"{finding.text} Accepted.", stops=False)


def _missing(new: EntityTable, known: EntityTable | None) -> Iterator[Finding]:
    held = {counts.code for counts in new.manifest.lists}
    for counts in known.manifest.lists if known else ():
        if counts.code not in held:
            text = f"{counts.code} is missing; the table in force holds {counts.entries:,} entries of it."
            yield Finding(check=Check.MISSING, list=counts.code, text=text, stops=True)


def _of_list(counts: ListCounts, known: EntityTable | None, today: date, rules: GateRules) -> Iterator[Finding]:
    code = counts.code
    if counts.published > today:
        text = f"{code} is said to be of {counts.published}, which is after today, {today}."
        yield Finding(check=Check.AHEAD, list=code, text=text, stops=True)
    if counts.rejected * 100 > counts.rows * rules.rejected_percent:
        text = f"{code}: {counts.rejected:,} of {counts.rows:,} rows became no entry."
        # Whoever keeps an own list has been told of each row, and its few rows are soon too many.
        yield Finding(check=Check.REJECTED, list=code, text=text, stops=not list_info(code).own)
    before = next((one for one in known.manifest.lists if one.code == code), None) if known else None
    if before is None:
        return
    if counts.published < before.published:
        text = f"{code} is of {counts.published}, and the table in force has it of {before.published}."
        yield Finding(check=Check.OLDER, list=code, text=text, stops=True)
    lost = before.entries - counts.entries
    if lost > rules.lost_entries and lost * 100 > before.entries * rules.lost_percent:
        text = f"{code} has {counts.entries:,} entries, and had {before.entries:,}: the file may be cut."
        yield Finding(check=Check.DROP, list=code, text=text, stops=True)


def _causes_of_rejection(rejected: Sequence[RejectedRow]) -> Iterator[Finding]:
    causes = Counter((row.list, row.cause) for row in rejected)
    for (code, cause), count in causes.items():
        rows = "1 row" if count == 1 else f"{count:,} rows"
        yield Finding(
            check=Check.REJECTED, list=code, text=f"{code or 'No list'}: {rows} left out: {cause}.", stops=False
        )


def _names(new: EntityTable, known: EntityTable | None) -> Iterator[Finding]:
    """Yield the lists whose names have turned short or garbled since the last good table."""
    if known is None:
        return
    (short, garbled), (short_before, garbled_before) = _odd_names(new), _odd_names(known)
    for code in new.lists:
        if code not in known.lists:
            continue
        if _flood(short[code], short_before[code]):
            text = f"{code} has {short[code]:,} aliases of {_SHORT} letters or fewer, and had {short_before[code]:,}."
            yield Finding(check=Check.SHORT_ALIASES, list=code, text=text, stops=True)
        if _flood(garbled[code], garbled_before[code]):
            text = f"{code} has {garbled[code]:,} names with garbled letters, and had {garbled_before[code]:,}."
            yield Finding(check=Check.GARBLED, list=code, text=text, stops=True)


def _flood(now: int, before: int) -> bool:
    # 188 short aliases of the Entity List came over twenty years.
    return now > before + max(10, before // 5)


def _odd_names(table: EntityTable) -> tuple[Counter[str], Counter[str]]:
    short: Counter[str] = Counter()
    garbled: Counter[str] = Counter()
    for code, name, kind in table.all_names():
        if kind is not NameKind.LISTED and sum(map(str.isalnum, name)) <= _SHORT:
            short[code] += 1
        if any(sign in name for sign in _GARBLED):
            garbled[code] += 1
    return short, garbled


def _canaries(new: EntityTable, known: EntityTable | None) -> Iterator[Finding]:
    """Yield the test vendors that the last good table judged right and the new one does not."""
    wrong = [result for result in run_canaries(Screener(new)) if not result.ok]
    if not wrong:
        return
    right = {(result.name, result.list) for result in run_canaries(Screener(known)) if result.ok} if known else None
    for result in wrong:
        found = new.entry(result.entry_key)
        code = result.list or (found.list if found else "")
        if code and list_info(code).own:
            continue  # whom a company lists is its own affair
        if right is None or (result.name, result.list) in right:
            text = f"{result.name} must be {result.expected}, and is {result.found} with this table."
            yield Finding(check=Check.CANARY, list=code, text=text, stops=True)
