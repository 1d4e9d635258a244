"""Which addresses may be asked: HTTPS, of a host on the allow-list, also after each redirect."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from screening.errors import AddressNotAllowedError

if TYPE_CHECKING:
    from screening.update.rules import Rules

__all__ = ["Address", "address_of", "redirected"]

_QUERY = 60  # characters
_PORTS = {"https": 443, "http": 80}
# What may stand in an address without being escaped: RFC 3986, section 2.
_PLAIN = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")


@dataclass(frozen=True, slots=True)
class Address:
    """An address that the rules allow.

    Attributes:
        url: The whole of it, without a fragment.
        secure: Whether it is HTTPS.
        host: Name or number of the host, without brackets.
        port: Port of the server.
        target: Path and query, as the request line has them.
    """

    url: str
    secure: bool
    host: str
    port: int
    target: str

    @property
    def shown(self) -> str:
        """The address for messages: a long query, such as the signature of a file store, is left out."""
        path, mark, query = self.url.partition("?")
        return f"{path}{mark}{query if len(query) <= _QUERY else '...'}"

    @property
    def place(self) -> str:
        """The host, with its port unless that is the usual one, as an allow-list has it."""
        return _place(self.host, self.port, "https" if self.secure else "http")


def address_of(url: str, rules: Rules, *, led_by: str = "") -> Address:
    """Return the address that `url` names.

    Args:
        url: An absolute address.
        rules: Hosts that may be asked, and whether HTTP may be used to this machine.
        led_by: The address that led on to this one, "" for none.

    Raises:
        AddressNotAllowedError: It is malformed, holds a user or a password, is not HTTPS,
            or its host is not on the allow-list.
    """
    from_where = f" ({led_by} led on to it)" if led_by else ""
    parts, port = _split(url, from_where)
    host = (parts.hostname or "").casefold()
    if not _may_be_used(parts.scheme, host, rules):
        raise AddressNotAllowedError(
            f"{_shown(parts)}{from_where} is not HTTPS, so what it sends could be changed on its way and is not "
            "fetched; name an https address."
        )
    place = _place(host, port, parts.scheme)
    if place not in rules.hosts:
        raise AddressNotAllowedError(
            f"{_shown(parts)}{from_where} is not asked, because its host {place} is not on the allow-list; if it is "
            f"the publisher's or a mirror of yours, add {place} to the hosts in sources.toml."
        )
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(f"{parts.scheme}://{parts.netloc}{target}", parts.scheme == "https", host, port, target)


def redirected(address: Address, location: str, rules: Rules) -> Address:
    """Return the address to which `address` leads on.

    Args:
        address: The address that was asked.
        location: Its answer's `Location`, absolute or relative.
        rules: Hosts that may be asked.

    Raises:
        AddressNotAllowedError: There is no location, it leads from HTTPS to HTTP, or to an
            address that may not be asked.
    """
    if not location:
        raise AddressNotAllowedError(
            f"{address.shown} leads on without saying where to; look up the publisher's present address."
        )
    try:
        url = urljoin(address.url, location)
    except ValueError:
        url = location
    if address.secure and url.casefold().startswith("http:"):
        raise AddressNotAllowedError(
            f"{address.shown} leads on from https to plain http, which is not followed, because what it sends could be "
            "changed on its way; look up the publisher's present address, or see which proxy stands between."
        )
    return address_of(url, rules, led_by=address.shown)


def _split(url: str, from_where: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url if _PLAIN.fullmatch(url) else "")
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        parts, port = urlsplit(""), 0
    if not parts.hostname:
        shown = url.rpartition("@")[2][:200]
        raise AddressNotAllowedError(
            f"{shown!r}{from_where} is no address that can be asked; it must look like https://host/file."
        )
    if "@" in parts.netloc:
        raise AddressNotAllowedError(
            f"{_shown(parts)}{from_where} holds a user or a password, and none is sent; name the address without."
        )
    return parts, port


def _shown(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _may_be_used(scheme: str, host: str, rules: Rules) -> bool:
    return scheme == "https" or (scheme == "http" and rules.allow_plain_loopback and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _place(host: str, port: int, scheme: str) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if port == _PORTS.get(scheme) else f"{name}:{port}"
