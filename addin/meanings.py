"""What a hit on a list means, in lines for a terminal: for a buyer, for an exporter, by which law."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Final

from addin.terminal import printable
from screening.lists.catalog import legal_words, list_info
from screening.lists.licenses import license_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CODE_WIDTH", "meaning_lines", "wrapped"]

CODE_WIDTH: Final = 10  # NDAA-1260H
_NARROWEST, _WIDEST = 60, 100
_INDENT = " " * 8


def meaning_lines(code: str, license_codes: Sequence[str] = ()) -> Iterator[str]:
    """Yield what a hit on the list `code` means, wrapped to the terminal.

    Args:
        code: Code of the list.
        license_codes: Requirement and policy codes of the entries that were hit; each is explained.
    """
    info = list_info(code)
    yield from wrapped(f"for a buyer: {info.consequence}")
    yield from wrapped(f"for an exporter: {info.consequence_exporter}")
    for known in map(license_code, license_codes):
        yield from wrapped(f"{known.code}: {known.sentence}")
    yield from wrapped(f"legal source: {legal_words(code)}{f', {info.link}' if info.link else ''}")


def wrapped(text: str) -> list[str]:
    """Return `text` as indented lines that fit the terminal."""
    return textwrap.wrap(
        printable(text),
        max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns)),
        initial_indent=_INDENT,
        subsequent_indent=f"{_INDENT}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
