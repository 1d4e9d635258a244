"""Tests of taking a vendor cell apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import vendor_names
from screening.model import NotScreened
from screening.names import normalize
from screening.vendor_names import read_vendor_name


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("*DO NOT USE* Kvarn Borealis", id="do-not-use"),
        pytest.param("DO NOT USE - Kvarn Borealis", id="do-not-use-plain"),
        pytest.param("Kvarn Borealis (VENDOR #7440)", id="vendor-number"),
        pytest.param("Kvarn Borealis - ACCT 10810", id="account"),
        pytest.param("Kvarn Borealis #4711", id="number-sign"),
        pytest.param("100234 - Kvarn Borealis", id="leading-id"),
        pytest.param("0004711 *DO NOT USE* Kvarn Borealis", id="leading-zeros"),
        pytest.param("Kvarn Borealis ATTN: Accounts Payable", id="attention"),
        pytest.param("M/s Kvarn Borealis", id="messrs"),
        pytest.param("Kvarn Borealis (inactive since 2019)", id="inactive"),
        pytest.param("1. Kvarn Borealis", id="list-number"),
        pytest.param("\u2705 Kvarn\u00ae Borealis\u2122", id="signs"),
        pytest.param("www.kvarn-borealis.com", id="web-address"),
    ],
)
def test_noise_is_removed(text: str) -> None:
    """What an ERP system adds does not change the name."""
    assert read_vendor_name(text).parts[0].tokens == ("kvarn", "borealis")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param("Sunrise Foods DBA Kvarn Borealis", "Kvarn Borealis", id="dba"),
        pytest.param("Sunrise Foods d/b/a Kvarn Borealis", "Kvarn Borealis", id="d/b/a"),
        pytest.param("Kvarn Borealis (formerly Sunrise Foods)", "Sunrise Foods", id="formerly"),
        pytest.param("Sunrise Foods c/o Kvarn Borealis", "Kvarn Borealis", id="care-of"),
        pytest.param("Sunrise Foods / Kvarn Borealis", "Kvarn Borealis", id="slash"),
        pytest.param("Kvarn Borealis (Northern Branch)", "Kvarn Borealis", id="parenthesis"),
    ],
)
def test_each_name_is_tried(text: str, part: str) -> None:
    """Two names in one cell are both tried."""
    assert normalize(part).tokens in [found.tokens for found in read_vendor_name(text).parts]


def test_a_parenthesis_with_a_number_stays() -> None:
    """A number tells bodies apart, so it is never left out."""
    assert len(read_vendor_name("Kvarn Institute (KVN-13)").parts) == 1


def test_a_marker_needs_a_name_on_both_sides() -> None:
    """`AKA Integral` is a name, not a marker."""
    assert [part.tokens for part in read_vendor_name("AKA Kvarn").parts] == [("aka", "kvarn")]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        pytest.param(None, NotScreened.BLANK, id="none"),
        pytest.param(" \t\n", NotScreened.BLANK, id="blank"),
        pytest.param("---", NotScreened.NO_LETTERS, id="punctuation"),
        pytest.param("\u200b\u200e", NotScreened.NO_LETTERS, id="invisible"),
        pytest.param("Co., Ltd.", NotScreened.ONLY_LEGAL_FORM, id="only-a-legal-form"),
        pytest.param("4711", NotScreened.ONLY_DIGITS, id="only-a-number"),
        pytest.param("x" * 1_001, NotScreened.TOO_LONG, id="a-document"),
        pytest.param("TBD", NotScreened.PLACEHOLDER, id="to-be-determined"),
        pytest.param("n/a", NotScreened.PLACEHOLDER, id="not-available"),
        pytest.param("#REF!", NotScreened.ERROR_CELL, id="an-error-as-text"),
        pytest.param("\U0001f389", NotScreened.NO_LETTERS, id="emoji"),
    ],
)
def test_unusable_names_have_a_cause(text: str | None, cause: NotScreened) -> None:
    """An unusable name says why; it never becomes a name."""
    assert read_vendor_name(text).cause is cause


def test_a_number_in_a_name_stays() -> None:
    """`1000 Kvarns` is a name, not a vendor number."""
    assert read_vendor_name("1000 Kvarns Ltd").parts[0].tokens == ("1000", "kvarns")


@pytest.mark.parametrize("text", ["3M", "SA Kvarn", "Kvarn 4711"])
def test_short_names_are_usable(text: str) -> None:
    """A digit or a legal word beside a word is a name."""
    assert read_vendor_name(text).cause is None


@given(st.text(max_size=80))
def test_never_raises(text: str) -> None:
    """Any text is either a name or has a cause."""
    name = read_vendor_name(text)
    assert name.parts or name.cause


NOISE = [
    "Kvarn", "borealis", "*DO NOT USE*", "(old)", "[ref 12]", "ACCT", "vendor no.", "4711", "#", "1.", "a)",
    "100234 -", "see vendor", "duplicate of", "ATTN:", "fao", "M/s", "messrs", "www.", ".com", "http://", "d/b/a",
    "dba", "T/A", "a.k.a.", "formerly", "trading as", "c/o", "care of", "/", "//", "|", "(Borealis)",
    "\u0664\u0662", "\u2122",
]  # fmt: skip


@given(st.lists(st.sampled_from(NOISE), min_size=1, max_size=8), st.sampled_from([" ", "", ", "]))
def test_patterns_are_left_out_only_where_they_find_nothing(pieces: list[str], gap: str) -> None:
    """A name is read the same as if every pattern were tried on it."""
    text = gap.join(pieces)
    quick = read_vendor_name(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vendor_names, "_signs", lambda _shown: set("*([{<0w#)/|"))
        assert read_vendor_name(text) == quick
