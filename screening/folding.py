"""Text in any script -> plain lower-case Latin words and numbers."""

from __future__ import annotations

import html
import re
import unicodedata
from contextlib import suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from anyascii import anyascii

from screening.words import native_words, words

if TYPE_CHECKING:
    from collections.abc import Iterator

# Latin look-alikes of Cyrillic and Greek letters (`Stock` written with a Cyrillic o).
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗаеѕіјорсухԁԛԝһкмнтвгбΑΒΕΖΗΙΚΜΝΟΡΤΥΧαιοκνρτυχ",
    "ABESIJKMHOPCTYX3aesijopcyxdqwhkmhtbrbABEZHIKMNOPTYXaioknptux",
)
# Two signs that a Western code page makes of one UTF-8 letter.
_MOJIBAKE = re.compile("[\u00c2-\u00c5\u00d0\u00d1\u00e2][\u0080-\u00bf\u0152-\u2122]")
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
# Native words hold such a letter.
_NOT_LATIN = re.compile(r"[\u0370-\U0010ffff]")
_WORD = re.compile(r"\w+")
# `S.A.`, `O.O.O.`, `U.S.A`
_INITIALS = re.compile(r"\b(?:[a-z]\.{1,2})+[a-z]\b")
_RUN = re.compile(r"[a-z0-9]+")
# A digit, or a letter that stands alone.
_UNUSUAL = re.compile(r"[0-9]|(?<![a-z])[a-z](?![a-z])")
_LETTERS_OR_DIGITS = re.compile(r"[a-z]+|[0-9]+")
_ORDINAL = re.compile(r"([0-9]+)(?:st|nd|rd|th)")
# OCR reads letters as digits: `Gcnera1`, `Pao1o`, `5can`.
OCR_DIGITS = str.maketrans("0158", "olsb")
_OCR_ONLY = re.compile(r"[a-z0158]+")
_MIN_OCR_LETTERS = 3
_MIN_OCR_LETTERS_BEFORE_LAST_DIGIT = 5  # `Industria1`, but `CETC1` is unit 1 of CETC
_MAX_OCR_DIGITS = 2


def fold(text: str) -> str:
    """Return `text` in lower-case ASCII; letters of any script become Latin ones.

    Invisible characters vanish, look-alike Cyrillic and Greek letters inside
    Latin words become the letters they look like, other scripts are romanised.
    """
    text = mended(text).replace("_", " ")
    if not text.isascii():
        text = _latin(text)
    return text.lower().replace("'", "").replace("`", "")


def mended(text: str) -> str:
    """Return `text` as it was before a program spoilt its signs: `&amp;`, `GÃ¶teborg`.

    UTF-8 that was read as a Western code page is read again, if that works out.
    """
    if "&" in text and ";" in text:
        text = html.unescape(text)
    if not text.isascii() and _MOJIBAKE.search(text):
        for code_page in ("cp1252", "latin-1"):
            with suppress(UnicodeError):
                return text.encode(code_page).decode("utf-8")
    return text


def visible(text: str) -> str:
    """Return `text` in Unicode form NFKC without invisible characters, control characters and mere signs.

    `Hikvision®`, `✅ Hikvision`, `Hikvision²` lose the sign; `㈱` keeps its letter.
    """
    without_signs = "".join([_without_sign(char) for char in text])
    return "".join([_visible(char) for char in unicodedata.normalize("NFKC", without_signs)])


@lru_cache(maxsize=4_096)
def _visible(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in ("Cf", "Cs", "Co", "Cn"):
        return ""
    return " " if kind in ("Cc", "Zs", "Zl", "Zp") else char


@lru_cache(maxsize=4_096)
def _without_sign(char: str) -> str:
    return " " if _is_sign(char) else char


def _is_sign(char: str) -> bool:
    """Whether a character is a sign rather than a letter in disguise: `™`, `²`, `€`, an emoji; not `Ⓗ` or `㈱`."""
    if char.isascii() or unicodedata.category(char) not in ("So", "Sc", "Sm", "No"):
        return char in "§¶"
    plain = unicodedata.normalize("NFKC", char)
    is_letter = len(plain) == 1 and plain.isascii() and plain.isalpha()
    return not is_letter and not any(part.isalpha() and not part.isascii() for part in plain)


def _latin(text: str) -> str:
    text = visible(text)
    if _FOREIGN.search(text):
        latin_reader = any("a" <= char <= "z" for char in text.lower())
        text = _WORD.sub(lambda match: _unmask(match[0], latin_reader=latin_reader), text)
    if _NOT_LATIN.search(text):
        text = _native().sub(lambda match: f" {native_words()[match[0]]} ", text.lower())
    return anyascii(text)


@cache
def _native() -> re.Pattern[str]:
    """Return a pattern of all native words, the longest first; words of alphabets match whole."""
    longest_first = sorted(native_words(), key=len, reverse=True)
    whole = [re.escape(word) for word in longest_first if not _is_syllabic(word)]
    parts = [re.escape(word) for word in longest_first if _is_syllabic(word)]
    return re.compile(rf"{'|'.join(parts)}|\b(?:{'|'.join(whole)})\b")


def _is_syllabic(word: str) -> bool:
    """Whether a script writes words without blanks between them: Chinese, Japanese, Korean."""
    return any(char >= "\u2e80" for char in word)


def _unmask(word: str, *, latin_reader: bool) -> str:
    """Replace look-alikes in a word that mixes scripts, or is all look-alikes in a Latin name."""
    if not _FOREIGN.search(word):
        return word
    plain = word.translate(_LOOKALIKES)
    mixed = any(char.isascii() and char.isalpha() for char in word)
    return plain if mixed or (latin_reader and plain.isascii()) else word


def folded_words(folded: str) -> Iterator[str]:
    """Yield the words and numbers of folded text; initials are joined, digits split off.

    `s.r.l.` gives `srl`, `cetc13` gives `cetc` and `13`, `industria1` gives `industrial`.
    """
    if "." in folded:
        folded = _INITIALS.sub(_without_dots, folded)
    runs = _RUN.findall(folded.replace("&", " and "))
    if not _UNUSUAL.search(folded):
        yield from runs
        return
    letters = ""
    for run in runs:
        if len(run) == 1 and run.isalpha():
            letters += run  # `S R L` is written for `SRL`
            continue
        if letters:
            yield letters
            letters = ""
        if run.isalpha():
            yield run
        else:
            yield from _with_digits(run)
    if letters:
        yield letters


def _without_dots(initials: re.Match[str]) -> str:
    return initials[0].replace(".", "")


def _with_digits(run: str) -> Iterator[str]:
    if ordinal := _ORDINAL.fullmatch(run):
        yield _number(ordinal[1])
    elif _is_ocr(run) or _is_ocr_legal_form(run):
        yield run.translate(OCR_DIGITS)
    else:
        for piece in _LETTERS_OR_DIGITS.findall(run):
            yield _number(piece) if piece.isdigit() else piece


def _is_ocr_legal_form(run: str) -> bool:
    """`C0`, `1td`, `5AL`: too short to tell by letters, but a legal form once read right."""
    return (
        len(run) > 1
        and run != "5a"
        and _OCR_ONLY.fullmatch(run) is not None
        and run.translate(OCR_DIGITS) in words().legal
    )


def _is_ocr(run: str) -> bool:
    digits = sum(char.isdigit() for char in run)
    letters = len(run) - digits
    if digits > _MAX_OCR_DIGITS or letters < _MIN_OCR_LETTERS or not _OCR_ONLY.fullmatch(run):
        return False
    return not run[-1].isdigit() or (digits == 1 and letters >= _MIN_OCR_LETTERS_BEFORE_LAST_DIGIT)


def _number(digits: str) -> str:
    return digits.lstrip("0") or "0"
