"""`settings.toml`: what it may say, and what is said of what it may not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from screening.errors import SettingError, SettingsFileError
from screening.settings import AddressHits, Settings
from screening.settings_file import changed_settings, load_settings

if TYPE_CHECKING:
    from pathlib import Path


def given(tmp_path: Path, text: str | bytes) -> Settings:
    """Return the settings of a file that holds `text`."""
    own = tmp_path / "settings.toml"
    own.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_settings(own)


def test_no_file(tmp_path: Path) -> None:
    """Nothing stated, nothing changed."""
    assert load_settings(tmp_path / "settings.toml") == Settings() == given(tmp_path, "")
    assert changed_settings(Settings()) == ""


def test_what_is_stated_counts(tmp_path: Path) -> None:
    """A day may stand in quotes or not; Notepad's byte order mark does not matter; the rest is as usual."""
    text = 'threshold_shift = 3\naddress_hits = "house"\naffiliates_rule_suspended_until = 2027-11-09\n'
    found = given(tmp_path, b"\xef\xbb\xbf" + text.encode())
    assert found == Settings(
        threshold_shift=3, address_hits=AddressHits.HOUSE, affiliates_rule_suspended_until=date(2027, 11, 9)
    )
    assert given(tmp_path, text.replace("2027-11-09", '"2027-11-09"')) == found
    assert changed_settings(found) == (
        "threshold_shift 3, address_hits house, affiliates_rule_suspended_until 2027-11-09"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("threshold_shift = 16", "threshold_shift is 16; it must be a number from -15 to 15", id="range"),
        pytest.param('threshold_shift = "3"', "threshold_shift is '3'", id="number-in-quotes"),
        pytest.param('address_hits = "street"', "address_hits is 'street'; it must be one of off", id="no-choice"),
        pytest.param("affiliates_rule_suspended_until = 2024-01-01", "not before", id="ends-before-it-begins"),
        pytest.param("affiliates_rule_suspended_until = 2027-11-09T00:00:00", "a date", id="time"),
        pytest.param("review_treshold = 80", "no setting 'review_treshold'; choose from listed", id="misspelt"),
        pytest.param("[gate]\nlost_percent = 3", "no setting 'gate'", id="of-the-other-file"),
        pytest.param("threshold_shift = ", "not TOML", id="no-toml"),
        pytest.param(b"address_hits = '\xff'", "not UTF-8", id="encoding"),
    ],
)
def test_what_cannot_be_used(tmp_path: Path, text: str | bytes, says: str) -> None:
    """The file, what is wrong in it, and what would be right; a bad value never becomes a default."""
    with pytest.raises(SettingsFileError, match=says) as caught:
        given(tmp_path, text)
    assert str(tmp_path / "settings.toml") in str(caught.value)
    assert isinstance(caught.value, SettingError)


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    """It is there and cannot be read, so it is not taken for none."""
    with pytest.raises(SettingsFileError, match="cannot be read"):
        load_settings(tmp_path)
