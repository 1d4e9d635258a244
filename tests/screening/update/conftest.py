"""Rules with short times, a clock that nobody waits for, and authorities made for the test."""

from __future__ import annotations

import dataclasses
import socket
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import trustme

from screening.update.fetch import Clock
from screening.update.rules import Expect, Rules
from tests.screening.update.loopback import Server, server_context

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.screening.update.loopback import Visit


class Serve(Protocol):
    """Starts a server with a script."""

    def __call__(
        self, script: Callable[[Visit], None], *, tls: bool = False, context: ssl.SSLContext | None = None
    ) -> Server: ...


_PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a proxy of the machine out of the tests."""
    for name in _PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def _this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name but those of this machine is known, so nothing leaves it."""
    resolve = socket.getaddrinfo

    def only_here(host: str, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as the real one
        if host not in {"localhost", "127.0.0.1"}:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return resolve(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", only_here)


@pytest.fixture(autouse=True)
def _nothing_stays_open() -> Iterator[None]:
    """No thread of a fetch is left, so nothing that it opened is."""
    yield
    assert [thread.name for thread in threading.enumerate() if thread.name == "entity-check-fetch"] == []


@dataclass
class FakeClock:
    """A clock that runs by what is slept, and by `tick` at each look."""

    tick: float = 0.0
    time: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        self.time += self.tick
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    @property
    def clock(self) -> Clock:
        return Clock(now=self.now, sleep=self.sleep)


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still unless somebody sleeps."""
    return FakeClock()


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """The authority of the test."""
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    """Its certificate as a file."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def serve(authority: trustme.CA) -> Iterator[Serve]:
    """Start servers that end with the test."""
    with ExitStack() as servers:

        def start(
            script: Callable[[Visit], None], *, tls: bool = False, context: ssl.SSLContext | None = None
        ) -> Server:
            if tls:
                context = server_context(authority)
            return servers.enter_context(Server(script, context).running())

        yield start


def rules_for(*servers: Server, **changes: Any) -> Rules:  # noqa: ANN401 - fields of different types
    """Return rules that allow these servers, with times of fractions of a second."""
    rules = Rules(
        hosts=frozenset(server.place for server in servers),
        expect=Expect.CSV,
        max_received=1 << 20,
        max_content=2 << 20,
        idle_seconds=5,
        connect_seconds=5,
        max_retries=0,
        allow_plain_loopback=True,
    )
    return dataclasses.replace(rules, **changes)
