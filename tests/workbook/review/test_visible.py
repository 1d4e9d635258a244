"""Text stays text, is shown as typed, and loses nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.review.visible import CELL_LIMIT, cell_text, must_stay_text, visible

_ESCAPE = re.compile(r"(\\+)(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))")


def _undo(text: str) -> str:
    def original(match: re.Match[str]) -> str:
        slashes, short, long = match.groups()
        kept = "\\" * (len(slashes) // 2)
        code = short or long
        return kept + (chr(int(code, 16)) if len(slashes) % 2 else ("x" if short else "u") + code)

    return _ESCAPE.sub(original, text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("Acme\x01", "Acme\\x01", id="control"),
        pytest.param("a\rb", "a\\x0db", id="carriage-return"),
        pytest.param("\ud800x", "\\ud800x", id="lone-surrogate"),
        pytest.param("\uffff", "\\uffff", id="noncharacter"),
        pytest.param("\tAcme\n", "\tAcme\n", id="tab-and-line-feed-are-plain"),
        pytest.param("C:\\Users", "C:\\Users", id="backslash-is-plain"),
        pytest.param("\\x01", "\\\\x01", id="typed-escape-is-doubled"),
        pytest.param("\\\x01", "\\\\\\x01", id="backslash-before-control"),
        pytest.param("公司 😀", "公司 😀", id="other-scripts"),
    ],
)
def test_visible(typed: str, shown: str) -> None:
    """What a cell cannot hold is seen; what it can hold is left alone."""
    assert visible(typed) == shown


@given(st.text(st.characters(codec=None) | st.sampled_from("\\xu0d8f\x00\r\ud800"), max_size=30))
def test_visible_can_be_undone(text: str) -> None:
    """Two different names never look the same."""
    assert _undo(visible(text)) == text


def test_excel_escape_is_shown_as_typed() -> None:
    """Excel reads `_x0041_` as `A` unless its underscore is escaped."""
    assert cell_text("_x0041_ _x41_") == "_x005F_x0041_ _x41_"


@pytest.mark.parametrize("letter", [pytest.param("a", id="one-unit"), pytest.param("😀", id="two-units")])
def test_long_text_is_cut_with_a_mark(letter: str) -> None:
    """Excel refuses a file with a cell over its limit."""
    text = cell_text(letter * 40_000)
    assert len(text.encode("utf-16-le")) // 2 in {CELL_LIMIT, CELL_LIMIT - 1}
    assert text.endswith(" [cut: 40,000 characters]")


def test_text_at_the_limit_is_whole() -> None:
    """The limit itself fits."""
    assert cell_text("a" * CELL_LIMIT) == "a" * CELL_LIMIT


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'x", "#N/A", "00123", "May 5", "TRUE", ""]
)
def test_must_stay_text(text: str) -> None:
    """Editing such a cell again must not turn it into something else."""
    assert must_stay_text(text)


@pytest.mark.parametrize("text", ["Kvarn Borealis (HK) Ltd.", "Żuraw-Metal", "公司", "True Metals"])
def test_plain_names_are_let_off(text: str) -> None:
    """Ordinary names carry no apostrophe in the formula bar."""
    assert not must_stay_text(text)
