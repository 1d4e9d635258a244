"""`entity-check lists diff` as a person and a program meet it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from addin.cli import cli
from addin.terminal import run
from screening import EntityTable, Entry
from screening.model import Address, Alias, NameKind
from screening.table.archive import ENVIRONMENT, Archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Call = Callable[..., tuple[int, str, str]]

KVARN = Entry(key="EL-A", list="EL", name="Kvarn Borealis Dynamics", countries=("SE",), citations=("84 FR 1",))
GONE = Entry(key="EL-B", list="EL", name="Zolthurian Shipping")
OLD_NAME = Entry(key="EL-C", list="EL", name="Tarnholm Foundry")
SHIP = Entry(key="SDN-1", list="SDN", name="Opal Quartz", programs=("SDGT",))
UNVERIFIED = Entry(key="UVL-A", list="UVL", name="Fenmark Alder")
THEN = EntityTable.from_entries([KVARN, GONE, OLD_NAME, SHIP], published=date(2026, 6, 1))
NEW = Entry(key="EL-D", list="EL", name="=Ostrava Lantern", effective_date=date(2026, 6, 20), citations=("91 FR 7",))
NEW_NAME = replace(
    OLD_NAME, key="EL-E", name="Ostervik Foundry", aliases=(Alias(name="Tarnholm Foundry", kind=NameKind.FKA),)
)
AMENDED = replace(SHIP, programs=("SDGT", "IRAN"), addresses=(Address(text="1 Pier", country="AE"),))
NOW = EntityTable.from_entries(
    [replace(KVARN, citations=("84 FR 3",)), NEW, NEW_NAME, AMENDED, UNVERIFIED], published=date(2026, 7, 1)
)


@pytest.fixture
def entity_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run `lists diff` in a folder of its own, where both tables are kept; return code, output, errors."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    for table in (THEN, NOW):
        Archive(tmp_path / "data").keep(table)

    def call(*args: str | Path) -> tuple[int, str, str]:
        code = run(cli, ["lists", "diff", *map(str, args)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def vendors(tmp_path: Path) -> Path:
    """Return a vendor file with a party that came, one that went, and one that nothing touches."""
    path = tmp_path / "vendors.csv"
    path.write_text(
        "Vendor No.,Vendor Name\n7,Ostrava Lantern\n8,Zolthurian Shipping\n9,Old Mill Paper\n10,\n", encoding="utf-8"
    )
    return path


def test_text(entity_check: Call) -> None:
    """Counts list by list, then what happened; a list that is new as a whole is counted alone."""
    code, out, err = entity_check(THEN.id, NOW.id)
    assert (code, err) == (0, "")
    only = "only in the second table; its entries are not named here"
    _, counts, *blocks = out.rstrip().split("\n\n")
    assert counts.splitlines() == [
        "List         then      now    added  removed  renamed  amended",
        "EL              3        3        1        1        1        0",
        "SDN             1        1        0        0        0        1",
        f"UVL             -        1        1        0        0        0  {only}",
    ]
    assert [block.splitlines() for block in blocks] == [
        ["Added: 1", "  EL     EL-D           since 2026-06-20   =Ostrava Lantern"],
        ["Removed: 1", "  EL     EL-B           no date published  Zolthurian Shipping"],
        [
            "Renamed: 1",
            "  EL     EL-E           Tarnholm Foundry -> Ostervik Foundry",
            "        alias added: 'Tarnholm Foundry'",
        ],
        [
            "Amended: 1",
            "  SDN    SDN-1          Opal Quartz",
            "        1 listed address added",
            "        programme added: 'IRAN'",
        ],
    ]


def test_nothing(entity_check: Call) -> None:
    """A table and itself."""
    code, out, _ = entity_check(NOW.id, NOW.id)
    assert (code, out.rstrip().endswith("Nothing was added, removed, renamed or amended.")) == (0, True)


def test_lists(entity_check: Call) -> None:
    """The chosen ones alone; one that neither table holds is an error."""
    out = entity_check(THEN.id, NOW.id, "--lists", "sdn")[1]
    assert ("Amended: 1" in out, "Added" in out) == (True, False)
    assert entity_check(THEN.id, NOW.id, "--lists", "XX")[0] == 52
    assert entity_check("nowhere", NOW.id)[0] == 41


def test_json_is_a_stable_interface(entity_check: Call, vendors: Path) -> None:
    """These keys, in this order; vendors only where they were asked for."""
    code, out, err = entity_check(THEN.id, NOW.id, "--json", "--vendors", vendors)
    assert (code, err) == (1, "")
    assert out.isascii()
    found = json.loads(out)
    assert list(found) == [
        "schema", "then", "now", "lists", "added", "removed", "renamed", "amended", "checked", "not_screened",
        "vendors",
    ]  # fmt: skip
    assert (found["schema"], found["then"]) == (1, {"table": THEN.id, "published": "2026-06-01"})
    assert found["lists"][0] == {
        "list": "EL", "then": 3, "now": 3, "added": 1, "removed": 1, "renamed": 1, "amended": 0,
    }  # fmt: skip
    assert [one["key"] for one in found["added"]] == ["EL-D", "UVL-A"]
    assert found["added"][0] == {
        "list": "EL",
        "key": "EL-D",
        "name": "=Ostrava Lantern",
        "countries": [],
        "effective_date": "2026-06-20",
        "citations": ["91 FR 7"],
    }
    assert found["renamed"] == [
        {
            "list": "EL",
            "was": {"key": "EL-C", "name": "Tarnholm Foundry"},
            "is": {"key": "EL-E", "name": "Ostervik Foundry"},
            "changes": [{"field": "aliases", "removed": [], "added": ["Tarnholm Foundry"]}],
        }
    ]
    assert found["amended"][0]["changes"] == [
        {"field": "addresses", "removed": [], "added": ["1 Pier"]},
        {"field": "programs", "removed": [], "added": ["IRAN"]},
    ]
    assert list(json.loads(entity_check(THEN.id, NOW.id, "--json")[1]))[-1] == "amended"


def test_vendors(entity_check: Call, vendors: Path) -> None:
    """Whom it touches, with the cause; the exit code is that of `review delta`."""
    code, out, _ = entity_check(THEN.id, NOW.id, "--vendors", vendors)
    assert code == 1
    assert "Vendors: 3 checked, 2 touched" in out
    assert (
        "  NEW  row 2 (7)  Ostrava Lantern: CLEAR -> LISTED\n        EL-D (=Ostrava Lantern) is new on list EL" in out
    )
    assert "       row 3 (8)  Zolthurian Shipping: LISTED -> CLEAR" in out
    assert "Old Mill" not in out
    assert entity_check(NOW.id, THEN.id, "--vendors", vendors, "--lists", "SDN")[0] == 0
    assert entity_check(THEN.id, NOW.id, "--sheet", "Vendors")[0] == 2


def test_workbook(entity_check: Call, vendors: Path, tmp_path: Path) -> None:
    """A sheet for each kind, text as text, values only; the vendor file is never the target."""
    out = tmp_path / "diff.xlsx"
    code, text, _ = entity_check(THEN.id, NOW.id, "--out", out, "--vendors", vendors)
    assert (code, text.rstrip().endswith(f"The workbook {out} is complete.")) == (1, True)
    book = load_workbook(out)
    assert book.sheetnames == ["Overview", "Added", "Removed", "Renamed", "Amended", "Vendors touched"]
    assert [row[2].value for row in book["Added"].iter_rows(min_row=2)] == ["=Ostrava Lantern", "Fenmark Alder"]
    cell = book["Added"]["C2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert [[cell.value for cell in row[3:]] for row in book["Amended"].iter_rows(min_row=2)] == [
        ["Addresses", None, "1 Pier"],
        ["Programs", None, "IRAN"],
    ]
    assert [row[2].value for row in book["Vendors touched"].iter_rows(min_row=2)] == [
        "Ostrava Lantern",
        "Zolthurian Shipping",
    ]
    code, text, err = entity_check(THEN.id, NOW.id, "--out", out, "--json")
    assert (code, json.loads(text)["schema"], err.strip()) == (0, 1, f"The workbook {out} is complete.")
    assert "Vendors touched" not in load_workbook(out).sheetnames


def test_nothing_of_the_users_is_replaced(entity_check: Call, vendors: Path, tmp_path: Path) -> None:
    """An own workbook that was saved again, and a review of this very program, stay."""
    out = tmp_path / "diff.xlsx"
    entity_check(THEN.id, NOW.id, "--out", out)
    load_workbook(out).save(out)
    review = tmp_path / "vendors-review.xlsx"
    run(cli, ["screen", str(vendors), "--table", str(tmp_path / "data" / "tables" / NOW.id)])
    for target in (out, review):
        before = target.read_bytes()
        code, _, err = entity_check(THEN.id, NOW.id, "--out", target)
        assert (code, "not a workbook of differences" in err) == (32, True)
        assert target.read_bytes() == before
    assert entity_check(THEN.id, NOW.id, "--out", vendors)[0] == 30


def test_long_lists_are_cut_on_a_terminal_alone(
    entity_check: Call, tmp_path: Path, on_terminal: Callable[..., str]
) -> None:
    """Twenty of each kind, and how to see all; a pipe gets them all."""
    many = [Entry(key=f"EL-{number:03}", list="EL", name=f"Kvarn Works {number:03}") for number in range(25)]
    full = Archive(tmp_path / "data").keep(EntityTable.from_entries([KVARN, *many], published=date(2026, 7, 2)))
    small = Archive(tmp_path / "data").keep(EntityTable.from_entries([KVARN], published=date(2026, 7, 1)))
    assert entity_check(small, full)[1].count("Kvarn Works") == 25
    shown = on_terminal(lambda: run(cli, ["lists", "diff", str(small), str(full)]), "stdout")
    assert shown.count("Kvarn Works") == 20
    assert "and 5 more: --json, --out FILE.xlsx" in shown


def test_review_delta_takes_the_same_names(
    entity_check: Call, vendors: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A day and an id; the same vendors as `lists diff` says."""
    entity_check(THEN.id, NOW.id)
    code = run(cli, ["review", "delta", str(vendors), "--from", "2026-06-15", "--to", NOW.id, "--table", "gone"])
    assert code == 41
    capsys.readouterr()
    code = run(cli, ["review", "delta", str(vendors), "--from", THEN.id, "--to", NOW.id])
    assert (code, "3 checked, 2 touched" in capsys.readouterr().out) == (1, True)
