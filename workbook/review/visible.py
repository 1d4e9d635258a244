r"""Text that any spreadsheet shows as it was typed, and nothing is lost.

XML cannot hold control characters or lone surrogates, and Excel reads `_x0041_`
inside a cell as `A`. Both are written so that a person sees what was typed:
a control character becomes a visible `\x01`, a lone surrogate `\ud800`. The
escape can be undone: a backslash that stands before an escape, or before text
that looks like one, is doubled.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import Cell

__all__ = ["CELL_LIMIT", "cell_text", "must_stay_text", "put_text", "shown", "typed", "visible"]

CELL_LIMIT = 32_767
"""UTF-16 units that one Excel cell holds (Excel specifications and limits)."""

_CUT_MARK = " [cut: {length:,} characters]"

# What XML 1.0 forbids, and CR, which XML readers turn into LF.
_FORBIDDEN = r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"
_ESCAPE = re.compile(rf"(\\*)({_FORBIDDEN})|(\\+)(?=x[0-9a-fA-F]{{2}}|u[0-9a-fA-F]{{4}})")
_SHOWN = re.compile(r"(\\+)(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})")
_EXCEL_ESCAPE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
_PLAIN_WORDS = re.compile(r"[^\W\d_][^\d]*")


def visible(text: str) -> str:
    """Return `text` with every character that a cell cannot hold as a visible escape."""
    return _ESCAPE.sub(_escaped, text)


def typed(text: str) -> str:
    """Return what was typed, from what `visible` made of it."""
    return _SHOWN.sub(_unescaped, text)


def shown(text: str) -> str:
    """Return `text` as a cell shows it.

    Text over `CELL_LIMIT` is cut and ends in a visible mark with its true length.
    """
    text = visible(text)
    return _cut(text) if len(text) > CELL_LIMIT // 2 else text


def cell_text(text: str) -> str:
    """Return `text` as it must stand in a cell's XML to be shown like that."""
    return _EXCEL_ESCAPE.sub("_x005F_", shown(text))


def put_text(cell: Cell, text: str) -> Cell:
    """Store `text` in `cell` as text and nothing else; return the cell."""
    # Past the `value` setter, which makes formulas of `=...`, errors of `#N/A`
    # and cuts escaped text short.
    cell._value = cell_text(text)  # type: ignore[attr-defined]  # noqa: SLF001
    cell.data_type = "s"
    return cell


def must_stay_text(text: str) -> bool:
    """Return whether Excel could take `text` for something else when the cell is edited again.

    True for formulas, numbers, dates, logical and error values, and for anything
    near them: only text that starts with a letter and holds no digit is let off.
    """
    return _PLAIN_WORDS.fullmatch(text) is None or text.strip().upper() in {"TRUE", "FALSE"}


def _escaped(match: re.Match[str]) -> str:
    backslashes, forbidden, before_lookalike = match.groups()
    if forbidden is None:
        return str(before_lookalike) * 2
    code = ord(forbidden)
    return str(backslashes) * 2 + (f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}")  # noqa: PLR2004 - two hex digits


def _unescaped(match: re.Match[str]) -> str:
    backslashes, code = match.groups()
    half = "\\" * (len(backslashes) // 2)
    return half + (chr(int(code[1:], 16)) if len(backslashes) % 2 else code)


def _cut(text: str) -> str:
    if _units(text) <= CELL_LIMIT:
        return text
    mark = _CUT_MARK.format(length=len(text))
    kept = text[: CELL_LIMIT - len(mark)]
    surplus = _units(kept) + len(mark) - CELL_LIMIT
    while surplus > 0:  # each astral character counts two units
        kept = kept[: -((surplus + 1) // 2)]
        surplus = _units(kept) + len(mark) - CELL_LIMIT
    return kept + mark


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
