"""Federal Register citations in all their published forms."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.lists.citations import drop_drag_fill, read_citations


@pytest.mark.parametrize(
    ("published", "texts"),
    [
        pytest.param("84 FR 54002", ["84 FR 54002"], id="plain"),
        pytest.param("59 F.R. 47303 9/15/94", ["59 FR 47303"], id="dotted-with-date"),
        pytest.param("81.F.R. 22576 4/18/2016", ["81 FR 22576"], id="dot-for-space"),
        pytest.param("80FR 69852", ["80 FR 69852"], id="glued"),
        pytest.param("84 fr 40241", ["84 FR 40241"], id="lower-case"),
        pytest.param("77 FR 61249 No. 195", ["77 FR 61249"], id="issue-after-page"),
        pytest.param(
            "64 FR 28909, 77 FR 58006 (no. 182); 81 FR 64694", ["64 FR 28909", "77 FR 58006", "81 FR 64694"], id="mixed"
        ),
        pytest.param("Vol. 76, No. 229, 11/29/2011", ["76 FR No. 229 (2011-11-29)"], id="issue-only"),
        pytest.param("76 FR No. 197 (10/12/2011)", ["76 FR No. 197 (2011-10-12)"], id="issue-and-day"),
        pytest.param("76 FR no. 242 pg. 78146", ["76 FR 78146"], id="issue-and-page"),
        pytest.param("67 F.R. 56530 9/4/02 67 F.R. 10890 3/11/02", ["67 FR 56530", "67 FR 10890"], id="no-separator"),
        pytest.param("46 F.R. 46154 9/17/81 and 46 F.R. 19290 3/30/81", ["46 FR 46154", "46 FR 19290"], id="and"),
        pytest.param("89 87329 11/1/2024", ["89 FR 87329"], id="without-fr"),
        pytest.param("82 F.R. 16786, 16787 4/16/2017", ["82 FR 16786"], id="next-page"),
        pytest.param("89 F.R. NOTICD 87329 11/1/2024", ["89 FR 87329"], id="debris"),
        pytest.param("79 FR 24566; 5/1/14; 83 FR 3580; 1/26/18", ["79 FR 24566", "83 FR 3580"], id="dates-as-items"),
        pytest.param("84 FR 54002; 84 FR 54002", ["84 FR 54002"], id="repeat"),
        pytest.param("90 FR 40458ÿ", ["90 FR 40458"], id="lost-space"),
        pytest.param("84 FR 54002; NEW NOTICE SOON", ["84 FR 54002", "NEW NOTICE SOON"], id="unreadable-is-kept"),
        pytest.param("72 F.R. 1/30/07", ["72 F.R. 1/30/07"], id="no-page-is-kept"),
        pytest.param("", [], id="empty"),
    ],
)
def test_texts(published: str, texts: list[str]) -> None:
    """Every form is normalised; what is none is kept as it stands."""
    assert [citation.text for citation in read_citations(published)] == texts


@pytest.mark.parametrize(
    ("published", "day"),
    [
        pytest.param("58 F.R. 42719 8/11/93", date(1993, 8, 11), id="two-digit-year"),
        pytest.param("65 FR 42664 7/11/00", date(2000, 7, 11), id="two-digit-year-2000"),
        pytest.param("90 F.R. 41975 8//28/2025", date(2025, 8, 28), id="doubled-slash"),
        pytest.param("74 F.R. 27773 DATED 06/11/09", date(2009, 6, 11), id="dated"),
        pytest.param("73 FR 54504 (9/22/2008)", date(2008, 9, 22), id="bracket"),
        pytest.param("86 F.R. 66277 11/222/2021", None, id="no-such-day"),
        pytest.param("73 F.R. 57052 10/1/200", None, id="year-cut-short"),
        pytest.param("66 F.R. 47630 9/13/0", None, id="year-of-one-digit"),
        pytest.param("88 F.R. 88570 12/2023", None, id="no-day"),
        pytest.param("84 FR 54002", None, id="none"),
    ],
)
def test_days(published: str, day: date | None) -> None:
    """A day is read where one is stated, and never made up."""
    assert read_citations(published)[0].published == day


def test_drag_fill_leaves_the_first() -> None:
    """Volumes counting up on one page are a spreadsheet's work; other citations stay."""
    citations = ["83 FR 37423", "84 FR 37423", "85 FR 37423", "85 FR 51603", "text"]
    assert drop_drag_fill(citations) == ["83 FR 37423", "85 FR 51603", "text"]


@given(st.text(alphabet="0123456789 FR./,;()No", max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    """Any text gives citations, each with a text."""
    assert all(citation.text for citation in read_citations(text))
