"""The built add-in: read back by others' tools, checked for compile errors, and the same every time."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from importlib import metadata, resources
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest
from oletools.olevba import VBA_Parser
from pyopenvba import ExcelFile
from vbalidator import precheck

from addin import build
from addin.build import AddinOptions, build_addin, read_config, vba_modules
from addin.commands import COMMANDS
from addin.errors import AddinError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OURS = {
    "EntityCheckAnswers",
    "EntityCheckFunctions",
    "EntityCheckHelp",
    "EntityCheckPython",
    "EntityCheckRibbon",
    "ThisWorkbook",
}
XLWINGS = {"xlwings", "Dictionary", "Sheet2"}  # Sheet2 is the config sheet's own, empty module
IN_VBA = {"recheck": "RunRecheck", "diagnose": "RunDiagnose"}
UI = "{http://schemas.microsoft.com/office/2006/01/customui}"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built add-in."""
    return build_addin(tmp_path_factory.mktemp("addin") / "EntityCheck.xlam")


@pytest.fixture(scope="module")
def modules(path: Path) -> dict[str, str]:
    """Its VBA modules as pyOpenVBA reads them."""
    with ExcelFile(path) as host:
        return {name: host.get_module(name) for name in host.module_names()}


def test_has_exactly_our_modules_and_xlwings_own(path: Path, modules: dict[str, str]) -> None:
    """Two readers agree; the template's example is gone."""
    assert set(modules) == OURS | XLWINGS == set(vba_modules()) | XLWINGS
    parser = VBA_Parser(str(path))
    seen = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    assert set(seen) == set(modules)
    for name, source in vba_modules().items():
        body = source.partition("\n")[2].replace("\n", "\r\n").strip()
        assert body in seen[name].replace("\r\n", "\n").replace("\n", "\r\n"), name


def test_xlwings_module_is_its_own_but_for_the_name(modules: dict[str, str]) -> None:
    """One line differs: the name of the config sheet."""
    template = resources.files("xlwings").joinpath("quickstart_addin_ribbon.xlam")
    with resources.as_file(template) as original, ExcelFile(original) as host:
        theirs = host.get_module("xlwings")
    lines = zip(theirs.splitlines(), modules["xlwings"].splitlines(), strict=True)
    changed = [pair for pair in lines if len({*pair}) > 1]
    assert changed == [
        ('Public Const PROJECT_NAME As String = "myaddin"', 'Public Const PROJECT_NAME As String = "entitycheck"')
    ]


def test_same_bytes_every_time(path: Path, tmp_path: Path) -> None:
    """Built again, elsewhere; its near miss, another interpreter, gives other bytes."""
    again = build_addin(tmp_path / "other name.xlam")
    assert again.read_bytes() == path.read_bytes()
    other = build_addin(tmp_path / "other.xlam", AddinOptions(interpreter=r"C:\Python\python.exe"))
    assert other.read_bytes() != path.read_bytes()


def test_same_bytes_in_another_process(path: Path, tmp_path: Path) -> None:
    """No hash order, clock or path of the process gets in."""
    out = tmp_path / "EntityCheck.xlam"
    code = "import sys; from addin.cli import main; main()"
    subprocess.run([sys.executable, "-c", code, "addin", "build", "-o", str(out)], check=True, capture_output=True)
    assert out.read_bytes() == path.read_bytes()


def test_config_sheet(tmp_path: Path) -> None:
    """Interpreter, modules and the shared server stand in it, and every key that a workbook's folder could else set."""
    interpreter = r"C:\Users\Zoë Müller & Co\Python 3.12\python.exe"
    path = build_addin(tmp_path / "x.xlam", AddinOptions(interpreter=interpreter, packages="P"))
    book = openpyxl.load_workbook(_as_xlsm(path), keep_vba=True)
    assert book.sheetnames == ["entitycheck.conf"]
    config = {str(key.value): value.value for key, value in book.active.iter_rows(max_col=2)}  # type: ignore[union-attr]
    assert config["Interpreter_Win"] == interpreter
    assert config["UDF Modules"] == "addin.calls"
    assert config["Use UDF Server"] is True
    assert config["PYTHONPATH"] == "P"
    assert config["Add_Workbook_To_PYTHONPATH"] is False
    read = {key.upper() for key in re.findall(r'GetConfig\("([^"]+)"', _xlwings_source())}
    assert read - {key.upper() for key in config} == {"TEMP DIR"}  # a blank one would be no folder
    assert read_config(path)["Interpreter_Win"] == interpreter
    assert read_config(path)["xlwings"] == metadata.version("xlwings")


def test_package_names_no_machine_and_no_person(path: Path) -> None:
    """The template's author and folders are gone; title and description are there for Excel's list of add-ins."""
    with ZipFile(path) as package:
        texts = {name: package.read(name) for name in package.namelist()}
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not any(b"elix" in text for name, text in texts.items() if name != "xl/vbaProject.bin")
    assert b"<dc:title>Entity Check</dc:title>" in texts["docProps/core.xml"]
    book = openpyxl.load_workbook(_as_xlsm(path))
    assert book.properties.title == "Entity Check"


def test_ribbon_is_complete_and_unique(path: Path, modules: dict[str, str]) -> None:
    """Every id once; KeyTips of at most three letters, none the beginning of another; every callback exists."""
    root = _ribbon(path)
    controls = [element for element in root.iter() if element.get("id")]
    ids = [str(element.get("id")) for element in controls]
    assert len(set(ids)) == len(ids)
    keytips = [str(element.get("keytip")) for element in root.iter(f"{UI}button")]
    assert all(re.fullmatch(r"[A-Z]{1,3}", keytip) for keytip in keytips)
    assert not [(a, b) for a in keytips for b in keytips if a != b and b.startswith(a)]
    assert len(set(keytips)) == len(keytips)
    for element in root.iter():
        for attribute in ("onAction", "onLoad", "getLabel"):
            if callback := element.get(attribute):
                module, _, name = callback.partition(".")
                assert re.search(rf"^Public Sub {name}\(", modules[module], re.MULTILINE), callback


def test_every_button_has_its_command_and_its_words(path: Path) -> None:
    """No button without a command, no command without a button; each has a label, an icon and one sentence."""
    buttons = {str(button.get("id")): button for button in _ribbon(path).iter(f"{UI}button")}
    by_vba = {name for name, button in buttons.items() if not str(button.get("onAction")).endswith("RunCommand")}
    assert by_vba == set(IN_VBA)
    assert {name: str(buttons[name].get("onAction")).partition(".")[2] for name in IN_VBA} == IN_VBA
    assert set(buttons) - {"recheck"} == set(COMMANDS)
    for name, button in buttons.items():
        assert button.get("label"), name
        assert button.get("imageMso") in ICONS, name
        assert re.fullmatch(r"[^.]+\.", str(button.get("supertip"))), name
        assert len(str(button.get("supertip"))) <= 255, name
    groups = [str(group.get("label")) for group in _ribbon(path).iter(f"{UI}group")]
    assert groups == ["Check", "Review", "Lists", "Export", "Help"]


# Icons by the names of Office's own controls, which Excel 2010 and later know
# (Office Fluent User Interface Control Identifiers, Microsoft).
ICONS = {
    "AcceptInvitation", "DataValidation", "ExportExcel", "FileOpen", "FileSaveAs", "FileSaveAsPdfOrXps",
    "FindDialogExcel", "FunctionWizard", "GetExternalDataFromWeb", "Help", "HyperlinkInsert", "MacroSecurity",
    "NameManager", "PasteValues",
    "RefreshAll", "ReviewNextComment", "ReviewPreviousComment", "ReviewProtectWorkbook", "ReviewShowAllComments",
    "FileSave", "SignatureLineInsert", "Undo",
}  # fmt: skip


def test_compiles(modules: dict[str, str], tmp_path: Path) -> None:
    """Nothing is wrong in our modules, and no name is unknown in xlwings' own; a misspelt one is found."""
    folder = tmp_path / "vba"
    folder.mkdir()
    for name, source in modules.items():
        if name != "ThisWorkbook":  # the checker takes it for a class without a workbook's members
            text = _conditionally_compiled(source) if name == "xlwings" else source
            (folder / f"{name}{'.cls' if name in {'Sheet2', 'Dictionary'} else '.bas'}").write_text(text, "utf-8")
    errors = list(_errors(folder))
    assert [error for error in errors if not error.startswith("xlwings.bas")] == []
    assert [error for error in errors if "Undefined" in error] == []
    broken = (folder / "EntityCheckAnswers.bas").read_text("utf-8").replace("IsHeld = answers", "IsHeld = ansvers")
    (folder / "EntityCheckAnswers.bas").write_text(broken, "utf-8")
    assert any("ansvers" in error for error in _errors(folder))


def test_this_workbook_compiles(modules: dict[str, str], tmp_path: Path) -> None:
    """Its only call is one that exists."""
    (tmp_path / "ThisWorkbook.cls").write_text(modules["ThisWorkbook"], "utf-8")
    stand_in = "Option Explicit\r\nPublic Sub RegisterHelpSoon()\r\nEnd Sub\r\n"
    (tmp_path / "EntityCheckHelp.bas").write_text(stand_in, "utf-8")
    assert list(_errors(tmp_path)) == []
    assert "Public Sub RegisterHelpSoon()" in modules["EntityCheckHelp"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_modules_declare_every_variable(modules: dict[str, str], name: str) -> None:
    """A misspelt variable is a compile error, not a new variable."""
    assert "Option Explicit" in modules[name]


@pytest.mark.parametrize("name", ["EntityCheckAnswers", "EntityCheckPython"])
def test_helpers_are_no_worksheet_functions(modules: dict[str, str], name: str) -> None:
    """Only our five functions are offered in a cell; the other modules without that line have no function at all."""
    assert "Option Private Module" in modules[name]
    for other in ("EntityCheckHelp", "EntityCheckRibbon", "ThisWorkbook"):
        assert "Public Function" not in modules[other]


def test_unwritable_target(tmp_path: Path) -> None:
    """A folder in the add-in's place: one line says so, and no debris stays."""
    target = tmp_path / "EntityCheck.xlam"
    target.mkdir()
    with pytest.raises(AddinError, match="Cannot write"):
        build_addin(target)
    assert sorted(tmp_path.iterdir()) == [target]


def test_folder_that_does_not_exist(tmp_path: Path) -> None:
    """A misspelt path makes no new folders."""
    with pytest.raises(AddinError, match="one that exists"):
        build_addin(tmp_path / "misspelt" / "EntityCheck.xlam")
    assert list(tmp_path.iterdir()) == []


def test_unknown_template(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another xlwings may ship another template; that is said, and nothing is written."""
    packed = io.BytesIO()
    with ExcelFile.create_new(tmp_path / "strange.xlam") as host:
        host.save()
    packed.write((tmp_path / "strange.xlam").read_bytes())
    monkeypatch.setattr(build, "_template", packed.getvalue)
    with pytest.raises(AddinError, match="not the one this version knows"):
        build_addin(tmp_path / "EntityCheck.xlam")
    assert not (tmp_path / "EntityCheck.xlam").exists()


def _ribbon(path: Path) -> ET.Element:
    with ZipFile(path) as package:
        return ET.fromstring(package.read("customUI/customUI.xml"))  # noqa: S314 - our own file


def _as_xlsm(path: Path) -> io.BytesIO:
    """Return the add-in as a workbook, for openpyxl knows no add-ins."""
    out = io.BytesIO()
    with ZipFile(path) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"ms-excel.addin.macro", b"ms-excel.sheet.macro")
            target.writestr(name, data)
    out.seek(0)
    return out


def _xlwings_source() -> str:
    template = resources.files("xlwings").joinpath("quickstart_addin_ribbon.xlam")
    with resources.as_file(template) as original, ExcelFile(original) as host:
        return str(host.get_module("xlwings"))


def _errors(folder: Path) -> Iterator[str]:
    for issue in precheck(str(folder), host="excel").issues:
        if issue["severity"] == "error":
            yield f"{issue['file']}:{issue['line']}: {issue['message']}"


def _conditionally_compiled(source: str) -> str:
    """Return xlwings' module as 64-bit Excel on Windows compiles it; the checker gets lost in nested `#If`s."""
    facts = {'App = "Microsoft Excel"': True, "VBA7": True, "Win64": True, "Mac": False, "Not Mac": True}
    kept: list[str] = []
    open_ifs: list[list[bool]] = []  # of each #If: whether this branch is taken, whether one was
    for line in source.splitlines():
        word, _, condition = line.strip().removesuffix(" Then").partition(" ")
        if word == "#If":
            taken = facts.get(condition, False)
            open_ifs.append([taken, taken])
        elif word in {"#ElseIf", "#Else"}:
            taken = not open_ifs[-1][1] and (word == "#Else" or facts.get(condition, False))
            open_ifs[-1] = [taken, open_ifs[-1][1] or taken]
        elif word == "#End":
            open_ifs.pop()
        elif word != "#Const" and all(taken for taken, _ in open_ifs):
            kept.append(re.sub(r"^(\s*)Declare ", r"\1Public Declare ", line))
    return "\r\n".join(kept)
