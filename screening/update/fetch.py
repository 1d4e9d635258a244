"""One file from one address, within bounds of size and time, over HTTPS.

Everything that may wait for somebody else (names, proxies, connections, certificates,
bytes) runs in a thread of its own. The caller's thread only watches the clock, so no
server, resolver or proxy holds it longer than the rules allow.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

from screening.errors import FetchError, TooSlowError
from screening.update.address import address_of
from screening.update.exchange import Attempt, Fetched, NotModified
from screening.update.failures import PassingError
from screening.update.trust import trust_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening.update.rules import Known, Rules

__all__ = ["SYSTEM_CLOCK", "Clock", "Fetched", "NotModified", "Progress", "fetch"]

_GLANCE: Final = 0.1
"""Seconds between two looks at the clock; also how late Ctrl-C may be noticed on Windows."""

_GOODBYE: Final = 1.0
"""Seconds that a cut attempt gets to close what it opened. A cut wakes it up, unless it waits for a resolver."""

if TYPE_CHECKING:
    Progress = Callable[[int, int | None], None]
    """Told in the caller's thread the bytes received and the bytes announced, if any. May raise to stop."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, so that tests need not wait.

    Attributes:
        now: Seconds since some moment, never running back.
        sleep: Waits for so many seconds.
    """

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


SYSTEM_CLOCK: Final = Clock()


def fetch(
    url: str,
    rules: Rules,
    known: Known | None = None,
    progress: Progress | None = None,
    *,
    clock: Clock = SYSTEM_CLOCK,
) -> Fetched | NotModified:
    """Return the file at `url`, or that it is the one that is known.

    Nothing but the address, the conditions in `known` and the name of this program is sent.

    Args:
        url: An https address whose host is on the allow-list of the rules.
        rules: Bounds of size and time, allowed hosts, proxy and trusted authorities.
        known: What the publisher said of the file that is there already; None asks for the file in any case.
        progress: Called now and then while bytes come.
        clock: For tests.

    Raises:
        FetchError: There is no file; the class and the text say why, and what to do.
        SettingError: The proxy or the file of authorities in the rules cannot be used.
    """
    address = address_of(url, rules)
    trust = trust_of(rules.ca_path)
    deadline = clock.now() + rules.total_seconds
    for attempt in count():
        try:
            return _watched(Attempt(address, rules, known, trust), rules, deadline, progress, clock)
        except PassingError as passing:
            wait = rules.backoff_seconds * 2**attempt if passing.wait is None else passing.wait
            may_wait = passing.wait is None or wait <= rules.max_wait_seconds
            if attempt >= rules.max_retries or not may_wait or clock.now() + wait >= deadline:
                raise passing.error from passing.__cause__
        clock.sleep(wait)
    raise AssertionError  # count() does not end


def _watched(
    attempt: Attempt, rules: Rules, deadline: float, progress: Progress | None, clock: Clock
) -> Fetched | NotModified:
    outcome = _Outcome(attempt)
    # A daemon, because the resolver of the system cannot be interrupted and must not hold up the end.
    worker = threading.Thread(target=outcome.find, name="entity-check-fetch", daemon=True)
    worker.start()
    try:
        while not outcome.there.wait(_GLANCE):
            if progress is not None:
                progress(attempt.meter.received, attempt.meter.expected)
            if clock.now() >= deadline:
                raise TooSlowError(
                    f"{rules.total_seconds:g} seconds were not enough to fetch the file, so it was given up: "
                    f"{attempt.url} is too slow today; try again later, or hand the file over with --offline."
                )
    finally:
        attempt.line.cut()
        worker.join(_GOODBYE)
    found = outcome.result()
    if progress is not None and isinstance(found, Fetched):
        progress(attempt.meter.received, attempt.meter.expected)
    return found


class _Outcome:
    """Carries what an attempt finds from its thread to ours."""

    def __init__(self, attempt: Attempt) -> None:
        self.there = threading.Event()
        self._attempt = attempt
        self._found: Fetched | NotModified | None = None
        self._error: BaseException | None = None

    def find(self) -> None:
        try:
            self._found = self._attempt.run()
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            self._error = error
        finally:
            self.there.set()

    def result(self) -> Fetched | NotModified:
        if self._error is not None:
            raise self._error
        if self._found is None:
            raise FetchError("The fetch ended without an outcome; please report it.")
        return self._found
