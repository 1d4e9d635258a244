"""What goes wrong below: the exceptions of sockets, TLS and HTTP, in one plain line each."""

from __future__ import annotations

import re
import socket
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import BadStatusLine, HTTPException, IncompleteRead, LineTooLong, RemoteDisconnected
from typing import TYPE_CHECKING

from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
)
from urllib3.exceptions import IncompleteRead as ShortBody
from urllib3.util.ssl_match_hostname import CertificateError

from screening.errors import (
    BadAnswerError,
    FetchError,
    RequestRefusedError,
    TooSlowError,
    UnreachableError,
    UntrustedServerError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening.update.rules import Rules

__all__ = ["PassingError", "Stage", "plain_errors"]

_OFFLINE = "hand the file over with --offline"
_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
_SIGN_IN = 407


class PassingError(Exception):
    """A failure that may be gone when the same is asked again; never leaves this room.

    Attributes:
        error: What is raised if it stays.
        wait: Seconds that the server asks to wait, None if it does not say.
    """

    def __init__(self, error: FetchError, wait: float | None = None) -> None:
        """Wrap `error`."""
        super().__init__(error, wait)
        self.error = error
        self.wait = wait


@dataclass(slots=True)
class Stage:
    """How far a request has come.

    Attributes:
        url: The address that is asked.
        host: Its host.
        proxy: Host and port of the proxy, "" for none.
        connected: Whether the connection stands, through proxy and TLS.
    """

    url: str
    host: str
    proxy: str = ""
    connected: bool = False

    @property
    def peer(self) -> str:
        """Whom the socket is connected to."""
        return f"the proxy {self.proxy}" if self.proxy else self.host


@contextmanager
def plain_errors(stage: Stage, rules: Rules) -> Iterator[None]:
    """Turn what the layers below raise into errors of ours.

    Raises:
        FetchError: It will not pass by itself.
        PassingError: It may.
    """
    try:
        yield
    except (HTTPError, HTTPException, OSError) as error:
        raise _plain(_cause(error), stage, rules) from error


def _cause(error: Exception) -> Exception:
    """Return what `error` was made of, since urllib3 wraps what it met in errors of its own."""
    inner = error.args[-1] if error.args else None
    if isinstance(error, HTTPError) and isinstance(inner, HTTPError | HTTPException | OSError):
        return _cause(inner)
    return error


def _plain(error: Exception, stage: Stage, rules: Rules) -> Exception:
    if isinstance(error, ssl.SSLCertVerificationError | CertificateError):
        return _untrusted(error, stage)
    # To urllib3, a refused connection is a kind of timeout.
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError | TimeoutError) and not isinstance(
        error, NewConnectionError
    ):
        return _slow(stage, rules)
    if not stage.connected:
        return _unconnected(error, stage)
    return _unanswered(error, stage)


def _untrusted(error: Exception, stage: Stage) -> FetchError:
    why = str(getattr(error, "verify_message", "") or error).strip().rstrip(".") or "not trusted"
    return UntrustedServerError(
        f"The certificate of {stage.host} does not prove that it is {stage.host} ({why}), so {stage.url} was not "
        "fetched; if your company reads encrypted traffic, name its certificates as ca_file in sources.toml, otherwise "
        f"check this computer's clock, or {_OFFLINE}."
    )


def _slow(stage: Stage, rules: Rules) -> Exception:
    if not stage.connected:
        return UnreachableError(
            f"{stage.peer} does not answer within {rules.connect_seconds:g} seconds, so {stage.url} was not fetched; "
            f"see that the network allows it and which proxy is needed, or {_OFFLINE}."
        )
    return PassingError(
        TooSlowError(
            f"{stage.url} sent nothing for {rules.idle_seconds:g} seconds and was given up; try again later, or "
            f"{_OFFLINE}."
        )
    )


def _unconnected(error: Exception, stage: Stage) -> Exception:
    tunnel = _TUNNEL.search(str(error))
    if tunnel:
        return _no_tunnel(int(tunnel[1]), stage)
    if isinstance(error, NameResolutionError | socket.gaierror):
        why = f"the name of {stage.peer} is not known here"
    elif isinstance(error, ssl.SSLError):
        why = f"no secure connection to {stage.host} comes about ({error.reason or 'it does not speak TLS'})"
    elif isinstance(error, NewConnectionError):
        why = f"{stage.peer} takes no connection"
    elif isinstance(error, OSError | BadStatusLine):
        why = f"{stage.peer} ends the connection at once"
    else:
        why = f"{stage.peer} does not answer as it must"
    return UnreachableError(
        f"{stage.url} cannot be reached: {why}; see that this computer is in the network and which proxy it needs, or "
        f"{_OFFLINE}."
    )


def _no_tunnel(status: int, stage: Stage) -> FetchError:
    if status == _SIGN_IN:
        then = f"name user and password in the proxy's address, or {_OFFLINE}"
    else:
        then = f"ask who runs the proxy to allow {stage.host}, or {_OFFLINE}"
    return RequestRefusedError(f"The proxy {stage.proxy} does not let {stage.url} through (status {status}); {then}.")


def _unanswered(error: Exception, stage: Stage) -> Exception:
    if isinstance(error, RemoteDisconnected | ConnectionError):
        return PassingError(
            UnreachableError(f"{stage.url} ended the connection without a whole answer; try again, or {_OFFLINE}.")
        )
    if isinstance(error, LineTooLong) or "got more than" in str(error):
        return BadAnswerError(
            f"{stage.url} sends headers without end, so it was given up; see which proxy stands between, or {_OFFLINE}."
        )
    if isinstance(error, IncompleteRead | ShortBody) or "prematurely" in str(error):
        return PassingError(
            BadAnswerError(
                f"{stage.url} stopped in the middle of its answer, so the file is not whole; try again, or {_OFFLINE}."
            )
        )
    if isinstance(error, OSError):
        return PassingError(
            UnreachableError(f"The connection to {stage.host} broke while {stage.url} was fetched; try again.")
        )
    return BadAnswerError(
        f"{stage.url} does not answer as HTTP demands, so its answer is not used; see which proxy stands between, or "
        f"{_OFFLINE}."
    )
