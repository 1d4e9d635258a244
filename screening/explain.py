"""Hit -> one plain sentence that a reviewer can repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.align import Pairing
from screening.model import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening.align import Alignment, WordPair
    from screening.decide import Caveat
    from screening.match import Match

_KINDS = {
    NameKind.LISTED: "the listed name",
    NameKind.AKA: "the alias",
    NameKind.FKA: "the former name",
    NameKind.DBA: "the trade name",
    NameKind.ACRONYM: "the short form",
    NameKind.EMBEDDED: "the party inside the listed name",
    NameKind.PARENT: "the group inside the listed name",
}
_PAIRINGS = {
    Pairing.ABBREVIATED: "short or variant form",
    Pairing.MISSPELT: "spelling differs",
    Pairing.JOINED: "joined or split",
    Pairing.CUT: "cut off",
}


def explain(match: Match, matched_name: str, kind: NameKind, caveats: tuple[Caveat, ...]) -> str:
    """Return why the vendor hit `matched_name`, word by word, and what speaks against it."""
    label = f'{_KINDS[kind]} "{matched_name}"'
    if match.equal:
        variants = "; ".join(_pairings(match.alignment))
        text = f"Same words as {label}" + (f" ({variants})" if variants else "")
    else:
        text = f"Resembles {label}: {'; '.join(_differences(match.alignment))}"
    return ". ".join([text, *(str(caveat).capitalize() for caveat in caveats)]) + "."


def _differences(alignment: Alignment) -> Iterator[str]:
    equal = [_vendor_words(alignment, pair) for pair in alignment.pairs if pair.pairing is Pairing.EQUAL]
    if equal:
        yield f"same: {' '.join(equal)}"
    yield from _pairings(alignment)
    if not alignment.in_order:
        yield "in another order"
    if alignment.vendor_alone:
        yield f"only in the vendor name: {' '.join(alignment.vendor.written[at] for at in alignment.vendor_alone)}"
    if alignment.entry_alone:
        yield f"only in the list: {' '.join(alignment.entry.written[at] for at in alignment.entry_alone)}"


def _pairings(alignment: Alignment) -> Iterator[str]:
    for pairing, label in _PAIRINGS.items():
        pairs = [_both(alignment, pair) for pair in alignment.pairs if pair.pairing is pairing]
        if pairs:
            yield f"{label}: {', '.join(pairs)}"


def _vendor_words(alignment: Alignment, pair: WordPair) -> str:
    return " ".join(alignment.vendor.written[at] for at in pair.vendor)


def _both(alignment: Alignment, pair: WordPair) -> str:
    entry = " ".join(alignment.entry.written[at] for at in pair.entry)
    return f"{_vendor_words(alignment, pair)} for {entry}"
