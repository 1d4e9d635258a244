"""Colours can be told apart, rows show their text."""

from __future__ import annotations

import pytest

from workbook.review.styles import HEADER, LINK, MUTED, NAVY, PLAIN, VERDICT_TONES, Tone, height_of, lines_of

_WHITE = "FFFFFF"


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(tone: Tone) -> float:
    """Return the ratio of WCAG 2.1, 1 for equal colours to 21 for black on white."""
    light, dark = sorted((_luminance(tone.text), _luminance(tone.fill)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_itself() -> None:
    """Its two ends, and a pair just under the bound."""
    assert contrast(Tone("000000", _WHITE)) == pytest.approx(21)
    assert contrast(Tone(_WHITE, _WHITE)) == 1
    assert contrast(Tone("777777", _WHITE)) < 4.5 < contrast(Tone("767676", _WHITE))


@pytest.mark.parametrize(
    "tone",
    [HEADER, PLAIN, *VERDICT_TONES.values(), Tone(MUTED, _WHITE), Tone(LINK, _WHITE), Tone(NAVY, _WHITE)],
    ids=str,
)
def testcontrast(tone: Tone) -> None:
    """WCAG 2.1 AA asks for 4.5:1."""
    assert contrast(tone) >= 4.5


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("Kvarn", 1, id="short"),
        pytest.param("Kvarn Borealis Trading Company Limited", 2, id="wraps-between-words"),
        pytest.param("W" * 30, 3, id="a-long-word-is-broken"),
        pytest.param("a\nb\n", 3, id="line-breaks-count"),
        pytest.param("公司" * 10, 2, id="wide-letters-take-two"),
    ],
)
def test_lines_of(text: str, lines: int) -> None:
    """Estimated from the widths of Arial."""
    assert lines_of(text, 25.0) == lines


def test_height_is_that_of_the_longest_cell() -> None:
    """The tallest cell decides, up to Excel's limit."""
    assert height_of([("a", 10.0), ("a\nb", 10.0)]) > height_of([("a", 10.0)])
    assert height_of([("a\n" * 500, 10.0)]) == 409.0
