"""The add-in's VBA, interpreted, asks the real Python functions through xlwings' real COM server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyopenvba.interpreter._values import VBAErrorValue

import addin.functions
from addin.functions import FUNCTIONS
from screening.table.build import build_table

if TYPE_CHECKING:
    from pathlib import Path

    from addin.session import Session
    from tests.addin.vba_excel import VbaExcel

LISTED = "LISTED: Kvarn Borealis Dynamics Co., Ltd. [EL, 100]"
NAMES = [["Vendor"], ["Kvarnbore"], ["Ostervik Bakery"], [None], ["Zolthurian Shipping"]]
ANSWERS = [LISTED, "CLEAR", "", "LISTED: ZOLTHURIAN SHIPPING [SDN, 100]"]


def test_one_cell(excel: VbaExcel) -> None:
    """A formula that stands alone asks for itself alone; its near miss is CLEAR."""
    excel.put("A1", NAMES)
    assert excel.fill_down("ENTITY_CHECK", ["A"], [2]) == [LISTED]
    assert excel.fill_down("ENTITY_CHECK", ["A"], [3], target="Y") == ["CLEAR"]
    assert [len(args[1]) for _, args in excel.python.calls] == [1, 1]


def test_filled_down_column_is_one_trip(excel: VbaExcel) -> None:
    """The first formula of the column asks for all of them."""
    excel.put("A1", NAMES)
    assert excel.fill_down("ENTITY_CHECK", ["A"], range(2, 6)) == ANSWERS
    assert len(excel.python.calls) == 1


def test_ten_thousand_formulas_are_one_trip(excel: VbaExcel) -> None:
    """Of ten thousand rows every thousandth is listed; all answers are those of its own row."""
    names = [f"Ostervik Bakery {row}" if row % 1000 else "Kvarnbore" for row in range(2, 10_002)]
    excel.put("A2", [[name] for name in names])
    answers = excel.fill_down("ENTITY_CHECK", ["A"], range(2, 10_002))
    assert len(excel.python.calls) == 1
    assert answers == [LISTED if name == "Kvarnbore" else "CLEAR" for name in names]


def test_last_formula_first(excel: VbaExcel) -> None:
    """Excel often calculates the formula that was entered last first."""
    excel.put("A1", NAMES)
    assert excel.fill_down("ENTITY_CHECK", ["A"], range(5, 1, -1)) == ANSWERS[::-1]
    assert len(excel.python.calls) == 1


def test_block_border_costs_a_second_trip(excel: VbaExcel) -> None:
    """Rows 16,384 and 16,385 belong to different blocks."""
    excel.put("A16383", [["Kvarnbore"], ["Ostervik A"], ["Zolthurian Shipping"], ["Ostervik B"]])
    answers = excel.fill_down("ENTITY_CHECK", ["A"], range(16_383, 16_387))
    assert answers == [LISTED, "CLEAR", ANSWERS[3], "CLEAR"]
    assert len(excel.python.calls) == 2


def test_formulas_in_every_other_row(excel: VbaExcel) -> None:
    """None has a neighbour; from the third on the column is asked for as a whole."""
    excel.put("A1", [[f"Ostervik {row}"] for row in range(1, 41)])
    assert set(excel.fill_down("ENTITY_CHECK", ["A"], range(1, 41, 2))) == {"CLEAR"}
    assert len(excel.python.calls) == 3


def test_a_changed_cell_is_one_trip(excel: VbaExcel) -> None:
    """And that trip carries the changed name alone."""
    excel.put("A1", NAMES)
    excel.fill_down("ENTITY_CHECK", ["A"], range(2, 6))
    excel.put("A3", "Kvarnbore AB Zolthurian Shipping")
    excel.fill_down("ENTITY_CHECK", ["A"], range(2, 6))
    assert [len(args[1]) for _, args in excel.python.calls] == [4, 1]


def test_recheck_asks_again(excel: VbaExcel) -> None:
    """The button forgets the answers, has the table opened anew and lets Excel calculate."""
    excel.put("A1", NAMES)
    excel.fill_down("ENTITY_CHECK", ["A"], range(2, 6))
    assert excel.press("recheck") == []
    assert excel.app.recalculations == 1
    assert excel.run("HeldAnswers") == 0
    excel.fill_down("ENTITY_CHECK", ["A"], range(2, 6))
    assert [name for name, _ in excel.python.calls] == ["entity_answers", "entity_recheck", "entity_answers"]


def test_a_new_table_drops_the_old_answers(excel: VbaExcel, session: Session, source: Path, tmp_path: Path) -> None:
    """The first answer from another table makes all others be asked for again."""
    excel.put("A1", NAMES)
    excel.fill_down("ENTITY_CHECK", ["A"], range(2, 6))
    renamed = tmp_path / "consolidated-2026-02-01.csv"
    renamed.write_text(source.read_text("utf-8").replace("Dynamics", "Systems"), encoding="utf-8")
    build_table(renamed, tmp_path / "table", published=None)
    session._table = tmp_path / "table"  # as if it had been installed in the other's place
    assert excel.formula("ENTITY_CHECK", "Ostervik Brewery") == "CLEAR"
    assert excel.run("HeldAnswers") == 1
    assert excel.fill_down("ENTITY_CHECK", ["A"], range(2, 6))[0] == LISTED.replace("Dynamics", "Systems")


def test_a_new_table_in_the_middle_of_a_range(excel: VbaExcel, session: Session, source: Path, tmp_path: Path) -> None:
    """What was held before the reply came from the old table; it is asked for again, and no cell is left without."""
    excel.put("A1", [["Kvarnbore"], ["Ostervik"]])
    excel.formula("ENTITY_CHECK", excel.range("A1"))
    renamed = tmp_path / "consolidated-2026-02-01.csv"
    renamed.write_text(source.read_text("utf-8").replace("Dynamics", "Systems"), encoding="utf-8")
    build_table(renamed, tmp_path / "table", published=None)
    session._table = tmp_path / "table"
    assert excel.formula("ENTITY_CHECK", excel.range("A1:A2")) == [[LISTED.replace("Dynamics", "Systems")], ["CLEAR"]]
    assert len(excel.python.calls) == 3


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param(None, "", id="blank"),
        pytest.param("   ", "", id="spaces"),
        pytest.param(VBAErrorValue(2042), "#N/A", id="error-in-error-out"),
        pytest.param(VBAErrorValue(2045), "error 2045", id="spill-error-too"),
        pytest.param(12345.0, "NOT SCREENED: the name is only a number; check the chosen name column", id="number"),
        pytest.param("Kvarnbore", LISTED, id="text"),
        pytest.param("Kvarnbor\u00e9 \U0001f600", LISTED, id="accents-and-signs"),
        pytest.param("\u96ea\u5c71\u5546\u4e8b", "CLEAR", id="another-script"),
    ],
)
def test_cells_of_every_kind(excel: VbaExcel, given: object, shown: str) -> None:
    """Blank in, blank out; error in, same error out; what is no name says why."""
    excel.set("A2", "Value", given)
    found = excel.formula("ENTITY_CHECK", excel.range("A2"))
    assert found.split(" [")[0] == shown.split(" [", maxsplit=1)[0]


def test_ranges_keep_their_shape(excel: VbaExcel) -> None:
    """A block of two columns spills a block of two columns, in one trip."""
    excel.put("A1", [["Kvarnbore", "Ostervik"], [None, "Zolthurian Shipping"]])
    assert excel.formula("ENTITY_CHECK", excel.range("A1:B2")) == [[LISTED, "CLEAR"], ["", ANSWERS[3]]]
    assert len(excel.python.calls) == 1


@pytest.mark.parametrize(
    ("reference", "rows"),
    [
        pytest.param("A:A", 5, id="whole-column"),
        pytest.param("A2:A1048576", 4, id="to-the-edge"),
        pytest.param("A2:A9", 8, id="a-range-keeps-its-blank-end"),
    ],
)
def test_whole_columns_end_with_the_content(excel: VbaExcel, reference: str, rows: int) -> None:
    """A million blank rows are not answered."""
    excel.put("A1", NAMES)
    assert len(excel.formula("ENTITY_CHECK", excel.range(reference))) == rows


def test_whole_column_below_the_content(excel: VbaExcel) -> None:
    """Nothing is there, so nothing is shown."""
    excel.put("A1", NAMES)
    assert excel.formula("ENTITY_CHECK", excel.range("A7:A1048576")) == ""
    assert excel.python.calls == []


def test_last_row_of_the_sheet(excel: VbaExcel) -> None:
    """It has no neighbour below."""
    excel.put("A1048576", "Kvarnbore")
    assert excel.fill_down("ENTITY_CHECK", ["A"], [1_048_576]) == [LISTED]


def test_country_column_goes_down_with_the_vendors(excel: VbaExcel) -> None:
    """A cell in the same row is a column; one trip asks for pairs."""
    excel.put("A1", [["Kvarn Borealis", "Sweden"], ["Kvarn Borealis", "Peru"], ["Ostervik", None]])
    answers = excel.fill_down("ENTITY_CHECK", ["A", "B"], range(1, 4))
    assert len(excel.python.calls) == 1
    assert [row[:2] for row in excel.python.calls[0][1][1]] == [
        ("Kvarn Borealis", "Sweden"),
        ("Kvarn Borealis", "Peru"),
        ("Ostervik", None),
    ]
    assert answers[2] == "CLEAR"


def test_two_patterns_on_one_column(excel: VbaExcel) -> None:
    """With and without a date each formula gets its own answer."""
    excel.put("A1", [["Kvarnbore"], ["Ostervik"], ["Kvarnbore"]])
    plain = excel.fill_down("ENTITY_CHECK", ["A"], range(1, 4), target="Y")
    before = excel.fill_down("ENTITY_CHECK", ["A"], range(1, 4), target="Z", constants=("", "2019-01-01"))
    only_sdn = excel.fill_down("ENTITY_CHECK", ["A"], range(1, 4), target="X", constants=("", "", "SDN"))
    assert plain == [LISTED, "CLEAR", LISTED]
    assert before == only_sdn == ["CLEAR"] * 3
    assert len(excel.python.calls) == 3


def test_two_workbooks(excel: VbaExcel) -> None:
    """Equal sheet names do not mix, and equal names need no second trip."""
    other = excel.add_book()
    excel.put("A1", [["Kvarnbore"], ["Ostervik"]])
    excel.put("A1", [["Ostervik"], ["Zolthurian Shipping"]], other)
    assert excel.fill_down("ENTITY_CHECK", ["A"], range(1, 3)) == [LISTED, "CLEAR"]
    assert excel.fill_down("ENTITY_CHECK", ["A"], range(1, 3), book=other) == ["CLEAR", ANSWERS[3]]
    assert [[row[0] for row in args[1]] for _, args in excel.python.calls] == [
        ["Kvarnbore", "Ostervik"],
        ["Zolthurian Shipping"],
    ]


def test_hidden_rows_merged_cells_and_error_cells(excel: VbaExcel) -> None:
    """None of them shifts the answers of the others."""
    excel.put("A1", [["Kvarnbore"], ["Ostervik"], [None], ["Zolthurian Shipping"], ["Kvarnbore"]])
    excel.range("A2:A3").vba_get("Merge")
    excel.set("A4", "Value", VBAErrorValue(2007))
    excel.set("1:1", "Hidden", value=True)
    assert excel.fill_down("ENTITY_CHECK", ["A"], range(1, 6)) == [LISTED, "CLEAR", "", "error 2007", LISTED]
    assert len(excel.python.calls) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("Kvarnbore", "", "soon"), id="no-date"),
        pytest.param(("Kvarnbore", "", True), id="a-logical-value-is-no-date"),
        pytest.param(("Kvarnbore", "", 3_000_000.0), id="beyond-the-calendar"),
        pytest.param(("Kvarnbore", "", "", "XX"), id="no-such-list"),
        pytest.param(("Kvarnbore", "", "", 7.0), id="a-number-is-no-list"),
    ],
)
def test_bad_arguments(excel: VbaExcel, arguments: tuple[object, ...]) -> None:
    """They are #VALUE!, a real error."""
    assert excel.formula("ENTITY_CHECK", *arguments) == "#VALUE!"


def test_ranges_of_different_shape(excel: VbaExcel) -> None:
    """Two names and three countries make no pairs."""
    assert excel.formula("ENTITY_CHECK", excel.range("A1:A2"), excel.range("B1:B3")) == "#VALUE!"
    assert excel.formula("ENTITY_CHECK", excel.range("A1"), excel.range("B1:B3")) == "#VALUE!"


def test_date_cells(excel: VbaExcel) -> None:
    """Serial numbers are days: the entry counts from 2019-10-09, which is 43747."""
    assert excel.formula("ENTITY_CHECK", "Kvarnbore", "", 43746.0) == "CLEAR"
    assert excel.formula("ENTITY_CHECK", "Kvarnbore", "", 43747.0) == LISTED


def test_matches_spill(excel: VbaExcel) -> None:
    """A header and a row for each hit; a CLEAR vendor has one row that says so."""
    rows = excel.formula("ENTITY_MATCHES", "Kvarnbore")
    assert rows[0][:4] == ["verdict", "list", "listed name", "matched alias"]
    assert rows[1][:7] == ["LISTED", "EL", "Kvarn Borealis Dynamics Co., Ltd.", "Kvarnbore", 100.0, "SE", "2019-10-09"]
    assert len(rows) == 2
    assert excel.formula("ENTITY_MATCHES", "Ostervik")[1][:2] == ["CLEAR", ""]
    assert excel.formula("ENTITY_MATCHES", "Kvarnbore", 0.0) == "#VALUE!"
    assert excel.formula("ENTITY_MATCHES", excel.range("A1:A2")) == "#VALUE!"
    assert excel.formula("ENTITY_MATCHES", "") == ""


def test_the_other_functions(excel: VbaExcel) -> None:
    """Points, fields of an entry, facts of the table."""
    key = excel.formula("ENTITY_MATCHES", "Kvarnbore")[1][10]
    assert excel.formula("ENTITY_SCORE", "Kvarnbore") == 100.0
    assert excel.formula("ENTITY_SCORE", "12345") == "#VALUE!"
    assert excel.formula("ENTITY_INFO", key, "effective date") == "2019-10-09"
    assert excel.formula("ENTITY_INFO", key, "colour") == "#VALUE!"
    assert excel.formula("ENTITY_INFO", "EL-NONE", "name") == "#VALUE!"
    assert excel.formula("ENTITY_LISTS", "date") == "2026-01-31"
    assert [row[0] for row in excel.formula("ENTITY_LISTS")] == ["date", "age", "health", "rows", "hash"]


def test_function_wizard_calls_nothing(excel: VbaExcel) -> None:
    """It shows no value either: a blank would look like an answer."""
    excel.app.in_wizard = True
    assert excel.formula("ENTITY_CHECK", "Kvarnbore") == "#N/A"
    assert excel.formula("ENTITY_MATCHES", "Kvarnbore") == "#N/A"
    assert excel.python.calls == []


def test_python_that_dies_is_started_again(excel: VbaExcel) -> None:
    """Killed in the middle of a call, it is ended, started anew, and asked once more."""
    excel.formula("ENTITY_CHECK", "Ostervik")
    excel.python.dies = 1
    assert excel.formula("ENTITY_CHECK", "Kvarnbore") == LISTED
    assert (excel.python.starts, excel.python.kills) == (2, 1)


def test_python_that_stays_dead_is_left_alone(excel: VbaExcel) -> None:
    """Two tries for ten formulas, not twenty; every cell is #N/A; Recheck tries again and says why it failed."""
    excel.put("A1", [[f"Kvarnbore {row}"] for row in range(1, 11)])
    excel.python.dies = 1_000
    assert set(excel.fill_down("ENTITY_CHECK", ["A"], range(1, 11))) == {"#N/A"}
    assert len(excel.python.calls) == 2
    (message,) = excel.press("recheck")
    assert "The RPC server is unavailable" in message
    excel.python.dies = 0
    assert excel.press("recheck") == []
    assert excel.formula("ENTITY_CHECK", "Kvarnbore") == LISTED


def test_missing_table(excel: VbaExcel, session: Session, tmp_path: Path) -> None:
    """No table, no verdict: #N/A, and the label says so; the next table is noticed after Recheck."""
    whole = session._table
    session._table = tmp_path / "none"
    assert excel.formula("ENTITY_CHECK", "Kvarnbore") == "#N/A"
    assert excel.run("ListStatus") == "No lists: click Diagnose"
    session._table = whole
    excel.press("recheck")
    assert excel.formula("ENTITY_CHECK", "Kvarnbore") == LISTED
    assert excel.run("ListStatus").startswith("Lists of 2026-01-31, 10 days old: ")


def test_a_workbook_with_settings_for_us_is_refused(excel: VbaExcel) -> None:
    """It could name another Python; its near miss, a sheet of another name, is no harm."""
    sheet = excel.book.vba_get("Worksheets").vba_get("Add")
    sheet.vba_set("Name", "entitycheck.conf", [], {}, by_ref=False)
    assert excel.formula("ENTITY_CHECK", "Kvarnbore") == "#N/A"
    assert "entitycheck.conf" in excel.run("LastProblem")
    assert excel.python.starts == 0
    for button in ("check_sheet", "diagnose"):
        (message,) = excel.press(button)
        assert "Rename that sheet" in message
    assert excel.python.commands == []
    sheet.vba_set("Name", "entitycheck.config", [], {}, by_ref=False)
    excel.run("EndRest")
    assert excel.formula("ENTITY_CHECK", "Kvarnbore") == LISTED


def test_help_is_registered_after_opening(excel: VbaExcel) -> None:
    """Excel is told to come back once it has opened the add-in; then all five functions get their help."""
    excel.run("ThisWorkbook.Workbook_Open")
    assert excel.app.timers == ["'EntityCheck.xlam'!EntityCheckHelp.RegisterHelp"]
    excel.run("RegisterHelp")
    assert [entry["macro"].rpartition("!")[2] for entry in excel.app.help] == list(FUNCTIONS)
    for entry in excel.app.help:
        assert all(0 < len(text) <= 255 for text in (entry["description"], *entry["arguments"]))


def test_help_says_what_the_functions_say(excel: VbaExcel) -> None:
    """The texts of VBA are those that xlwings shows elsewhere."""
    excel.run("RegisterHelp")
    for entry in excel.app.help:
        known = getattr(addin.functions, entry["macro"].rpartition("!")[2]).__xlfunc__
        assert entry["description"] == known["ret"]["doc"]
        assert list(entry["arguments"]) == [argument["doc"] for argument in known["args"]]
        assert known["call_in_wizard"] is False
        assert known["volatile"] is False
