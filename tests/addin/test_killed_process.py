"""A real Python process behind the VBA, killed in the middle of a call."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
from pyopenvba.exceptions import VBARuntimeError

import addin.session
from addin import calls
from addin.session import Session
from tests.addin.vba_excel import VbaExcel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

_CONTEXT = multiprocessing.get_context("spawn")


def _serve(pipe: Connection, table: Path) -> None:
    """Answer calls until the pipe closes; say so before each, so that the call is under way when it is killed."""
    addin.session._session = Session(table)
    while True:
        name, arguments = pipe.recv()
        pipe.send("begun")
        pipe.send(getattr(calls, name)(*arguments))


class _Process:
    """Python in a process of its own, started at the first call and again after it has died.

    Attributes:
        started: How often it was started.
        kill: Calls in whose middle it is killed, from now on.
    """

    def __init__(self, table: Path) -> None:
        self._table = table
        self._pipe: Connection | None = None
        self._child: multiprocessing.process.BaseProcess | None = None
        self.started = self.kill = 0

    def CallUDF(self, _script: object, name: str, arguments: tuple[Any, ...]) -> object:  # noqa: N802 - xlwings' name
        if self._child is None or not self._child.is_alive():
            self._start()
        assert self._pipe is not None
        assert self._child is not None
        try:
            self._pipe.send((name, arguments))
            assert self._pipe.recv() == "begun"
            if self.kill:
                self.kill -= 1
                os.kill(self._child.pid or 0, signal.SIGKILL)
                self._child.join()
            return self._pipe.recv()
        except (EOFError, OSError) as error:
            raise VBARuntimeError(-2147023170, "The remote procedure call failed.") from error

    def end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.join()
        if self._pipe is not None:
            self._pipe.close()

    def _start(self) -> None:
        self.end()
        self._pipe, theirs = _CONTEXT.Pipe()
        self._child = _CONTEXT.Process(target=_serve, args=(theirs, self._table), daemon=True)
        self._child.start()
        theirs.close()
        self.started += 1


@pytest.fixture
def process(table: Path) -> Iterator[_Process]:
    """A process that has not been started yet."""
    if not hasattr(signal, "SIGKILL"):
        pytest.skip("this system kills processes in another way")
    made = _Process(table)
    yield made
    made.end()


@pytest.mark.usefixtures("com")
def test_killed_in_the_middle_of_a_call(process: _Process) -> None:
    """The cell has its answer all the same, from a new process; the sheet holds what it held."""
    excel = VbaExcel(process)
    excel.put("A1", [["Kvarnbore"], ["Ostervik"]])
    process.kill = 1
    answers = excel.fill_down("ENTITY_CHECK", ["A"], range(1, 3))
    assert [answer.split(":")[0].split(" ")[0] for answer in answers] == ["LISTED", "CLEAR"]
    assert process.started == 2
    assert [row[:1] for row in excel.rows()] == [["Kvarnbore"], ["Ostervik"]]


@pytest.mark.usefixtures("com")
def test_killed_again_and_again(process: _Process) -> None:
    """Two tries, then #N/A; Recheck says why, and the next Python answers."""
    excel = VbaExcel(process)
    excel.put("A1", "Kvarnbore")
    process.kill = 3
    assert excel.formula("ENTITY_CHECK", excel.range("A1")) == "#N/A"
    assert process.started == 2
    assert excel.press("recheck") == []
    assert excel.formula("ENTITY_CHECK", excel.range("A1")).startswith("LISTED")


def test_fixture_kills(process: _Process) -> None:
    """The near miss: without a kill one process answers every call."""
    for _ in range(2):
        assert process.CallUDF("addin.calls", "entity_answers", ("ENTITY_CHECK", [["Ostervik"]]))
    assert process.started == 1
