"""An Excel that runs the add-in's VBA: pyOpenVBA's interpreter over the `.bas` files.

xlwings' own VBA module needs Windows, so a few lines stand in for it; `XLPy` leads
to xlwings' real COM server (`tests.addin.pywin32`). Formulas cannot call VBA here, so
`fill_down` calls a function for each cell, as Excel does, with `Application.Caller` set.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.apps.excel._model import Application, Range, Workbook
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter._objects import VBAObject, member, method
from pyopenvba.interpreter._runtime import UNRESOLVED, Interpreter
from pyopenvba.interpreter._values import EMPTY, MISSING, VBAArray, VBAErrorValue

from tests.addin.pywin32 import CDispatch, from_vba, to_vba

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["VBA", "Python", "VbaExcel"]

VBA = Path(__file__).parents[2] / "addin" / "vba"

# What our modules use of xlwings' module.
_XLWINGS = """
Public Const PROJECT_NAME As String = "entitycheck"

Function XLPy()
    Set XLPy = PythonServer.Activated()
End Function

Sub KillPy()
    PythonServer.Kill
End Sub

Function SheetExists(wb As Workbook, sheetName As String) As Boolean
    Dim sht As Worksheet
    On Error Resume Next
    Set sht = wb.Sheets(sheetName)
    On Error GoTo 0
    SheetExists = Not sht Is Nothing
End Function

Public Function RunPython(PythonCommand As String)
    RunPython = PythonServer.Run(PythonCommand)
End Function
"""


def _values(cells: Range, *, raw: bool) -> object:
    """Return the values of a range with its blank edge, as Excel does; the interpreter leaves it out."""
    area = cells.first
    if cells.single:
        return cells._read(area.top, area.left, raw=raw)
    items = [
        cells._read(row, column, raw=raw)
        for column in range(area.left, area.right + 1)
        for row in range(area.top, area.bottom + 1)
    ]
    return VBAArray([(1, area.rows), (1, area.columns)], items=items)


Range._values = _values


class Python(VBAObject):
    """The Python process as VBA sees it; counts what is asked of it.

    Attributes:
        calls: Function and arguments of each `CallUDF`.
        starts: How often it was activated.
        kills: How often it was ended.
        dies: Calls that the process does not survive, from now on.
        dies_in_commands: Commands of the ribbon that it does not survive.
    """

    vba_type_name = "XLPython"

    def __init__(self, server: Any) -> None:  # noqa: ANN401 - xlwings' XLPython
        self._server = server
        self.book: Workbook | None = None
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.commands: list[str] = []
        self.starts = self.kills = self.dies = self.dies_in_commands = 0

    @method
    def Activated(self) -> object:
        self.starts += 1
        return self

    @method
    def Kill(self) -> object:
        self.kills += 1
        return EMPTY

    @method
    def CallUDF(self, script: object, name: object, args: object) -> object:
        given = from_vba(args)
        self.calls.append((str(name), given))
        if self.dies:
            self.dies -= 1
            raise VBARuntimeError(-2147023174, "The RPC server is unavailable.")
        return to_vba(self._server.CallUDF(script, name, given))

    @method
    def Run(self, command: object) -> object:
        self.commands.append(str(command))
        if self.dies_in_commands:
            self.dies_in_commands -= 1
            raise VBARuntimeError(-2147023170, "The remote procedure call failed.")
        # As xlwings' RunPython does where functions and commands share one Python.
        sys.modules["xlwings._xlwindows"].BOOK_CALLER = CDispatch(self.book)  # type: ignore[attr-defined]
        self._server.Exec(command)
        return EMPTY


class _Control(VBAObject):
    """A button of the ribbon, as its callback gets it."""

    vba_type_name = "IRibbonControl"

    def __init__(self, name: str) -> None:
        self._name = name

    @member
    def ID(self) -> object:
        return self._name


class _Button(VBAObject):
    """The first button of the standard toolbar, which is off in the function wizard."""

    def __init__(self, app: _Application) -> None:
        self._app = app

    @member
    def Enabled(self) -> object:
        return not self._app.in_wizard


class _Bar(VBAObject):
    def __init__(self, app: _Application) -> None:
        self._app = app

    @member
    def Controls(self, _index: object) -> object:
        return _Button(self._app)


class _Application(Application):
    """The interpreter's Application with what it lacks."""

    vba_type_name = "Application"

    def __init__(self) -> None:
        super().__init__()
        self.caller: object = VBAErrorValue(2023)
        self.in_wizard = False
        self.help: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.answers: list[object] = []
        self.timers: list[str] = []
        self.recalculations = 0

    @member
    def Hwnd(self) -> object:
        return 1

    @member
    def Caller(self) -> object:
        return self.caller

    @member
    def CommandBars(self, _name: object) -> object:
        return _Bar(self)

    @method
    def MacroOptions(
        self,
        Macro: object = MISSING,
        Description: object = MISSING,
        Category: object = MISSING,
        ArgumentDescriptions: object = MISSING,
    ) -> object:
        self.help.append({
            "macro": Macro, "description": Description, "category": Category,
            "arguments": from_vba(ArgumentDescriptions),
        })  # fmt: skip
        return EMPTY

    @method
    def OnTime(self, EarliestTime: object, Procedure: object) -> object:  # noqa: ARG002
        self.timers.append(str(Procedure))
        return EMPTY

    @method
    def InputBox(
        self,
        Prompt: object,
        Title: object = MISSING,  # noqa: ARG002
        Default: object = MISSING,
        Left: object = MISSING,  # noqa: ARG002
        Top: object = MISSING,  # noqa: ARG002
        HelpFile: object = MISSING,  # noqa: ARG002
        HelpContextID: object = MISSING,  # noqa: ARG002
        Type: object = MISSING,
    ) -> object:
        """Give the next of the answers, `OK` for what stands in the field; False is Cancel."""
        if Type != 2:  # text
            raise VBARuntimeError(13, "Type mismatch")
        self.asked.append(str(Prompt))
        answer = self.answers.pop(0)
        if isinstance(answer, VBARuntimeError):
            raise answer
        return Default if answer == "OK" else answer

    @method
    def CalculateFull(self) -> object:
        self.recalculations += 1
        return EMPTY


class VbaExcel:
    """Excel with the add-in loaded and one empty workbook open.

    Attributes:
        app: The application, for its state.
        python: The Python process.
        messages: What message boxes of Python's said.
        addin: The add-in's workbook.
        book: The user's workbook.
    """

    def __init__(self, server: Any) -> None:  # noqa: ANN401 - xlwings' XLPython
        self.python = Python(server)
        self.messages: list[str] = []
        sys.modules["win32api"].MessageBox = self._message  # type: ignore[attr-defined]
        self.app = _Application()
        self._excel = ExcelApplication.__new__(ExcelApplication)
        self._start()
        self.addin = self._excel.add_workbook()
        self.addin.name = "EntityCheck.xlam"
        for path in sorted(VBA.glob("*.bas")):
            kind = "document" if path.stem == "ThisWorkbook" else "standard"
            self._excel.add_module(path.read_text(encoding="utf-8"), name=path.stem, kind=kind)
        self._excel.add_module(_XLWINGS, name="xlwings")
        self.book = self.add_book()

    def _message(self, _window: int, text: str, _title: str, _style: int) -> int:
        self.messages.append(text)
        return 1  # OK

    def _start(self) -> None:
        python = self.python

        class Bridge(ExcelBridge):
            def global_object(self, name: str) -> object:
                return python if name == "pythonserver" else super().global_object(name)

        self._excel.application = self.app
        self._excel.interpreter = Interpreter(Bridge(self.app))
        self.app.interpreter = self._excel.interpreter

    def add_book(self) -> Workbook:
        """Open a further empty workbook and return it."""
        book = self._excel.add_workbook()
        self._excel.activate_workbook(book)
        self.python.book = book
        return book

    def range(self, reference: str, book: Workbook | None = None) -> Range:
        """Return a range of the first sheet."""
        sheet = self._excel.sheet(1, workbook=book or self.book).sheet
        found = sheet.vba_get("Range", [reference])
        assert isinstance(found, Range)
        return found

    def put(self, reference: str, value: object, book: Workbook | None = None) -> None:
        """Write a value, or rows of values, where `reference` begins."""
        target = self.range(reference, book)
        if isinstance(value, list):
            target = target.vba_get("Resize", [len(value), len(value[0])])
        target.vba_set("Value", to_vba(value), [], {}, by_ref=False)

    def set(self, reference: str, name: str, value: object) -> None:
        """Set a property of a range, for example its `Value` to an error."""
        self.range(reference).vba_set(name, to_vba(value), [], {}, by_ref=False)

    def select(self, reference: str) -> None:
        """Select cells of the user's workbook."""
        self.range(reference).vba_get("Select")

    def selected(self) -> str:
        """Return the address of the selected cells, for example `E3`."""
        return str(self.app.vba_get("Selection").vba_get("Address")).replace("$", "")

    def sheet(self, book: Workbook | None = None) -> Any:  # noqa: ANN401 - the interpreter's Worksheet
        """Return the first sheet."""
        return self._excel.sheet(1, workbook=book or self.book).sheet

    def books(self) -> list[Workbook]:
        """Return the open workbooks, the add-in too."""
        return list(self._excel.workbooks())

    def activate(self) -> None:
        """Bring the user's workbook to the front."""
        self._excel.activate_workbook(self.book)

    def close_books(self) -> None:
        """Leave Excel without an active workbook, as it is when all are closed."""
        self.app.active_book = None

    def rows(self, book: Workbook | None = None) -> list[list[Any]]:
        """Return what the first sheet shows, blanks as None."""
        return list(self._excel.sheet(1, workbook=book or self.book).rows())

    def press(self, button: str) -> list[str]:
        """Click a button of the ribbon and return the messages that appeared."""
        before = len(self.messages)
        dialogs = len(self._excel.dialogs)
        macro = {"recheck": "RunRecheck", "diagnose": "RunDiagnose"}.get(button, "RunCommand")
        self.run(macro, _Control(button))
        return self.messages[before:] + [text for _, text, _, _ in self._excel.dialogs[dialogs:]]

    def run(self, name: str, *args: object) -> Any:  # noqa: ANN401
        """Run a Sub or call a function that no cell holds."""
        return _shown(self._excel.run(name, *args))

    def formula(self, function: str, *args: object, cell: Range | None = None) -> Any:  # noqa: ANN401
        """Calculate a formula that stands in `cell`; arguments are ranges or values."""
        self.app.caller = VBAErrorValue(2023) if cell is None else cell
        return self.run(function, *args)

    def fill_down(
        self,
        function: str,
        columns: Sequence[str],
        rows: Sequence[int],
        *,
        target: str = "Z",
        constants: Sequence[object] = (),
        book: Workbook | None = None,
    ) -> list[Any]:
        """Write `=function(columns..., constants...)` into the rows of `target`, then calculate them in that order."""
        for row in rows:
            inner = ",".join(f"RC{_number(column)}" for column in columns)
            self.range(f"{target}{row}", book).vba_set("FormulaR1C1", f"=SUM({inner})", [], {}, by_ref=False)
        return [
            self.formula(
                function,
                *[self.range(f"{column}{row}", book) for column in columns],
                *constants,
                cell=self.range(f"{target}{row}", book),
            )
            for row in rows
        ]


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _shown(value: object) -> Any:  # noqa: ANN401
    """Return what the cell shows: errors as text, arrays as rows."""
    if isinstance(value, VBAErrorValue):
        return {2015: "#VALUE!", 2042: "#N/A"}.get(value.number, f"error {value.number}")
    if isinstance(value, VBAArray):
        rows = from_vba(value)
        return [[_error(cell) for cell in row] for row in rows]
    if isinstance(value, list):
        return [[_shown(cell) for cell in row] if isinstance(row, list) else _shown(row) for row in value]
    return value if value is not UNRESOLVED else None


def _error(cell: object) -> object:
    if isinstance(cell, int) and not isinstance(cell, bool) and cell < 0:
        return {2015: "#VALUE!", 2042: "#N/A"}.get(cell + 2146828288, cell)
    return cell
