"""The worksheet functions as plain functions, as xlwings Server calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

import addin.session
from addin import calls, functions, log, worksheet
from addin.functions import ENTITY_CHECK, ENTITY_INFO, ENTITY_LISTS, ENTITY_MATCHES, ENTITY_SCORE
from addin.session import Session
from addin.worksheet import FIELDS
from screening.table.archive import ENVIRONMENT

if TYPE_CHECKING:
    from pathlib import Path

LISTED = "LISTED: Kvarn Borealis Dynamics Co., Ltd. [EL, 100]"


@pytest.fixture(autouse=True)
def _invented(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addin.session, "_session", session)


def test_a_cell_and_a_block() -> None:
    """The answer has the shape of the question."""
    assert ENTITY_CHECK("Kvarnbore") == [[LISTED]]
    assert ENTITY_CHECK([["Kvarnbore", None], ["#N/A", "Ostervik"]]) == [[LISTED, ""], ["#N/A", "CLEAR"]]


def test_other_arguments_are_of_the_same_shape_or_one_cell() -> None:
    """Two vendors with two countries, with one day; never two with three."""
    assert ENTITY_CHECK([["Kvarnbore"], ["Kvarnbore"]], [["SE"], [None]], "2026-01-01") == [[LISTED], [LISTED]]
    assert ENTITY_CHECK([["Kvarnbore"], ["Kvarnbore"]], [["SE"], [None], ["PE"]]) == [["#VALUE!"]]


def test_an_error_in_any_argument_comes_out() -> None:
    """As Excel's own functions do."""
    assert ENTITY_CHECK("Kvarnbore", "#REF!") == [["#REF!"]]
    assert ENTITY_MATCHES("Kvarnbore", "#DIV/0!") == [["#DIV/0!"]]
    assert ENTITY_LISTS("#NAME?") == [["#NAME?"]]


def test_stale_table_says_so_wherever_it_answers(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Date and age follow the verdict, CLEAR above all."""
    monkeypatch.setattr(addin.session, "_session", Session(table, today=lambda: date(2026, 5, 31)))
    note = " (list of 2026-01-31, 120 days old)"
    assert ENTITY_CHECK([["Kvarnbore"], ["Ostervik"]]) == [[LISTED + note], ["CLEAR" + note]]
    assert ENTITY_LISTS("health")[0][0].startswith("STALE: older than 30 days")  # type: ignore[union-attr]


def test_points_are_rounded_down() -> None:
    """100 is kept for equal names: `Kvarnborr` is a letter off."""
    ((shown,),) = ENTITY_CHECK("Kvarn Borealis Dynamicz")
    ((points,),) = ENTITY_SCORE("Kvarn Borealis Dynamicz")
    assert isinstance(points, float)
    assert points < 100
    assert str(shown).endswith(f"[EL, {int(points)}]")


def test_unusable_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """#N/A everywhere, never CLEAR; what needs no table stays."""
    monkeypatch.setattr(addin.session, "_session", Session(tmp_path / "none"))
    assert ENTITY_CHECK([["Kvarnbore"], [None], ["Ostervik"]]) == [["#N/A"], [""], ["#N/A"]]
    assert ENTITY_SCORE("Kvarnbore") == ENTITY_INFO("EL-1", "name") == ENTITY_MATCHES("Kvarnbore") == [["#N/A"]]
    assert [row[1] for row in ENTITY_LISTS() if row[0] != "health"] == ["#N/A"] * 4
    assert "There is no entity table" in str(ENTITY_LISTS("health")[0][0])


def test_unusable_settings(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As without a table: no verdict by half of a file."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    (tmp_path / "settings.toml").write_text("threshold_shift = 99\n", encoding="utf-8")
    monkeypatch.setattr(addin.session, "_session", Session(table))
    assert ENTITY_CHECK("Kvarnbore") == ENTITY_SCORE("Kvarnbore") == ENTITY_MATCHES("Kvarnbore") == [["#N/A"]]
    assert ENTITY_INFO("EL-1", "name") == [["#N/A"]]
    assert "threshold_shift is 99" in str(ENTITY_LISTS("health")[0][0])


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_every_field_of_an_entry(field: str) -> None:
    """Each answers with text; underscores and case do not count."""
    key = ENTITY_MATCHES("Kvarnbore")[1][worksheet.MATCH_COLUMNS.index("key")]
    ((cell,),) = ENTITY_INFO(key, field.upper().replace(" ", "_"))
    assert isinstance(cell, str)
    assert cell != "#VALUE!"


def test_a_fault_is_an_error_in_the_cells_and_a_line_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel must not show a traceback as if it were an answer."""

    def broken(*_: object) -> list[object]:
        raise ZeroDivisionError("an invented fault")

    monkeypatch.setattr(calls, "_ANSWERS", {"ENTITY_CHECK": broken})
    assert calls.entity_answers("ENTITY_CHECK", [["a"], ["b"]])[1:] == [["#N/A"], ["#N/A"]]
    assert "an invented fault" in log.log_path().read_text("utf-8")


def test_every_reply_names_its_table() -> None:
    """Id, date and health, parted by tabs; replies of one row do not exist."""
    head = str(calls.entity_answers("ENTITY_CHECK", [["Ostervik"]])[0][0]).split("\t")
    assert head[1] == "2026-01-31"
    assert calls.entity_recheck()[0] == ["\t".join(head)]
    spilt = calls.entity_spill("ENTITY_MATCHES", [["Kvarnbore"]])
    assert {len(row) for row in spilt} == {len(worksheet.MATCH_COLUMNS)} == {14}
    assert str(spilt[0][0]).split("\t") == head


def test_importing_is_quick_and_opens_nothing() -> None:
    """Excel waits for the import: no table, no workbook library, no network."""
    code = (
        "import sys, addin.calls; heavy = {'openpyxl', 'screening.table.build', 'urllib.request', 'http.client'}"
        "; print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# What xlwings Server does with a request of Excel's, in one process: describe the functions, then call one.
_SERVER = """
import asyncio, json
import addin.functions as functions
from xlwings.server import custom_functions_call, custom_functions_meta
meta = custom_functions_meta(functions)["functions"]
print(json.dumps({one["name"]: [p["name"] for p in one["parameters"]] for one in meta}))
def call(name, *args):
    data = {"func_name": name, "args": list(args), "client": "Office.js", "version": "", "caller_address": "S!A1",
            "runtime": "1.4", "content_language": "en-US", "date_format": "yyyy-mm-dd"}
    return asyncio.run(custom_functions_call(data, functions))
print(json.dumps(call("ENTITY_CHECK", [["Hikvision"], ["Ostervik Bakery"], [""]])))
"""


def test_xlwings_server_describes_and_calls_the_functions() -> None:
    """As custom functions under their own names, arguments in order; the real table answers."""
    env = {**os.environ, "XLWINGS_ON_SERVER": "true", "XLWINGS_LICENSE_KEY": "noncommercial"}
    done = subprocess.run([sys.executable, "-c", _SERVER], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr
    described, answers = map(json.loads, done.stdout.splitlines())
    assert set(described) == set(functions.FUNCTIONS)
    assert described["ENTITY_CHECK"] == ["vendor", "country", "as_of", "lists"]
    assert [row[0].split(":")[0].split(" ")[0] for row in answers] == ["LISTED", "CLEAR", ""]
