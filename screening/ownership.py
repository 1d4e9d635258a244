"""Who owns a vendor, as the user states it, and how much of it listed parties own.

Names cannot show ownership, so a share counts only where somebody typed it in. The result
is REVIEW at most: at 50 percent or more of listed ownership, where it could be that much,
or where an owner only resembles a listed party.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from screening.model import Verdict
from screening.settings import AFFILIATES_RULE_SINCE, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from screening.model import Hit, Screening

__all__ = ["Assessment", "Owner", "Owners", "State", "assess", "read_owners"]

HALF: Final = Decimal(50)
_WHOLE: Final = Decimal(100)
# Shares are rounded where they are typed: three thirds are 33.4 + 33.3 + 33.4.
_ROUNDING: Final = Decimal("0.5")

# Which rule counts the ownership of parties on a list, in words.
_AFFILIATES_RULE: Final = (
    f"the BIS Affiliates Rule (in force since {AFFILIATES_RULE_SINCE}, but not from "
    "{0.affiliates_rule_suspended_from} to {0.affiliates_rule_suspended_until})"
)
_OFAC_RULE: Final = "OFAC's 50 percent rule"
# FAR 52.204-25; 47 CFR 1.50002; Pub. L. 118-31, section 805(a)(2).
_RULES: Final = {
    "EL": _AFFILIATES_RULE,
    "MEU": _AFFILIATES_RULE,
    "SDN": _OFAC_RULE,
    "SSI": _OFAC_RULE,
    "NDAA-889": "Section 889, which names any subsidiary or affiliate",
    "FCC": "the FCC Covered List, which names subsidiaries and affiliates",
    "NDAA-1260H": "Section 805, which names whoever is under the control of a company on the 1260H list",
}

_NUMBER: Final = r"(\d{1,4}(?:[.,]\d+)?)"
_PERCENT: Final = re.compile(rf"{_NUMBER}\s*(?:%|percent\b|per cent\b|pct\b|prozent\b)", re.IGNORECASE)
# `Kvarn AB: 30`; a number behind a name alone may be the name's.
_BARE_NUMBER: Final = re.compile(rf"\s*[:=]\s*{_NUMBER}\s*$")
_BETWEEN: Final = re.compile(
    r"[;|\n]+|(?<=%)\s*[,+&/]\s*|(?<=%\))\s*[,+&/]\s*|(?<=%)\s+and\s+|(?<=%\))\s+and\s+|(?<=percent)\s*,\s*",
    re.IGNORECASE,
)
_MAJORITY: Final = re.compile(r"\bmajority(?: (?:owner|shareholder|stake|owned by))?\b", re.IGNORECASE)
_WHOLLY: Final = re.compile(
    r"\b(?:wholly[- ]owned(?: by)?|sole (?:owner|shareholder)|100 ?%? owned by)\b", re.IGNORECASE
)
_UNKNOWN: Final = re.compile(
    r"\s*(?:(?:the )?(?:rest|remainder|remaining|balance|others?|other owners?|owners?)?\s*(?:is |are )?"
    r"(?:unknown|not known|undisclosed|n/?a|tbd|\?+)|unknown (?:owners?|shareholders?|rest))\s*",
    re.IGNORECASE,
)
# Known not to be one party.
_SPREAD: Final = re.compile(
    r"\s*(?:public|free float|publicly traded|stock exchange|treasury shares?)\s*", re.IGNORECASE
)
_AROUND: Final = " \t,:=-()[]"
_ABOUT: Final = r"about|approx\.?|ca\.?|at least|at most|more than|less than|over|under|up to"
_BY: Final = re.compile(
    rf"^(?:owned by|by|owner|{_ABOUT})\b[\s:]*|\b(?:holds|owns|with|{_ABOUT})\s*$|[<>~]\s*$", re.IGNORECASE
)


class State(StrEnum):
    """What the stated owners say."""

    LISTED = "listed"  # 50 percent or more is in listed hands
    POSSIBLE = "possible"  # it is if an owner that resembles a listed party is that party
    COULD_REACH = "could reach"  # it could be, because a listed owner's share, or the rest, is unknown
    BELOW = "below"  # some, but less
    UNKNOWN = "unknown"  # no owner is listed, but half or more is unknown
    NONE = "none"  # no owner is listed
    UNREADABLE = "unreadable"  # what is stated cannot be added up


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """One stated owner.

    Attributes:
        name: As typed.
        percent: Its share, above 0 to 100; None if it is not known.
        is_majority: Its share is only stated as a majority; `percent` is then 50.
    """

    name: str
    percent: Decimal | None
    is_majority: bool = False

    @property
    def shown(self) -> str:
        """The share in words: `30 %`."""
        if self.percent is None:
            return "an unknown share"
        return "a majority (50 % or more)" if self.is_majority else f"{_shown(self.percent)} %"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """What a cell says of a vendor's owners.

    Attributes:
        owners: Those with a name, in the order given.
        unknown: Percent that is said to be unknown; all that is left where an owner has no
            share, or the rest is said to be unknown.
        problem: Why the shares cannot be added up, a sentence; "" if they can.
    """

    owners: tuple[Owner, ...] = ()
    unknown: Decimal = Decimal(0)
    problem: str = ""

    @property
    def stated(self) -> Decimal:
        """The sum of the shares of named owners, in percent."""
        return sum((owner.percent for owner in self.owners if owner.percent is not None), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the stated owners mean for a vendor.

    Attributes:
        state: What they say.
        sentence: The same with the arithmetic, for a reviewer.
        hit: Hit of the owner with the largest listed share on its own name; None if no owner
            is or resembles a listed party.
    """

    state: State
    sentence: str
    hit: Hit | None = None

    @property
    def needs_review(self) -> bool:
        """Whether somebody must look: there is a listed owner, or one that looks like one, and it may be half."""
        states = {State.LISTED, State.POSSIBLE, State.COULD_REACH, State.UNREADABLE}
        return self.hit is not None and self.state in states


@dataclass(frozen=True, slots=True)
class _Judged:
    owner: Owner
    hit: Hit
    verdict: Verdict
    lists: frozenset[str]  # all on which the owner stands, or seems to

    @property
    def shown(self) -> str:
        return f"{self.owner.name} ({self.hit.entry.key}, {self.verdict.value}) {self.owner.shown}"


def read_owners(text: str) -> Owners:
    """Return the owners that a cell states.

    Reads `Kvarn AB 30%; Borealis Ltd 25,5 %; rest unknown`, `Kvarn AB (30%), Borealis (25%)`,
    `Kvarn AB: 30`, `majority Kvarn AB`, `unknown`. A name without a share has an unknown share.
    """
    owners: list[Owner] = []
    unknown = Decimal(0)
    rest_unknown = False
    problems: list[str] = []
    for part in _BETWEEN.split(text):
        if not any(map(str.isalnum, part)) and "?" not in part:
            continue
        name, percent, problem = _read(part)
        problems += [problem] if problem else []
        if _UNKNOWN.fullmatch(name) or not name:
            unknown += percent or Decimal(0)
            rest_unknown = rest_unknown or percent is None
        elif _SPREAD.fullmatch(name):
            owners.append(Owner(name=name, percent=percent or Decimal(0)))
        else:
            owner = _owner(name, percent)
            rest_unknown = rest_unknown or owner.percent is None or owner.is_majority
            owners.append(owner)
    return _added_up(tuple(owners), unknown, rest_unknown, problems)


def assess(owners: Owners, screen: Callable[[str], Screening], settings: Settings | None = None) -> Assessment:
    """Return what the owners mean, each screened by name.

    Owners that are LISTED are added up. Owners that only resemble a listed party (REVIEW) are
    named and never added silently: they count where the sum says `possible`.

    Args:
        owners: As `read_owners` returns them.
        screen: Screens one name.
        settings: They say while the BIS Affiliates Rule is suspended; None for the defaults.
    """
    judged = [one for owner in owners.owners if (one := _judged(owner, screen(owner.name)))]
    listed = [one for one in judged if one.verdict is Verdict.LISTED]
    possible = [one for one in judged if one.verdict is Verdict.REVIEW]
    largest = max((*listed, *possible), key=_weight, default=None)
    hit = largest.hit if largest else None
    if owners.problem:
        return Assessment(state=State.UNREADABLE, sentence=_said(_problem_words(owners, judged)), hit=hit)
    state, words = _stated(owners, listed, possible)
    lists = {code for one in judged for code in one.lists}
    return Assessment(state=state, sentence=_said([*words, *_rule_words(lists, settings or Settings())]), hit=hit)


def _stated(owners: Owners, listed: list[_Judged], possible: list[_Judged]) -> tuple[State, list[str]]:
    sum_listed, sum_possible = _sum(listed), _sum(possible)
    unknown = owners.unknown
    words = [_arithmetic(listed, sum_listed)] if listed else []
    if possible:
        words.append(f"resembling a listed party: {' + '.join(one.shown for one in possible)}")
    if sum_listed >= HALF:
        return State.LISTED, words
    if possible and sum_listed + sum_possible >= HALF:
        words.append(f"{_shown(sum_listed + sum_possible)} % if these are the listed parties")
        return State.POSSIBLE, words
    if unknown:
        words.append(f"{_shown(unknown)} % is unknown")
    if (listed or possible) and sum_listed + sum_possible + unknown >= HALF:
        words.append(f"listed ownership could reach {_shown(sum_listed + sum_possible + unknown)} %")
        return State.COULD_REACH, words
    if listed or possible:
        rest = _WHOLE - owners.stated - unknown
        words += [f"{_shown(rest)} % is not stated"] if rest > _ROUNDING else []
        return State.BELOW, [*words, "below 50 %"]
    if unknown >= HALF:
        return State.UNKNOWN, [
            "no stated owner is listed",
            *words,
            "listed ownership could reach 50 % if unknown owners are listed",
        ]
    return State.NONE, ["no stated owner is listed", *words]


def _read(part: str) -> tuple[str, Decimal | None, str]:
    """Return name, share and what is wrong with the share; one that is wrong counts as not known."""
    percents = _PERCENT.findall(part)
    if percents:
        name, percent = _PERCENT.sub(" ", part), _decimal(percents[0])
    elif bare := _BARE_NUMBER.search(part):
        name, percent = part[: bare.start()], _decimal(bare[1])
    else:
        name, percent = part, None
    name = " ".join(_BY.sub("", " ".join(name.split()).strip(_AROUND)).split()).strip(_AROUND)
    if len(percents) > 1:
        return name, None, f"{part.strip()!r} states more than one share (part owners with semicolons)"
    if percent is not None and not 0 <= percent <= _WHOLE:
        return name, None, f"{part.strip()!r} states a share of {_shown(percent)} %, which no owner can have"
    return name, percent, ""


def _owner(name: str, percent: Decimal | None) -> Owner:
    """Return an owner whose share may be a word."""
    if percent is None and _WHOLLY.search(name):
        return Owner(name=_WHOLLY.sub(" ", name).strip(_AROUND), percent=_WHOLE)
    if percent is None and _MAJORITY.search(name):
        return Owner(name=_MAJORITY.sub(" ", name).strip(_AROUND), percent=HALF, is_majority=True)
    return Owner(name=name, percent=percent)


def _added_up(owners: tuple[Owner, ...], unknown: Decimal, rest_unknown: bool, problems: list[str]) -> Owners:  # noqa: FBT001
    stated = sum((owner.percent for owner in owners if owner.percent is not None), Decimal(0))
    if not problems and stated + unknown > _WHOLE + _ROUNDING:
        problems = [f"the shares add up to {_shown(stated + unknown)} %, which is more than 100 %"]
    if rest_unknown:
        unknown = max(Decimal(0), _WHOLE - stated)
    return Owners(owners=owners, unknown=unknown, problem="; ".join(problems))


def _judged(owner: Owner, screening: Screening) -> _Judged | None:
    if screening.verdict not in {Verdict.LISTED, Verdict.REVIEW}:
        return None
    alike = (hit.entry.list for hit in screening.hits if hit.verdict is screening.verdict)
    return _Judged(owner, screening.hits[0], screening.verdict, frozenset(alike))


def _weight(one: _Judged) -> tuple[bool, Decimal]:
    return one.verdict is Verdict.LISTED, one.owner.percent or Decimal(0)


def _sum(judged: Iterable[_Judged]) -> Decimal:
    return sum((one.owner.percent for one in judged if one.owner.percent is not None), Decimal(0))


def _arithmetic(listed: Sequence[_Judged], total: Decimal) -> str:
    least = " or more" if any(one.owner.is_majority for one in listed) else ""
    return f"{' + '.join(one.shown for one in listed)} = {_shown(total)} %{least} of listed ownership"


def _problem_words(owners: Owners, judged: Sequence[_Judged]) -> list[str]:
    named = [f"among them {', '.join(one.shown for one in judged)}"] if judged else []
    return [owners.problem, *named, "nothing was added up"]


def _rule_words(lists: set[str], settings: Settings) -> list[str]:
    rules = dict.fromkeys(rule.format(settings) for code, rule in _RULES.items() if code in lists)
    if rules:
        return [f"see {'; '.join(rules)}"]
    return [f"for list {', '.join(sorted(lists))} no rule counts ownership"] if lists else []


def _said(words: Iterable[str]) -> str:
    return f"Ownership as stated: {'; '.join(words)}."


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _shown(number: Decimal) -> str:
    return f"{number.normalize():f}"
