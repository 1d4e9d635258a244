"""Put the add-in where Excel finds it at every start, and take it away again.

Windows: XLSTART, which Excel trusts and opens by itself; or the AddIns folder with an
`OPEN` value in the registry. macOS: Excel's startup folder, and the script through
which xlwings reaches Python. What was done is written down, and undone from there.
"""

from __future__ import annotations

import json
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from addin.build import FILE_NAME, AddinOptions, build_addin
from addin.errors import InstallError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from addin.machine import Machine

__all__ = ["Place", "Report", "addin_path", "install", "places_of", "uninstall"]

_MAC_STARTUP: Final = Path("Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel")
_MAC_SCRIPTS: Final = Path("Library/Application Scripts/com.microsoft.Excel")
_OPEN: Final = re.compile(r"OPEN\d*", re.IGNORECASE)
_RECEIPT: Final = "EntityCheck.install.json"


class Place(StrEnum):
    """Where the add-in goes on Windows."""

    XLSTART = "xlstart"
    ADDINS = "addins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was done.

    Attributes:
        path: The add-in; None if there was none to remove.
        done: What was done, one sentence each.
        next: What the user should do or know.
    """

    path: Path | None
    done: tuple[str, ...]
    next: tuple[str, ...]


def install(machine: Machine, place: Place = Place.XLSTART) -> Report:
    """Build the add-in for this machine's Python and put it where Excel opens it at every start.

    An add-in that is installed already is replaced; if anything fails, what was
    there before is there again.

    Raises:
        InstallError: This system has no Excel, or the file or a value cannot be written.
        AddinError: The add-in cannot be built.
    """
    if machine.system == "Windows":
        return _install_windows(machine, place)
    if machine.system == "Darwin":
        return _install_mac(machine)
    raise InstallError(
        "Excel runs on Windows and macOS, so there is nothing to install here. `entity-check screen FILE` writes the "
        "same review workbook; `entity-check addin build -o EntityCheck.xlam` builds the add-in for another machine."
    )


def uninstall(machine: Machine) -> Report:
    """Take away everything that `install` and the add-in left on this machine.

    Raises:
        InstallError: Something cannot be removed, for example because Excel has the add-in open.
    """
    done: list[str] = []
    removed: Path | None = None
    for path in places_of(machine):
        if path.exists():
            _remove(path)
            removed = path
            done.append(f"Removed {path}")
        if _close_entry(machine, path):
            done.append(f"Removed Excel's entry for {path.name} from the registry")
        done += _remove_companions(path)
    for folder in machine.own_folders:
        if folder.exists():
            shutil.rmtree(folder, ignore_errors=True)
            done.append(f"Removed {folder}")
    if not done:
        done.append("There was nothing to remove")
    after = ("The Python package stays; remove it with: pip uninstall entity-check",)
    return Report(path=removed, done=tuple(done), next=after)


def places_of(machine: Machine) -> tuple[Path, ...]:
    """Return where the add-in may be installed on this system."""
    if machine.system == "Windows":
        return tuple(addin_path(machine, place) for place in Place)
    return (machine.home / _MAC_STARTUP / FILE_NAME,) if machine.system == "Darwin" else ()


def addin_path(machine: Machine, place: Place) -> Path:
    """Return where the add-in goes on Windows."""
    folder = ("Microsoft", "Excel", "XLSTART") if place is Place.XLSTART else ("Microsoft", "AddIns")
    return machine.roaming.joinpath(*folder) / FILE_NAME


def _install_windows(machine: Machine, place: Place) -> Report:
    path = addin_path(machine, place)
    interpreter, packages = machine.usable(machine.interpreter), machine.usable(machine.packages)
    options = AddinOptions(interpreter=str(interpreter), packages=str(packages))
    done = [_place(path, options)]
    if place is Place.ADDINS:
        try:
            if _open_entry(machine, path):
                done.append("Told Excel to open it at every start (registry, this user only)")
        except OSError as error:
            _remove(path)
            raise InstallError(
                f"The registry value that tells Excel to open the add-in cannot be written ({error}). "
                "Nothing was installed; try without --place, which needs no registry."
            ) from error
    # An older copy in the other place would open beside this one, under the same name.
    for other in Place:
        old = addin_path(machine, other)
        if other is not place and old.exists():
            _remove(old)
            _close_entry(machine, old)
            done.append(f"Removed the older copy {old}")
    return Report(
        path=path,
        done=tuple(done),
        next=(
            "Start Excel anew: the tab Entity Check appears, and =ENTITY_CHECK(A2) works.",
            "If it does not: entity-check addin doctor",
        ),
    )


def _install_mac(machine: Machine) -> Report:
    path = machine.home / _MAC_STARTUP / FILE_NAME
    done = [_place(path, AddinOptions(interpreter_mac=str(machine.interpreter), packages=str(machine.packages)))]
    name = f"xlwings-{metadata.version('xlwings')}.applescript"
    script = machine.home / _MAC_SCRIPTS / name
    if not script.exists():
        data = resources.files("xlwings").joinpath(name).read_bytes()
        try:
            script.parent.mkdir(parents=True, exist_ok=True)
            script.write_bytes(data)
            path.with_name(_RECEIPT).write_text(json.dumps({"files": [str(script)]}), encoding="utf-8")
        except OSError as error:
            _remove(path)
            raise InstallError(f"Cannot write {script}: {error.strerror or error}. Nothing was installed.") from error
        done.append(f"Wrote {script}, through which Excel reaches Python")
    return Report(
        path=path,
        done=tuple(done),
        next=(
            "Start Excel anew: the tab Entity Check appears.",
            "Worksheet functions such as ENTITY_CHECK need Excel for Windows; on a Mac use the tab's buttons.",
        ),
    )


def _place(path: Path, options: AddinOptions) -> str:
    replaced = path.exists()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InstallError(f"Cannot make the folder {path.parent}: {error.strerror or error}.") from error
    build_addin(path, options)
    return f"{'Replaced' if replaced else 'Wrote'} {path}"


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise InstallError(
            f"Cannot remove {path}: {error.strerror or error}. Close Excel, which has the add-in open, and try again."
        ) from error


def _remove_companions(path: Path) -> Iterator[str]:
    """Remove what the receipt beside the add-in names, and the receipt."""
    receipt = path.with_name(_RECEIPT)
    with suppress(OSError, ValueError, KeyError):
        for name in json.loads(receipt.read_text(encoding="utf-8"))["files"]:
            Path(name).unlink(missing_ok=True)
            yield f"Removed {name}"
    with suppress(OSError):
        receipt.unlink()


# Excel opens what OPEN, OPEN1, OPEN2 ... name, in that order, and stops at the first
# number that is missing: who removes one of them closes the gap, or silences others' add-ins.


def _open_entry(machine: Machine, path: Path) -> bool:
    """Add the add-in to what Excel opens; return whether that changed anything."""
    key = machine.excel_key("Options")
    entries = _entries(machine, key)
    ours = f'"{path}"'
    if ours in entries:
        return False
    machine.registry.write(key, _open_name(len(entries)), ours)
    return True


def _close_entry(machine: Machine, path: Path) -> bool:
    """Take the add-in out of what Excel opens and close the gap; return whether that changed anything."""
    key = machine.excel_key("Options")
    entries = _entries(machine, key)
    kept = [entry for entry in entries if entry != f'"{path}"']
    if len(kept) == len(entries):
        return False
    for place, entry in enumerate(kept):
        if entry != entries[place]:
            machine.registry.write(key, _open_name(place), entry)
    for place in range(len(kept), len(entries)):
        machine.registry.delete(key, _open_name(place))
    return True


def _entries(machine: Machine, key: str) -> list[str]:
    """Return what Excel opens at its start, in order, as far as it reads."""
    values = {name.upper(): value for name, value in machine.registry.values(key).items() if _OPEN.fullmatch(name)}
    entries: list[str] = []
    while (value := values.get(_open_name(len(entries)))) is not None:
        entries.append(str(value))
    return entries


def _open_name(place: int) -> str:
    return f"OPEN{place or ''}"
