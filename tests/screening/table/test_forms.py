"""CSV, TSV and JSON forms of the same rows make the same table, byte for byte."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from screening.lists.csl import import_csl
from screening.table.build import Built, ReadSource, assemble
from screening.table.manifest import SourceFile

TRAPS = Path(__file__).parents[2] / "data" / "lists" / "csl-traps.csv"


def rows() -> list[list[str]]:
    """Return the 120 published rows and their header."""
    return list(csv.reader(io.StringIO(TRAPS.read_text(encoding="utf-8"), newline="")))


def table(data: bytes) -> Built:
    """Return the table of one file, which is called the same whatever its form."""
    file = SourceFile(name="list", url="", bytes=1, sha256="0" * 64, published=date(2026, 7, 31), lists=())
    return assemble([ReadSource(file=file, imported=import_csl(data))])


def delimited(lines: list[list[str]], delimiter: str, quoting: int) -> bytes:
    """Return rows as delimited text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=quoting).writerows(lines)  # type: ignore[arg-type]
    return out.getvalue().encode()


def as_json(lines: list[list[str]]) -> bytes:
    """Return rows in the official JSON: `id`, nested addresses, lists of values, null for nothing."""
    header, *body = lines
    results = []
    for cells in body:
        row: dict[str, object] = {
            {"_id": "id"}.get(name, name): cell or None for name, cell in zip(header, cells, strict=True)
        }
        addresses = [
            {"address": text, "city": None, "state": None, "postal_code": None, "country": None}
            for text in str(row["addresses"] or "").split("; ")
            if text
        ]
        for name in ("alt_names", "programs"):
            row[name] = str(row[name]).split("; ") if row[name] else None
        results.append(row | {"addresses": addresses or None, "ids": []})
    return json.dumps({"results": results, "total": len(results), "sources_used": [], "offset": 0}).encode()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(delimited([line[1:] for line in rows()], ",", csv.QUOTE_ALL), id="28-columns"),
        pytest.param(delimited(rows(), "\t", csv.QUOTE_ALL), id="tsv"),
        pytest.param(delimited(rows(), "\t", csv.QUOTE_MINIMAL), id="tsv-bare"),
        pytest.param(delimited([line[1:] for line in rows()], "\t", csv.QUOTE_MINIMAL), id="tsv-28-columns"),
        pytest.param(
            b"\xef\xbb\xbf" + delimited(rows(), ",", csv.QUOTE_MINIMAL).replace(b"\n", b"\r\n"), id="csv-crlf"
        ),
        pytest.param(as_json(rows()), id="json"),
    ],
)
def test_same_bytes(data: bytes) -> None:
    """Each form makes the same files and the same manifest."""
    expected = table(TRAPS.read_bytes())
    assert sum(counts.rows for counts in expected.manifest.lists) == 120
    made = table(data)
    assert made.files == expected.files
    assert made.manifest == expected.manifest


def test_another_row_makes_another_table() -> None:
    """The comparison can fail: one changed name changes the bytes."""
    changed = rows()
    changed[1][5] += " Nord"
    assert table(delimited(changed, ",", csv.QUOTE_ALL)).files != table(TRAPS.read_bytes()).files
