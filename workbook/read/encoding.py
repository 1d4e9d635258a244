"""Which encoding a text file is in: proven where it can be, else judged by its bytes.

A byte order mark, the zero bytes of UTF-16 and valid UTF-8 are proofs: other
encodings practically never form valid UTF-8 by chance. The legacy encodings all
accept each other's bytes, so between them the pattern of the bytes decides.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from workbook.read.legacy import guess

__all__ = ["Encoding", "Sampler", "wide"]

# Enough for some thousand rows; legacy files are judged by this much of their high bytes.
_SAMPLE = 1 << 18

_LABELS = {
    "utf-8": "UTF-8",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
    "cp1254": "Windows-1254",
    "koi8-r": "KOI8-R",
    "cp932": "Shift-JIS",
    "cp949": "Korean (cp949)",
    "euc_jp": "EUC-JP",
    "cp950": "Big5",
    "gb18030": "GB18030",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# What decoded text never holds; unassigned and private characters are another text's bytes.
_NO_TEXT = frozenset(["Cc", "Cn", "Co", "Cs"])
# Text of 8 bits with padding has this much plain ASCII; UTF-16 of any script has half.
_MOSTLY_ASCII = 0.75
_WIDE_SAMPLE = 1 << 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """An encoding that was chosen. What it cannot decode is replaced and reported, not refused.

    Attributes:
        codec: Python's name of it.
        label: What users call it.
        why: What speaks for it, as a clause.
        guessed: Only the pattern of the bytes speaks for it.
    """

    codec: str
    label: str
    why: str
    guessed: bool = False


class Sampler:
    """Watches all bytes of a file go by, then names its encoding."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._head = b""
        self._high = bytearray()
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._is_utf8 = True
        self._ascii = True

    def feed(self, data: bytes) -> None:
        """Look at the next bytes."""
        if len(self._head) < _SAMPLE:
            self._head += data[: _SAMPLE - len(self._head)]
        if data.isascii() and not self._utf8.getstate()[0]:
            return
        self._ascii = False
        if self._is_utf8:
            self._try(data)
        if len(self._high) < _SAMPLE:
            # With the byte before each run, which tells words from signs.
            self._high += b" ".join(re.findall(rb"[\x00-\x7f]?[\x80-\xff][\x40-\xff]*", data))[:_SAMPLE]

    def encoding(self) -> Encoding:
        """Return the encoding, once every byte has been fed."""
        if known := _marked(self._head) or wide(self._head):
            return known
        if self._is_utf8:
            if self._utf8.getstate()[0]:
                return _guessed("utf-8", "all but the last character is valid UTF-8; the file may be cut short")
            why = "every byte is plain ASCII" if self._ascii else "every byte is valid UTF-8"
            return Encoding(codec="utf-8", label="UTF-8", why=why)
        return _guessed(*guess(bytes(self._high)))

    def _try(self, data: bytes) -> None:
        try:
            self._utf8.decode(data)
        except UnicodeDecodeError:
            self._is_utf8 = False


def _marked(head: bytes) -> Encoding | None:
    for mark, codec, label in _MARKS:
        if head.startswith(mark):
            return Encoding(codec=codec, label=label, why="its byte order mark says so")
    return None


def wide(head: bytes) -> Encoding | None:
    """Return UTF-16 or UTF-32, with or without a byte order mark, if the first bytes of a file are that."""
    marked = _marked(head)
    if marked is not None:
        return marked if marked.label != _LABELS["utf-8"] else None
    return _spaced(head) or _paired(head[:_WIDE_SAMPLE])


def _spaced(head: bytes) -> Encoding | None:
    """Return UTF-16 if every other byte is mostly zero, as in Latin text without a mark."""
    even, odd = head[0::2], head[1::2]
    why = "every other byte is zero"
    if len(odd) > 1 and odd.count(0) > 0.4 * len(odd) and even.count(0) < 0.1 * len(even):
        return Encoding(codec="utf-16-le", label="UTF-16", why=why)
    if len(odd) > 1 and even.count(0) > 0.4 * len(even) and odd.count(0) < 0.1 * len(odd):
        return Encoding(codec="utf-16-be", label="UTF-16", why=why)
    return None


def _paired(head: bytes) -> Encoding | None:
    """Return UTF-16 if the pairs of bytes are characters of text, with line ends, as in Chinese without a mark."""
    if b"\0" not in head or sum(0x20 <= byte < 0x7F for byte in head) > _MOSTLY_ASCII * len(head):  # noqa: PLR2004
        return None
    texts = {codec: head[: len(head) // 2 * 2].decode(codec, "replace") for codec in ("utf-16-le", "utf-16-be")}
    plain = {codec: sum(map(str.isascii, text)) for codec, text in texts.items()}
    codec = max(plain, key=lambda codec: plain[codec])
    text = texts[codec]
    odd = sum(unicodedata.category(sign) in _NO_TEXT and sign not in "\t\r\n" for sign in text)
    if not {"\n", "\r"} & set(text) or (odd + text.count("\ufffd")) * 100 > len(text):
        return None
    return Encoding(codec=codec, label="UTF-16", why="its bytes form characters in pairs", guessed=True)


def _guessed(codec: str, why: str) -> Encoding:
    return Encoding(codec=codec, label=_LABELS[codec], why=why, guessed=codec != "utf-8")
