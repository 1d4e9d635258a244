"""The sheets of a workbook file, digested as they stand in it."""

from __future__ import annotations

import warnings
from contextlib import closing, contextmanager
from typing import IO, TYPE_CHECKING, Any

from openpyxl import load_workbook

from workbook.errors import DamagedFileError, as_input_errors
from workbook.read.package import Package
from workbook.review.digest import SheetDigest, formula_token, token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from workbook.review.digest import SheetRecord
    from workbook.review.listing import Value

__all__ = ["digest_of", "opened", "plain_rows"]

_TOLD = 1_000  # rows after which progress is told


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Yield the workbook at `path` to be read row by row, formulas as formulas.

    Raises:
        InputError: It is no workbook, no safe one, or cannot be read.
    """
    with as_input_errors(path.name), path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it would lose by saving
        Package(file, path.name)
        with closing(_loaded(file, path.name)) as book:
            yield book


def _loaded(file: IO[bytes], name: str) -> Any:  # noqa: ANN401 - openpyxl types it so
    try:
        return load_workbook(file, read_only=True)
    except (AttributeError, TypeError) as error:  # openpyxl stumbles over parts that it does not expect
        raise DamagedFileError(
            name, "a part of it is not as Excel writes it. Open it in Excel and save it anew."
        ) from error


def digest_of(sheet: Any, progress: Callable[[int], None] | None = None) -> SheetRecord:  # noqa: ANN401 - openpyxl types it so
    """Return what an opened sheet comes to; a sheet that is all chart comes to nothing.

    Args:
        sheet: The sheet.
        progress: Called with the number of rows read, after every 1,000.
    """
    digest = SheetDigest(sheet.title)
    for number, row in enumerate(_rows(sheet), 1):
        digest.append_tokens([_token(cell) for cell in row])
        if progress is not None and not number % _TOLD:
            progress(number)
    return digest.record()


def plain_rows(sheet: Any) -> list[list[Value]]:  # noqa: ANN401 - openpyxl types it so
    """Return the texts and numbers of an opened sheet; None for anything else."""
    return [[_plain(cell.value) for cell in row] for row in _rows(sheet)]


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:  # noqa: ANN401 - openpyxl types it so
    if not hasattr(sheet, "iter_rows"):
        return iter(())
    sheet.reset_dimensions()  # what the file says of its size may be less than it holds
    return iter(sheet.iter_rows())


def _token(cell: Any) -> str:  # noqa: ANN401 - openpyxl types it so
    if cell.data_type == "f":
        return formula_token(cell.value)
    return f"e{cell.value}" if cell.data_type == "e" else token(cell.value)


def _plain(value: object) -> Value:
    return value if isinstance(value, str | int | float) else None
