"""What an answer's status means, in one line, and how long to wait before asking again."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from screening.errors import RequestRefusedError

__all__ = ["PASSING", "REDIRECTS", "clean_header", "refused", "retry_after"]

OK: Final = 200
NOT_MODIFIED: Final = 304
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
PASSING: Final = frozenset({429, 500, 502, 503, 504})
"""Failures that may be gone when the same is asked again."""

_BY_HAND: Final = "or fetch the file in a browser and hand it over with --offline"
_REASONS: Final = {
    401: ("wants a sign-in", f"see whether a proxy stands between, {_BY_HAND}"),
    403: ("refuses to give it", f"a proxy may stand between: ask who runs it, {_BY_HAND}"),
    404: (
        "has no file there",
        "it has moved: update Entity Check, or name the publisher's present address in sources.toml",
    ),
    407: ("wants a sign-in", f"name user and password in the proxy's address, {_BY_HAND}"),
    429: ("has been asked too often", f"try again later, {_BY_HAND}"),
    451: ("refuses for a legal reason", f"ask the publisher, {_BY_HAND}"),
}
_SAME_AS: Final = {410: 404}
_SERVER_FAILURES: Final = range(500, 600)
_LONGEST_HEADER: Final = 1000


def refused(url: str, status: int, wait: float | None) -> RequestRefusedError:
    """Return the error for an answer without the file.

    Args:
        url: The address that was asked.
        status: The answer's status.
        wait: Seconds that the server asks to wait, None if it does not say.
    """
    unknown = ("answers in a way that is not foreseen", f"try again later, {_BY_HAND}")
    trouble = ("has trouble of its own", f"try again later, {_BY_HAND}")
    why, then = _REASONS.get(_SAME_AS.get(status, status), trouble if status in _SERVER_FAILURES else unknown)
    asks = f", and asks to wait {wait:.0f} seconds" if wait else ""
    return RequestRefusedError(f"{url} {why} (status {status}){asks}; {then}.")


def retry_after(value: str, date: str) -> float | None:
    """Return the seconds that a server asks to wait, None if it does not say so in a form that is known.

    Args:
        value: Its `Retry-After`: seconds, or a day and time.
        date: Its `Date`, by which a day and time is read, for our own clock may be wrong.
    """
    if value.isascii() and value.isdigit():
        return float(value[:9])
    until, now = _moment(value), _moment(date)
    return max(0.0, (until - now).total_seconds()) if until and now else None


def clean_header(value: str | None) -> str:
    """Return a header's value if it can be sent back as it is, else ""."""
    text = (value or "").strip()
    return text if len(text) <= _LONGEST_HEADER and text.isascii() and text.isprintable() else ""


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
