"""How many listed names in disguise are found, at how many false alarms; against other matchers.

    python -m benchmarks.quality LABELS_DIR                             # Entity Check
    python -m benchmarks.quality LABELS_DIR --peers --leave-one-out     # everything

The labelled sets are brought along; `benchmarks/README.md` says what they look
like and what each figure means. Everything else is seeded.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.labels import NUMBER_CHANGE, SIBLING_SWAP, Labels, LabelsError, Query, read_labels
from benchmarks.leave_out import leave_one_kind_out
from benchmarks.listed import ListedNames
from benchmarks.noise import noisy_names
from benchmarks.peers import PEERS, PeerMissingError, Trigrams
from benchmarks.product import EntityCheck, judge
from benchmarks.report import machine, percent, print_table
from benchmarks.scoring import average, flagged, is_real, of_kind, recall, shares, threshold_at
from screening import EntityTable, Settings
from screening.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.peers import Matcher
    from benchmarks.scoring import Judged, Scored

_SHARES = (0.001, 0.005, 0.01)  # of real unlisted names that may alert
_SHARE = 0.005  # where one share must do
_SHIFTS = (-6, -3, 0, 3, 6)  # of both thresholds, in points


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    try:
        labels = read_labels(arguments.labels, per_kind=arguments.per_kind)
    except LabelsError as error:
        sys.exit(str(error))
    listed = ListedNames(EntityTable.bundled())
    noisy = noisy_names(listed.table, arguments.noise)
    _print_head(labels, listed)
    # Entity Check first: it shares long lists between processes, and the peers start threads.
    own = _measured(EntityCheck, listed, labels)
    judged = judge(listed, [*labels.positives, *labels.negatives])
    judged_noisy = judge(listed, noisy)
    of_positives = len(labels.positives)
    _print_verdicts(judged)
    _print_shifts(listed, labels)
    _print_kinds(judged[:of_positives], own.scored[:of_positives], own.scored)
    if arguments.leave_one_out:
        _print_left_out(labels, own.scored)
    _print_matchers(labels, listed, own, with_peers=arguments.peers)
    _print_noise(judged_noisy, _trigram_recall(labels, listed, noisy) if arguments.peers else None)
    if arguments.misses:
        _print_misses([*labels.positives, *labels.negatives, *noisy], [*judged, *judged_noisy], arguments.misses)


def _arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("labels", type=Path, help="folder with *-positive.csv and *-negative.csv")
    options.add_argument("--peers", action="store_true", help="measure other matchers too; takes half an hour")
    options.add_argument("--leave-one-out", action="store_true", help="choose the threshold without the kind judged")
    options.add_argument("--per-kind", type=int, metavar="N", help="only a seeded sample of N names per kind")
    options.add_argument("--noise", type=int, default=120, metavar="N", help="names per robustness kind (120)")
    options.add_argument("--misses", type=int, default=0, metavar="N", help="print N names per kind that went wrong")
    return options.parse_args()


class _Measured:
    """Scores of one matcher, positives first, and its names per second."""

    def __init__(self, label: str, scored: list[Scored], names_per_second: float) -> None:
        self.label = label
        self.scored = scored
        self.names_per_second = names_per_second


def _measured(make: type[Matcher], listed: ListedNames, labels: Labels) -> _Measured:
    matcher = make(listed)
    queries = [*labels.positives, *labels.negatives]
    for query in queries:
        listed.right_names(query)  # not part of what is timed
    started = time.perf_counter()
    scored = matcher.score(queries)
    return _Measured(matcher.label, scored, len(queries) / (time.perf_counter() - started))


def _print_head(labels: Labels, listed: ListedNames) -> None:
    print("# Quality\n")
    print(machine())
    print(f"Table of {listed.table.published}: {len(listed.table):,} entries, {len(listed.names):,} distinct names.")
    print(
        f"Labelled: {len(labels.positives):,} listed names in disguise, {len(labels.real):,} real unlisted names, "
        f"{len(labels.negatives) - len(labels.real):,} look-alikes."
    )
    unknown = sum(not listed.right_entries(query) for query in labels.positives)
    if unknown:
        print(f"{unknown} of the listed names are not in this table; they count as missed.")


def _print_matchers(labels: Labels, listed: ListedNames, own: _Measured, *, with_peers: bool) -> None:
    rows, absent = [_matcher_row(labels, own)], []
    for make in PEERS if with_peers else ():
        try:
            rows.append(_matcher_row(labels, _measured(make, listed, labels)))
        except PeerMissingError as error:
            absent.append(f"Not measured: {make.label}, because {error}.")
    head = [
        "matcher",
        *(f"recall at {percent(share)} false alarms" for share in _SHARES),
        f"wrong number flagged at {percent(_SHARE)}",
        f"sibling flagged at {percent(_SHARE)}",
        "names/s",
    ]
    print_table(head, rows, "Threshold set by the real unlisted names")
    print(
        "\n"
        + "\n".join(absent or ["All peers were measured." if with_peers else "Peers were not measured: no --peers."])
    )


def _matcher_row(labels: Labels, measured: _Measured) -> list[str]:
    positives, negatives = measured.scored[: len(labels.positives)], measured.scored[len(labels.positives) :]
    real = [scored for scored in negatives if is_real(scored)]
    above = threshold_at(real, _SHARE)
    return [
        measured.label,
        *(f"{average(recall(positives, threshold_at(real, share))):.3f}" for share in _SHARES),
        *(percent(flagged(of_kind(negatives, kind), above)) for kind in (NUMBER_CHANGE, SIBLING_SWAP)),
        f"{measured.names_per_second:,.0f}",
    ]


def _print_verdicts(judged: Sequence[Judged]) -> None:
    real = [row for row in judged if is_real(row)]
    alike = {NUMBER_CHANGE: "another number", SIBLING_SWAP: "a sibling's distinctive word"}
    listed = [row for row in judged if not is_real(row) and row.kind not in alike]
    found = shares(listed, _is_found)
    weakest = min(found, key=lambda kind: found[kind], default="")
    rows = [
        ["recall, averaged over kinds", f"{average(found):.3f}"],
        ["recall of the weakest kind", f"{found.get(weakest, 0):.3f} ({weakest})"],
        ["found as LISTED", f"{average(shares(listed, _is_listed)):.3f}"],
        ["right entry first", f"{average(shares(listed, _is_first)):.3f}"],
        ["alerts per 1,000 ordinary vendors", f"{1000 * _share(real, _is_flagged):.1f}"],
        ["LISTED per 1,000 ordinary vendors", f"{1000 * _share(real, _says_listed):.1f}"],
    ]
    for kind, words in alike.items():
        rows.append([f"{words}: flagged", percent(_share(of_kind(judged, kind), _is_flagged))])
        rows.append([f"{words}: LISTED", percent(_share(of_kind(judged, kind), _says_listed))])
    print_table(["Entity Check", "measured"], rows, "At the product's own verdicts")


def _print_shifts(listed: ListedNames, labels: Labels) -> None:
    """Print what the one setting that moves both thresholds does."""
    rows = []
    for shift in _SHIFTS:
        judged = judge(listed, [*labels.positives, *labels.real], Settings(threshold_shift=shift))
        positives, real = judged[: len(labels.positives)], judged[len(labels.positives) :]
        alerts = [f"{1000 * _share(real, test):.1f}" for test in (_is_flagged, _says_listed)]
        rows.append(
            [f"{shift:+g}" if shift else "0 (default)", *alerts, f"{average(shares(positives, _is_found)):.3f}"]
        )
    head = ["`threshold_shift`", "alerts per 1,000 ordinary vendors", "LISTED per 1,000", "recall, averaged over kinds"]
    print_table(head, rows, "One setting moves both thresholds")


def _print_kinds(judged: Sequence[Judged], scored: Sequence[Scored], everything: Sequence[Scored]) -> None:
    real = [row for row in everything if is_real(row)]
    at = [recall(scored, threshold_at(real, share)) for share in _SHARES[:2]]
    found, listed, first = (shares(judged, test) for test in (_is_found, _is_listed, _is_first))
    rows = [[kind, *(f"{figures[kind]:.3f}" for figures in (found, listed, first, *at))] for kind in sorted(found)]
    head = ["kind", "recall", "LISTED", "first", *(f"recall at {percent(share)}" for share in _SHARES[:2])]
    print_table(head, rows, "Kind by kind")


def _print_left_out(labels: Labels, scored: Sequence[Scored]) -> None:
    real = [row for row in scored if is_real(row)]
    results = leave_one_kind_out(scored[: len(labels.positives)], real, _SHARE)
    rows = [
        [
            found.kind,
            " / ".join(f"{above:.1f}" for above in found.thresholds),
            f"{found.recall:.3f}",
            percent(found.flagged),
        ]
        for found in results
    ]
    recalls = {found.kind: found.recall for found in results}
    alarms = {found.kind: found.flagged for found in results}
    rows.append(["**average**", "", f"**{average(recalls):.3f}**", f"**{percent(average(alarms))}**"])
    head = ["kind left out", "thresholds chosen without it", "recall", "unseen countries flagged"]
    print_table(head, rows, "One kind left out")


def _print_noise(judged: Sequence[Judged], trigrams: dict[str, float] | None) -> None:
    figures = [shares(judged, test) for test in (_is_found, _is_listed, _is_first)]
    head = ["kind", "names", "recall", "LISTED", "first"]
    if trigrams is not None:
        figures.append(trigrams)
        head.append(f"3-gram TF-IDF at {percent(_SHARE)}")
    rows = [
        [kind, str(len(of_kind(judged, kind))), *(f"{shown[kind]:.3f}" for shown in figures)] for kind in figures[0]
    ]
    rows.append(["**average**", str(len(judged)), *(f"**{average(shown):.3f}**" for shown in figures)])
    print_table(head, rows, "Robustness: noise of other kinds, at the product's own verdicts")


def _trigram_recall(labels: Labels, listed: ListedNames, noisy: Sequence[Query]) -> dict[str, float] | None:
    try:
        matcher = Trigrams(listed)
    except PeerMissingError:
        return None
    return recall(matcher.score(noisy), threshold_at(matcher.score(labels.real), _SHARE))


def _print_misses(queries: Sequence[Query], judged: Sequence[Judged], count: int) -> None:
    print("\n## Missed, or flagged without being listed\n")
    left: dict[str, int] = {}
    for query, row in zip(queries, judged, strict=True):
        is_wrong = not _is_found(row) if query.right else row.flagged
        if is_wrong and left.setdefault(query.kind, count):
            left[query.kind] -= 1
            right = f"; right: {', '.join(sorted(query.right)[:3])}" if query.right else ""
            print(f"- {query.kind}: {query.text!r} ({row.verdict}){right}")


def _share(rows: Sequence[Judged], test: Callable[[Judged], bool]) -> float:
    return sum(map(test, rows)) / len(rows) if rows else 0.0


def _is_found(row: Judged) -> bool:
    return row.right is not None


def _is_listed(row: Judged) -> bool:
    return row.right is Verdict.LISTED


def _is_first(row: Judged) -> bool:
    return row.first


def _is_flagged(row: Judged) -> bool:
    return row.flagged


def _says_listed(row: Judged) -> bool:
    return row.verdict is Verdict.LISTED


if __name__ == "__main__":
    main()
