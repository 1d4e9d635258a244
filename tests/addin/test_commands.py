"""The ribbon's buttons, from VBA through xlwings' own Windows code to the sheet and back.

press -> EntityCheckRibbon -> RunPython -> addin.ribbon -> Desk -> xlwings -> the interpreter's workbook
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import platformdirs
import pytest
from pyopenvba.interpreter._values import VBAErrorValue

import addin.commands.look
import addin.desk
from addin import log, undo
from addin.vendors import HEADERS
from screening.lists.catalog import list_info
from tests.addin.pywin32 import ComError

if TYPE_CHECKING:
    from pathlib import Path

    from addin.session import Session
    from tests.addin.vba_excel import VbaExcel

LIST = [
    ["Vendors of the plant", None, None],
    ["No", "Vendor name", "Country"],
    [1.0, "Kvarnbore", "SE"],
    [2.0, "Ostervik Bakery", "NO"],
    [3.0, "TBD", None],
    [4.0, "Zolthurian Shiping", "AE"],
]
VERDICTS = ["LISTED", "CLEAR", "NOT SCREENED", "LISTED"]


@pytest.fixture(autouse=True)
def _fresh(excel: VbaExcel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vendor list on the sheet; its workbook counts as lying in a folder of the test."""
    excel.put("A1", LIST)
    excel.book.path = str(tmp_path)
    excel.book.name = "Vendors 2026.xlsx"
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path)


def test_check_sheet(excel: VbaExcel) -> None:
    """Finds header, names and countries; the verdicts stand beside their vendors, and a message says what happened."""
    (message,) = excel.press("check_sheet")
    rows = excel.rows()
    assert tuple(rows[1][3:]) == HEADERS
    assert [row[4] for row in rows[2:]] == VERDICTS
    assert rows[2][3:] == ["Kvarnbore", "LISTED", "Kvarn Borealis Dynamics Co., Ltd.", "EL", 100, "2026-01-31"]
    assert rows[0][:3] == LIST[0]
    assert "4 vendors checked" in message
    assert "2 LISTED, 1 CLEAR, 1 NOT SCREENED" in message
    assert "D2:I6" in message


def test_everything_else_stays(excel: VbaExcel) -> None:
    """The user's cells, the calculation mode, the status bar and the screen are as they were."""
    excel.app.calculation = -4135  # manual
    excel.press("check_sheet")
    assert [row[:3] for row in excel.rows()] == LIST
    assert (excel.app.calculation, excel.app.screen_updating, excel.app.status_bar) == (-4135, True, False)


def test_check_twice_writes_into_the_same_columns(excel: VbaExcel) -> None:
    """The second run replaces the first one's verdicts, and reads none of them as vendors."""
    excel.press("check_sheet")
    excel.put("B4", "Kvarn Borealis Dynamics")
    (message,) = excel.press("check_sheet")
    assert "4 vendors checked" in message
    assert len(excel.rows()[1]) == 3 + len(HEADERS)
    assert [row[4] for row in excel.rows()[2:]] == ["LISTED", "LISTED", "NOT SCREENED", "LISTED"]


def test_check_selection_leaves_other_rows(excel: VbaExcel) -> None:
    """Two of four vendors are selected; the others have no verdict."""
    excel.select("B3:B4")
    (message,) = excel.press("check_selection")
    assert "2 vendors checked" in message
    assert [row[4] if len(row) > 4 else None for row in excel.rows()[2:]] == ["LISTED", "CLEAR", None, None]


def test_check_selection_after_check_sheet_keeps_the_rest(excel: VbaExcel) -> None:
    """Only the selected row's verdict is written anew."""
    excel.press("check_sheet")
    excel.put("B4", "Kvarnbore")
    excel.select("B4")
    excel.press("check_selection")
    assert [row[4] for row in excel.rows()[2:]] == ["LISTED", "LISTED", "NOT SCREENED", "LISTED"]


def test_selected_whole_column_ends_with_the_content(excel: VbaExcel) -> None:
    """A million rows are selected, four are vendors."""
    excel.select("B:B")
    (message,) = excel.press("check_selection")
    assert "4 vendors checked" in message


def test_names_without_a_list(excel: VbaExcel) -> None:
    """Names somewhere on a sheet without headers are checked too."""
    excel.put("A1", [[None] * 3] * 6)
    excel.put("H20", [["Kvarnbore"], ["Ostervik Bakery"]])
    excel.select("H20:H21")
    (message,) = excel.press("check_selection")
    assert "1 LISTED, 1 CLEAR" in message


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        pytest.param("K30:K40", "empty", id="empty-cells"),
        pytest.param("A3:A5,C3:C5", "Several blocks", id="several-blocks"),
        pytest.param("C3:C4", "vendors checked", id="what-is-selected-counts-as-names"),
        pytest.param("A1:C6", "4 vendors checked", id="the-whole-list"),
        pytest.param("A3:A6", "NOT SCREENED", id="numbers-are-no-names"),
    ],
)
def test_odd_selections(excel: VbaExcel, reference: str, said: str) -> None:
    """Each gets an answer that says what to do; nothing is guessed in silence."""
    excel.select(reference)
    (message,) = excel.press("check_selection")
    assert said in message


def test_results_are_no_vendors(excel: VbaExcel) -> None:
    """Our own columns are refused as names."""
    excel.press("check_sheet")
    excel.select("D3:D4")
    assert excel.press("check_selection") == [
        "The selected cells are results of Entity Check. Select the vendor names and try again."
    ]


def test_a_sheet_without_vendors(excel: VbaExcel) -> None:
    """The message says what is missing in Excel's terms, and what to click."""
    excel.put("A1", [[None] * 3] * 6)
    for button in ("check_sheet", "export_review"):
        assert excel.press(button) == [
            "The sheet 'Sheet1' holds no vendors. Activate the sheet with the vendor list and try again."
        ]
    excel.put("A1", [[1.0, 5.0], [2.0, 7.0]])
    (message,) = excel.press("check_sheet")
    assert "no column of vendor names was recognised. Select a cell in the column of the names" in message
    assert excel.rows() == [[1, 5], [2, 7]]


def test_several_columns_of_names(excel: VbaExcel) -> None:
    """They are named; the selected one is taken at the next click."""
    excel.put("A2", [["Vendor name", "Supplier name", None]])
    excel.put("A3", [[f"Ostervik {row} Ltd", f"Kvarnbore {row} Ltd"] for row in range(4)])
    excel.select("D1")
    (message,) = excel.press("check_sheet")
    assert (
        "several columns could hold the vendor names: 'Vendor name' (column A), 'Supplier name' (column B)" in message
    )
    excel.select("B4")
    (message,) = excel.press("check_sheet")
    assert "names from 'Supplier name' (column B)" in message


def test_a_list_without_headers_is_known_again(excel: VbaExcel) -> None:
    """The second run finds the first one's verdicts by what they are."""
    excel.put("A1", [[None] * 3] * 6)
    excel.put("A1", [["Kvarnbore Ltd"], ["Ostervik Ltd"], ["Zolthurian Shipping LLC"]])
    excel.press("check_sheet")
    first = excel.rows()
    (message,) = excel.press("check_sheet")
    assert "3 vendors checked" in message
    assert excel.rows() == first


def test_formulas_twice_are_one_column(excel: VbaExcel) -> None:
    """The second click writes into the first one's column."""
    excel.select("B3:B6")
    excel.press("insert_formulas")
    excel.press("insert_formulas")
    assert excel.rows()[1] == ["No", "Vendor name", "Country", "Entity Check"]


def test_undo(excel: VbaExcel) -> None:
    """Restores what stood there to the cell, once; then there is nothing left to take back."""
    excel.put("D3", [["=1+1", "'007"]])
    before = excel.range("A1:I6").vba_get("Formula")
    excel.press("check_sheet")
    (message,) = excel.press("undo")
    assert message.startswith("Put back")
    assert excel.range("A1:I6").vba_get("Formula").items == before.items
    assert excel.press("undo") == ["There is no run of Entity Check to take back."]


def test_undo_refuses_changed_cells(excel: VbaExcel) -> None:
    """Somebody sorted or edited the verdicts since: they stay."""
    excel.press("check_sheet")
    excel.put("E3", "looked at")
    (message,) = excel.press("undo")
    assert "changed, moved or sorted" in message
    assert excel.rows()[2][4] == "looked at"


def test_undo_of_another_workbook(excel: VbaExcel) -> None:
    """It is named, and neither workbook is touched."""
    excel.press("check_sheet")
    other = excel.add_book()
    assert excel.press("undo") == ["The last run wrote to Vendors 2026.xlsx. Activate that workbook and try again."]
    assert excel.rows(other) == []
    assert excel.rows()[2][4] == "LISTED"


def test_damaged_undo_record(excel: VbaExcel) -> None:
    """Half a file is no record."""
    excel.press("check_sheet")
    undo._path().write_text('{"book": ', encoding="utf-8")
    (message,) = excel.press("undo")
    assert "cannot be read" in message


def test_vendor_names_stay_text(excel: VbaExcel) -> None:
    """A name that looks like a formula, a number or a date is copied as the text it is."""
    excel.set("B3", "Value", "'=1+1")
    excel.set("B4", "Value", "'2026-01-31")
    excel.press("check_sheet")
    assert [row[3] for row in excel.rows()[2:4]] == ["=1+1", "2026-01-31"]
    assert excel.range("D3").vba_get("HasFormula") is False


def test_insert_and_freeze_formulas(excel: VbaExcel) -> None:
    """Formulas refer to name and country of their row; frozen they are values, and undo brings them back."""
    excel.select("B3:B6")
    excel.press("insert_formulas")
    formulas = excel.range("D3:D6").vba_get("Formula").items
    assert formulas == [f"=ENTITY_CHECK(B{row},C{row})" for row in range(3, 7)]
    assert excel.rows()[1][3] == "Entity Check"
    excel.select("A1")
    (message,) = excel.press("freeze")
    assert message.startswith("4 cells hold values now")
    assert excel.range("D3:D6").vba_get("HasFormula") is False
    excel.press("undo")
    assert excel.range("D3:D6").vba_get("Formula").items == formulas


def test_freeze_leaves_other_formulas(excel: VbaExcel) -> None:
    """Only ours become values."""
    excel.set("E3", "Formula", "=A3+1")
    excel.set("E4", "Formula", "=ENTITY_CHECK(B4)")
    excel.set("E5", "Formula", '=IF(A5>0,entity_check(B5),"")')
    excel.select("A1")
    excel.press("freeze")
    assert [excel.range(f"E{row}").vba_get("HasFormula") for row in (3, 4, 5)] == [True, False, False]


def test_freeze_takes_a_spill_as_a_whole(excel: VbaExcel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its other cells hold no formula: they become values too, and undo leaves them to the formula again."""
    excel.put("E3", [["x", "list"], ["LISTED", "EL"]])
    excel.set("E3", "Formula", "=ENTITY_MATCHES(B3)")
    spilt = addin.desk.Area(3, 5, 2, 2)
    monkeypatch.setattr(addin.desk.Desk, "may_spill", lambda *_: True)
    monkeypatch.setattr(
        addin.desk.Desk, "spill", lambda _, row, column: spilt if (row, column) == (3, 5) else spilt._replace(rows=1)
    )
    excel.select("A1")
    (message,) = excel.press("freeze")
    assert message.startswith("4 cells")
    assert excel.rows()[3][4:6] == ["LISTED", "EL"]
    excel.press("undo")
    assert excel.range("E3").vba_get("Formula") == "=ENTITY_MATCHES(B3)"
    assert [row[4:6] for row in excel.rows()[2:4]][1] == [None, None]


def test_freeze_without_formulas(excel: VbaExcel) -> None:
    """There is nothing to do, and that is said."""
    excel.select("A1")
    (message,) = excel.press("freeze")
    assert "no ENTITY formulas" in message


def test_next_flagged(excel: VbaExcel) -> None:
    """Goes down from flag to flag, passes CLEAR, and says when there is none below."""
    excel.press("check_sheet")
    excel.select("A1")
    seen = []
    for _ in range(3):
        assert excel.press("next_flagged") == []
        seen.append(excel.selected())
    assert seen == ["E3", "E5", "E6"]
    assert excel.press("next_flagged") == ["No flagged row is below row 6; 3 are above or on it."]


def test_next_flagged_before_any_check(excel: VbaExcel) -> None:
    """A vendor called Review is no flag."""
    excel.put("B3", "REVIEWERS LTD")
    assert excel.press("next_flagged") == ["No row of this sheet is flagged. Check sheet screens its vendors."]


def test_show_why(excel: VbaExcel) -> None:
    """Verdict, listed name, words, what it means, and of which lists."""
    excel.select("C6")
    (message,) = excel.press("show_why")
    assert message.startswith("LISTED: Zolthurian Shiping")
    assert "ZOLTHURIAN SHIPPING [SDN]" in message
    assert "shiping | shipping: misspelt" in message
    assert "Lists of 2026-01-31" in message
    excel.select("A4")
    (message,) = excel.press("show_why")
    assert message.startswith("CLEAR: Ostervik Bakery")
    excel.select("A5")
    (message,) = excel.press("show_why")
    assert message.startswith("NOT SCREENED: TBD")


def test_show_why_of_a_row_without_a_vendor(excel: VbaExcel) -> None:
    """Says so."""
    excel.select("A40")
    (message,) = excel.press("show_why")
    assert "empty" in message or "no vendor" in message


def test_open_source(excel: VbaExcel, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Federal Register notice of an Entity List party, else the list's own page; nothing for a CLEAR vendor."""
    opened: list[str] = []

    def browse(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", browse)
    for cell in ("B3", "B6"):
        excel.select(cell)
        assert excel.press("open_source") == []
    assert opened[0] == "https://www.federalregister.gov/citation/84-FR-11111"
    assert opened[1].startswith("https://sanctionslist.ofac.treas.gov/")
    excel.select("B4")
    (message,) = excel.press("open_source")
    assert "no hit" in message


def test_export_review(excel: VbaExcel, tmp_path: Path) -> None:
    """A real review workbook beside the user's, which names book, sheet and range; the next one gets its own name."""
    (message,) = excel.press("export_review")
    path = tmp_path / "Vendors 2026-review.xlsx"
    assert str(path) in message
    book = openpyxl.load_workbook(path)
    summary = [str(cell.value) for row in book["Summary"].iter_rows() for cell in row if cell.value is not None]
    assert "Vendors 2026.xlsx" in summary
    assert "Sheet1, A3:C6" in summary
    assert any("open workbook" in text for text in summary)
    assert book["Flagged"].max_row == 3
    assert [row[:3] for row in excel.rows()] == LIST
    excel.activate()
    excel.press("export_review")
    assert (tmp_path / "Vendors 2026-review-2.xlsx").exists()


def test_export_leaves_out_our_columns(excel: VbaExcel, tmp_path: Path) -> None:
    """Verdicts beside the list are not read as vendors."""
    excel.press("check_sheet")
    excel.press("export_review")
    book = openpyxl.load_workbook(tmp_path / "Vendors 2026-review.xlsx")
    assert book["All screened"].max_row == 4


def test_export_summary_opens_a_new_workbook(excel: VbaExcel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It has no file yet; nothing is left in a folder of the user's."""
    opened: list[tuple[str, bool]] = []

    def keep(_desk: addin.desk.Desk, path: Path, *, as_new: bool) -> None:
        assert openpyxl.load_workbook(path).sheetnames[0] == "Summary"
        opened.append((path.name, as_new))

    monkeypatch.setattr(addin.desk.Desk, "open_book", keep)
    (message,) = excel.press("export_summary")
    assert opened == [("Vendors 2026-review.xlsx", True)]
    assert "not saved yet" in message
    assert list(tmp_path.glob("*.xlsx")) == []


def test_export_pdf_says_why_it_cannot(excel: VbaExcel, tmp_path: Path) -> None:
    """This Excel prints nothing: one message, no debris."""
    (message,) = excel.press("export_pdf")
    assert "did not make the PDF" in message
    assert list(tmp_path.glob("*.pdf")) == []


def test_protected_sheet(excel: VbaExcel) -> None:
    """Nothing is written, and the message says how to go on."""
    before = excel.rows()
    excel.sheet().vba_get("Protect")
    (message,) = excel.press("check_sheet")
    assert "unprotect it" in message
    assert excel.rows() == before


def test_half_written_is_put_back(excel: VbaExcel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel fails in the middle of the writing: the cells hold what they held, and a message says so."""
    before = excel.rows()
    put = addin.desk.Desk._put

    def half(desk: addin.desk.Desk, area: addin.desk.Area, rows: list[list[object]]) -> None:
        put(desk, area._replace(rows=2), rows[:2])  # type: ignore[arg-type]
        raise ComError(-2147352567, "Exception occurred.", (0, "Microsoft Excel", "Out of memory", "", 0, 0), None)

    monkeypatch.setattr(addin.desk.Desk, "_put", half)
    (message,) = excel.press("check_sheet")
    assert "Out of memory" in message
    assert "The sheet is as it was" in message
    assert [row[:3] for row in excel.rows()] == before
    assert not any(cell for row in excel.rows() for cell in row[3:])


def test_cells_that_keep_what_they_held_are_noticed(excel: VbaExcel, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that changes nothing and raises nothing is no success."""
    monkeypatch.setattr(addin.desk.Desk, "_put", lambda *_: None)
    (message,) = excel.press("check_sheet")
    assert "some cells kept what they held" in message


def test_cell_in_edit_mode(excel: VbaExcel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel rejects the call: the message says what to do."""

    def busy(*_: object) -> None:
        raise ComError(-2147352567, "Exception occurred.", (0, None, None, None, 0, -2146777998), None)

    monkeypatch.setattr(addin.desk.Desk, "_put", busy)
    (message,) = excel.press("check_sheet")
    assert message.startswith("Excel is waiting for you: finish editing the cell")
    assert [row[:3] for row in excel.rows()] == LIST


def test_escape_stops_a_long_run(excel: VbaExcel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written; the status bar is given back."""
    monkeypatch.setattr(addin.desk, "_escape_is_down", lambda: True)
    assert excel.press("check_sheet") == ["Stopped with Esc; nothing was changed."]
    assert excel.rows() == LIST
    assert excel.app.status_bar is False


def test_table_that_cannot_be_used(excel: VbaExcel, session: Session, tmp_path: Path) -> None:
    """No verdict is written."""
    session._table = tmp_path / "none"
    for button in ("check_sheet", "show_why", "export_review", "list_details"):
        (message,) = excel.press(button)
        assert "There is no entity table" in message
    assert excel.rows() == LIST


def test_filtered_rows_get_their_verdicts(excel: VbaExcel) -> None:
    """Hidden rows are screened like the others."""
    excel.set("4:4", "Hidden", value=True)
    excel.press("check_sheet")
    assert [row[4] for row in excel.rows()[2:]] == VERDICTS


def test_beside_a_table_object_a_column_stays_free(excel: VbaExcel) -> None:
    """Excel would make a column of ours part of the table; its near miss, a plain list, needs no gap."""
    excel.sheet().vba_get("ListObjects").vba_get("Add", [1, excel.range("A2:C6"), None, 1])
    excel.press("check_sheet")
    assert excel.rows()[1][3:5] == [None, "Checked name"]


def test_error_cells_are_not_screened(excel: VbaExcel) -> None:
    """With the cause."""
    excel.set("B3", "Value", VBAErrorValue(2042))
    excel.press("check_sheet")
    assert excel.rows()[2][4:6] == ["NOT SCREENED", "the name cell holds a spreadsheet error"]


def test_list_details_and_guide(excel: VbaExcel) -> None:
    """Both open a new workbook."""
    count = len(excel.books())
    excel.press("list_details")
    details = excel.rows(excel.books()[-1])
    assert details[1] == ["Published", "2026-01-31", None, None, None, None]
    assert [row[0] for row in details[8:]] == ["EL", "SDN"]
    assert details[8][4:] == [list_info("EL").consequence, list_info("EL").consequence_exporter]
    excel.press("guide")
    assert len(excel.books()) == count + 2
    shown = {row[0]: row[1] for row in excel.rows(excel.books()[-1])}
    assert "=ENTITY_CHECK(A2)" in shown
    assert "in force since 2025-09-29" in str(shown["Ownership"])


def test_diagnose(excel: VbaExcel) -> None:
    """Says what it saw; here, that this is no system with Excel."""
    (message,) = excel.press("diagnose")
    assert "Lists: of 2026-01-31" in message


def test_python_that_died_between_two_clicks(excel: VbaExcel) -> None:
    """It is started again, and the second click works like the first."""
    excel.press("check_sheet")
    excel.python.dies = 1
    (message,) = excel.press("check_sheet")
    assert "4 vendors checked" in message
    assert excel.python.kills == 1


def test_python_that_dies_in_the_middle_of_a_command(excel: VbaExcel) -> None:
    """The command is not repeated by itself; the next click is answered by a new Python."""
    excel.python.dies_in_commands = 1
    (message,) = excel.press("check_sheet")
    assert "Python stopped in the middle: The remote procedure call failed." in message
    assert excel.rows() == LIST
    (message,) = excel.press("check_sheet")
    assert "4 vendors checked" in message


def test_diagnose_without_python(excel: VbaExcel) -> None:
    """VBA says itself that Python does not answer, and what to run."""
    excel.python.dies = 100
    (message,) = excel.press("diagnose")
    assert "The RPC server is unavailable" in message
    assert "entity-check addin doctor" in message


def test_log(excel: VbaExcel, monkeypatch: pytest.MonkeyPatch) -> None:
    """What should not happen is told in one message and kept with its traceback, without vendor names."""
    assert "there is no log" in excel.press("open_log")[0]

    def broken(*_: object) -> None:
        raise ZeroDivisionError("an invented fault")

    monkeypatch.setattr(addin.desk.Desk, "values", broken)
    (message,) = excel.press("check_sheet")
    assert "ZeroDivisionError: an invented fault" in message
    text = log.log_path().read_text("utf-8")
    assert "The command check_sheet failed" in text
    assert "Kvarn" not in text


def test_no_workbook_is_open(excel: VbaExcel) -> None:
    """VBA says so; Python is not started for it."""
    excel.close_books()
    (message,) = excel.press("check_sheet")
    assert "no workbook" in message
    assert excel.python.commands == []


def test_undo_record_is_small_and_ours(excel: VbaExcel) -> None:
    """It lies in our cache folder and holds what stood there, not the list; blanks take no room."""
    excel.press("check_sheet")
    record = json.loads(undo._path().read_text("utf-8"))
    assert set(record) == {"book", "sheet", "changes"}
    assert "Kvarn" not in json.dumps(record)
    assert [change["before"] for change in record["changes"]] == [None]
