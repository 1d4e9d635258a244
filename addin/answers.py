"""What `entity-check check` answers: text for people, plain data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.meanings import meaning_lines
from addin.terminal import printable
from screening.lists.catalog import list_info, means_for_buyer, means_for_exporter
from screening.lists.licenses import license_code
from screening.model import Hit, NameKind, Screening, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from screening.table.as_of import Basis

__all__ = ["as_data", "as_text", "basis_data", "basis_text"]

_SHOWN_HITS = 5
_NO_NAME = frozenset({NameKind.ADDRESS, NameKind.OWNER})
_SHOWN_CITATIONS = 3
_INDENT = " " * 16


def as_data(screening: Screening) -> dict[str, Any]:
    """Return the screening as JSON-ready data; these keys are a stable interface."""
    data: dict[str, Any] = {
        "vendor": screening.vendor,
        "verdict": screening.verdict.value,
        "score": round(screening.score, 1),
        "hits": [_hit_data(hit) for hit in screening.hits],
    }
    if screening.ownership:
        data["ownership"] = screening.ownership
    if screening.not_screened:
        data["not_screened"] = screening.not_screened.value
    return data


def as_text(screenings: Sequence[Screening], max_hits: int) -> str:
    """Return one paragraph per vendor, its hits beneath it, best first; then what the lists mean.

    Args:
        screenings: In the order in which they are shown.
        max_hits: How many hits of a vendor the screening kept at most (`Settings.max_hits`).
    """
    paragraphs = ["\n".join(_paragraph(screening, max_hits)) for screening in screenings]
    shown = [hit for screening in screenings for hit in screening.hits[:_SHOWN_HITS]]
    if shown:
        paragraphs.append("\n".join(("What a hit on these lists means", *_meanings(shown))))
    return "\n\n".join(paragraphs)


def basis_data(basis: Basis | None) -> dict[str, Any]:
    """Return what verdicts on a named day rest on, as the key `as_of`; nothing if no day was named."""
    if basis is None:
        return {}
    return {
        "as_of": {
            "day": basis.day.isoformat(),
            "by": basis.by.value,
            "table": basis.table,
            "published": basis.published.isoformat(),
        }
    }


def basis_text(basis: Basis | None) -> str:
    """Return the line that says so to a person, set off from what stands before it; "" if no day was named."""
    return f"\n\nJudged as of {basis.day} {basis.words}." if basis else ""


def _hit_data(hit: Hit) -> dict[str, Any]:
    entry = hit.entry
    data = {
        "key": entry.key,
        "list": entry.list,
        "name": entry.name,
        "matched_name": hit.matched_name,
        "score": round(hit.score, 1),
        "countries": list(entry.countries),
        "effective_date": entry.effective_date.isoformat() if entry.effective_date else None,
        "citations": list(entry.citations),
        "reason": hit.reason,
        "consequence": means_for_buyer(entry),
        "consequence_exporter": means_for_exporter(entry),
        "legal_source": list_info(entry.list).legal_source,
        "legal_as_of": list_info(entry.list).legal_as_of.isoformat(),
        "link": entry.source_url or list_info(entry.list).link,
        "license_requirement": _codes(entry.license_requirement),
        "license_policy": _codes(entry.license_policy),
    }
    return data | {"matched_kind": hit.matched_kind.value} if hit.matched_kind in _NO_NAME else data


def _codes(codes: Sequence[str]) -> list[dict[str, str]]:
    known = map(license_code, codes)
    return [{"code": code.code, "meaning": code.sentence, "section": code.section} for code in known]


def _paragraph(screening: Screening, max_hits: int) -> Iterator[str]:
    yield f"{screening.verdict.value:<12}  {printable(screening.vendor)}{_cause(screening)}"
    for hit in screening.hits[:_SHOWN_HITS]:
        yield from _hit_lines(hit)
    if screening.ownership and not any(screening.ownership in hit.reason for hit in screening.hits[:_SHOWN_HITS]):
        yield f"{_INDENT}{printable(screening.ownership)}"
    more = len(screening.hits) - _SHOWN_HITS
    if more > 0:
        kept = "all of them" if len(screening.hits) < max_hits else f"only the best {max_hits} are kept"
        yield f"{_INDENT}and {more} more with --json; {kept}"


def _cause(screening: Screening) -> str:
    if screening.not_screened:
        return f": {screening.not_screened.value}"
    if screening.verdict is Verdict.CLEAR and screening.near_misses:
        near = screening.near_misses[0]
        return f" (nearest: {printable(near.matched_name)}, {near.entry.list}, {near.score:.0f} points)"
    return ""


def _hit_lines(hit: Hit) -> Iterator[str]:
    entry = hit.entry
    yield f"  {hit.verdict.value:<6} {hit.score:5.1f}  {entry.list}: {printable(entry.name)}"
    facts = [
        ", ".join(entry.countries),
        f"since {entry.effective_date.isoformat()}" if entry.effective_date else "",
        _some(entry.citations),
        entry.key,
    ]
    yield _INDENT + "  ".join(fact for fact in facts if fact)
    yield f"{_INDENT}{printable(hit.reason)}"
    if entry.remark:
        yield f"{_INDENT}The company's reason: {printable(entry.remark)}"


def _meanings(hits: Sequence[Hit]) -> Iterator[str]:
    """Yield what the hits that are shown mean, once for each list."""
    entries = [hit.entry for hit in hits]
    for code in dict.fromkeys(entry.list for entry in entries):
        yield f"{code}: {list_info(code).name}"
        on_it = [entry for entry in entries if entry.list == code]
        requirements = (code for entry in on_it for code in entry.license_requirement)
        policies = (code for entry in on_it for code in entry.license_policy)
        yield from meaning_lines(code, [*dict.fromkeys((*requirements, *policies))])


def _some(citations: Sequence[str]) -> str:
    more = len(citations) - _SHOWN_CITATIONS
    return "; ".join(citations[:_SHOWN_CITATIONS]) + (f" and {more} more" if more > 0 else "")
