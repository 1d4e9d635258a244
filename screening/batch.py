"""Share many names between the processor cores.

Workers are forked from the calling process, so they share its index and start
at once. Where a process cannot be forked safely (Windows, macOS, a process with
threads, such as a host program), the names are worked through one by one: an
add-in must not start programs on its own.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from screening.model import Screening, Vendor, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# A name as typed, None for a blank one, or a vendor.
Given = TypeVar("Given", bound=str | Vendor | None)

# Fewer names are done before the workers have started.
WORTH_SHARING = 1_000
# Names handed over at a time: enough to hide the hand-over, few enough to end together.
_PORTION = 200

# What the workers call and on what; set before they are forked, so that nothing is copied.
_screen: Callable[[Any], Screening] | None = None
_vendors: Sequence[Any] = ()


def screen_all(
    vendors: Sequence[Given], screen: Callable[[Given], Screening], workers: int | None = None
) -> Iterator[Screening]:
    """Yield the screening of each vendor, in order.

    Args:
        vendors: Distinct vendors or names.
        screen: Screens one vendor.
        workers: Processes to share the work, 1 for none; None for one per core
            where that is safe and there is enough to do.
    """
    count = _workers(len(vendors)) if workers is None else workers
    if count <= 1 or not _can_fork():
        yield from map(screen, vendors)
        return
    done = 0
    try:
        for screening in _shared(vendors, screen, count):
            yield screening
            done += 1
    except BrokenProcessPool:  # a worker was killed; what it had is done here
        yield from map(screen, vendors[done:])


def _workers(names: int) -> int:
    return (os.cpu_count() or 1) if names >= WORTH_SHARING else 1


def _can_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1 and not multiprocessing.current_process().daemon


def _shared(vendors: Sequence[Given], screen: Callable[[Given], Screening], count: int) -> Iterator[Screening]:
    global _screen, _vendors  # what a fork inherits must stand somewhere
    _screen, _vendors = screen, vendors
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin_work)
    starts = range(0, len(vendors), _PORTION)
    try:
        with _signals_held():  # a pool that is interrupted while it forks can wait for ever for its workers
            portions = pool.map(_screen_portion, starts)
        for start, packed in zip(starts, portions, strict=True):
            yield from map(_unpack, vendors[start : start + _PORTION], packed)
    finally:
        pool.shutdown(cancel_futures=True)
        _screen, _vendors = None, ()


@contextmanager
def _signals_held() -> Iterator[None]:
    """Let Ctrl-C and the like wait until the block has ended."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _held())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _held() -> set[int]:
    return {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}  # not all of which Windows has


def _begin_work() -> None:
    """Leave signals to the parent, and what was inherited alone."""
    gc.disable()  # a search for cycles would copy it all; screening makes none
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _held())  # held while this worker was forked


def _screen_portion(start: int) -> list[Screening | str]:
    if _screen is None:
        raise RuntimeError("A worker was started without its screener.")
    return [_pack(_screen(vendor)) for vendor in _vendors[start : start + _PORTION]]


def _pack(screening: Screening) -> Screening | str:
    """Return what is handed over: of most vendors, which resemble nobody, only the name as it was compared."""
    bare = screening.verdict is Verdict.CLEAR and not screening.near_misses and not screening.ownership
    return screening.normalized if bare else screening


def _unpack(vendor: str | Vendor | None, packed: Screening | str) -> Screening:
    if isinstance(packed, str):
        name = vendor.name if isinstance(vendor, Vendor) else vendor or ""
        return Screening(vendor=name, verdict=Verdict.CLEAR, normalized=packed)
    return packed
