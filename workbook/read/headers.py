"""Header text -> which column of a vendor list it heads, and how surely.

Words rather than whole phrases decide, so `Name of the supplier`, `SUPPLIER_NAME`
and `Nom du fournisseur` need no entry each; one foreign word (`Contact name`,
`Bank country`) makes a header another column's. The words: `header_words.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib import resources

__all__ = ["Meaning", "Role", "fold", "meaning"]

# A header is a label; the longest seen, with its translation, has some 60 characters.
_LONGEST = 80
_EDGES = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_PARTS = re.compile(r"[/()\[\]|\n\r;,]+|\s[-\u2013]\s")
_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# `Owner`, `Beneficial owner name 1`, `Shareholder 2`, `Owner %`, `Ownership share 2`, `Share 1`.
_OWNER = re.compile(
    r"(?:vendor |supplier )?(?:(?:ultimate |beneficial |legal )*(?:owners?|ownership|shareholders?)(?: name)?"
    r"|(?P<alone>shares?|stake|shareholding))"
    r"(?: (?P<share>shares?|stake|percent|percentage|pct|interest|holding))?(?: (?P<number>\d))?"
    r"(?: (?:percent|percentage|pct))?"
)
_STROKES = str.maketrans(
    {"\u0131": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "#": " no ", "№": " no ", "º": " ", "°": " "}
)


class Role(Enum):
    """What a column holds."""

    NAME = "name"
    NAME_MORE = "continuation of the name"
    ID = "id"
    COUNTRY = "country"
    ADDRESS = "address"
    OWNER = "owner"
    SHARE = "share of an owner"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header says of its column.

    Attributes:
        role: What the column holds.
        rank: How surely, 3 best. Names: 3 `Vendor name`, 2 `Company`, 1 `Name`,
            0 `Trade name`. Columns of unequal rank never compete.
        bare: Only says whom the row is about (`Supplier`): name or number.
        group: Which address or owner of several: `remit`, `bank`, `alternate` for addresses, the
            number of `Owner 2`; "" for the first or only one.
    """

    role: Role
    rank: int = 1
    bare: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: dict[str, frozenset[str]]
    groups: dict[str, frozenset[str]]
    every: frozenset[str]
    whole: dict[str, Meaning]


def fold(text: str) -> str:
    """Return a header as its words in lower case without accents: `VENDOR_NAME1` -> `vendor name 1`."""
    split = _EDGES.sub(" ", unicodedata.normalize("NFKC", text[: 4 * _LONGEST]))
    plain = unicodedata.normalize("NFKD", split.casefold().translate(_STROKES))
    words = _WORDS.findall(unicodedata.normalize("NFC", "".join(c for c in plain if not _is_accent(c))))
    folded = " ".join(words)
    return folded.replace(" ", "") if _EAST.search(folded) else folded


@lru_cache(maxsize=4096)
def meaning(header: str) -> Meaning | None:
    """Return what a header says of its column; None if it is no header we know."""
    if not header.strip() or len(header) > _LONGEST:
        return None
    found = _owner(header) or _of_phrase(fold(header))
    if found is not None:
        return found
    parts = [_of_phrase(fold(part)) for part in _PARTS.split(header) if fold(part)]
    known = [part for part in parts if part is not None]
    # `供应商名称 (Vendor Name)`: parts that know agree; `Name (contact)` does not.
    if len(parts) > 1 and known and all(part.role is known[0].role for part in known):
        return max(known, key=lambda part: part.rank)
    return None


def _is_accent(sign: str) -> bool:
    # U+3099 and U+309A voice a kana; without them it is another letter.
    return unicodedata.combining(sign) > 0 and sign not in "\u3099\u309a"


def _of_phrase(phrase: str) -> Meaning | None:
    lexicon = _lexicon()
    if phrase in lexicon.whole:
        return lexicon.whole[phrase]
    words = frozenset(phrase.split()) - lexicon.words["filler"]
    if not words:
        return None
    if group := _group_of(frozenset(phrase.split())):
        found = _address(words - _lexicon().groups[group])
        if found is not None:
            return Meaning(Role.ADDRESS, group=group)
    if words & lexicon.words["other"]:
        # `Bank country` is a header, `Kvarn Bank` a vendor.
        return None if words - lexicon.every else Meaning(Role.OTHER)
    return _name(words) or _country(words) or _address(words) or _id(words)


def _owner(header: str) -> Meaning | None:
    """Return whether a header is of an owner or of an owner's share: `Shareholder 2`, `Owner 2 %`."""
    match = _OWNER.fullmatch(fold(header))
    if match is None:
        return None
    is_share = "%" in header or match["share"] is not None or match["alone"] is not None
    return Meaning(Role.SHARE if is_share else Role.OWNER, group=match["number"] or "")


def _group_of(words: frozenset[str]) -> str:
    """Return which further address a header is of: remit-to, bank, alternate."""
    return next((group for group, known in _lexicon().groups.items() if words & known), "")


def _name(words: frozenset[str]) -> Meaning | None:
    lists = _lexicon().words
    party, company, name = words & lists["party"], words & lists["company"], words & lists["name"]
    legal, more = words & lists["legal"], words & lists["continued"]
    rest = words - party - company - name - legal - more - lists["qualifier"]
    if rest or not (party or company or name):
        return None
    if more:
        return Meaning(Role.NAME_MORE) if name else None
    if name:
        return Meaning(Role.NAME, 3 if party or legal else 2 if company else 1)
    return None if legal and not party and not company else Meaning(Role.NAME, 2, bare=True)


def _country(words: frozenset[str]) -> Meaning | None:
    lists = _lexicon().words
    rest = words - lists["country"] - lists["country_also"] - lists["party"] - lists["company"] - lists["name"]
    if rest - lists["address"] or not words & lists["country"]:
        return None
    return Meaning(Role.COUNTRY, 3 if not rest else 1)


def _address(words: frozenset[str]) -> Meaning | None:
    lists = _lexicon().words
    around = (
        lists["address_also"] | lists["party"] | lists["company"] | lists["name"] | lists["qualifier"] | lists["id"]
    )
    is_address = words & lists["address"] and not words - lists["address"] - around - lists["legal"]
    return Meaning(Role.ADDRESS) if is_address else None


def _id(words: frozenset[str]) -> Meaning | None:
    lists = _lexicon().words
    party, company = words & lists["party"], words & lists["company"]
    if words - party - company - lists["id"] - lists["qualifier"] or not words & lists["id"]:
        return None
    return Meaning(Role.ID, 3 if party else 2 if not company else 1)


@cache
def _lexicon() -> _Lexicon:
    """Return the words of `header_words.toml`, read once, on first use."""
    data = tomllib.loads(resources.files(__package__).joinpath("header_words.toml").read_text(encoding="utf-8"))
    words = {key: frozenset(value.split()) for key, value in data.items() if isinstance(value, str)}
    whole = dict(_east(data["east"]))
    meanings = {
        "other": Meaning(Role.OTHER),
        "address": Meaning(Role.ADDRESS, 2),
        "country": Meaning(Role.COUNTRY, 3),
        "id_short": Meaning(Role.ID, 1),
        "id": Meaning(Role.ID, 3),
        "name_more": Meaning(Role.NAME_MORE),
        "name_weak": Meaning(Role.NAME, 0),
        "name_plain": Meaning(Role.NAME, 2),
        "name_strong": Meaning(Role.NAME, 3),
    }
    for key, said in meanings.items():
        whole.update((" ".join(phrase.split()), said) for phrase in data["whole"][key].split("|"))
    groups = {group: frozenset(text.split()) for group, text in data["address_groups"].items()}
    return _Lexicon(words, groups, frozenset[str]().union(*words.values()), whole)


def _east(data: dict[str, str]) -> dict[str, Meaning]:
    """Return the Chinese and Japanese headers: every party word with every column word."""
    found: dict[str, Meaning] = {}
    for key, said in (
        ("other", Meaning(Role.OTHER)),
        ("address", Meaning(Role.ADDRESS)),
        ("country", Meaning(Role.COUNTRY, 3)),
        ("id_bare", Meaning(Role.ID, 2)),
        ("name_bare", Meaning(Role.NAME, 1)),
        ("party", Meaning(Role.NAME, 2, bare=True)),
        ("company", Meaning(Role.NAME, 2, bare=True)),
    ):
        found.update((fold(word), said) for word in data[key].split())
    for kind, rank in (("party", 3), ("company", 2)):
        for who in data[kind].split():
            for link in ("", *data["link"].split()):
                found.update((fold(who + link + word), Meaning(Role.NAME, rank)) for word in data["name"].split())
                found.update((fold(who + link + word), Meaning(Role.ID, rank)) for word in data["id"].split())
    found.update((fold(word), Meaning(Role.NAME, 3)) for word in data["name_strong"].split())
    return found
