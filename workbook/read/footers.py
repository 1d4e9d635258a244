"""Rows below a list that are no vendors: totals, counts, page numbers, end marks.

A label counts only if it has no word beside those of `footer_words.toml`:
`Total: 412 vendors` does, `Total Records Ltd` does not.
"""

from __future__ import annotations

import re
import tomllib
from enum import Enum, auto
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from workbook.read.headers import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Footer", "footer", "is_signature"]

# `Total number of vendors in this report: 1,234` and the like.
_LONGEST = 100


_SIGNED = re.compile(r"\s*([^:\uff1a_.\u2026]+?)\s*([:\uff1a]|_{2}|\.{3}|\u2026|$)")


class Footer(Enum):
    """How a label reads."""

    SURE = auto()  # `Grand total`, `Count: 412`, `*** End of report ***`
    PLAIN = auto()  # `Total`: what stands beside it decides


def footer(label: str) -> Footer | None:
    """Return how the first text of a row reads; None if it is no footer."""
    folded = fold(label) if len(label) <= _LONGEST else ""
    if not folded:
        return None
    lists = _words()
    if folded in lists["ends"]:
        # A lone `End` could be a name.
        return Footer.SURE if " " in folded or label.startswith("*") else None
    has_number = any(map(str.isdecimal, folded))
    words = frozenset("".join(" " if sign.isdecimal() else sign for sign in folded).split())
    if has_number and (_begins(folded, words, "page") or (len(words) > 1 and _begins(folded, words, "printed"))):
        return Footer.SURE
    if words - lists["total"] - lists["emphatic"] - lists["things"] - lists["around"]:
        return None
    if not words & lists["total"]:
        return Footer.SURE if has_number and words & lists["things"] else None
    is_sure = has_number or words & lists["emphatic"] or label.rstrip().endswith((":", "="))
    return Footer.SURE if is_sure else Footer.PLAIN


def is_signature(label: str) -> bool:
    """Return whether a label is one who signs or printed a list, `Prepared by: J. Smith`, and no name.

    A colon, a line to sign on or nothing follows: `Approved By Design Ltd` is a company,
    and a lone `Signature` may be one.
    """
    found = _SIGNED.match(label[:_LONGEST])
    if found is None or fold(found[1]) not in _words()["signatures"]:
        return False
    return bool(found[2]) or " " in found[1]


def _begins(folded: str, words: frozenset[str], key: str) -> bool:
    """Return whether a label begins with a word of list `key` and has only words that go with it."""
    lists = _words()
    return folded.split(maxsplit=1)[0] in lists[key] and not words - lists[key] - lists[f"{key}_around"]


@cache
def _words() -> Mapping[str, frozenset[str]]:
    data = tomllib.loads(resources.files(__package__).joinpath("footer_words.toml").read_text(encoding="utf-8"))
    phrases = {
        key: frozenset(" ".join(phrase.split()) for phrase in data.pop(key).split("|"))
        for key in ("ends", "signatures")
    }
    return {key: frozenset(value.split()) for key, value in data.items()} | phrases
