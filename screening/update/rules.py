"""What a fetch may do: which hosts, how large, how long, through which proxy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from screening.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Expect", "Known", "Rules", "ca_path_of"]

MEBIBYTE = 1024 * 1024
LARGEST = 2048 * MEBIBYTE
"""More than this is held by no machine on which Excel runs."""

# As curl's and Python's own tools read them, in this order.
_CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")


class Expect(StrEnum):
    """What kind of file an address gives."""

    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the publisher said of the file that is there already, for a conditional request.

    Attributes:
        etag: The `ETag` of its answer, "" if it gave none.
        last_modified: The `Last-Modified` of its answer, "" if it gave none.
        published: Day of the file in ISO form, "" if it is not known.
    """

    etag: str = ""
    last_modified: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The bounds of one fetch; every field but `hosts` has a sound default.

    Attributes:
        hosts: Hosts that may be asked, in small letters; `host:port` for another port than 443.
        expect: Kind of file that must come; None for any.
        max_received: Most bytes that are received, as they travel, 1 to 2 GiB.
        max_content: Most bytes that they may unpack to, 1 to 2 GiB.
        total_seconds: Longest time for everything, waits and repetitions included, above 0 to 86400.
        idle_seconds: Longest time without a byte, above 0 to 3600.
        connect_seconds: Longest time for each step of connecting, above 0 to 600.
        max_redirects: Most redirects that are followed, 0 to 20.
        max_retries: Most repetitions after a failure that may pass, 0 to 10.
        backoff_seconds: Wait before the first repetition, doubled for each further one, 0 to 600.
        max_wait_seconds: Longest wait that is granted to a server that asks for one, 0 to 3600.
        proxy: Address of the HTTP proxy; None for the system's settings, "" for no proxy.
        ca_path: File or folder of trusted authorities (PEM), which replaces those of the
            operating system; None for those.
        allow_plain_loopback: Whether HTTP without TLS may be used to this machine itself.

    Raises:
        SettingError: A value is outside its range; names the setting and the range.
    """

    hosts: frozenset[str]
    expect: Expect | None = None
    max_received: int = 128 * MEBIBYTE
    max_content: int = 256 * MEBIBYTE
    total_seconds: float = 900.0
    idle_seconds: float = 30.0
    connect_seconds: float = 20.0
    max_redirects: int = 5
    max_retries: int = 2
    backoff_seconds: float = 2.0
    max_wait_seconds: float = 60.0
    proxy: str | None = None
    ca_path: Path | None = None
    allow_plain_loopback: bool = False

    def __post_init__(self) -> None:
        for name in ("max_received", "max_content"):
            _whole(name, getattr(self, name), 1, LARGEST)
        _whole("max_redirects", self.max_redirects, 0, 20)
        _whole("max_retries", self.max_retries, 0, 10)
        _above_zero("total_seconds", self.total_seconds, 86400)
        _above_zero("idle_seconds", self.idle_seconds, 3600)
        _above_zero("connect_seconds", self.connect_seconds, 600)
        _between("backoff_seconds", self.backoff_seconds, 600)
        _between("max_wait_seconds", self.max_wait_seconds, 3600)


def ca_path_of(environ: Mapping[str, str]) -> Path | None:
    """Return the file or folder of authorities that the environment names, None if it names none.

    Args:
        environ: The environment; REQUESTS_CA_BUNDLE goes before SSL_CERT_FILE and SSL_CERT_DIR.
    """
    named = next((environ[name] for name in _CA_VARIABLES if environ.get(name)), "")
    return Path(named) if named else None


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole(name: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise SettingError(name, value, f"a whole number from {low} to {high}")


def _above_zero(name: str, value: float, high: int) -> None:
    if not _number(value) or not 0 < value <= high:
        raise SettingError(name, value, f"a number above 0, up to {high}")


def _between(name: str, value: float, high: int) -> None:
    if not _number(value) or not 0 <= value <= high:
        raise SettingError(name, value, f"a number from 0 to {high}")
