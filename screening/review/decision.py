"""What a reviewer says of a hit: a decision, its reason, and who said it when."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from screening.model import NotScreened
from screening.vendor_names import read_vendor_name

if TYPE_CHECKING:
    from datetime import date

    from screening.model import Verdict
    from screening.review.fingerprints import EntryFacts, VendorFacts

__all__ = [
    "COMMENT_LIMIT",
    "NAME_LIMIT",
    "ROLES",
    "Choice",
    "Decision",
    "Reason",
    "is_name",
    "is_same_person",
    "reasons_for",
]

NAME_LIMIT: Final = 200
"""Most characters of a person's name."""
COMMENT_LIMIT: Final = 4_000
"""Most characters of a comment."""
ROLES: Final = ("preparer", "reviewer", "approver")
"""In which roles a review is signed, in this order."""


_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs"})  # categories of Unicode: control, format, private, surrogate
_JOINERS: Final = "\u200c\u200d"  # unseen, but part of names in Persian and in scripts of India


# What people type where they have no name to give, by its words, besides what is no name of a vendor either.
_NO_NAMES: Final = frozenset(
    {
        ("nobody",), ("no", "one"), ("not", "needed"), ("not", "required"), ("test",), ("xx",), ("same",), ("self",),
        ("me",), ("ok",), ("yes",), ("no",), ("pending",), ("open",),
    }
)  # fmt: skip
_LATIN: Final = "\u024f"  # the last letter of the alphabets in which one letter is no name


def is_name(text: str) -> bool:
    """Return whether a text can be a person's name: letters, nothing unseen, no worksheet error, no placeholder."""
    seen = all(char in _JOINERS or unicodedata.category(char) not in _UNSEEN for char in text)
    letters = [char for char in text if char.isalpha()]
    enough = len(letters) > 1 or any(char > _LATIN for char in letters)
    is_placeholder = _words(text) in _NO_NAMES or read_vendor_name(text).cause is NotScreened.PLACEHOLDER
    return seen and enough and not text.startswith("#") and not is_placeholder


def is_same_person(one: str, other: str) -> bool:
    """Return whether two names may be one person's: all words of one are in the other, whatever the case and dots."""
    first, second = set(_words(one)), set(_words(other))
    return first <= second or second <= first


def _words(text: str) -> tuple[str, ...]:
    return tuple("".join(char if char.isalnum() else " " for char in text.casefold()).split())


class Choice(StrEnum):
    """What can be decided; the value is the word of the drop-down."""

    TRUE_MATCH = "True match"
    FALSE_POSITIVE = "False positive"
    ESCALATE = "Escalate"


class Reason(StrEnum):
    """Why; the value is the line of the drop-down, which begins with the code that is recorded."""

    FP_COUNTRY = "FP-COUNTRY: other country, and no tie to the listed one"
    FP_ADDRESS = "FP-ADDRESS: other address"
    FP_BUSINESS = "FP-BUSINESS: other line of business"
    FP_REGISTER = "FP-REGISTER: company register or tax number shows another company"
    FP_KIND = "FP-KIND: a company here, a person or vessel there, or the reverse"
    FP_WORDS = "FP-WORDS: only common words agree"
    FP_OTHER = "FP-OTHER: see the comment"
    TM_IDENTITY = "TM-IDENTITY: name and address or register agree"
    TM_VENDOR = "TM-VENDOR: the vendor says so"
    TM_PART = "TM-PART: branch, unit or subsidiary of the listed party"
    TM_OTHER = "TM-OTHER: see the comment"
    ES_FACTS = "ES-FACTS: facts are missing"
    ES_COMPLIANCE = "ES-COMPLIANCE: compliance must decide"
    ES_COUNSEL = "ES-COUNSEL: counsel must decide"
    ES_OTHER = "ES-OTHER: see the comment"

    @property
    def code(self) -> str:
        """The code alone, for example `FP-COUNTRY`."""
        return self.value.partition(":")[0]

    @property
    def choice(self) -> Choice:
        """The decision that the reason can stand for."""
        return _CHOICES[self.value[:2]]

    @property
    def needs_comment(self) -> bool:
        """Whether the reason says nothing by itself."""
        return self.code.endswith("-OTHER")


_CHOICES: Final = {"FP": Choice.FALSE_POSITIVE, "TM": Choice.TRUE_MATCH, "ES": Choice.ESCALATE}


def reasons_for(choice: Choice) -> tuple[Reason, ...]:
    """Return the reasons that a decision can have, in the order of the drop-down."""
    return tuple(reason for reason in Reason if reason.choice is choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decided of one vendor and one entry, and on which facts.

    Attributes:
        vendor: The vendor as it stood.
        entry: The entry as it stood.
        choice: The decision.
        reason: Its reason; `reason.choice` is `choice`.
        comment: In the reviewer's words; not empty for a reason that says nothing by itself.
        decider: Who decided.
        second: Who looked a second time; "" if nobody did.
        decided: Day of the decision.
        expires: Last day on which a false positive silences the hit, inclusive; None for other decisions.
        verdict: What the hit said: LISTED or REVIEW.
        score: Its points, 0 to 100.
        matched: The listed name or alias that matched.
        review: Id of the review in whose workbook it was decided.
        table: Id of the entity table.
        engine: Version of the program that screened.
    """

    vendor: VendorFacts
    entry: EntryFacts
    choice: Choice
    reason: Reason
    comment: str = ""
    decider: str
    second: str = ""
    decided: date
    expires: date | None = None
    verdict: Verdict
    score: float
    matched: str = ""
    review: str = ""
    table: str = ""
    engine: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """Keys of vendor and entry."""
        return self.vendor.key, self.entry.key


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """Somebody's signature under one audit workbook.

    Attributes:
        role: `preparer`, `reviewer` or `approver`.
        name: Who signed.
        signed: Day of the signature.
        review: Id of the review.
        workbook: SHA-256 over the manifest of the workbook that was signed.
        remark: In the signer's words.
    """

    role: str
    name: str
    signed: date
    review: str
    workbook: str
    remark: str = field(default="")
