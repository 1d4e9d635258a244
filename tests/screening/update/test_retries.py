"""What is asked again, how often, and after which wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screening.errors import BadAnswerError, FetchError, RequestRefusedError, TooSlowError, UnreachableError
from screening.update.answers import retry_after
from screening.update.fetch import Fetched, fetch
from tests.screening.update.conftest import FakeClock, Serve, rules_for
from tests.screening.update.loopback import CSV, Visit, head

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = head("200 OK", f"Content-Length: {len(CSV)}") + CSV


def first(*answers: bytes) -> Callable[[Visit], None]:
    """Return a script that gives these answers in turn, and then the file."""

    def script(visit: Visit) -> None:
        visit.read()
        visit.send((*answers, GOOD)[min(visit.number, len(answers))])

    return script


def status(line: str, *headers: str) -> bytes:
    """Return an answer without a body."""
    return head(line, "Content-Length: 0", *headers)


@pytest.mark.parametrize(
    ("answers", "slept"),
    [
        pytest.param([status("503 Busy")], [2.0], id="503-then-good"),
        pytest.param([status("500 Oops"), status("504 Late")], [2.0, 4.0], id="doubled"),
        pytest.param([status("503 Busy", "Retry-After: 7")], [7.0], id="503-asks"),
        pytest.param([status("429 Slow", "Retry-After: 60")], [60.0], id="429-asks-the-most-that-is-granted"),
        pytest.param([status("429 Slow", "Retry-After: soon")], [2.0], id="asks-in-no-known-form"),
        pytest.param([b""], [2.0], id="closed-at-once"),
        pytest.param([GOOD[:-10]], [2.0], id="dropped-half-way"),
    ],
)
def test_what_may_pass_is_asked_again(serve: Serve, clock: FakeClock, answers: list[bytes], slept: list[float]) -> None:
    """The file comes in the end, and the waits are as they should be."""
    server = serve(first(*answers))
    fetched = fetch(server.url, rules_for(server, max_retries=2), clock=clock.clock)
    assert isinstance(fetched, Fetched)
    assert fetched.content == CSV
    assert clock.slept == slept


@pytest.mark.parametrize(
    ("answer", "error", "visits"),
    [
        pytest.param(status("503 Busy"), RequestRefusedError, 3, id="stays-busy"),
        pytest.param(b"", UnreachableError, 3, id="always-closed"),
        pytest.param(GOOD[:-10], BadAnswerError, 3, id="always-dropped"),
        pytest.param(status("403 No"), RequestRefusedError, 1, id="403"),
        pytest.param(status("404 No"), RequestRefusedError, 1, id="404"),
        pytest.param(b"garbage\r\n", BadAnswerError, 1, id="garbage"),
        pytest.param(status("200 OK"), BadAnswerError, 1, id="empty"),
        pytest.param(status("429 Slow", "Retry-After: 61"), RequestRefusedError, 1, id="asks-for-too-long"),
    ],
)
def test_it_is_not_asked_for_ever(
    serve: Serve, clock: FakeClock, answer: bytes, error: type[FetchError], visits: int
) -> None:
    """What stays, and what will not pass, is an error."""
    server = serve(first(*[answer] * 9))
    with pytest.raises(error):
        fetch(server.url, rules_for(server, max_retries=2), clock=clock.clock)
    assert len(server.visits) == visits
    assert len(clock.slept) == visits - 1


def test_the_wait_that_was_asked_for_is_told(serve: Serve, clock: FakeClock) -> None:
    """So that a person knows when to come back."""
    server = serve(first(*[status("429 Slow", "Retry-After: 3600")] * 3))
    with pytest.raises(RequestRefusedError, match="asks to wait 3600 seconds; try again later"):
        fetch(server.url, rules_for(server, max_retries=2), clock=clock.clock)


def test_waits_count_into_the_total_time(serve: Serve, clock: FakeClock) -> None:
    """No wait is begun that would end too late."""
    server = serve(first(*[status("503 Busy", "Retry-After: 40")] * 9))
    with pytest.raises(RequestRefusedError):
        fetch(server.url, rules_for(server, max_retries=9, total_seconds=100), clock=clock.clock)
    assert clock.slept == [40.0, 40.0]


def test_silence_is_asked_again(serve: Serve, clock: FakeClock) -> None:
    """A server that is silent once may be busy."""

    def script(visit: Visit) -> None:
        visit.read()
        if visit.number:
            visit.send(GOOD)
        else:
            visit.stall()

    server = serve(script)
    assert isinstance(fetch(server.url, rules_for(server, max_retries=1, idle_seconds=0.3), clock=clock.clock), Fetched)
    assert clock.slept == [2.0]


def test_the_total_time_is_not_asked_again(serve: Serve) -> None:
    """Once it is over, it is over."""

    def script(visit: Visit) -> None:
        visit.read()
        visit.stall()

    server = serve(script)
    hasty = FakeClock(tick=500)
    with pytest.raises(TooSlowError, match="900 seconds"):
        fetch(server.url, rules_for(server, max_retries=5), clock=hasty.clock)
    assert hasty.slept == []


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        pytest.param("120", "", 120, id="seconds"),
        pytest.param("Fri, 31 Jul 2026 09:01:00 GMT", "Fri, 31 Jul 2026 09:00:00 GMT", 60, id="moment"),
        pytest.param("Fri, 31 Jul 2026 08:00:00 GMT", "Fri, 31 Jul 2026 09:00:00 GMT", 0, id="gone-by"),
        pytest.param("Fri, 31 Jul 2026 09:01:00 GMT", "", None, id="moment-without-a-date"),
        pytest.param("-5", "", None, id="negative"),
        pytest.param("٣", "", None, id="other-digits"),
        pytest.param("", "", None, id="none"),
    ],
)
def test_retry_after(value: str, date: str, seconds: float | None) -> None:
    """Seconds, or a moment by the server's own clock."""
    assert retry_after(value, date) == seconds
