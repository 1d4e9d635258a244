"""Make `vendors.xlsx`, a vendor master as buyers have it, from `vendors.csv`.

The names are invented, except two dozen listed parties in disguise; what
screening should say of each row stands in `expected.csv`. Equal input gives the
same file, byte for byte.

Run it as `python examples/make_vendors.py [--out FILE]`.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).resolve().parent
HEADER_ROW = 6
HEADER = (
    "Vendor No.",
    "Vendor Name",
    "Address",
    "City",
    "Country",
    "Currency",
    "Terms",
    "Last invoice",
    "Spend (USD)",
    "Status",
    "Buyer",
)
WIDTHS = (12, 46, 30, 16, 18, 10, 14, 13, 14, 10, 16)
MADE = datetime(2026, 7, 31, 9, 0)  # noqa: DTZ001  a workbook's dates have no zone
ZIP_DATE = (2026, 7, 31, 9, 0, 0)
BOLD = Font(bold=True)
HEAD_FILL = PatternFill("solid", start_color="D9E1F2")


def main() -> None:
    """Write the workbook where `--out` says."""
    parser = argparse.ArgumentParser(description="Make the example vendor master from vendors.csv.")
    parser.add_argument("--out", type=Path, default=HERE / "vendors.xlsx", help="where to write the workbook")
    out: Path = parser.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(workbook_bytes(HERE / "vendors.csv"))


def workbook_bytes(source: Path) -> bytes:
    """Return the workbook made from the rows of `source`, the same bytes every time."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    book = Workbook()
    _notes(book)
    _vendors(book.create_sheet("Vendor Master"), rows)
    _pivot(book.create_sheet("Pivot"), rows)
    _lookup(book.create_sheet("Lookup"))
    book.active = book.index(book["Vendor Master"])
    book.properties.creator = "Northwind Lark Procurement"
    book.properties.title = "Vendor master"
    book.properties.created = MADE
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clock(buffer.getvalue())


def _notes(book: Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.title = "Notes"
    for line in (
        "Vendor master, monthly export",
        "Questions: procurement systems team",
        "Do not sort by hand; use the filter on the sheet Vendor Master.",
        "Numbers under 00017 are internal cost centres and are left out.",
    ):
        sheet.append([line])
    sheet.column_dimensions["A"].width = 70


def _vendors(sheet: Worksheet, rows: list[dict[str, str]]) -> None:
    _title(sheet)
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        _vendor(sheet, number, row)
    last = HEADER_ROW + len(rows)
    _footer(sheet, last)
    sheet.auto_filter.ref = f"A{HEADER_ROW}:K{last}"
    sheet.auto_filter.add_filter_column(9, ["Active"])
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"


def _title(sheet: Worksheet) -> None:
    sheet["A1"] = "Northwind Lark Group"
    sheet["A2"] = "Vendor master, all company codes"
    sheet["A3"] = "Exported 2026-07-31 09:00"
    for place in ("A1:K1", "A2:K2", "A3:C3"):
        sheet.merge_cells(place)
    for column, text, last in (("A", "Identification", "B"), ("C", "Location", "E"), ("F", "Dealings", "K")):
        sheet[f"{column}5"] = text
        sheet[f"{column}5"].alignment = Alignment(horizontal="center")
        sheet.merge_cells(f"{column}5:{last}5")
    sheet["A1"].font = Font(bold=True, size=14)
    for number, (text, width) in enumerate(zip(HEADER, WIDTHS, strict=True), start=1):
        cell = sheet.cell(HEADER_ROW, number, text)
        cell.font, cell.fill = BOLD, HEAD_FILL
        sheet.column_dimensions[cell.column_letter].width = width


def _vendor(sheet: Worksheet, number: int, row: dict[str, str]) -> None:
    if not row["id"]:
        return  # a blank row, as exports have them
    _id_cell(sheet.cell(number, 1), row["id"], row["id_cell"])
    _name_cell(sheet.cell(number, 2), row["name"], row["name_cell"])
    for column, key in ((3, "address"), (4, "city"), (5, "country"), (6, "currency"), (7, "terms")):
        _text(sheet.cell(number, column), row[key])
    _date(sheet.cell(number, 8), row["last_invoice"])
    sheet.cell(number, 9, float(row["spend"])).number_format = "#,##0.00"
    _text(sheet.cell(number, 10), row["status"])
    _text(sheet.cell(number, 11), row["buyer"])
    sheet.row_dimensions[number].hidden = row["row"] in {"hidden", "filtered"}


def _id_cell(cell: Cell | MergedCell, value: str, kind: str) -> None:
    if kind == "text":
        _text(cell, value)
    else:
        cell.value, cell.number_format = int(value), "00000"


def _name_cell(cell: Cell | MergedCell, value: str, kind: str) -> None:
    if kind == "number":
        cell.value = int(value)
    elif kind == "date":
        _date(cell, value)
    elif kind == "logical":
        cell.value = value == "TRUE"
    elif kind == "error":
        cell.value, cell.data_type = value, "e"
    elif kind == "formula":
        cell.value = value  # openpyxl saves no result, so the cell has none until Excel saves the file
    else:
        _text(cell, value)


def _text(cell: Cell | MergedCell, value: str) -> None:
    """Store `value` as text even where it starts like a formula."""
    if value:
        cell.value, cell.data_type = value, "s"


def _date(cell: Cell | MergedCell, value: str) -> None:
    cell.value, cell.number_format = date.fromisoformat(value), "yyyy-mm-dd"


def _footer(sheet: Worksheet, last: int) -> None:
    sheet.cell(last + 2, 1, "Grand total").font = BOLD
    sheet.cell(last + 2, 9, f"=SUM(I{HEADER_ROW + 1}:I{last})").number_format = "#,##0.00"
    sheet.cell(last + 4, 1, "Confidential, for internal use")
    sheet.merge_cells(start_row=last + 4, start_column=1, end_row=last + 4, end_column=11)


def _pivot(sheet: Worksheet, rows: list[dict[str, str]]) -> None:
    sheet.append(["Row Labels", "Count of Vendor Name", "Sum of Spend (USD)"])
    spend: dict[str, list[float]] = {}
    for row in rows:
        if row["id"]:
            spend.setdefault(row["currency"], []).append(float(row["spend"]))
    for currency in sorted(spend):
        sheet.append([currency, len(spend[currency]), round(sum(spend[currency]), 2)])


def _lookup(sheet: Worksheet) -> None:
    for line in (("Code", "Description"), ("NET30", "30 days net"), ("NET45", "45 days net"), ("NET60", "60 days net")):
        sheet.append(line)
    sheet.sheet_state = "hidden"


def _without_clock(package: bytes) -> bytes:
    """Return `package` with every date in it fixed, so that it depends on its rows alone."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-07-31T09:00:00Z", data)
            new.writestr(zipfile.ZipInfo(name, ZIP_DATE), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    main()
