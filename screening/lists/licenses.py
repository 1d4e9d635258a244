"""Published licence wordings -> a few codes with sentences of our own.

The Entity List of 2026-07-31 words its licence requirement in 88 ways and its
review policy in 77; they mean a handful of things. Codes, sentences, sections
and the fragments that tell wordings apart stand in `license_codes.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from screening.errors import ArgumentError

__all__ = ["OTHER", "LicenseCode", "license_code", "license_codes", "read_policy", "read_requirement"]

OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseCode:
    """What one code means.

    Attributes:
        code: For example `ALL_ITEMS`.
        sentence: One plain sentence.
        section: Where the law says it.
    """

    code: str
    sentence: str
    section: str


def read_requirement(wording: str) -> tuple[str, ...]:
    """Return the codes of a licence requirement; OTHER if no rule knows it, () if blank."""
    return _read(wording, ("requirement",))


def read_policy(wording: str) -> tuple[str, ...]:
    """Return the codes of a review policy; OTHER if no rule knows it, () if blank.

    Two rows of 2026-07-31 hold their requirement in the policy's place; they get
    the requirement's codes.
    """
    return _read(wording, ("policy", "requirement"))


def license_code(code: str) -> LicenseCode:
    """Return what `code` means.

    Raises:
        ArgumentError: There is no such code.
    """
    known = license_codes().get(code)
    if known is None:
        raise ArgumentError(f"There is no licence code {code!r}; rebuild the entity table with this version.")
    return known


@cache
def license_codes() -> dict[str, LicenseCode]:
    """Return all codes by name."""
    return {
        code: LicenseCode(code=code, sentence=fields["sentence"], section=fields["section"])
        for group in _data().values()
        for code, fields in group.items()
    }


def _read(wording: str, groups: tuple[str, ...]) -> tuple[str, ...]:
    folded = re.sub(r"[\s§]+", "", wording).casefold()
    if not folded:
        return ()
    for group in groups:
        codes = tuple(code for code, patterns in _rules(group) if any(pattern.search(folded) for pattern in patterns))
        if codes:
            return codes
    return (OTHER,)


@cache
def _rules(group: str) -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    return tuple(
        (code, tuple(re.compile(pattern) for pattern in fields["wording"])) for code, fields in _data()[group].items()
    )


@cache
def _data() -> dict[str, dict[str, dict[str, str]]]:
    text = resources.files(__package__).joinpath("license_codes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
