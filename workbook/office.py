"""LibreOffice as a printer: find it, and let it turn a workbook into a PDF.

It runs with a profile of its own, made for the one run, so that it meets neither an
open LibreOffice of the user's nor what that one is set up to do. It is kept from the
network, and it is ended, with whatever it started, when its time is up.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from screening.errors import EntityCheckError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["OfficeMissingError", "PdfError", "find_office", "to_pdf"]

SECONDS: Final = 120  # a first start with a new profile takes some five; a busy machine takes longer
_END_SECONDS: Final = 10
_MAC: Final = "Applications/LibreOffice.app/Contents/MacOS/soffice"
_WINDOWS: Final = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")
_LINUX: Final = ("usr/lib/libreoffice", "usr/lib64/libreoffice", "usr/local/lib/libreoffice")
_OURS: Final = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP")  # LibreOffice brings its own Python
# A proxy that nobody serves, and no search for updates.
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse">
<value>1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse">
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse">
<value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse">
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse">
<value>9</value></prop></item>
<item oor:path="/org.openoffice.Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments">
<prop oor:name="AutoCheckEnabled" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


class PdfError(EntityCheckError):
    """A PDF cannot be made; says why, and what to do."""


class OfficeMissingError(PdfError):
    """There is no LibreOffice on this machine that could be found."""

    def __init__(self) -> None:
        """Say where it was looked for."""
        super().__init__(
            "A PDF needs LibreOffice, and there is no `soffice` on PATH or in the usual places. "
            "Install LibreOffice (libreoffice.org) or add its folder `program` to PATH, or leave out --pdf."
        )

    def __reduce__(self) -> tuple[type[OfficeMissingError], tuple[()]]:
        return type(self), ()


def find_office(environment: Mapping[str, str], system: str, root: Path = Path("/")) -> Path:
    """Return the program: the one on PATH, else one in the usual places.

    Args:
        environment: Environment variables: PATH, and on Windows where programs are.
        system: As `sys.platform` says it.
        root: Where the usual places of macOS and Linux are.

    Raises:
        OfficeMissingError: There is none.
    """
    if on_path := shutil.which("soffice", path=environment.get("PATH", "")):
        return Path(on_path)
    for place in _usual_places(environment, system, root):
        if place.is_file():
            return place
    raise OfficeMissingError


def to_pdf(office: Path, workbook: Path, folder: Path, *, seconds: float = SECONDS) -> Path:
    """Return the PDF that LibreOffice makes of all sheets of `workbook`.

    Args:
        office: The program, as `find_office` returns it.
        workbook: Any workbook; only read.
        folder: An empty folder for the PDF and the profile, which the caller removes.
        seconds: Time after which the program is ended.

    Raises:
        PdfError: The program cannot be started, was ended, or made no PDF.
    """
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    made = folder / f"{workbook.stem}.pdf"
    command = [
        str(office),
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", "pdf:calc_pdf_Export", "--outdir", str(folder), str(workbook)),
    ]
    said = folder / "said.txt"
    code = _run(command, said, seconds)
    if not made.is_file() or not made.read_bytes().startswith(b"%PDF-"):
        raise PdfError(f"LibreOffice made no PDF ({_last_line(said) or f'it ended with {code}'})")
    return made


def _run(command: list[str], said: Path, seconds: float) -> int:
    environment = {name: value for name, value in os.environ.items() if name not in _OURS}
    try:
        with said.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - the program that was found, and paths of our own
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                cwd=said.parent,
                start_new_session=True,  # so that its children can be ended with it
            )
    except OSError as error:
        raise PdfError(f"LibreOffice cannot be started ({command[0]}: {error.strerror or error})") from error
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise PdfError(f"LibreOffice took longer than {seconds:g} seconds and was ended") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of the program, the processes that it started included."""
    if sys.platform == "win32":
        if process.poll() is None:
            tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(tree, check=False, capture_output=True)  # noqa: S603
    else:
        with suppress(ProcessLookupError, PermissionError):  # of a group that is gone, macOS says the latter
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_END_SECONDS)


def _usual_places(environment: Mapping[str, str], system: str, root: Path) -> Iterator[Path]:
    if system == "win32":
        folders = [Path(environment[name]) / "LibreOffice" / "program" for name in _WINDOWS if name in environment]
        for folder in folders:
            yield from (folder / "soffice.com", folder / "soffice.exe")  # the former waits until it is done
    elif system == "darwin":
        yield root / _MAC
        if "HOME" in environment:
            yield Path(environment["HOME"]) / _MAC
    else:
        newest_first = sorted((root / "opt").glob("libreoffice*"), reverse=True)
        for place in (*(root / known for known in _LINUX), *newest_first):
            yield place / "program" / "soffice"


def _last_line(said: Path) -> str:
    lines = said.read_text("utf-8", errors="replace").split("\n")
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")
