"""The Manifest tells what was changed in a workbook, and keeps silent where nothing was."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.utils.cell import get_column_letter

from screening.errors import ArgumentError
from tests.workbook.review.conftest import converted
from workbook.errors import InputError
from workbook.review import manifest
from workbook.review.digest import SheetDigest, token
from workbook.review.listing import Column, Kind, Listing, SheetDesign
from workbook.review.manifest import check_content, check_manifest, digests_of, manifest_hash, write_manifest
from workbook.review.page import Page, Part
from workbook.review.sheet_changes import Change
from workbook.review.write import open_workbook, save_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from workbook.review.listing import Value

FOUND = SheetDesign(
    title="Found rows",
    empty="Nothing was found.",
    frozen=1,
    columns=(
        Column("Row", 10, Kind.ROW),
        Column("Name", 20, wrap=True),
        Column("Day", 12, Kind.DATE),
        Column("Link", 30, Kind.LINK),
        Column("Score", 8, Kind.SCORE),
        Column("Note", 20),
    ),
)
LOST = SheetDesign(title="Lost rows", empty="Nothing was lost.", columns=(Column("Row", 10, Kind.ROW),))
NAMES = (
    "Kvarn Borealis Trading",
    "Borealis Bakery",
    "=1+1 Metals",
    "_x0041_ Metals",
    "_x005F_ Metals",
    "a\x01b \\x01 Ltd",
    "a\r\nb\tc Ltd",
    " Zephyr  Quartz ",
    "山海 \U0001f600 Ltd",
    "00123",
    "TRUE",
    "#N/A",
)
ROWS: tuple[tuple[Value, ...], ...] = tuple(
    (
        n,
        name,
        date(2026, 1, n) if n % 3 else None,
        f"https://example.org/{n}",
        100 - n / 10,
        f"note {n}" if n % 2 else "",
    )
    for n, name in enumerate(NAMES, 2)
)


def _write(path: Path, rows: Sequence[Sequence[Value]] = ROWS, limit: int = 100) -> str:
    with open_workbook(title="T", subject="S", now=datetime(2026, 8, 14, tzinfo=UTC)) as book:
        page = Page(book.create_sheet("Summary"))
        page.put(Part(value="Vendor review", span=7))
        page.heading("Rows")
        page.field("Rows in", len(rows), "all of them", sheet="Found rows")
        page.field("File", "_x0041_ vendors.xlsx")
        page.skip(3)
        found, lost = Listing(book, FOUND, footer="", limit=limit), Listing(book, LOST, footer="")
        for row in rows:
            found.append(row)
        found.finish()
        lost.finish()
        digests = digests_of(lost, found, page)
        signed = write_manifest(book, digests, "")
        assert manifest_hash(digests, book.sheetnames[:-1]) == signed
        save_workbook(book, path)
    return signed


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook with a Manifest; nobody changes it."""
    path = tmp_path_factory.mktemp("written") / "review.xlsx"
    _write(path)
    return path


@pytest.fixture
def edit(written: Path, tmp_path: Path) -> Callable[[Callable[[Workbook], object]], tuple[str, ...]]:
    """Return a function that edits a copy of the workbook and says what the Manifest says of it."""

    def make(change: Callable[[Workbook], object]) -> tuple[str, ...]:
        book = load_workbook(written)
        change(book)
        book.save(tmp_path / "edited.xlsx")
        return tuple(map(str, check_manifest(tmp_path / "edited.xlsx")))

    return make


def _set(sheet: str, cell: str, value: str | float | None) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def test_as_written(written: Path) -> None:
    """Nothing was changed, and the hash is that of the writing."""
    check = check_content(written)
    assert check.changes == ()
    assert check.untouched
    assert check.signed == load_workbook(written)["Manifest"].cell(5, 4).value


def test_saved_again(written: Path, tmp_path: Path) -> None:
    """Bytes are others, content is not; looks, filters and the order of tabs are no content."""
    book = load_workbook(written)
    book["Found rows"]["B2"].font = Font(bold=True)
    book["Found rows"].column_dimensions["B"].width = 50
    book["Found rows"].row_dimensions[3].hidden = True
    book.move_sheet("Lost rows", -2)
    for name in ("once.xlsx", "twice.xlsx"):
        book.save(tmp_path / name)
        check = check_content(tmp_path / name)
        assert check.changes == ()
        assert not check.untouched
        assert check.signed == check_content(written).signed
        book = load_workbook(tmp_path / name)


def test_saved_by_libreoffice(soffice: str, written: Path, tmp_path: Path) -> None:
    """It writes every part of the file anew, and not one value; a change after that shows as before."""
    path = converted(soffice, written, "xlsx", tmp_path)
    check = check_content(path)
    assert check.changes == ()
    assert not check.untouched
    book = load_workbook(path)
    book["Found rows"]["B3"] = "Borealis Bakeries"
    # openpyxl reads `_x005F_x0041_` of LibreOffice's as `_x0041_` and writes just that, which shows as `A`.
    book.save(path)
    assert [str(change) for change in check_manifest(path)] == [
        "Summary!B6: the cell was changed.",
        "Found rows!B3, B5:B6: the cells were changed.",
    ]


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        pytest.param("Found rows", "B2", "Kvarn Borealis Trading ", id="text"),
        pytest.param("Found rows", "A3", "3", id="number-to-text"),
        pytest.param("Found rows", "B11", 123, id="text-to-number"),
        pytest.param("Found rows", "A3", "=1+2", id="formula-of-the-same-result"),
        pytest.param("Found rows", "C4", None, id="blanked"),
        pytest.param("Found rows", "B1", "Nama", id="header"),
        pytest.param("Found rows", "F3", "a note", id="filled"),
        pytest.param("Found rows", "J30", 0, id="far-off"),
        pytest.param("Found rows", "E5", 94.9, id="tenth-of-a-point"),
        pytest.param("Lost rows", "A2", None, id="last-row-blanked"),
        pytest.param("Lost rows", "A3", "x", id="row-of-one-cell"),
        pytest.param("Summary", "A1", "Vendor reviews", id="page"),
        pytest.param("Summary", "B5", 13, id="page-number"),
        pytest.param("Manifest", "A2", "Summery", id="manifest-sheet"),
        pytest.param("Manifest", "B3", 14, id="manifest-rows"),
        pytest.param("Manifest", "D3", "0" * 64, id="manifest-hash"),
        pytest.param("Manifest", "D5", "0" * 64, id="manifest-own-hash"),
        pytest.param("Manifest", "E3", "no base64!", id="manifest-columns"),
        pytest.param("Manifest", "F3", None, id="manifest-digests"),
        pytest.param("Manifest", "G3", None, id="manifest-part"),
        pytest.param("Manifest", "A5", None, id="manifest-last-row"),
        pytest.param("Manifest", "A1", "Tab", id="manifest-header"),
        pytest.param("Manifest", "H9", 1, id="manifest-far-off"),
    ],
)
def test_one_cell(
    edit: Callable[[Callable[[Workbook], object]], tuple[str, ...]], sheet: str, cell: str, value: str | float | None
) -> None:
    """Is named, and nothing else is."""
    assert edit(_set(sheet, cell, value)) == (f"{sheet}!{cell}: the cell was changed.",)


def _cells(*cells: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for cell in cells:
            book["Found rows"][cell] = "other"

    return change


def _exchange(book: Workbook, first: int, second: int) -> None:
    sheet: Any = book["Found rows"]
    for column in range(1, 7):
        one, other = sheet.cell(first, column), sheet.cell(second, column)
        one._value, other._value = other._value, one._value  # past the setter, which makes formulas of texts
        one.data_type, other.data_type = other.data_type, one.data_type
        one._style, other._style = other._style, one._style


def _remove_and_change(book: Workbook) -> None:
    book["Found rows"].delete_rows(4)
    book["Found rows"]["B8"] = "other"


def _add_chart(book: Workbook) -> None:
    chart = BarChart()
    chart.add_data(Reference(book["Found rows"], min_col=5, min_row=1, max_row=5), titles_from_data=True)
    book.create_chartsheet("Mine").add_chart(chart)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(_cells("B3", "B4", "B7"), "Found rows!B3:B4, B7: the cells were changed.", id="column"),
        pytest.param(_cells("B3", "C3", "F3"), "Found rows!B3:C3, F3: the cells were changed.", id="row"),
        pytest.param(
            _cells("B3", "D5"),
            "Found rows!B3, D3, B5, D5: some of these cells were changed, at least one in each row and column.",
            id="across",
        ),
        pytest.param(lambda book: book["Found rows"].delete_rows(12), "Found rows: row 12 was removed.", id="removed"),
        pytest.param(lambda book: book["Found rows"].delete_rows(13), "Found rows: row 13 was removed.", id="last"),
        pytest.param(
            lambda book: book["Found rows"].delete_rows(4, 3), "Found rows: rows 4-6 were removed.", id="some"
        ),
        pytest.param(lambda book: book["Found rows"].insert_rows(4), "Found rows: row 4 was inserted.", id="inserted"),
        pytest.param(
            _remove_and_change,
            "Found rows: row 4 was removed. Found rows: row 8 was changed.",
            id="removed-and-changed",
        ),
        pytest.param(lambda book: book.remove(book["Lost rows"]), "Lost rows: the sheet is missing.", id="missing"),
        pytest.param(lambda book: book.create_sheet("Mine"), "Mine: the sheet was added.", id="added"),
        pytest.param(_add_chart, "Mine: the sheet was added.", id="chart-added"),
        pytest.param(
            lambda book: setattr(book["Lost rows"], "title", "Mine"),
            "Lost rows: the sheet is now called 'Mine'.",
            id="renamed",
        ),
        pytest.param(
            lambda book: setattr(book["Lost rows"], "sheet_state", "hidden"),
            "Lost rows: the sheet is hidden.",
            id="hidden",
        ),
        pytest.param(
            lambda book: book.remove(book["Manifest"]),
            "Manifest: the sheet is missing, so it cannot be told what else was changed.",
            id="no-manifest",
        ),
    ],
)
def test_larger_changes(
    edit: Callable[[Callable[[Workbook], object]], tuple[str, ...]], change: Callable[[Workbook], object], said: str
) -> None:
    """Cells by range, rows by number, sheets by name."""
    assert " ".join(edit(change)) == said


VALUES = st.one_of(st.none(), st.integers(0, 200), st.booleans(), st.sampled_from(NAMES[:3]), st.just("=1+1"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_cell(edit: Callable[[Callable[[Workbook], object]], tuple[str, ...]], data: st.DataObject) -> None:
    """Whatever one cell of any sheet is changed into is noticed and named; what is left equal is not."""
    title = data.draw(st.sampled_from(["Summary", "Found rows", "Lost rows", "Manifest"]))
    row, column = data.draw(st.integers(1, 16)), data.draw(st.integers(1, 8))
    value = data.draw(VALUES)
    cell = f"{get_column_letter(column)}{row}"
    equal = []

    def change(book: Workbook) -> None:
        target: Any = book[title][cell]
        if type(target).__name__ == "MergedCell":
            equal.append(True)
            return
        before = (target.data_type == "f", token(target.value))
        target.value = value
        equal.append(before == (target.data_type == "f", token(target.value)))

    said = edit(change)
    assert said == (() if equal == [True] else (f"{title}!{cell}: the cell was changed.",))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_row(edit: Callable[[Callable[[Workbook], object]], tuple[str, ...]], data: st.DataObject) -> None:
    """Rows that are removed or inserted on any sheet are noticed, and named."""
    title, most = data.draw(st.sampled_from([("Found rows", 13), ("Manifest", 5)]))
    row, kind = data.draw(st.integers(1, most)), data.draw(st.sampled_from(["delete_rows", "insert_rows"]))
    said = edit(lambda book: getattr(book[title], kind)(row))
    assert f"{title}: row {row} was {'removed' if kind == 'delete_rows' else 'inserted'}." in said
    assert title == "Manifest" or len(said) == 1


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.integers(1, 13), min_size=2, max_size=2, unique=True))
def test_any_two_rows(edit: Callable[[Callable[[Workbook], object]], tuple[str, ...]], rows: list[int]) -> None:
    """Rows that change places are noticed, and named."""
    first, second = sorted(rows)
    where = f"{first}-{second}" if second == first + 1 else f"{first}, {second}"
    assert edit(lambda book: _exchange(book, first, second)) == (
        f"Found rows: rows {where} were put in another order.",
    )


def test_further_rows_of_the_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no cell can hold goes on in the next row, and is put together again."""
    monkeypatch.setattr(manifest, "_LONGEST", 32)
    path = tmp_path / "long.xlsx"
    _write(path, limit=8)
    book = load_workbook(path)
    parts = [row[6] for row in book["Manifest"].iter_rows(min_row=2, values_only=True)]
    assert "2 of 2" in parts
    assert book.sheetnames == ["Summary", "Found rows", "Found rows (2)", "Lost rows", "Manifest"]
    assert check_manifest(path) == ()
    book["Found rows (2)"]["B4"] = "other"
    book.save(path)
    (change,) = check_manifest(path)
    assert (change.sheet, change.kind, change.where) == ("Found rows (2)", Change.CELLS, "B4")


def test_equal_content_gives_an_equal_hash(tmp_path: Path) -> None:
    """And one cell another one."""
    one = _write(tmp_path / "one.xlsx")
    assert _write(tmp_path / "two.xlsx") == one
    assert _write(tmp_path / "three.xlsx", [*ROWS[:-1], (*ROWS[-1][:-1], "x")]) != one


def test_every_sheet_needs_a_digest() -> None:
    """A sheet that nobody vouches for is a mistake of the program."""
    with open_workbook(title="T", subject="S", now=datetime(2026, 8, 14, tzinfo=UTC)) as book:
        book.create_sheet("Summary")
        with pytest.raises(ArgumentError, match="'Summary'"):
            write_manifest(book, [], "")
        with pytest.raises(ArgumentError, match="'Other'"):
            write_manifest(book, [SheetDigest("Summary"), SheetDigest("Other")], "")


def test_no_workbook(tmp_path: Path) -> None:
    """Is an error in one line, not a change."""
    path = tmp_path / "no.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(InputError):
        check_manifest(path)
    with pytest.raises(InputError):
        check_manifest(tmp_path / "gone.xlsx")


def test_chart_sheet_without_a_chart(edit: Callable[[Callable[[Workbook], object]], tuple[str, ...]]) -> None:
    """Was added all the same."""
    assert edit(lambda book: book.create_chartsheet("Mine")) == ("Mine: the sheet was added.",)


def _forged(written: Path, folder: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Return a copy of the workbook of which one part was changed by hand."""
    path = folder / "forged.xlsx"
    with ZipFile(written) as package, ZipFile(path, "w") as copy:
        for name in package.namelist():
            data = package.read(name)
            copy.writestr(name, change(data) if name == part else data)
    assert path.read_bytes() != written.read_bytes()
    return path


def test_two_sheets_of_one_name(written: Path, tmp_path: Path) -> None:
    """The one would be checked and the other one shown."""
    path = _forged(
        written, tmp_path, "xl/workbook.xml", lambda data: data.replace(b'name="Lost rows"', b'name="found rows"')
    )
    with pytest.raises(InputError, match="two of its sheets have one name"):
        check_manifest(path)


def test_two_relations_of_one_id(written: Path, tmp_path: Path) -> None:
    """One program would follow the one, another the other."""
    path = _forged(
        written,
        tmp_path,
        "xl/_rels/workbook.xml.rels",
        lambda data: data.replace(
            b"</Relationships>", re.findall(rb"<Relationship [^>]*/>", data)[0] + b"</Relationships>"
        ),
    )
    with pytest.raises(InputError, match=r"two relations in .* have one id"):
        check_manifest(path)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: re.sub(rb"<(/?)c\b", rb"<\1y:c", data), id="prefix"),
        pytest.param(lambda data: re.sub(rb"<row\b", b'<row xmlns="urn:example:other"', data), id="other-default"),
        pytest.param(
            lambda data: data.replace(b"<sheetData>", b'<sheetData xmlns="urn:example:other">'), id="all-rows"
        ),
    ],
)
def test_cells_of_another_vocabulary(written: Path, tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    """Other programs pass over them and show nothing there, so they count for nothing here either."""
    declared = rb'<worksheet xmlns:y="urn:example:other"'
    path = _forged(
        written, tmp_path, "xl/worksheets/sheet1.xml", lambda data: change(data.replace(b"<worksheet", declared, 1))
    )
    with pytest.raises(InputError, match="of another vocabulary"):
        check_manifest(path)


def test_prefix_of_the_right_vocabulary(written: Path, tmp_path: Path) -> None:
    """The near miss: a program that writes a prefix before every element says the same."""

    def prefixed(data: bytes) -> bytes:
        data = re.sub(rb"<(/?)(?=[a-zA-Z]+[\s/>])", rb"<\1y:", data)
        return data.replace(b" xmlns=", b" xmlns:y=")

    assert check_manifest(_forged(written, tmp_path, "xl/worksheets/sheet1.xml", prefixed)) == ()
