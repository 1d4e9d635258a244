"""Which encoding a text file is in: proven where it can be, else judged by its bytes.

A byte order mark, the zero bytes of UTF-16 and valid UTF-8 are proofs: other
encodings practically never form valid UTF-8 by chance. The legacy encodings all
accept each other's bytes, so between them the pattern of the bytes decides.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

__all__ = ["Encoding", "Sampler"]

# Enough for some thousand rows; legacy files are judged by this much of their high bytes.
_SAMPLE = 1 << 18

_LABELS = {
    "utf-8": "UTF-8",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
    "cp1254": "Windows-1254",
    "cp932": "Shift-JIS",
    "gb18030": "GB18030",
}
# Shares of the bytes beyond ASCII.
_FEW, _THIRD, _HALF, _MOST = 0.1, 0.3, 0.5, 0.8

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_RUNS = re.compile(rb"[\x80-\xff]+")
# Lead bytes of the 3,755 everyday characters of GB2312, and of its punctuation.
_GB_PAIR = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")
# Shift-JIS: kana, punctuation, and kanji by lead bytes that GB2312 never uses.
_JIS_PAIR = re.compile(rb"[\x81-\x9f\xe0-\xea][\x40-\x7e\x80-\xfc]")
# One pair alone proves nothing: `\x92s` is the end of `Acme's` with a curly apostrophe.
_JAPANESE = re.compile(rb"[\x82\x83][\x40-\xf1]|\x81[\x40-\x5b]|(?:[\x88-\x9f][\x40-\x7e\x80-\xfc]){3}")
_CYRILLIC = re.compile(rb"[\xc0-\xff\xa8\xb8]{3,}")
# `Sp\xb3ka`: a superscript inside a word is Polish; thorn, eth and y-acute of
# cp1252 are Icelandic, the same bytes are Turkish and far more frequent in vendor files.
_POLISH = re.compile(rb"[A-Za-z][\xb3\xb9\x9c\xbf\xea\xe6\x9f\xf1]|[\xa3\x8c\xaf][A-Za-z]")
_POLISH_PROOF = re.compile(rb"[A-Za-z][\xb3\xb9\x9c\xbf](?![\x80-\xff])")
_TURKISH = re.compile(rb"[A-Za-z][\xfd\xfe\xf0]|[\xdd\xde][A-Za-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """An encoding that was chosen. What it cannot decode is replaced and reported, not refused.

    Attributes:
        codec: Python's name of it.
        label: What users call it.
        why: What speaks for it, as a clause.
    """

    codec: str
    label: str
    why: str


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
        for mark, codec, label in _MARKS:
            if self._head.startswith(mark):
                return Encoding(codec=codec, label=label, why="its byte order mark says so")
        if wide := _wide(self._head):
            return wide
        if self._is_utf8:
            if self._utf8.getstate()[0]:
                return _guess("utf-8", "all but the last character is valid UTF-8; the file may be cut short")
            why = "every byte is plain ASCII" if self._ascii else "every byte is valid UTF-8"
            return Encoding(codec="utf-8", label="UTF-8", why=why)
        return _legacy(bytes(self._high))

    def _try(self, data: bytes) -> None:
        try:
            self._utf8.decode(data)
        except UnicodeDecodeError:
            self._is_utf8 = False


def _wide(head: bytes) -> Encoding | None:
    """Return UTF-16 if every other byte is mostly zero, as in Latin text without a mark."""
    even, odd = head[0::2], head[1::2]
    why = "every other byte is zero"
    if len(odd) > 1 and odd.count(0) > 0.4 * len(odd) and even.count(0) < 0.1 * len(even):
        return Encoding(codec="utf-16-le", label="UTF-16", why=why)
    if len(odd) > 1 and even.count(0) > 0.4 * len(even) and odd.count(0) < 0.1 * len(odd):
        return Encoding(codec="utf-16-be", label="UTF-16", why=why)
    return None


def _legacy(high: bytes) -> Encoding:
    """Return the most plausible encoding of text that is not UTF-8."""
    text = high.decode("utf-8", "replace")
    # One bad export step among good ones must not garble every other name.
    if text.count("\ufffd") <= _FEW * sum(not sign.isascii() for sign in text):
        return _guess("utf-8", "nearly every character is valid UTF-8")
    runs = _RUNS.findall(high)
    return _eastern(high, runs) or _western(high, runs)


def _eastern(high: bytes, runs: list[bytes]) -> Encoding | None:
    """Return the encoding if the high bytes come in pairs or in whole words, None if they stand alone."""
    total = sum(map(len, runs))
    kana = _kana(high, total)
    pairs = _share(_GB_PAIR, b" ".join(runs), total)
    crowded = sum(len(run) == 1 for run in runs) < _HALF * len(runs)
    if crowded and _share(_CYRILLIC, high, total) > _MOST and pairs < _HALF:
        return _guess("cp1251", "its high bytes form Cyrillic words")
    # Half, because rare characters lie outside the everyday pairs.
    if crowded and pairs > max(kana, _HALF) and _decodes(high, "gb18030"):
        return _guess("gb18030", "its high bytes come in everyday Chinese pairs")
    # The second byte of a Japanese pair is often ASCII, so that high bytes stand alone.
    if kana > (_HALF if crowded else _MOST) and _decodes(high, "cp932"):
        return _guess("cp932", "its high bytes come in Japanese pairs")
    return None


def _western(high: bytes, runs: list[bytes]) -> Encoding:
    if _POLISH_PROOF.search(high) and len(_POLISH.findall(high)) >= _THIRD * len(runs):
        return _guess("cp1250", "its letters read as Polish")
    if len(_TURKISH.findall(high)) >= _THIRD * len(runs):
        return _guess("cp1254", "its letters read as Turkish")
    return _guess("cp1252", "it is not valid UTF-8 and its single high bytes read as Western letters")


def _guess(codec: str, why: str) -> Encoding:
    return Encoding(codec=codec, label=_LABELS[codec], why=why)


def _share(pattern: re.Pattern[bytes], data: bytes, total: int) -> float:
    found: list[bytes] = pattern.findall(data)
    return sum(map(len, found)) / max(total, 1)


def _kana(high: bytes, total: int) -> float:
    """Return the share of high bytes in Shift-JIS pairs, nil without kana or three kanji in a row."""
    if not _JAPANESE.search(high):
        return 0.0
    pairs: list[bytes] = _JIS_PAIR.findall(high)
    return sum(1 + (pair[1] > 0x7F) for pair in pairs) / max(total, 1)  # noqa: PLR2004 - the last ASCII byte


def _decodes(high: bytes, codec: str) -> bool:
    """Return whether nearly all of a sample decodes; its cut ends may not."""
    text = high.decode(codec, "replace")
    return text.count("\ufffd") <= 0.02 * len(text)
