"""One attempt: ask, follow redirects, read the body within its bounds."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from importlib import metadata
from typing import TYPE_CHECKING, Final

from screening.errors import AddressNotAllowedError, AnswerTooLargeError, BadAnswerError
from screening.update.address import Address, redirected
from screening.update.answers import PASSING, REDIRECTS, clean_header, refused, retry_after
from screening.update.connection import Line, asked
from screening.update.content import check_content
from screening.update.failures import PassingError
from screening.update.unpack import Unpacker

if TYPE_CHECKING:
    import ssl

    from urllib3.response import HTTPResponse

    from screening.update.rules import Known, Rules

__all__ = ["Attempt", "Fetched", "Meter", "NotModified", "user_agent"]

_BLOCK: Final = 64 * 1024
_MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A file as its publisher gave it.

    Attributes:
        url: The address that was asked.
        final_url: The address that gave it, after redirects.
        content: The whole file, unpacked.
        content_type: What the publisher calls it, "" if nothing.
        etag: Its `ETag`, for the next conditional request; "" without one.
        last_modified: Its `Last-Modified`, likewise.
    """

    url: str
    final_url: str
    content: bytes
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The publisher has nothing newer than what is known.

    Attributes:
        url: The address that was asked.
    """

    url: str


@dataclass(slots=True)
class Meter:
    """How much has come; written by one thread, read by another.

    Attributes:
        received: Bytes of the body, as they travelled.
        expected: How many the server announced, None if it did not.
    """

    received: int = 0
    expected: int | None = None


def user_agent() -> str:
    """Return how a fetch names itself: the project and its version, nothing of the user or machine."""
    try:
        return f"entity-check/{metadata.version('entity-check')}"
    except metadata.PackageNotFoundError:
        return "entity-check"


class Attempt:
    """Asks for one address once, redirects included."""

    def __init__(self, address: Address, rules: Rules, known: Known | None, trust: ssl.SSLContext) -> None:
        """Prepare to ask for `address`; nothing is sent before `run`."""
        self.line = Line()
        self.meter = Meter()
        self.url = address.shown
        self._address = address
        self._rules = rules
        self._trust = trust
        self._conditions = _conditions(known)

    def run(self) -> Fetched | NotModified:
        """Return what the address gives.

        Raises:
            FetchError: It gives nothing that can be used.
            PassingError: It may give it if it is asked again.
            SettingError: The proxy's address cannot be used.
        """
        address, seen = self._address, {self._address.url}
        for _ in range(self._rules.max_redirects + 1):
            found = self._ask(address)
            if not isinstance(found, str):
                return found
            address = redirected(address, found, self._rules)
            if address.url in seen:
                raise AddressNotAllowedError(
                    f"{self._address.shown} leads on in a circle, back to {address.shown}; try again later, or look up "
                    "the publisher's present address."
                )
            seen.add(address.url)
        raise AddressNotAllowedError(
            f"{self._address.shown} leads on more than {self._rules.max_redirects} times and was given up; look up the "
            "publisher's present address."
        )

    def _ask(self, address: Address) -> Fetched | NotModified | str:
        """Return what `address` gives, or where it leads on to."""
        headers = {
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": user_agent(),
            **self._conditions,
        }
        with asked(address, headers, self._rules, self._trust, self.line) as response:
            if response.status in REDIRECTS:
                return response.headers.get("Location") or ""
            if response.status == HTTPStatus.NOT_MODIFIED and self._conditions:
                return NotModified(url=self._address.url)
            if response.status != HTTPStatus.OK:
                raise _refusal(address, response)
            content = self._body(address, response)
        content_type = clean_header(response.headers.get("Content-Type"))
        check_content(content, content_type, self._rules.expect, address.shown)
        return Fetched(
            url=self._address.url,
            final_url=address.url,
            content=content,
            content_type=content_type,
            etag=clean_header(response.headers.get("ETag")),
            last_modified=clean_header(response.headers.get("Last-Modified")),
        )

    def _body(self, address: Address, response: HTTPResponse) -> bytes:
        unpacker = Unpacker(response.headers.get("Content-Encoding") or "", self._rules.max_content, address.shown)
        self._check_length(address, response, unpacker)
        for piece in response.stream(_BLOCK, decode_content=False):
            self.meter.received += len(piece)
            if self.meter.received > self._rules.max_received:
                raise self._too_large(address)
            unpacker.feed(piece)
        return unpacker.finish()

    def _check_length(self, address: Address, response: HTTPResponse, unpacker: Unpacker) -> None:
        length = None if response.chunked else response.length_remaining
        if length is None and not response.chunked and not unpacker.ends_itself:
            raise BadAnswerError(
                f"{address.shown} does not say how long its answer is, so a cut file could not be told from a whole "
                "one; see which proxy stands between, or fetch the file in a browser and hand it over with --offline."
            )
        if length is not None and length > self._rules.max_received:
            raise self._too_large(address)
        self.meter.expected = length

    def _too_large(self, address: Address) -> AnswerTooLargeError:
        limit = self._rules.max_received
        size = f"{limit / _MIB:.0f} MiB" if limit >= _MIB else f"{limit} bytes"
        return AnswerTooLargeError(
            f"{address.shown} sends more than {size}, which no list does, so it was stopped; see that the address is "
            "right, or raise max_bytes for it in sources.toml."
        )


def _conditions(known: Known | None) -> dict[str, str]:
    if known is None:
        return {}
    # What was stored is sent only if it is fit to be sent: it may have been edited since.
    pairs = {"If-None-Match": clean_header(known.etag), "If-Modified-Since": clean_header(known.last_modified)}
    return {name: value for name, value in pairs.items() if value}


def _refusal(address: Address, response: HTTPResponse) -> Exception:
    wait = retry_after(clean_header(response.headers.get("Retry-After")), clean_header(response.headers.get("Date")))
    error = refused(address.shown, response.status, wait)
    return PassingError(error, wait) if response.status in PASSING else error
