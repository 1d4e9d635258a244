"""Labels of rows that are no vendors."""

from __future__ import annotations

import pytest

from workbook.read.footers import Footer, footer, is_signature


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        pytest.param("Grand total", Footer.SURE, id="grand-total"),
        pytest.param("Total: 412", Footer.SURE, id="number"),
        pytest.param("Count:", Footer.SURE, id="colon"),
        pytest.param("412 vendors", Footer.SURE, id="count-first"),
        pytest.param("*** End of report ***", Footer.SURE, id="end-mark"),
        pytest.param("Page 2 of 9", Footer.SURE, id="page"),
        pytest.param("Printed on 2024-01-31", Footer.SURE, id="printed"),
        pytest.param("合计:12", Footer.SURE, id="chinese"),
        pytest.param("Total", Footer.PLAIN, id="total-alone"),
        pytest.param("Summe", Footer.PLAIN, id="german"),
        pytest.param("Total Records Ltd", None, id="total-in-a-name"),
        pytest.param("TotalEnergies", None, id="total-in-a-word"),
        pytest.param("Sum of Us", None, id="sum-in-a-name"),
        pytest.param("Grand", None, id="emphasis-alone"),
        pytest.param("Page", None, id="page-without-number"),
        pytest.param("End", None, id="end-alone"),
        pytest.param("3M", None, id="number-in-a-name"),
        pytest.param("", None, id="blank"),
        pytest.param("Total " * 100, None, id="too-long"),
    ],
)
def test_footer(label: str, kind: Footer | None) -> None:
    """Only labels made of nothing but footer words are footers."""
    assert footer(label) is kind


@pytest.mark.parametrize(
    ("label", "signed"),
    [
        pytest.param("Prepared by: J. Smith", True, id="english"),
        pytest.param("Erstellt von: Muster", True, id="german"),
        pytest.param("Geprüft von ________", True, id="to-sign"),
        pytest.param("制表人\uff1a王", True, id="chinese"),
        pytest.param("Approved by", True, id="nothing-follows"),
        pytest.param("Approved By Design Ltd", False, id="a-name"),
        pytest.param("Signature", False, id="a-word-alone"),
        pytest.param("Kvarn: Trading", False, id="another-label"),
        pytest.param("", False, id="blank"),
    ],
)
def test_is_signature(label: str, *, signed: bool) -> None:
    """A known label and a colon, a line or nothing after it."""
    assert is_signature(label) is signed
