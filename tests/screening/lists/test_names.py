"""One published name: what to show, further names, what else it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.lists.names import distinct, judged, read_aliases, read_name
from screening.model import Alias, EntityType, NameKind, Strength


@pytest.mark.parametrize(
    ("published", "name", "countries"),
    [
        pytest.param("Kvarn (Russian national)", "Kvarn", ("RU",), id="national"),
        pytest.param(
            "Kvarn Ltd. (PRC entity); and any successor, sub-unit, or subsidiary thereof",
            "Kvarn Ltd.",
            ("CN",),
            id="tail",
        ),
        pytest.param("Kvarn (Hong Kong Entity), and its sub-units and successors", "Kvarn", ("HK",), id="hong-kong"),
        pytest.param("Kvarn (Borealian national)", "Kvarn (Borealian national)", (), id="near-miss-no-country"),
        pytest.param("Kvarn (International)", "Kvarn (International)", (), id="near-miss-word"),
    ],
)
def test_nationality(published: str, name: str, countries: tuple[str, ...]) -> None:
    """A nationality leaves the name and becomes a country."""
    found = read_name(published)
    assert (found.name, found.countries) == (name, countries)


@pytest.mark.parametrize(
    ("published", "covers"),
    [
        pytest.param("Kvarn; and any successor, sub-unit, or subsidiary thereof", True, id="any"),
        pytest.param("Kvarn, and its sub-units and successors", True, id="its"),
        pytest.param("Kvarn, and Subsidiaries", True, id="subsidiaries"),
        pytest.param("Kvarn and Subsidiaries Ltd.", False, id="near-miss-subsidiaries"),
        pytest.param("Kvarn and Successors Ltd.", False, id="near-miss-name"),
        pytest.param("Kvarn and Any Affair Ltd.", False, id="near-miss-any"),
    ],
)
def test_successors(published: str, *, covers: bool) -> None:
    """The tail becomes a mark on the entry, and only the tail."""
    found = read_name(published)
    assert found.covers_successors is covers
    assert (found.name == "Kvarn") is covers


def test_embedded_party_and_parent() -> None:
    """The wording stays; the party is a strong name, the group a weak one."""
    found = read_name("Kvarn Ltd. (Kvarn). Affiliated Entity: Nord Optics Ltd.")
    assert found.name == "Kvarn Ltd. (Kvarn). Affiliated Entity: Nord Optics Ltd."
    assert found.aliases == (
        Alias(name="Nord Optics Ltd.", kind=NameKind.EMBEDDED),
        Alias(name="Kvarn Ltd.", kind=NameKind.PARENT, strength=Strength.WEAK),
    )


def test_generic_party_gets_company() -> None:
    """`201 Research Institute` alone is no one; with its group it is."""
    found = read_name("Kvarn Second Academy. Subordinate Institution - 201 Research Institute")
    assert found.aliases[:2] == (
        Alias(name="201 Research Institute", kind=NameKind.EMBEDDED, strength=Strength.WEAK),
        Alias(name="Kvarn Second Academy 201 Research Institute", kind=NameKind.EMBEDDED),
    )


def test_plain_names_are_only_cleaned() -> None:
    """OFAC has fields of its own for what others put into the name."""
    found = read_name("KVARN (A.K.A. NORD),", is_plain=True)
    assert (found.name, found.aliases) == ("KVARN (A.K.A. NORD)", ())


@pytest.mark.parametrize("published", ["", " . ", "()", "\ufeff"])
def test_no_name(published: str) -> None:
    """Without a letter or digit there is no name."""
    assert read_name(published).name == ""


@pytest.mark.parametrize(
    ("published", "names"),
    [
        pytest.param("Nord;Lux;; Boreas;", ["Nord", "Lux", "Boreas"], id="glued"),
        pytest.param("DBA Nord Works", ["Nord Works"], id="leading-marker"),
        pytest.param("Nord, f.k.a., Lux OAO", ["Nord", "Lux OAO"], id="marker"),
        pytest.param("Nord; (all of preceding located in or near Lux)", ["Nord"], id="note"),
        pytest.param('"Nord"; Lux,', ["Nord", "Lux"], id="marks"),
        pytest.param(
            "Nord Energy Organization (NEO)",
            ["Nord Energy Organization (NEO)", "NEO", "Nord Energy Organization"],
            id="acronym",
        ),
        pytest.param("AKA INTEGRAL", ["AKA INTEGRAL"], id="near-miss-marker"),
        pytest.param("", [], id="empty"),
    ],
)
def test_aliases(published: str, names: list[str]) -> None:
    """The alias field gives names, whatever glues them."""
    assert [alias.name for alias in read_aliases(published)] == names


def test_distinct_drops_repeats_of_the_name() -> None:
    """An alias that repeats the name in other letters adds nothing."""
    assert distinct([Alias(name="KVARN"), Alias(name="Nord"), Alias(name="nord")], "Kvarn") == (Alias(name="Nord"),)


def test_judged_never_strengthens() -> None:
    """What was WEAK stays so; what is short becomes so."""
    weak = Alias(name="Kvarn Borealis", strength=Strength.WEAK)
    assert judged(weak, EntityType.UNKNOWN) is weak
    assert judged(Alias(name="KVA"), EntityType.UNKNOWN).strength is Strength.WEAK


@given(st.text(max_size=60), st.booleans(), st.booleans())
def test_any_text(text: str, plain: bool, debarred: bool) -> None:  # noqa: FBT001 - hypothesis passes by position
    """Any text is read; a letter or digit is enough for a name."""
    found = read_name(text, is_plain=plain, is_debarred=debarred)
    assert all(alias.name for alias in found.aliases)
    assert all(alias.name for alias in read_aliases(text))
