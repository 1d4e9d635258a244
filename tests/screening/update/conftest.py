"""Rules with short times, a clock that nobody waits for, and authorities made for the test."""

from __future__ import annotations

import dataclasses
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from screening.update.fetch import Clock
from screening.update.rules import Expect, Rules

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

    from tests.screening.update.loopback import Server, Visit


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
