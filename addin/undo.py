"""What stood in the cells that the last command wrote to, kept on disk until the next one.

On a Mac each command runs in a Python process of its own, so memory would not do.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from addin.desk import Area, Desk
from addin.errors import DeskError, RefusedError
from screening.cache import cache_folder
from workbook.cells import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbook.cells import Cell

__all__ = ["forget", "remember", "undo"]

_NAME: Final = "undo.json"


def remember(desk: Desk, changes: Sequence[tuple[Area, list[list[str]]]]) -> None:
    """Keep what stood in some areas, which hold something else now; without it, undo has nothing to do."""
    record = {
        "book": desk.book,
        "sheet": desk.sheet,
        "changes": [
            {"area": list(area), "before": _packed(before), "after": _digest(desk.values(area))}
            for area, before in changes
        ],
    }
    path = _path()
    with suppress(OSError):  # a disk that takes nothing costs the undo, not the result
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(record), encoding="utf-8")
        part.replace(path)


def undo(desk: Desk) -> str:
    """Put back what stood in the cells of the last run and return a sentence on it.

    Raises:
        DeskError: There is nothing to take back, or the cells were changed since.
    """
    record = _read()
    if record["book"] != desk.book:
        raise DeskError(f"The last run wrote to {record['book']}. Activate that workbook and try again.")
    sheet = desk.on(str(record["sheet"]))
    changes = [_unpacked(change) for change in record["changes"]]
    if any(_digest(sheet.values(area)) != after for area, _, after in changes):
        raise DeskError(
            f"The cells that the last run wrote to (sheet {record['sheet']!r}) were changed, moved or sorted since, so "
            "nothing was put back. Excel's own undo (Ctrl+Z) may help, or delete the columns yourself."
        )
    done: list[tuple[Area, list[list[str]]]] = []
    try:
        for area, before, _ in changes:
            done.append((area, sheet.write_formulas(area, before)))
    except DeskError:
        for area, now in done:
            with suppress(RefusedError):
                sheet.write_formulas(area, now)
        raise
    forget()
    where = ", ".join(area.address for area, _, _ in changes[:3])
    return f"Put back what stood in {where}{' and more' if len(changes) > 3 else ''} of sheet {record['sheet']!r}."  # noqa: PLR2004


def forget() -> None:
    """Forget the last run."""
    with suppress(OSError):
        _path().unlink()


def _read() -> dict[str, Any]:
    try:
        record = json.loads(_path().read_text(encoding="utf-8"))
        if not isinstance(record, dict) or {"book", "sheet", "changes"} - set(record):
            raise ValueError("no record of ours")  # noqa: TRY301 - one way out for all of them
    except FileNotFoundError as error:
        raise DeskError("There is no run of Entity Check to take back.") from error
    except (OSError, ValueError) as error:
        raise DeskError(f"What the last run changed cannot be read ({error}), so nothing was put back.") from error
    return record


def _packed(before: list[list[str]]) -> list[list[str]] | None:
    """Return what stood in an area, None where nothing did: mostly so, and a million blanks need no file."""
    return before if any(any(row) for row in before) else None


def _unpacked(change: dict[str, Any]) -> tuple[Area, list[list[str]], str]:
    area = Area(*change["area"])
    before = change["before"]
    return area, [[""] * area.columns] * area.rows if before is None else before, change["after"]


def _digest(cells: Sequence[Sequence[Cell]]) -> str:
    texts = [[as_text(cell) for cell in row] for row in cells]
    return hashlib.sha256(json.dumps(texts).encode("utf-8", "surrogatepass")).hexdigest()


def _path() -> Path:
    return cache_folder() / _NAME
