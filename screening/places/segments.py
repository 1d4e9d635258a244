"""Words and numbers between two commas -> what belongs together: a street, a building, a part of a town."""

from __future__ import annotations

import re
from typing import Final

from screening.places.words import place_words

__all__ = ["Segment", "of_piece", "with_lone_numbers"]

_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th)")


# `Hauptstrasse`, but `Castle` ends in no kind of street.
_MIN_STEM: Final = 4


class Segment:
    """Words and numbers that belong together.

    Attributes:
        names: Its words that name something.
        numbers: Its numbers.
        sides: `north`, or the number of `5th`.
        what: street, building, area or region; "" if nothing says.
        kind: Kind of street.
        closed: Whether its kind stands behind its name, so that the next word begins another.
    """

    __slots__ = ("closed", "kind", "names", "numbers", "sides", "what")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.names: list[str] = []
        self.numbers: list[str] = []
        self.sides: set[str] = set()
        self.what = ""
        self.kind = ""
        self.closed = False


def of_piece(tokens: list[str]) -> list[Segment]:
    """Return the segments of a piece: a kind of street or building ends one, unless it begins it."""
    piece = _Piece(tokens)
    for at, token in enumerate(tokens):
        if token[0].isdigit():
            piece.number(token)
        else:
            piece.word(at, token)
    return piece.segments


def with_lone_numbers(segments: list[Segment]) -> list[Segment]:
    """Give a number that stands alone to the street without one beside it: `Zastavskaya St., 15-B`."""
    parts = [part for part in segments if part.names or part.numbers or part.sides or part.what]
    for at, part in enumerate(parts):
        if part.what == "street" and part.names and not part.numbers:
            for beside in (at + 1, at - 1):
                lone = parts[beside] if 0 <= beside < len(parts) else None
                if lone and lone.numbers and not lone.what and not lone.names:
                    part.numbers, lone.numbers = lone.numbers, []
                    break
    return parts


class _Piece:
    def __init__(self, tokens: list[str]) -> None:
        self.segments = [Segment()]
        self._tokens = tokens

    def number(self, token: str) -> None:
        ordinal = _ORDINAL.fullmatch(token)
        if ordinal:
            self._open().sides.add(ordinal[1])
            return
        segment = self.segments[-1]
        if segment.what in {"building", "area"} or (segment.closed and segment.numbers):
            segment = self._new()
        segment.numbers.append(token)

    def word(self, at: int, token: str) -> None:
        words = place_words()
        if token in words.streets and self._street(at, token):
            return
        if token in words.sides and self._is_behind_street(at):
            self.segments[-1].sides.add(words.sides[token])  # `Chatham Road South`
        elif not self._one_word(token):
            if token in words.buildings:
                self._building()
            elif token in words.areas or token in words.cities or token in words.regions:
                self._area("region" if token in words.regions else "area")
            elif token in words.sides and len(self._tokens) > 1:
                self._open().sides.add(words.sides[token])
            elif token not in words.fillers and len(token) > 1:
                self._open().names.append(words.same.get(token, token))

    def _street(self, at: int, token: str) -> bool:
        """Take a kind of street, behind its name or before it; return False if it is neither."""
        words, segment = place_words(), self.segments[-1]
        if segment.closed or segment.what:
            return False
        if at and not segment.names and self._tokens[at - 1] in words.fillers:
            segment.names.append(self._tokens[at - 1])  # `High Street`
        is_behind = bool(segment.names or segment.sides)
        if is_behind or (token in words.leading and at + 1 < len(self._tokens)):
            segment.what, segment.kind, segment.closed = "street", words.streets[token], is_behind
            return True
        return False

    def _is_behind_street(self, at: int) -> bool:
        segment = self.segments[-1]
        return segment.what == "street" and segment.closed and self._tokens[at - 1] in place_words().streets

    def _one_word(self, token: str) -> bool:
        """Take a street that is one word: `Gewerbehofstrasse`."""
        stem = next((token[: -len(end)] for end in place_words().suffixes if token.endswith(end)), "")
        if len(stem) < _MIN_STEM:
            return False
        segment = self._open()
        if segment.what:
            return False
        segment.names.append(stem)
        segment.what, segment.kind, segment.closed = "street", "street", True
        return True

    def _building(self) -> None:
        segment = self.segments[-1]
        if segment.closed or segment.what == "street":
            segment = self._open()
        segment.what, segment.closed = "building", True

    def _area(self, what: str) -> None:
        segment = self.segments[-1]
        if not segment.what:
            segment.what, segment.closed = what, True

    def _open(self) -> Segment:
        return self._new() if self.segments[-1].closed else self.segments[-1]

    def _new(self) -> Segment:
        self.segments.append(Segment())
        return self.segments[-1]
