"""Where the review workbook goes, so that nothing of the user's is ever overwritten."""

from __future__ import annotations

import os
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from workbook.errors import UnsupportedFileError
from workbook.review.output import OutputExistsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["explaining_what_exists", "free_target", "last_target", "refuse_streams"]


def free_target(vendors: Path, kind: str = "review", *, beside: str = "") -> Path:
    """Return the first of `<vendors>-review.xlsx`, `<vendors>-review-2.xlsx`, ... that does not exist.

    Args:
        vendors: The vendor file.
        kind: What stands in the place of `review`.
        beside: Ending of a file that goes beside it under the same name, and must not exist either; "" for none.
    """
    for number in count(1):
        target = vendors.with_name(f"{vendors.stem}-{kind}{f'-{number}' if number > 1 else ''}.xlsx")
        if not any(os.path.lexists(path) for path in (target, target.with_suffix(beside or target.suffix))):
            return target
    raise AssertionError  # count() does not end


def last_target(vendors: Path, kind: str) -> Path | None:
    """Return the last of `<vendors>-audit.xlsx`, `<vendors>-audit-2.xlsx`, ... that exists, None if there is none."""
    last = None
    for number in count(1):
        target = vendors.with_name(f"{vendors.stem}-{kind}{f'-{number}' if number > 1 else ''}.xlsx")
        if not target.is_file():
            break
        last = target
    return last


def refuse_streams(vendors: Path) -> None:
    """Refuse names such as `/dev/stdin`, also where a file stands behind them: the review would go beside them.

    Raises:
        UnsupportedFileError: `vendors` is such a name.
    """
    folder = os.path.realpath(vendors.parent)
    if folder == "/dev" or folder.startswith("/proc/"):
        raise UnsupportedFileError(str(vendors), "it is a stream, not a file. Save its content to a file first.")


@contextmanager
def explaining_what_exists(kind: str = "review") -> Iterator[None]:
    """Say in the words of the command line why an existing file is not replaced, by one of a kind."""
    try:
        yield
    except OutputExistsError as error:
        why = f"it exists, and it is not a {kind} just as Entity Check wrote it"
        raise OutputExistsError(error.path, why, "Choose another name with --out, or move that file away.") from error
