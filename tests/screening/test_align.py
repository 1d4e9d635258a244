"""Tests of pairing the words of two names."""

import pytest

from screening.align import align
from screening.model import Pairing
from screening.names import normalize


def pairings(vendor: str, entry: str, width: int = 0) -> list[Pairing]:
    """Return how the words of two names agree, in the vendor's order."""
    return [pair.pairing for pair in align(normalize(vendor), normalize(entry), width=width).pairs]


@pytest.mark.parametrize(
    ("vendor", "entry", "expected"),
    [
        pytest.param("Kvarn Borealis", "Kvarn Borealis", [Pairing.EQUAL, Pairing.EQUAL], id="equal"),
        pytest.param("Borealis Kvarn", "Kvarn Borealis", [Pairing.EQUAL, Pairing.EQUAL], id="any-order"),
        pytest.param("Kvarn Tech", "Kvarn Technology", [Pairing.EQUAL, Pairing.ABBREVIATED], id="abbreviated"),
        pytest.param("Kvarnn Borealis", "Kvarn Borealis", [Pairing.MISSPELT, Pairing.EQUAL], id="misspelt"),
        pytest.param("Kvarnborealis", "Kvarn Borealis", [Pairing.JOINED], id="joined"),
        pytest.param("Kva Rn Borealis", "Kvarn Borealis", [Pairing.JOINED, Pairing.EQUAL], id="split"),
        pytest.param("Sunrise Foods", "Kvarn Borealis", [], id="nothing-shared"),
    ],
)
def test_pairings(vendor: str, entry: str, expected: list[Pairing]) -> None:
    """Words pair in the way a reviewer would pair them."""
    assert pairings(vendor, entry) == expected


def test_words_alone_are_named() -> None:
    """What only one side has is kept for the explanation."""
    alignment = align(normalize("Kvarn Sunrise"), normalize("Kvarn Borealis"))
    assert alignment.vendor_words() == ("sunrise",)
    assert alignment.entry_words() == ("borealis",)


def test_a_word_pairs_once() -> None:
    """A repeated word needs a partner of its own."""
    assert align(normalize("Kvarn Kvarn"), normalize("Kvarn")).vendor_words() == ("kvarn",)


def test_cut_name_only_at_a_field_width() -> None:
    """A last word that is cut pairs only where the cell is as long as a field."""
    vendor, entry = "Kvarn Borealis Precision Instr", "Kvarn Borealis Precision Instrumentation Works"
    assert align(normalize(vendor), normalize(entry), width=len(vendor)).cut
    assert not align(normalize(vendor), normalize(entry), width=27).cut
