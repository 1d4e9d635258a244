"""What is said when a ledger's database refuses: what happened, why, what to do, and what was not done, if anything."""

from __future__ import annotations

from shutil import copyfile
from typing import TYPE_CHECKING, Final

import pytest

from screening.errors import (
    LedgerDamagedError,
    LedgerError,
    LedgerMissingError,
    LedgerReadOnlyError,
    LedgerUnreachableError,
)
from screening.review import ledger_database
from screening.review.ledger import Ledger
from screening.review.ledger_errors import RECORDING
from screening.review.ledger_file import export_lines, read_export
from screening.review.records import draft
from tests.screening.review.conftest import NOW, decided

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_UNDONE: Final = ("recorded", "imported")


def _said(error: type[LedgerError], call: Callable[[], object]) -> str:
    """Return the text of an error of just this kind."""
    with pytest.raises(error) as caught:
        call()
    assert type(caught.value) is error
    assert "\n" not in str(caught.value)
    return str(caught.value)


def _account(database: str, *statements: str) -> str:
    """Return the URL for an account of no rights but what the statements give `{account}`."""
    account = f"{database.rpartition('/')[2]}_account"
    with Ledger.open(database) as ledger:
        for statement in (f"CREATE ROLE {account} LOGIN", *statements):
            ledger._connection.exec_driver_sql(statement.format(account=account))
    return database.replace("reviewer@", f"{account}@")


def test_account_without_rights(database: str) -> None:
    """Is told that it may not read, not that it may only do so; nothing was to be recorded."""
    url = _account(database)
    text = (
        f"The ledger {url} cannot be used: your account may not read it. Ask its owner for the right, or name another"
    )
    for create in (True, False):
        assert _said(LedgerError, lambda: Ledger.open(url, create=create)) == f"{text} one."  # noqa: B023 - called at once


def test_account_that_may_see_the_end_only(database: str) -> None:
    """Opens the ledger, and is told the same when it verifies."""
    url = _account(database, "GRANT SELECT ON entity_check_ledger TO {account}")
    with Ledger.open(url) as ledger:
        assert "may not read it" in _said(LedgerError, ledger.verify)


def test_account_that_may_only_read(database: str) -> None:
    """The near miss: it reads, and is told what was not done when it writes."""
    url = _account(database, "GRANT SELECT ON entity_check_ledger, entity_check_records TO {account}")
    with Ledger.open(database) as ledger:
        ledger.append([decided(1)], NOW)
        exported = list(export_lines(ledger))
    with Ledger.open(url) as ledger:
        assert ledger.verify().ok
        text = f"The ledger {url} cannot be used: it may only be read. Ask for the right to write it, or name another"
        assert _said(LedgerReadOnlyError, lambda: ledger.append([decided(2)], NOW)) == (
            f"{text} one; nothing was recorded."
        )
        assert ledger.take_over(read_export(exported)) == 0  # nothing is to be added, so no right is missed


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        pytest.param("SELECT 1", "there is none in this database, and your account may not make one", id="no-ledger"),
        pytest.param("REVOKE CONNECT ON DATABASE {name} FROM PUBLIC", "your account may not read it", id="closed"),
    ],
)
def test_account_of_another_database(database: str, new_database: Callable[[], str], statement: str, why: str) -> None:
    """Is told that there is no ledger and that it cannot make one, or that it may not even look."""
    other = new_database()
    url = _account(database, statement.format(name=other.rpartition("/")[2]))
    account = url.partition("@")[0]
    text = _said(
        LedgerError if "CONNECT" in statement else LedgerMissingError,
        lambda: Ledger.open(f"{account}@{other.partition('@')[2]}"),
    )
    assert why in text
    assert not any(word in text for word in _UNDONE)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        pytest.param("/ledger", "/no_ledger", "has no such database. Check its name", id="database"),
        pytest.param("reviewer@", "stranger@", "does not let this user in. Check the user", id="user"),
        pytest.param("reviewer@127.0.0.1:", "readonly@127.0.0.1:1?", "does not answer. Check host and port", id="port"),
    ],
)
def test_url_that_leads_nowhere(database: str, old: str, new: str, why: str) -> None:
    """Says which part of the URL to look at, and shows the URL as it was typed."""
    url = database.replace(old, new).partition("?")[0]
    text = _said(LedgerUnreachableError, lambda: Ledger.open(url))
    assert text == f"The ledger {url} cannot be used: its server {why}{text.rpartition(why)[2]}"
    assert not any(word in text for word in _UNDONE)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+pg8000"])
def test_driver_is_not_shown(database: str, scheme: str) -> None:
    """Whatever the URL begins with, for nobody needs to know the driver; the password is hidden."""
    typed = database.replace("postgresql://reviewer@", f"{scheme}://reviewer:secret@")
    with Ledger.open(typed) as ledger:
        assert ledger.where == database.replace("reviewer@", "reviewer:***@")


def _ends_the_connection(url: str, ledger: Ledger) -> None:
    pid = ledger._connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with Ledger.open(url) as other:
        other._connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")


def test_connection_that_is_lost(database: str) -> None:
    """Says what was not done, by what was to be done."""
    with Ledger.open(database) as ledger:
        exported = list(export_lines(ledger))
    calls: dict[str, Callable[[Ledger], object]] = {
        "": Ledger.verify,
        "; nothing was recorded": lambda ledger: ledger.append([decided(1)], NOW),
        "; nothing was imported": lambda ledger: ledger.take_over(read_export(exported)),
    }
    for undone, call in calls.items():
        with Ledger.open(database) as ledger:
            _ends_the_connection(database, ledger)
            text = _said(LedgerUnreachableError, lambda: call(ledger))  # noqa: B023 - called at once
        assert text == (
            f"The ledger {database} cannot be used: the connection to its server was lost. Try again{undone}."
        )


def test_connection_that_is_lost_at_the_last_moment(database: str) -> None:
    """Whether the batch was recorded cannot be known then, and it is not claimed; doing it again settles it."""
    with Ledger.open(database) as ledger:
        for statement in (
            """CREATE FUNCTION leave() RETURNS trigger AS $$
            BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$ LANGUAGE plpgsql""",
            """CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON entity_check_records DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION leave()""",
        ):
            ledger._connection.exec_driver_sql(statement)
        text = _said(LedgerUnreachableError, lambda: ledger.append([decided(1)], NOW))
    assert "whether anything was recorded is not known" in text
    assert "nothing was recorded" not in text
    with Ledger.open(database) as ledger:
        ledger._connection.exec_driver_sql("DROP TRIGGER leave ON entity_check_records")
        assert len(ledger.append([decided(1)], NOW).recorded) == 1
        assert ledger.verify().ok


def test_half_a_ledger(place: str) -> None:
    """The tables of another program, or what somebody left of ours."""
    with Ledger.open(place) as ledger:
        ledger._connection.exec_driver_sql("DROP TABLE entity_check_records")
        text = _said(LedgerDamagedError, ledger.verify)
    assert text.endswith("cannot be used: it is not laid out as a ledger. Name the right one.")


def test_record_that_stands_in_the_way(place: str) -> None:
    """Somebody put a record where the next one goes: nothing is recorded, and verify is pointed to."""
    with Ledger.open(place) as ledger:
        ledger.append([decided(1)], NOW)
        ledger._connection.exec_driver_sql(
            "INSERT INTO entity_check_records VALUES (2, '', '', '', '', '', '', '', '')"
        )
        text = _said(LedgerDamagedError, lambda: ledger.append([decided(2)], NOW))
        assert text.endswith("Run `entity-check ledger verify`; nothing was recorded.")
        assert [problem.position for problem in ledger.verify().problems][:1] == [2]


def test_busy(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits in vain is told what was not done."""
    monkeypatch.setattr(ledger_database, "WAIT", 0.2)
    with Ledger.open(place) as ledger, Ledger.open(place) as other:
        exported = list(export_lines(ledger))
        with ledger_database.writing(other._connection, place, RECORDING):
            with pytest.raises(LedgerError, match=r"Try again in a minute; nothing was recorded\.$"):
                ledger.append([decided(1)], NOW)
            with pytest.raises(LedgerError, match=r"Try again in a minute; nothing was imported\.$"):
                ledger.take_over(read_export(exported))


def test_file_that_may_only_be_read(bound_folder: Path) -> None:
    """Says what was not done, by what was to be done."""
    path = bound_folder / "ledger.sqlite"
    with Ledger.open(path) as ledger:
        exported = list(export_lines(ledger))
    path.chmod(0o400)
    with Ledger.open(path) as ledger:
        for done, call in (
            ("recorded", lambda: ledger.append([decided(2)], NOW)),
            ("imported", lambda: ledger.take_over(read_export(exported))),
        ):
            text = _said(LedgerReadOnlyError, call)
            assert "may only be read" in text
            assert [word for word in _UNDONE if f"nothing was {word}" in text] == [done]


def _left_half_written(path: Path) -> None:
    """Make a ledger of one record, as it lies there after a program was killed while it recorded more."""
    source = path.with_name("source.sqlite")
    with Ledger.open(source) as ledger:
        ledger.append([decided(1)], NOW)
        ledger._connection.exec_driver_sql("PRAGMA cache_size = 5")  # so that what does not fit goes to the disk
        with ledger_database.writing(ledger._connection, str(source), RECORDING):
            ledger._insert(tuple(ledger._chained(map(draft, map(decided, range(10, 500))), "")), RECORDING)
            for ending in ("", "-journal"):
                copyfile(f"{source}{ending}", f"{path}{ending}")


def test_file_that_a_killed_program_left(bound_folder: Path) -> None:
    """Who may only read cannot put it right, and is told who can; once that was done, it is read."""
    path = bound_folder / "ledger.sqlite"
    _left_half_written(path)
    path.chmod(0o400)
    text = _said(LedgerReadOnlyError, lambda: Ledger.open(path, create=False))
    assert "a program was stopped while it recorded" in text
    assert text.endswith("Let somebody who may write it run `entity-check ledger verify` once.")
    for mode in (0o600, 0o400):
        path.chmod(mode)
        with Ledger.open(path, create=False) as ledger:
            verified = ledger.verify()
        assert (verified.ok, verified.count) == (True, 1)


def test_name_of_a_file_is_no_cause(bound_folder: Path) -> None:
    """A folder that cannot be made in one called `readonly` is closed, not read only."""
    folder = bound_folder / "readonly disk is full"
    folder.mkdir(mode=0o500)
    text = _said(LedgerMissingError, lambda: Ledger.open(folder / "new" / "ledger.sqlite"))
    assert text.endswith("its folder is closed to you. See that its folder is yours.")


def test_another_file(tmp_path: Path) -> None:
    """Nothing was to be recorded in it."""
    path = tmp_path / "vendors.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(5000))
    text = _said(LedgerDamagedError, lambda: Ledger.open(path))
    assert text == f"The ledger {path} cannot be used: it is no ledger but another file. Name the right file."
