"""Installing and removing the add-in on invented profiles; nothing beside them is touched."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.build import read_config
from addin.errors import InstallError
from addin.install import Place, _close_entry, _open_entry, addin_path, install, places_of, uninstall
from addin.machine import HKCU, Machine

if TYPE_CHECKING:
    from collections.abc import Mapping

EXCEL = rf"{HKCU}\Software\Microsoft\Office\16.0\Excel"
OPTIONS = rf"{EXCEL}\Options"
OTHERS = {"OPEN": '"C:\\Other\\first.xlam"', "OPEN1": '/R "C:\\Other\\second.xll"', "Font": "Aptos,11"}


class Profile:
    """A registry in memory; keys come to be when they are written to."""

    def __init__(self, values: Mapping[str, Mapping[str, object]] | None = None) -> None:
        self.tree: dict[str, dict[str, object]] = {key: dict(held) for key, held in (values or {}).items()}
        self.written: list[str] = []

    def values(self, key: str) -> dict[str, object]:
        return dict(self.tree.get(key, {}))

    def keys(self, key: str) -> list[str]:
        below = [name[len(key) + 1 :].partition("\\")[0] for name in self.tree if name.startswith(f"{key}\\")]
        return sorted(set(below))

    def write(self, key: str, name: str, value: str) -> None:
        self.written.append(f"{key}\\{name}")
        self.tree.setdefault(key, {})[name] = value

    def delete(self, key: str, name: str) -> None:
        self.written.append(f"{key}\\{name}")
        self.tree.get(key, {}).pop(name, None)


@pytest.fixture
def registry() -> Profile:
    """A user of Excel 16 with two add-ins of others."""
    return Profile({OPTIONS: OTHERS})


@pytest.fixture
def machine(tmp_path: Path, registry: Profile) -> Machine:
    """A Windows profile whose folders have spaces and letters beyond ASCII, with files of the user's own."""
    home = tmp_path / "Users" / "Zoë Müller"
    roaming = home / "AppData" / "Roaming"
    for folder in ("XLSTART", "Other"):
        (roaming / "Microsoft" / "Excel" / folder).mkdir(parents=True)
    (roaming / "Microsoft" / "Excel" / "XLSTART" / "PERSONAL.XLSB").write_bytes(b"the user's macros")
    own = home / "AppData" / "Local" / "entity-check"
    (own / "Cache").mkdir(parents=True)
    (own / "Cache" / "x.columns").write_bytes(b"cache")
    return Machine(
        system="Windows",
        home=home,
        environ={"APPDATA": str(roaming)},
        registry=registry,
        interpreter=home / "venv" / "Scripts" / "python.exe",
        packages=home / "venv" / "Lib" / "site-packages",
        own_folders=(own / "Cache", own / "Logs"),
        short_path=lambda path: Path(str(path).replace("Zoë Müller", "ZOMLLE~1")),
    )


@pytest.fixture
def mac(tmp_path: Path) -> Machine:
    """A Mac profile."""
    home = tmp_path / "Users" / "zoë"
    home.mkdir(parents=True)
    return Machine(system="Darwin", home=home, interpreter=Path("/opt/venv/bin/python"))


def test_windows_xlstart(machine: Machine, registry: Profile) -> None:
    """One file, no registry value; the interpreter stands in it by a name that Excel can pass on."""
    before = _files(machine.home)
    report = install(machine)
    path = machine.roaming / "Microsoft" / "Excel" / "XLSTART" / "EntityCheck.xlam"
    assert report.path == path
    assert _files(machine.home).keys() - before.keys() == {path}
    assert registry.written == []
    config = read_config(path)
    assert config["Interpreter_Win"] == str(machine.interpreter).replace("Zoë Müller", "ZOMLLE~1")
    assert config["PYTHONPATH"] == str(machine.packages).replace("Zoë Müller", "ZOMLLE~1")
    assert any("Start Excel anew" in line for line in report.next)


def test_windows_addins_folder(machine: Machine, registry: Profile) -> None:
    """The next free OPEN value names it; those of others stay as they are."""
    install(machine, Place.ADDINS)
    path = addin_path(machine, Place.ADDINS)
    assert path.exists()
    assert registry.tree[OPTIONS] == {**OTHERS, "OPEN2": f'"{path}"'}
    install(machine, Place.ADDINS)
    assert registry.tree[OPTIONS] == {**OTHERS, "OPEN2": f'"{path}"'}


@pytest.mark.parametrize("place", list(Place))
def test_uninstall_leaves_nothing(machine: Machine, registry: Profile, place: Place) -> None:
    """Files and registry are as before the installation, our cache and log are gone, others' files are untouched."""
    before = _files(machine.home)
    install(machine, place)
    uninstall(machine)
    left = _files(machine.home)
    assert {path: data for path, data in before.items() if "entity-check" not in path.parts} == left
    assert registry.tree[OPTIONS] == OTHERS


def test_uninstall_twice(machine: Machine) -> None:
    """The second time there is nothing to do, and that is said."""
    install(machine)
    uninstall(machine)
    assert uninstall(machine).done == ("There was nothing to remove",)


def test_a_copy_in_the_other_place_goes(machine: Machine, registry: Profile) -> None:
    """Two copies would open under one name."""
    install(machine, Place.ADDINS)
    install(machine, Place.XLSTART)
    assert [path.exists() for path in places_of(machine)] == [True, False]
    assert registry.tree[OPTIONS] == OTHERS


def test_running_excel(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows locks an open add-in: the old one stays whole, and the message says to close Excel."""
    install(machine)
    path = addin_path(machine, Place.XLSTART)
    before = path.read_bytes()

    def locked(_self: Path, _target: Path) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(Exception, match="Close Excel"):
        install(replace(machine, interpreter=machine.home / "other.exe"))
    assert path.read_bytes() == before
    assert {found.name for found in path.parent.iterdir()} == {"PERSONAL.XLSB", path.name}


def test_uninstall_while_excel_runs(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says to close Excel."""
    install(machine)

    def locked(_self: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, f"locked {missing_ok}")

    monkeypatch.setattr(Path, "unlink", locked)
    with pytest.raises(InstallError, match="Close Excel"):
        uninstall(machine)


def test_closed_registry(machine: Machine, registry: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the value the file would be of no use, so it goes again."""

    def refuse(*_: object) -> None:
        raise PermissionError(5, "Access is denied")

    monkeypatch.setattr(registry, "write", refuse)
    with pytest.raises(InstallError, match="Nothing was installed"):
        install(machine, Place.ADDINS)
    assert not addin_path(machine, Place.ADDINS).exists()


def test_mac(mac: Machine) -> None:
    """Add-in and script are there, and it says that functions are not; uninstall takes both away."""
    report = install(mac)
    files = {path.name for path in _files(mac.home)}
    script = f"xlwings-{metadata.version('xlwings')}.applescript"
    assert files == {"EntityCheck.xlam", "EntityCheck.install.json", script}
    assert any("need Excel for Windows" in line for line in report.next)
    assert read_config(report.path or Path())["Interpreter_Mac"] == "/opt/venv/bin/python"
    uninstall(mac)
    assert _files(mac.home) == {}


def test_mac_script_of_another_program_stays(mac: Machine) -> None:
    """Xlwings may have been there before us."""
    script = mac.home / "Library/Application Scripts/com.microsoft.Excel"
    script.mkdir(parents=True)
    (script / f"xlwings-{metadata.version('xlwings')}.applescript").write_text("theirs")
    install(mac)
    uninstall(mac)
    assert [path.read_text() for path in script.iterdir()] == ["theirs"]


def test_linux(tmp_path: Path) -> None:
    """Explains, and writes nothing."""
    with pytest.raises(InstallError, match="Excel runs on Windows and macOS"):
        install(Machine(system="Linux", home=tmp_path))
    assert list(tmp_path.iterdir()) == []


@given(
    others=st.lists(st.text("abcxyz:\\ ", min_size=1, max_size=8).map('"{}"'.format), unique=True, max_size=12),
    place=st.integers(0, 12),
)
def test_open_values_never_have_a_gap(others: list[str], place: int) -> None:
    """Excel stops at the first missing number: whatever stands before and behind, no other add-in is silenced."""
    key = Machine(system="Windows", home=Path("h")).excel_key("Options")
    place = min(place, len(others))
    ours = Path("p") / "EntityCheck.xlam"
    entries = [*others[:place], f'"{ours}"', *others[place:]]
    registry = Profile({key: {f"OPEN{number or ''}": entry for number, entry in enumerate(entries)}})
    machine = Machine(system="Windows", home=Path("h"), registry=registry)
    assert _close_entry(machine, ours)
    assert registry.tree[key] == {f"OPEN{number or ''}": entry for number, entry in enumerate(others)}
    assert not _close_entry(machine, ours)
    assert _open_entry(machine, ours)
    assert registry.tree[key][f"OPEN{len(others) or ''}"] == f'"{ours}"'


def _files(folder: Path) -> dict[Path, str]:
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}
