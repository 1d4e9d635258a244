"""Many writers, killed writers, a full disk, and a hand in the database: the chain holds, or says where it broke."""

from __future__ import annotations

import math
import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from shutil import copyfile
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import LedgerDamagedError
from screening.review.ledger import Ledger
from screening.review.ledger_file import check_export, export_lines
from tests.screening.review.conftest import NOW, decided

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from pathlib import Path

_SPAWN = multiprocessing.get_context("spawn")
_WRITERS: Final = 3
_BATCHES: Final = 12  # of each writer
_BATCH: Final = 5
_ROUNDS: Final = {True: 5, False: 2}  # for a file, for a server; in each, every writer is killed
_LONGEST_WAIT: Final = 0.15  # seconds from kill to kill; a writer adds dozens of batches meanwhile
_PATIENCE: Final = 60  # seconds until a process counts as hung


def _write_batches(place: str, first: int) -> None:
    """Add this writer's batches one by one, as several reviewers who sign off on the same morning do."""
    with Ledger.open(place) as ledger:
        for batch in range(_BATCHES):
            start = first + batch * _BATCH
            ledger.append([decided(number) for number in range(start, start + _BATCH)], NOW)


def _write_until_killed(place: str, first: int, ready: Connection) -> None:
    """Add batches without end, and tell the parent of the first one."""
    with Ledger.open(place) as ledger:
        for start in range(first, first + 1_000_000, _BATCH):
            ledger.append([decided(number) for number in range(start, start + _BATCH)], NOW)
            if start == first:
                ready.send(None)


def test_many_writers(place: str) -> None:
    """Nothing is lost, nothing recorded twice, and each batch stands together, though nobody made it first."""
    writers = [_SPAWN.Process(target=_write_batches, args=(place, 1_000 * number)) for number in range(_WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(_PATIENCE)
    assert [writer.exitcode for writer in writers] == [0] * _WRITERS
    with Ledger.open(place, create=False) as ledger:
        records = list(ledger.records())
        assert ledger.verify().ok
    assert [record.position for record in records] == list(range(1, _WRITERS * _BATCHES * _BATCH + 1))
    numbers = [int(record.vendor_key.removeprefix("id:")) for record in records]
    for first in range(0, 1_000 * _WRITERS, 1_000):
        own = [number for number in numbers if first <= number < first + 1_000]
        assert own == list(range(first, first + _BATCHES * _BATCH))
    batches = [numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH)]
    assert all(batch == list(range(batch[0], batch[0] + _BATCH)) for batch in batches)


def test_reading_while_others_write(place: str) -> None:
    """A growing ledger verifies, and each export of it can be read, for both stop at an end that was once stated."""
    Ledger.open(place).close()
    writer = _SPAWN.Process(target=_write_batches, args=(place, 0))
    writer.start()
    counts: list[int] = []
    with Ledger.open(place) as ledger:
        while writer.is_alive():
            verified = ledger.verify()
            assert verified.problems == ()
            counts += [verified.count, check_export(export_lines(ledger))]
        assert ledger.head.count == _BATCHES * _BATCH
    writer.join(_PATIENCE)
    assert counts == sorted(counts)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_writers(place: str) -> None:
    """Whenever a writer dies, whole batches remain, and the others and the next one go on without repair."""
    chance = random.Random(20260814)  # noqa: S311 - no secret is made
    Ledger.open(place).close()
    for round_ in range(_ROUNDS["://" not in place]):
        seen = _kill_one_by_one(place, round_ * _WRITERS, chance)
        assert len(seen) == _WRITERS
        assert all(count % _BATCH == 0 for count in seen)
        assert seen[0] >= (round_ + 1) * _WRITERS * _BATCH
    with Ledger.open(place, create=False) as ledger:
        before = ledger.head.count
        ledger.append([decided(number) for number in range(-_BATCH, 0)], NOW)
        assert ledger.verify().problems == ()
        assert ledger.head.count == before + _BATCH


def _kill_one_by_one(place: str, first: int, chance: random.Random) -> list[int]:
    """Return how many records the ledger held after each kill, verified while the remaining writers went on."""
    pipes = [_SPAWN.Pipe() for _ in range(_WRITERS)]
    writers = [
        _SPAWN.Process(target=_write_until_killed, args=(place, 1_000_000 * (first + number), child))
        for number, (_, child) in enumerate(pipes)
    ]
    seen = []
    try:
        for writer in writers:
            writer.start()
        assert all(parent.poll(_PATIENCE) for parent, _ in pipes)
        for writer in writers:
            time.sleep(chance.uniform(0, _LONGEST_WAIT))
            os.kill(writer.pid or 0, signal.SIGKILL)
            writer.join(_PATIENCE)
            assert writer.exitcode == -signal.SIGKILL
            with Ledger.open(place, create=False) as ledger:
                verified = ledger.verify()
            assert verified.problems == ()
            seen.append(verified.count)
    finally:
        for writer, (parent, child) in zip(writers, pipes, strict=True):
            writer.kill()
            parent.close()
            child.close()
    return seen


_FULL_DISK = """
    import resource, sys
    from screening.errors import LedgerFullError
    from screening.review.ledger import Ledger
    from tests.screening.review.conftest import NOW, decided

    with Ledger.open(sys.argv[1], create=False) as ledger:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
        try:
            ledger.append([decided(number) for number in range(100, 3100)], NOW)
        except LedgerFullError as error:
            sys.exit(f"refused: {error}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on file sizes can be set on Unix only")
@pytest.mark.parametrize("limit", [100, 60_000, 1_000_000, 3_000_000])
def test_full_disk(tmp_path: Path, limit: int) -> None:
    """No file may grow beyond `limit`: the journal, or the ledger, early or late; what was there still verifies."""
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path) as ledger:
        ledger.append([decided(number) for number in range(20)], NOW)
        before = list(ledger.records())
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(_FULL_DISK), str(path), str(limit)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr.startswith("refused: The ledger ")
    assert "nothing was recorded" in run.stderr
    assert len(run.stderr.splitlines()) == 1
    with Ledger.open(path, create=False) as ledger:
        assert ledger.verify().ok
        assert list(ledger.records()) == before
        ledger.append([decided(20)], NOW)
        assert ledger.verify().count == 21


_KEPT: Final = 12  # records in the ledger that is edited
_COLUMNS: Final = ("kind", "vendor_key", "entry_key", "recorded", "content", "body", "previous", "hash")
_VALUES = st.one_of(st.text(max_size=40), st.binary(max_size=8), st.integers(-9, 9), st.floats(allow_nan=False))
_POSITIONS = st.integers(1, _KEPT)
# An SQL statement or several, their values, and the positions where the first problem may be named.
_Edit = tuple[tuple[tuple[str, tuple[object, ...]], ...], frozenset[int]]


def _changed(position: int, column: str, value: object) -> _Edit:
    change = f"UPDATE entity_check_records SET {column} = ? WHERE position = ?"  # noqa: S608 - our own column names
    return (((change, (value, position)),), frozenset({position}))


def _moved(position: int, place: int) -> _Edit:
    """Put a record elsewhere: the place it leaves is found by the record after it, a place before the first at once."""
    first = place if place < 1 or position == _KEPT else position + 1
    return (
        (("UPDATE entity_check_records SET position = ? WHERE position = ?", (place, position)),),
        frozenset({first}),
    )


def _misplaced(position: int, place: float | bytes) -> _Edit:
    """Give a record a place that is no whole number, which a column of SQLite takes."""
    found = {position, position + 1}
    if isinstance(place, float):
        found.add(max(1, math.floor(place) + 1))
    return ((("UPDATE entity_check_records SET position = ? WHERE position = ?", (place, position)),), frozenset(found))


def _deleted(position: int) -> _Edit:
    gap = position + 1 if position < _KEPT else position - 1  # the record after it, or the new end
    return ((("DELETE FROM entity_check_records WHERE position = ?", (position,)),), frozenset({gap}))


def _cut(position: int) -> _Edit:
    cut = "DELETE FROM entity_check_records WHERE position >= ?"
    return (((cut, (position,)),), frozenset({position - 1}))


def _cut_and_stated(position: int) -> _Edit:
    """Cut the end off and state the new count, but not the new hash."""
    steps, named = _cut(position)
    change = "UPDATE entity_check_ledger SET value = ? WHERE name = 'count'"
    return ((*steps, (change, (str(position - 1),))), named)


def _swapped(one: int, other: int) -> _Edit:
    move = "UPDATE entity_check_records SET position = ? WHERE position = ?"
    steps = ((move, (-1, one)), (move, (one, other)), (move, (other, -1)))
    return (steps, frozenset({min(one, other)}))


def _forged(position: int) -> _Edit:
    """Put a copy of a decision before the first or after the last record."""
    copy = (
        "INSERT INTO entity_check_records SELECT ?, kind, vendor_key, entry_key, recorded, 'forged', body, previous, "
        "hash FROM entity_check_records WHERE position = 1"
    )
    return (((copy, (position,)),), frozenset({position}))


def _stated(name: str, value: object) -> _Edit:
    change = "UPDATE entity_check_ledger SET value = ? WHERE name = ?"
    return (((change, (value, name)),), frozenset({1 if name == "id" else _KEPT}))


_FAR = st.integers(-(2**63), 2**63 - 1)
_EDITS = st.one_of(
    st.builds(_changed, _POSITIONS, st.sampled_from(_COLUMNS), _VALUES),
    st.builds(_moved, _POSITIONS, st.one_of(_FAR, st.integers(-3, 2 * _KEPT)).filter(lambda n: not 1 <= n <= _KEPT)),
    st.builds(_misplaced, _POSITIONS, st.one_of(st.binary(), st.floats(-99, 99).filter(lambda n: n % 1 > 0))),
    st.builds(_deleted, _POSITIONS),
    st.builds(_cut, _POSITIONS),
    st.builds(_cut_and_stated, _POSITIONS),
    st.lists(_POSITIONS, min_size=2, max_size=2, unique=True).map(lambda pair: _swapped(*pair)),
    st.builds(_forged, _FAR.filter(lambda n: not 1 <= n <= _KEPT)),
    st.builds(_stated, st.sampled_from(["head", "id"]), st.text(max_size=20)),
    st.builds(_stated, st.just("count"), st.integers(0, 99)),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger whose triggers are gone, as a forger would begin."""
    path = tmp_path_factory.mktemp("written") / "ledger.sqlite"
    with Ledger.open(path) as ledger:
        ledger.append([decided(number) for number in range(_KEPT)], NOW)
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
    return path


def test_unedited_ledger(written: Path) -> None:
    """The near miss: without an edit, it verifies."""
    with Ledger.open(written, create=False) as ledger:
        verified = ledger.verify()
    assert verified.ok
    assert verified.count == _KEPT


@settings(max_examples=250, deadline=None)
@given(edit=_EDITS)
def test_any_edit_is_found(written: Path, edit: _Edit) -> None:
    """And named where it was made."""
    steps, named = edit
    copy = written.with_name("edited.sqlite")
    copyfile(written, copy)
    with closing(sqlite3.connect(copy)) as connection:
        before = _dump(connection)
        try:
            for statement, values in steps:
                connection.execute(statement, values)
        except sqlite3.IntegrityError:  # a place that is taken: the database refuses it
            return
        connection.commit()
        if _dump(connection) == before:
            return
    with Ledger.open(copy, create=False) as ledger:
        _check_found(ledger, named)


def _check_found(ledger: Ledger, named: frozenset[int]) -> None:
    """Hold that an edit is found where it was made, and that no export carries it on."""
    verified = ledger.verify()
    assert not verified.ok
    assert verified.problems[0].position in named
    try:
        lines = list(export_lines(ledger))
    except LedgerDamagedError:
        return
    assert check_export(lines) == _KEPT  # what was put in beyond the chain's ends stays out


# PostgreSQL takes no text in place of a number, no bytes in place of a text, and no zero in one.
_TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
_EDITS_OF_POSTGRESQL = st.one_of(
    st.builds(_changed, _POSITIONS, st.sampled_from(_COLUMNS), _TEXTS),
    st.builds(_moved, _POSITIONS, st.one_of(_FAR, st.integers(-3, 2 * _KEPT)).filter(lambda n: not 1 <= n <= _KEPT)),
    st.builds(_deleted, _POSITIONS),
    st.builds(_cut, _POSITIONS),
    st.builds(_cut_and_stated, _POSITIONS),
    st.lists(_POSITIONS, min_size=2, max_size=2, unique=True).map(lambda pair: _swapped(*pair)),
    st.builds(_forged, _FAR.filter(lambda n: not 1 <= n <= _KEPT)),
    st.builds(_stated, st.sampled_from(["head", "id"]), _TEXTS),
    st.builds(_stated, st.just("count"), st.integers(0, 99).map(str)),
)


@pytest.fixture(scope="module")
def written_there(new_database: Callable[[], str]) -> str:
    """The same in PostgreSQL."""
    url = new_database()
    with Ledger.open(url) as ledger:
        ledger.append([decided(number) for number in range(_KEPT)], NOW)
        ledger._connection.exec_driver_sql("DROP FUNCTION entity_check_refuse CASCADE")
    return url


@settings(max_examples=60, deadline=None)
@given(edit=_EDITS_OF_POSTGRESQL)
def test_any_edit_is_found_in_postgresql(written_there: str, edit: _Edit) -> None:
    """And named where it was made; each edit is taken back afterwards."""
    steps, named = edit
    with Ledger.open(written_there, create=False) as ledger:
        assert ledger.verify().problems == ()
        before = _held(ledger)
        ledger._connection.exec_driver_sql("BEGIN")
        for statement, values in steps:
            ledger._connection.exec_driver_sql(statement.replace("?", "%s"), values)
        if _held(ledger) == before:
            return
        # A forger's edit of the id is there before the ledger is opened.
        (ledger.id,) = ledger._stated("id")
        _check_found(ledger, named)


def _held(ledger: Ledger) -> list[object]:
    tables = ("entity_check_records ORDER BY position", "entity_check_ledger ORDER BY name")
    return [
        tuple(row)
        for table in tables
        for row in ledger._connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 - our own
    ]


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        pytest.param((), None, id="unedited"),
        pytest.param(("UPDATE entity_check_records SET vendor_key = 'id:0009' WHERE position = 2",), 2, id="changed"),
        pytest.param(("DELETE FROM entity_check_records WHERE position = 2",), 3, id="deleted"),
        pytest.param(("DELETE FROM entity_check_records WHERE position > 2",), 2, id="cut-off"),
        pytest.param(
            (
                "UPDATE entity_check_records SET position = -1 WHERE position = 2",
                "UPDATE entity_check_records SET position = 2 WHERE position = 3",
                "UPDATE entity_check_records SET position = 3 WHERE position = -1",
            ),
            2,
            id="swapped",
        ),
    ],
)
def test_forgery(place: str, edit: tuple[str, ...], named: int | None) -> None:
    """In either database, whoever takes the triggers away and edits is found out."""
    with Ledger.open(place) as ledger:
        ledger.append([decided(number) for number in range(4)], NOW)
        on = " ON entity_check_records" if "://" in place else ""
        for statement in (*(f"DROP TRIGGER entity_check_no_{what}{on}" for what in ("UPDATE", "DELETE")), *edit):
            ledger._connection.exec_driver_sql(statement)
        assert next((problem.position for problem in ledger.verify().problems), None) == named


def test_database_of_another_isolation(database: str) -> None:
    """Who has waited for a writer sees what it added, though the server is set to show each transaction one moment."""
    name = database.rpartition("/")[2]
    with Ledger.open(database) as ledger:
        ledger._connection.exec_driver_sql(
            f"ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'"
        )
    test_many_writers(database)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entity_check_ledger SET value = 'twelve' WHERE name = 'count'",
        "UPDATE entity_check_ledger SET value = printf('%.*c', 5000, '9') WHERE name = 'count'",
        "DELETE FROM entity_check_ledger WHERE name = 'head'",
        "UPDATE entity_check_records SET body = CAST(x'ff' AS TEXT) WHERE position = 3",
    ],
)
def test_unreadable_ledger(written: Path, statement: str) -> None:
    """What cannot be read at all is said to be damaged, in one line."""
    copy = written.with_name("edited.sqlite")
    copyfile(written, copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(statement)
    with Ledger.open(copy, create=False) as ledger, pytest.raises(LedgerDamagedError, match=r"[Rr]estore") as caught:
        ledger.verify()
    assert "\n" not in str(caught.value)


def _dump(connection: sqlite3.Connection) -> list[object]:
    tables = ("entity_check_records ORDER BY position", "entity_check_ledger ORDER BY name")
    return [row for table in tables for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608 - our own
