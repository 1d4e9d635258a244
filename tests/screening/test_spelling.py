"""Tests of recognising misspelt words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.spelling import Speller, loose_similarity, similarity


@pytest.mark.parametrize(
    ("written", "known"),
    [
        pytest.param("kvarnn", "kvarn", id="doubled"),
        pytest.param("kvran", "kvarn", id="swapped"),
        pytest.param("borelis", "borealis", id="dropped"),
        pytest.param("bprealiss", "borealis", id="two-in-a-long-word"),
        pytest.param("acaderny", "academy", id="ocr-rn-for-m"),
        pytest.param("scicnce", "science", id="ocr-c-for-e"),
        pytest.param("elec", "electronics", id="cut"),
    ],
)
def test_misspelt(written: str, known: str) -> None:
    """One word stands for another, but never as surely as the word itself."""
    assert 0.5 < similarity(written, known) < 1.0


@pytest.mark.parametrize(
    ("written", "known"),
    [
        pytest.param("ali", "al", id="short-words-must-agree"),
        pytest.param("nek", "nec", id="three-letters"),
        pytest.param("55", "5", id="numbers-must-agree"),
        pytest.param("kvarn", "kvist", id="another-word"),
        pytest.param("marina", "carine", id="two-edits-in-a-short-word"),
    ],
)
def test_another_word(written: str, known: str) -> None:
    """Near misses are not taken for misspellings."""
    assert similarity(written, known) == 0.0


def test_speller_knows_variant_forms() -> None:
    """A misspelt short form stands for the canonical word; the word itself is left out."""
    speller = Speller({"technologies": "technology", "technology": "technology", "kvarn": "kvarn"})
    assert "technology" in speller.near("technolgies")
    assert "technology" not in speller.near("technology")
    assert speller.near("xyzzy") == {}


def test_speller_memory_is_bounded() -> None:
    """Answers are forgotten, not hoarded."""
    speller = Speller({"kvarn": "kvarn"}, remember=3)
    for word in ("kvarm", "kvarp", "kvarq", "kvarr", "kvars"):
        assert "kvarn" in speller.near(word)
    assert len(speller._answers) <= 3


@given(st.text(alphabet="abcdefgh", min_size=4, max_size=12), st.integers(0, 11))
def test_one_dropped_letter_is_always_found(word: str, at: int) -> None:
    """The index of fragments loses no word that is one letter away."""
    dropped = word[: at % len(word)] + word[at % len(word) + 1 :]
    if len(dropped) >= 4 and dropped != word:
        assert word in Speller({word: word}).near(dropped)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        pytest.param("shhanghia", "shanghai", id="both-ends-touched"),
        pytest.param("mujaagid", "mujahid", id="known-word-of-seven-letters"),
    ],
)
def test_two_edits_are_found(written: str, known: str) -> None:
    """The index finds long words with two typing errors wherever they sit."""
    assert known in Speller({known: known, "another": "another"}).near(written)


def test_loose_similarity_forgives_more_but_not_all() -> None:
    """Beside words that agree, two letters in five may differ."""
    assert similarity("aeln", "allen") == 0
    assert loose_similarity("aeln", "allen") > 0.4
    assert loose_similarity("aeln", "bruno") == 0
    assert loose_similarity("5555", "55555") == 0
