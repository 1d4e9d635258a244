"""Entity Check itself, measured like any other matcher and at its own verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.scoring import NOTHING, Judged, Scored
from screening import Screener, Settings
from screening.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.labels import Query
    from benchmarks.listed import ListedNames
    from screening.model import Hit, Screening


class EntityCheck:
    """Entity Check with its near misses counted, so that any threshold can be tried."""

    label = "Entity Check"

    def __init__(self, listed: ListedNames) -> None:
        """Index the table of `listed`."""
        self._listed = listed
        # A threshold anywhere needs the scores far below REVIEW too.
        self._screener = Screener(listed.table, Settings(near_miss_margin=50, max_hits=100))

    def score(self, queries: Sequence[Query]) -> list[Scored]:
        """Return the points of each query, in order."""
        screenings = self._screener.screen_many([query.text for query in queries])
        return [self._scored(query, screening) for query, screening in zip(queries, screenings, strict=True)]

    def _scored(self, query: Query, screening: Screening) -> Scored:
        hits = (*screening.hits, *screening.near_misses)
        keys = right_keys(self._listed, query)
        return Scored(
            query.kind,
            max((hit.score for hit in hits), default=NOTHING),
            max((hit.score for hit in hits if hit.entry.key in keys), default=NOTHING),
        )


def judge(listed: ListedNames, queries: Sequence[Query], settings: Settings | None = None) -> list[Judged]:
    """Return what Entity Check says of each query, with `settings` or its own."""
    screenings = Screener(listed.table, settings).screen_many([query.text for query in queries])
    return [_judged(listed, query, screening) for query, screening in zip(queries, screenings, strict=True)]


def _judged(listed: ListedNames, query: Query, screening: Screening) -> Judged:
    keys = right_keys(listed, query)
    right = [hit for hit in screening.hits if hit.entry.key in keys]
    return Judged(
        query.kind,
        screening.verdict,
        _strongest(right),
        first=bool(right) and right[0] is screening.hits[0],
    )


def _strongest(hits: list[Hit]) -> Verdict | None:
    if not hits:
        return None
    return Verdict.LISTED if any(hit.verdict is Verdict.LISTED for hit in hits) else Verdict.REVIEW


def right_keys(listed: ListedNames, query: Query) -> set[str]:
    """Return the keys of the entries that count as found."""
    return {listed.table[entry].key for entry in listed.right_entries(query)}
