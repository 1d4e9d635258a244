"""How well addresses and ownership are judged, on labelled cases.

    python -m benchmarks.places             # the labelled sets of tests/data/places
    python -m benchmarks.places --misses    # and every case that went wrong

`tests/data/places/README.md` says how the sets were made.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.report import machine, percent, print_table
from screening import EntityTable, Screener
from screening.lists.countries import country_code
from screening.ownership import State, assess, read_owners
from screening.places.compare import Kind
from screening.places.index import PlaceIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Case", "address_cases", "grade", "ownership_cases", "ownership_state"]

DATA: Final = Path(__file__).resolve().parent.parent / "tests" / "data" / "places"
NOTHING: Final = "nothing"
_GRADES: Final = {
    Kind.TEXT: "house",
    Kind.UNIT: "room",
    Kind.HOUSE: "house",
    Kind.BUILDING: "building",
    Kind.OTHER_UNIT: "building",
    Kind.BOX: "building",
}
_ORDER: Final = ("room", "house", "building")
_OWNED: Final = {State.LISTED, State.POSSIBLE, State.COULD_REACH}
# Tables of this many addresses as the official file has them, to see how the index grows.
_OFFICIAL: Final = 4


class Case(NamedTuple):
    """One labelled case.

    Attributes:
        kind: What it tries.
        text: The vendor's address, or what is stated of its owners.
        country: The vendor's country as typed, "" for ownership.
        expected: `room`, `house`, `building` or `nothing`; for ownership a `State`.
    """

    kind: str
    text: str
    country: str
    expected: str


def address_cases() -> list[Case]:
    """Return the labelled addresses."""
    return [
        Case(row["kind"], row["vendor_address"], row["vendor_country"], row["expected"])
        for row in _rows("addresses.csv")
    ]


def ownership_cases() -> list[Case]:
    """Return the labelled statements of owners."""
    return [Case(row["kind"], row["owners"], "", row["expected"]) for row in _rows("ownership.csv")]


def grade(index: PlaceIndex, case: Case) -> str:
    """Return the closest agreement of an address with any listed one."""
    found = {_GRADES[one.agreement.kind] for one in index.find(case.text, country_code(case.country))}
    return next((name for name in _ORDER if name in found), NOTHING)


def ownership_state(screener: Screener, case: Case) -> str:
    """Return what the stated owners say."""
    return assess(read_owners(case.text), screener.screen).state.value


def main() -> None:
    """Judge every case and print tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--misses", action="store_true", help="print every case that went wrong")
    arguments = options.parse_args()
    table = EntityTable.bundled()
    listed = list(table.addresses())
    started = time.perf_counter()
    index = PlaceIndex(listed)
    built = time.perf_counter() - started
    print("# Addresses and ownership\n")
    print(machine())
    print(f"Table of {table.published}: {len(index):,} listed addresses, indexed in {built:.2f} s.")
    started = time.perf_counter()
    more = PlaceIndex(listed * _OFFICIAL)
    print(f"{len(more):,} addresses are indexed in {time.perf_counter() - started:.2f} s.")
    cases = address_cases()
    judged = [(case, grade(index, case)) for case in cases]
    _print("Addresses", judged, lambda got: got != NOTHING)
    _print_sums(judged, {"flagged at all": set(_ORDER), "same room or house": {"room", "house"}})
    screener = Screener(table)
    stated = [(case, ownership_state(screener, case)) for case in ownership_cases()]
    _print("Ownership", stated, lambda got: got in _OWNED)
    _print_sums(stated, {"for review": {state.value for state in _OWNED}, "listed": {State.LISTED.value}})
    for case, got in [*judged, *stated] if arguments.misses else ():
        if got != case.expected:
            print(f"- {case.kind}: {case.text!r} {case.country}: {got}, expected {case.expected}")


def _print(title: str, judged: Sequence[tuple[Case, str]], is_flagged: Callable[[str], bool]) -> None:
    kinds: dict[str, list[tuple[Case, str]]] = defaultdict(list)
    for case, got in judged:
        kinds[case.kind].append((case, got))
    rows = [
        [
            kind,
            str(len(of_kind)),
            percent(sum(is_flagged(got) for _, got in of_kind) / len(of_kind)),
            percent(sum(got == case.expected for case, got in of_kind) / len(of_kind)),
        ]
        for kind, of_kind in sorted(kinds.items())
    ]
    print_table(["kind", "cases", "flagged", "as expected"], rows, title)


def _print_sums(judged: Sequence[tuple[Case, str]], groups: dict[str, set[str]]) -> None:
    rows = []
    for name, grades in groups.items():
        right = sum(case.expected in grades and got in grades for case, got in judged)
        said = sum(got in grades for _, got in judged)
        true = sum(case.expected in grades for case, _ in judged)
        rows.append([name, percent(right / said), percent(right / true), str(true), str(len(judged))])
    print_table(["", "precision", "recall", "true cases", "of"], rows, "In sum")


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
