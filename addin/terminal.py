"""The edge to the terminal: safe text out, one line per failure, an exit code back.

Nothing leaves here as a traceback unless `ENTITY_CHECK_DEBUG=1` asks for one.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
import traceback
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn, TextIO

import click

from addin.exit_codes import DONE, FAULT, INTERRUPTED, STREAM, USAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

__all__ = ["printable", "progress_bar", "run", "say", "typed", "warn"]

REPORT_TO = "the project's issue tracker"
_STEPS = 1000  # of a progress bar; more than a terminal has columns
_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]  # Windows has no SIGHUP
_CLOSED = {errno.EPIPE, errno.EINVAL, errno.ESHUTDOWN}  # Windows says EINVAL for a closed pipe


class _TerminatedError(BaseException):
    """SIGTERM or SIGHUP arrived; a BaseException so that it unwinds like Ctrl-C and leaves no debris."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _StreamError(Exception):
    """Standard output takes no more, for example because its disk is full."""

    def __init__(self, why: str, done: str) -> None:
        super().__init__(why, done)
        self.why = why
        self.done = done


def run(command: click.Command, args: Sequence[str] | None = None) -> int:
    """Run `command` and return its exit code.

    Args:
        command: Its callbacks return an exit code, or None for 0.
        args: Words after the program's name; None for those of this process.
    """
    _prepare_streams()
    with _unwinding_on_signals():
        code = _guarded(command, args)
    _flush()
    return code


def say(text: str = "", *, done: str = "") -> None:
    """Print `text` on standard output; go on quietly if nobody reads it any more.

    Args:
        text: May have several lines.
        done: What is done all the same if `text` cannot be printed, as a sentence.
    """
    try:
        _write(sys.stdout, text)
    except OSError as error:
        raise _StreamError(error.strerror or str(error), done) from error


def warn(text: str) -> None:
    """Print `text` on standard error; a failure there is no reason to fail."""
    with suppress(OSError):
        _write(sys.stderr, text)


def typed(word: str) -> str:
    """Return a word of the command line as it was typed, also under a locale that knows no UTF-8."""
    try:
        return os.fsencode(word).decode("utf-8")
    except UnicodeError:
        return word


def printable(text: str) -> str:
    r"""Return `text` in one line that cannot steer a terminal.

    White space becomes a blank; invisible and control characters show as
    escapes: `Hua<zero width space>wei` as `Hua\u200bwei`.
    """
    shown = (
        " " if char.isspace() else char if char.isprintable() else ascii(char)[1:-1] for char in text.strip(" \t\r\n")
    )
    return "".join(shown)


@contextmanager
def progress_bar(label: str, *, hidden: bool = False) -> Iterator[Callable[[float], None]]:
    """Yield a function that shows how much is done, 0 to 1, on standard error.

    Shows nothing unless standard error is a terminal.

    Args:
        label: What is being done.
        hidden: Show nothing in any case.
    """
    if hidden or sys.stderr is None or not sys.stderr.isatty():
        yield lambda _done: None
        return
    bar = click.progressbar(length=_STEPS, label=label, file=sys.stderr)

    def show(done: float) -> None:
        with suppress(OSError):  # the terminal was closed
            bar.update(max(0, round(min(done, 1) * _STEPS) - bar.pos))

    with suppress(OSError):
        bar.__enter__()
    try:
        yield show
        show(1)
    finally:
        with suppress(OSError):
            bar.__exit__(None, None, None)


def _guarded(command: click.Command, args: Sequence[str] | None) -> int:
    try:
        code = command.main(args=args, prog_name="entity-check", standalone_mode=False)
    except click.ClickException as error:
        with suppress(OSError):
            error.show(file=sys.stderr)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        warn("Stopped before the end; nothing was written.")
        return INTERRUPTED
    except _TerminatedError as error:
        return 128 + error.number
    except SystemExit:
        return DONE  # click found standard output closed while it printed help
    except Exception as error:  # noqa: BLE001 - the last line of defence
        _trace_if_asked()
        return _report(error)
    return code if isinstance(code, int) else DONE


def _report(error: Exception) -> int:
    from addin.error_codes import code_of  # imports all that can fail, which `--help` need not wait for
    from screening.errors import EntityCheckError

    if isinstance(error, _StreamError):
        warn(_stream_failure(error.why, error.done))
        return STREAM
    if isinstance(error, EntityCheckError):
        warn(f"Error: {printable(str(error))}")
        return code_of(error)
    if isinstance(error, OSError) and _while_click_printed(error):
        warn(_stream_failure(error.strerror or str(error), ""))
        return STREAM
    warn(_fault(error))
    return FAULT


def _while_click_printed(error: OSError) -> bool:
    """Return whether `error` comes from the help or the version, which click prints itself."""
    return any(frame.f_code is click.echo.__code__ for frame, _ in traceback.walk_tb(error.__traceback__))


def _stream_failure(why: str, done: str) -> str:
    text = f"Error: Standard output cannot be written ({printable(why)}), so what it holds is not complete."
    return f"{text} {printable(done)}".rstrip()


def _fault(error: Exception) -> str:
    what = printable(f"{type(error).__name__}: {error}")
    return (
        f"Error: entity-check has failed in a way it did not expect ({what}). No verdict was given. Please report "
        f"this at {REPORT_TO}, with the output of a run where ENTITY_CHECK_DEBUG=1 is set."
    )


def _trace_if_asked() -> None:
    if os.environ.get("ENTITY_CHECK_DEBUG", "") not in {"", "0"}:
        warn(traceback.format_exc().rstrip())


@contextmanager
def _unwinding_on_signals() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    owner = os.getpid()

    def unwind(number: int, _frame: FrameType | None) -> NoReturn:
        if os.getpid() != owner:  # a worker process: cleaning up is its parent's business
            os._exit(128 + number)
        for again in before:  # a closed terminal sends its signal twice; the second must not disturb the clean-up
            signal.signal(again, signal.SIG_IGN)
        raise _TerminatedError(number)

    # Under nohup SIGHUP is ignored, and so it stays.
    heard = [number for number in _ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.getsignal(number) for number in heard}
    for number in heard:
        signal.signal(number, unwind)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _prepare_streams() -> None:
    """Let no character break the output: what a console cannot show becomes an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # closed by the shell (`>&-`), or pythonw on Windows
        return
    try:
        print(text, file=stream, flush=True)
    except OSError as error:
        _drop(stream)
        if error.errno not in _CLOSED:
            raise


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            continue
        try:
            stream.flush()
        except OSError:
            _drop(stream)


def _drop(stream: TextIO) -> None:
    """Send the rest of a closed stream nowhere, so that Python does not complain at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
