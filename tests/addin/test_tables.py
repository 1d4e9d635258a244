"""What `lists build` reports of rows that could not be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.tables import build_text
from screening.table.build import build_table

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
