"""The table: what it holds and how it is asked."""

import pickle
from datetime import date
from pathlib import Path

import pytest

from screening.errors import TableDamagedError
from screening.lists.catalog import list_codes, list_info
from screening.lists.licenses import OTHER, license_codes
from screening.lists.packs import pack_codes
from screening.model import Entry, NameKind, Strength
from screening.table import EntityTable


@pytest.fixture(scope="module")
def bundled() -> EntityTable:
    """Return the table of the package."""
    return EntityTable.bundled()


def test_entries_by_index_and_key(table: EntityTable) -> None:
    """Entries are sorted by list and key, and come back as they went in."""
    assert len(table) == 2
    assert [entry.key for entry in table.entries] == ["EL-0000000001", "UVL-0000000002"]
    assert table[0] is table.entries[0]
    assert table[-1].name == "Nord"
    assert table.entry("EL-0000000001") == table[0]
    assert table.entry("EL-0") is None
    assert table[0].aliases[1].strength is Strength.WEAK


def test_index_outside(table: EntityTable) -> None:
    """An index past the end ends a loop."""
    with pytest.raises(IndexError):
        table[2]


def test_names(table: EntityTable) -> None:
    """Listed names come first, each with its strength."""
    assert list(table.names()) == [
        (0, "Kvarn Böréalis 株式会社", NameKind.LISTED, Strength.WEAK),
        (0, "Nord", NameKind.AKA, Strength.STRONG),
        (0, "KBÖ", NameKind.ACRONYM, Strength.WEAK),
        (0, "Lux OAO", NameKind.FKA, Strength.STRONG),
        (1, "Nord", NameKind.LISTED, Strength.STRONG),
    ]


def test_age_and_lists(table: EntityTable) -> None:
    """Age counts from publication and may lie ahead."""
    assert table.age_days(date(2026, 8, 30)) == 30
    assert table.age_days(date(2026, 7, 30)) == -1
    assert table.lists == ("EL", "UVL")
    assert table.id == table.manifest.id


def test_missing_lists(table: EntityTable, folder: Path) -> None:
    """Lists that the table lacks are missing; lists that were not chosen are not."""
    assert table.missing_lists == tuple(
        code for code in list_codes() if code not in {"EL", "UVL"} and not list_info(code).own
    )
    assert EntityTable.open(folder, lists=["CAP"]).missing_lists == ()


def test_equal_entries_give_equal_ids(table: EntityTable) -> None:
    """The order of the entries does not count; their content does."""
    again = EntityTable.from_entries(reversed(table.entries), published=date(2026, 7, 31))
    assert again.id == table.id
    assert EntityTable.from_entries(table.entries[:1], published=date(2026, 7, 31)).id != table.id


@pytest.mark.parametrize(
    "entries", [[], [Entry(key="EL-1", list="EL", name="A"), Entry(key="EL-1", list="EL", name="B")]]
)
def test_no_table(entries: list[Entry]) -> None:
    """No entries, or two with one key, make no table."""
    with pytest.raises(TableDamagedError):
        EntityTable.from_entries(entries, published=date(2026, 7, 31))


def test_pickle(table: EntityTable) -> None:
    """A table travels between processes."""
    assert pickle.loads(pickle.dumps(table)).entries == table.entries  # noqa: S301 - our own bytes


def test_unreadable_entry(table: EntityTable) -> None:
    """A line that is JSON but no entry is damage."""
    table._fields[0]["type"] = "robot"
    with pytest.raises(TableDamagedError, match="List EL"):
        table[0]


def test_open_takes_text(folder: Path) -> None:
    """A path may be text."""
    assert len(EntityTable.open(str(folder), lists=["CAP"])) == 1


def test_bundled_table(bundled: EntityTable) -> None:
    """The package brings all lists of 2026-07-31 and the packs, and no list of a company's own."""
    assert bundled.published == date(2026, 7, 31)
    assert bundled.lists == tuple(code for code in list_codes() if not list_info(code).own)
    published = sum(counts.rows for counts in bundled.manifest.lists if counts.code not in pack_codes())
    assert published == 25_921
    assert {counts.code: counts.rows for counts in bundled.manifest.lists}["EL"] == 3_420
    assert sum(counts.rejected for counts in bundled.manifest.lists) == 0
    assert sum(1 for _ in bundled.names()) == sum(counts.names for counts in bundled.manifest.lists)
    assert all(counts.url.startswith(list_info(counts.code).link[:20]) for counts in bundled.manifest.lists)


def test_bundled_entries_decode(bundled: EntityTable) -> None:
    """Every entry decodes, has a key of its own, and only codes that are explained."""
    assert len({entry.key for entry in bundled.entries}) == len(bundled)
    codes = {code for entry in bundled.entries for code in (*entry.license_requirement, *entry.license_policy)}
    assert codes <= set(license_codes()) - {OTHER}
    assert all(len(code) == 2 and code.isupper() for entry in bundled.entries for code in entry.countries)
    assert not [entry.name for entry in bundled.entries if entry.name != entry.name.strip() or ";" in entry.name]


@pytest.mark.parametrize(
    ("name", "key_list"),
    [
        pytest.param("Huawei", "EL", id="huawei"),
        pytest.param("Dahua Technology", "EL", id="dahua"),
        pytest.param("Sense Time", "EL", id="sensetime"),
        pytest.param("Rostec", "EL", id="rostec"),
        pytest.param("AERO-CARIBBEAN", "SDN", id="sdn-alias"),
    ],
)
def test_bundled_names(bundled: EntityTable, name: str, key_list: str) -> None:
    """Parties that other tools lost are there, under their brands."""
    assert any(found == name and bundled[index].list == key_list for index, found, _, _ in bundled.names())
