"""Typing accidents are repaired, wording is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.lists.text import clean_text, trim_name


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        pytest.param("Xi’an “Kvarn” Works", 'Xi\'an "Kvarn" Works', id="curly-quotes"),
        pytest.param("Kvarn\xa0Borealis\t  GmbH", "Kvarn Borealis GmbH", id="odd-spaces"),
        pytest.param("AGAT – Control", "AGAT - Control", id="dash"),
        pytest.param("MÃ¼ller Markt", "Müller Markt", id="utf-8-read-as-cp1252"),
        pytest.param("Int’l Müller São João", "Int'l Müller São João", id="true-accents-stay"),
        pytest.param("Murat B\x81key", "Murat Bükey", id="code-page-437"),
        pytest.param("Xi\x92an", "Xi'an", id="cp1252-quote-read-as-latin-1"),
        pytest.param("Electronic?s Network", "Electronic's Network", id="lost-apostrophe-before-s"),
        pytest.param("Xi?an Kvarn", "Xi'an Kvarn", id="lost-apostrophe-inside"),
        pytest.param("Who Knows? Ltd.", "Who Knows? Ltd.", id="a-question-stays"),
        pytest.param("Kvarn Co., Ltd.ÿ", "Kvarn Co., Ltd.", id="lost-space"),
        pytest.param("L'Haÿ-les-Roses", "L'Haÿ-les-Roses", id="y-with-diaeresis-stays"),
        pytest.param("Flat 2, Но King Centre", "Flat 2, Ho King Centre", id="cyrillic-lookalikes"),
        pytest.param("Завод Kvarn", "Завод Kvarn", id="a-cyrillic-word-stays"),
        pytest.param("Но", "Но", id="cyrillic-alone-stays"),
        pytest.param("Kvarn\u200b Bore\u00adalis", "Kvarn Borealis", id="invisible"),
    ],
)
def test_clean_text(published: str, clean: str) -> None:
    """Characters are repaired where they are broken, and only there."""
    assert clean_text(published) == clean


@pytest.mark.parametrize(
    ("name", "trimmed"),
    [
        pytest.param("Kvarn Co., Ltd.,", "Kvarn Co., Ltd.", id="trailing-comma"),
        pytest.param("Kvarn Co., Ltd.", "Kvarn Co., Ltd.", id="the-dot-of-ltd-stays"),
        pytest.param("Kvarn S.R.L.", "Kvarn S.R.L.", id="the-dot-of-initials-stays"),
        pytest.param("KVARN SAN. TIC. LTD. ST.", "KVARN SAN. TIC. LTD. ST.", id="the-dot-of-st-stays"),
        pytest.param("Max Kvarn.", "Max Kvarn", id="stray-dot"),
        pytest.param("JSC KVARN).", "JSC KVARN", id="unpaired-bracket"),
        pytest.param("(OOO) Kvarn", "(OOO) Kvarn", id="paired-bracket-stays"),
        pytest.param("-CJSC KVARN", "CJSC KVARN", id="leading-dash"),
        pytest.param("'Kvarn'", "Kvarn", id="wrapping-quotes"),
        pytest.param('"Kvarn" LLC', '"Kvarn" LLC', id="quoted-word-stays"),
        pytest.param("Kvarn Science &", "Kvarn Science", id="trailing-ampersand"),
        pytest.param("KVARN LTD+B843:B853", "KVARN LTD", id="cell-range"),
        pytest.param("KVARN A+B", "KVARN A+B", id="a-plus-is-no-cell-range"),
        pytest.param("", "", id="empty"),
        pytest.param(" .,; ", "", id="marks-only"),
    ],
)
def test_trim_name(name: str, trimmed: str) -> None:
    """Stray marks go, marks that belong to the name stay."""
    assert trim_name(name) == trimmed


@given(st.text())
def test_any_text_is_cleaned_once(text: str) -> None:
    """Cleaning twice gives what cleaning once gives."""
    once = trim_name(clean_text(text))
    assert trim_name(once) == once
