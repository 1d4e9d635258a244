"""One connection for one request, which another thread can cut at any moment."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from urllib3.connection import HTTPConnection, HTTPSConnection

from screening.update.failures import Stage, plain_errors
from screening.update.proxies import proxy_for

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping

    from urllib3.response import HTTPResponse

    from screening.update.address import Address
    from screening.update.rules import Rules

__all__ = ["Line", "asked"]


class Line:
    """Holds on to the sockets of one attempt, so that it can be ended from outside.

    A timeout of a socket runs anew with each byte, so a server that drips one byte at a
    time would hold us for days; and TLS and proxies wrap the socket in others.
    """

    def __init__(self) -> None:
        """Begin without a socket."""
        self._lock = threading.Lock()
        self._held: socket.socket | None = None
        self._cut = False

    def hold(self, sock: socket.socket) -> None:
        """Keep a second handle on `sock`, which stays good whatever wraps it.

        Raises:
            OSError: The line was cut already.
        """
        with self._lock:
            if self._cut:
                raise OSError("cut")
            self._release()
            self._held = sock.dup()

    def release(self) -> None:
        """Let go of the socket, whose connection is closed elsewhere."""
        with self._lock:
            self._release()

    def cut(self) -> None:
        """End the connection, and refuse every further one; whoever waits for a byte wakes up."""
        with self._lock:
            self._cut = True
            if self._held is not None:
                with suppress(OSError):  # it may be closed by the other side
                    self._held.shutdown(socket.SHUT_RDWR)
            self._release()

    def _release(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None


class _Plain(HTTPConnection):
    """Plain HTTP, to this machine itself."""

    line: Line

    def _new_conn(self) -> socket.socket:
        return _held(super()._new_conn(), self.line)


class _Secure(HTTPSConnection):
    """HTTPS, direct or through a proxy's tunnel."""

    line: Line

    def _new_conn(self) -> socket.socket:
        return _held(super()._new_conn(), self.line)


@contextmanager
def asked(
    address: Address, headers: Mapping[str, str], rules: Rules, trust: ssl.SSLContext, line: Line
) -> Iterator[HTTPResponse]:
    """Ask for `address`, and give the answer with its body yet to be read; all is closed at the end.

    Args:
        address: An allowed address.
        headers: What is sent beside `Host`.
        rules: Times, and the proxy.
        trust: Whose certificates count.
        line: Where the connection can be cut.

    Raises:
        FetchError: There is no answer; also for what goes wrong while the body is read.
        SettingError: The proxy's address cannot be used.
    """
    stage = Stage(address.shown, address.host)
    with plain_errors(stage, rules):
        connection = _connection(address, rules, trust, stage)
        connection.line = line
        response = None
        try:
            connection.connect()
            stage.connected = True
            connection.timeout = rules.idle_seconds
            connection.request("GET", address.target, headers=headers, preload_content=False, decode_content=False)
            response = connection.getresponse()
            yield response
        finally:
            if response is not None:
                response.close()
            connection.close()
            line.release()


def _held(sock: socket.socket, line: Line) -> socket.socket:
    try:
        line.hold(sock)
    except OSError:
        sock.close()
        raise
    return sock


def _connection(address: Address, rules: Rules, trust: ssl.SSLContext, stage: Stage) -> _Plain | _Secure:
    if not address.secure:
        return _Plain(address.host, address.port, timeout=rules.connect_seconds)
    proxy = proxy_for(address.host, rules)
    if proxy is None:
        return _Secure(address.host, address.port, timeout=rules.connect_seconds, ssl_context=trust)
    stage.proxy = str(proxy)
    connection = _Secure(proxy.host, proxy.port, timeout=rules.connect_seconds, ssl_context=trust)
    connection.set_tunnel(address.host, address.port, headers=proxy.headers, scheme="http")
    return connection
