"""Seeded noise of kinds that no labelled set holds, so that fitting to known kinds shows.

Each kind turns a listed name into what a vendor file might hold, or into None
where it does not apply (no accent to spoil, too short to cut). The first run of
these kinds found weaknesses (escaped ampersands, blanks lost, mojibake, initials)
that have been mended since, so they are no longer a blind test.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from iso3166 import countries

from benchmarks.labels import SEED, Query, spelling
from screening.model import EntityType
from screening.names import normalize
from screening.words import ordinary_counts, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening import EntityTable
    from screening.model import Entry

_WORTH_NOISE = 5  # letters of a word that is worth misspelling
_DISTINCTIVE = 2  # words a name must have beside generic ones, places and legal forms
_NEIGHBOURS = {
    letter: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for at, letter in enumerate(row)
}
_ACCENTED = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")
_SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uan|uai|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|a|e|i|o|u)"
)
_SYLLABLES = re.compile(f"(?:{_SYLLABLE}){{2,}}", re.IGNORECASE)
_ORDINARY = 50  # ordinary names with a word that is rather English than pinyin: `Machine`, `Future`
_CHINESE = frozenset({"CN", "HK", "MO", "TW"})
_RUSSIAN = {"ks": "x", "iy": "y", "ey": "ei", "ya": "ia", "yu": "iu", "kh": "h", "ts": "c", "zh": "j"}
_LETTERS = re.compile(r"[A-Za-z]+")


def noisy_names(table: EntityTable, count: int) -> list[Query]:
    """Return up to `count` disguised names of each kind, the same ones on every run.

    Args:
        table: Where the listed names come from; organisations, as far as the lists say.
        count: Names per kind.
    """
    draw = random.Random(SEED)  # noqa: S311 - no secret is made
    entries = [entry for entry in table.entries if _is_suitable(entry)]
    return [query for kind in KINDS for query in _of_kind(kind, draw.sample(entries, len(entries)), count, draw)]


def _of_kind(kind: str, entries: list[Entry], count: int, draw: random.Random) -> list[Query]:
    found: list[Query] = []
    for entry in entries:
        text = KINDS[kind](entry, draw)
        if text and text != entry.name:
            found.append(Query(text, kind, frozenset({spelling(entry.name)})))
        if len(found) == count:
            break
    return found


def _is_suitable(entry: Entry) -> bool:
    if entry.entity_type not in (EntityType.ENTITY, EntityType.UNKNOWN) or distinctive(entry.name) < _DISTINCTIVE:
        return False
    # Most lists do not say what is a person; a legal form or a trade does.
    name = normalize(entry.name)
    return bool(name.legal) or not words().generic.isdisjoint(name.tokens)


def distinctive(name: str) -> int:
    """Return how many words of `name` are more than a trade, a place, a legal form or a number."""
    common = words().generic | words().places | words().legal
    return sum(word.isalpha() and len(word) > 1 and word not in common for word in normalize(name).tokens)


def _in_a_word(name: str, draw: random.Random, change: Callable[[str], str | None]) -> str | None:
    """Return `name` with `change` done to one longer word outside the legal form; None if none can be."""
    core = set(normalize(name).written)
    found = list(_LETTERS.finditer(name))
    draw.shuffle(found)
    for word in found:
        if len(word[0]) >= _WORTH_NOISE and word[0].lower() in core:
            changed = change(word[0])
            if changed and changed != word[0]:
                return name[: word.start()] + changed + name[word.end() :]
    return None


def _vowels_dropped(entry: Entry, draw: random.Random) -> str | None:
    return _in_a_word(entry.name, draw, lambda word: word[0] + re.sub("[AEIOUaeiou]", "", word[1:-1]) + word[-1])


def _neighbour_key(entry: Entry, draw: random.Random) -> str | None:
    def mistype(word: str) -> str:
        at = draw.randrange(1, len(word))
        return word[:at] + _same_case(draw.choice(_NEIGHBOURS[word[at].lower()]), word[at]) + word[at + 1 :]

    return _in_a_word(entry.name, draw, mistype)


def _doubled_letter(entry: Entry, draw: random.Random) -> str | None:
    def double(word: str) -> str:
        at = draw.randrange(1, len(word))
        return word[: at + 1] + word[at:]

    return _in_a_word(entry.name, draw, double)


def _undoubled_letter(entry: Entry, draw: random.Random) -> str | None:
    return _in_a_word(entry.name, draw, lambda word: re.sub(r"([a-z])\1", r"\1", word, count=1, flags=re.IGNORECASE))


def _other_vowel(entry: Entry, draw: random.Random) -> str | None:
    """`Mohammad` for `Mohammed`: vowels that transliteration leaves open."""

    def swap(word: str) -> str | None:
        places = [at for at, letter in enumerate(word) if at and letter.lower() in "aeou"]
        if not places:
            return None
        at = draw.choice(places)
        other = {"a": "e", "e": "a", "o": "u", "u": "o"}[word[at].lower()]
        return word[:at] + _same_case(other, word[at]) + word[at + 1 :]

    return _in_a_word(entry.name, draw, swap)


def _russian_spelling(entry: Entry, draw: random.Random) -> str | None:
    """`Sergei` for `Sergey`, `Alexandr` for `Aleksandr`: two systems of transliteration."""
    systems = list(_RUSSIAN.items())
    draw.shuffle(systems)

    def respell(word: str) -> str | None:
        old, new = next(((old, new) for old, new in systems if old in word.lower()), ("", ""))
        return re.sub(old, lambda found: _same_case(new, found[0]), word, count=1, flags=re.IGNORECASE) if old else None

    return _in_a_word(entry.name, draw, respell) if "RU" in entry.countries else None


def _plural(entry: Entry, draw: random.Random) -> str | None:
    return _in_a_word(
        entry.name, draw, lambda word: word[:-1] if word[-1] in "sS" else word + _same_case("s", word[-1])
    )


def _first_word_initial(entry: Entry, _: random.Random) -> str | None:
    first, rest = _first_word(entry)
    return f"{first[0]}. {rest}" if len(first) > len("An") and distinctive(rest) >= _DISTINCTIVE else None


def _first_word_dropped(entry: Entry, _: random.Random) -> str | None:
    first, rest = _first_word(entry)
    return rest if first and distinctive(rest) >= _DISTINCTIVE else None


def _first_word(entry: Entry) -> tuple[str, str]:
    """Return the first word and the rest; nothing where the name starts with a legal form."""
    first, _, rest = entry.name.partition(" ")
    return (first, rest) if spelling(first) == normalize(entry.name).written[0] else ("", "")


def _country_appended(entry: Entry, draw: random.Random) -> str | None:
    country = countries.get(entry.countries[0], None) if entry.countries else None
    if country is None:
        return None
    name = re.split(r"[,(\[]| of Great", country.name)[0].strip()
    return entry.name + draw.choice((f", {name}", f" - {name}", f" ({country.alpha2})", f" {name}"))


def _cut(width: int) -> Callable[[Entry, random.Random], str | None]:
    return lambda entry, _: entry.name[:width].strip() if len(entry.name) > width else None


def _mojibake(entry: Entry, draw: random.Random) -> str | None:
    """An accent typed in UTF-8 and read in Latin-1: `Ã©`."""
    accented = _in_a_word(entry.name, draw, lambda word: word[0] + word[1:].translate(_ACCENTED))
    return accented.encode().decode("latin-1") if accented else None


def _ampersand(entry: Entry, _: random.Random) -> str | None:
    if "&" in entry.name:
        return re.sub(r"\s*&\s*", " and ", entry.name)
    return re.sub(r"\s+and\s+", " & ", entry.name, flags=re.IGNORECASE)


def _ampersand_escaped(entry: Entry, _: random.Random) -> str | None:
    return entry.name.replace("&", "&amp;")


def _syllables_split(entry: Entry, _: random.Random) -> str | None:
    if _CHINESE.isdisjoint(entry.countries):
        return None
    return _LETTERS.sub(lambda found: _split(found[0]), entry.name)


def _split(word: str) -> str:
    is_place = word.lower() in words().places
    is_english = not is_place and ordinary_counts().get(word.lower(), 0) > _ORDINARY
    if is_english or not _SYLLABLES.fullmatch(word):
        return word
    syllables = re.findall(_SYLLABLE, word, re.IGNORECASE)
    return " ".join(syllables) if "".join(syllables) == word else word


def _letters_spaced(entry: Entry, _: random.Random) -> str | None:
    first, rest = _first_word(entry)
    return f"{' '.join(first)} {rest}" if first.isalpha() and len("An") < len(first) < 2 * _WORTH_NOISE else None


def _word_cut_short(entry: Entry, draw: random.Random) -> str | None:
    return _in_a_word(entry.name, draw, lambda word: f"{word[:4]}." if len(word) > _WORTH_NOISE else None)


def _same_case(new: str, old: str) -> str:
    return new.upper() if old.isupper() else new


KINDS: dict[str, Callable[[Entry, random.Random], str | None]] = {
    "accents as mojibake": _mojibake,
    "all spaces removed": lambda entry, _: entry.name.replace(" ", ""),
    "ampersand and `and` swapped": _ampersand,
    "ampersand escaped": _ampersand_escaped,
    "another vowel": _other_vowel,
    "country appended": _country_appended,
    "cut at 35": _cut(35),
    "cut at 40": _cut(40),
    "first word dropped": _first_word_dropped,
    "first word an initial": _first_word_initial,
    "hyphens for spaces": lambda entry, _: entry.name.replace(" ", "-"),
    "letter doubled": _doubled_letter,
    "letter no longer doubled": _undoubled_letter,
    "letters of a word spaced": _letters_spaced,
    "line break inside": lambda entry, _: entry.name.replace(" ", "\n", 1),
    "`M/s` in front": lambda entry, _: f"M/s {entry.name}",
    "neighbouring key": _neighbour_key,
    "plural or singular": _plural,
    "Russian spelt otherwise": _russian_spelling,
    "syllables split": _syllables_split,
    "`The` in front": lambda entry, _: f"The {entry.name}",
    "underscores for spaces": lambda entry, _: entry.name.replace(" ", "_"),
    "vowels dropped": _vowels_dropped,
    "word cut short": _word_cut_short,
}
