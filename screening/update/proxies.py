"""The proxy that stands between: of the rules, of the environment, or of the system's settings."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from screening.errors import SettingError

if TYPE_CHECKING:
    from screening.update.rules import Rules

__all__ = ["Proxy", "proxy_for"]

_DEFAULT_PORT = 80


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy.

    Attributes:
        host: Its host.
        port: Its port.
        headers: What is sent to the proxy alone: the user and password of its address, if any.
    """

    host: str
    port: int
    headers: dict[str, str] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def proxy_for(host: str, rules: Rules) -> Proxy | None:
    """Return the proxy through which `host` is asked, None if it is asked directly.

    The proxy of the rules goes first. Otherwise Python's own look-up serves: HTTPS_PROXY,
    ALL_PROXY and NO_PROXY in the environment, and if there is none of them, the system's
    settings on Windows and macOS. Configuration scripts (PAC) are not run.

    Raises:
        SettingError: The proxy's address cannot be used; names where it was found.
    """
    if rules.proxy is not None:
        return _parsed("proxy", rules.proxy) if rules.proxy else None
    found = getproxies()
    address = found.get("https") or found.get("all")
    if not address or proxy_bypass(host):
        return None
    return _parsed("HTTPS_PROXY", address)


def _parsed(name: str, address: str) -> Proxy:
    shown = address.rpartition("@")[2]  # never the password
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    else:
        if parts.scheme != "http":
            host = None
    if not host:
        raise SettingError(name, shown, "the address of an HTTP proxy, such as http://proxy.example:8080")
    headers = {}
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Proxy-Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode("ascii")
    return Proxy(host, port or _DEFAULT_PORT, headers)
