"""The ledger in SQLite and in PostgreSQL: what goes in comes out, in one unbroken chain."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from screening.errors import (
    ArgumentError,
    LedgerBusyError,
    LedgerDamagedError,
    LedgerError,
    LedgerMissingError,
    LedgerReadOnlyError,
    LedgerUnreachableError,
)
from screening.review import ledger as of_ledger
from screening.review import ledger_database
from screening.review.decision import SignOff
from screening.review.ledger import Ledger
from screening.review.ledger_errors import RECORDING
from screening.review.ledger_file import check_export, export_lines, read_export
from screening.review.records import genesis
from tests.screening.review.conftest import NOW, decided

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIGNED = SignOff(
    role="approver", name="C. Approver", signed=date(2026, 8, 20), review="R-20260814-0123456789", workbook="ab" * 32
)


def test_round_trip(place: str) -> None:
    """Decisions and signatures come back equal, also from another process's connection."""
    given = [decided(1, "A \u201cbakery\u201d; \u5c71 \x07"), decided(2)]
    with Ledger.open(place) as ledger:
        appended = ledger.append([*given, SIGNED], NOW)
        assert (len(appended.recorded), appended.already) == (3, 0)
    with Ledger.open(place, create=False) as again:
        records = list(again.records())
        assert [record.decision for record in records[:2]] == given
        assert records[2].sign_off == SIGNED
        assert [record.position for record in records] == [1, 2, 3]
        assert records[0].recorded == "2026-08-14T10:30:00+00:00"
        assert again.head.count == 3
        assert again.head.hash == records[2].hash
        assert again.id == ledger.id
        assert again.verify().ok


def test_chain(place: str) -> None:
    """Each record names the one before, the first the ledger itself."""
    with Ledger.open(place) as ledger:
        ledger.append([decided(number) for number in range(5)], NOW)
        records = list(ledger.records())
        assert records[0].previous == genesis(ledger.id)
        assert [record.previous for record in records[1:]] == [record.hash for record in records[:-1]]
        assert [record.position for record in ledger.records(since=3)] == [4, 5]


def test_twice(place: str) -> None:
    """The same decision is recorded once, within a batch, in the next one, and at another time."""
    with Ledger.open(place) as ledger:
        ledger.append([decided(1), decided(1)], NOW)
        again = ledger.append([decided(1), decided(2)], NOW + timedelta(days=1))
        assert (len(again.recorded), again.already) == (1, 1)
        assert ledger.append([], NOW).recorded == ()
        assert ledger.head.count == 2


@pytest.mark.parametrize(("records", "told"), [(0, [0]), (3, [2, 3]), (4, [2, 4, 4])])
def test_verify_tells_how_far_it_is(place: str, monkeypatch: pytest.MonkeyPatch, records: int, told: list[int]) -> None:
    """After every page, the last and shorter one too."""
    monkeypatch.setattr(of_ledger, "_PAGE", 2)
    heard: list[int] = []
    with Ledger.open(place) as ledger:
        ledger.append([decided(number) for number in range(records)], NOW)
        assert ledger.verify(heard.append).count == records
    assert heard == told


def test_decisions_on(place: str) -> None:
    """By vendor and entry, oldest first; those of others and signatures stay out."""
    with Ledger.open(place) as ledger:
        ledger.append([decided(1), decided(2), SIGNED, decided(1, "again")], NOW)
        found = ledger.decisions_on([f"id:{number:04}" for number in (1, 3, *range(10, 1300))])
        assert found == {("id:0001", "EL-7KQ2M9XA3F"): [decided(1), decided(1, "again")]}


def test_time_without_offset(place: str) -> None:
    """Is refused, for it could mean another day."""
    with Ledger.open(place) as ledger, pytest.raises(ArgumentError, match="no UTC offset"):
        ledger.append([decided(1)], datetime(2026, 8, 14))  # noqa: DTZ001 - that is the point


def test_export_and_import(place: str, tmp_path: Path) -> None:
    """Another database takes the ledger over, hashes and all; importing again adds what is new."""
    with Ledger.open(place) as ledger, Ledger.open(tmp_path / "other.sqlite") as other:
        ledger.append([decided(1), decided(2)], NOW)
        assert other.take_over(read_export(export_lines(ledger))) == 2
        assert (other.id, other.head) == (ledger.id, ledger.head)
        assert other.take_over(read_export(export_lines(ledger))) == 0
        ledger.append([SIGNED], NOW)
        assert other.take_over(read_export(export_lines(ledger))) == 1
        assert other.verify().ok
        other.append([decided(3)], NOW)
        assert ledger.take_over(read_export(export_lines(other))) == 1
        assert list(ledger.records()) == list(other.records())


def test_import_of_a_stranger(place: str, tmp_path: Path) -> None:
    """Another ledger's records, or a branch of one's own, are refused whole."""
    with Ledger.open(place) as ledger, Ledger.open(tmp_path / "other.sqlite") as other:
        ledger.append([decided(1)], NOW)
        other.append([decided(2)], NOW)
        with pytest.raises(LedgerDamagedError, match="is one of the ledger"):
            ledger.take_over(read_export(export_lines(other)))
        with Ledger.open(tmp_path / "branch.sqlite") as branch:
            branch.take_over(read_export(export_lines(ledger)))
            branch.append([decided(3)], NOW)
            ledger.append([decided(4)], NOW)
            for count in (2, 3):  # the ledger is as long as the branch, and longer
                with pytest.raises(LedgerDamagedError, match="differ at record 2"):
                    ledger.take_over(read_export(export_lines(branch)))
                assert ledger.verify().count == count
                ledger.append([decided(10 + count)], NOW)


def test_import_of_an_older_export(place: str) -> None:
    """The near miss: an export that ends where this ledger went on adds nothing, and is no branch."""
    with Ledger.open(place) as ledger:
        empty = list(export_lines(ledger))
        ledger.append([decided(1)], NOW)
        older = list(export_lines(ledger))
        ledger.append([decided(2)], NOW)
        assert [ledger.take_over(read_export(lines)) for lines in (empty, older)] == [0, 0]
        assert ledger.verify().count == 2


def test_import_holds_few_records(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever a line is read, all but the last few before it are in the database already."""
    monkeypatch.setattr(of_ledger, "_ADDED", 3)
    with Ledger.open(tmp_path / "source.sqlite") as source:
        source.append([decided(number) for number in range(20)], NOW)
        lines = list(export_lines(source))
    waiting: list[int] = []
    with Ledger.open(place) as ledger:

        def read() -> Iterator[str]:
            for number, line in enumerate(lines):
                held = ledger._connection.exec_driver_sql("SELECT count(*) FROM entity_check_records").scalar_one()
                waiting.append(number - held)
                yield line

        assert ledger.take_over(read_export(read())) == 20
        assert ledger.verify().ok
    assert max(waiting) == 3


@pytest.mark.parametrize("held", [0, 2])
@pytest.mark.parametrize("fault", ["changed", "cut", "unreadable"])
def test_import_is_all_or_nothing(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, held: int
) -> None:
    """What is wrong with the last line takes back what was added before it, and the ledger stays what it was."""
    monkeypatch.setattr(of_ledger, "_ADDED", 2)
    with Ledger.open(tmp_path / "source.sqlite") as source:
        source.append([decided(1), decided(2)], NOW)
        first = list(export_lines(source))
        source.append([decided(number) for number in range(3, 10)], NOW)
        lines = list(export_lines(source))

    def read() -> Iterator[str]:
        yield from lines[:-1]
        if fault == "unreadable":
            raise OSError(5, "the stick was pulled out")
        if fault == "changed":
            yield lines[-1].replace("Bakery", "Bekery")

    with Ledger.open(place) as ledger:
        if held:
            ledger.take_over(read_export(first))
        before = ledger.id, ledger.head
        error = OSError if fault == "unreadable" else LedgerDamagedError  # of the file, not of the ledger
        with pytest.raises(error, match=r"stick|nothing was imported"):
            ledger.take_over(read_export(read()))
        assert (ledger.id, ledger.head, len(list(ledger.records()))) == (*before, held)
        assert ledger.verify().ok
    with Ledger.open(place) as ledger:
        assert (ledger.id, ledger.head) == before
        assert ledger.take_over(read_export(lines)) == 9 - held
        assert ledger.verify().ok


@pytest.mark.parametrize("line", range(4))
def test_export_that_was_changed(tmp_path: Path, line: int) -> None:
    """A letter, a line or the end: each is noticed, and where."""
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.append([decided(1), decided(2), decided(3)], NOW)
        lines = list(export_lines(ledger))
    assert check_export(lines) == 3
    gone = lines[:line] + lines[line + 1 :]
    with pytest.raises(LedgerDamagedError):
        check_export(gone)
    edited = [text.replace("Bakery", "Bekery").replace('"count":3', '"count":2') for text in lines]
    with pytest.raises(LedgerDamagedError):
        check_export(lines[:line] + edited[line : line + 1] + lines[line + 1 :])


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("[" * 100_000, id="deep"),
        pytest.param("[]", id="list"),
        pytest.param("\x00\x01", id="no-text"),
        pytest.param({"kind": 5}, id="kind-is-a-number"),
        pytest.param({"position": True}, id="position-is-true"),
        pytest.param({"position": "1"}, id="position-is-a-text"),
        pytest.param({"previous": None}, id="previous-is-nothing"),
        pytest.param({"vendor_key": "id:\ud800"}, id="lone-surrogate"),
        pytest.param({"more": "fields"}, id="another-field"),
    ],
)
def test_line_that_is_no_record(tmp_path: Path, line: str | dict[str, object]) -> None:
    """Is refused by its number, in one short line."""
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.append([decided(1)], NOW)
        about, record = export_lines(ledger)
    assert check_export([about, json.dumps(json.loads(record))]) == 1
    edited = line if isinstance(line, str) else json.dumps(json.loads(record) | line)
    with pytest.raises(LedgerDamagedError, match=r"^Line 2 [^\n]{0,150}$"):
        check_export([about, edited])


def test_no_ledger(tmp_path: Path) -> None:
    """Where none is to be made, none is made."""
    with pytest.raises(LedgerMissingError, match=r"none\.sqlite"):
        Ledger.open(tmp_path / "none.sqlite", create=False)
    assert not list(tmp_path.iterdir())


def test_another_file(tmp_path: Path) -> None:
    """Is not touched."""
    path = tmp_path / "vendors.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(5000))
    with pytest.raises(LedgerDamagedError, match="another file"):
        Ledger.open(path)
    assert path.read_bytes() == b"PK\x03\x04" + bytes(5000)


def test_database_of_another_program(tmp_path: Path) -> None:
    """Is not touched either; an empty file is nobody's, and becomes a ledger."""
    path, empty = tmp_path / "invoices.sqlite", tmp_path / "empty.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE invoices (number)")
    before = path.read_bytes()
    for create in (True, False):
        with pytest.raises(LedgerDamagedError, match="of another program"):
            Ledger.open(path, create=create)
    assert path.read_bytes() == before
    empty.touch()
    with Ledger.open(empty) as ledger:
        assert ledger.verify().ok


def test_newer_ledger(place: str) -> None:
    """Is refused in words."""
    with Ledger.open(place) as ledger:
        ledger._connection.exec_driver_sql("UPDATE entity_check_ledger SET value = '2' WHERE name = 'schema'")
    with pytest.raises(LedgerDamagedError, match="update the program"):
        Ledger.open(place)


def test_read_only(bound_folder: Path) -> None:
    """A ledger on a share that may only be read is read, and says so when it is written to."""
    path = bound_folder / "share" / "ledger.sqlite"
    with Ledger.open(path) as ledger:
        ledger.append([decided(1)], NOW)
    path.chmod(0o400)
    path.parent.chmod(0o500)
    with Ledger.open(path) as ledger:
        assert ledger.verify().count == 1
        with pytest.raises(LedgerReadOnlyError, match="may only be read"):
            ledger.append([decided(2)], NOW)
    with pytest.raises(LedgerError):
        Ledger.open(path.parent / "new.sqlite")
    path.parent.chmod(0o700)


def test_closed_folder(bound_folder: Path) -> None:
    """A folder that may not even be looked into is named."""
    folder = bound_folder / "share"
    folder.mkdir(mode=0o000)
    try:
        with pytest.raises(LedgerMissingError, match="closed to you"):
            Ledger.open(folder / "ledger.sqlite")
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize("name", ["x" * 300, "~nobody-of-this-name/ledger.sqlite"], ids=["too-long", "no-such-home"])
def test_impossible_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Is an error of ours, and makes nothing."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LedgerError):
        Ledger.open(name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "key", ["id:\x0017", "id:17\x1f", "id:\x7f", "id:\ud80017", "name:\udfff", "id:00 17"], ids=ascii
)
def test_vendor_key_that_no_database_takes(place: str, key: str) -> None:
    """Cells can hold anything (`_x0000_`, `_xD800_`), and one of them must not stop a review; the last is ordinary."""
    odd = replace(decided(1), vendor=replace(decided(1).vendor, key=key))
    with Ledger.open(place) as ledger:
        assert ledger.decisions_on([key]) == {}
        ledger.append([odd, decided(2)], NOW)
        assert ledger.decisions_on([key]) == {(key, "EL-7KQ2M9XA3F"): [odd]}
        assert ledger.verify().ok
        assert check_export(export_lines(ledger)) == 2


def test_busy(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits too long for another writer is told so; afterwards it works."""
    monkeypatch.setattr(ledger_database, "WAIT", 0.2)
    with Ledger.open(place) as ledger, Ledger.open(place) as other:
        with (
            ledger_database.writing(other._connection, place, RECORDING),
            pytest.raises(LedgerBusyError, match="somebody else"),
        ):
            ledger.append([decided(1)], NOW)
        assert len(ledger.append([decided(1)], NOW).recorded) == 1


def test_rights(database: str) -> None:
    """The rights that docs/how-to/share-a-ledger.md names are enough, and who may only look can look."""
    name = database.rpartition("/")[2]
    with Ledger.open(database) as ledger:
        ledger.append([decided(1)], NOW)
        for statement in (
            f"CREATE ROLE {name}_writer LOGIN",
            f"CREATE ROLE {name}_reader LOGIN",
            f"GRANT SELECT, INSERT ON entity_check_records TO {name}_writer",
            f"GRANT SELECT, UPDATE ON entity_check_ledger TO {name}_writer",
            f"GRANT SELECT ON entity_check_records, entity_check_ledger TO {name}_reader",
        ):
            ledger._connection.exec_driver_sql(statement)
    with Ledger.open(database.replace("reviewer@", f"{name}_writer@")) as ledger:
        ledger.append([decided(2)], NOW)
    with Ledger.open(database.replace("reviewer@", f"{name}_reader@")) as ledger:
        assert ledger.verify().count == 2
        with pytest.raises(LedgerReadOnlyError, match="may only be read"):
            ledger.append([decided(3)], NOW)


def test_database_that_may_only_be_read(database: str) -> None:
    """As a copy of the team's server that follows it: it verifies, and refuses in words."""
    name = database.rpartition("/")[2]
    with Ledger.open(database) as ledger:
        ledger.append([decided(1)], NOW)
        ledger._connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with Ledger.open(database) as ledger:
        assert ledger.verify().ok
        with pytest.raises(LedgerReadOnlyError, match="may only be read"):
            ledger.append([decided(2)], NOW)


def test_connection_that_is_lost(database: str, capfd: pytest.CaptureFixture[str]) -> None:
    """One line, no traceback beside it; who opens the ledger again goes on."""
    with Ledger.open(database) as ledger, Ledger.open(database) as other:
        pid = ledger._connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        other._connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
        with pytest.raises(LedgerUnreachableError) as caught:
            ledger.append([decided(1)], NOW)
        assert "\n" not in str(caught.value)
    with Ledger.open(database) as again:
        assert len(again.append([decided(1)], NOW).recorded) == 1
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("postgresql://reviewer:secret@127.0.0.1:port/ledger", id="port-is-no-number"),
        pytest.param("postgresql://reviewer:se@secret@127.0.0.1:1/ledger", id="at-sign-in-the-password"),
        pytest.param("postgresql:/reviewer:secret@127.0.0.1:1/ledger", id="one-slash"),
        pytest.param("Postgres://reviewer:secret@127.0.0.1:1/ledger", id="capital"),
        pytest.param("postgresql://127.0.0.1:1/ledger?user=reviewer&password=secret", id="behind-the-question-mark"),
        pytest.param("postgresql://reviewer@127.0.0.1:1/ledger?password=secret", id="password-there"),
        pytest.param("postgresql+other://reviewer:secret@127.0.0.1:1/ledger", id="another-driver"),
    ],
)
def test_url_that_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Wherever the password stands, it is not shown, and no file gets its name."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LedgerUnreachableError) as caught:
        Ledger.open(url)
    assert "secret" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_password_is_not_shown(database: str) -> None:
    """Neither in errors of a server that does answer, nor in what a ledger says of itself."""
    url = database.replace("reviewer@", "reviewer:secret@")
    with pytest.raises(LedgerMissingError) as missing:
        Ledger.open(url, create=False)
    with Ledger.open(url) as ledger:
        assert "secret" not in ledger.where
        ledger._connection.exec_driver_sql("UPDATE entity_check_ledger SET value = '2' WHERE name = 'schema'")
    with pytest.raises(LedgerDamagedError) as newer:
        Ledger.open(url)
    assert "secret" not in f"{missing.value} {newer.value}"


def test_server_that_does_not_answer() -> None:
    """In one line, without the password."""
    with pytest.raises(LedgerUnreachableError) as caught:
        Ledger.open("postgresql://reviewer:secret@127.0.0.1:1/ledger")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unknown_kind_of_database() -> None:
    """Is not taken for the name of a file."""
    with pytest.raises(LedgerUnreachableError, match="'mysql'"):
        Ledger.open("mysql://host/ledger")


def test_another_vendor_is_another_decision(place: str) -> None:
    """The near miss of recording twice."""
    with Ledger.open(place) as ledger:
        ledger.append([decided(1)], NOW)
        other = replace(decided(1), decider="B. Reviewer")
        assert len(ledger.append([other], NOW).recorded) == 1
