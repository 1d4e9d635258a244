"""A whole update against servers on this machine: a new table in force, or the one before and a plain line."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from screening import EntityTable, Verdict
from screening.errors import EntityCheckError, FetchError, SourceError, TableDoubtedError, TableError
from screening.lists.own import OwnRow, read_own
from screening.review.canaries import canaries
from screening.table.as_of import known_manifests
from screening.table.build import Handed, ReadSource
from screening.table.installed import Installed
from screening.table.manifest import SourceFile
from screening.update.carried import carried
from screening.update.download import Downloaded
from screening.update.fetch import SYSTEM_CLOCK
from screening.update.kept import KeptFiles
from screening.update.renew import TAKEN_BACK, Fetch, fetched, renew
from screening.update.sources import load_sources
from tests.screening.update.conftest import rules_for
from tests.screening.update.loopback import bomb, head, server_context

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening.update.sources import Source
    from tests.screening.update.conftest import Serve
    from tests.screening.update.loopback import Server, Visit

NOW = datetime(2026, 8, 14, 9, tzinfo=UTC)
HEADER = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,"
    "vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,"
    "places_of_birth,source_information_url,ids"
)
_SOURCE = "Entity List (EL) - Bureau of Industry and Security"


def csl(count: int) -> bytes:
    """Return a Consolidated Screening List of so many invented parties."""
    rows = [f'{n},"{_SOURCE}",,,,Kvarn Borealis Works {n}{"," * 23}' for n in range(count)]
    return "\n".join((HEADER, *rows, "")).encode()


def handed(count: int, day: date = date(2026, 8, 1)) -> list[Handed]:
    """Return one file of so many parties."""
    return [Handed(name="consolidated.csv", data=csl(count), published=day)]


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    """Return an installation in which a table of 200 parties is in force."""
    made = Installed(tmp_path / "data")
    with pytest.raises(TableDoubtedError, match="is missing"):
        renew(handed(200), made, NOW)  # held against the package's own table, it is cut
    table = renew(handed(200), _AnyTable(tmp_path / "data"), NOW, accepted=["EL"]).table
    assert made.open().id == table.id
    return made


class _AnyTable(Installed):
    """An installation that has nothing to hold a new table against."""

    def last_good(self) -> EntityTable | None:
        return None


def update(server: Server, installed: Installed, **changes: Any) -> EntityTable:  # noqa: ANN401 - fields of rules
    """Fetch the list from a server and put it in force."""
    source = replace(load_sources().by_name["csl-csv"], address=server.url, max_bytes=1 << 20)
    files = fetched([source], rules_for(server, **changes), NOW, clock=SYSTEM_CLOCK).handed
    return renew(files, installed, NOW).table


def _answers(status: str, body: bytes = b"", *headers: str) -> Callable[[Visit], None]:
    def script(visit: Visit) -> None:
        visit.read()
        visit.answer(status, body, *headers)

    return script


def _cut(visit: Visit) -> None:
    visit.read()
    visit.send(head("200 OK", f"Content-Length: {len(csl(201))}") + csl(201)[:5000])


def _slow(visit: Visit) -> None:
    visit.read()
    visit.send(head("200 OK", "Content-Length: 100000", "Content-Type: text/csv"))
    visit.drip()


def _loop(visit: Visit) -> None:
    visit.read()
    visit.answer("302 Found", b"", "Location: /list.csv")


BAD = [
    pytest.param(_slow, {"total_seconds": 0.5}, "too slow", id="slow"),
    pytest.param(_cut, {}, "cut|broke|whole", id="dropped-half-way"),
    pytest.param(_answers("403 Forbidden"), {}, "403", id="403"),
    pytest.param(_answers("404 Not Found"), {}, "404", id="404"),
    pytest.param(_answers("429 Too Many Requests"), {}, "429", id="429"),
    pytest.param(_answers("500 Internal Server Error"), {}, "500", id="500"),
    pytest.param(_answers("200 OK", b"<!doctype html><html>Sign in</html>"), {}, "web page", id="web-page"),
    pytest.param(
        _answers("200 OK", bomb(8 << 20, 31), "Content-Encoding: gzip"), {}, "unpack|larger|bytes", id="gzip-bomb"
    ),
    pytest.param(_loop, {}, "redirect|leads|circle", id="redirect-loop"),
]


@pytest.mark.parametrize(("script", "changes", "words"), BAD)
def test_bad_answers(
    script: Callable[[Visit], None], changes: dict[str, Any], words: str, serve: Serve, installed: Installed
) -> None:
    """The table in force stays, and one line names the source, what went wrong and what next."""
    before = installed.open().id
    with pytest.raises(FetchError, match=words) as caught:
        update(serve(script), installed, **changes)
    text = str(caught.value)
    assert text.startswith("csl-csv: ")
    assert "Nothing was changed." in text
    assert "\n" not in text
    assert (installed.open().id, len(installed.history)) == (before, 1)


def test_wrong_certificate(serve: Serve, installed: Installed, ca_file: Path) -> None:
    """Of an authority that is not trusted."""
    server = serve(_answers("200 OK", csl(201)), context=server_context(trustme.CA()))
    with pytest.raises(FetchError, match="certificate"):
        update(server, installed, ca_path=ca_file)
    assert len(installed.history) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(csl(201)[:-40], SourceError, id="cut-inside-a-row"),
        pytest.param(csl(100), TableDoubtedError, id="cut-between-rows"),
        pytest.param(HEADER.encode() + b"\n", SourceError, id="no-rows"),
    ],
)
def test_whole_answers_of_bad_files(
    body: bytes, kind: type[EntityCheckError], serve: Serve, installed: Installed
) -> None:
    """A file that came whole and is not: the table in force stays."""
    before = installed.open().id
    with pytest.raises(kind):
        update(serve(_answers("200 OK", body, "Content-Type: text/csv")), installed)
    assert installed.open().id == before


def test_good_answer(serve: Serve, installed: Installed) -> None:
    """A new table in force, of the day on which it was fetched, with the address it came from; the old is kept."""
    server = serve(_answers("200 OK", csl(201), "Content-Type: text/csv"))
    before = installed.open().id
    table = update(server, installed)
    assert (len(table.entries), table.published) == (201, NOW.date())
    assert [source.url for source in table.manifest.sources] == [server.url]
    assert installed.open().id == table.id
    assert installed.roll_back()
    assert installed.open().id == before


def test_one_source_of_two_fails(serve: Serve, installed: Installed) -> None:
    """The update stops, though the other one came whole."""
    good, bad = serve(_answers("200 OK", csl(201), "Content-Type: text/csv")), serve(_answers("404 Not Found"))
    known = load_sources().by_name
    sources = [replace(known["csl-csv"], address=good.url), replace(known["ofac-sdn"], address=bad.url)]
    with pytest.raises(FetchError, match=r"^ofac-sdn: .*404.*--from"):
        fetched(sources, rules_for(good, bad), NOW, clock=SYSTEM_CLOCK)
    assert len(installed.history) == 1


def test_nothing_new(installed: Installed) -> None:
    """The same file again changes nothing; an older one is refused unless somebody accepts it."""
    assert not renew(handed(200), installed, NOW).is_new
    with pytest.raises(TableDoubtedError, match="--accept EL"):
        renew(handed(200, date(2026, 7, 1)), installed, NOW)
    assert renew(handed(200, date(2026, 7, 1)), installed, NOW, accepted=["EL"]).is_new


def test_another_update_was_faster(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it put in force stays."""
    other = renew(handed(202), Installed(installed.archive.root.parent / "other"), NOW, accepted=_ALL).table

    def meanwhile() -> EntityTable | None:
        known = Installed.last_good(installed)
        installed.install(other, NOW)
        return known

    monkeypatch.setattr(installed, "last_good", meanwhile)
    with pytest.raises(TableError, match="meanwhile"):
        renew(handed(201), installed, NOW)
    assert installed.open().id == other.id


_ALL = [counts.code for counts in EntityTable.bundled().manifest.lists]

# Each round forks an update that is killed at a random point.
KILLED = """
import os, pathlib, random, signal, sys, time
from datetime import date, timedelta
sys.path.insert(0, sys.argv[3])
from screening.table.installed import Installed
from screening.update.renew import renew
from tests.screening.update.test_renew import NOW, _AnyTable, handed
rounds, data, draw = int(sys.argv[1]), pathlib.Path(sys.argv[2]), random.Random(20260814)
begun = time.perf_counter()
first = renew(handed(200), _AnyTable(data), NOW, accepted=["EL"]).table
whole = time.perf_counter() - begun
installed, seen, finished = Installed(data), {first.id}, 0
for number in range(rounds):
    child = os.fork()
    if not child:
        renew(handed(201 + number, date(2026, 8, 2)), installed, NOW)
        os._exit(0)
    time.sleep(draw.random() * whole * 1.3)
    os.kill(child, signal.SIGKILL)
    finished += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    opened = installed.open()
    assert len(opened.entries) >= 200 and installed.archive.open(opened.id).id == opened.id
    seen.add(opened.id)
print(rounds, len(seen), finished)
"""


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="needs fork")
def test_killed_two_hundred_times(tmp_path: Path) -> None:
    """The table opens and verifies each time; some of the updates had their effect, some had not."""
    root = __file__.rsplit("/tests/", 1)[0]
    command = [sys.executable, "-c", KILLED, "200", str(tmp_path / "data"), root]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    rounds, seen, finished = map(int, done.stdout.split())
    assert rounds == 200
    assert 2 < seen < 200
    assert finished < 200


def _conditional(body: bytes, etag: str) -> Callable[[Visit], None]:
    def script(visit: Visit) -> None:
        if f"If-None-Match: {etag}\r\n" in visit.read():
            visit.send(b"HTTP/1.1 304 Not Modified\r\n\r\n")
        else:
            visit.answer("200 OK", body, f"ETag: {etag}", "Content-Type: text/csv")

    return script


def test_nothing_is_sent_twice(serve: Serve, tmp_path: Path) -> None:
    """A file that has not changed is taken from the last update, whole; one that is not as it was is asked anew."""
    server = serve(_conditional(csl(20), '"one"'))
    source = replace(load_sources().by_name["csl-csv"], address=server.url)
    kept = KeptFiles(tmp_path / "downloads")

    def ask(asked: Source = source) -> Fetch:
        return fetched([asked], rules_for(server), NOW, clock=SYSTEM_CLOCK, kept=kept)

    first = ask()
    assert len(first.new) == 1
    assert ask().new  # nothing is kept until the table is in force
    kept.keep(first.new)
    second = ask()
    assert second.new == ()
    assert second.handed == first.handed
    assert ask(replace(source, address=f"{server.url}?other=1")).new  # of another address nothing is known
    (file,) = (path for path in (tmp_path / "downloads").iterdir() if path.name != "index.json")
    file.write_bytes(file.read_bytes()[:-1])
    assert ask().new
    (tmp_path / "downloads" / "index.json").write_text('{"schema": 1, "files": [{"name": 7}]}')
    assert ask().new


def test_kept_files_are_those_of_the_last_update(tmp_path: Path) -> None:
    """What no source needs any more is removed, what another source needs is not."""
    kept = KeptFiles(tmp_path / "downloads")

    def of(name: str, data: bytes) -> tuple[Downloaded, date]:
        one = Downloaded(name=name, url="https://localhost/x", data=data, published=None, etag="", last_modified="")
        return one, NOW.date()

    kept.keep([of("csl-csv", b"one"), of("ofac-sdn", b"two")])
    kept.keep([of("csl-csv", b"three")])
    held = {name: kept.data(file) for name, file in kept.files().items()}
    assert held == {"csl-csv": b"three", "ofac-sdn": b"two"}
    assert len(list((tmp_path / "downloads").iterdir())) == 3


def _own(names: list[str]) -> ReadSource:
    rows = [OwnRow(number=n, name=name, reason="Pays late") for n, name in enumerate(names, 2)]
    imported = read_own("DENY", rows, published=NOW.date())
    file = SourceFile(name="deny.csv", url="", bytes=9, sha256="0" * 64, published=NOW.date(), lists=())
    return ReadSource(file=file, imported=imported)


def test_own_list_goes_on(installed: Installed) -> None:
    """It is in no published file, so it comes out of the table in force, to the last byte, until it is named anew."""
    with_it = renew(handed(200), installed, NOW, more=[_own(["Alder Metals", "", "Birch Metals"])]).table
    again = renew(handed(200), installed, NOW, more=carried(with_it)).table
    assert again.id == with_it.id
    assert {entry.name for entry in again.entries if entry.list == "DENY"} == {"Alder Metals", "Birch Metals"}
    assert next(counts for counts in again.manifest.lists if counts.code == "DENY").rejected == 1
    assert carried(with_it, ["DENY"]) == ()
    with pytest.raises(TableDoubtedError, match="DENY is missing"):
        renew(handed(200), installed, NOW)
    assert "DENY" not in renew(handed(200), installed, NOW, accepted=["DENY"]).table.lists


def test_own_list_may_name_anybody(installed: Installed) -> None:
    """Also a test vendor that is CLEAR on the published lists; the near miss is a published list that does."""
    clear = next(canary.name for canary in canaries() if canary.expect is Verdict.CLEAR)
    listed = csl(200).replace(b"Kvarn Borealis Works 7,", clear.encode() + b",", 1)
    file = Handed(name="consolidated.csv", data=listed, published=date(2026, 8, 2))
    with pytest.raises(TableDoubtedError, match=r"must be CLEAR.*--accept EL"):
        renew([file], installed, NOW)
    assert renew(handed(200), installed, NOW, more=[_own([clear, "", ""])]).is_new


def test_table_that_was_taken_back(installed: Installed) -> None:
    """Does not come back by itself: neither with the next update nor for a past day."""
    first = installed.open().id
    bad = renew(handed(203), installed, NOW).table.id
    assert bad in {manifest.id for manifest in known_manifests(installed.archive)}
    installed.roll_back()
    assert installed.open().id == first
    assert bad not in {manifest.id for manifest in known_manifests(installed.archive)}
    with pytest.raises(TableDoubtedError, match=r"taken back.*--accept ROLLBACK"):
        renew(handed(203), installed, NOW)
    assert installed.open().id == first
    assert renew(handed(203), installed, NOW, accepted=[TAKEN_BACK]).table.id == bad
    assert installed.taken_back == frozenset()
    assert bad in {manifest.id for manifest in known_manifests(installed.archive)}


def test_how_far_it_is(installed: Installed) -> None:
    """Never back, from nothing to all."""
    told: list[float] = []
    renew(handed(204), installed, NOW, progress=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)
