"""Tests of the points of one pair of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.match import CUT_POINTS, cut_match, match
from screening.names import normalize
from screening.weights import Weights

WEIGHTS = Weights({"kvarn": 2, "borealis": 3, "technology": 1300, "trading": 1000, "research": 900}, 50_000)


def points(vendor: str, entry: str) -> float:
    """Return the points of a pair, as if the vendor cell were just the name."""
    return match(normalize(vendor), normalize(entry), WEIGHTS, width=len(vendor)).score


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        pytest.param("Kvarn Borealis Ltd", "Borealis Kvarn Ltd", id="order-ranks"),
        pytest.param("Kvarn Borealis Ltd", "Kva Rn Borealis Ltd", id="split-ranks"),
        pytest.param("Kvarn Borealis Ltd", "Kvarn Borealis GmbH", id="legal-form-ranks"),
        pytest.param("Kvarn Borealis", "Kvarn Borealiss", id="spelling-ranks"),
        pytest.param("Kvarn Borealis Trading", "Kvarn Borealis Sunrise", id="a-strange-word-costs-more-than-a-generic"),
        pytest.param("Kvarn Borealis Europe", "Kvarn Borealis Sunrise", id="a-place-costs-less"),
        pytest.param("Kvarn Borealis Oslo Office", "Kvarn Borealis Oslo Bakery", id="an-office-costs-less"),
        pytest.param("Kvarn", "Kvarn Sunrise", id="leaving-out-costs-less-than-adding"),
    ],
)
def test_ranking(nearer: str, farther: str) -> None:
    """Differences that matter more cost more; only the same name has all points."""
    entry = "Kvarn Borealis Ltd"
    assert points(farther, entry) < points(nearer, entry) <= 100


def test_equal_names_have_all_points() -> None:
    """Case, punctuation and short forms are no difference."""
    assert points("KVARN TECH., LTD", "Kvarn Technology Ltd.") == 100


@pytest.mark.parametrize(
    ("vendor", "entry"),
    [
        pytest.param("Global Trading Company", "Trading Global LLC", id="generic-words-alone"),
        pytest.param("Kvarn Institute No. 5", "Kvarn Institute No. 55", id="another-number"),
        pytest.param("Sunrise Technology Co., Ltd.", "Kvarn Technology Co., Ltd.", id="another-party"),
        pytest.param("Kvarn Bakery", "Kvarn", id="a-short-name-with-company"),
    ],
)
def test_near_misses_stay_under_review(vendor: str, entry: str) -> None:
    """What makes another party keeps the points down."""
    assert points(vendor, entry) < 80


def test_numbers_that_differ_are_said() -> None:
    """The reviewer reads why a body with another number is no hit."""
    found = match(normalize("Kvarn Institute 5"), normalize("Kvarn Institute 55"), WEIGHTS)
    assert found.numbers_differ
    assert not match(normalize("Kvarn Institute 5"), normalize("Kvarn Institute"), WEIGHTS).numbers_differ


def test_brand_needs_a_rare_word() -> None:
    """One rare word finds a longer name, one ordinary word does not."""
    assert match(normalize("Kvarn"), normalize("Kvarn Borealis Polytech Omega"), WEIGHTS).brand
    assert not match(normalize("Galaxy"), normalize("Galaxy Borealis Polytech Omega"), WEIGHTS).brand


@pytest.mark.parametrize(
    ("vendor", "entry", "is_near"),
    [
        pytest.param("China North Industries", "China North Industries Group", True, id="group-left-out"),
        pytest.param("North China Industries", "China North Industries Group", False, id="another-order"),
        pytest.param("China Industries", "China Industries Group", False, id="two-words"),
        pytest.param("China North Industries Trading", "China North Industries Group", False, id="another-word"),
        pytest.param("Information Technology Trading", "Marine Information Technology Trading", False, id="trade"),
    ],
)
def test_common_words_may_lack_the_group(vendor: str, entry: str, *, is_near: bool) -> None:
    """Several common words in order make a name, though `Group` is left out; not if a trade is."""
    found = match(normalize(vendor), normalize(entry), WEIGHTS)
    assert (found.score > 85) is is_near


def test_rare_word_of_a_trade_names_nobody() -> None:
    """`Omicron Shipbuilding` is not the `United Shipbuilding Corporation`; with a name it is a word of a trade."""
    united = normalize("United Shipbuilding Corporation")
    assert match(normalize("Omicron Shipbuilding"), united, WEIGHTS).score < 60
    assert match(normalize("United Shipbuilding Corp"), united, WEIGHTS).score > 99
    assert not match(normalize("Shipbuilding"), united, WEIGHTS).brand
    kvarnvision = normalize("Kvarnvision")
    affiliate = match(normalize("Kvarnvision Sunbeam Shipbuilding"), kvarnvision, WEIGHTS)
    assert affiliate.score > match(normalize("Kvarnvision Sunbeam Moonlight"), kvarnvision, WEIGHTS).score


def test_cut_name_ranks_between_the_thresholds() -> None:
    """A name cut at a field's width is for review; the nearest in length comes first."""
    vendor = normalize("Kvarn Borealis Trad")
    near = cut_match(vendor, normalize("Kvarn Borealis Trading"), WEIGHTS)
    far = cut_match(vendor, normalize("Kvarn Borealis Trading and Research Technology Works of the North"), WEIGHTS)
    assert near.cut
    assert far.score < near.score < CUT_POINTS


NAMES = st.lists(
    st.sampled_from(["kvarn", "borealis", "technology", "trading", "research", "sunrise", "55", "5", "ltd", "kvarm"]),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(NAMES, NAMES)
def test_points_are_bounded_and_full_only_for_equal_names(vendor: str, entry: str) -> None:
    """Scores rank: 100 means the same words in the same order."""
    found = match(normalize(vendor), normalize(entry), WEIGHTS)
    assert 0 <= found.score <= 100
    assert found.score == pytest.approx(100 + sum(part.points for part in found.parts))
    if found.score == 100:
        assert found.equal


def test_bad_spelling_needs_a_rare_word_beside_it() -> None:
    """`Kvarn Boralsi` finds `Kvarn Borealis`; generic words beside it do not."""
    assert points("Kvarn Bolare", "Kvarn Borealis") > points("Trading Bolare", "Trading Borealis") + 20


@pytest.mark.parametrize(
    ("vendor", "is_raised"),
    [
        pytest.param("Kvarnvision Trading Security", True, id="words-of-a-trade"),
        pytest.param("Prama Kvarnvision India", True, id="one-strange-word"),
        pytest.param("Prama Sunrise Kvarnvision", False, id="two-strange-words"),
        pytest.param("Kvarnvision 55", False, id="a-number"),
    ],
)
def test_affiliates_of_a_rare_name_are_for_review(vendor: str, *, is_raised: bool) -> None:
    """The whole name of a party with a trade, a place or one word more looks like its affiliate."""
    assert (points(vendor, "Kvarnvision Technology Ltd") >= 82) == is_raised
    assert points(vendor.replace("Kvarnvision", "Galaxy"), "Galaxy Technology Ltd") < 82
