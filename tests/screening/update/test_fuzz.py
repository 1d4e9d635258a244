"""Whatever bytes a server answers with: a file, or an error of ours."""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.errors import FetchError
from screening.update.fetch import Fetched, NotModified, fetch
from screening.update.unpack import Unpacker
from tests.screening.update.conftest import Serve, rules_for
from tests.screening.update.loopback import CSV, Visit, head, zipped

BODY = CSV[:200]
SEEDS = (
    head("200 OK", f"Content-Length: {len(BODY)}", 'ETag: "a"') + BODY,
    head("200 OK", "Transfer-Encoding: chunked")
    + b"64\r\n"
    + BODY[:100]
    + b"\r\n64\r\n"
    + BODY[100:]
    + b"\r\n0\r\n\r\n",
    head("200 OK", "Content-Encoding: gzip") + zipped(BODY),
    head("302 Found", "Location: /list.csv?a=1", "Content-Length: 0"),
    head("503 Busy", "Retry-After: Fri, 31 Jul 2026 09:00:00 GMT", "Date: Fri, 31 Jul 2026 09:00:00 GMT"),
)
PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [b"\r\n", b"\r\n\r\n", b":", b"\x00", b"0\r\n\r\n", b"HTTP/1.1 ", b"Content-Length: -1\r\n", b"9" * 30]
    ),
)


WOUNDS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 8), PIECES), max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=st.sampled_from(SEEDS), wounds=WOUNDS)
def test_any_answer_is_a_file_or_a_plain_error(
    serve: Serve, answer: bytes, wounds: list[tuple[int, int, bytes]]
) -> None:
    """Damaged in up to three places; nothing else comes out, and nothing hangs."""
    for place, length, piece in wounds:
        answer = answer[:place] + piece + answer[place + length :]

    def script(visit: Visit) -> None:
        visit.read()
        visit.send(answer)

    server = serve(script)
    outcome: Fetched | NotModified | FetchError
    try:
        outcome = fetch(server.url, rules_for(server))
    except FetchError as error:
        outcome = error
    assert isinstance(outcome, Fetched) or re.fullmatch(r"[^\n]+\.", str(outcome))


@given(
    data=st.binary(max_size=400),
    cuts=st.lists(st.integers(0, 400), max_size=4),
    encoding=st.sampled_from(["gzip", "deflate"]),
)
def test_any_bytes_unpack_alike_however_they_come(data: bytes, cuts: list[int], encoding: str) -> None:
    """Where the network cuts an answer into pieces makes no difference, garbage included."""
    pieces = _cut(data, cuts)
    assert _unpacked(pieces, encoding) == _unpacked([data], encoding)


@given(
    body=st.binary(max_size=400),
    cuts=st.lists(st.integers(0, 60), max_size=4),
    encoding=st.sampled_from(["gzip", "deflate"]),
)
def test_what_was_packed_unpacks_however_it_comes(body: bytes, cuts: list[int], encoding: str) -> None:
    """The near miss of garbage."""
    data = zipped(body) if encoding == "gzip" else zlib.compress(body)
    pieces = _cut(data, cuts)
    assert _unpacked(pieces, encoding) == body
    assert _unpacked(pieces[:-1], encoding) is None or len(pieces) == 1


def _cut(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(min(cut, len(data)) for cut in cuts)})
    return [data[begin:end] for begin, end in pairwise(edges)]


def _unpacked(pieces: list[bytes], encoding: str) -> bytes | None:
    unpacker = Unpacker(encoding, 1 << 20, "https://lists.test/")
    try:
        for piece in pieces:
            unpacker.feed(piece)
        return unpacker.finish()
    except FetchError:
        return None
