"""`aka` is a marker in some places and a name in others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.lists.markers import split_list, split_markers
from screening.model import NameKind

AKA, FKA, DBA = NameKind.AKA, NameKind.FKA, NameKind.DBA


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        pytest.param("Kvarn Ltd., a.k.a. Borealis Ltd.", "Kvarn Ltd.", [("Borealis Ltd.", AKA)], id="dotted"),
        pytest.param("KVARN A/K/A BOREALIS", "KVARN", [("BOREALIS", AKA)], id="slashed"),
        pytest.param("KVARN D/B/A BOREALIS", "KVARN", [("BOREALIS", DBA)], id="dba"),
        pytest.param("KVARN B.V. ALSO KNOWN AS BOREALIS", "KVARN B.V.", [("BOREALIS", AKA)], id="words"),
        pytest.param("KVARN- AKA- BOREALIS", "KVARN", [("BOREALIS", AKA)], id="dashes"),
        pytest.param("KVARN (AKA: BOREALIS, NORD)", "KVARN", [("BOREALIS, NORD", AKA)], id="bracket-keeps-commas"),
        pytest.param("Kvarn (aka KV)", "Kvarn", [("KV", AKA)], id="bare-in-bracket"),
        pytest.param("Kvarn [aka Nord, aka Boreas]", "Kvarn", [("Nord", AKA), ("Boreas", AKA)], id="several"),
        pytest.param(
            "KVARN -AKAS- NORD PTE LTD, BOREAS, LTD, LUX",
            "KVARN",
            [("NORD PTE LTD", AKA), ("BOREAS, LTD", AKA), ("LUX", AKA)],
            id="plural-is-a-list",
        ),
        pytest.param("Kvarn (f.k.a., Nord OAO)", "Kvarn", [("Nord OAO", FKA)], id="formerly"),
        pytest.param("Kvarn (formerly Nord OAO)", "Kvarn", [("Nord OAO", FKA)], id="formerly-bare"),
        pytest.param("ADA (A.K.A. IDA) NORD", "ADA NORD", [("IDA NORD", AKA)], id="family-name-follows"),
        pytest.param("Ada (a.k.a Ida Ada Nord) Nord", "Ada Nord", [("Ida Ada Nord", AKA)], id="family-name-twice"),
        pytest.param("AKA INTEGRAL SERVICES", "AKA INTEGRAL SERVICES", [], id="near-miss-leading-aka"),
        pytest.param("ALIAS LLC", "ALIAS LLC", [], id="near-miss-alias"),
        pytest.param("Akademika Kvarna Works", "Akademika Kvarna Works", [], id="near-miss-inside-a-word"),
        pytest.param("Moskovska Banka AD", "Moskovska Banka AD", [], id="near-miss-end-of-a-word"),
        pytest.param("Kvarn Formerly Yours Shop", "Kvarn Formerly Yours Shop", [], id="near-miss-plain-word"),
        pytest.param("Kvarn (Borealis) Ltd.", "Kvarn (Borealis) Ltd.", [], id="near-miss-bracket"),
    ],
)
def test_split(text: str, name: str, aliases: list[tuple[str, NameKind]]) -> None:
    """The name comes back with the aliases behind its markers."""
    assert split_markers(text) == (name, aliases)


def test_leading_dba_is_a_marker_in_the_alias_field_only() -> None:
    """`DBA X` names an alias where aliases stand."""
    assert split_markers("DBA Kvarn Technologies", is_alias=True) == ("", [("Kvarn Technologies", DBA)])
    assert split_markers("DBA Kvarn Technologies") == ("DBA Kvarn Technologies", [])


def test_list_keeps_legal_forms() -> None:
    """A comma before a legal form parts nothing."""
    assert split_list("Nord, S.A., Boreas, Ltd., and Lux") == ["Nord, S.A.", "Boreas, Ltd.", "Lux"]


@given(st.text(alphabet="abAKa.k/()[];, -DBf", max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    """Any text gives a name or aliases, never an exception."""
    name, aliases = split_markers(text)
    assert isinstance(name, str)
    assert all(alias for alias, _ in aliases)
