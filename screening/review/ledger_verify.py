"""Whether a ledger's chain holds: every record as it was written, none missing, none put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from screening.review.records import chain_hash, genesis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from screening.review.records import Head

__all__ = ["Problem", "Row", "Verification", "verify_chain"]

Row = tuple[int, str, str, str, str, str, str, str, str]
"""A record as its database returns it: its fields in order, of whatever type somebody put there."""

_MOST_PROBLEMS: Final = 100  # that are named


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the chain, and at which record; 0 for the ledger as a whole."""

    position: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What came of verifying a ledger.

    Attributes:
        count: Records that were read.
        head: Hash of the last one.
        problems: What is wrong, the first 100; none if the chain holds.
    """

    count: int
    head: str
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether the chain holds."""
        return not self.problems


def verify_chain(
    ledger_id: str,
    pages: Iterable[Sequence[Row]],
    stated: Callable[[], Head],
    progress: Callable[[int], None] | None = None,
) -> Verification:
    """Return whether a chain holds.

    Args:
        ledger_id: What its first record follows.
        pages: Its records in the order of their positions; they are read while others may be added.
        stated: Returns the end that the ledger states at this moment.
        progress: Called with the number of records read, after every page.
    """
    problems: list[Problem] = []
    previous, count = genesis(ledger_id), 0
    before = stated()  # for somebody may be recording meanwhile
    for page in pages:
        for row in page:
            position, *fields, stated_previous, stated_hash = row
            due, whole = count + 1, _hash(stated_previous, position, fields) == stated_hash
            if whole and position == due and stated_previous == previous:  # as nearly all are
                count, previous = due, stated_hash
                continue
            count = max(position, count) if type(position) is int else due  # a column of SQLite takes anything
            problems += _wrong_with(row, due, previous, None if whole else count)
            previous = stated_hash
            if len(problems) >= _MOST_PROBLEMS:
                return Verification(count=count, head=previous, problems=tuple(problems[:_MOST_PROBLEMS]))
        if progress is not None:
            progress(count)
    problems += _wrong_with_end(count, previous, before, stated())
    return Verification(count=count, head=previous, problems=tuple(problems))


def _wrong_with(row: Row, due: int, previous: str, changed: int | None) -> Iterator[Problem]:
    """Yield what is wrong with the row that stands where record `due` should, and was `changed` there, if it was."""
    position, stated_previous = row[0], row[-2]
    if position != due:
        place = position if type(position) is int else due
        yield Problem(place, f"record {position!r} stands where record {due} should")
    elif stated_previous != previous:
        yield Problem(position, f"record {position} does not follow the one before it")
    if changed is not None:
        yield Problem(changed, f"record {position!r} was changed after it was written")


def _wrong_with_end(count: int, last: str, before: Head, after: Head) -> Iterator[Problem]:
    """Yield what is wrong with the end of the chain: records that were cut off leave no other trace.

    The ledger may have grown since it stated its end `before`, so the last record that
    was read lies between that end and the one stated `after`.
    """
    if not before.count <= count <= after.count:
        yield Problem(count, f"the ledger holds {count:,} records and states {after.count:,}")
    elif after.count == count and after.hash != last:
        yield Problem(count, "the last record is not the one that the ledger states")


def _hash(previous: str, position: int, fields: Sequence[str]) -> str:
    """Return the hash of a record as it stands; "" if it holds what is no text, as a column of SQLite may."""
    try:
        return chain_hash(previous, position, fields)
    except TypeError:
        return ""
