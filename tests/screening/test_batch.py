"""Tests of sharing names between processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from screening.batch import screen_all
from screening.errors import ArgumentError
from screening.model import Entry, Screening, Vendor, Verdict
from screening.screener import Screener
from screening.table import EntityTable

ROOT = Path(__file__).parents[2]
# The signal comes as soon as the first worker is there, where chance would rarely put it.
INTERRUPTED = """
import multiprocessing.process as processes, os, signal
from screening.batch import screen_all
from screening.model import Screening, Verdict
start = processes.BaseProcess.start
def interrupted(process):
    start(process)
    os.kill(os.getpid(), signal.SIGINT)
processes.BaseProcess.start = interrupted
try:
    list(screen_all([str(n) for n in range(2000)], lambda name: Screening(vendor=name, verdict=Verdict.CLEAR), 2))
except KeyboardInterrupt:
    print("stopped")
"""
VENDORS = [Vendor(name=f"Kvarn {number} Borealis") for number in range(1_500)]


def clear(vendor: Vendor) -> Screening:
    """Return a verdict that names its vendor."""
    return Screening(vendor=vendor.name, verdict=Verdict.CLEAR)


@pytest.mark.parametrize("workers", [None, 1, 2, 5])
def test_order_is_kept(workers: int | None) -> None:
    """However the names are shared, the answers come in order."""
    assert list(screen_all(VENDORS, clear, workers)) == [clear(vendor) for vendor in VENDORS]


@pytest.mark.skipif(sys.platform != "linux", reason="names are shared by forking")
def test_names_are_shared(tmp_path: Path) -> None:
    """With two workers the calling process does none of the work."""

    def note(vendor: Vendor) -> Screening:
        (tmp_path / str(os.getpid())).touch()
        return clear(vendor)

    list(screen_all(VENDORS, note, 2))
    processes = {path.name for path in tmp_path.iterdir()}
    assert processes
    assert str(os.getpid()) not in processes


@pytest.mark.skipif(sys.platform != "linux", reason="names are shared by forking")
def test_a_killed_worker_loses_nothing() -> None:
    """What a worker took with it is done again."""
    parent = os.getpid()

    def die_once(vendor: Vendor) -> Screening:
        if vendor.name.startswith("Kvarn 777 ") and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return clear(vendor)

    assert list(screen_all(VENDORS, die_once, 2)) == [clear(vendor) for vendor in VENDORS]


@pytest.mark.skipif(sys.platform != "linux", reason="names are shared by forking")
def test_an_error_in_a_worker_reaches_the_caller() -> None:
    """An error is not swallowed and not turned into an answer."""

    def fail(vendor: Vendor) -> Screening:
        raise ArgumentError(vendor.name)

    with pytest.raises(ArgumentError, match="Kvarn 0 Borealis"):
        list(screen_all(VENDORS, fail, 2))


def test_screener_gives_the_same_either_way() -> None:
    """Shared or not, the verdicts and hits are equal."""
    entries = [Entry(key=f"EL-{number}", list="EL", name=f"Kvarn {number} Borealis Ltd") for number in range(50)]
    screener = Screener(EntityTable.from_entries(entries, published=date(2026, 1, 1)))
    names = [vendor.name for vendor in VENDORS] * 2
    assert screener.screen_many(names, workers=2) == screener.screen_many(names, workers=1)
    with pytest.raises(ArgumentError, match="workers"):
        screener.screen_many(names, workers=0)


@pytest.mark.skipif(sys.platform != "linux", reason="names are shared between cores on Linux only")
def test_stopped_while_workers_are_started() -> None:
    """Ctrl-C just after the first one was forked ends the program; it does not wait for workers that never came."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, check=False, timeout=60, cwd=ROOT
    )
    assert (done.stdout, done.returncode) == ("stopped\n", 0), done.stderr
