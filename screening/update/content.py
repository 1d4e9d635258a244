"""Whether what came is the kind of file that was asked for."""

from __future__ import annotations

from typing import Final

from screening.errors import BadAnswerError
from screening.update.rules import Expect

__all__ = ["check_content"]

_LOOK: Final = 4096
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")
_HTML_STARTS: Final = (b"<!doctype html", b"<html", b"<head", b"<body")
# Signatures of files that no list is published as.
_OTHER_FILES: Final = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office file",
    b"\x1f\x8b": "a packed file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}
_DELIMITERS: Final = {Expect.CSV: b",", Expect.TSV: b"\t"}
_STARTS: Final = {Expect.JSON: (b"{", b"["), Expect.XML: (b"<",)}


def check_content(content: bytes, content_type: str, expect: Expect | None, url: str) -> None:
    """Refuse what cannot be the file that was asked for; the readers look closer.

    Args:
        content: The whole answer, unpacked.
        content_type: Its `Content-Type`, "" if it has none.
        expect: Kind of file that was asked for, None for any.
        url: Its address, for the message.

    Raises:
        BadAnswerError: It is empty, a web page, or plainly another kind of file.
    """
    look = _without_mark(content[:_LOOK]).lstrip()
    if not look:
        raise BadAnswerError(f"{url} sends an empty answer, so there is no list in it; try again later.")
    if expect is None:
        return
    if _is_page(look, content_type):
        raise BadAnswerError(
            f"{url} sends a web page where {expect.upper()} is expected: a sign-in or block page of a proxy, or "
            "the file has moved; open the address in a browser to see which, or fetch the file there and hand it over "
            "with --offline."
        )
    found = _other_file(look, expect)
    if found:
        raise BadAnswerError(
            f"{url} sends {found} where {expect.upper()} is expected; see that the address in sources.toml is "
            "right, or try again later."
        )


def _without_mark(look: bytes) -> bytes:
    mark = next((bom for bom in _BOMS if look.startswith(bom)), b"")
    # UTF-16 has a zero beside each plain letter.
    return look.replace(b"\x00", b"")[len(mark) :] if len(mark) == len(_BOMS[1]) else look[len(mark) :]


def _is_page(look: bytes, content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().casefold()
    start = look[:1024].lower()
    return (
        kind in _HTML_TYPES
        or start.startswith(_HTML_STARTS)
        or (start.startswith(b"<") and any(mark in start for mark in _HTML_STARTS[:2]))
    )


def _other_file(look: bytes, expect: Expect) -> str:
    for signature, name in _OTHER_FILES.items():
        if look.startswith(signature):
            return name
    if b"\x00" in look:
        return "bytes that are no text"
    if expect in _STARTS:
        return "" if look.startswith(_STARTS[expect]) else "something else"
    if look.startswith((b"<", b"{", b"[")):
        return "XML or JSON"
    return "" if _DELIMITERS[expect] in look else "a plain text"
