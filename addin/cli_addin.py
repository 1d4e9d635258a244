"""The command line's `entity-check addin`: build, install, uninstall, doctor."""

from __future__ import annotations

import json
from pathlib import Path

import click

from addin.exit_codes import DONE, FAIL_ON
from addin.terminal import printable, say

__all__ = ["addin_group"]

_PATH = click.Path(path_type=Path, readable=False)


@click.group("addin")
def addin_group() -> None:
    """Build, install and examine the Excel add-in."""


@addin_group.command()
@click.option(
    "-o",
    "--out",
    type=_PATH,
    default=Path("EntityCheck.xlam"),
    show_default=True,
    metavar="PATH",
    help="Where to write the add-in; it must end in .xlam. An older one is replaced.",
)
@click.option(
    "--interpreter",
    metavar="PATH",
    help="The Python that Excel starts on Windows, as a path on the machine where the add-in will be used. "
    "Default: the one on the search path there.",
)
@click.option("--show-console", is_flag=True, help="Show Python's window, for finding faults.")
def build(*, out: Path, interpreter: str | None, show_console: bool) -> None:
    """Build the add-in, for example to hand it out to other machines.

    Equal options and versions give equal bytes. To use it on this machine, install it instead.
    """
    from addin.build import AddinOptions, build_addin

    if out.suffix.lower() != ".xlam":
        raise click.BadParameter("The name must end in .xlam, by which Excel knows an add-in.", param_hint="--out")
    options = AddinOptions(interpreter=interpreter or "python", show_console=show_console)
    path = build_addin(out, options)
    say(f"The add-in is {printable(str(path))} ({path.stat().st_size:,} bytes)", done=f"{path} is complete.")


@addin_group.command()
@click.option(
    "--place",
    type=click.Choice(["xlstart", "addins"]),
    default="xlstart",
    show_default=True,
    help="On Windows: the folder XLSTART, which Excel trusts and opens by itself; or the folder AddIns, with a value "
    "in the registry.",
)
def install(*, place: str) -> None:
    """Install the add-in for this user; no administrator is needed."""
    from addin.install import Place
    from addin.install import install as put
    from addin.machine import Machine
    from addin.session import session

    report = put(Machine.this(), Place(place))
    session().screener()  # builds the index now, so that the first formula need not wait for it
    say("\n".join(map(printable, (*report.done, *report.next))), done="The add-in is installed.")


@addin_group.command()
def uninstall() -> None:
    """Remove the add-in and everything that it left on this machine."""
    from addin.install import uninstall as take
    from addin.machine import Machine

    report = take(Machine.this())
    say("\n".join(map(printable, (*report.done, *report.next))), done="The add-in is removed.")


@addin_group.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def doctor(*, as_json: bool) -> int:
    """Say what works here and what does not, with a remedy for each.

    The exit code is 1 if anything is wrong.
    """
    from addin.doctor import as_data, examine, worded
    from addin.machine import Machine
    from addin.session import session

    findings = examine(Machine.this(), session())
    say(json.dumps(as_data(findings), indent=2) if as_json else worded(findings))
    return DONE if all(finding.ok for finding in findings) else FAIL_ON
