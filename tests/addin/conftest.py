"""A small entity table of invented parties, so that command-line tests start at once."""

from __future__ import annotations

import csv
import importlib
import logging
import os
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
import xlwings

import addin.calls
import addin.functions
import addin.log
import addin.session
from addin.session import Session
from screening.table.build import build_table
from tests.addin.pywin32 import com_server
from tests.addin.vba_excel import VbaExcel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

_HEADER = [
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
]
_EL = "Entity List (EL) - Bureau of Industry and Security"
_SDN = "Specially Designated Nationals (SDN) - Treasury Department"
_ROWS = (
    {
        "source": _EL,
        "name": "Kvarn Borealis Dynamics Co., Ltd.",
        "addresses": "12 Invented Road, Stockholm, Sweden, SE",
        "federal_register_notice": "84 FR 11111",
        "start_date": "2019-10-09",
        "license_requirement": "For all items subject to the EAR. (See §744.11 of the EAR)",
        "license_policy": "Presumption of denial",
        "alt_names": "Kvarnbore",
    },
    {"source": _SDN, "entity_number": "99001", "type": "Entity", "name": "ZOLTHURIAN SHIPPING", "addresses": "AE"},
)


def write_source(path: Path) -> Path:
    """Write the invented parties in the layout of the Consolidated Screening List."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _HEADER, restval="", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        for number, row in enumerate(_ROWS):
            writer.writerow({"_id": f"{number:040x}", **row})
    return path


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published list file with two invented parties."""
    return write_source(tmp_path_factory.mktemp("source") / "consolidated-2026-01-31.csv")


@pytest.fixture(scope="session")
def table(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The entity table built from it."""
    folder = tmp_path_factory.mktemp("tables") / "table"
    build_table(source, folder, published=None, more=())
    folder.parent.chmod(0o755)  # tests that drop their rights read it too
    return folder


@pytest.fixture(autouse=True)
def _own_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Keep the tests out of the user's log."""
    monkeypatch.setattr(addin.log, "log_path", lambda: tmp_path / "log" / "entity-check.log")
    yield
    logger = logging.getLogger(addin.log.LOGGER)
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True


@pytest.fixture
def session(table: Path) -> Session:
    """A session over the two invented parties, on a day on which the table is fresh."""
    return Session(table, today=lambda: date(2026, 2, 10))


@pytest.fixture
def com(monkeypatch: pytest.MonkeyPatch, session: Session, tmp_path: Path) -> Iterator[ModuleType]:
    """Xlwings' COM server over stand-ins for pywin32, with our functions registered as on Windows."""
    server = com_server(monkeypatch)
    udfs = importlib.import_module("xlwings.udfs")
    for name, real in (("func", udfs.xlfunc), ("arg", udfs.xlarg), ("ret", udfs.xlret)):
        monkeypatch.setattr(xlwings, name, real)
    for module in (addin.calls, addin.functions):
        importlib.reload(module)
    monkeypatch.setattr(addin.session, "_session", session)
    monkeypatch.setenv("ENTITY_CHECK_CACHE", str(tmp_path / "cache"))
    yield server
    server.loop.close()


@pytest.fixture
def excel(com: ModuleType) -> VbaExcel:
    """Excel with the add-in's VBA loaded, connected to the real Python functions."""
    return VbaExcel(com.XLPython())


_END = "[that was all]"


def _read_to_end(terminal: int) -> str:
    """Return what a terminal shows up to the end mark: a kernel under load hands it over piece by piece."""
    shown = b""
    while not shown.endswith(_END.encode()):
        shown += os.read(terminal, 65_536)
    return shown.decode().removesuffix(_END)


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return what calls something with a terminal as standard error, or another stream, and returns what it showed."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminals of this kind")

    def shown(call: Callable[[], object], name: str = "stderr") -> str:
        master, slave = os.openpty()
        try:
            with monkeypatch.context() as patch, open(slave, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a number
                patch.setattr(sys, name, stream)
                call()
                stream.write(_END)
                stream.flush()
                return _read_to_end(master)
        finally:
            os.close(master)

    return shown
