"""The edge to the terminal: one line per failure, codes, closed pipes, odd consoles."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import click
import pytest

from addin.terminal import printable, run, typed
from screening.errors import TableMissingError, UnknownListError

ROOT = Path(__file__).parents[2]


def _command(error: BaseException | None = None, code: int | None = None) -> click.Command:
    @click.command()
    def command() -> int | None:
        if error:
            raise error
        return code

    return command


@pytest.mark.parametrize(
    ("command", "code", "line"),
    [
        pytest.param(_command(), 0, "", id="none-is-done"),
        pytest.param(_command(code=1), 1, "", id="fail-on-met"),
        pytest.param(
            _command(TableMissingError("No table there.\nBuild one.")), 41, "No table there. Build one.", id="one-line"
        ),
        pytest.param(
            _command(UnknownListError("X\x1b[2J", ("EL",))), 52, "There is no list 'X\\x1b[2J'", id="no-steering"
        ),
        pytest.param(_command(KeyboardInterrupt()), 130, "Stopped before the end; nothing was written.", id="ctrl-c"),
        pytest.param(_command(RuntimeError("odd")), 70, "(RuntimeError: odd)", id="unexpected"),
        pytest.param(_command(RecursionError("deep")), 70, "(RecursionError: deep)", id="recursion"),
    ],
)
def test_code_and_one_line(
    command: click.Command, code: int, line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is raised, the user sees one line and the shell a code."""
    monkeypatch.delenv("ENTITY_CHECK_DEBUG", raising=False)
    assert run(command, []) == code
    err = capsys.readouterr().err.strip("\n")
    assert line in err
    assert "Traceback" not in err
    assert len(err.splitlines()) == (1 if line else 0)


def test_usage_error_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown option is a usage error that names it."""
    assert run(_command(), ["--nonsense"]) == 2
    assert "--nonsense" in capsys.readouterr().err


@pytest.mark.parametrize("error", [RuntimeError("odd"), TableMissingError("gone")])
def test_debug_shows_the_traceback(
    error: Exception, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`ENTITY_CHECK_DEBUG=1` asks for the traceback of any failure."""
    monkeypatch.setenv("ENTITY_CHECK_DEBUG", "1")
    run(_command(error), [])
    assert "Traceback (most recent call last)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Ångström 海康 Œuvre", "Ångström 海康 Œuvre", id="letters-stay"),
        pytest.param("Hua\u200bwei", "Hua\\u200bwei", id="zero-width-shows"),
        pytest.param("a\x1b[31mred\x07", "a\\x1b[31mred\\x07", id="escape-sequence"),
        pytest.param("two\nlines\tand\u00a0blanks", "two lines and blanks", id="white-space"),
        pytest.param("\u202egpj.exe", "\\u202egpj.exe", id="bidi-override"),
        pytest.param("bad \ud800", "bad \\ud800", id="lone-surrogate"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    """Nothing in a vendor name can steer the terminal or hide in it."""
    assert printable(text) == shown


def _python(code: str, *, stdout: int, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-c", textwrap.dedent(code)]
    merged = {**os.environ, **(env or {})}
    return subprocess.Popen(program, stdout=stdout, stderr=subprocess.PIPE, cwd=ROOT, env=merged)


PRINTS_MUCH = """
    import sys, click
    from addin.terminal import run, say

    @click.command()
    def command():
        for number in range(200_000):
            say(f"line {number}")
        return 1

    sys.exit(run(command, []))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX pipes")
def test_closed_pipe_is_quiet_and_keeps_the_code() -> None:
    """`entity-check ... | head -1` prints no complaint and still ends with its own code."""
    with _python(PRINTS_MUCH, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"line 0\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 1


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_any_console_encoding(encoding: str) -> None:
    """A console that cannot show a letter shows its escape."""
    code = """
        import sys, click
        from addin.terminal import run, say
        sys.exit(run(click.Command("c", callback=lambda: say("海康 é")), []))
    """
    with _python(code, stdout=subprocess.PIPE, env={"PYTHONIOENCODING": encoding}) as process:
        out, err = process.communicate(timeout=30)
    assert err == b""
    assert process.returncode == 0
    assert out.decode(encoding).strip() in {"海康 é", "\\u6d77\\u5eb7 é", "\\u6d77\\u5eb7 \\xe9"}


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_signals_unwind(number: str, code: int, tmp_path: Path) -> None:
    """Ctrl-C, a polite kill and a closed terminal all run the clean-up code on their way out."""
    debris = tmp_path / "debris"
    program = f"""
        import sys, time, click
        from pathlib import Path
        from addin.terminal import run

        def work():
            debris = Path({str(debris)!r})
            debris.touch()
            try:
                time.sleep(30)
            finally:
                time.sleep(0.3)
                debris.unlink()

        sys.exit(run(click.Command("c", callback=work), []))
    """
    with _python(program, stdout=subprocess.PIPE) as process:
        until = time.monotonic() + 20
        while not debris.exists() and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(getattr(signal, number))
        if number == "SIGHUP":  # a closed terminal sends it twice
            time.sleep(0.1)
            process.send_signal(signal.SIGHUP)
        _, err = process.communicate(timeout=20)
    assert process.returncode == code
    assert b"Traceback" not in err
    assert not debris.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
def test_nohup_is_respected() -> None:
    """Whoever had SIGHUP ignored goes on when the terminal closes."""
    code = """
        import os, signal, sys, click
        from addin.terminal import run
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        sys.exit(run(click.Command("c", callback=lambda: os.kill(os.getpid(), signal.SIGHUP) or 5), []))
    """
    with _python(code, stdout=subprocess.PIPE) as process:
        process.communicate(timeout=20)
    assert process.returncode == 5


SAYS_AND_WARNS = """
    import sys, click
    from addin.terminal import run, say, warn

    def work():
        warn("careful")
        say("result", done="The work is done.")
        return 5

    sys.exit(run(click.Command("c", callback=work), {args}))
"""


@pytest.mark.parametrize(
    ("args", "done"),
    [pytest.param([], " The work is done.", id="result"), pytest.param(["--help"], "", id="help")],
)
def test_output_that_cannot_be_written(args: list[str], done: str, tmp_path: Path) -> None:
    """A full disk behind `>`: a code of its own, and what is done is said. Here the stream may only be read."""
    (tmp_path / "read-only").touch()
    with (tmp_path / "read-only").open("rb") as full:
        process = _python(SAYS_AND_WARNS.format(args=args), stdout=full.fileno())
        with process:
            _, err = process.communicate(timeout=30)
    assert process.returncode == 74
    line = err.decode().splitlines()[-1]
    assert line.startswith("Error: Standard output cannot be written (Bad file descriptor)")
    assert line.endswith(f"not complete.{done}")
    assert "Traceback" not in err.decode()


@pytest.mark.parametrize(
    ("args", "code"), [pytest.param([], 5, id="warning"), pytest.param(["--nonsense"], 2, id="usage")]
)
def test_errors_that_cannot_be_written_change_nothing(args: list[str], code: int, tmp_path: Path) -> None:
    """A full disk behind `2>`: the code is what it would have been, never 1."""
    (tmp_path / "read-only").touch()
    program = [sys.executable, "-c", textwrap.dedent(SAYS_AND_WARNS.format(args=args))]
    with (tmp_path / "read-only").open("rb") as full:
        done = subprocess.run(program, stdout=subprocess.PIPE, stderr=full.fileno(), check=False, cwd=ROOT)
    assert done.returncode == code


@pytest.mark.skipif(sys.platform == "win32", reason="Windows hands over text, not bytes")
@pytest.mark.parametrize("word", ["Hikvision", "海康", "Ångström"])
def test_typed_words_survive_a_locale_without_utf8(word: str) -> None:
    """Under an ASCII locale Python hands over escapes of the bytes; they are read as UTF-8."""
    assert typed(word) == word
    code = (
        "import sys; from addin.terminal import typed; sys.exit(typed(sys.argv[1]).encode() != "
        + repr(word.encode())
        + ")"
    )
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    subprocess.run([sys.executable, "-c", code, word], check=True, cwd=ROOT, env=env)


@pytest.mark.skipif(sys.platform == "win32", reason="closes streams as a POSIX shell does")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_change_nothing(closed: str) -> None:
    """A shell may close either stream before the program starts."""
    code = "import sys, click; from addin.terminal import run, say, warn; "
    code += "sys.exit(run(click.Command('c', callback=lambda: (say('a'), warn('b'), 5)[2]), []))"
    done = subprocess.run(["sh", "-c", f'"$0" -c "$1" {closed}', sys.executable, code], check=False, cwd=ROOT)
    assert done.returncode == 5
