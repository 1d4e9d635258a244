"""Every answer that a server may give: a file, or one plain line, never a hang."""

from __future__ import annotations

import socket
import threading
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from screening.errors import (
    AddressNotAllowedError,
    AnswerTooLargeError,
    BadAnswerError,
    FetchError,
    RequestRefusedError,
    TooSlowError,
    UnreachableError,
)
from screening.update.fetch import Fetched, NotModified, fetch
from screening.update.rules import Expect, Known
from screening.update.unpack import Unpacker
from tests.screening.update.conftest import FakeClock, Serve, rules_for
from tests.screening.update.loopback import CSV, Visit, bomb, head, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

OK = "200 OK"
GZIP = "Content-Encoding: gzip"
DEFLATE = "Content-Encoding: deflate"
CHUNKED = "Transfer-Encoding: chunked"


def answering(data: bytes) -> Callable[[Visit], None]:
    """Return a script that sends `data` and leaves."""

    def script(visit: Visit) -> None:
        visit.read()
        visit.send(data)

    return script


def whole(body: bytes = CSV, *headers: str) -> bytes:
    """Return a whole answer."""
    return head(OK, f"Content-Length: {len(body)}", *headers) + body


def chunks(*parts: bytes) -> bytes:
    """Return a body in chunks, without its end."""
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


RAW = zlib.compressobj(wbits=-15)
BARE_DEFLATE = RAW.compress(CSV) + RAW.flush()


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(whole(), id="plain"),
        pytest.param(whole(CSV, "Content-Type: text/csv"), id="typed"),
        pytest.param(whole(CSV, "Content-Type: application/octet-stream"), id="typed-as-bytes"),
        pytest.param(whole(zipped(CSV), GZIP), id="gzip"),
        pytest.param(whole(zipped(CSV[:100]) + zipped(CSV[100:]), GZIP), id="gzip-of-two-members"),
        pytest.param(whole(zlib.compress(CSV), DEFLATE), id="deflate"),
        pytest.param(whole(BARE_DEFLATE, DEFLATE), id="bare-deflate"),
        pytest.param(head(OK, CHUNKED) + chunks(CSV[:999], CSV[999:]) + b"0\r\n\r\n", id="chunked"),
        pytest.param(head(OK, GZIP) + zipped(CSV), id="gzip-ends-itself"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" + whole(), id="after-continue"),
    ],
)
def test_good_answers_give_the_file(serve: Serve, answer: bytes) -> None:
    """However it travels, the file is the same."""
    server = serve(answering(answer))
    fetched = fetch(server.url, rules_for(server))
    assert isinstance(fetched, Fetched)
    assert fetched.content == CSV
    assert (fetched.url, fetched.final_url) == (server.url, server.url)


def test_exactly_these_headers_are_sent(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user, the machine or the installed table leaves, but what the publisher itself has said."""
    monkeypatch.setattr("importlib.metadata.version", lambda _name: "1.2.3")
    server = serve(answering(whole()))
    known = Known(etag='W/"abc"', last_modified="Fri, 31 Jul 2026 09:00:00 GMT", published="2026-07-31")
    fetch(server.url, rules_for(server), known)
    fetch(server.url, rules_for(server))
    both = [
        "GET /list.csv HTTP/1.1",
        f"Host: {server.place}",
        "Accept: */*",
        "Accept-Encoding: gzip, deflate",
        "User-Agent: entity-check/1.2.3",
    ]
    conditions = ['If-None-Match: W/"abc"', "If-Modified-Since: Fri, 31 Jul 2026 09:00:00 GMT"]
    assert server.visits[0].request.rstrip().split("\r\n") == both + conditions
    assert server.visits[1].request.rstrip().split("\r\n") == both


def test_answer_says_how_to_ask_next_time(serve: Serve) -> None:
    """What the publisher calls its file is kept as it is."""
    modified = "Fri, 31 Jul 2026 09:00:00 GMT"
    server = serve(answering(whole(CSV, 'ETag: "x-1"', f"Last-Modified: {modified}", "Content-Type: text/csv")))
    fetched = fetch(server.url, rules_for(server))
    assert isinstance(fetched, Fetched)
    assert (fetched.etag, fetched.last_modified, fetched.content_type) == ('"x-1"', modified, "text/csv")


def test_not_modified(serve: Serve) -> None:
    """304 means that the known file is the newest, but only if one was named."""
    server = serve(answering(head("304 Not Modified")))
    assert fetch(server.url, rules_for(server), Known(etag='"x"')) == NotModified(url=server.url)
    with pytest.raises(RequestRefusedError, match="304"):
        fetch(server.url, rules_for(server), Known())


@pytest.mark.parametrize("etag", ['"a"\r\nX-Evil: 1', "é", "x" * 5000])
def test_a_stored_condition_that_cannot_be_sent_is_not_sent(serve: Serve, etag: str) -> None:
    """What was stored may have been edited since."""
    server = serve(answering(whole()))
    fetch(server.url, rules_for(server), Known(etag=etag))
    assert "If-None-Match" not in server.visits[0].request
    assert "Evil" not in server.visits[0].request


HTML = b"<!DOCTYPE html>\n<html><body>Please sign in, thank you</body></html>"
XHTML = b'<?xml version="1.0"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"></html>'


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        pytest.param(head("403 Forbidden", "Content-Length: 0"), RequestRefusedError, "proxy may stand", id="403"),
        pytest.param(head("404 Not Found", "Content-Length: 0"), RequestRefusedError, "it has moved", id="404"),
        pytest.param(head("410 Gone", "Content-Length: 0"), RequestRefusedError, "it has moved", id="410"),
        pytest.param(head("407 Proxy", "Content-Length: 0"), RequestRefusedError, "sign-in", id="407"),
        pytest.param(head("429 Slow", "Content-Length: 0"), RequestRefusedError, "too often", id="429"),
        pytest.param(head("500 Oops", "Content-Length: 0"), RequestRefusedError, "trouble of its own", id="500"),
        pytest.param(head("503 Busy", "Content-Length: 0"), RequestRefusedError, "try again later", id="503"),
        pytest.param(head("206 Part", "Content-Length: 3") + b"a,b", RequestRefusedError, "206", id="206"),
        pytest.param(head("204 None"), RequestRefusedError, "204", id="204"),
        pytest.param(whole(b""), BadAnswerError, "empty answer", id="empty"),
        pytest.param(whole(b"\xef\xbb\xbf \r\n"), BadAnswerError, "empty answer", id="blank"),
        pytest.param(whole(HTML), BadAnswerError, "web page", id="html"),
        pytest.param(whole(XHTML), BadAnswerError, "web page", id="xhtml"),
        pytest.param(whole(CSV, "Content-Type: text/html"), BadAnswerError, "web page", id="html-by-type"),
        pytest.param(whole(b"Service unavailable"), BadAnswerError, "a plain text where CSV", id="text"),
        pytest.param(whole(b'{"a": [1, 2]}'), BadAnswerError, "XML or JSON where CSV", id="json"),
        pytest.param(whole(b"%PDF-1.7, x"), BadAnswerError, "a PDF where CSV", id="pdf"),
        pytest.param(whole(b"PK\x03\x04, x"), BadAnswerError, "ZIP archive", id="zip"),
        pytest.param(whole(CSV)[:-9], BadAnswerError, "not whole", id="length-too-large"),
        pytest.param(head(OK, CHUNKED) + chunks(CSV), BadAnswerError, "not whole", id="chunks-without-end"),
        pytest.param(head(OK, CHUNKED) + chunks(CSV)[:-200], BadAnswerError, "not whole", id="chunk-cut"),
        pytest.param(head(OK, CHUNKED) + b"zz\r\na,b\r\n", BadAnswerError, "not whole", id="chunk-garbage"),
        pytest.param(head(OK) + CSV, BadAnswerError, "how long its answer is", id="no-length"),
        pytest.param(head(OK, "Content-Length: many") + CSV, BadAnswerError, "how long", id="length-no-number"),
        pytest.param(
            head(OK, "Content-Length: 4", "Content-Length: 5") + CSV,
            BadAnswerError,
            "as HTTP demands",
            id="two-lengths",
        ),
        pytest.param(whole(zipped(CSV)[:-9], GZIP), BadAnswerError, "not whole", id="gzip-cut"),
        pytest.param(whole(b"no gzip, at all", GZIP), BadAnswerError, "cannot be unpacked", id="gzip-garbage"),
        pytest.param(whole(zlib.compress(CSV) + b"more", DEFLATE), BadAnswerError, "unpacked", id="deflate-and-more"),
        pytest.param(whole(CSV, "Content-Encoding: br"), BadAnswerError, "not asked for", id="brotli"),
        pytest.param(whole(b"a," * (1 << 19) + b"b"), AnswerTooLargeError, "more than 1 MiB", id="announced-too-large"),
        pytest.param(
            head(OK, CHUNKED) + chunks(*[b"a," * (1 << 17)] * 5), AnswerTooLargeError, "more than 1 MiB", id="too-large"
        ),
        pytest.param(whole(bomb(64 << 20, 31), GZIP), AnswerTooLargeError, "more than 2 MiB", id="gzip-bomb"),
        pytest.param(whole(bomb(64 << 20, 15), DEFLATE), AnswerTooLargeError, "more than 2 MiB", id="deflate-bomb"),
        pytest.param(b"", UnreachableError, "without a whole answer", id="closed-at-once"),
        pytest.param(b"SSH-2.0-Server\r\n" * 5, BadAnswerError, "as HTTP demands", id="no-http"),
        pytest.param(b"\x16\x03\x01" * 50, BadAnswerError, "as HTTP demands", id="garbage"),
        pytest.param(head(OK, "X: " + "y" * 70000), BadAnswerError, "headers without end", id="huge-header"),
        pytest.param(head(OK, *["X: y"] * 200), BadAnswerError, "headers without end", id="many-headers"),
        pytest.param(head("302 Found"), AddressNotAllowedError, "without saying where", id="redirect-to-nowhere"),
    ],
)
def test_bad_answers_are_a_plain_error(serve: Serve, answer: bytes, error: type[FetchError], words: str) -> None:
    """One line that names the address, what is wrong and what to do; the class tells kinds apart."""
    server = serve(answering(answer))
    with pytest.raises(error, match=words) as caught:
        fetch(server.url, rules_for(server))
    text = str(caught.value)
    assert type(caught.value) is error
    assert server.url in text
    assert text.endswith(".")
    assert "\n" not in text


@pytest.mark.parametrize(
    ("body", "expect"),
    [
        pytest.param(CSV, Expect.CSV, id="csv"),
        pytest.param(b"\xef\xbb\xbf" + CSV, Expect.CSV, id="csv-with-mark"),
        pytest.param(CSV.decode().encode("utf-16"), Expect.CSV, id="csv-utf-16"),
        pytest.param(CSV.replace(b",", b"\t"), Expect.TSV, id="tsv"),
        pytest.param(b' \n{"results": []}', Expect.JSON, id="json"),
        pytest.param(b'<?xml version="1.0"?><ECFR><HEAD>x</HEAD></ECFR>', Expect.XML, id="xml"),
        pytest.param(HTML, None, id="anything"),
    ],
)
def test_what_is_expected_is_taken(serve: Serve, body: bytes, expect: Expect | None) -> None:
    """The near misses of the wrong kinds."""
    server = serve(answering(whole(body)))
    fetched = fetch(server.url, rules_for(server, expect=expect))
    assert isinstance(fetched, Fetched)
    assert fetched.content == body


def test_bomb_is_stopped_while_it_unpacks(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held never passes the limit."""
    held: list[int] = []
    add = Unpacker._add

    def noted(self: Unpacker, data: bytes) -> None:
        held.append(len(self.content) + len(data))
        add(self, data)

    monkeypatch.setattr(Unpacker, "_add", noted)
    server = serve(answering(whole(bomb(256 << 20, 31), GZIP)))
    with pytest.raises(AnswerTooLargeError):
        fetch(server.url, rules_for(server))
    assert max(held) <= (2 << 20) + (256 << 10)


def _stalls(visit: Visit) -> None:
    visit.read()
    visit.stall()


def _stalls_half_way(visit: Visit) -> None:
    visit.read()
    visit.send(whole()[:-50])
    visit.stall()


def _sends_no_end_of_headers(visit: Visit) -> None:
    visit.read()
    visit.send(b"HTTP/1.1 200 OK\r\nX-One: 1\r\n")
    visit.stall()


@pytest.mark.parametrize("script", [_stalls, _stalls_half_way, _sends_no_end_of_headers])
def test_a_server_that_falls_silent_is_given_up(serve: Serve, script: Callable[[Visit], None]) -> None:
    """Before the answer, in its headers or in its body."""
    server = serve(script)
    with pytest.raises(TooSlowError, match=r"sent nothing for 0\.05 seconds") as caught:
        fetch(server.url, rules_for(server, idle_seconds=0.05))
    assert server.url in str(caught.value)


def _drips_body(visit: Visit) -> None:
    visit.read()
    visit.send(head(OK, "Content-Length: 900000"))
    visit.drip()


def _drips_headers(visit: Visit) -> None:
    visit.read()
    visit.send(b"HTTP/1.1 200 OK\r\nX-One: ")
    visit.drip(b"1")


def _drips_status(visit: Visit) -> None:
    visit.read()
    visit.drip(b"HTTP/1.1 100 Continue\r\n\r\n")


def _drips_chunks(visit: Visit) -> None:
    visit.read()
    visit.send(head(OK, CHUNKED))
    visit.drip(b"1\r\na\r\n")


def _drips_redirects(visit: Visit) -> None:
    visit.read()
    visit.send(head("302 Found", "Location: /elsewhere")[:-2])
    visit.drip(b"X")


@pytest.mark.parametrize("script", [_drips_body, _drips_headers, _drips_status, _drips_chunks, _drips_redirects])
def test_a_server_that_drips_is_given_up_in_time(serve: Serve, script: Callable[[Visit], None]) -> None:
    """Each byte comes before the idle time is over, and yet the whole is bounded."""
    server = serve(script)
    hasty = FakeClock(tick=100)
    with pytest.raises(TooSlowError, match="900 seconds were not enough") as caught:
        fetch(server.url, rules_for(server), clock=hasty.clock)
    assert server.url in str(caught.value)


def test_an_endless_body_is_stopped_by_its_size(serve: Serve) -> None:
    """As fast as it may come."""

    def script(visit: Visit) -> None:
        visit.read()
        visit.send(head(OK, CHUNKED))
        visit.flood(chunks(b"a," * 8000))

    server = serve(script)
    with pytest.raises(AnswerTooLargeError, match="more than 1 MiB"):
        fetch(server.url, rules_for(server))


def test_a_resolver_that_hangs_holds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's resolver cannot be interrupted, so it is left behind."""
    freed = threading.Event()

    def hangs(*_args: object, **_more: object) -> Any:  # noqa: ANN401 - as the real one
        freed.wait()
        raise socket.gaierror(socket.EAI_AGAIN, "too late")

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    monkeypatch.setattr("screening.update.fetch._GOODBYE", 0.01)
    hasty = FakeClock(tick=1000)
    try:
        with pytest.raises(TooSlowError):
            fetch("https://lists.test/a.csv", rules_for(hosts=frozenset({"lists.test"})), clock=hasty.clock)
    finally:
        freed.set()
        for thread in threading.enumerate():
            if thread.name == "entity-check-fetch":
                thread.join()


def test_an_unknown_name_and_a_closed_port() -> None:
    """Neither is asked again; offline people shall not wait."""
    with pytest.raises(UnreachableError, match=r"the name of lists\.test is not known") as caught:
        fetch("https://lists.test/a.csv", rules_for(hosts=frozenset({"lists.test"}), max_retries=5))
    assert "--offline" in str(caught.value)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = f"127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(UnreachableError, match="takes no connection"):
        fetch(f"http://{place}/a.csv", rules_for(hosts=frozenset({place}), max_retries=5))


def test_progress_is_told_in_the_callers_thread_and_may_stop_it(serve: Serve) -> None:
    """Like Ctrl-C, which ends the fetch and leaves nothing open."""

    class Stopped(Exception):  # noqa: N818 - a test's own
        pass

    seen: list[tuple[int, int | None]] = []

    def stop(received: int, expected: int | None) -> None:
        assert threading.current_thread() is threading.main_thread()
        seen.append((received, expected))
        if expected is not None:
            raise Stopped

    server = serve(_drips_body)
    with pytest.raises(Stopped):
        fetch(server.url, rules_for(server), progress=stop)
    assert seen[-1][1] == 900000


def test_progress_ends_with_all_bytes(serve: Serve) -> None:
    """Also where the file comes faster than anybody looks."""
    seen: list[tuple[int, int | None]] = []
    server = serve(answering(whole()))
    fetch(server.url, rules_for(server), progress=lambda received, expected: seen.append((received, expected)))
    assert seen[-1] == (len(CSV), len(CSV))
