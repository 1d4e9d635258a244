"""What `lists build` reports of rows that could not be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.tables import build_text, own_text, own_warnings
from screening.lists.own import OwnRow, read_own
from screening.table.build import build_table
from workbook.read.own_list import OwnListFile

if TYPE_CHECKING:
    from pathlib import Path


def test_rejected_rows_are_named(source: Path, tmp_path: Path) -> None:
    """A row without a name is counted and named with its cause."""
    lines = source.read_text(encoding="utf-8").splitlines()
    nameless = lines[-1].replace("ZOLTHURIAN SHIPPING", "").replace("99001", "99002")
    broken = tmp_path / "consolidated-2026-02-28.csv"
    broken.write_text("\n".join((*lines, nameless)), encoding="utf-8")
    report = build_table(broken, tmp_path / "table")
    assert "SDN              2 rows:       1 entries, 0 merged, 1 rejected" in build_text(report, tmp_path / "table")
    assert "Rejected: row" in build_text(report, tmp_path / "table")


def test_many_bad_rows_are_counted() -> None:
    """A hundred warnings are enough to see what is wrong; the rest is counted, and nothing is silent."""
    rows = tuple(OwnRow(number=number, name="") for number in range(2, 204))
    file = OwnListFile(name="deny.csv", sha256="", size=0, rows=rows, columns={"name": "Name"}, notes=("a note",))
    warnings = [*own_warnings(file, read_own("DENY", rows))]
    assert warnings[0] == "Warning: deny.csv, row 2: the name is blank; nobody is screened against this row."
    assert warnings[-2] == "Warning: deny.csv: 102 more rows are like those above; mend them first."
    assert warnings[-1].startswith("Warning: deny.csv gives no entry")
    assert len(warnings) == 102
    assert own_text("DENY", file) == "DENY from deny.csv: names from Name; a note"


def test_a_good_own_list_warns_of_nothing() -> None:
    """Not even of a row that joins another."""
    rows = (OwnRow(number=2, name="Kvarn"), OwnRow(number=3, name="KVARN"))
    file = OwnListFile(name="deny.csv", sha256="", size=0, rows=rows, columns={"name": "Name"}, notes=())
    assert [*own_warnings(file, read_own("DENY", rows))] == []
