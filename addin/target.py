"""Where the review workbook goes, so that nothing of the user's is ever overwritten."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from workbook.errors import UnsupportedFileError
from workbook.review.output import OutputExistsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["explaining_what_exists", "free_target", "last_target", "refuse_streams"]


def free_target(vendors: Path, kind: str = "review", *, beside: Sequence[str] = ()) -> Path:
    """Return the next of `<vendors>-review.xlsx`, `<vendors>-review-2.xlsx`, ..., which does not exist.

    A gap is not filled, so the highest number is always the newest file.

    Args:
        vendors: The vendor file.
        kind: What stands in the place of `review`.
        beside: Endings of files that go beside it, and must not exist either: `.pdf` in the place of its own
            ending, `.xlsx.sha256` after its name without it.
    """
    for number in count(max(_taken(vendors, kind), default=0) + 1):
        target = vendors.with_name(f"{vendors.stem}-{kind}{f'-{number}' if number > 1 else ''}.xlsx")
        if not any(os.path.lexists(target.with_name(target.stem + ending)) for ending in (".xlsx", *beside)):
            return target
    raise AssertionError  # count() does not end


def last_target(vendors: Path, kind: str) -> Path | None:
    """Return that of `<vendors>-audit.xlsx`, `<vendors>-audit-2.xlsx`, ... with the highest number, None if none."""
    taken = _taken(vendors, kind)
    return taken[max(taken)] if taken else None


def _taken(vendors: Path, kind: str) -> dict[int, Path]:
    numbered = re.compile(rf"{re.escape(vendors.stem)}-{re.escape(kind)}(?:-([2-9]|[1-9][0-9]+))?\.xlsx")
    try:
        beside = [path for path in vendors.parent.iterdir() if path.is_file()]
    except OSError:  # a folder that cannot be listed is found out, and said, when something is written
        return {}
    return {int(match[1] or 1): path for path in beside if (match := numbered.fullmatch(path.name))}


def refuse_streams(vendors: Path) -> None:
    """Refuse names such as `/dev/stdin`, also where a file stands behind them: the review would go beside them.

    Raises:
        UnsupportedFileError: `vendors` is such a name.
    """
    folder = os.path.realpath(vendors.parent)
    if folder == "/dev" or folder.startswith("/proc/"):
        raise UnsupportedFileError(str(vendors), "it is a stream, not a file. Save its content to a file first.")


@contextmanager
def explaining_what_exists(why: str) -> Iterator[None]:
    """Say in the words of the command line why an existing file is not replaced."""
    try:
        yield
    except OutputExistsError as error:
        raise OutputExistsError(error.path, why, "Choose another name with --out, or move that file away.") from error
