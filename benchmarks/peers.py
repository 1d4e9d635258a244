"""Other matchers over the same names: how a capable Python user would match without Entity Check.

Each gets the names as the table holds them, prepared the way its own library
proposes. What is not installed raises `PeerMissingError`, and the tables say so.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import WRatio
from rapidfuzz.utils import default_process

from benchmarks.scoring import NOTHING, Scored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.labels import Query
    from benchmarks.listed import ListedNames

# Best names that a retrieving peer may name, and that logic-v2 compares; as many
# as a reviewer would ever look at, and twice what Entity Check reports by default.
_TOP = 20
_CANDIDATES = 50
_ROWS = 200  # queries per score matrix: 200 x 57,000 scores are 46 MB


class PeerMissingError(Exception):
    """A peer's library is not installed; the text names it."""


class Matcher(Protocol):
    """Anything that gives points to listed names."""

    label: str

    def __init__(self, listed: ListedNames) -> None:
        """Prepare the names."""

    def score(self, queries: Sequence[Query]) -> list[Scored]:
        """Return the points of each query, in order."""


def _library(name: str) -> Any:  # noqa: ANN401 - libraries that need not be installed have no types here
    try:
        return import_module(name)
    except ImportError as error:
        raise PeerMissingError(f"{name} is not installed or does not start ({error})") from error


def _scored(query: Query, found: Iterable[tuple[int, float]], right: set[int]) -> Scored:
    """Return the scores of `found`, pairs of a name's position and its points."""
    pairs = list(found)
    return Scored(
        query.kind,
        max((points for _, points in pairs), default=NOTHING),
        max((points for position, points in pairs if position in right), default=NOTHING),
    )


class ExtractOneWRatio:
    """rapidfuzz `process.extractOne` with `WRatio`, the answer most tutorials give."""

    label = "rapidfuzz `extractOne` WRatio"

    def __init__(self, listed: ListedNames) -> None:
        """Prepare the names."""
        self._listed = listed
        self._names = [default_process(name) for name in listed.names]

    def score(self, queries: Sequence[Query]) -> list[Scored]:
        """Return the points of each query, in order; only the best name is known."""
        return [_scored(query, self._best(query.text), self._listed.right_names(query)) for query in queries]

    def _best(self, text: str) -> list[tuple[int, float]]:
        _, points, position = process.extractOne(default_process(text), self._names, scorer=WRatio)
        return [(position, points)]


class CdistJaroWinkler:
    """rapidfuzz `process.cdist` with Jaro-Winkler on all cores."""

    label = "rapidfuzz `cdist` Jaro-Winkler"

    def __init__(self, listed: ListedNames) -> None:
        """Prepare the names."""
        _library("numpy")
        self._listed = listed
        self._names = [default_process(name) for name in listed.names]

    def score(self, queries: Sequence[Query]) -> list[Scored]:
        """Return the points of each query, in order."""
        return [scored for start in range(0, len(queries), _ROWS) for scored in self._rows(queries[start:][:_ROWS])]

    def _rows(self, queries: Sequence[Query]) -> list[Scored]:
        texts = [default_process(query.text) for query in queries]
        matrix: Any = process.cdist(texts, self._names, scorer=JaroWinkler.similarity, workers=-1)
        rights = [self._listed.right_names(query) for query in queries]
        return [
            Scored(query.kind, float(row.max()), max((float(row[position]) for position in right), default=NOTHING))
            for query, row, right in zip(queries, matrix, rights, strict=True)
        ]


class Trigrams:
    """Character 3-gram TF-IDF of scikit-learn, best names by `sparse_dot_topn` on all cores."""

    label = "3-gram TF-IDF, sparse top-n"

    def __init__(self, listed: ListedNames) -> None:
        """Fit the vectoriser to the names."""
        self._top_n: Callable[..., Any] = _library("sparse_dot_topn").sp_matmul_topn
        vectorizer = _library("sklearn.feature_extraction.text").TfidfVectorizer
        self._listed = listed
        self._vectorizer = vectorizer(analyzer="char", ngram_range=(3, 3))
        self._names = self._vectorizer.fit_transform(listed.names).T.tocsr()

    def score(self, queries: Sequence[Query]) -> list[Scored]:
        """Return the points of each query, in order."""
        found = self.best([query.text for query in queries])
        return [_scored(query, row, self._listed.right_names(query)) for query, row in zip(queries, found, strict=True)]

    def best(self, texts: Sequence[str], top: int = _TOP) -> list[list[tuple[int, float]]]:
        """Return the best `top` names of each text: positions and cosines."""
        matrix = self.retrieve(texts, top)
        ends = zip(matrix.indptr, matrix.indptr[1:], strict=False)
        return [
            list(zip(matrix.indices[start:end].tolist(), matrix.data[start:end].tolist(), strict=True))
            for start, end in ends
        ]

    def retrieve(self, texts: Sequence[str], top: int = _TOP, threads: int | None = None) -> Any:  # noqa: ANN401 - scipy is not installed here
        """Return the cosines of the best `top` names as a sparse matrix, one row per text; None for all cores."""
        threads = threads or os.cpu_count() or 1
        return self._top_n(self._vectorizer.transform(texts), self._names, top_n=top, n_threads=threads)


class StringGrouper:
    """string-grouper's `match_strings` between the names and the queries."""

    label = "string-grouper"
    _LEAST = 0.2  # its own default of 0.8 would leave nothing to set a threshold on

    def __init__(self, listed: ListedNames) -> None:
        """Keep the names."""
        self._match: Callable[..., Any] = _library("string_grouper").match_strings
        self._series: Callable[..., Any] = _library("pandas").Series
        self._listed = listed

    def score(self, queries: Sequence[Query]) -> list[Scored]:
        """Return the points of each query, in order."""
        texts = self._series([query.text for query in queries])
        names = self._series(self._listed.names)
        pairs = self._match(names, texts, max_n_matches=_TOP, min_similarity=self._LEAST, ignore_index=False)
        found: list[list[tuple[int, float]]] = [[] for _ in queries]
        rows = zip(pairs["right_index"], pairs["left_index"], pairs["similarity"], strict=True)
        for query, position, points in rows:
            found[int(query)].append((int(position), float(points)))
        return [_scored(query, row, self._listed.right_names(query)) for query, row in zip(queries, found, strict=True)]


class LogicV2:
    """nomenklatura's logic-v2 on the 50 best names by 3-grams, as it is meant to be used."""

    label = "nomenklatura logic-v2 on 50 candidates"

    def __init__(self, listed: ListedNames) -> None:
        """Prepare the candidates' side."""
        matching = _library("nomenklatura.matching")
        followthemoney = _library("followthemoney")
        self._schema = followthemoney.model.get("LegalEntity")
        self._proxy: Any = followthemoney.EntityProxy
        self._matcher: Any = matching.LogicV2
        self._config = matching.LogicV2.default_config()
        self._trigrams = Trigrams(listed)
        self._listed = listed
        self._candidate = cache(lambda position: self._entity(listed.names[position]))

    def score(self, queries: Sequence[Query]) -> list[Scored]:
        """Return the points of each query, in order."""
        found = self._trigrams.best([query.text for query in queries], _CANDIDATES)
        return [
            _scored(query, self._compared(query.text, row), self._listed.right_names(query))
            for query, row in zip(queries, found, strict=True)
        ]

    def _compared(self, text: str, candidates: list[tuple[int, float]]) -> list[tuple[int, float]]:
        entity = self._entity(text)
        return [
            (position, self._matcher.compare(entity, self._candidate(position), self._config).score)
            for position, _ in candidates
        ]

    def _entity(self, name: str) -> Any:  # noqa: ANN401 - followthemoney is not installed here
        data = {"id": name, "schema": self._schema.name, "properties": {"name": [name]}}
        return self._proxy.from_dict(data)


PEERS: tuple[type[Matcher], ...] = (
    Trigrams,
    CdistJaroWinkler,
    ExtractOneWRatio,
    StringGrouper,
    LogicV2,
)
