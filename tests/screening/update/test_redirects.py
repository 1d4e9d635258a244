"""Where an address may lead on to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screening.errors import AddressNotAllowedError, RequestRefusedError
from screening.update.address import address_of
from screening.update.fetch import Fetched, fetch
from screening.update.rules import Rules
from tests.screening.update.conftest import Serve, rules_for
from tests.screening.update.loopback import CSV, Visit, head

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def leading(*locations: str) -> Callable[[Visit], None]:
    """Return a script that leads on to each location in turn, and then gives the file."""

    def script(visit: Visit) -> None:
        visit.read()
        if visit.number < len(locations):
            visit.send(head("302 Found", f"Location: {locations[visit.number]}", "Content-Length: 0"))
        else:
            visit.answer("200 OK", CSV)

    return script


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"])
def test_a_redirect_within_the_host_is_followed(serve: Serve, status: str) -> None:
    """The condition goes along, because the last answer is the one that it came from."""

    def script(visit: Visit) -> None:
        if "/list.csv" in visit.read():
            visit.send(head(status, "Location: other.csv?sig=a%2Fb", "Content-Length: 0"))
        else:
            visit.answer("200 OK", CSV)

    server = serve(script)
    fetched = fetch(server.url, rules_for(server))
    assert isinstance(fetched, Fetched)
    assert fetched.content == CSV
    assert fetched.final_url == f"http://{server.place}/other.csv?sig=a%2Fb"
    assert [visit.request.split()[1] for visit in server.visits] == ["/list.csv", "/other.csv?sig=a%2Fb"]


def test_a_redirect_to_another_allowed_host_is_followed(serve: Serve) -> None:
    """As OFAC's exports lead on to a store of files."""
    store = serve(leading())
    server = serve(leading(store.url))
    fetched = fetch(server.url, rules_for(server, store))
    assert isinstance(fetched, Fetched)
    assert fetched.final_url == store.url


def test_a_redirect_to_a_foreign_host_is_not_followed(serve: Serve) -> None:
    """The foreign host is not even connected to."""
    foreign = serve(leading())
    server = serve(leading(foreign.url))
    with pytest.raises(AddressNotAllowedError, match="not on the allow-list") as caught:
        fetch(server.url, rules_for(server))
    assert f"{server.url} led on to it" in str(caught.value)
    assert f"add {foreign.place}" in str(caught.value)
    assert foreign.visits == []


@pytest.mark.parametrize("locations", [["/list.csv"], ["/a", "/b", "/a"]], ids=["itself", "circle"])
def test_a_circle_is_noticed(serve: Serve, locations: list[str]) -> None:
    """Before the number of redirects is used up."""
    server = serve(leading(*locations))
    with pytest.raises(AddressNotAllowedError, match="in a circle"):
        fetch(server.url, rules_for(server, max_redirects=20))
    assert len(server.visits) == len(locations)


def test_as_many_redirects_as_allowed(serve: Serve) -> None:
    """Three are followed where three are allowed, a fourth is not."""
    server = serve(leading("/a", "/b", "/c"))
    assert isinstance(fetch(server.url, rules_for(server, max_redirects=3)), Fetched)
    server = serve(leading("/a", "/b", "/c", "/d"))
    with pytest.raises(AddressNotAllowedError, match="leads on more than 3 times"):
        fetch(server.url, rules_for(server, max_redirects=3))


def test_never_from_https_to_http(serve: Serve, ca_file: Path) -> None:
    """Not even to this machine, where plain HTTP is allowed otherwise."""
    plain = serve(leading())
    server = serve(leading(plain.url), tls=True)
    with pytest.raises(AddressNotAllowedError, match="from https to plain http"):
        fetch(server.url, rules_for(server, plain, ca_path=ca_file))
    assert plain.visits == []


ALLOWED = Rules(hosts=frozenset({"lists.test", "mirror.test:8443", "[::1]:8080"}), allow_plain_loopback=True)


@pytest.mark.parametrize(
    ("url", "place", "target"),
    [
        pytest.param("https://lists.test/a.csv", "lists.test", "/a.csv", id="plain"),
        pytest.param("https://LISTS.test:443", "lists.test", "/", id="usual-port"),
        pytest.param("https://mirror.test:8443/x?part=744#top", "mirror.test:8443", "/x?part=744", id="own-port"),
        pytest.param("http://[::1]:8080/a", "[::1]:8080", "/a", id="loopback"),
    ],
)
def test_allowed_addresses(url: str, place: str, target: str) -> None:
    """Host and port must both be allowed."""
    address = address_of(url, ALLOWED)
    assert (address.place, address.target) == (place, target)
    assert "#" not in address.url


@pytest.mark.parametrize(
    ("url", "words"),
    [
        pytest.param("http://lists.test/a.csv", "is not HTTPS", id="http"),
        pytest.param("http://127.0.0.1.lists.test/a", "is not HTTPS", id="looks-like-loopback"),
        pytest.param("ftp://lists.test/a.csv", "is not HTTPS", id="ftp"),
        pytest.param("file:///etc/hosts", "no address", id="file"),
        pytest.param("lists.test/a.csv", "no address", id="no-scheme"),
        pytest.param("", "no address", id="empty"),
        pytest.param("https://", "no address", id="no-host"),
        pytest.param("https://lists.test:port/", "no address", id="bad-port"),
        pytest.param("https://lists.test:70000/", "no address", id="port-too-large"),
        pytest.param("https://lists.test/a b", "no address", id="blank"),
        pytest.param("https://lists.test/a\r\nX: y", "no address", id="line-break"),
        pytest.param("https://lists.test\\@evil.test/", "no address", id="backslash"),
        pytest.param("https://lístas.test/", "no address", id="other-letters"),
        pytest.param("https://lists.test@evil.test/", "user or a password", id="user"),
        pytest.param("https://lists.test.evil.test/", "not on the allow-list", id="longer-name"),
        pytest.param("https://a.lists.test/", "not on the allow-list", id="sub-name"),
        pytest.param("https://lists.test./", "not on the allow-list", id="trailing-dot"),
        pytest.param("https://lists.test:8443/", "not on the allow-list", id="other-port"),
        pytest.param("https://mirror.test/", "not on the allow-list", id="without-its-port"),
    ],
)
def test_addresses_that_are_not_asked(url: str, words: str) -> None:
    """Each is refused before anything is sent."""
    with pytest.raises(AddressNotAllowedError, match=words):
        address_of(url, ALLOWED)


def test_a_password_in_an_address_is_not_shown() -> None:
    """Neither where the rest is well formed, nor where it is not."""
    for url in ("https://me:secret@lists.test/", "https://me:secret@lists.test:port/", "me:secret@x y"):
        with pytest.raises(AddressNotAllowedError) as caught:
            address_of(url, ALLOWED)
        assert "secret" not in str(caught.value)


def test_plain_http_to_this_machine_only_where_the_rules_say_so(serve: Serve) -> None:
    """The tests need it; nobody else does."""
    server = serve(leading())
    with pytest.raises(AddressNotAllowedError, match="is not HTTPS"):
        fetch(server.url, rules_for(server, allow_plain_loopback=False))
    assert server.visits == []


def test_a_signed_address_is_asked_whole_and_shown_short(serve: Serve) -> None:
    """A signature is long, and a secret for a while; the part of a title is neither."""
    signature = "X-Amz-Signature=" + "0123456789abcdef" * 8

    def script(visit: Visit) -> None:
        visit.read()
        if visit.number:
            visit.send(head("403 Forbidden", "Content-Length: 0"))
        else:
            visit.send(head("302 Found", f"Location: /store.csv?{signature}", "Content-Length: 0"))

    server = serve(script)
    with pytest.raises(RequestRefusedError, match=r"/store\.csv\?\.\.\. refuses"):
        fetch(server.url, rules_for(server))
    assert signature in server.visits[1].request
    assert address_of("https://lists.test/a?part=744", ALLOWED).shown == "https://lists.test/a?part=744"
