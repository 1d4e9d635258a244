"""Which legacy encoding a text is in, guessed by the pattern of its bytes beyond ASCII.

These encodings all accept each other's bytes, so nothing here is a proof: words
of Cyrillic letters, pairs of Chinese, Korean or Japanese bytes, or letters that
stand alone among ASCII as in Western languages.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Guess", "guess"]

# Shares of the bytes beyond ASCII.
_FEW, _THIRD, _HALF, _MOST = 0.1, 0.3, 0.5, 0.8

_RUNS = re.compile(rb"[\x80-\xff]+")
# Lead bytes of the 3,755 everyday characters of GB2312, and of its punctuation.
_GB_PAIR = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")
# Shift-JIS: kana, punctuation, and kanji by lead bytes that GB2312 never uses.
_JIS_PAIR = re.compile(rb"[\x81-\x9f\xe0-\xea][\x40-\x7e\x80-\xfc]")
# One pair alone proves nothing: `\x92s` is the end of `Acme's` with a curly apostrophe.
_JAPANESE = re.compile(rb"[\x82\x83][\x40-\xf1]|\x81[\x40-\x5b]|(?:[\x88-\x9f][\x40-\x7e\x80-\xfc]){3}")
_CYRILLIC = re.compile(rb"[\xc0-\xff\xa8\xb8]{3,}")
# Two legal forms that every list of Japanese companies holds, as EUC-JP.
_EUC_JP = re.compile("株式会社|有限会社".encode("euc_jp"))
_EUC_KANA = re.compile(rb"[\xa4\xa5][\xa1-\xf6]")
# All of Hangul lies below the lead byte C9; half of everyday Chinese lies above.
_HANGUL = re.compile(rb"[\xb0-\xc8][\xa1-\xfe]")
# Big5's 5,401 everyday characters; a third of their second bytes is ASCII, hardly any of GB2312's.
_BIG5_PAIR = re.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]")
_FEWEST_PAIRS = 8
# Letters of Russian in a hundred, the frequent ones: what is KOI8-R reads oddly as cp1251, and back.
_RUSSIAN = dict(zip("оеаинтсрвлкмдпуяы", (11, 8, 8, 7, 7, 6, 5, 5, 5, 4, 3, 3, 3, 3, 3, 2, 2), strict=True))
# `pR` inside a word is the wrong encoding; it outweighs two letters in three.
_ODD_CASE = 10
# `\x9a` and `\x9e` are the same in cp1252, but only the languages of cp1250 use them often.
_CARON = re.compile(rb"[A-Za-z\x80-\xff][\x9a\x9e]|[\x8a\x8e][a-z\x80-\xff]")
_CZECH = re.compile(rb"[\xe8\xf8\xec\xf9\xc8\xd8\xe6]")
# `Sp\xb3ka`: a superscript inside a word is Polish; thorn, eth and y-acute of
# cp1252 are Icelandic, the same bytes are Turkish and far more frequent in vendor files.
_POLISH = re.compile(rb"[A-Za-z][\xb3\xb9\x9c\xbf\xea\xe6\x9f\xf1]|[\xa3\x8c\xaf][A-Za-z]")
_POLISH_PROOF = re.compile(rb"[A-Za-z][\xb3\xb9\x9c\xbf](?![\x80-\xff])")
_TURKISH = re.compile(rb"[A-Za-z][\xfd\xfe\xf0]|[\xdd\xde][A-Za-z]")


class Guess(NamedTuple):
    """An encoding that was guessed.

    Attributes:
        codec: Python's name of it.
        why: What speaks for it, as a clause.
    """

    codec: str
    why: str


def guess(high: bytes) -> Guess:
    """Return the most plausible encoding of text that is not UTF-8."""
    text = high.decode("utf-8", "replace")
    # One bad export step among good ones must not garble every other name.
    if text.count("\ufffd") <= _FEW * sum(not sign.isascii() for sign in text):
        return Guess("utf-8", "nearly every character is valid UTF-8")
    runs = _RUNS.findall(high)
    return _eastern(high, runs) or _western(high, runs)


def _eastern(high: bytes, runs: list[bytes]) -> Guess | None:
    """Return the encoding if the high bytes come in pairs or in whole words, None if they stand alone."""
    total = sum(map(len, runs))
    kana = _kana(high, total)
    pairs = _share(_GB_PAIR, b" ".join(runs), total)
    crowded = sum(len(run) == 1 for run in runs) < _HALF * len(runs)
    # Words have odd lengths as often as even ones, pairs never.
    is_words = sum(len(run) % 2 for run in runs) > _FEW * len(runs)
    if crowded and _share(_CYRILLIC, high, total) > _MOST and (is_words or pairs < _HALF):
        return _cyrillic(high)
    if found := (_in_pairs(high, runs, total) if crowded else None) or _big5(high, total):
        return found
    # Half, because rare characters lie outside the everyday pairs.
    if crowded and pairs > max(kana, _HALF) and _decodes(high, "gb18030"):
        return Guess("gb18030", "its high bytes come in everyday Chinese pairs")
    # The second byte of a Japanese pair is often ASCII, so that high bytes stand alone.
    if kana > (_HALF if crowded else _MOST) and _decodes(high, "cp932"):
        return Guess("cp932", "its high bytes come in Japanese pairs")
    return None


def _cyrillic(high: bytes) -> Guess:
    """Return cp1251 or KOI8-R, whichever reads more like Russian; they differ in letters and in case."""
    merits = {codec: _as_russian(high.decode(codec, "replace")) for codec in ("cp1251", "koi8-r")}
    return Guess(max(merits, key=lambda codec: merits[codec]), "its high bytes form Cyrillic words")


def _as_russian(text: str) -> float:
    odd = sum(upper.isupper() and lower.islower() for lower, upper in pairwise(text))
    return sum(_RUSSIAN.get(sign, 0) for sign in text.lower()) - _ODD_CASE * odd


def _in_pairs(high: bytes, runs: list[bytes], total: int) -> Guess | None:
    """Return EUC-JP or Korean, whose pairs are Chinese ones as well."""
    joined = b" ".join(runs)
    is_japanese = _EUC_JP.search(joined) or _share(_EUC_KANA, joined, total) > _THIRD
    if is_japanese and _decodes(high, "euc_jp"):
        return Guess("euc_jp", "its high bytes come in Japanese pairs")
    is_korean = total >= 2 * _FEWEST_PAIRS and _share(_HANGUL, joined, total) > 1 - _FEW / 2
    if is_korean and _decodes(high, "cp949"):
        return Guess("cp949", "its high bytes come in Korean pairs")
    return None


def _big5(high: bytes, total: int) -> Guess | None:
    pairs: list[bytes] = _BIG5_PAIR.findall(high)
    after_ascii = sum(pair[1] < 0x7F for pair in pairs)  # noqa: PLR2004 - the last ASCII byte
    is_mixed = 0.15 * len(pairs) < after_ascii < 0.7 * len(pairs) and len(pairs) >= _FEWEST_PAIRS
    if is_mixed and 2 * len(pairs) - after_ascii > (1 - _FEW) * total and _decodes(high, "cp950"):
        return Guess("cp950", "its high bytes come in pairs of traditional Chinese")
    return None


def _western(high: bytes, runs: list[bytes]) -> Guess:
    if _POLISH_PROOF.search(high) and len(_POLISH.findall(high)) >= _THIRD * len(runs):
        return Guess("cp1250", "its letters read as Polish")
    if min(len(_CARON.findall(high)), len(_CZECH.findall(high))) > _FEW * len(runs):
        return Guess("cp1250", "its letters read as Central European")
    if len(_TURKISH.findall(high)) >= _THIRD * len(runs):
        return Guess("cp1254", "its letters read as Turkish")
    return Guess("cp1252", "it is not valid UTF-8 and its single high bytes read as Western letters")


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
