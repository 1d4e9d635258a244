"""Stored cell values -> what the user sees, as far as ids, names and dates need it.

Number formats: ECMA-376 part 1, 18.8.30 (numFmt) and 18.8.31. Only whole-number
patterns such as `00000` or `"V-"0000` are carried out; they make leading zeros.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

__all__ = ["as_date", "as_number", "builtin_format", "is_date", "unescape"]

# Formats that a file uses without writing them out; 27-36 and 50-58 are dates
# in Chinese, Japanese and Korean Excel.
_DATE_IDS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
# Literal text of a format: quoted, escaped, padding, or a plain sign.
_LITERAL = r'(?:"[^"]*"|\\.|_.|\*.|[-/() .:A-Za-z])*'
_WHOLE = re.compile(rf"({_LITERAL})((?:[0#?]{_LITERAL})*0)({_LITERAL})")
_PIECE = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|(.)')
_MOST_WHOLE = 10**15  # Excel keeps 15 digits
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def builtin_format(number: int) -> str:
    """Return a format that stands for built-in format `number`: a date's, or General."""
    return "yyyy-mm-dd" if number in _DATE_IDS else "General"


@lru_cache(maxsize=512)
def is_date(number_format: str) -> bool:
    """Return whether a number in this format shows as a date or a time."""
    return bool(is_date_format(number_format))


def as_date(serial: float, *, mac: bool = False) -> str | None:
    """Return the ISO date or time of a serial number; None if there is no such day."""
    try:
        moment = from_excel(serial, CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError):
        return None
    if isinstance(moment, datetime) and moment.time() == time():
        return moment.date().isoformat()
    if isinstance(moment, (datetime, date, time)):
        return moment.isoformat(*(["seconds"] if isinstance(moment, time) else []))
    return str(moment) if isinstance(moment, timedelta) else None


def as_number(raw: str, number_format: str = "General") -> str:
    """Return a stored number as text: `12345` of 12345.0, `00042` of 42 in format 00000."""
    whole = raw if raw.isdecimal() else _whole(raw)
    if whole is None:
        return _shortest(raw)
    if number_format == "General" or whole.startswith("-"):
        return whole
    return _in_pattern(whole, number_format)


def unescape(text: str) -> str:
    """Return `text` with Excel's `_x000D_` escapes undone."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _whole(raw: str) -> str | None:
    try:
        value = float(raw)
        if value == int(value) and abs(value) < _MOST_WHOLE:
            return str(int(value))
    except (ValueError, OverflowError):
        pass
    return None


def _shortest(raw: str) -> str:
    try:
        return f"{float(raw):.15g}"
    except ValueError:
        return raw


def _in_pattern(whole: str, number_format: str) -> str:
    pattern = _pattern(number_format)
    if pattern is None:
        return whole
    shown: list[str] = []
    left = list(whole)
    places = sum(1 for _, is_digit in pattern if is_digit)
    for sign, is_digit in reversed(pattern):
        if not is_digit:
            shown.append(sign)
            continue
        places -= 1
        if left:
            # The leftmost place takes every digit that has no place of its own.
            taken = len(left) if places == 0 else 1
            shown.append("".join(left[-taken:]))
            del left[-taken:]
        elif sign == "0":
            shown.append("0")
    return "".join(reversed(shown)).strip()


@lru_cache(maxsize=512)
def _pattern(number_format: str) -> tuple[tuple[str, bool], ...] | None:
    """Return (sign, stands for a digit) of a whole-number pattern; None for any other format."""
    positive = re.sub(r"\[[^\]]*\]", "", number_format.split(";", maxsplit=1)[0]).replace("#,##0", "0")
    if not _WHOLE.fullmatch(positive) or "." in re.sub(r'"[^"]*"|\\.', "", positive):
        return None
    signs: list[tuple[str, bool]] = []
    for found in _PIECE.finditer(positive):
        quoted, escaped, plain = found.groups()
        if plain is not None:
            signs.append((plain, plain in "0#?"))
        else:
            signs.extend((sign, False) for sign in (quoted or escaped or ""))
    return tuple(signs)
