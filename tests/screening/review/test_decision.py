"""The words of the drop-downs."""

from __future__ import annotations

import pytest

from screening.review.decision import Choice, Reason, reasons_for


@pytest.mark.parametrize("choice", Choice)
def test_every_choice_has_reasons_and_one_for_the_rest(choice: Choice) -> None:
    """The last one asks for a comment, the others say what they mean."""
    *named, other = reasons_for(choice)
    assert named
    assert other.needs_comment
    assert not any(reason.needs_comment for reason in named)


def test_codes_are_unique_and_short() -> None:
    """They are recorded, so they are for ever."""
    codes = [reason.code for reason in Reason]
    assert len(set(codes)) == len(codes)
    assert {code[:3] for code in codes} == {"FP-", "TM-", "ES-"}
