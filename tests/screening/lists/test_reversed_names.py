"""Names that were turned round at their commas are put together again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.lists.reversed_names import read_debarred


@pytest.mark.parametrize(
    ("published", "names"),
    [
        pytest.param("Ada Ida\ta/k/a Nord Kvarn", ["Ida Kvarn", "Ada Nord"], id="two-given-names"),
        pytest.param("Ada Mia Ada Mia a/k/a Nord Kvarn", ["Ada Mia Kvarn", "Ada Mia Nord"], id="same-given-names"),
        pytest.param("Ada) Ada (a/k/a Nord Kvarn", ["Ada Kvarn", "Ada Nord"], id="broken-brackets"),
        pytest.param(
            "Ada; a.k.a. Nord Ida; a.k.a. Lux Kvarn", ["Ida Kvarn", "Ada Lux", "Nord"], id="one-without-given"
        ),
        pytest.param(
            "Kvarn, Ada; Nord, S.A., Lux, S.A", ["Kvarn, Ada", "Nord, S.A.", "Lux, S.A"], id="several-parties"
        ),
        pytest.param("Kvarn, Ltd. and Ada Nord", ["Kvarn, Ltd.", "Ada Nord"], id="company-and-person"),
        pytest.param(
            "Incorporated Kvarn and Sons",
            ["Incorporated Kvarn and Sons", "Kvarn and Sons, Incorporated"],
            id="form-first",
        ),
        pytest.param("Ada (a.k.a Ida Nord) Nord", ["Ada (a.k.a Ida Nord) Nord"], id="whole-bracket-is-left-to-markers"),
        pytest.param("Kvarn and Sons", ["Kvarn and Sons"], id="near-miss-and"),
        pytest.param("Akanonu Kvarn", ["Akanonu Kvarn"], id="near-miss-aka"),
    ],
)
def test_read(published: str, names: list[str]) -> None:
    """The main name comes first, no name is lost."""
    assert read_debarred(published) == names


@given(st.lists(st.sampled_from(["Ada", "Nord", "a.k.a.", ";", "a/k/a", "(", ")", ","]), min_size=1, max_size=12))
def test_no_word_is_lost(words: list[str]) -> None:
    """Whatever the order, every word of a name stands in the result."""
    names = read_debarred(" ".join(words))
    assert names
    assert {word for word in words if word in {"Ada", "Nord"}} <= set(" ".join(names).replace(",", " ").split())
