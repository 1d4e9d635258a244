"""Whether an earlier decision still holds for a hit, and if not, why not.

A false positive silences one vendor and one entry, while the facts of both are as
they were and until it expires. Whatever else happens opens the hit again, with the
cause in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from screening.model import Verdict
from screening.review.decision import Choice
from screening.review.fingerprints import entry_changes, vendor_changes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from screening.review.decision import Decision
    from screening.review.fingerprints import EntryFacts, VendorFacts

__all__ = ["Standing", "Status", "standing_of", "together"]


class Status(StrEnum):
    """Where a hit stands in the review; the value is shown."""

    NEW = "Open: new"
    REOPENED = "Open: decided before, but something changed"
    ESCALATED = "Open: escalated"
    TRUE_MATCH = "Decided: true match"
    SILENCED = "Decided: false positive in force"

    @property
    def is_open(self) -> bool:
        """Whether somebody must decide."""
        return self in {Status.NEW, Status.REOPENED, Status.ESCALATED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an earlier decision says of a hit today.

    Attributes:
        status: Where the hit stands.
        decision: The latest decision on this vendor and entry, None if there is none.
        causes: Why it was opened again, a phrase each; none unless `status` is REOPENED.
    """

    status: Status
    decision: Decision | None = None
    causes: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The causes in one sentence, "" if there is none."""
        text = "; ".join(self.causes)
        return f"{text[:1].upper()}{text[1:]}." if text else ""


_OF_CHOICE = {
    Choice.TRUE_MATCH: Status.TRUE_MATCH,
    Choice.ESCALATE: Status.ESCALATED,
    Choice.FALSE_POSITIVE: Status.SILENCED,
}


def together(known: Sequence[Sequence[Decision]], vendor: VendorFacts) -> Sequence[Decision]:
    """Return the decisions on a vendor that a file holds under several numbers, oldest first.

    Of one day, a false positive comes before what says otherwise: it must not win by chance.

    Args:
        known: Those under its own number, then those under each of the others, which count
            only if they were made on the same facts: the number may have been another vendor's.
        vendor: The vendor today.
    """
    own, *others = known
    more = [decision for found in others for decision in found if decision.vendor.fingerprint == vendor.fingerprint]
    if not more:
        return own
    return sorted((*more, *own), key=lambda one: (one.decided, one.choice is not Choice.FALSE_POSITIVE))


def standing_of(
    decisions: Sequence[Decision],
    vendor: VendorFacts,
    entry: EntryFacts,
    verdict: Verdict,
    today: date,
    *,
    second_review: bool = False,
) -> Standing:
    """Return where a hit stands.

    Two vendors may share a number in a careless file, so the decision that counts is
    the latest on exactly these facts. It does not silence, though, if somebody has
    since found a match, or doubt, under the same number and entry.

    Args:
        decisions: All on this vendor and this entry, in the order in which they were recorded.
        vendor: The vendor today.
        entry: The entry today.
        verdict: What the hit says today.
        today: Day of the review.
        second_review: Whether a false positive silences only with a second reviewer.
    """
    if not decisions:
        return Standing(status=Status.NEW)
    latest = decisions[-1]
    same = [
        decision
        for decision in decisions
        if (decision.vendor.fingerprint, decision.entry.fingerprint) == (vendor.fingerprint, entry.fingerprint)
    ]
    if not same:
        changes = (*vendor_changes(latest.vendor, vendor), *entry_changes(latest.entry, entry))
        return _reopened(latest, changes or ("the facts on record differ from today's",))
    decision = same[-1]
    causes = list(entry_changes(decision.entry, entry))
    if decision.choice is Choice.FALSE_POSITIVE:
        causes += _weaknesses(decision, verdict, today, second_review=second_review)
        later = decisions[len(decisions) - decisions[::-1].index(decision) :]
        contrary = [one for one in later if one.choice is not Choice.FALSE_POSITIVE]
        if contrary:
            causes.append(f"a later decision under this vendor number says {contrary[-1].choice.value}")
    if causes:
        return _reopened(decision, tuple(causes))
    return Standing(status=_OF_CHOICE[decision.choice], decision=decision)


def _weaknesses(decision: Decision, verdict: Verdict, today: date, *, second_review: bool) -> list[str]:
    """Return why a false positive on unchanged facts silences nothing all the same."""
    found = []
    if decision.expires is None or decision.expires < today:
        found.append(f"the decision expired on {decision.expires}" if decision.expires else "the decision has no end")
    if verdict is Verdict.LISTED and decision.verdict is not Verdict.LISTED:
        found.append(f"the hit said {decision.verdict.value} when it was decided and says LISTED now")
    if second_review and not decision.second:
        found.append("nobody has looked a second time, which the settings ask for now")
    return found


def _reopened(decision: Decision, causes: tuple[str, ...]) -> Standing:
    return Standing(status=Status.REOPENED, decision=decision, causes=causes)
