"""Sheet XML as different writers leave it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from workbook.errors import DamagedFileError, HostileFileError, as_input_errors
from workbook.read.grid import Kind, Row
from workbook.read.package import Package
from workbook.read.sheet import SheetGrid
from workbook.read.sheetml import SharedTexts, open_book

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.read.sheetml import Book, SheetEntry

STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)
TEXTS = (
    "<sst><si><t>Kvarn</t></si>"
    "<si><r><t>Kvarn </t></r><r><rPr><b/></rPr><t>Trading</t></r></si>"
    "<si><t>株式会社</t><rPh><t>カブシキガイシャ</t></rPh></si>"
    "<si><t>A_x000A_B</t></si></sst>"
)


def rows(folder: Path, sheet: str, *, book: str = "", encoding: str = "utf-8", texts: str = TEXTS) -> list[Row]:
    """Return the rows of a sheet given as XML."""
    found, entry = opened_sheet(folder, sheet, book=book, encoding=encoding, texts=texts)
    return list(SheetGrid(found, entry).rows())


def opened_sheet(
    folder: Path, sheet: str, *, book: str = "", encoding: str = "utf-8", texts: str = TEXTS
) -> tuple[Book, SheetEntry]:
    """Return a workbook of one sheet given as XML, and the sheet."""
    path = folder / "list.xlsx"
    kind = "http://x/relationships"
    with ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", f'<R><Relationship Id="a" Type="{kind}/officeDocument" Target="xl/b.xml"/></R>')
        archive.writestr("xl/b.xml", f'<workbook>{book}<sheets><sheet name="S" r:id="s"/></sheets></workbook>')
        archive.writestr(
            "xl/_rels/b.xml.rels",
            f'<R><Relationship Id="s" Type="{kind}/worksheet" Target="s.xml"/>'
            f'<Relationship Id="t" Type="{kind}/sharedStrings" Target="/xl/t.xml"/>'
            f'<Relationship Id="f" Type="{kind}/styles" Target="f.xml"/></R>',
        )
        archive.writestr("xl/t.xml", texts)
        archive.writestr("xl/f.xml", STYLES)
        archive.writestr("xl/s.xml", f'<?xml version="1.0" encoding="{encoding}"?>{sheet}'.encode(encoding))
    found = open_book(Package(io.BytesIO(path.read_bytes()), path.name))
    return found, found.sheets[0]


def data(*cells: str) -> str:
    """Return a sheet of one row."""
    return f"<worksheet><sheetData><row r='1'>{''.join(cells)}</row></sheetData></worksheet>"


def numbered(*numbers: str) -> str:
    """Return a sheet of rows with these numbers."""
    filled = "".join(f"<row r='{number}'><c><v>7</v></c></row>" for number in numbers)
    return f"<worksheet><sheetData>{filled}</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("cell", "text", "kind"),
    [
        pytest.param("<c r='A1' t='s'><v>0</v></c>", "Kvarn", None, id="shared"),
        pytest.param("<c r='A1' t='s'><v>1</v></c>", "Kvarn Trading", None, id="rich"),
        pytest.param("<c r='A1' t='s'><v>2</v></c>", "株式会社", None, id="without-reading-aid"),
        pytest.param("<c r='A1' t='s'><v>3</v></c>", "A\nB", None, id="escaped"),
        pytest.param("<c r='A1' t='inlineStr'><is><t>Kvarn &amp; Co</t></is></c>", "Kvarn & Co", None, id="inline"),
        pytest.param("<c r='A1' t='str'><f>X</f><v>Kvarn</v></c>", "Kvarn", None, id="formula"),
        pytest.param("<c r='A1'><f>X</f><v></v></c>", "", Kind.NO_VALUE, id="formula-without-result"),
        pytest.param("<c r='A1'><f>X</f></c>", "", Kind.NO_VALUE, id="formula-without-value"),
        pytest.param("<c r='A1' t='shared'><f t='shared' si='0'/></c>", "", Kind.NO_VALUE, id="shared-formula"),
        pytest.param("<c r='A1'><v>42</v></c>", "42", Kind.NUMBER, id="number"),
        pytest.param("<c r='A1' s='1'><v>42</v></c>", "00042", Kind.NUMBER, id="formatted-number"),
        pytest.param("<c r='A1' s='2'><v>45292</v></c>", "2024-01-01", Kind.DATE, id="date"),
        pytest.param("<c r='A1' s='99'><v>42</v></c>", "42", Kind.NUMBER, id="unknown-style"),
        pytest.param("<c r='A1' t='d'><v>2024-01-01T00:00:00</v></c>", "2024-01-01", Kind.DATE, id="iso-date"),
        pytest.param("<c r='A1' t='b'><v>0</v></c>", "FALSE", Kind.BOOLEAN, id="boolean"),
        pytest.param("<c r='A1' t='e'><v>#REF!</v></c>", "#REF!", Kind.ERROR, id="error"),
    ],
)
def test_cells(tmp_path: Path, cell: str, text: str, kind: Kind | None) -> None:
    """Every type of cell gives its text and what kind it is."""
    (row,) = rows(tmp_path, data(cell))
    assert (row.text(0), row.kinds.get(0)) == (text, kind)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("<c r='A1' s='1'/>", id="only-formatted"),
        pytest.param("<c r='A1' t='str'><f>X</f><v></v></c>", id="formula-that-gives-nothing"),
        pytest.param("<c r='A1' t='inlineStr'><is><t>  </t></is></c>", id="spaces"),
    ],
)
def test_empty_cells(tmp_path: Path, cell: str) -> None:
    """A row of such cells holds nothing."""
    assert rows(tmp_path, data(cell)) == []


def test_unnumbered_prefixed_and_wide(tmp_path: Path) -> None:
    """Rows and cells without numbers follow each other; prefixes and far columns are no matter."""
    sheet = (
        "<x:worksheet><x:dimension ref='A1'/><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>"
        "<x:row hidden='1'><x:c r='XFD2'><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    first, second = rows(tmp_path, sheet)
    assert first.texts == ["1", "2"]
    assert (second.number, second.hidden, len(second.texts)) == (2, True, 16_384)


def test_dates_from_1904_and_wide_characters(tmp_path: Path) -> None:
    """The workbook's own epoch counts, and its encoding may be any."""
    sheet = data("<c r='A1' s='2'><v>43830</v></c><c r='B1' t='str'><v>Kvärn</v></c>")
    (row,) = rows(tmp_path, sheet, book="<workbookPr date1904='1'/>", encoding="utf-16")
    assert row.texts == ["2024-01-01", "Kvärn"]


def test_formatted_empty_rows_are_nothing(tmp_path: Path) -> None:
    """Rows between and below the data that are only formatted vanish, the row numbers stay."""
    empty = "".join(f'<row r="{i}"><c r="A{i}" s="1"/></row>' for i in range(2, 90_000))
    last = '<row r="90000"><c r="A90000"><v>7</v></c></row>'
    more = "".join(f'<row r="{i}"><c r="A{i}" s="1"/></row>' for i in range(90_001, 99_000))
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    found = rows(tmp_path, f"<worksheet><sheetData>{first}{empty}{last}{more}</sheetData></worksheet>")
    assert [(row.number, row.texts) for row in found] == [(1, ["1"]), (90_000, ["7"])]


def test_unnumbered_empty_rows_count(tmp_path: Path) -> None:
    """Without numbers of their own, empty rows still move the rows below them."""
    empty = "<row><c s='1'/></row>" * 9_000
    (row,) = rows(tmp_path, f"<worksheet><sheetData>{empty}<row><c><v>7</v></c></row></sheetData></worksheet>")
    assert row.number == 9_001


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param("<worksheet><sheetData><row r='1'>", id="cut-short"),
        pytest.param(data("<c r='A1' t='s'><v>9</v></c>"), id="text-that-is-not-there"),
        pytest.param(numbered("4", "4"), id="a-row-twice"),
        pytest.param(numbered("5", "4"), id="rows-out-of-order"),
        pytest.param(numbered("-1"), id="a-row-below-one"),
        pytest.param(numbered("0"), id="row-nought"),
        pytest.param(numbered("two"), id="a-row-without-number"),
    ],
)
def test_damage(tmp_path: Path, sheet: str) -> None:
    """A broken sheet is never a short list."""
    with pytest.raises(DamagedFileError), as_input_errors("list.xlsx"):
        rows(tmp_path, sheet)


def test_a_text_without_end(tmp_path: Path) -> None:
    """One cell cannot fill the memory."""
    with pytest.raises(HostileFileError, match="row 1"):
        rows(tmp_path, data(f"<c r='A1' t='str'><v>{'x' * 2_000_000}</v></c>"))


def test_rows_may_leave_gaps(tmp_path: Path) -> None:
    """Only equal and falling row numbers are damage, and the error names the row."""
    assert [row.number for row in rows(tmp_path, numbered("2", "4", "90"))] == [2, 4, 90]
    with pytest.raises(DamagedFileError, match="row 4"):
        rows(tmp_path, numbered("2", "4", "4"))


def test_a_text_is_no_longer_than_a_cell(tmp_path: Path) -> None:
    """Excel's own limit is kept, whoever wrote the file."""
    long = "x" * 32_767
    texts = [rows(tmp_path, data(f"<c t='str'><v>{text}</v></c>"))[0].text(0) for text in (long, f"{long}y")]
    assert texts == [long, long]


def test_a_shared_text_is_cut_once(tmp_path: Path) -> None:
    """A text of a million characters that many cells share must not fill the memory; its neighbour stays whole."""
    shared = f"<sst><si><t>{'x' * 1_000_000}</t></si><si><t>{'y' * 32_767}</t></si></sst>"
    cells = "".join(f"<row><c t='s'><v>{row % 2}</v></c></row>" for row in range(400))
    found = rows(tmp_path, f"<worksheet><sheetData>{cells}</sheetData></worksheet>", texts=shared)
    assert {row.text(0) for row in found} == {"x" * 32_767, "y" * 32_767}


def test_cut_texts_are_known_by_number() -> None:
    """Only a text over the limit counts as cut."""
    texts = SharedTexts()
    for length in (32_767, 32_768, 1):
        texts.append("x" * length)
    assert texts.cut == {1}
    assert [len(texts[number]) for number in range(3)] == [32_767, 32_767, 1]
