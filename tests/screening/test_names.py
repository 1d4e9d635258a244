"""Tests of normalizing names."""

import pytest

from screening.names import MAX_LENGTH, normalize
from screening.words import ordinary_counts, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Kvarn Co., Ltd.", "KVARN COMPANY LIMITED", id="company-limited"),
        pytest.param("Kvarn", "Kvarn GmbH", id="legal-form-dropped"),
        pytest.param("Joint Stock Company Kvarn", "Kvarn JSC", id="joint-stock-company"),
        pytest.param("Company Kvarn Joint Stock", "JSC Kvarn", id="legal-words-scattered"),
        pytest.param("Limited Liabliity Company Kvarn", "Kvarn LLC", id="legal-form-misspelt"),
        pytest.param("Kvarn Lirnited", "Kvarn Ltd", id="legal-form-read-by-ocr"),
        pytest.param("Kvarncompany Limited", "Kvarn Co Ltd", id="legal-form-joined"),
        pytest.param("The Kvarn Company", "Kvarn Co", id="article"),
        pytest.param("Kvarn S.A..S", "Kvarn S.A.S.", id="dots-doubled"),
        pytest.param("Kvarn Tech", "Kvarn Technologies", id="short-form"),
        pytest.param("Kvarn Intl Trdg", "Kvarn International Trading", id="short-forms"),
        pytest.param("No. 13 Kvarn Institute", "13th Kvarn Institute", id="number-sign"),
        pytest.param("Kvarn Defence Programme", "KVARN DEFENSE PROGRAM", id="british-and-american"),
        pytest.param("Specialised Fibre Centre", "Specialized Fiber Center", id="british-and-american-verbs"),
    ],
)
def test_equal_names(one: str, other: str) -> None:
    """Spellings of one name have equal words."""
    assert normalize(one).tokens == normalize(other).tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Kvarn Joint Bank", "Kvarn Bank", id="joint-is-a-word-without-stock"),
        pytest.param("No. 5 Kvarn Institute", "No. 55 Kvarn Institute", id="numbers-count"),
        pytest.param("Kvarn Stork", "Kvarn Stock Company", id="an-ordinary-word-is-no-misspelling"),
        pytest.param("Kvarn No Limits", "Kvarn Limits", id="no-without-a-number-is-a-word"),
        pytest.param("Kvarn Defence", "Kvarn Defender", id="another-word-is-no-spelling"),
        pytest.param("Tyre Trading", "Tire Trading", id="a-town-is-no-spelling"),
        pytest.param("Grey Trading", "Gray Trading", id="a-surname-is-no-spelling"),
    ],
)
def test_near_misses_differ(one: str, other: str) -> None:
    """Names of different parties keep different words."""
    assert normalize(one).tokens != normalize(other).tokens


def test_legal_form_alone_is_kept() -> None:
    """A name is never stripped down to nothing."""
    name = normalize("Co., Ltd.")
    assert name.tokens == ("co", "ltd")
    assert name.legal == ()


def test_length_is_bounded() -> None:
    """A document in a cell costs no more than a long name."""
    assert normalize("kvarn " * 50_000) == normalize(("kvarn " * 50_000)[:MAX_LENGTH])


def test_written_form_is_kept_beside_the_canonical_one() -> None:
    """The reviewer is shown the words as they were written."""
    name = normalize("Kvarn Tech LLC")
    assert name.tokens == ("kvarn", "technology")
    assert name.written == ("kvarn", "tech")
    assert name.legal == ("llc",)
    assert name.folded == "kvarn tech llc"
    assert name.text == "kvarn technology"


def test_every_short_form_and_spelling_leads_to_one_word() -> None:
    """None leads on to a further one."""
    forms = words().abbreviations
    assert {form: word for form, word in forms.items() if word in forms} == {}


@pytest.mark.parametrize("spelling", ["defence", "centre", "harbour", "aluminium", "specialised"])
def test_spellings_are_counted_together(spelling: str) -> None:
    """How ordinary a word is counts all its spellings; `defender` is a word of its own."""
    assert words().abbreviations[spelling] in ordinary_counts()
    assert spelling not in ordinary_counts()
    assert "defender" in ordinary_counts()
