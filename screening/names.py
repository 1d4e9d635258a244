"""Text of a name -> the words that are compared.

Folding is the same for vendors and for listed names: scripts to plain Latin
letters, legal forms set aside, short forms written out, numbers kept apart.
Source of method: Cohen, Ravikumar and Fienberg (2003) for word-wise comparison;
the rest is from names seen in vendor files and lists, quoted beside each rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from screening.folding import fold, folded_words
from screening.legal import set_legal_form_aside
from screening.words import words

# Longest text that is looked at. The longest listed name has some 500
# characters; a longer cell is a document, and its start is enough.
MAX_LENGTH = 1_000
# Most words of one name that are compared, for the same reason.
_MAX_WORDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalizedName:
    """A name ready to compare; equal `text` means equal names.

    Attributes:
        tokens: Canonical words and numbers in order, legal forms set aside
            unless nothing else is there.
        written: The same words as they were written, folded.
        legal: Words of the legal form that were set aside.
        folded: All words, legal form included, as they were written.
    """

    tokens: tuple[str, ...]
    written: tuple[str, ...]
    legal: tuple[str, ...]
    folded: str

    @property
    def text(self) -> str:
        """The canonical words in one line."""
        return " ".join(self.tokens)


def normalize(text: str) -> NormalizedName:
    """Return the words of a listed name, or of one part of a vendor name."""
    short_forms = words().abbreviations
    written = list(folded_words(fold(text[:MAX_LENGTH])))[:_MAX_WORDS]
    core, legal = set_legal_form_aside(written)
    core = _without_article(_without_number_sign(core))
    canonical = tuple(short_forms.get(word, word) for word in core)
    return NormalizedName(tokens=canonical, written=tuple(core), legal=tuple(legal), folded=" ".join(written))


def _without_number_sign(core: list[str]) -> list[str]:
    """Drop `No` before a number: `No. 13 Institute` is `13 Institute`."""
    return [
        word
        for at, word in enumerate(core)
        if not (word in ("no", "nr", "number") and at + 1 < len(core) and core[at + 1].isdigit())
    ]


def _without_article(core: list[str]) -> list[str]:
    """Drop a leading `The`, unless it is all there is."""
    return core[1:] if len(core) > 1 and core[0] == "the" else core
