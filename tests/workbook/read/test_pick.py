"""Which worksheet is the vendor list."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart

from workbook.errors import DamagedFileError, EmptyFileError, InputError, NoColumnError, SheetMissingError
from workbook.read.vendor_file import ReadOptions, open_vendors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LIST = (("ID", "Vendor Name", "Country"), ("1", "Kvarn", "DE"))
NOTES = (("Prepared by purchasing",), ("Questions to the help desk",))


def book(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """Write a workbook with these sheets; one named `hidden...` is hidden."""
    workbook = Workbook()
    assert workbook.active is not None
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if title.startswith("hidden"):
            sheet.sheet_state = "hidden"
    workbook.save(path)
    return path


@pytest.mark.parametrize(
    ("sheets", "chosen"),
    [
        pytest.param({"Notes": NOTES, "Data": LIST}, "Data", id="notes-first"),
        pytest.param({"hidden": LIST, "Data": LIST}, "Data", id="hidden-first"),
        pytest.param({"Table1": LIST, "Vendors": LIST}, "Vendors", id="by-its-name"),
        pytest.param({"Table1": LIST, "Table2": LIST}, "Table1", id="first-of-equals"),
        pytest.param({"Codes": (("Country", "Code"), ("DE", "1")), "Data": LIST}, "Data", id="a-lookup-table"),
        pytest.param({"Empty": (), "Data": LIST}, "Data", id="empty-first"),
    ],
)
def test_chosen(tmp_path: Path, sheets: dict[str, Sequence[Sequence[object]]], chosen: str) -> None:
    """The sheet that looks like a vendor list is read, and the choice is said."""
    with open_vendors(book(tmp_path / "list.xlsx", **sheets)) as file:
        assert file.sheet == chosen
        assert f"sheet '{chosen}' was chosen of {len(sheets)}" in file.layout.notes


def test_rivals_are_named(tmp_path: Path) -> None:
    """A second list is not forgotten in silence; a sheet of notes is no second list."""
    path = book(tmp_path / "list.xlsx", DE=LIST, FR=LIST, Notes=NOTES, hidden_old=LIST)
    with open_vendors(path) as file:
        assert file.layout.other_sheets == ("FR",)
        assert any("NOT read: 'FR'" in note for note in file.layout.notes)
        assert "hidden sheets were not looked into: 'hidden_old'" in file.layout.notes


def test_asked_for(tmp_path: Path) -> None:
    """A sheet that is asked for is read, in any case of letters, even a hidden one."""
    path = book(tmp_path / "list.xlsx", DE=LIST, hidden=LIST)
    with open_vendors(path, ReadOptions(sheet="HIDDEN")) as file:
        assert file.sheet == "hidden"
        assert "sheet 'hidden' is hidden" in file.layout.notes
    with pytest.raises(SheetMissingError, match="'DE', 'hidden'"):
        open_vendors(path, ReadOptions(sheet="FR"))


def test_a_text_file_has_no_sheets(tmp_path: Path) -> None:
    """Asking for one is an error, not ignored."""
    path = tmp_path / "list.csv"
    path.write_text("Vendor Name\nKvarn\n")
    with pytest.raises(SheetMissingError):
        open_vendors(path, ReadOptions(sheet="DE"))


@pytest.mark.parametrize(
    ("sheets", "error"),
    [
        pytest.param({"A": (), "hidden": NOTES}, EmptyFileError, id="hidden-notes-are-no-list"),
        pytest.param({"A": (("Order", "City"), ("1", "Bonn")), "Empty": ()}, NoColumnError, id="no-names"),
        pytest.param({"A": (), "B": ()}, EmptyFileError, id="all-empty"),
        pytest.param({"A": (), "hidden": LIST}, NoColumnError, id="only-a-hidden-list"),
    ],
)
def test_no_list(tmp_path: Path, sheets: dict[str, Sequence[Sequence[object]]], error: type[InputError]) -> None:
    """The error is of the sheet that came nearest."""
    with pytest.raises(error):
        open_vendors(book(tmp_path / "list.xlsx", **sheets))


def test_chart_and_pivot_sheets_are_no_lists(tmp_path: Path) -> None:
    """A chart sheet is skipped, and a pivot table gives way to a plain list."""
    path = book(tmp_path / "list.xlsx", Vendors=LIST, Data=LIST)
    changed = tmp_path / "pivot.xlsx"
    rels = b'<Relationships><Relationship Id="p" Type="t/pivotTable" Target="../pivotTables/p.xml"/></Relationships>'
    with ZipFile(path) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/worksheets/_rels/sheet1.xml.rels", rels)
    with open_vendors(changed) as file:
        assert file.sheet == "Data"

    workbook = Workbook()
    workbook.create_chartsheet("Chart", 0).add_chart(BarChart())
    sheet = workbook.active if workbook.active in workbook.worksheets else workbook.worksheets[0]
    for row in LIST:
        workbook.worksheets[0].append(list(row))
    assert sheet is not None
    workbook.save(path)
    with open_vendors(path) as file:
        assert file.sheet == "Sheet"


def test_a_hidden_list_behind_a_lone_word(tmp_path: Path) -> None:
    """`hello` is not screened in place of the vendors that somebody hid."""
    path = book(tmp_path / "list.xlsx", A=(("hello",),), hidden=LIST)
    with pytest.raises(NoColumnError, match='--sheet "hidden"'):
        open_vendors(path)
    with open_vendors(path, ReadOptions(sheet="hidden")) as file:
        assert [row.vendor.name for row in file.rows()] == ["Kvarn"]


@pytest.mark.parametrize(
    "visible",
    [
        pytest.param(LIST, id="with-headers"),
        pytest.param((("1", "Kvarn GmbH"), ("2", "Tavola Ltd")), id="by-legal-forms"),
    ],
)
def test_a_hidden_list_beside_a_visible_one(tmp_path: Path, visible: Sequence[Sequence[object]]) -> None:
    """A visible list is read, the hidden one is a note."""
    with open_vendors(book(tmp_path / "list.xlsx", A=visible, hidden=LIST)) as file:
        assert file.sheet == "A"
        assert "hidden sheets were not looked into: 'hidden'" in file.layout.notes


def without(path: Path, part: str) -> Path:
    """Return a copy of a workbook that lacks a part."""
    copy = path.with_name("lost.xlsx")
    with ZipFile(path) as old, ZipFile(copy, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return copy


def test_a_lost_sheet_is_damage(tmp_path: Path) -> None:
    """The vendors may have been on it, so that another sheet is only read when it is asked for."""
    path = without(book(tmp_path / "list.xlsx", Vendors=LIST, Old=LIST), "xl/worksheets/sheet1.xml")
    with pytest.raises(DamagedFileError, match="'Vendors'"):
        open_vendors(path)
    with pytest.raises(DamagedFileError, match="'Vendors'"):
        open_vendors(path, ReadOptions(sheet="Vendors"))
    with open_vendors(path, ReadOptions(sheet="Old")) as file:
        assert file.sheet == "Old"


@pytest.mark.parametrize(
    "target",
    [
        pytest.param(b'Target="http://x/sheet1.xml" TargetMode="External"', id="external"),
        pytest.param(b'Target="../../../sheet1.xml"', id="outside"),
    ],
)
def test_a_sheet_outside_the_package_is_damage(tmp_path: Path, target: bytes) -> None:
    """A relation that leads elsewhere is never followed and never passed over."""
    path = book(tmp_path / "list.xlsx", Vendors=LIST, Old=LIST)
    changed = tmp_path / "outside.xlsx"
    with ZipFile(path) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                assert b'Target="/xl/worksheets/sheet1.xml"' in data
                data = data.replace(b'Target="/xl/worksheets/sheet1.xml"', target)
            new.writestr(name, data)
    with pytest.raises(DamagedFileError, match="'Vendors'"):
        open_vendors(changed)
