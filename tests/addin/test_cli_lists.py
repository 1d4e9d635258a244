"""`lists update`, `rollback` and `health` on the command line."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from addin.cli import cli
from addin.terminal import run
from screening import EntityTable
from screening.table.archive import ENVIRONMENT
from screening.table.build import assemble, pack_sources, read_sources
from screening.table.installed import Installed
from screening.update.sources import load_sources
from tests.addin.conftest import write_source
from tests.screening.update.test_renew import csl, handed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.addin.vba_excel import VbaExcel
    from tests.screening.update.conftest import Serve
    from tests.screening.update.loopback import Server, Visit


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return this user's data folder, in which nothing was put in force yet."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "data"))
    monkeypatch.delenv("ENTITY_CHECK_TABLE", raising=False)
    return tmp_path / "data"


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    """Return a list file of today's layout with two of the twelve lists."""
    return write_source(tmp_path / "consolidated-2026-08-01.csv")


def test_a_cut_file_is_refused(data: Path, list_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 89, one line that names what is missing; the package's own table stays in force."""
    assert run(cli, ["lists", "update", "--offline", "--from", str(list_file)]) == 89
    text = capsys.readouterr().err
    assert "DPL is missing" in text
    assert "the one in force stays" in text
    assert Installed(data).history == ()


def test_accepted_then_rolled_back(data: Path, list_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A person may accept it; one step leads back."""
    accept = [word for code in EntityTable.bundled().lists for word in ("--accept", code)]
    assert run(cli, ["lists", "update", "--offline", "--from", str(list_file.parent), *accept]) == 0
    assert "2026-08-01, is in force now" in capsys.readouterr().out
    packs = sum(len(source.imported.entries) for source in pack_sources())
    assert len(Installed(data).open().entries) == 2 + packs
    assert run(cli, ["lists", "health"]) == 1
    assert "Hikvision must be LISTED" in capsys.readouterr().out
    assert run(cli, ["lists", "rollback"]) == 0
    said = capsys.readouterr()
    assert EntityTable.bundled_id() in said.out
    assert "days old" in said.err
    assert run(cli, ["lists", "rollback"]) == 41


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--offline"], "files only", id="offline-without-files"),
        pytest.param(["--offline", "--from", "csl-csv"], "csl-csv is no file here", id="offline-with-a-source"),
        pytest.param(["--published", "2026-08-01"], "--published", id="day-without-files"),
    ],
)
def test_misused(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Said before anything is asked of the network."""
    assert run(cli, ["lists", "update", *words]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


@pytest.mark.usefixtures("data")
def test_no_source_of_that_name(capsys: pytest.CaptureFixture[str]) -> None:
    """Names those that there are."""
    assert run(cli, ["lists", "update", "--from", "nowhere.csv"]) == 51
    assert "no source; choose from csl-csv" in capsys.readouterr().err


def _serving(data: Path, server: Server, ca_file: Path) -> None:
    """Let the data folder name a server of this machine as the only source."""
    data.mkdir(exist_ok=True)
    others = "".join(f"[{name}]\nuse = false\n" for name in load_sources().by_name if name != "csl-csv")
    (data / "sources.toml").write_text(
        f'hosts = ["{server.place}"]\n[network]\nca_file = "{ca_file}"\n'
        f'[csl-csv]\naddress = "https://{server.place}/consolidated.csv"\n{others}',
        encoding="utf-8",
    )


def _installed(data: Path, count: int) -> Installed:
    """Put a table of so many invented parties in force."""
    built = assemble(read_sources(handed(count), today=date(2026, 8, 14)))
    installed = Installed(data)
    installed.install(EntityTable.from_files(built.files, built.manifest), datetime(2026, 8, 14, tzinfo=UTC))
    return installed


def test_fetched_over_the_network(data: Path, serve: Serve, ca_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A good answer makes a table; the second time nothing is sent; a bad answer leaves what is in force."""
    answers = [(200, csl(201)), (304, b""), (500, b"")]
    asked: list[str] = []

    def script(visit: Visit) -> None:
        asked.append(visit.read())
        status, body = answers[min(len(asked) - 1, 2)]
        visit.answer(f"{status} X", body, 'ETag: "one"', "Content-Type: text/csv")

    server = serve(script, tls=True)
    installed = _installed(data, 200)
    _serving(data, server, ca_file)
    assert run(cli, ["lists", "update"]) == 0
    assert "is in force now." in capsys.readouterr().out
    table = installed.open()
    assert sum(entry.list == "EL" for entry in table.entries) == 201
    assert "NDAA-889" in table.lists
    assert run(cli, ["lists", "update"]) == 0
    assert "as before" in capsys.readouterr().out
    assert 'If-None-Match: "one"' in asked[1]
    assert run(cli, ["lists", "update"]) not in {0, 1, 2, 70}
    assert "500" in capsys.readouterr().err
    assert installed.open().id == table.id


def test_address_without_an_ending(data: Path, serve: Serve, ca_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What an address sends is told by its content; a web page is still none."""
    rows = csv.DictReader(io.StringIO(csl(201).decode("utf-8-sig")))
    results: list[dict[str, object]] = [{**row, "addresses": [], "alt_names": None} for row in rows]
    answers = [json.dumps({"results": results}).encode(), b"<!doctype html><p>Sign in</p>"]

    def script(visit: Visit) -> None:
        visit.read()
        visit.answer("200 OK", answers.pop(0), "Content-Type: application/octet-stream")

    server = serve(script, tls=True)
    installed = _installed(data, 200)
    _serving(data, server, ca_file)
    update = ["lists", "update", "--from", f"https://{server.place}/newest"]
    assert run(cli, update) == 0
    assert sum(entry.list == "EL" for entry in installed.open().entries) == 201
    assert run(cli, update) not in {0, 1, 2, 70}
    assert "web page" in capsys.readouterr().err
    assert sum(entry.list == "EL" for entry in installed.open().entries) == 201


def test_own_lists(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Named once, a deny list stays in force with every update, until it is left out."""
    installed = _installed(data, 200)
    (tmp_path / "lists").mkdir()
    source = tmp_path / "lists" / "consolidated-2026-08-02.csv"
    source.write_bytes(csl(200))
    deny = tmp_path / "deny.csv"
    deny.write_text("Name,Reason\nAlder Metals,Pays late\n,\n", encoding="utf-8")
    update = ["lists", "update", "--offline", "--from", str(source)]
    assert run(cli, [*update, "--deny", str(deny)]) == 0
    assert run(cli, ["check", "Alder Metals"]) == 0
    assert "DENY: Alder Metals" in capsys.readouterr().out
    first = installed.open().id
    assert run(cli, update) == 0
    assert installed.open().id == first
    assert run(cli, [*update, "--without", "deny"]) == 0
    capsys.readouterr()
    assert run(cli, ["check", "Alder Metals"]) == 0
    assert "CLEAR" in capsys.readouterr().out


def test_button(data: Path, excel: VbaExcel, serve: Serve, ca_file: Path) -> None:
    """The same from the ribbon: what is in force, and what to do next; a failure is one message."""

    def script(visit: Visit) -> None:
        visit.read()
        visit.answer("200 OK", csl(201), "Content-Type: text/csv")

    server = serve(script, tls=True)
    installed = _installed(data, 200)
    _serving(data, server, ca_file)
    (message,) = excel.press("update_lists")
    assert f"{installed.open().id}, published" in message
    assert excel.app.status_bar is False
    (message,) = excel.press("update_lists")
    assert "as before" in message
    (data / "sources.toml").write_text("[csl-csv]\naddress = 'http://localhost/x'\n", encoding="utf-8")
    (message,) = excel.press("update_lists")
    assert "HTTPS" in message
    assert sum(entry.list == "EL" for entry in installed.open().entries) == 201


def test_gate_of_the_user(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list that lost a quarter is stopped, unless the user's file allows for it."""
    installed = _installed(data, 200)
    source = tmp_path / "consolidated-2026-08-02.csv"
    source.write_bytes(csl(150))
    update = ["lists", "update", "--offline", "--from", str(source)]
    assert run(cli, update) == 89
    assert "EL has 150 entries, and had 200" in capsys.readouterr().err
    (data / "sources.toml").write_text("[gate]\nlost_percent = 30\n", encoding="utf-8")
    assert run(cli, update) == 0
    assert sum(entry.list == "EL" for entry in installed.open().entries) == 150
