"""Small tables of invented entries."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from screening.model import Address, Alias, EntityType, Entry, NameKind, Strength
from screening.table import EntityTable
from screening.table.build import build_table

TRAPS = Path(__file__).parents[2] / "data" / "lists" / "csl-traps.csv"
FULL = Entry(
    key="EL-0000000001",
    list="EL",
    name="Kvarn Böréalis 株式会社",
    name_strength=Strength.WEAK,
    aliases=(
        Alias(name="Nord"),
        Alias(name="KBÖ", kind=NameKind.ACRONYM, strength=Strength.WEAK),
        Alias(name="Lux OAO", kind=NameKind.FKA),
    ),
    countries=("CN", "HK"),
    addresses=(Address(text='1 "Kvarn" Road', country="CN"), Address(country="HK")),
    entity_type=EntityType.ENTITY,
    effective_date=date(2019, 10, 9),
    end_date=date(2029, 10, 9),
    citations=("84 FR 54002",),
    programs=("KVARN-EO1",),
    license_requirement=("ALL_ITEMS",),
    license_policy=("CASE_BY_CASE",),
    listed_as="Kvarn Böréalis 株式会社,",
    covers_successors=True,
    source_id="7",
    source_url="https://example.org/list",
)
BARE = Entry(key="UVL-0000000002", list="UVL", name="Nord")


@pytest.fixture
def table() -> EntityTable:
    """Return a table of two entries on two lists."""
    return EntityTable.from_entries([BARE, FULL], published=date(2026, 7, 31))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the table of the published rows."""
    out = tmp_path / "table"
    build_table(TRAPS, out, published=date(2026, 7, 31))
    return out


@pytest.fixture
def spoil(folder: Path) -> Callable[[str, Callable[[bytes], bytes]], Path]:
    """Return a function that changes one file of a good table."""

    def change(name: str, how: Callable[[bytes], bytes]) -> Path:
        path = folder / name
        path.write_bytes(how(path.read_bytes()))
        return folder

    return change
