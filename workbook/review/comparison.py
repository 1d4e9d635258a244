"""This review beside the last one: which vendors and entries came, went or changed, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from screening import Screener
from screening.errors import TableError, UnknownListError
from screening.model import Verdict
from screening.review.causes import Cause, CauseKind, Causes
from screening.review.fingerprints import VendorFacts, vendor_changes, vendor_facts
from screening.review.list_changes import list_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from screening import EntityTable
    from screening.model import Entry
    from workbook.read.vendor_file import VendorRow
    from workbook.review.previous import EarlierVendor, PreviousReview

__all__ = ["Change", "Comparison"]

_FLAGGED = (Verdict.LISTED, Verdict.REVIEW)
NEWLY_FLAGGED, NEWLY_CLEARED, OTHER_VERDICT = "Vendor newly flagged", "Vendor newly cleared", "Vendor verdict changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row of the sheet of changes.

    Attributes:
        what: What happened, for example `Vendor newly flagged`.
        key: Vendor id, or key of the entry.
        name: Of the vendor or the entry.
        row: Source row of the vendor today, None if it has none.
        was: Verdict, name or fact then.
        now: The same now.
        cause: List, vendor, or engine and settings; "" where the change is itself the cause.
        detail: What exactly.
    """

    what: str
    key: str
    name: str
    row: int | None = None
    was: str = ""
    now: str = ""
    cause: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Moved:
    """A vendor whose verdict differs from the last one."""

    row: VendorRow
    facts: VendorFacts
    earlier: EarlierVendor
    verdict: Verdict


class Comparison:
    """Collects what differs while vendors go by, and explains it when all have."""

    def __init__(self, previous: PreviousReview) -> None:
        """Compare with `previous`."""
        self.previous = previous
        self.newly_flagged = self.newly_cleared = self.gone_flagged = 0
        self.causes: Counter[CauseKind] = Counter()
        self._seen: set[tuple[str, str]] = set()
        self._moved: list[_Moved] = []
        self._changes: list[Change] = []
        self._renamed: list[tuple[VendorRow, VendorFacts, EarlierVendor, Verdict]] = []

    def see(self, row: VendorRow, verdict: Verdict) -> None:
        """Take note of a vendor that was screened, at the first row that holds it."""
        facts = vendor_facts(row.vendor, row.id)
        earlier = self.previous.earlier(facts)
        if earlier is None:
            self._add_new(row, verdict)
        elif earlier.facts.fingerprint == facts.fingerprint:
            self._compare(row, facts, earlier, verdict)
        else:  # unless another row with this number holds the vendor of then
            self._renamed.append((row, facts, earlier, verdict))

    def _compare(self, row: VendorRow, facts: VendorFacts, earlier: EarlierVendor, verdict: Verdict) -> None:
        self._seen.add((earlier.facts.key, earlier.facts.fingerprint))
        if earlier.verdict is not verdict:
            self._moved.append(_Moved(row, facts, earlier, verdict))
        elif changes := vendor_changes(earlier.facts, facts):
            self._changes.append(_of_vendor("Vendor amended", row, detail="; ".join(changes)))

    def see_again(self, row: VendorRow) -> None:
        """Take note of a row that repeats a vendor: its number is still in the file."""
        facts = vendor_facts(row.vendor, row.id)
        self._seen.add((facts.key, facts.fingerprint))

    def changes(
        self,
        screener: Screener,
        tables: Callable[[str], EntityTable],
        settings: Mapping[str, str],
    ) -> Iterator[Change]:
        """Yield every change, those of verdicts first; call it when all vendors have been seen."""
        for row, facts, earlier, verdict in self._renamed:
            if (earlier.facts.key, earlier.facts.fingerprint) in self._seen:
                self._add_new(row, verdict)
            else:
                self._compare(row, facts, earlier, verdict)
        then = _opened(tables, self.previous)
        explain = self._causes(then, screener, _with_lists_of(then, screener.table, tables), settings)
        for moved in self._moved:
            yield self._verdict(moved, explain)
        yield from self._changes
        yield from self._gone()
        if then is not None:
            yield from _of_lists(then, screener.table)

    def _add_new(self, row: VendorRow, verdict: Verdict) -> None:
        flagged = verdict in _FLAGGED
        self.newly_flagged += flagged
        self.causes[CauseKind.VENDOR] += flagged
        what = NEWLY_FLAGGED if flagged else "Vendor added"
        cause = CauseKind.VENDOR.value if flagged else ""
        self._changes.append(_of_vendor(what, row, now=verdict.value, cause=cause, detail="new in the vendor file"))

    def _verdict(self, moved: _Moved, explain: Causes) -> Change:
        before = (moved.earlier.facts, moved.earlier.vendor, moved.earlier.verdict)
        causes = explain.of(before, (moved.facts, moved.row.vendor, moved.verdict))
        was, now = moved.earlier.verdict in _FLAGGED, moved.verdict in _FLAGGED
        self.newly_flagged += now and not was
        self.newly_cleared += was and not now
        self.causes.update({cause.kind for cause in causes})
        return _of_vendor(
            NEWLY_FLAGGED if now and not was else NEWLY_CLEARED if was and not now else OTHER_VERDICT,
            moved.row,
            was=moved.earlier.verdict.value,
            now=moved.verdict.value,
            cause=", ".join(dict.fromkeys(cause.kind.value for cause in causes)),
            detail="; ".join(_detailed(cause) for cause in causes),
        )

    def _gone(self) -> Iterator[Change]:
        seen_facts = {fingerprint for _, fingerprint in self._seen}
        for key, by_facts in self.previous.vendors.items():
            for fingerprint, earlier in by_facts.items():
                elsewhere = fingerprint in self.previous.repeated and fingerprint in seen_facts
                if earlier.is_duplicate or elsewhere or (key, fingerprint) in self._seen:
                    continue
                self.gone_flagged += earlier.verdict in _FLAGGED
                yield Change(
                    what="Vendor gone",
                    key=key.partition(":")[2],
                    name=earlier.facts.name,
                    was=earlier.verdict.value,
                    detail="no longer in the vendor file, or without a usable name",
                )

    def _causes(
        self, then: EntityTable | None, screener: Screener, now: EntityTable, settings: Mapping[str, str]
    ) -> Causes:
        """Return what explains verdicts; `now` is today's table with the lists that were chosen then."""
        old = self.previous.screening_settings
        same = old == screener.settings and now is screener.table
        now_lists = screener if same or not self._moved else Screener(now, old)
        old_screener = None if then is None or not self._moved else _as_then(then, now_lists)
        day = self.previous.as_of
        return Causes(
            then=partial(old_screener.screen, as_of=day) if old_screener else None,
            now_lists=partial(now_lists.screen, as_of=day),
            old_entry=then.entry if then is not None else _no_entry,
            new_entry=now.entry,
            settings=self.previous.changed_settings(settings),
            missing_table=(
                f"the table {self.previous.table} of the last review is not in the archive, so what changed on the "
                "lists cannot be told"
            ),
        )


def _as_then(then: EntityTable, now_lists: Screener) -> Screener:
    """Return a screener over the old table; that over the new one where they are the same."""
    now = now_lists.table
    return now_lists if (then.id, then.lists) == (now.id, now.lists) else Screener(then, now_lists.settings)


def _opened(tables: Callable[[str], EntityTable], previous: PreviousReview) -> EntityTable | None:
    try:
        return tables(previous.table)
    except (TableError, UnknownListError):
        return None


def _with_lists_of(then: EntityTable | None, now: EntityTable, tables: Callable[[str], EntityTable]) -> EntityTable:
    """Return today's table with the lists that the last review chose, so that another choice is no change of lists."""
    if then is None or then.lists == now.lists:
        return now
    try:
        return tables(now.id)
    except (TableError, UnknownListError):
        return now


def _no_entry(_key: str) -> Entry | None:
    return None


def _of_vendor(what: str, row: VendorRow, *, was: str = "", now: str = "", cause: str = "", detail: str = "") -> Change:
    return Change(
        what=what, key=row.id, name=row.vendor.name, row=row.row, was=was, now=now, cause=cause, detail=detail
    )


def _detailed(cause: Cause) -> str:
    return cause.detail[:1].upper() + cause.detail[1:]


def _of_lists(then: EntityTable, now: EntityTable) -> Iterator[Change]:
    changes = list_changes(then, now)
    for code in changes.not_compared:
        yield Change(what="List not compared", key=code, name="", detail="one of the two reviews left it out")
    for entry in changes.added:
        detail = f"list {entry.list}" + (f", effective {entry.effective_date}" if entry.effective_date else "")
        yield Change(what="Entry added", key=entry.key, name=entry.name, detail=detail)
    for entry in changes.removed:
        yield Change(what="Entry removed", key=entry.key, name=entry.name, detail=f"list {entry.list}")
    for renamed in changes.renamed:
        yield Change(
            what="Entry renamed",
            key=renamed.now.key,
            name=renamed.now.name,
            was=renamed.then.name,
            now=renamed.now.name,
            detail="; ".join((f"list {renamed.now.list}", *renamed.changes)),
        )
    for amended in changes.amended:
        yield Change(
            what="Entry amended", key=amended.now.key, name=amended.now.name, detail="; ".join(amended.changes)
        )
