"""Tests of word weights."""

import pytest

from screening.weights import Weights, is_generic

WEIGHTS = Weights({"kvarn": 1, "gazpromat": 300, "technology": 1300, "llc": 1400}, 50_000)


@pytest.mark.parametrize(
    ("heavier", "lighter"),
    [
        pytest.param("kvarn", "gazpromat", id="rare-on-the-lists"),
        pytest.param("kvarn", "galaxy", id="rare-among-ordinary-names"),
        pytest.param("gazpromat", "technology", id="generic-words-weigh-little"),
        pytest.param("technology", "llc", id="a-legal-form-least"),
        pytest.param("13", "technology", id="numbers-weigh"),
    ],
)
def test_order_of_weights(heavier: str, lighter: str) -> None:
    """What says more about a party weighs more."""
    assert 0 < WEIGHTS.of(lighter) < WEIGHTS.of(heavier) <= 1


def test_rarity_of_generic_words_is_low() -> None:
    """Generic words, numbers and places name a party less than a rare word does."""
    assert WEIGHTS.rarity("technology") < WEIGHTS.rarity("13") < WEIGHTS.rarity("urumqi") < WEIGHTS.rarity("kvarn")
    assert WEIGHTS.rarity("kvarn") == pytest.approx(1, abs=0.01)
    assert is_generic("shanghai")
    assert not is_generic("kvarn")


def test_unlisted_words_are_not_hoarded() -> None:
    """Weights of words that only vendors use are computed anew, so memory stays bounded."""
    weights = Weights({"kvarn": 1}, 10)
    for number in range(100):
        weights.of(f"word{number}")
    assert len(weights._known) <= 1
