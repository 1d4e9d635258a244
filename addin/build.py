"""Build the Excel add-in, `EntityCheck.xlam`, from the installed xlwings' own template.

    xlwings' template -> its VBA, ours added -> config sheet, ribbon, properties -> zip

The template carries the VBA that matches the installed xlwings and its DLL, so the
add-in is built where it is used: versions stay in step, no binary is kept, and the
file carries no mark of the web. Equal inputs give equal bytes.
"""

from __future__ import annotations

import io
import re
import tempfile
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from defusedxml.ElementTree import fromstring
from pyopenvba import ExcelFile

from addin.errors import AddinError
from screening import EntityTable
from screening.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["FILE_NAME", "PROJECT", "AddinOptions", "build_addin", "read_config", "vba_modules"]

FILE_NAME: Final = "EntityCheck.xlam"
PROJECT: Final = "entitycheck"  # names the config sheet, `entitycheck.conf`
_TEMPLATE: Final = "quickstart_addin_ribbon.xlam"
_TEMPLATE_MODULE: Final = "RibbonMyAddin"  # the template's example
_XLWINGS_MODULE: Final = "xlwings"
_DOCUMENT: Final = "ThisWorkbook"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PROJECT_LINE: Final = re.compile(r'(Public Const PROJECT_NAME As String = )"[^"]*"')
_VERSION_LINE: Final = re.compile(r'Public Const XLWINGS_VERSION As String = "([^"]*)"')
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ABSOLUTE_PATH: Final = re.compile(r"<mc:AlternateContent.*?</mc:AlternateContent>", re.DOTALL)
_SHEET_NAME: Final = re.compile(r'(<sheet name=")[^"]*(")')
_SHEET_DATA: Final = re.compile(r"<sheetData>.*?</sheetData>", re.DOTALL)
_DIMENSION: Final = re.compile(r'(<dimension ref=")[^"]*(")')


@dataclass(frozen=True, slots=True, kw_only=True)
class AddinOptions:
    """What an add-in is built for.

    Attributes:
        interpreter: The Python that Excel starts on Windows; `python` for the one on the search path.
        interpreter_mac: The Python that Excel starts on a Mac.
        packages: Folder of that Python's packages, which goes before the folder that Excel
            happens to be in; "" to leave that out.
        show_console: Show Python's window, for finding faults.
    """

    interpreter: str = "python"
    interpreter_mac: str = "python"
    packages: str = ""
    show_console: bool = False


def build_addin(out: Path, options: AddinOptions | None = None) -> Path:
    """Write the add-in to `out`, in one step, and return the path.

    Raises:
        AddinError: The installed xlwings has another template than this version knows, or
            `out` cannot be written; its folder must exist.
    """
    data = _packed(_with_vba(_template()), options or AddinOptions())
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(data)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise AddinError(
            f"Cannot write {out}: {error.strerror or error}. Close Excel if it has the add-in open, or choose "
            "another folder, one that exists."
        ) from error
    return out


def vba_modules() -> dict[str, str]:
    """Return our VBA modules by name, as they stand in `addin/vba`."""
    folder = resources.files("addin").joinpath("vba")
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".bas")), key=lambda entry: entry.name)
    return {entry.name.removesuffix(".bas"): entry.read_text(encoding="utf-8") for entry in found}


def read_config(path: Path) -> dict[str, str]:
    """Return the config sheet of a built add-in, key by key, and the `xlwings` whose VBA it carries.

    Raises:
        OSError: It cannot be read.
        BadZipFile: It is no package.
        KeyError: It is no add-in of ours.
    """
    with ZipFile(path) as package:
        sheet = fromstring(package.read("xl/worksheets/sheet1.xml"))
    cells = ["".join(cell.itertext()) for cell in sheet.iter(f"{_MAIN}c")]
    config = dict(zip(cells[::2], cells[1::2], strict=True))
    with ExcelFile(path) as host:
        version = _VERSION_LINE.search(host.get_module(_XLWINGS_MODULE))
    return config | {"xlwings": version[1] if version else ""}


def _template() -> bytes:
    path = resources.files("xlwings").joinpath(_TEMPLATE)
    try:
        return path.read_bytes()
    except OSError as error:
        raise AddinError(f"xlwings holds no {_TEMPLATE} ({error}); install it again: pip install xlwings") from error


def _with_vba(template: bytes) -> bytes:
    """Return the template with our modules in its VBA project."""
    with tempfile.TemporaryDirectory(prefix="entity-check-") as folder:
        path = Path(folder) / FILE_NAME
        path.write_bytes(template)
        with ExcelFile(path) as host:
            _exchange(host)
            host.save()
        return path.read_bytes()


def _exchange(host: ExcelFile) -> None:
    names = host.module_names()
    if _XLWINGS_MODULE not in names or _TEMPLATE_MODULE not in names or _DOCUMENT not in names:
        raise _unknown_template(f"its VBA modules are {', '.join(names)}")
    source, changed = _PROJECT_LINE.subn(rf'\1"{PROJECT}"', host.get_module(_XLWINGS_MODULE))
    if changed != 1:
        raise _unknown_template("its VBA names no project")
    host.set_module(_XLWINGS_MODULE, source)
    project = host.vba_project()
    project.delete_module(_TEMPLATE_MODULE)
    for name, text in vba_modules().items():
        body = text.replace("\r\n", "\n").replace("\n", "\r\n")
        if name == _DOCUMENT:
            host.set_module(name, body.split("\r\n", 1)[1])  # its attributes are the template's
        else:
            project.add_module(name, body)


def _packed(data: bytes, options: AddinOptions) -> bytes:
    """Return the package with our config sheet, ribbon and properties, dates and machine left out."""
    edits: Mapping[str, Callable[[str], str]] = {
        "xl/workbook.xml": _workbook,
        "xl/worksheets/sheet1.xml": lambda text: _config_sheet(text, options),
        "customUI/customUI.xml": lambda _text: _ribbon(),
        "docProps/core.xml": lambda _text: _properties(),
    }
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        if missing := sorted(set(edits) - set(source.namelist())):
            raise _unknown_template(f"it lacks {', '.join(missing)}")
        for name in source.namelist():
            content = source.read(name)
            if name in edits:
                content = edits[name](content.decode("utf-8")).encode("utf-8")
            part = ZipInfo(name, _EPOCH)
            part.compress_type = ZIP_DEFLATED
            part.create_system = 0  # the same on every system
            target.writestr(part, content)
    return packed.getvalue()


def _workbook(text: str) -> str:
    text, changed = _SHEET_NAME.subn(rf"\g<1>{PROJECT}.conf\g<2>", text)
    if changed != 1:
        raise _unknown_template(f"its workbook has {changed} sheets")
    return _ABSOLUTE_PATH.sub("", text)


def _config_sheet(text: str, options: AddinOptions) -> str:
    rows = list(_config(options))
    cells = "".join(
        f'<row r="{number}">{_cell(f"A{number}", key)}{_cell(f"B{number}", value)}</row>'
        for number, (key, value) in enumerate(rows, 1)
    )
    text, changed = _SHEET_DATA.subn(lambda _: f"<sheetData>{cells}</sheetData>", text)
    if changed != 1:
        raise _unknown_template("its config sheet has no cells")
    return _DIMENSION.sub(rf"\g<1>A1:B{len(rows)}\g<2>", text)


def _config(options: AddinOptions) -> Iterator[tuple[str, str | bool]]:
    # Every key that xlwings' VBA reads stands here, the empty ones too: what the sheet
    # lacks is looked for in a file beside the active workbook, which may be anybody's.
    yield "Interpreter_Win", options.interpreter
    yield "Interpreter_Mac", options.interpreter_mac
    yield "Interpreter", ""
    yield "PYTHONPATH", options.packages
    yield "Add_Workbook_To_PYTHONPATH", False
    yield "UDF Modules", "addin.calls"
    yield "Debug UDFs", False
    yield "Use UDF Server", True
    yield "Show Console", options.show_console
    yield "Conda Path", ""
    yield "Conda Env", ""
    yield "License_Key", ""
    yield "Show_Error_Popups", "True"
    for place in ("OneDrive_Consumer", "OneDrive_Commercial", "SharePoint"):
        yield f"{place}_Win", ""
        yield f"{place}_Mac", ""
    yield "Table Published", _published()
    yield "Entity Check", metadata.version("entity-check")


def _published() -> str:
    try:
        return EntityTable.bundled().published.isoformat()
    except TableError as error:
        raise AddinError(f"The add-in is not built, for it could screen nothing: {error}") from error


def _cell(reference: str, value: str | bool) -> str:  # noqa: FBT001 - a cell's value
    if isinstance(value, bool):
        return f'<c r="{reference}" t="b"><v>{int(value)}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _ribbon() -> str:
    return resources.files("addin").joinpath("ribbon.xml").read_text(encoding="utf-8")


def _properties() -> str:
    """Return the document properties; title and description are what Excel's list of add-ins shows."""
    fields = {
        "dc:title": "Entity Check",
        "dc:subject": "Screening of vendors against official lists",
        "dc:creator": "Entity Check",
        "dc:description": "Says whether a vendor is on a U.S. restricted-party list, offline, with a reason.",
        "cp:version": metadata.version("entity-check"),
    }
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{inner}</cp:coreProperties>'
    )


def _unknown_template(why: str) -> AddinError:
    return AddinError(
        f"The add-in template of xlwings {metadata.version('xlwings')} is not the one this version knows: {why}. "
        "Install the xlwings that entity-check asks for: pip install --upgrade entity-check"
    )
