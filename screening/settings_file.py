"""What a user keeps in `settings.toml` -> settings for command line and Excel alike."""

from __future__ import annotations

import dataclasses
import tomllib
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from screening.errors import SettingError, SettingsFileError
from screening.settings import AddressHits, Settings

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FILE_NAME", "changed_settings", "is_there", "load_settings", "read_toml"]

FILE_NAME: Final = "settings.toml"
"""Name of the user's own file in the data folder."""


def load_settings(own: Path) -> Settings:
    """Return the settings that the user's file states; what it leaves out has its default.

    Args:
        own: The user's `settings.toml`; one that does not exist states nothing.

    Raises:
        SettingsFileError: It cannot be read, names a setting that there is none of, or a value
            outside its range; names what.
    """
    if not is_there(own):
        return Settings()
    given = read_toml(own)
    known = [field.name for field in dataclasses.fields(Settings)]
    for name in given:
        if name not in known:
            raise SettingsFileError(str(own), f"there is no setting {name!r}; choose from {', '.join(known)}")
    try:
        return Settings(**{name: _value(name, value) for name, value in given.items()})
    except SettingError as error:
        raise SettingsFileError(str(own), f"{error.name} is {error.value!r}; it must be {error.allowed}") from error


def changed_settings(settings: Settings) -> str:
    """Return the settings that are not as they come with the program: `threshold_shift 3, ..`; "" for none."""
    usual = Settings()
    return ", ".join(
        f"{field.name} {getattr(settings, field.name)}"
        for field in dataclasses.fields(Settings)
        if getattr(settings, field.name) != getattr(usual, field.name)
    )


def is_there(own: Path) -> bool:
    """Return whether a user's own file is there.

    Raises:
        SettingsFileError: Nobody may look; what cannot be known is not taken for none.
    """
    try:
        return own.exists()
    except OSError as error:
        raise SettingsFileError(str(own), f"its folder cannot be looked into ({error.strerror})") from error


def read_toml(own: Path) -> dict[str, Any]:
    """Return what a user's own file says.

    Raises:
        SettingsFileError: It cannot be read, or is no TOML in UTF-8.
    """
    try:
        # Windows' Notepad may begin a file with a byte order mark, which TOML does not know.
        return tomllib.loads(own.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsFileError(str(own), f"it cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SettingsFileError(str(own), "it is not UTF-8; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsFileError(str(own), f"it is not TOML ({error})") from error


def _value(name: str, value: object) -> Any:  # noqa: ANN401 - what it may be is for the settings to say
    """Return a text as what it stands for: one of the choices, or a day in quotes."""
    if isinstance(value, str):
        with suppress(ValueError):
            return AddressHits(value) if name == "address_hits" else date.fromisoformat(value)
    return value
