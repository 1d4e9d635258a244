"""Certificates that prove nothing, a company's own authority, and the proxies between."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import trustme

from screening.errors import (
    FetchError,
    RequestRefusedError,
    SettingError,
    TooSlowError,
    UnreachableError,
    UntrustedServerError,
)
from screening.update.fetch import Fetched, fetch
from screening.update.proxies import proxy_for
from screening.update.rules import Rules, ca_path_of
from tests.screening.update.conftest import FakeClock, Serve, rules_for
from tests.screening.update.loopback import CSV, Server, Visit, head, server_context

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from pathlib import Path


def gives(visit: Visit) -> None:
    """Give the file."""
    visit.read()
    visit.answer("200 OK", CSV)


def test_a_trusted_server_gives_the_file(serve: Serve, ca_file: Path) -> None:
    """The authority is named in the rules."""
    server = serve(gives, tls=True)
    fetched = fetch(server.url, rules_for(server, ca_path=ca_file))
    assert isinstance(fetched, Fetched)
    assert fetched.content == CSV


def _self_signed(_authority: trustme.CA) -> ssl.SSLContext:
    return server_context(trustme.CA())


def _another_host(authority: trustme.CA) -> ssl.SSLContext:
    return server_context(authority, authority.issue_cert("elsewhere.test"))


def _expired(authority: trustme.CA) -> ssl.SSLContext:
    past = datetime(2020, 1, 1, tzinfo=UTC)
    return server_context(authority, authority.issue_cert("localhost", not_before=past, not_after=past))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(_self_signed, "certificate", id="unknown-authority"),
        pytest.param(_another_host, "[Hh]ostname mismatch", id="another-host"),
        pytest.param(_expired, "expired", id="expired"),
    ],
)
def test_a_certificate_that_proves_nothing(
    serve: Serve, authority: trustme.CA, ca_file: Path, make: Callable[[trustme.CA], ssl.SSLContext], words: str
) -> None:
    """Nothing is sent, and nothing is taken."""
    server = serve(gives, context=make(authority))
    with pytest.raises(UntrustedServerError, match=words) as caught:
        fetch(server.url, rules_for(server, ca_path=ca_file, max_retries=5))
    assert "localhost" in str(caught.value)
    assert [visit.request for visit in server.visits] == []


def test_without_a_file_the_systems_authorities_count(serve: Serve) -> None:
    """They do not know the authority of a test."""
    server = serve(gives, tls=True)
    with pytest.raises(UntrustedServerError, match="name its certificates as ca_file"):
        fetch(server.url, rules_for(server))


def test_the_systems_authorities_are_honoured(serve: Serve, ca_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenSSL finds them through this variable; Windows and macOS have stores of their own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(ca_file))
    server = serve(gives, tls=True)
    assert isinstance(fetch(server.url, rules_for(server)), Fetched)


@pytest.mark.parametrize("content", [None, "", "no certificate"], ids=["missing", "empty", "no-pem"])
def test_a_file_of_authorities_that_is_none(tmp_path: Path, content: str | None) -> None:
    """It is named before anybody is asked."""
    path = tmp_path / "authority.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SettingError, match=r"authority\.pem.* PEM"):
        fetch("https://lists.test/", rules_for(hosts=frozenset({"lists.test"}), ca_path=path))


@pytest.mark.parametrize(
    ("environ", "path"),
    [
        pytest.param({"REQUESTS_CA_BUNDLE": "a", "SSL_CERT_FILE": "b"}, "a", id="bundle-first"),
        pytest.param({"REQUESTS_CA_BUNDLE": "", "SSL_CERT_FILE": "b"}, "b", id="empty-is-none"),
        pytest.param({"SSL_CERT_DIR": "c"}, "c", id="folder"),
        pytest.param({}, None, id="none"),
    ],
)
def test_environment_names_the_authorities(environ: dict[str, str], path: str | None) -> None:
    """As other programs read it."""
    found = ca_path_of(environ)
    assert (str(found) if found else None) == path


def test_a_server_that_does_not_speak_tls(serve: Serve, ca_file: Path) -> None:
    """It answers in plain HTTP where TLS is expected."""

    def script(visit: Visit) -> None:
        visit.send(head("400 Bad Request"))
        visit.stall()

    server = serve(script)
    with pytest.raises(UnreachableError, match="no secure connection to localhost"):
        fetch(_tls_url(server), _tls_rules(server, ca_file))


def test_a_server_that_never_shakes_hands(serve: Serve, ca_file: Path) -> None:
    """It takes the connection and is silent, or drips."""
    silent = serve(Visit.stall)
    with pytest.raises(UnreachableError, match=r"does not answer within 0\.05 seconds"):
        fetch(_tls_url(silent), _tls_rules(silent, ca_file, connect_seconds=0.05))

    def script(visit: Visit) -> None:
        visit.send(b"\x16\x03\x03\x40\x00")
        visit.drip(b"\x02")

    dripping = serve(script)
    hasty = FakeClock(tick=500)
    with pytest.raises((TooSlowError, UnreachableError)):
        fetch(_tls_url(dripping), _tls_rules(dripping, ca_file), clock=hasty.clock)


def test_a_server_that_closes_before_it_shakes_hands(serve: Serve, ca_file: Path) -> None:
    """The client's first message goes nowhere."""
    server = serve(lambda _visit: None)
    with pytest.raises(UnreachableError, match="cannot be reached"):
        fetch(_tls_url(server), _tls_rules(server, ca_file))


def test_a_secure_answer_that_is_cut(serve: Serve, ca_file: Path) -> None:
    """TLS alone would take the cut for the end."""

    def script(visit: Visit) -> None:
        visit.read()
        visit.send(head("200 OK", f"Content-Length: {len(CSV)}") + CSV[:-5])

    server = serve(script, tls=True)
    with pytest.raises(FetchError, match=r"not whole|broke"):
        fetch(server.url, rules_for(server, ca_path=ca_file))


def proxying(target: Server) -> Callable[[Visit], None]:
    """Return the script of a proxy that lets through to `target`."""

    def script(visit: Visit) -> None:
        visit.read()
        visit.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        visit.tunnel(target.port)

    return script


def test_a_proxy_of_the_rules(serve: Serve, ca_file: Path) -> None:
    """It sees the host and the password for itself, and nothing of what passes."""
    server = serve(gives, tls=True)
    proxy = serve(proxying(server))
    rules = rules_for(server, ca_path=ca_file, proxy=f"http://me:p%40ss@127.0.0.1:{proxy.port}")
    assert isinstance(fetch(server.url, rules), Fetched)
    seen = proxy.visits[0].request
    assert seen.startswith(f"CONNECT localhost:{server.port} HTTP/1.")
    assert f"Proxy-Authorization: Basic {base64.b64encode(b'me:p@ss').decode()}" in seen
    assert "list.csv" not in seen
    assert "Proxy-Authorization" not in server.visits[0].request
    assert len(server.visits) == 1


def test_a_proxy_of_the_environment(serve: Serve, ca_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTPS_PROXY names it, and NO_PROXY names hosts that are asked directly."""
    server = serve(gives, tls=True)
    proxy = serve(proxying(server))
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    assert isinstance(fetch(server.url, rules_for(server, ca_path=ca_file)), Fetched)
    assert len(proxy.visits) == 1
    monkeypatch.setenv("NO_PROXY", "localhost")
    assert isinstance(fetch(server.url, rules_for(server, ca_path=ca_file)), Fetched)
    monkeypatch.delenv("NO_PROXY")
    assert isinstance(fetch(server.url, rules_for(server, ca_path=ca_file, proxy="")), Fetched)
    assert len(proxy.visits) == 1


def test_a_certificate_is_checked_behind_a_proxy_too(serve: Serve, ca_file: Path) -> None:
    """A proxy that reads along needs an authority that is trusted."""
    server = serve(gives, context=_self_signed(trustme.CA()))
    proxy = serve(proxying(server))
    rules = rules_for(server, ca_path=ca_file, proxy=f"http://127.0.0.1:{proxy.port}")
    with pytest.raises(UntrustedServerError, match="certificate of localhost"):
        fetch(server.url, rules)


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        pytest.param(head("403 Forbidden"), RequestRefusedError, "allow localhost", id="refuses"),
        pytest.param(head("407 Sign in"), RequestRefusedError, "name user and password", id="wants-a-password"),
        pytest.param(head("502 Bad Gateway"), RequestRefusedError, "status 502", id="cannot"),
        pytest.param(b"", UnreachableError, "ends the connection at once", id="closes"),
        pytest.param(b"garbage\r\n\r\n", UnreachableError, "cannot be reached", id="garbage"),
        pytest.param(head("200 OK", "X: " + "y" * 70000), UnreachableError, "answer as it must", id="huge-header"),
    ],
)
def test_a_proxy_that_refuses(serve: Serve, ca_file: Path, answer: bytes, error: type[FetchError], words: str) -> None:
    """The message names the proxy, never its password."""
    server = serve(gives, tls=True)

    def script(visit: Visit) -> None:
        visit.read()
        visit.send(answer)

    proxy = serve(script)
    rules = rules_for(server, ca_path=ca_file, proxy=f"http://me:secret@127.0.0.1:{proxy.port}")
    with pytest.raises(error, match=words) as caught:
        fetch(server.url, rules)
    assert f"127.0.0.1:{proxy.port}" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert server.visits == []


def _drips_status(visit: Visit) -> None:
    visit.read()
    visit.drip(b"H")


@pytest.mark.parametrize("script", [Visit.stall, _drips_status])
def test_a_proxy_that_hangs(serve: Serve, ca_file: Path, script: Callable[[Visit], None]) -> None:
    """Silent, or dripping without an end of its line."""
    server = serve(gives, tls=True)
    proxy = serve(script)
    rules = rules_for(server, ca_path=ca_file, proxy=f"127.0.0.1:{proxy.port}")
    hasty = FakeClock(tick=500)
    with pytest.raises(TooSlowError):
        fetch(server.url, rules, clock=hasty.clock)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        pytest.param("socks5://127.0.0.1:1080", "socks5://127.0.0.1:1080", id="socks"),
        pytest.param("https://me:secret@proxy.test:8080", "proxy.test:8080", id="https"),
        pytest.param("http://proxy.test:port", "http://proxy.test:port", id="port"),
        pytest.param("http://", "http://", id="empty"),
    ],
)
def test_a_proxy_that_cannot_be_used(address: str, shown: str) -> None:
    """It is an error of the settings, and no password is shown."""
    with pytest.raises(SettingError) as caught:
        proxy_for("lists.test", Rules(hosts=frozenset(), proxy=address))
    assert repr(shown) in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(caught.value)


def test_no_password_in_the_words_of_a_proxy() -> None:
    """Nor in what a traceback would show."""
    proxy = proxy_for("lists.test", Rules(hosts=frozenset(), proxy="http://me:secret@proxy.test:8080"))
    assert str(proxy) == "proxy.test:8080"
    assert "Basic" not in repr(proxy)


def _tls_url(server: Server) -> str:
    return f"https://localhost:{server.port}/list.csv"


def _tls_rules(server: Server, ca_file: Path, **changes: float) -> Rules:
    return rules_for(hosts=frozenset({f"localhost:{server.port}"}), ca_path=ca_file, **changes)
