"""Vendor files end to end: real workbooks and text files, as ERP systems and people leave them."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from contextlib import suppress
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from screening.model import NotScreened
from workbook.errors import (
    AmbiguousColumnError,
    DamagedFileError,
    EmptyFileError,
    InputError,
    NoColumnError,
    SheetMissingError,
)
from workbook.read.sift import Reason
from workbook.read.vendor_file import ReadOptions, VendorFile, VendorRow, open_vendors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEADERS = ("Vendor Number", "Vendor Name", "Country", "Street", "City")


def book(path: Path, rows: Sequence[Sequence[object]], title: str = "Vendors") -> Path:
    """Write a workbook of one sheet."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    workbook.save(path)
    return path


def read(path: Path, options: ReadOptions | None = None) -> tuple[list[VendorRow], VendorFile]:
    """Read a file to its end, and check that every row is accounted for."""
    with open_vendors(path, options) as file:
        rows = list(file.rows())
    layout = file.layout
    skipped = sum(skipped.count for skipped in file.skipped.values())
    assert len(rows) + file.blank_rows + skipped == layout.last_row - layout.first_row + 1
    assert [row.row for row in rows] == sorted({row.row for row in rows})
    return rows, file


def names(path: Path, options: ReadOptions | None = None) -> list[str]:
    """Return the names in a file."""
    return [row.vendor.name for row in read(path, options)[0]]


def only_input_errors(path: Path) -> None:
    """Read a file; any error but an input error fails the test."""
    with suppress(InputError):
        read(path)


def test_an_erp_report(tmp_path: Path) -> None:
    """Title, parameters, blank rows and columns, page breaks and totals around the list."""
    header = (None, *HEADERS)
    path = book(
        tmp_path / "report.xlsx",
        [
            ("Vendor master data",),
            (),
            ("Country", "all"),
            (),
            header,
            (None, "00017", "Kvarn Borealis Trading GmbH", "DE", "Hauptstr. 1", "Berlin"),
            (),
            (None, "00018", None, "FR", None, "Paris"),
            ("Vendor master data",),
            header,
            (None, "00019", "Total", "FR", None, "Paris"),
            (None, "00020", "Tavola Ltd", "GB", None, None),
            (),
            (None, "Total", 4),
            (None, "*** End of report ***"),
        ],
    )
    rows, file = read(path)
    assert [(row.row, row.id, row.vendor.name, row.problem) for row in rows] == [
        (6, "00017", "Kvarn Borealis Trading GmbH", None),
        (8, "00018", "", NotScreened.BLANK),
        (11, "00019", "Total", None),
        (12, "00020", "Tavola Ltd", None),
    ]
    assert rows[0].vendor.address == "Hauptstr. 1, Berlin"
    assert rows[3].vendor.address is None
    layout = file.layout
    assert (layout.header_row, layout.name.letter, layout.name.header) == (5, "C", "Vendor Name")
    assert layout.data_range == "B6:F15"
    assert file.blank_rows == 2
    assert {reason: skipped.where for reason, skipped in file.skipped.items()} == {
        Reason.TOTAL: "rows 9, 14-15",
        Reason.HEADER: "row 10",
    }
    assert file.progress == 1


def test_cells_that_are_no_text(tmp_path: Path) -> None:
    """Each kind of cell is passed on with what is wrong with it."""
    cases: list[tuple[object, str, NotScreened | None]] = [
        ("3M", "3M", None),
        (1, "1", None),
        (dt.date(2024, 1, 31), "2024-01-31", NotScreened.ONLY_DATE),
        (True, "TRUE", NotScreened.NOT_TEXT),
        ("#N/A", "#N/A", NotScreened.ERROR_CELL),
        ("=A1", "", NotScreened.NO_CACHED_VALUE),
        ("Kvarn\nTrading", "Kvarn Trading", None),
        ("\u00a0", "\u00a0", NotScreened.BLANK),
    ]
    path = book(tmp_path / "cells.xlsx", [("ID", "Vendor Name"), *[(i, case[0]) for i, case in enumerate(cases)]])
    rows, file = read(path)
    assert [(row.vendor.name, row.problem) for row in rows] == [case[1:] for case in cases]
    assert "names whose line breaks were read as spaces: 1" in file.layout.notes


def test_ids_keep_their_zeros(tmp_path: Path) -> None:
    """A number format shows zeros that the stored number lacks."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (("Vendor", "Name"), (42, "Kvarn"), (12345.0, "Tavola"), ("007", "Borealis")):
        sheet.append(row)
    sheet["A2"].number_format = "00000"
    workbook.save(tmp_path / "ids.xlsx")
    assert [row.id for row in read(tmp_path / "ids.xlsx")[0]] == ["00042", "12345", "007"]


def test_hidden_rows_are_screened(tmp_path: Path) -> None:
    """A filter must not hide a vendor from screening; the notes say how many there were."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (HEADERS, ("1", "Kvarn"), ("2", "Tavola")):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    workbook.save(tmp_path / "hidden.xlsx")
    rows, file = read(tmp_path / "hidden.xlsx")
    assert len(rows) == 2
    assert "1 hidden row is screened too" in file.layout.notes


def test_name_two_continues_name_one(tmp_path: Path) -> None:
    """A cut name is completed; a contact person is not made part of it."""
    path = book(
        tmp_path / "sap.xlsx",
        [
            ("LIFNR", "NAME1", "NAME2", "LAND1"),
            ("1", "Hangzhou Kvarn Digital", "Technology Co., Ltd.", "CN"),
            ("2", "Tavola GmbH", "z.Hd. Frau Muster", "DE"),
            ("3", "Borealis GmbH", "Purchasing", "DE"),
        ],
    )
    rows, file = read(path)
    assert [row.vendor.name for row in rows] == [
        "Hangzhou Kvarn Digital Technology Co., Ltd.",
        "Tavola GmbH",
        "Borealis GmbH",
    ]
    assert [column.letter for column in file.layout.name_more] == ["C"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"Vendor Name,Country\nKvarn,DE\n", ["Kvarn"], id="comma"),
        pytest.param("\ufeffVendor Name;Land\r\nKvärn;DE\r\n".encode(), ["Kvärn"], id="mark-and-semicolon"),
        pytest.param(b"sep=;\nVendor Name;Land\nKvarn;DE\n", ["Kvarn"], id="sep-line"),
        pytest.param("Vendor Name\tLand\rKvärn\tDE\r".encode("cp1252"), ["Kvärn"], id="cr-only-western"),
        pytest.param("Vendor Name\tLand\r\nKvärn\tDE".encode("utf-16"), ["Kvärn"], id="utf-16"),
        pytest.param(b'Vendor Name,City\n"Kvarn, ""K""\nLtd",Bonn\n', ['Kvarn, "K" Ltd'], id="quotes-and-breaks"),
        pytest.param(b"Vendor Name,City\nKv\0arn,Bonn\n", ["Kvarn"], id="zero-byte"),
        pytest.param(b"Vendor Name,City\nKvarn\nTavola,Bonn,x,y\n", ["Kvarn", "Tavola"], id="ragged"),
        pytest.param(b"Kvarn Co., Ltd.\nTavola, Inc.\n", ["Kvarn Co., Ltd.", "Tavola, Inc."], id="names-only"),
        pytest.param(b"Vendor Name\n\nTotal\n", ["Total"], id="one-column-total-may-be-a-vendor"),
        pytest.param(b"Vendor Name|City\n-----------|----\nKvarn|Bonn\n", ["Kvarn"], id="drawn-line"),
        pytest.param(b"Vendor Name,Note\nKvarn," + b"x" * 200_000 + b"\n", ["Kvarn"], id="field-over-the-limit-of-csv"),
    ],
)
def test_text_files(tmp_path: Path, data: bytes, expected: list[str]) -> None:
    """Every common way to write a text file is read."""
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    assert names(path) == expected
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("rows", "options", "letter"),
    [
        pytest.param([("Vendor Name", "Contact Name"), ("K", "A")], None, "A", id="contact-is-no-rival"),
        pytest.param([("Vendor Name", "Legal Name"), ("K", "L")], ReadOptions(name="legal NAME"), "B", id="by-header"),
        pytest.param([("Vendor Name", "Legal Name"), ("K", "L")], ReadOptions(name="b"), "B", id="by-letter"),
        pytest.param([("Vendor", "Name"), (17, "Kvarn")], None, "B", id="vendor-is-a-number"),
        pytest.param([("Vendor", "Country"), ("Kvarn", "DE")], None, "A", id="vendor-is-a-name"),
        pytest.param([("Vendor", None), ("Number", "Name"), (17, "Kvarn")], None, "B", id="two-lines"),
        pytest.param([("Foo", "Bar"), ("x", "Kvarn")], ReadOptions(name="Bar"), "B", id="unknown-header-by-text"),
        pytest.param([("17", "Kvarn GmbH"), ("18", "Tavola Ltd")], None, "B", id="no-header"),
    ],
)
def test_columns(tmp_path: Path, rows: list[tuple[object, ...]], options: ReadOptions | None, letter: str) -> None:
    """The column of the names is found, or taken as told."""
    _, file = read(book(tmp_path / "list.xlsx", rows), options)
    assert file.layout.name.letter == letter
    assert file.layout.name.why


@pytest.mark.parametrize(
    ("rows", "options", "error", "words"),
    [
        pytest.param([("Vendor Name", "Legal Name"), ("K", "L")], None, AmbiguousColumnError, "--name", id="two-names"),
        pytest.param([("Vendor ID", "City"), (1, "Bonn")], None, NoColumnError, "'City'", id="no-name"),
        pytest.param(
            [HEADERS, ("1", "K")], ReadOptions(name="Nome"), NoColumnError, "'Vendor Name'", id="no-such-header"
        ),
        pytest.param([HEADERS, ("1", "K")], ReadOptions(sheet="x"), SheetMissingError, "'Vendors'", id="no-such-sheet"),
        pytest.param([HEADERS, ("1", "K")], ReadOptions(header_row=9), InputError, "row 9", id="no-such-row"),
        pytest.param([HEADERS], None, EmptyFileError, "no vendors", id="only-headers"),
        pytest.param([], None, EmptyFileError, "empty", id="empty-sheet"),
    ],
)
def test_choices_that_fail(
    tmp_path: Path,
    rows: list[tuple[object, ...]],
    options: ReadOptions | None,
    error: type[InputError],
    words: str,
) -> None:
    """What cannot be found is said with what there is and what to pass."""
    with pytest.raises(error, match=words):
        open_vendors(book(tmp_path / "list.xlsx", rows), options)


def test_two_readers_do_not_disturb_each_other(tmp_path: Path) -> None:
    """The rows can be read twice at once, as a progress bar's counting pass does."""
    path = tmp_path / "list.csv"
    path.write_text("Vendor Name,City\n" + "".join(f"Kvarn {i},Bonn\n" for i in range(20_000)))
    with open_vendors(path) as file:
        pairs = list(zip(file.rows(), file.rows(), strict=True))
    assert len(pairs) == 20_000
    assert all(one == other for one, other in pairs)


def test_memory_stays_constant(tmp_path: Path) -> None:
    """Ten times the rows take no more memory."""
    peaks = []
    for count in (5_000, 50_000):
        path = tmp_path / f"{count}.csv"
        path.write_text("Vendor Name,City\n" + "".join(f"Kvarn Trading {i} GmbH,Bonn\n" for i in range(count)))
        with open_vendors(path) as file:
            tracemalloc.start()
            assert sum(1 for _ in file.rows()) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def test_damage_further_down_is_an_input_error(tmp_path: Path) -> None:
    """A workbook whose sheet breaks off after the first rows fails while it is read."""
    path = book(tmp_path / "list.xlsx", [HEADERS, *[(str(i), f"Kvarn {i}") for i in range(9_000)]])
    broken = tmp_path / "broken.xlsx"
    with ZipFile(path) as old, ZipFile(broken, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, data[: len(data) // 2] if part.endswith("sheet1.xml") else data)
    with open_vendors(broken) as file, pytest.raises(DamagedFileError):
        list(file.rows())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)),
    suffix=st.sampled_from(["csv", "xlsx", "tsv", "txt", "xls", "zip"]),
)
def test_random_bytes(tmp_path: Path, data: bytes, suffix: str) -> None:
    """Whatever the bytes, nothing but an input error comes out."""
    path = tmp_path / f"random.{suffix}"
    path.write_bytes(data)
    only_input_errors(path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a sound workbook."""
    path = tmp_path_factory.mktemp("whole") / "list.xlsx"
    return book(path, [HEADERS, *[(str(i), f"Kvarn {i} GmbH", "DE") for i in range(50)]]).read_bytes()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.floats(0, 1), flipped=st.floats(0, 1), flip=st.integers(0, 255))
def test_broken_workbooks(tmp_path: Path, whole: bytes, cut: float, flipped: float, flip: int) -> None:
    """A workbook that is cut short or has a flipped byte is read, or is an input error."""
    data = bytearray(whole)
    data[int(flipped * (len(data) - 1))] ^= flip
    path = tmp_path / "broken.xlsx"
    for piece in (data, data[: int(cut * len(data))]):
        path.write_bytes(piece)
        only_input_errors(path)


def test_long_texts_are_cut_and_counted(tmp_path: Path) -> None:
    """A text over Excel's limit is cut and counted, one at the limit is not."""
    path = book(tmp_path / "short.xlsx", [HEADERS[:2], *((i, "LONG") for i in range(40)), (40, "x" * 32_767)])
    long = tmp_path / "long.xlsx"
    with ZipFile(path) as old, ZipFile(long, "w", ZIP_DEFLATED) as new:  # openpyxl would cut it
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"LONG", b"y" * 500_000))
    rows, file = read(long)
    assert {len(row.vendor.name) for row in rows} == {32_767}
    assert any(note.startswith("40 cells were cut to 32,767") for note in file.layout.notes)


def test_a_long_text_in_a_text_file(tmp_path: Path) -> None:
    """Text files keep the same limit."""
    path = tmp_path / "long.csv"
    path.write_text(f"ID,Vendor Name\n1,{'x' * 40_000}\n2,{'y' * 32_767}\n")
    rows, file = read(path)
    assert [len(row.vendor.name) for row in rows] == [32_767, 32_767]
    assert any(note.startswith("1 cell was cut") for note in file.layout.notes)


def test_rows_longer_than_the_header(tmp_path: Path) -> None:
    """Commas that are not quoted shift cells; trailing commas and quoted ones do not."""
    path = tmp_path / "shifted.csv"
    path.write_text(
        "ID,Vendor Name,Country\n1,Kvarn,DE\n2,Hangzhou, Tavola,CN\n3,Borealis,US,,\n"
        '4,"Kvarn, Ltd",US\n5,Kvarn Co., Ltd., Bonn,DE\n'
    )
    rows, file = read(path)
    assert len(rows) == 5
    wanted = "2 rows have more cells than the header (rows 3, 6): check for commas that are not quoted"
    assert wanted in file.layout.notes


def test_a_guessed_encoding_is_said(tmp_path: Path) -> None:
    """A guess comes with its remedy, a proof does not."""
    path = tmp_path / "guess.csv"
    for encoding, guessed in (("koi8-r", True), ("utf-8", False)):
        path.write_bytes("Код;Поставщик;Страна\n1;ООО Ромашка;Россия\n2;АО Завод;Россия\n".encode(encoding))
        rows, file = read(path)
        assert (rows[0].id, rows[0].vendor.name, rows[0].vendor.country) == ("1", "ООО Ромашка", "Россия")
        assert any("was guessed: KOI8-R" in note for note in file.layout.notes) is guessed
