"""Hit -> one plain sentence that a reviewer can repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.model import NameKind, Pairing, WordMatch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening.align import Alignment
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
    NameKind.ADDRESS: "the listed address",
    NameKind.OWNER: "the listed owner",
    NameKind.BRAND: "the distinctive name",
}
_LABELS = {
    Pairing.EQUAL: "same",
    Pairing.ABBREVIATED: "short or variant form",
    Pairing.MISSPELT: "spelling differs",
    Pairing.JOINED: "joined or split",
    Pairing.CUT: "cut off",
    Pairing.NUMBER_DIFFERS: "number differs",
    Pairing.VENDOR_ONLY: "only in the vendor name",
    Pairing.LIST_ONLY: "only in the list",
}


def compare(alignment: Alignment) -> tuple[WordMatch, ...]:
    """Return the comparison word by word, in the vendor's order, then what only the list has."""
    vendor, entry = alignment.vendor.written, alignment.entry.written
    steps = [
        (pair.vendor[0], WordMatch(_join(vendor, pair.vendor), _join(entry, pair.entry), pair.pairing))
        for pair in alignment.pairs
    ]
    numbers = [at for at in alignment.entry_alone if entry[at].isdigit()]
    for at in alignment.vendor_alone:
        other = numbers.pop(0) if vendor[at].isdigit() and numbers else None
        if other is None:
            steps.append((at, WordMatch(vendor[at], "", Pairing.VENDOR_ONLY)))
        else:
            steps.append((at, WordMatch(vendor[at], entry[other], Pairing.NUMBER_DIFFERS)))
    paired = {at for at in alignment.entry_alone if entry[at].isdigit()} - set(numbers)
    rest = [WordMatch("", entry[at], Pairing.LIST_ONLY) for at in alignment.entry_alone if at not in paired]
    return (*(step for _, step in sorted(steps, key=_position)), *rest)


def _position(step: tuple[int, WordMatch]) -> int:
    return step[0]


def _join(words: tuple[str, ...], positions: tuple[int, ...]) -> str:
    return " ".join(words[at] for at in positions)


def explain(
    match: Match, matched_name: str, kind: NameKind, caveats: tuple[Caveat, ...], *, same_address: bool = False
) -> str:
    """Return why the vendor hit `matched_name`, word by word, what else speaks for it and what against it."""
    label = f'{_KINDS[kind]} "{matched_name}"'
    words = compare(match.alignment)
    if match.equal:
        variants = "; ".join(_groups(words, leave_out=Pairing.EQUAL))
        text = f"Same words as {label}" + (f" ({variants})" if variants else "")
    else:
        differences = [*_groups(words), *([] if match.alignment.in_order else ["in another order"])]
        text = f"Resembles {label}: {'; '.join(differences)}"
    if same_address:
        text += ". The address agrees"
    return ". ".join([text, *(str(caveat).capitalize() for caveat in caveats)]) + "."


def _groups(words: tuple[WordMatch, ...], leave_out: Pairing | None = None) -> Iterator[str]:
    for pairing, label in _LABELS.items():
        steps = [step for step in words if step.pairing is pairing]
        if steps and pairing is not leave_out:
            yield f"{label}: {_said(steps)}"


def _said(steps: list[WordMatch]) -> str:
    if all(step.vendor == step.listed or not (step.vendor and step.listed) for step in steps):
        return " ".join(step.vendor or step.listed for step in steps)
    return ", ".join(f"{step.vendor} for {step.listed}" for step in steps)
