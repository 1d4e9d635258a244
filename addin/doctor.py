"""What works on this machine and what does not: `entity-check addin doctor`, and the button Diagnose.

Every finding says what was looked at, what was seen, and what to do if that is wrong.
Nothing is changed.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile

from addin.build import FILE_NAME, read_config
from addin.errors import AddinError
from addin.install import places_of
from addin.machine import HKCU, HKLM, Machine
from addin.terminal import printable
from screening.errors import SettingError, TableError
from screening.settings_file import changed_settings
from screening.table.as_of import counted_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from addin.session import Session

__all__ = ["Finding", "as_data", "examine", "worded"]

_CLICK_TO_RUN: Final = rf"{HKLM}\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_OLDEST: Final = 16.0  # Excel 2016: dynamic ribbon of customUI 2006 works earlier, spilling needs 365 or 2021
_INSTALL: Final = "Run `entity-check addin install` again."
_CLOUD: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_ALL_MACROS_OFF, _SIGNED_ONLY = 4, 3  # VBAWarnings


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: What it is, for example `Python`.
        ok: Whether it is as it should be.
        seen: What was found.
        remedy: What to do, "" if it is as it should be.
    """

    what: str
    ok: bool
    seen: str
    remedy: str = ""


def examine(machine: Machine, session: Session) -> list[Finding]:
    """Return what was found, in the order in which it should be mended."""
    findings = [*_excel(machine), *_python(machine)]
    installed = [path for path in places_of(machine) if path.exists()]
    findings += _installed(machine, installed)
    for path in installed:
        findings += [*_file(machine, path), *_config(machine, path)]
    if machine.system == "Windows":
        findings += _trust(machine)
    return [*findings, *_table(session)]


def worded(findings: Sequence[Finding]) -> str:
    """Return the findings as text, what is wrong first."""
    lines = []
    for finding in sorted(findings, key=lambda finding: finding.ok):
        lines.append(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.what}: {printable(finding.seen)}")
        if finding.remedy:
            lines.append(f"       {printable(finding.remedy)}")
    return "\n".join(lines)


def as_data(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return the findings as JSON-ready data; these keys are a stable interface."""
    return [asdict(finding) for finding in findings]


def _excel(machine: Machine) -> Iterator[Finding]:
    if machine.system == "Linux":
        yield Finding(
            what="Excel",
            ok=False,
            seen="this is Linux, where Excel does not run",
            remedy="Use `entity-check screen FILE`, or install on Windows or macOS.",
        )
        return
    if machine.system == "Darwin":
        found = Path("/Applications/Microsoft Excel.app").exists()
        remedy = "" if found else "Install Microsoft Excel."
        yield Finding(what="Excel", ok=found, seen="found" if found else "not in Applications", remedy=remedy)
        return
    version = machine.excel_version
    if not version:
        yield Finding(
            what="Excel",
            ok=False,
            seen="this user has no settings of Excel",
            remedy="Install Microsoft Excel, start it once, then run this again.",
        )
        return
    bits = _excel_bits(machine)
    build = machine.registry.values(_CLICK_TO_RUN).get("VersionToReport")
    seen = f"{build or version}, {f'{bits} bits' if bits else 'number of bits unknown'}"
    old = float(version) < _OLDEST
    yield Finding(what="Excel", ok=not old, seen=seen, remedy="Excel 2016 or later is needed." if old else "")


def _excel_bits(machine: Machine) -> int | None:
    """Return 64 or 32, None if the registry does not say."""
    platform = machine.registry.values(_CLICK_TO_RUN).get("Platform")
    if platform is None:  # installed from an MSI package
        outlook = rf"{HKLM}\SOFTWARE\Microsoft\Office\{machine.excel_version}\Outlook"
        platform = machine.registry.values(outlook).get("Bitness")
    return {"x64": 64, "x86": 32}.get(str(platform))


def _python(machine: Machine) -> Iterator[Finding]:
    yield Finding(what="Python", ok=True, seen=f"{machine.bits} bits, {machine.interpreter}")
    version = metadata.version("xlwings")
    yield Finding(what="xlwings", ok=True, seen=version)
    if machine.system != "Windows":
        return
    bits = _excel_bits(machine) or machine.bits
    name = f"xlwings{bits}-{version}.dll"
    folders = (machine.interpreter.parent, machine.interpreter.parent.parent)
    found = any((folder / name).exists() for folder in folders)
    yield Finding(
        what="xlwings library",
        ok=found,
        seen=name if found else f"{name} is not in {folders[0]} or {folders[1]}",
        remedy="" if found else "Install xlwings again: pip install --force-reinstall --no-deps xlwings",
    )
    if not str(machine.usable(machine.interpreter)).isascii():
        yield Finding(
            what="Path of Python",
            ok=False,
            seen=f"{machine.interpreter} holds letters that Excel's VBA cannot pass on, and has no short name",
            remedy="Install Python and entity-check in a folder with plain letters, such as C:\\EntityCheck.",
        )


def _installed(machine: Machine, installed: Sequence[Path]) -> Iterator[Finding]:
    if not places_of(machine):
        return
    if not installed:
        yield Finding(
            what="Add-in", ok=False, seen="not installed for this user", remedy="Run `entity-check addin install`."
        )
    elif len(installed) > 1:
        yield Finding(
            what="Add-in",
            ok=False,
            seen=f"installed twice: {' and '.join(map(str, installed))}",
            remedy=f"{_INSTALL} It keeps one copy.",
        )
    else:
        yield Finding(what="Add-in", ok=True, seen=str(installed[0]))


def _file(machine: Machine, path: Path) -> Iterator[Finding]:
    if machine.system == "Windows" and _is_blocked(path):
        yield Finding(
            what="Mark of the web",
            ok=False,
            seen=f"Windows marks {path.name} as downloaded, so Excel blocks its macros",
            remedy=f"{_INSTALL} A file that was built on this machine carries no mark.",
        )
    cloud = next((name for name in _CLOUD if _is_below(path, machine.environ.get(name))), None)
    if cloud:
        yield Finding(
            what="Cloud folder",
            ok=False,
            seen=f"{path} lies in {cloud}, where Excel opens it from the web and blocks its macros",
            remedy=f"Have your application data kept out of {cloud}, or place the add-in in a trusted local folder.",
        )
    if str(path).startswith("\\\\"):
        yield Finding(
            what="Network folder",
            ok=False,
            seen=f"{path} lies on a server, and Excel trusts no network folder unless it is told to",
            remedy="Allow trusted locations on the network (Trust Center), or use a local folder.",
        )
    if _is_disabled(machine, path):
        yield Finding(
            what="Disabled items",
            ok=False,
            seen="Excel switched the add-in off after a crash",
            remedy="File, Options, Add-ins, Manage: Disabled Items, Go: enable EntityCheck.xlam.",
        )


def _config(machine: Machine, path: Path) -> Iterator[Finding]:
    try:
        config = read_config(path)
    except (AddinError, OSError, BadZipFile, KeyError, ValueError) as error:
        yield Finding(what="Configuration", ok=False, seen=f"{path.name} cannot be read ({error})", remedy=_INSTALL)
        return
    wrong = [*_stale_config(machine, config)]
    yield Finding(
        what="Configuration",
        ok=not wrong,
        seen="; ".join(wrong) or f"Python {_interpreter(machine, config)}",
        remedy=_INSTALL if wrong else "",
    )


def _stale_config(machine: Machine, config: Mapping[str, str]) -> Iterator[str]:
    interpreter = _interpreter(machine, config)
    if interpreter != "python" and not Path(interpreter).exists():
        yield f"the Python it starts is gone: {interpreter}"
    for name, package in (("Entity Check", "entity-check"), ("xlwings", "xlwings")):
        built, here = config.get(name, ""), metadata.version(package)
        if built != here:
            yield f"it was built with {package} {built or 'of an unknown version'}, and {here} is installed"


def _interpreter(machine: Machine, config: Mapping[str, str]) -> str:
    return config.get("Interpreter_Win" if machine.system == "Windows" else "Interpreter_Mac", "")


def _trust(machine: Machine) -> Iterator[Finding]:
    version = machine.excel_version or "16.0"
    policy = rf"{HKCU}\Software\Policies\Microsoft\Office\{version}\Excel\Security"
    own = machine.excel_key("Security")
    warnings = machine.registry.values(policy).get("VBAWarnings", machine.registry.values(own).get("VBAWarnings"))
    ruled = "VBAWarnings" in machine.registry.values(policy)
    locations_off = any(
        machine.registry.values(rf"{key}\Trusted Locations").get("AllLocationsDisabled") == 1 for key in (policy, own)
    )
    who = "your IT department" if ruled else "you, in Trust Center"
    if locations_off:
        yield Finding(
            what="Trusted locations",
            ok=False,
            seen="they are switched off, so Excel does not trust XLSTART",
            remedy="Ask IT to allow trusted locations, or to sign the add-in and trust the signature (guide for IT).",
        )
    elif warnings in (_ALL_MACROS_OFF, _SIGNED_ONLY):
        what = "all macros are off" if warnings == _ALL_MACROS_OFF else "only signed macros run"
        yield Finding(
            what="Macros", ok=True, seen=f"{what} (set by {who}), but trusted locations such as XLSTART are exempt"
        )
    else:
        yield Finding(what="Macros", ok=True, seen="allowed in trusted locations")


def _table(session: Session) -> Iterator[Finding]:
    try:
        settings = session.screener().settings
    except SettingError as error:
        yield Finding(
            what="Settings", ok=False, seen=str(error), remedy="Mend the file, or delete it to have the usual settings."
        )
        return
    except TableError as error:
        yield Finding(
            what="Lists", ok=False, seen=str(error), remedy="Install entity-check again, or another entity table."
        )
        return
    if changed := changed_settings(settings):
        yield Finding(what="Settings", ok=True, seen=f"settings of your own hold: {changed}")
    status = session.status()
    good = status.health == "OK"
    yield Finding(
        what="Lists",
        ok=good,
        seen=f"of {status.published}, {counted_days(status.age_days)} old, {status.rows:,} rows: {status.health}",
        remedy="" if good else _remedy(session),
    )


def _remedy(session: Session) -> str:
    if session.has_own_table:
        return "Build a newer table with `entity-check lists build` and name its folder in ENTITY_CHECK_TABLE."
    return "Get the newer lists with the button Update lists, or with `entity-check lists update`."


def _is_blocked(path: Path) -> bool:
    """Return whether Windows keeps a note on a file that it came from elsewhere; a stream beside its content."""
    try:
        note = Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return re.search(r"ZoneId=[34]", note) is not None


def _is_below(path: Path, folder: str | None) -> bool:
    return bool(folder) and path.is_relative_to(str(folder))


def _is_disabled(machine: Machine, path: Path) -> bool:
    items = machine.registry.values(machine.excel_key("Resiliency", "DisabledItems")).values()
    wanted = path.name.lower().encode("utf-16-le")
    return any(isinstance(item, bytes) and wanted in item.lower() for item in items) or any(
        isinstance(item, str) and FILE_NAME.lower() in item.lower() for item in items
    )
