"""What the databases themselves refuse to do to a ledger, and that older ledgers learn to refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from screening.review import ledger_tables
from screening.review.ledger import Ledger
from tests.screening.review.conftest import NOW, decided

if TYPE_CHECKING:
    from pathlib import Path

_REPLACE: Final = (
    "INSERT OR REPLACE INTO entity_check_records (position, kind, vendor_key, entry_key, recorded, content, body, "
    "previous, hash) "
)
_EVERYWHERE: Final = (
    "UPDATE entity_check_records SET body = ''",
    "DELETE FROM entity_check_records",
    "DELETE FROM entity_check_ledger WHERE name = 'head'",
)
_SQLITE_ONLY: Final = (
    f"{_REPLACE} SELECT 1, '', '', '', '', 'other', '', '', ''",
    f"{_REPLACE} SELECT '1', '', '', '', '', 'other', '', '', ''",
    f"{_REPLACE} SELECT 99, '', '', '', '', content, '', '', '' FROM entity_check_records WHERE position = 1",  # noqa: S608 - our own
    "REPLACE INTO entity_check_records SELECT * FROM entity_check_records",
    _REPLACE.replace("(position", "(rowid, position") + "SELECT 1, 99, '', '', '', '', 'other', '', '', ''",
    "UPDATE OR REPLACE entity_check_records SET position = 1 WHERE position = 2",
)
_POSTGRESQL_ONLY: Final = (
    "TRUNCATE entity_check_records",
    "TRUNCATE entity_check_ledger",
    "TRUNCATE entity_check_ledger, entity_check_records CASCADE",
    "INSERT INTO entity_check_records TABLE entity_check_records ON CONFLICT (position) DO UPDATE SET hash = ''",
)
_OF_VERSION_1: Final = ("entity_check_no_update", "entity_check_no_delete")


def _refuses(place: str, statement: str) -> None:
    with Ledger.open(place) as ledger:
        ledger.append([decided(1), decided(2)], NOW)
        before = list(ledger.records())
        with pytest.raises(Exception, match="only ever added to"):
            ledger._connection.exec_driver_sql(statement)
    with Ledger.open(place) as again:
        assert list(again.records()) == before
        assert again.verify().ok


@pytest.mark.parametrize("statement", _EVERYWHERE)
def test_only_ever_added_to(place: str, statement: str) -> None:
    """The database itself refuses changes, so that no program makes one by accident."""
    _refuses(place, statement)


@pytest.mark.parametrize("statement", _SQLITE_ONLY)
def test_sqlite_replaces_nothing(tmp_path: Path, statement: str) -> None:
    """Neither by position nor by content nor by SQLite's own number of the row."""
    _refuses(str(tmp_path / "ledger.sqlite"), statement)


@pytest.mark.parametrize("statement", _POSTGRESQL_ONLY)
def test_postgresql_empties_nothing(database: str, statement: str) -> None:
    """The owner of the tables is refused too, until the guards are taken away."""
    _refuses(database, statement)


def test_replacing_what_is_not_there(tmp_path: Path) -> None:
    """The near miss: the same statement at a free place replaces nothing, and is left to `verify`."""
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.append([decided(1)], NOW)
        ledger._connection.exec_driver_sql(f"{_REPLACE} SELECT 2, '', '', '', '', 'other', '', '', ''")
        assert [problem.position for problem in ledger.verify().problems][:1] == [2]


def _guards(ledger: Ledger) -> set[str]:
    present = ledger_tables._PRESENT["://" not in ledger.where]
    return {name.casefold() for name in ledger._connection.exec_driver_sql(present).scalars()}


def _as_of_version_1(ledger: Ledger) -> None:
    """Take away the guards that the first ledgers lacked."""
    for name in _guards(ledger) - set(_OF_VERSION_1):
        table = "entity_check_ledger" if "stated" in name else "entity_check_records"
        on = f" ON {table}" if "://" in ledger.where else ""
        ledger._connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")


def test_older_ledger(place: str) -> None:
    """Is used as it is; looking adds nothing to it, and recording adds the guards."""
    with Ledger.open(place) as ledger:
        every = _guards(ledger)
        assert len(every) > len(_OF_VERSION_1)
        ledger.append([decided(1)], NOW)
        _as_of_version_1(ledger)
    with Ledger.open(place, create=False) as older:
        assert older.verify().ok
        assert older.append([decided(1)], NOW).recorded == ()
        assert _guards(older) == set(_OF_VERSION_1)
        older.append([decided(2)], NOW)
        assert _guards(older) == every
        older.append([decided(3)], NOW)
        assert older.verify().count == 3
    for statement in _SQLITE_ONLY[:1] if "://" not in place else _POSTGRESQL_ONLY[:1]:
        _refuses(place, statement)


@pytest.mark.parametrize(
    "lacking",
    [
        pytest.param("", id="not-the-owner"),
        pytest.param("GRANT {owner} TO {writer}; DROP FUNCTION entity_check_refuse CASCADE", id="no-function"),
    ],
)
def test_account_that_cannot_guard(database: str, lacking: str) -> None:
    """Records all the same, and leaves the guards to the owner."""
    writer = f"{database.rpartition('/')[2]}_writer"
    with Ledger.open(database) as ledger:
        _as_of_version_1(ledger)
        for statement in (
            f"CREATE ROLE {writer} LOGIN",
            f"GRANT SELECT, INSERT ON entity_check_records TO {writer}",
            f"GRANT SELECT, UPDATE ON entity_check_ledger TO {writer}",
            *filter(None, lacking.format(owner="reviewer", writer=writer).split("; ")),
        ):
            ledger._connection.exec_driver_sql(statement)
        before = _guards(ledger)
    with Ledger.open(database.replace("reviewer@", f"{writer}@")) as ledger:
        ledger.append([decided(1)], NOW)
        assert ledger.verify().ok
        assert _guards(ledger) == before
