"""Why a vendor's verdict differs from that of the last review: it, the lists, or the screening changed.

What changed is put in place one by one, from then to now: first the way of screening
that made the old verdict is checked, then today's vendor, today's table and today's
settings are put in. Each step that moves the verdict is a cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from screening.review.fingerprints import entry_changes, entry_facts, vendor_changes

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening.model import Entry, Screening, Vendor, Verdict
    from screening.review.fingerprints import VendorFacts

    Screen = Callable[[Vendor], Screening]

__all__ = ["Cause", "CauseKind", "Causes"]


class CauseKind(StrEnum):
    """The three ways in which a verdict comes to differ; the value is shown."""

    LIST = "list changed"
    VENDOR = "vendor changed"
    ENGINE = "engine or settings changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One cause of a changed verdict.

    Attributes:
        kind: Which of the three.
        detail: What exactly, a phrase.
    """

    kind: CauseKind
    detail: str

    def __str__(self) -> str:
        return f"{self.kind.value}: {self.detail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """Finds the causes of changed verdicts between two reviews.

    Attributes:
        then: Screens with the table and the settings of the last review; None if its table is not at hand.
        now_lists: Screens with today's table and the settings of the last review.
        old_entry: Returns an entry of the last review's table by its key, None if it had none.
        new_entry: Likewise of today's.
        settings: What changed of settings and versions, a phrase each.
        missing_table: What to say if `then` is None.
    """

    then: Screen | None
    now_lists: Screen
    old_entry: Callable[[str], Entry | None]
    new_entry: Callable[[str], Entry | None]
    settings: tuple[str, ...]
    missing_table: str = ""

    def of(
        self, before: tuple[VendorFacts, Vendor, Verdict], after: tuple[VendorFacts, Vendor, Verdict]
    ) -> tuple[Cause, ...]:
        """Return the causes of a changed verdict, at least one.

        Args:
            before: Facts, vendor and verdict of the last review.
            after: The same of this review.
        """
        (old_facts, old_vendor, old), (new_facts, vendor, new) = before, after
        changes = "; ".join(vendor_changes(old_facts, new_facts))
        if self.then is None:
            return self._without_table(changes, vendor, new)
        found: list[Cause] = []
        then = self.then(old_vendor)
        if then.verdict is not old:
            found.append(self._engine("the same vendor, table and settings give another verdict today"))
        renamed = self.then(vendor) if changes else then
        if renamed.verdict is not then.verdict:
            found.append(Cause(kind=CauseKind.VENDOR, detail=changes))
        relisted = self.now_lists(vendor)
        if relisted.verdict is not renamed.verdict:
            found.append(Cause(kind=CauseKind.LIST, detail=self._entries(renamed, relisted)))
        if new is not relisted.verdict:
            found.append(self._engine("the verdict differs under today's settings"))
        return tuple(found) or (self._engine("the verdict differs, and no single change explains it"),)

    def _without_table(self, changes: str, vendor: Vendor, new: Verdict) -> tuple[Cause, ...]:
        found = [Cause(kind=CauseKind.VENDOR, detail=changes)] if changes else []
        if self.now_lists(vendor).verdict is not new:
            found.append(self._engine("the verdict differs under today's settings"))
        return (*found, Cause(kind=CauseKind.LIST, detail=self.missing_table)) if not found else tuple(found)

    def _engine(self, otherwise: str) -> Cause:
        return Cause(kind=CauseKind.ENGINE, detail="; ".join(self.settings) or otherwise)

    def _entries(self, before: Screening, after: Screening) -> str:
        """Return what became of the entries behind two verdicts."""
        then = {hit.entry.key: hit.entry for hit in before.hits}
        now = {hit.entry.key: hit.entry for hit in after.hits}
        said = [self._came(entry) for key, entry in now.items() if key not in then]
        said += [self._went(entry) for key, entry in then.items() if key not in now]
        said += [phrase for key, entry in now.items() if key in then and (phrase := self._amended(entry))]
        return "; ".join(said) or "the hits are the same, their points changed with the lists"

    def _came(self, entry: Entry) -> str:
        old = self.old_entry(entry.key)
        if old is None:
            since = f" of {entry.effective_date}" if entry.effective_date else ""
            return f"entry {entry.key} ({entry.name}){since} is new on list {entry.list}"
        return self._amended(entry) or f"entry {entry.key} ({entry.name}) counts on this day, and did not before"

    def _went(self, entry: Entry) -> str:
        new = self.new_entry(entry.key)
        if new is None:
            return f"entry {entry.key} ({entry.name}) is no longer on list {entry.list}"
        return self._amended(new) or f"entry {entry.key} ({entry.name}) is resembled less"

    def _amended(self, entry: Entry) -> str:
        old = self.old_entry(entry.key)
        changes = entry_changes(entry_facts(old, ()), entry_facts(entry, ())) if old else ()
        return f"entry {entry.key}: {', '.join(changes)}" if changes else ""
