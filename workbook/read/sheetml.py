"""What a workbook says of itself: its sheets, its number formats, its shared texts.

Read with a bare XML parser, because openpyxl refuses whole files over a colour
or a filter that has nothing to do with the texts in them.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from workbook.errors import HostileFileError
from workbook.read.grid import MAX_TEXT
from workbook.read.number_formats import builtin_format, is_date, unescape
from workbook.read.package import Package, chunks, local_names, parse, safe_parser

__all__ = ["Book", "SharedTexts", "SheetEntry", "open_book"]

# Excel shows 32,767 characters per cell; other writers may put in a little more.
LONGEST_TEXT = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """A worksheet as the workbook lists it.

    Attributes:
        name: As on its tab.
        part: Name of its part in the package.
        hidden: The user does not see its tab.
        pivot: It shows a pivot table.
        missing: Its part is not in the package.
    """

    name: str
    part: str
    hidden: bool
    pivot: bool
    missing: bool = False


class SharedTexts:
    """Texts by number, kept as one block of UTF-8: a million names fit in 40 MB, not 87.

    Attributes:
        cut: Numbers of the texts that were longer than a cell may be.
    """

    def __init__(self) -> None:
        """Begin with no texts."""
        self._block = bytearray()
        self._ends = array("Q")
        self.cut: set[int] = set()

    def append(self, text: str) -> None:
        """Add the next text, cut to what a cell may hold; its use in many cells must not fill the memory."""
        text = unescape(text)
        if len(text) > MAX_TEXT:
            text = text[:MAX_TEXT]
            self.cut.add(len(self._ends))
        self._block += text.encode("utf-8", "replace")
        self._ends.append(len(self._block))

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        """Return text `number`."""
        if not 0 <= number < len(self._ends):
            raise IndexError(f"there is no shared text {number}")
        start = self._ends[number - 1] if number else 0
        return self._block[start : self._ends[number]].decode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A workbook's own table of contents.

    Attributes:
        package: Where its parts are.
        sheets: Its worksheets in tab order.
        others: Its chart, dialog and macro sheets.
        formats: Number format of each cell style.
        dates: Whether that style shows numbers as dates.
        texts: Its shared texts.
        mac: Its dates count from 1904.
    """

    package: Package
    sheets: tuple[SheetEntry, ...]
    others: tuple[SheetEntry, ...]
    formats: tuple[str, ...]
    dates: tuple[bool, ...]
    texts: SharedTexts
    mac: bool


def open_book(package: Package) -> Book:
    """Return the table of contents of the workbook in `package`."""
    roots = [part for kind, part in package.related("").values() if kind == "officeDocument"]
    root = roots[0] if roots and roots[0] in package else "xl/workbook.xml"
    related = package.related(root)
    parts = {kind: part for kind, part in related.values() if part in package}
    sheets, others, mac = _sheets(package, root, related)
    formats = _formats(package, parts["styles"]) if "styles" in parts else ()
    return Book(
        package=package,
        sheets=sheets,
        others=others,
        formats=formats,
        dates=tuple(is_date(number_format) for number_format in formats),
        texts=_texts(package, parts["sharedStrings"]) if "sharedStrings" in parts else SharedTexts(),
        mac=mac,
    )


def _sheets(
    package: Package, root: str, related: dict[str, tuple[str, str]]
) -> tuple[tuple[SheetEntry, ...], tuple[SheetEntry, ...], bool]:
    sheets: list[SheetEntry] = []
    others: list[SheetEntry] = []
    mac: list[bool] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "workbookPr":
            mac.append(attributes.get("date1904", "") in {"1", "true"})
        elif tag == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, part = related.get(relation, ("", ""))
            # A relation that is lost or leads out of the package has no kind; a chart sheet has its own.
            missing = not kind or part not in package
            (sheets if kind in {"worksheet", ""} else others).append(
                SheetEntry(
                    name=attributes.get("name", ""),
                    part=part,
                    hidden=attributes.get("state", "visible") != "visible",
                    pivot=not missing and any(kind == "pivotTable" for kind, _ in package.related(part).values()),
                    missing=missing,
                )
            )

    parse(package, root, start)
    return tuple(sheets), tuple(others), any(mac)


def _formats(package: Package, part: str) -> tuple[str, ...]:
    custom: dict[str, str] = {}
    styles: list[str] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        inside.append(tag)
        if tag == "numFmt":
            custom[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and inside[-2:-1] == ["cellXfs"]:
            styles.append(attributes.get("numFmtId", "0"))

    parse(package, part, start, lambda _: inside.pop())
    return tuple(custom.get(style) or builtin_format(_number(style)) for style in styles)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0  # noqa: PLR2004 - format ids are small


def _texts(package: Package, part: str) -> SharedTexts:
    """Return the shared texts; rich text without its formatting, Japanese without its reading aid."""
    texts, local = SharedTexts(), local_names()
    parser = safe_parser(package.file)
    pieces: list[str] = []
    state = {"t": False, "aid": False}

    def start(tag: str, _: dict[str, str]) -> None:
        name = local[tag]
        if name == "t":
            state["t"] = not state["aid"]
        elif name == "rPh":
            state["aid"] = True

    def end(tag: str) -> None:
        name = local[tag]
        if name == "si":
            texts.append("".join(pieces))
            pieces.clear()
        elif name == "t":
            state["t"] = False
        elif name == "rPh":
            state["aid"] = False

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: pieces.append(text) if state["t"] else None
    for data in chunks(package, part):
        parser.Parse(data, False)  # noqa: FBT003 - expat takes no keyword
        if sum(map(len, pieces)) > LONGEST_TEXT:
            raise HostileFileError(package.file, "it holds a text of over a million characters in one cell.")
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword
    return texts
