"""While a decision holds, and the words in which it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from screening import Entry, Vendor, Verdict
from screening.model import Alias
from screening.review.decision import Choice, Decision, Reason
from screening.review.fingerprints import entry_facts, vendor_facts
from screening.review.standing import Status, standing_of, together

ENTRY = Entry(key="EL-7KQ2M9XA3F", list="EL", name="Kvarn Borealis Trading Co., Ltd.", programs=("SDGT",))
VENDOR = vendor_facts(Vendor(name="Kvarn Borealis Bakery", country="SE"), "0001")
FACTS = entry_facts(ENTRY, ())
TODAY = date(2026, 9, 14)
CLEARED = Decision(
    vendor=VENDOR,
    entry=FACTS,
    choice=Choice.FALSE_POSITIVE,
    reason=Reason.FP_BUSINESS,
    decider="A. Reviewer",
    decided=date(2026, 8, 14),
    expires=date(2027, 8, 14),
    verdict=Verdict.REVIEW,
    score=88.5,
)
MATCHED = replace(CLEARED, choice=Choice.TRUE_MATCH, reason=Reason.TM_IDENTITY, expires=None)
ESCALATED = replace(CLEARED, choice=Choice.ESCALATE, reason=Reason.ES_FACTS, expires=None)
RENAMED = vendor_facts(Vendor(name="Kvarn Borealis Bakeries", country="SE"), "0001")


@pytest.mark.parametrize(
    ("decisions", "status"),
    [
        pytest.param((), Status.NEW, id="never-decided"),
        pytest.param((CLEARED,), Status.SILENCED, id="false-positive"),
        pytest.param((MATCHED,), Status.TRUE_MATCH, id="true-match"),
        pytest.param((ESCALATED,), Status.ESCALATED, id="escalated"),
        pytest.param((CLEARED, MATCHED), Status.TRUE_MATCH, id="the-later-one-counts"),
        pytest.param((MATCHED, CLEARED), Status.SILENCED, id="the-later-one-counts-the-other-way"),
        pytest.param((CLEARED, replace(CLEARED, vendor=RENAMED)), Status.SILENCED, id="two-vendors-under-one-number"),
        pytest.param((CLEARED, replace(MATCHED, vendor=RENAMED)), Status.REOPENED, id="a-match-under-the-same-number"),
        pytest.param(
            (CLEARED, replace(MATCHED, vendor=RENAMED), replace(CLEARED, vendor=RENAMED)),
            Status.REOPENED,
            id="a-match-that-is-not-the-last-word",
        ),
        pytest.param(
            (replace(MATCHED, vendor=RENAMED), CLEARED, replace(CLEARED, vendor=RENAMED)),
            Status.SILENCED,
            id="a-match-before-the-false-positive",
        ),
    ],
)
def test_status(decisions: tuple[Decision, ...], status: Status) -> None:
    """On unchanged facts."""
    assert standing_of(decisions, VENDOR, FACTS, Verdict.REVIEW, TODAY).status is status


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        pytest.param(replace(ENTRY, aliases=(Alias(name="Kvarnbore"),)), "Alias added: 'Kvarnbore'.", id="alias"),
        pytest.param(replace(ENTRY, programs=("SDGT", "IRAN")), "Programme added: 'IRAN'.", id="programme"),
    ],
)
@pytest.mark.parametrize("decision", [CLEARED, MATCHED, ESCALATED], ids=lambda decision: decision.choice.name)
def test_amended_entry(decision: Decision, entry: Entry, cause: str) -> None:
    """Opens every decision again, and says why."""
    found = standing_of((decision,), VENDOR, entry_facts(entry, ()), Verdict.REVIEW, TODAY)
    assert (found.status, found.why, found.decision) == (Status.REOPENED, cause, decision)


def test_new_list_of_the_party() -> None:
    """The entry is as it was, and yet the decision is opened again."""
    found = standing_of((CLEARED,), VENDOR, entry_facts(ENTRY, ("SDN",)), Verdict.REVIEW, TODAY)
    assert (found.status, found.why) == (Status.REOPENED, "The party stands on list SDN too now.")


def test_renamed_vendor() -> None:
    """The number is the same, the name is not."""
    found = standing_of((CLEARED,), RENAMED, FACTS, Verdict.REVIEW, TODAY)
    assert found.status is Status.REOPENED
    assert found.why == "Vendor name changed from 'Kvarn Borealis Bakery' to 'Kvarn Borealis Bakeries'."


@pytest.mark.parametrize(
    ("today", "status"),
    [
        pytest.param(date(2027, 8, 14), Status.SILENCED, id="last-day"),
        pytest.param(date(2027, 8, 15), Status.REOPENED, id="day-after"),
    ],
)
def test_expiry(today: date, status: Status) -> None:
    """The last day is included."""
    assert standing_of((CLEARED,), VENDOR, FACTS, Verdict.REVIEW, today).status is status


def test_hit_that_says_more_than_it_did() -> None:
    """A hit cleared as REVIEW that says LISTED now is looked at again; one cleared as LISTED is not."""
    found = standing_of((CLEARED,), VENDOR, FACTS, Verdict.LISTED, TODAY)
    assert found.why == "The hit said REVIEW when it was decided and says LISTED now."
    listed = replace(CLEARED, verdict=Verdict.LISTED)
    assert standing_of((listed,), VENDOR, FACTS, Verdict.LISTED, TODAY).status is Status.SILENCED
    assert standing_of((listed,), VENDOR, FACTS, Verdict.REVIEW, TODAY).status is Status.SILENCED


def test_second_review() -> None:
    """Where the rules ask for one, a false positive without it silences nothing."""
    alone = standing_of((CLEARED,), VENDOR, FACTS, Verdict.REVIEW, TODAY, second_review=True)
    assert (alone.status, "second" in alone.why) == (Status.REOPENED, True)
    two = replace(CLEARED, second="B. Reviewer")
    assert standing_of((two,), VENDOR, FACTS, Verdict.REVIEW, TODAY, second_review=True).status is Status.SILENCED
    assert standing_of((MATCHED,), VENDOR, FACTS, Verdict.REVIEW, TODAY, second_review=True).status is Status.TRUE_MATCH


def test_every_status_but_the_decided_is_open() -> None:
    """What is open is told by its first word, which the record command relies on."""
    assert {status for status in Status if status.is_open} == {s for s in Status if s.value.startswith("Open")}


@pytest.mark.parametrize("order", [1, -1], ids=["cleared-first", "matched-first"])
def test_contrary_decisions_of_one_day_on_a_repeated_vendor(order: int) -> None:
    """A false positive does not win because its row happens to come last; of two days, the later one counts."""
    rows = [[CLEARED], [MATCHED]][::order]
    assert standing_of(together(rows, VENDOR), VENDOR, FACTS, Verdict.REVIEW, TODAY).status is Status.TRUE_MATCH
    later = replace(CLEARED, decided=date(2026, 8, 15))
    rows = [[later], [MATCHED]][::order]
    assert standing_of(together(rows, VENDOR), VENDOR, FACTS, Verdict.REVIEW, TODAY).status is Status.SILENCED
