"""A parenthesis may hold a short form, a long form, a nickname, a place or a legal form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.lists.parentheses import names_in_parentheses


@pytest.mark.parametrize(
    ("name", "names"),
    [
        pytest.param("Kvarn Atomic Energy Commission (KAEC)", ["KAEC", "Kvarn Atomic Energy Commission"], id="acronym"),
        pytest.param("Kvarn Testing Area (GkNIKT)", ["GkNIKT", "Kvarn Testing Area"], id="run-together"),
        pytest.param("Kvarn Group 13th Institute (KVA 13)", ["KVA 13", "Kvarn Group 13th Institute"], id="with-number"),
        pytest.param("Kvarn Technologies Co., Ltd. (Kvarn)", ["Kvarn", "Kvarn Technologies Co., Ltd."], id="brand"),
        pytest.param("Kvarn Research Plant (KRP) LLC", ["KRP", "Kvarn Research Plant LLC"], id="before-a-legal-form"),
        pytest.param(
            "Kvarn State Corporation (KSC) 12th Works",
            ["KSC 12th Works", "Kvarn State Corporation 12th Works"],
            id="group",
        ),
        pytest.param("KRP (Kvarn Research Plant)", ["Kvarn Research Plant", "KRP"], id="long-form-in-brackets"),
        pytest.param("ADA (MIA) NORD", ["ADA NORD", "MIA NORD"], id="nickname"),
        pytest.param("Kvarn Technology (Shenzhen) Co., Ltd.", [], id="near-miss-town"),
        pytest.param("Kvarn (HK) Limited", [], id="near-miss-country-code"),
        pytest.param("Kvarn Trading (U.A.E.)", [], id="near-miss-country"),
        pytest.param("Kvarn Marine (Pty) Ltd.", [], id="near-miss-legal-form"),
        pytest.param("Kvarn (Private) Limited", [], id="near-miss-private"),
        pytest.param("GE NORD TAO (GE)", [], id="near-miss-two-letters"),
        pytest.param("ADA NORD (PRESIDENT OF KVARN PARTS)", [], id="near-miss-role"),
        pytest.param("Kvarn Ltd.", [], id="none"),
    ],
)
def test_names(name: str, names: list[str]) -> None:
    """Short forms and long forms become names, places and legal forms do not."""
    assert [found.name for found in names_in_parentheses(name)] == names


@given(st.text(alphabet="AbCd ().,'-", max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    """Any text is read without an exception, and no name comes back empty of letters and quotes."""
    assert all(isinstance(found.name, str) for found in names_in_parentheses(text))
