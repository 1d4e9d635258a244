"""Tests of the sentence that a reviewer reads."""

import pytest

from screening.decide import Caveat
from screening.explain import compare, explain
from screening.match import match
from screening.model import NameKind, Pairing, WordMatch
from screening.names import normalize
from screening.weights import Weights

WEIGHTS = Weights({"kvarn": 2, "borealis": 3}, 50_000)


@pytest.mark.parametrize(
    ("vendor", "expected"),
    [
        pytest.param("KVARN BOREALIS", 'Same words as the alias "Kvarn Borealis Tech".', id="equal"),
        pytest.param("Kvarnn Borealis", "spelling differs: kvarnn for kvarn", id="misspelt"),
        pytest.param("Kvarn Borealis Technologies", "short or variant form: technologies for tech", id="variant"),
        pytest.param("Kvarnborealis", "joined or split: kvarnborealis for kvarn borealis", id="joined"),
        pytest.param("Kvarn Borealis Tech India", "only in the vendor name: india", id="vendor-alone"),
        pytest.param("Kvarn", "only in the list: borealis tech", id="entry-alone"),
        pytest.param("Tech Borealis Kvarn", "in another order", id="order"),
    ],
)
def test_explanation_names_the_words(vendor: str, expected: str) -> None:
    """Each way of differing is said in words that can be repeated."""
    entry = "Kvarn Borealis Tech" if "Same" not in expected else "Kvarn Borealis"
    found = match(normalize(vendor), normalize(entry), WEIGHTS)
    assert expected in explain(found, "Kvarn Borealis Tech", NameKind.AKA, ())


def test_caveats_follow_as_sentences() -> None:
    """What holds the verdict back stands behind."""
    found = match(normalize("Kvarn"), normalize("Kvarn"), WEIGHTS)
    text = explain(found, "Kvarn", NameKind.LISTED, (Caveat.WEAK, Caveat.NO_DATE))
    assert text.startswith('Same words as the listed name "Kvarn". A short or common name')
    assert text.endswith("on the day asked for.")


def test_comparison_names_every_word_once() -> None:
    """Each word of both names stands in exactly one step."""
    found = match(normalize("Kvarnn 5 Tech India"), normalize("Kvarn 55 Borealis Technology"), WEIGHTS)
    assert compare(found.alignment) == (
        WordMatch("kvarnn", "kvarn", Pairing.MISSPELT),
        WordMatch("5", "55", Pairing.NUMBER_DIFFERS),
        WordMatch("tech", "technology", Pairing.ABBREVIATED),
        WordMatch("india", "", Pairing.VENDOR_ONLY),
        WordMatch("", "borealis", Pairing.LIST_ONLY),
    )
    assert "number differs: 5 for 55" in explain(found, "Kvarn", NameKind.LISTED, ())
