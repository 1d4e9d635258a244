"""Each thing that can be wrong with an installation is found, named, and has its remedy; a sound one has none."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from addin.doctor import as_data, examine, worded
from addin.install import Place, addin_path, install
from addin.machine import HKCU, HKLM, Machine
from addin.session import Session
from screening.table.archive import ENVIRONMENT
from tests.addin.test_install import EXCEL, OPTIONS, Profile

if TYPE_CHECKING:
    from collections.abc import Callable

CLICK_TO_RUN = rf"{HKLM}\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
POLICY = rf"{HKCU}\Software\Policies\Microsoft\Office\16.0\Excel\Security"


@pytest.fixture
def registry() -> Profile:
    """64-bit Excel 16."""
    return Profile({OPTIONS: {}, CLICK_TO_RUN: {"Platform": "x64", "VersionToReport": "16.0.18000.20000"}})


@pytest.fixture
def machine(tmp_path: Path, registry: Profile) -> Machine:
    """A Windows profile on which everything is as it should be."""
    home = tmp_path / "home"
    scripts = home / "venv" / "Scripts"
    scripts.mkdir(parents=True)
    (scripts / "python.exe").touch()
    for bits in (32, 64):
        (home / "venv" / f"xlwings{bits}-{metadata.version('xlwings')}.dll").touch()
    made = Machine(system="Windows", home=home, registry=registry, interpreter=scripts / "python.exe")
    install(made)
    return made


def _wrong(machine: Machine, session: Session) -> dict[str, str]:
    found = {finding.what: finding for finding in examine(machine, session) if not finding.ok}
    found.pop("Lists", None)  # the invented table has two lists of twelve
    assert all(finding.remedy for finding in found.values())
    return {what: finding.seen for what, finding in found.items()}


def test_sound_installation(machine: Machine, session: Session) -> None:
    """Nothing is wrong, and what was seen is said."""
    assert _wrong(machine, session) == {}
    text = worded(examine(machine, session))
    assert "ok     Excel: 16.0.18000.20000, 64 bits" in text
    assert str(addin_path(machine, Place.XLSTART)) in text


def test_as_data(machine: Machine, session: Session) -> None:
    """Plain data with these keys."""
    data = json.loads(json.dumps(as_data(examine(machine, session))))
    assert {frozenset(finding) for finding in data} == {frozenset({"what", "ok", "seen", "remedy"})}


def test_changes_nothing(machine: Machine, registry: Profile, session: Session) -> None:
    """Neither files nor registry."""
    before = {path: path.stat().st_mtime_ns for path in machine.home.rglob("*")}
    examine(machine, session)
    assert {path: path.stat().st_mtime_ns for path in machine.home.rglob("*")} == before
    assert registry.written == []


def _library_gone(machine: Machine, _registry: Profile) -> Machine:
    (machine.home / "venv" / f"xlwings64-{metadata.version('xlwings')}.dll").unlink()
    return machine


def _other_bits(machine: Machine, registry: Profile) -> Machine:
    registry.tree[CLICK_TO_RUN]["Platform"] = "x86"
    (machine.home / "venv" / f"xlwings32-{metadata.version('xlwings')}.dll").unlink()
    return machine


def _no_excel(machine: Machine, registry: Profile) -> Machine:
    registry.tree.clear()
    return machine


def _old_excel(machine: Machine, registry: Profile) -> Machine:
    registry.tree = {rf"{HKCU}\Software\Microsoft\Office\15.0\Excel\Options": {}}
    return machine


def _not_installed(machine: Machine, _registry: Profile) -> Machine:
    addin_path(machine, Place.XLSTART).unlink()
    return machine


def _twice(machine: Machine, _registry: Profile) -> Machine:
    other = addin_path(machine, Place.ADDINS)
    other.parent.mkdir(parents=True)
    other.write_bytes(addin_path(machine, Place.XLSTART).read_bytes())
    return machine


def _python_gone(machine: Machine, _registry: Profile) -> Machine:
    machine.interpreter.unlink()
    return machine


def _damaged(machine: Machine, _registry: Profile) -> Machine:
    addin_path(machine, Place.XLSTART).write_bytes(b"PK\x03\x04 cut short")
    return machine


def _foreign_letters(machine: Machine, _registry: Profile) -> Machine:
    return replace(machine, interpreter=Path("C:/Users/Zoë/python.exe"))


def _cloud(machine: Machine, _registry: Profile) -> Machine:
    return replace(machine, environ={"OneDriveCommercial": str(machine.home)})


def _blocked(machine: Machine, _registry: Profile) -> Machine:
    note = addin_path(machine, Place.XLSTART).with_name("EntityCheck.xlam:Zone.Identifier")
    note.write_text("[ZoneTransfer]\nZoneId=3\n")
    return machine


def _disabled(machine: Machine, registry: Profile) -> Machine:
    item = b"\x01\x00" + str(addin_path(machine, Place.XLSTART)).lower().encode("utf-16-le")
    registry.tree[rf"{EXCEL}\Resiliency\DisabledItems"] = {"1A2B": item}
    return machine


def _no_trusted_locations(machine: Machine, registry: Profile) -> Machine:
    registry.tree[rf"{POLICY}\Trusted Locations"] = {"AllLocationsDisabled": 1}
    return machine


@pytest.mark.parametrize(
    ("break_it", "what", "seen"),
    [
        pytest.param(_library_gone, "xlwings library", "xlwings64-", id="library-gone"),
        pytest.param(_other_bits, "xlwings library", "xlwings32-", id="32-bit-excel"),
        pytest.param(_no_excel, "Excel", "no settings of Excel", id="no-excel"),
        pytest.param(_old_excel, "Excel", "15.0", id="old-excel"),
        pytest.param(_not_installed, "Add-in", "not installed", id="not-installed"),
        pytest.param(_twice, "Add-in", "installed twice", id="installed-twice"),
        pytest.param(_python_gone, "Configuration", "is gone", id="python-gone"),
        pytest.param(_damaged, "Configuration", "cannot be read", id="damaged"),
        pytest.param(_foreign_letters, "Path of Python", "Zoë", id="letters-that-vba-cannot-pass-on"),
        pytest.param(_cloud, "Cloud folder", "OneDriveCommercial", id="onedrive"),
        pytest.param(_blocked, "Mark of the web", "downloaded", id="blocked"),
        pytest.param(_disabled, "Disabled items", "after a crash", id="disabled-after-a-crash"),
        pytest.param(_no_trusted_locations, "Trusted locations", "switched off", id="no-trusted-locations"),
    ],
)
def test_finds(
    machine: Machine,
    registry: Profile,
    session: Session,
    break_it: Callable[[Machine, Profile], Machine],
    what: str,
    seen: str,
) -> None:
    """The fault is named under its own heading."""
    wrong = _wrong(break_it(machine, registry), session)
    assert seen in wrong[what]


def test_macros_that_it_rules(machine: Machine, registry: Profile, session: Session) -> None:
    """A policy against macros is told, and that trusted locations are exempt."""
    registry.tree[POLICY] = {"VBAWarnings": 4}
    (macros,) = [finding for finding in examine(machine, session) if finding.what == "Macros"]
    assert macros.ok
    assert "your IT department" in macros.seen


def test_built_with_other_versions(machine: Machine, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade of xlwings its VBA and library no longer match."""
    real = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "99.9" if name == "entity-check" else real(name))
    assert "built with entity-check" in _wrong(machine, session)["Configuration"]


def test_unusable_table(machine: Machine, tmp_path: Path) -> None:
    """It is the last finding, with a remedy."""
    findings = examine(machine, Session(tmp_path / "none"))
    assert findings[-1].what == "Lists"
    assert not findings[-1].ok
    assert findings[-1].remedy


def test_stale_table(machine: Machine, table: Path) -> None:
    """Age and limit are said."""
    findings = examine(machine, Session(table))
    assert "STALE" in findings[-1].seen


def test_settings_of_the_user(machine: Machine, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are not the usual ones are named; a file that cannot be used is the last finding, with a remedy."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    (tmp_path / "settings.toml").write_text("max_hits = 3\n", encoding="utf-8")
    assert {one.what: one.seen for one in examine(machine, Session(table))}["Settings"].endswith("hold: max_hits 3")
    (tmp_path / "settings.toml").write_text("max_hits = 0\n", encoding="utf-8")
    last = examine(machine, Session(table))[-1]
    assert (last.what, last.ok) == ("Settings", False)
    assert "max_hits is 0" in last.seen
    assert "delete it" in last.remedy


def test_linux(session: Session, tmp_path: Path) -> None:
    """There is no Excel, and that is the one thing to say of it."""
    found = examine(Machine(system="Linux", home=tmp_path), session)
    assert "where Excel does not run" in found[0].seen
