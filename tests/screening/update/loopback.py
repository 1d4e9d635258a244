"""Servers on this machine, good and bad ones, for the tests of the room that uses the network."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import threading
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import trustme

CSV = b"_id,source,name\r\n" + b"1,List,Kvarn Borealis\r\n" * 400
"""Invented rows, large enough to be cut in the middle."""

_GIVE_UP = 20.0  # a server that is left alone by a broken test ends all the same


class Visit:
    """One connection, from the server's side.

    Attributes:
        request: Its request line and headers as they came, "" if none was read.
        number: How many connections came before it.
    """

    def __init__(self, sock: socket.socket, number: int, closing: threading.Event) -> None:
        self._sock = sock
        self._closing = closing
        self.number = number
        self.request = ""

    def read(self) -> str:
        """Read a request up to its blank line."""
        data = b""
        while b"\r\n\r\n" not in data:
            piece = self._sock.recv(4096)
            if not piece:
                break
            data += piece
        self.request = data.decode("latin-1")
        return self.request

    def send(self, data: bytes) -> None:
        """Send `data` as it is."""
        self._sock.sendall(data)

    def answer(self, status: str = "200 OK", body: bytes = b"", *headers: str) -> None:
        """Send a whole answer with its length."""
        self.send(head(status, f"Content-Length: {len(body)}", *headers) + body)

    def stall(self) -> None:
        """Send nothing until the client leaves or the test ends."""
        with contextlib.suppress(OSError):
            self._sock.settimeout(_GIVE_UP)
            while self._sock.recv(4096):
                pass

    def drip(self, data: bytes = b" ") -> None:
        """Send `data` again and again until the client leaves or the test ends."""
        while not self._closing.wait(0.005):
            self.send(data)

    def flood(self, data: bytes) -> None:
        """Send `data` without end, as fast as it goes."""
        while not self._closing.is_set():
            self.send(data)

    def tunnel(self, port: int) -> None:
        """Be a proxy's tunnel to `port` on this machine."""
        with socket.create_connection(("127.0.0.1", port), timeout=_GIVE_UP) as far:
            back = threading.Thread(target=_pump, args=(far, self._sock))
            back.start()
            _pump(self._sock, far)
            back.join()


def head(status: str, *headers: str) -> bytes:
    """Return the head of an answer."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode("latin-1")


def zipped(data: bytes) -> bytes:
    """Return `data` as gzip."""
    return gzip.compress(data, mtime=0)


def bomb(size: int, window: int) -> bytes:
    """Return `size` bytes of nothing, packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    return b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)), packer.flush()])


@dataclass
class Server:
    """A server on a free port of this machine.

    Attributes:
        script: What it does with each connection.
        context: Its TLS settings, None for plain HTTP.
        visits: What came, in order.
        port: Where it listens.
    """

    script: Callable[[Visit], None]
    context: ssl.SSLContext | None = None
    visits: list[Visit] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        """Address of a file on it."""
        return f"{'https' if self.context else 'http'}://{self.place}/list.csv"

    @property
    def place(self) -> str:
        """Host and port."""
        return f"{'localhost' if self.context else '127.0.0.1'}:{self.port}"

    @contextlib.contextmanager
    def running(self) -> Iterator[Server]:
        """Serve until the end of the block; every thread and socket is gone then."""
        closing = threading.Event()
        threads: list[threading.Thread] = []
        open_socks: list[socket.socket] = []
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
            acceptor = threading.Thread(target=self._accept, args=(listener, closing, threads, open_socks))
            acceptor.start()
            try:
                yield self
            finally:
                closing.set()
                with socket.create_connection(("127.0.0.1", self.port)):
                    acceptor.join()
                for sock in open_socks:
                    with contextlib.suppress(OSError):
                        sock.shutdown(socket.SHUT_RDWR)
                for thread in threads:
                    thread.join()

    def _accept(
        self,
        listener: socket.socket,
        closing: threading.Event,
        threads: list[threading.Thread],
        open_socks: list[socket.socket],
    ) -> None:
        while True:
            sock, _ = listener.accept()
            if closing.is_set():
                sock.close()
                return
            open_socks.append(sock)
            thread = threading.Thread(target=self._serve, args=(sock, len(threads), closing))
            threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket, number: int, closing: threading.Event) -> None:
        # A client that leaves in the middle is what many cases are about.
        with contextlib.suppress(OSError), sock:
            sock.settimeout(_GIVE_UP)
            if self.context is None:
                self._visit(sock, number, closing)
            else:
                with self.context.wrap_socket(sock, server_side=True) as wrapped:
                    self._visit(wrapped, number, closing)

    def _visit(self, sock: socket.socket, number: int, closing: threading.Event) -> None:
        visit = Visit(sock, number, closing)
        self.visits.append(visit)
        self.script(visit)


def server_context(authority: trustme.CA, certificate: trustme.LeafCert | None = None) -> ssl.SSLContext:
    """Return the TLS settings of a server called localhost, or with another certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    (certificate or authority.issue_cert("localhost")).configure_cert(context)
    return context


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
