"""Save a workbook so that equal content gives equal bytes, and no debris on failure.

openpyxl stamps the time of writing into the document properties and into every
part of the zip archive. Here both come from the caller's clock, and the last
part seals the others (`workbook.review.seal`).
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from workbook.review.seal import SEAL_PART, add_seal, close_seal
from workbook.review.styles import font

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["open_workbook", "save_workbook"]

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


@contextmanager
def open_workbook(*, title: str, subject: str, now: datetime) -> Iterator[Workbook]:
    """Yield a write-only workbook; remove its temporary files however the block ends.

    Args:
        title: Document title.
        subject: Document subject.
        now: Aware time that becomes the time of creation and of last change.
    """
    book = Workbook(write_only=True)
    _set_typeface(book)
    stamp = now.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = book.properties
    properties.title, properties.subject = title, subject
    properties.creator = properties.lastModifiedBy = "Entity Check"
    properties.created = properties.modified = stamp
    add_seal(book)
    try:
        yield book
    finally:
        for sheet in book.worksheets:
            _discard(sheet)


def _set_typeface(book: Workbook) -> None:
    # Column widths count digits of the Normal style's typeface.
    for style in book._named_styles:  # type: ignore[attr-defined]  # noqa: SLF001
        style.font = font()
    book._fonts[0] = font()  # type: ignore[attr-defined]  # noqa: SLF001


def save_workbook(book: Workbook, path: Path) -> None:
    """Write `book` to `path`; its sheets cannot be appended to afterwards."""
    with _PlainZip(path, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()
        archive.seal(path)


class _PlainZip(ZipFile):
    """A zip archive whose parts carry one fixed date and no trace of the machine."""

    _seal = b""

    def writestr(self, name: str | ZipInfo, data: str | bytes, *_: object, **__: object) -> None:  # type: ignore[override]
        if name == SEAL_PART and isinstance(data, bytes):
            self._seal = data  # comes last, when there is something to seal
        else:
            super().writestr(_part(str(name)), data)

    def seal(self, path: Path) -> None:
        """Write the last part: a digest of all that stands in `path`, this archive."""
        if self.fp is not None:
            self.fp.flush()
        with path.open("rb") as written:
            super().writestr(_part(SEAL_PART), close_seal(self._seal, written))

    def write(self, filename: str, arcname: str, *_: object) -> None:  # type: ignore[override]
        part = _part(arcname)
        part.file_size = Path(filename).stat().st_size  # tells whether Zip64 is needed
        with Path(filename).open("rb") as source, self.open(part, "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)


def _part(name: str) -> ZipInfo:
    part = ZipInfo(name, _ZIP_EPOCH)
    part.compress_type = ZIP_DEFLATED
    part.create_system = 0  # the same on every system
    part.external_attr = 0
    return part


def _discard(sheet: Worksheet) -> None:
    # openpyxl removes its temporary files at exit only, which is late in Excel.
    writer, rows = getattr(sheet, "_writer", None), getattr(sheet, "_rows", None)
    if writer is None or not Path(writer.out).exists():
        return
    with suppress(Exception):  # a disk that was full a moment ago may still be
        if rows is not None:
            rows.close()
        writer.close()
    with suppress(OSError, ValueError):
        writer.cleanup()
