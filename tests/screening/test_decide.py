"""Tests of verdicts and what holds them back."""

import pytest

from screening.decide import Caveat, Facts, judge
from screening.match import Match, match
from screening.model import NameKind, Strength, Verdict
from screening.names import normalize
from screening.settings import Settings
from screening.weights import Weights

SETTINGS = Settings()
WEIGHTS = Weights({"kvarn": 2, "borealis": 3}, 50_000)


def matched(vendor: str, entry: str) -> Match:
    """Return the match of two invented names."""
    return match(normalize(vendor), normalize(entry), WEIGHTS)


EQUAL = matched("Kvarn Borealis", "Kvarn Borealis")


def test_equal_name_is_listed() -> None:
    """The same words are beyond reasonable doubt."""
    judged = judge(EQUAL, Facts(), SETTINGS)
    assert (judged.verdict, judged.caveats) == (Verdict.LISTED, ())


@pytest.mark.parametrize(
    ("facts", "caveat"),
    [
        pytest.param(Facts(strength=Strength.WEAK), Caveat.WEAK, id="weak-alias"),
        pytest.param(Facts(kind=NameKind.PARENT), Caveat.PARENT, id="group-of-the-party"),
        pytest.param(Facts(dated=False), Caveat.NO_DATE, id="undated-entry-in-the-past"),
        pytest.param(Facts(review_only=True), Caveat.WATCH, id="a-list-to-watch"),
        pytest.param(Facts(kind=NameKind.BRAND, reaches=True), Caveat.REACH, id="brand-of-a-law-that-reaches"),
        pytest.param(Facts(reaches=True, part_only=True), Caveat.REACH, id="words-in-a-bracket-left-out"),
    ],
)
def test_facts_hold_back_to_review(facts: Facts, caveat: Caveat) -> None:
    """An equal name with a doubt beside it is for a person to look at."""
    judged = judge(EQUAL, facts, SETTINGS)
    assert judged.verdict is Verdict.REVIEW
    assert caveat in judged.caveats


@pytest.mark.parametrize(
    ("vendor", "entry", "caveat"),
    [
        pytest.param("Kvarn Borealis India", "Kvarn Borealis", Caveat.AFFILIATE, id="affiliate"),
        pytest.param("Kvarn", "Kvarn Borealis Sunrise", Caveat.BRAND, id="brand"),
        pytest.param("K. Borealis Zeta", "Kvarn Borealis Zeta", Caveat.INITIAL, id="initial"),
        pytest.param("Star Global", "Star Global", Caveat.GENERIC, id="generic"),
    ],
)
def test_names_hold_back_to_review(vendor: str, entry: str, caveat: Caveat) -> None:
    """What the names themselves leave open is said."""
    judged = judge(matched(vendor, entry), Facts(verbatim=vendor == entry), SETTINGS)
    assert judged.verdict is Verdict.REVIEW
    assert caveat in judged.caveats


def test_weak_alias_with_company_is_no_hit() -> None:
    """`Kvarn Pizza` does not hit the weak alias `Kvarn`."""
    assert judge(matched("Kvarn Sunrise", "Kvarn"), Facts(strength=Strength.WEAK), SETTINGS).verdict is None


def test_country_ranks_but_never_hides_an_equal_name() -> None:
    """Country moves points where names differ, and only there."""
    near = matched("Kvarn Borealiss", "Kvarn Borealis")
    scores = [judge(near, Facts(country_agrees=agrees), SETTINGS).score for agrees in (True, None, False)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3
    assert judge(EQUAL, Facts(country_agrees=False), SETTINGS).verdict is Verdict.LISTED
    other_form = matched("Kvarn Borealis Ltd", "Kvarn Borealis GmbH")
    assert judge(other_form, Facts(country_agrees=False), SETTINGS).verdict is Verdict.REVIEW
    assert judge(other_form, Facts(country_agrees=True), SETTINGS).verdict is Verdict.LISTED


def test_address_ranks_but_never_hides() -> None:
    """A shared house adds, another one takes a little, and an equal name stays what it is."""
    near = matched("Kvarn Borealiss", "Kvarn Borealis")
    scores = [judge(near, Facts(address_agrees=agrees), SETTINGS).score for agrees in (True, None, False)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3
    both = judge(near, Facts(country_agrees=True, address_agrees=True), SETTINGS)
    assert both.score == scores[0]
    equal = judge(EQUAL, Facts(address_agrees=False), SETTINGS)
    assert (equal.verdict, equal.score) == (Verdict.LISTED, 100)


def test_shared_house_outweighs_another_country() -> None:
    """A country may be that of the head office; the house is the house."""
    near = matched("Kvarn Borealiss", "Kvarn Borealis")
    judged = judge(near, Facts(country_agrees=False, address_agrees=True), SETTINGS)
    assert Caveat.COUNTRY not in judged.caveats
    assert judged.score == judge(near, Facts(country_agrees=True), SETTINGS).score
    worse = judge(near, Facts(country_agrees=False, address_agrees=False), SETTINGS)
    assert worse.score == judge(near, Facts(country_agrees=False), SETTINGS).score


def test_shared_house_is_company_for_a_weak_alias() -> None:
    """An equal weak alias at a listed address is listed; a resemblance is for review, a stranger's name is not."""
    weak = Facts(strength=Strength.WEAK, address_agrees=True)
    assert judge(EQUAL, weak, SETTINGS).verdict is Verdict.LISTED
    near = matched("Kvarn Borealiss", "Kvarn Borealis")
    assert judge(near, weak, SETTINGS).verdict is Verdict.REVIEW
    assert judge(near, Facts(strength=Strength.WEAK), SETTINGS).verdict is None
    assert judge(matched("Kvarn Sunrise", "Kvarn"), weak, SETTINGS).verdict is None


def test_shared_house_is_company_for_common_words() -> None:
    """Common words at a listed address need no other indication; elsewhere they are a near miss."""
    common = matched("Star Global Ltd", "Star Global")
    assert judge(common, Facts(address_agrees=True), SETTINGS).verdict is Verdict.LISTED
    assert judge(common, Facts(address_agrees=False), SETTINGS).verdict is None


def test_shared_house_does_not_make_another_number_the_same() -> None:
    """Institutes of one campus are still told apart by number."""
    other = matched("Kvarn Borealis 12", "Kvarn Borealis 13")
    assert judge(other, Facts(address_agrees=True), SETTINGS).score == judge(other, Facts(), SETTINGS).score


def test_score_is_judged_as_it_is_shown() -> None:
    """80.96 is shown as 81.0, so it says REVIEW."""
    near = Match(alignment=matched("Kvarn Sun", "Kvarn Sea").alignment, score=80.96, evidence=1.0)
    assert judge(near, Facts(), SETTINGS).verdict is Verdict.REVIEW


@pytest.mark.parametrize("points", [0, 40, 69.9, 79.9])
def test_below_review_there_is_no_verdict(points: float) -> None:
    """Under the threshold a resemblance is a near miss at most."""
    low = Match(alignment=matched("Kvarn Sun", "Kvarn Sea").alignment, score=points, evidence=1.0)
    assert judge(low, Facts(), SETTINGS).verdict is None
