"""LibreOffice is found where it usually is, and whatever it does it is ended."""

from __future__ import annotations

import os
import pickle
import select
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbook.office import OfficeMissingError, PdfError, find_office, to_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    Program = Callable[[str], Path]

posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Return a function that makes a stand-in for LibreOffice from the lines of a shell script."""

    def make(script: str) -> Path:
        path = tmp_path / "bin" / "soffice"
        path.parent.mkdir()
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder for profile and PDF."""
    place = tmp_path / "work"
    place.mkdir()
    return place


def _file(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return path


@posix
def test_path_comes_first(program: Program, tmp_path: Path) -> None:
    """What the user has put on PATH is meant; a file that cannot be run is not."""
    found = program("exit 0")
    _file(tmp_path / "usr" / "lib" / "libreoffice" / "program" / "soffice")
    assert find_office({"PATH": str(found.parent)}, "linux", tmp_path) == found
    found.chmod(0o644)
    assert find_office({"PATH": str(found.parent)}, "linux", tmp_path) != found


@pytest.mark.parametrize(
    ("system", "place"),
    [
        pytest.param("linux", "usr/lib/libreoffice/program/soffice", id="linux"),
        pytest.param("linux", "opt/libreoffice24.8/program/soffice", id="linux-from-its-makers"),
        pytest.param("darwin", "Applications/LibreOffice.app/Contents/MacOS/soffice", id="macos"),
        pytest.param("darwin", "home/Applications/LibreOffice.app/Contents/MacOS/soffice", id="macos-of-the-user"),
        pytest.param("win32", "Programs/LibreOffice/program/soffice.com", id="windows"),
        pytest.param("win32", "Programs/LibreOffice/program/soffice.exe", id="windows-without-the-console-program"),
    ],
)
def test_usual_places(tmp_path: Path, system: str, place: str) -> None:
    """Found there, and not on a system where it would be elsewhere."""
    expected = _file(tmp_path / place)
    environment = {"HOME": str(tmp_path / "home"), "ProgramFiles": str(tmp_path / "Programs")}
    assert find_office(environment, system, tmp_path) == expected
    other = "darwin" if system == "linux" else "linux"
    with pytest.raises(OfficeMissingError):
        find_office(environment, other, tmp_path)


def test_missing(tmp_path: Path) -> None:
    """Says what is missing, where it was looked for, and what to do; travels between processes."""
    with pytest.raises(OfficeMissingError) as caught:
        find_office({}, "linux", tmp_path)
    assert "`soffice`" in str(caught.value)
    assert "or leave out --pdf" in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own bytes


@posix
def test_own_profile_and_no_python_of_ours(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The profile stands in the folder, kept from the network; our Python path is not handed on."""
    monkeypatch.setenv("PYTHONPATH", "ours")
    office = program(
        f'echo "$@" > "{tmp_path}/args"; echo "$PYTHONPATH" >> "{tmp_path}/args"; printf %%PDF-1.6 > a.pdf'
    )
    assert to_pdf(office, tmp_path / "a.xlsx", folder) == folder / "a.pdf"
    arguments, python = (tmp_path / "args").read_text("utf-8").splitlines()
    assert f"-env:UserInstallation={(folder / 'profile').as_uri()} --headless " in arguments
    assert python == ""
    settings = (folder / "profile" / "user" / "registrymodifications.xcu").read_text("utf-8")
    assert 'ooInetProxyType" oor:op="fuse">\n<value>1<' in settings


@posix
@pytest.mark.parametrize(
    ("script", "why"),
    [
        pytest.param("echo 'Error: source file could not be loaded'; exit 0", "could not be loaded", id="says-why"),
        pytest.param("exit 77", "it ended with 77", id="says-nothing"),
        pytest.param("echo nonsense > a.pdf", "made no PDF", id="no-pdf"),
    ],
)
def test_no_pdf(program: Program, folder: Path, script: str, why: str) -> None:
    """The program's own last words are handed on."""
    with pytest.raises(PdfError, match=why):
        to_pdf(program(script), Path("a.xlsx"), folder)


def test_cannot_be_started(folder: Path) -> None:
    """Names the program."""
    with pytest.raises(PdfError, match=r"cannot be started .*none"):
        to_pdf(folder / "none", Path("a.xlsx"), folder)


@posix
@pytest.mark.parametrize("leader", ["wait", "printf %%PDF-1.6 > a.pdf"], ids=["hangs", "leaves-a-child-behind"])
def test_children_are_ended(program: Program, folder: Path, tmp_path: Path, leader: str) -> None:
    """When the time is up, and when the program itself is done: nothing goes on."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        office = program(f'exec 3> "{pipe}"; echo alive >&3\n(sleep 1000) &\n{leader}')
        if leader == "wait":
            with pytest.raises(PdfError, match="longer than 2 seconds and was ended"):
                to_pdf(office, Path("a.xlsx"), folder, seconds=2)
        else:
            to_pdf(office, Path("a.xlsx"), folder)
        assert os.read(reader, 100) == b"alive\n"
        assert select.select([reader], [], [], 30)[0]  # readable again: nobody holds the other end
        assert os.read(reader, 100) == b""
    finally:
        os.close(reader)
