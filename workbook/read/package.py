"""The ZIP package of a workbook: checked before anything in it is believed.

zipfile never hands out more bytes than a part declares, and checks them against
the part's CRC, so the declared sizes are a true bound on what is unpacked.
"""

from __future__ import annotations

from posixpath import join, normpath
from typing import IO, TYPE_CHECKING
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from workbook.errors import DamagedFileError, HostileFileError, PasswordProtectedError, UnsupportedFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Start = Callable[[str, dict[str, str]], object]
    End = Callable[[str], object]

__all__ = ["CHUNK", "Package", "local_names", "parse", "safe_parser"]

CHUNK = 1 << 16
# A sheet of 1,048,576 rows and 10 columns unpacks to 0.6 GB at a ratio of 13.
_MOST_BYTES = 2 << 30
# Deflate reaches 1,032; a sheet of equal rows reaches 18, and 186 if rows and cells carry no numbers.
_MOST_RATIO = 200
_RATIO_FROM = 100 << 20
# Workbooks with a thousand sheets have some 4,000 parts.
_MOST_PARTS = 20_000
# Declarations and comments before the first element fill some hundred bytes.
_LONGEST_PROLOG = 1 << 20
_ENCRYPTED = 0x1


class Package:
    """The parts of a workbook, by name, without regard to case or slashes."""

    def __init__(self, source: IO[bytes], file: str) -> None:
        """Open the package in `source` and refuse what is no workbook or no safe one."""
        self.file = file
        self._zip = ZipFile(source)
        infos = self._zip.infolist()
        self._check_sizes()
        self._parts = {_canonical(info.filename): info for info in infos}
        self._check_kind()
        for name in self._parts:
            if name.endswith((".xml", ".rels", ".vml")):
                self._check_prolog(name)

    def __contains__(self, name: str) -> bool:
        """Return whether there is such a part."""
        return _canonical(name) in self._parts

    def open(self, name: str) -> IO[bytes]:
        """Return the unpacked bytes of a part as a stream."""
        if name not in self:
            raise DamagedFileError(self.file, f"its part {name} is missing. Open it in Excel and save it anew.")
        return self._zip.open(self._parts[_canonical(name)])

    def size(self, name: str) -> int:
        """Return the unpacked size of a part in bytes."""
        return self._parts[_canonical(name)].file_size

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the internal relations of a part: id -> (last word of the type, part name)."""
        folder, _, base = name.rpartition("/")
        rels = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                if attributes.get("Id", "") in found:  # one program would follow the one, another the other
                    raise DamagedFileError(self.file, f"two relations in {rels} have one id, which no program writes.")
                found[attributes.get("Id", "")] = (kind, _resolved(folder, attributes.get("Target", "")))

        if rels in self:
            parse(self, rels, start)
        return found

    def _check_sizes(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > _MOST_PARTS:
            raise HostileFileError(self.file, f"it holds {len(infos):,} parts, far more than a workbook has. {_ASK}")
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        if unpacked > _MOST_BYTES or (unpacked > _RATIO_FROM and unpacked > _MOST_RATIO * max(packed, 1)):
            text = f"its {packed:,} bytes unpack to {unpacked:,}, more than a real workbook. {_ASK}"
            raise HostileFileError(self.file, text)
        if any(info.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for info in infos):
            raise DamagedFileError(
                self.file, "it is packed in a way no workbook is. Open it in Excel and save it anew."
            )
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise PasswordProtectedError(
                self.file, "its parts are encrypted. Save it without a password and try again."
            )

    def _check_kind(self) -> None:
        names = self._parts.keys()
        if any(name.startswith("xl/") and name.endswith(".bin") and "workbook" in name for name in names):
            kind = "a binary workbook (.xlsb)"
        elif "mimetype" in names and "content.xml" in names:
            kind = "an OpenDocument file (.ods)"
        elif any(name.startswith("word/") for name in names):
            kind = "a Word document"
        elif any(name.startswith("ppt/") for name in names):
            kind = "a PowerPoint presentation"
        elif any(name.endswith(".iwa") or name == "index.zip" for name in names):
            kind = "an Apple Numbers file"
        elif "[content_types].xml" in names and any(name.startswith("xl/") for name in names):
            return
        else:
            text = "it is a ZIP archive but holds no workbook. Ask for the vendor list as .xlsx or .csv."
            raise DamagedFileError(self.file, text)
        opens = kind.endswith((".xlsb)", ".ods)"))
        advice = "Open it in Excel and save it as .xlsx." if opens else "Ask for the vendor list as .xlsx or .csv."
        raise UnsupportedFileError(self.file, f"it is {kind}. {advice}")

    def _check_prolog(self, name: str) -> None:
        """Refuse a part with a document type: no office program writes one, only attacks need it."""
        parser = safe_parser(self.file)
        started: list[str] = []
        parser.StartElementHandler = lambda tag, _: started.append(tag)
        with self.open(name) as part:
            read = 0
            while not started and (data := part.read(CHUNK // 16)):
                read += len(data)
                if read > _LONGEST_PROLOG:
                    raise HostileFileError(self.file, f"its part {name} does not begin like a workbook's. {_ASK}")
                parser.Parse(data, False)  # noqa: FBT003 - expat takes no keyword


_ASK = "Do not open it; ask its sender for a plain .xlsx or .csv."


def safe_parser(file: str) -> expat.XMLParserType:
    """Return an XML parser that refuses document types, and so every entity but the five."""

    def refuse(*_: object) -> None:
        raise HostileFileError(file, f"it declares XML entities, which no workbook needs. {_ASK}")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


class local_names(dict[str, str]):  # noqa: N801 - used as a function
    """Qualified tag -> its name without prefix, remembered; `x:row` is a `row`."""

    def __missing__(self, tag: str) -> str:
        name = self[tag] = tag.rpartition(":")[2]
        return name


def parse(package: Package, name: str, start: Start, end: End | None = None, text: End | None = None) -> None:
    """Call `start`, `end` and `text` for the elements of a small part, by local name."""
    parser, local = safe_parser(package.file), local_names()
    parser.StartElementHandler = lambda tag, attributes: start(local[tag], attributes)
    if end is not None:
        parser.EndElementHandler = lambda tag: end(local[tag])
    if text is not None:
        parser.CharacterDataHandler = text
    for data in chunks(package, name):
        parser.Parse(data, False)  # noqa: FBT003 - expat takes no keyword
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword


def chunks(package: Package, name: str) -> Iterator[bytes]:
    """Yield the unpacked bytes of a part."""
    with package.open(name) as part:
        while data := part.read(CHUNK):
            yield data


def _canonical(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _resolved(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    return target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
