"""`lists update`, `rollback` and `health` on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from addin.cli import cli
from addin.terminal import run
from screening import EntityTable
from screening.table.archive import ENVIRONMENT
from screening.table.installed import Installed
from tests.addin.conftest import write_source

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return this user's data folder, in which nothing was put in force yet."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "data"))
    monkeypatch.delenv("ENTITY_CHECK_TABLE", raising=False)
    return tmp_path / "data"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a list file of today's layout with two of the twelve lists."""
    return write_source(tmp_path / "consolidated-2026-08-01.csv")


def test_a_cut_file_is_refused(data: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 89, one line that names what is missing; the package's own table stays in force."""
    assert run(cli, ["lists", "update", "--offline", "--from", str(source)]) == 89
    text = capsys.readouterr().err
    assert "DPL is missing" in text
    assert "the one in force stays" in text
    assert Installed(data).history == ()


def test_accepted_then_rolled_back(data: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A person may accept it; one step leads back."""
    accept = [word for code in EntityTable.bundled().lists for word in ("--accept", code)]
    assert run(cli, ["lists", "update", "--offline", "--from", str(source.parent), *accept]) == 0
    assert "2026-08-01, is in force now" in capsys.readouterr().out
    assert len(Installed(data).open().entries) == 2
    assert run(cli, ["lists", "health"]) == 1
    assert "Hikvision must be LISTED" in capsys.readouterr().out
    assert run(cli, ["lists", "rollback"]) == 0
    assert EntityTable.bundled_id() in capsys.readouterr().out
    assert run(cli, ["lists", "rollback"]) == 41


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--offline"], "files only", id="offline-without-files"),
        pytest.param(["--offline", "--from", "csl-csv"], "csl-csv is no file here", id="offline-with-a-source"),
        pytest.param(["--from", "nowhere.csv"], "no source", id="neither-file-nor-source"),
        pytest.param(["--published", "2026-08-01"], "--published", id="day-without-files"),
    ],
)
def test_misused(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Said before anything is asked of the network."""
    assert run(cli, ["lists", "update", *words]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
