"""Which names can stand alone."""

import pytest

from screening.lists.strength import name_strength
from screening.model import EntityType, NameKind, Strength


@pytest.mark.parametrize(
    ("name", "kind", "entity_type", "strength"),
    [
        pytest.param("MOD", NameKind.AKA, EntityType.UNKNOWN, Strength.WEAK, id="three-letters"),
        pytest.param("KVARN", NameKind.ACRONYM, EntityType.UNKNOWN, Strength.STRONG, id="five-letters"),
        pytest.param("ELVIS", NameKind.ACRONYM, EntityType.UNKNOWN, Strength.WEAK, id="acronym-that-is-a-word"),
        pytest.param("Diamond", NameKind.AKA, EntityType.UNKNOWN, Strength.WEAK, id="common-word"),
        pytest.param("Kvarn Diamond", NameKind.AKA, EntityType.UNKNOWN, Strength.STRONG, id="two-words"),
        pytest.param("Crimea", NameKind.AKA, EntityType.UNKNOWN, Strength.WEAK, id="place"),
        pytest.param("7103 Factory", NameKind.AKA, EntityType.UNKNOWN, Strength.WEAK, id="generic"),
        pytest.param("Kvarn Group", NameKind.PARENT, EntityType.UNKNOWN, Strength.WEAK, id="parent"),
        pytest.param("Kvarnov", NameKind.AKA, EntityType.INDIVIDUAL, Strength.WEAK, id="single-name-of-a-person"),
        pytest.param("KVARNOV, Ada", NameKind.AKA, EntityType.INDIVIDUAL, Strength.STRONG, id="whole-name-of-a-person"),
        pytest.param("KVARNOV", NameKind.LISTED, EntityType.VESSEL, Strength.WEAK, id="single-name-of-a-vessel"),
        pytest.param("KVARNOV", NameKind.LISTED, EntityType.ENTITY, Strength.STRONG, id="single-name-of-a-company"),
    ],
)
def test_strength(name: str, kind: NameKind, entity_type: EntityType, strength: Strength) -> None:
    """Short, common, generic and place names need company."""
    assert name_strength(name, kind, entity_type) is strength
