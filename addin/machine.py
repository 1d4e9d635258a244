"""The machine that the add-in is installed on: its folders, its registry, its Python.

Everything that `install`, `uninstall` and `doctor` see or touch goes through here, so
that they run on an invented profile in the tests, and touch nothing beside it.
"""

from __future__ import annotations

import os
import platform
import sys
import sysconfig
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["HKCU", "HKLM", "Machine", "NoRegistry", "Registry", "WindowsRegistry"]

HKCU: Final = "HKEY_CURRENT_USER"
HKLM: Final = "HKEY_LOCAL_MACHINE"


class Registry(Protocol):
    r"""The part of the Windows registry that is looked at; keys are written `HKEY_CURRENT_USER\Software\...`."""

    def values(self, key: str) -> dict[str, object]:
        """Return the values of a key, none if there is no such key."""
        ...

    def keys(self, key: str) -> list[str]:
        """Return the names of the keys below a key."""
        ...

    def write(self, key: str, name: str, value: str) -> None:
        """Write a text value."""
        ...

    def delete(self, key: str, name: str) -> None:
        """Delete a value; no error if there is none."""
        ...


class NoRegistry:
    """The registry of a system that has none."""

    def values(self, _key: str) -> dict[str, object]:
        """Return nothing."""
        return {}

    def keys(self, _key: str) -> list[str]:
        """Return nothing."""
        return []

    def write(self, key: str, name: str, _value: str) -> None:
        """Refuse."""
        raise OSError(f"this system has no registry for {key}\\{name}")

    def delete(self, _key: str, _name: str) -> None:
        """Do nothing."""


class WindowsRegistry:
    """The registry of this Windows, by the standard library's `winreg`."""

    def values(self, key: str) -> dict[str, object]:
        """Return the values of a key, none if there is no such key."""
        import winreg  # noqa: PLC0415 - Windows only

        found: dict[str, object] = {}
        with suppress(OSError), winreg.OpenKey(*_split(key)) as opened:  # type: ignore[attr-defined, unused-ignore]
            for place in range(winreg.QueryInfoKey(opened)[1]):  # type: ignore[attr-defined, unused-ignore]
                name, value, _ = winreg.EnumValue(opened, place)  # type: ignore[attr-defined, unused-ignore]
                found[name] = value
        return found

    def keys(self, key: str) -> list[str]:
        """Return the names of the keys below a key."""
        import winreg  # noqa: PLC0415 - Windows only

        found: list[str] = []
        with suppress(OSError), winreg.OpenKey(*_split(key)) as opened:  # type: ignore[attr-defined, unused-ignore]
            for place in range(winreg.QueryInfoKey(opened)[0]):  # type: ignore[attr-defined, unused-ignore]
                found.append(winreg.EnumKey(opened, place))  # type: ignore[attr-defined, unused-ignore]
        return found

    def write(self, key: str, name: str, value: str) -> None:
        """Write a text value."""
        import winreg  # noqa: PLC0415 - Windows only

        with winreg.CreateKey(*_split(key)) as opened:  # type: ignore[attr-defined, unused-ignore]
            winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)  # type: ignore[attr-defined, unused-ignore]

    def delete(self, key: str, name: str) -> None:
        """Delete a value; no error if there is none."""
        import winreg  # noqa: PLC0415 - Windows only

        with (
            suppress(FileNotFoundError),
            winreg.OpenKey(*_split(key), 0, winreg.KEY_SET_VALUE) as opened,  # type: ignore[attr-defined, unused-ignore]
        ):
            winreg.DeleteValue(opened, name)  # type: ignore[attr-defined, unused-ignore]


def _split(key: str) -> tuple[object, str]:
    import winreg  # noqa: PLC0415 - Windows only

    root, _, rest = key.partition("\\")
    return getattr(winreg, root), rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """One machine and one user of it.

    Attributes:
        system: `Windows`, `Darwin` or `Linux`.
        home: The user's folder.
        environ: Environment variables.
        registry: The registry.
        interpreter: The Python that the add-in will start.
        prefix: Where that Python's environment begins.
        packages: Where its packages are.
        bits: 32 or 64: of that Python.
        own_folders: Folders that belong to this program alone: cache and log.
        short_path: Gives the 8.3 name of a path, on Windows.
    """

    system: str
    home: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    registry: Registry = field(default_factory=NoRegistry)
    interpreter: Path = Path("python")
    prefix: Path = Path()
    packages: Path = Path()
    bits: int = 64
    own_folders: tuple[Path, ...] = ()
    short_path: Callable[[Path], Path] = lambda path: path

    @classmethod
    def this(cls) -> Machine:
        """Return the machine that runs this program."""
        windows = sys.platform == "win32"
        return cls(
            system=platform.system(),
            home=Path.home(),
            environ=os.environ,
            registry=WindowsRegistry() if windows else NoRegistry(),
            interpreter=Path(sys.executable),
            prefix=Path(sys.prefix),
            packages=Path(sysconfig.get_paths()["purelib"]),
            bits=64 if sys.maxsize > 1 << 32 else 32,
            own_folders=(
                platformdirs.user_cache_path("entity-check", appauthor=False),
                platformdirs.user_log_path("entity-check", appauthor=False),
            ),
            short_path=_short_path if windows else (lambda path: path),
        )

    @property
    def roaming(self) -> Path:
        """The user's folder for application data on Windows, which follows the user and may lie on a server."""
        return Path(self.environ.get("APPDATA") or self.home / "AppData" / "Roaming")

    @property
    def excel_version(self) -> str:
        """Version key of the newest Excel that this user has settings of, for example `16.0`; "" if there is none."""
        office = rf"{HKCU}\Software\Microsoft\Office"
        found = [
            name
            for name in self.registry.keys(office)
            if name.replace(".", "", 1).isdigit() and "Excel" in self.registry.keys(rf"{office}\{name}")
        ]
        return max(found, key=float, default="")

    def excel_key(self, *more: str) -> str:
        """Return a key below this user's settings of Excel."""
        return "\\".join((HKCU, "Software", "Microsoft", "Office", self.excel_version or "16.0", "Excel", *more))

    def usable(self, path: Path) -> Path:
        """Return a path as Excel's VBA can pass it on, which does so in 8 bits: beyond ASCII by its short name."""
        return path if str(path).isascii() else self.short_path(path)


def _short_path(path: Path) -> Path:
    """Return the 8.3 name of a path; the path itself where the disk keeps none."""
    import ctypes  # noqa: PLC0415 - Windows only

    length = 32_768
    buffer = ctypes.create_unicode_buffer(length)
    windll = ctypes.windll  # type: ignore[attr-defined, unused-ignore]
    return Path(buffer.value) if windll.kernel32.GetShortPathNameW(str(path), buffer, length) else path
