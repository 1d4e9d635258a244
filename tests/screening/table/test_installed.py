"""Which table is in force, and that it is a whole one whatever happens."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from screening import EntityTable, Entry
from screening.errors import TableDamagedError, TableError, TableMissingError, UnknownListError
from screening.table.installed import Installed

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 8, 14, 9, tzinfo=UTC)
# Each round forks a process that goes on installing tables until it is killed.
KILLED = """
import os, pathlib, random, signal, sys, time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from screening import EntityTable, Entry
from screening.errors import TableMissingError
from screening.table.installed import Installed
rounds, data = int(sys.argv[1]), pathlib.Path(sys.argv[2])
now, draw = datetime(2026, 8, 14, tzinfo=UTC), random.Random(20261009)
def table(number):
    entries = [Entry(key=f"EL-{n}", list="EL", name=f"Kvarn Borealis {n}") for n in range(number + 1)]
    return EntityTable.from_entries(entries, published=date(2026, 7, 31) + timedelta(days=number))
tables = [table(number) for number in range(8)]
known = {one.id for one in tables}
Installed(data).install(tables[0], now)
seen = set()
for number in range(rounds):
    child = os.fork()
    if not child:
        turn = 0
        while True:
            with suppress(TableMissingError):  # there may be nothing left to take back
                Installed(data).install(draw.choice(tables), now) if turn % 3 else Installed(data).roll_back()
            turn += 1
    time.sleep(draw.random() * 0.03)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    draw.random()
    opened = Installed(data).open()
    assert opened.entries and (opened.id in known or not Installed(data).history), opened.id
    seen.add(opened.id)
print(rounds, len(seen))
"""


def table(number: int) -> EntityTable:
    """Return a small table of its own day."""
    entries = [Entry(key=f"EL-{number}", list="EL", name=f"Kvarn Borealis {number}")]
    return EntityTable.from_entries(entries, published=date(2026, 7, 1) + timedelta(days=number))


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    """Return what is in force in a folder that does not exist yet."""
    return Installed(tmp_path / "data")


def test_nothing_installed(installed: Installed, tmp_path: Path) -> None:
    """The package's own table is in force, and looking leaves no trace."""
    assert installed.open(["CAP"]).id == EntityTable.bundled_id()
    assert installed.history == ()
    assert not (tmp_path / "data").exists()


def test_install_and_roll_back(installed: Installed) -> None:
    """The last one is in force; each step back is the one before it, and the last step the package's own."""
    for number in (1, 2, 2, 3):
        installed.install(table(number), NOW + timedelta(days=number))
    assert [one.table_id for one in installed.history] == [table(number).id for number in (1, 2, 3)]
    assert installed.open().id == table(3).id
    before = installed.roll_back()
    assert before
    assert (before.table_id, before.at) == (table(2).id, NOW + timedelta(days=2))
    assert installed.open().id == table(2).id
    installed.roll_back()
    assert installed.roll_back() is None
    assert installed.open(["CAP"]).id == EntityTable.bundled_id()
    with pytest.raises(TableMissingError, match="none before it"):
        installed.roll_back()


def test_taken_back_and_installed_again(installed: Installed) -> None:
    """Nothing that was taken back is lost."""
    installed.install(table(1), NOW)
    installed.install(table(2), NOW)
    installed.roll_back()
    installed.install(table(2), NOW)
    assert installed.open().id == table(2).id
    assert len(installed.history) == 2


def test_chosen_lists(installed: Installed) -> None:
    """As of any table."""
    installed.install(table(1), NOW)
    assert installed.open(["EL"]).lists == ("EL",)
    with pytest.raises(UnknownListError):
        installed.open(["SDN"])


def test_table_in_force_is_gone(installed: Installed) -> None:
    """No other table answers in its stead."""
    installed.install(table(1), NOW)
    folder = installed.archive.root / table(1).id
    (folder / "EL.jsonl").write_bytes(b"")
    with pytest.raises(TableDamagedError, match="lists rollback"):
        installed.open()
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(TableMissingError, match="no verdict is given"):
        installed.open()
    assert installed.roll_back() is None


def test_no_way_back_to_what_is_gone(installed: Installed) -> None:
    """Taking back must end at a table that can be used."""
    installed.install(table(1), NOW)
    installed.install(table(2), NOW)
    (installed.archive.root / table(1).id / "manifest.json").unlink()
    with pytest.raises(TableError):
        installed.roll_back()
    assert installed.open().id == table(2).id


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"schema": 9}', b'{"schema": 1, "installed": [{}]}', b"\xff"])
def test_spoiled_file(installed: Installed, tmp_path: Path, content: bytes) -> None:
    """Is an error, not another table; a new table mends it."""
    installed.install(table(1), NOW)
    (tmp_path / "data" / "installed.json").write_bytes(content)
    with pytest.raises(TableDamagedError, match="no verdict is given"):
        installed.open()
    installed.install(table(2), NOW)
    assert installed.open().id == table(2).id


def test_no_room(installed: Installed, tmp_path: Path) -> None:
    """What was in force stays so."""
    installed.install(table(1), NOW)
    (tmp_path / "data" / "installed.json").unlink()
    (tmp_path / "data" / "installed.json").mkdir()
    with pytest.raises(TableError):
        installed.install(table(2), NOW)
    assert [path.name for path in (tmp_path / "data").iterdir() if path.name.startswith(".")] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork; killing there is tried by hand")
def test_killed_at_any_point(tmp_path: Path) -> None:
    """Two hundred times: the table in force opens and verifies."""
    command = [sys.executable, "-c", KILLED, "200", str(tmp_path / "data")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    rounds, seen = map(int, done.stdout.split())
    assert rounds == 200
    assert seen > 3, "the processes were killed before they did anything"
