"""Sources fetched from a server on this machine: one step, two steps, and all of them."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from screening.errors import AddressNotAllowedError, BadAnswerError, RequestRefusedError, SettingError, UnreachableError
from screening.update.download import Downloaded, NotDownloaded, Unchanged, download, download_all
from screening.update.rules import Known
from screening.update.sources import Source, load_sources
from tests.screening.update.conftest import Serve, rules_for
from tests.screening.update.loopback import CSV, Server, Visit

if TYPE_CHECKING:
    from collections.abc import Callable

XML = b'<?xml version="1.0"?><ECFR><DIV9/></ECFR>'
MODIFIED = "Fri, 31 Jul 2026 23:30:00 GMT"
TITLES = json.dumps(
    {
        "titles": [
            {"number": 14, "up_to_date_as_of": "2026-07-01"},
            {"number": 15, "latest_amended_on": "2026-06-01", "up_to_date_as_of": "2026-07-30"},
        ]
    }
).encode()


def publisher(titles: bytes = TITLES, etag: str = '"e1"') -> Callable[[Visit], None]:
    """Return a script that gives a list, the titles, and the text of one day."""

    def script(visit: Visit) -> None:
        request = visit.read()
        if f"If-None-Match: {etag}\r\n" in request:
            visit.send(b"HTTP/1.1 304 Not Modified\r\n\r\n")
        elif "GET /list.csv " in request:
            visit.answer("200 OK", CSV, f"ETag: {etag}", f"Last-Modified: {MODIFIED}")
        elif "GET /titles.json " in request:
            visit.answer("200 OK", titles)
        elif "GET /full/2026-07-30/x.xml?part=744 " in request:
            visit.answer("200 OK", XML, f"ETag: {etag}")
        else:
            visit.answer("404 Not Found")

    return script


def source_of(server: Server, name: str = "csl-csv", path: str = "/list.csv") -> Source:
    """Return a packaged source with an address on this machine."""
    source = load_sources().by_name[name]
    base = f"http://{server.place}"
    dates = f"{base}/titles.json" if source.dates_address else ""
    return dataclasses.replace(source, address=base + path, dates_address=dates)


def ecfr_of(server: Server) -> Source:
    """Return the Entity List's source with addresses on this machine."""
    return source_of(server, "ecfr-entity-list", "/full/{date}/x.xml?part=744")


def test_one_step(serve: Serve) -> None:
    """The day is that of the publisher's Last-Modified."""
    server = serve(publisher())
    assert download(source_of(server), rules_for(server)) == Downloaded(
        name="csl-csv",
        url=server.url,
        data=CSV,
        published=date(2026, 7, 31),
        etag='"e1"',
        last_modified=MODIFIED,
    )


def test_one_step_unchanged(serve: Serve) -> None:
    """The publisher says so itself."""
    server = serve(publisher())
    known = Known(etag='"e1"', published="2026-07-31")
    assert download(source_of(server), rules_for(server), known) == Unchanged(name="csl-csv", url=server.url)


def test_two_steps(serve: Serve) -> None:
    """The titles give the day, and the text of that day is asked for."""
    server = serve(publisher())
    found = download(ecfr_of(server), rules_for(server))
    assert isinstance(found, Downloaded)
    assert (found.data, found.published) == (XML, date(2026, 7, 30))
    assert found.url.endswith("/full/2026-07-30/x.xml?part=744")
    assert len(server.visits) == 2


def test_two_steps_unchanged(serve: Serve) -> None:
    """The same day needs no second step; another day with the same text moves the day only."""
    server = serve(publisher())
    url = f"http://{server.place}/full/2026-07-30/x.xml?part=744"
    same = Unchanged(name="ecfr-entity-list", url=url, published=date(2026, 7, 30))
    assert download(ecfr_of(server), rules_for(server), Known(published="2026-07-30")) == same
    assert len(server.visits) == 1
    assert download(ecfr_of(server), rules_for(server), Known(published="2026-07-01", etag='"e1"')) == same
    assert len(server.visits) == 3


@pytest.mark.parametrize(
    "titles",
    [
        pytest.param(b"{}", id="no-titles"),
        pytest.param(b"[]", id="a-list"),
        pytest.param(b'{"titles": [{"number": 14, "up_to_date_as_of": "2026-07-30"}]}', id="title-missing"),
        pytest.param(b'{"titles": [{"number": 15, "up_to_date_as_of": null}]}', id="no-day"),
        pytest.param(b'{"titles": [{"number": 15, "up_to_date_as_of": "../../evil"}]}', id="no-date"),
        pytest.param(b'{"titles": [15]}', id="no-table"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b'{"titles": \xff}', id="no-utf-8"),
        pytest.param(TITLES[:-5], id="cut"),
    ],
)
def test_titles_that_give_no_day(serve: Serve, titles: bytes) -> None:
    """Then nothing is asked for by guess."""
    server = serve(publisher(titles))
    with pytest.raises(BadAnswerError, match="up to which day title 15 is true"):
        download(ecfr_of(server), rules_for(server))
    assert len(server.visits) == 1


def test_a_mirror_of_the_entity_list_needs_one_step(serve: Serve) -> None:
    """An address without a day is asked as it is."""
    server = serve(publisher())
    source = dataclasses.replace(ecfr_of(server), address=f"http://{server.place}/full/2026-07-30/x.xml?part=744")
    found = download(source, rules_for(server))
    assert isinstance(found, Downloaded)
    assert found.published is None
    assert len(server.visits) == 1


def test_each_source_has_its_own_bounds(serve: Serve) -> None:
    """Kind and size are those of the source, whatever the rules say."""
    server = serve(publisher())
    wrong = dataclasses.replace(ecfr_of(server), address=server.url)
    with pytest.raises(BadAnswerError, match="where XML is expected"):
        download(wrong, rules_for(server))
    large = rules_for(server, max_received=10, max_content=10)
    assert isinstance(download(source_of(server), large), Downloaded)


def test_a_source_without_an_address() -> None:
    """It says what to do."""
    source = load_sources().by_name["bis-denied-persons"]
    with pytest.raises(AddressNotAllowedError, match=r"\[bis-denied-persons\] in sources\.toml"):
        download(source, rules_for())


def test_all_go_on_after_one_that_fails(serve: Serve) -> None:
    """What became of each is told in order, with progress by name."""
    server = serve(publisher())
    gone = source_of(server, "ofac-sdn", "/gone.csv")
    seen: set[str] = set()
    outcomes = download_all(
        [source_of(server), gone, ecfr_of(server)],
        rules_for(server),
        {"csl-csv": Known(etag='"e1"')},
        lambda name, _received, _expected: seen.add(name),
    )
    assert [type(outcome) for outcome in outcomes] == [Unchanged, NotDownloaded, Downloaded]
    assert [outcome.name for outcome in outcomes] == ["csl-csv", "ofac-sdn", "ecfr-entity-list"]
    failed = outcomes[1]
    assert isinstance(failed, NotDownloaded)
    assert isinstance(failed.error, RequestRefusedError)
    assert "ecfr-entity-list" in seen


def test_a_host_that_cannot_be_reached_is_tried_once(serve: Serve) -> None:
    """The others are asked all the same."""
    tries: list[int] = []

    def closing(visit: Visit) -> None:
        tries.append(visit.number)

    down, up = serve(closing), serve(publisher())
    names = ["ofac-sdn", "ofac-sdn-aliases", "ofac-sdn-addresses"]
    sources = [*(source_of(down, name) for name in names), source_of(up)]
    outcomes = download_all(sources, rules_for(down, up), {})
    assert [type(outcome) for outcome in outcomes] == [NotDownloaded] * 3 + [Downloaded]
    assert all(
        isinstance(outcome.error, UnreachableError) for outcome in outcomes if isinstance(outcome, NotDownloaded)
    )
    assert len(tries) == 1


def test_a_setting_that_is_wrong_stops_all(serve: Serve) -> None:
    """It would be wrong for each."""
    server = serve(publisher())
    sources = [dataclasses.replace(source_of(server), address="https://lists.test/a")]
    with pytest.raises(SettingError, match="proxy"):
        download_all(sources, rules_for(hosts=frozenset({"lists.test"}), proxy="socks5://a:1"), {})
