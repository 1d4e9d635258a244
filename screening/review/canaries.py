"""Vendors that every review screens along, so that a broken table or matching shows itself."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from screening.model import Verdict

if TYPE_CHECKING:
    from screening import Screener

__all__ = ["Canary", "CanaryResult", "canaries", "run_canaries"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """A vendor whose verdict is known.

    Attributes:
        name: As a vendor master might spell it.
        expect: The verdict that must come out.
        list: Code of the list on which it must have a hit, "" for one that must be CLEAR.
    """

    name: str
    expect: Verdict
    list: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryResult:
    """What came out for a canary.

    Attributes:
        name: The vendor.
        expected: The verdict that must come out.
        list: Code of the list on which it must have a hit, "" for none.
        found: The verdict that came out on that list; None if it was not screened.
        score: Points of the best hit on that list, or of the best of all; 0 without one.
        entry_key: Key of its entry, "" without one.
        entry_name: Its listed name.
    """

    name: str
    expected: Verdict
    list: str
    found: Verdict | None
    score: float = 0.0
    entry_key: str = ""
    entry_name: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong: the verdict is right, or the list was not asked."""
        return self.found is None or self.found is self.expected

    @property
    def result(self) -> str:
        """`as it must`, `WRONG` or `not run`."""
        return "not run" if self.found is None else "as it must" if self.ok else "WRONG"


@cache
def canaries() -> tuple[Canary, ...]:
    """Return the vendors of `canaries.toml`, in its order."""
    text = resources.files(__package__).joinpath("canaries.toml").read_text(encoding="utf-8")
    return tuple(
        Canary(name=fields["name"], expect=Verdict(fields["expect"]), list=fields.get("list", ""))
        for fields in tomllib.loads(text)["canary"]
    )


def run_canaries(screener: Screener) -> tuple[CanaryResult, ...]:
    """Screen every canary; one whose list is not in the screener's table is not run."""
    return tuple(_run(screener, canary) for canary in canaries())


def _run(screener: Screener, canary: Canary) -> CanaryResult:
    if canary.list and canary.list not in screener.table.lists:
        return CanaryResult(name=canary.name, expected=canary.expect, list=canary.list, found=None)
    screening = screener.screen(canary.name)
    hit = next((hit for hit in screening.hits if canary.list in {"", hit.entry.list}), None)
    found = screening.verdict
    if canary.list and found is canary.expect:
        # The same party may stand on another list, and hide that its row on this one is gone.
        found = hit.verdict if hit else Verdict.CLEAR
    return CanaryResult(
        name=canary.name,
        expected=canary.expect,
        list=canary.list,
        found=found,
        score=hit.score if hit else 0.0,
        entry_key=hit.entry.key if hit else "",
        entry_name=hit.entry.name if hit else "",
    )
