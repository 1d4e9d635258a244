"""The sources: what `sources.toml` says, and what a user's own file changes in it."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from screening.errors import AddressNotAllowedError, SettingError, SettingsFileError
from screening.settings_file import is_there, read_toml
from screening.update.address import address_of
from screening.update.health import GateRules
from screening.update.proxies import proxy_for
from screening.update.rules import LARGEST, Expect, Rules, ca_path_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FILE_NAME", "Source", "Sources", "load_sources"]

FILE_NAME: Final = "sources.toml"
"""Name of the user's own file in the data folder."""

DATE: Final = "{date}"
"""Stands in an address for the day that the publisher names at `dates_address`."""

_HOSTS: Final = "hosts"
_PLACE: Final = re.compile(r"([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d+)?")
_NETWORK: Final = "network"
# What a user may change; the rest belongs to the program that reads the file.
_OF_SOURCE: Final = {"address": str, "dates_address": str, "max_bytes": int, "use": bool}
_OF_NETWORK: Final = {
    "proxy": str,
    "ca_file": str,
    "total_seconds": float,
    "idle_seconds": float,
    "connect_seconds": float,
}
_GATE: Final = "gate"
_OF_GATE: Final = {"lost_percent": int, "lost_entries": int, "rejected_percent": int}
_WORDS: Final = {str: "a text in quotes", int: "a whole number", float: "a number", bool: "true or false"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One published file.

    Attributes:
        name: Our name of it, such as `csl-csv`.
        title: What it is, for people.
        kind: Which reader understands it: `csl`, `ecfr`, `ofac-names`, `ofac-aliases`,
            `ofac-addresses` or `bis-dpl`.
        address: Where it is; `{date}` in it stands for the day named at `dates_address`. "" if
            there is no lasting address.
        file: Name under which it is kept.
        expect: Kind of file; None where its address does not tell.
        max_bytes: Most bytes that it may have, packed and unpacked, 1 to 2 GiB.
        lists: Codes of the lists that it holds.
        moves: How often it changes, for people.
        dates_address: Where the day of the file is asked, "" if nowhere.
        dates_title: Number of the title whose day counts there.
        use: Whether an update fetches it.
    """

    name: str
    title: str
    kind: str
    address: str
    file: str
    expect: Expect | None
    max_bytes: int
    lists: tuple[str, ...]
    moves: str
    dates_address: str = ""
    dates_title: int = 0
    use: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """All sources, and how the network is used.

    Attributes:
        by_name: The sources in their order.
        hosts: Hosts that may be asked.
        network: What the user's file says of proxy, authorities and times; a file of authorities
            is named from the folder of the user's file.
        gate: When a new table is stopped.
    """

    by_name: Mapping[str, Source]
    hosts: frozenset[str]
    network: Mapping[str, Any] = field(default_factory=dict)
    gate: GateRules = field(default_factory=GateRules)

    def used(self) -> tuple[Source, ...]:
        """Return the sources that an update fetches."""
        return tuple(source for source in self.by_name.values() if source.use)

    def rules(self, environ: Mapping[str, str]) -> Rules:
        """Return the rules of a fetch.

        Args:
            environ: The environment, which may name a file of authorities; the user's file goes first.

        Raises:
            SettingError: A time is outside its range.
        """
        given = dict(self.network)
        ca_file = given.pop("ca_file", "")
        return Rules(hosts=self.hosts, ca_path=Path(ca_file) if ca_file else ca_path_of(environ), **given)


def load_sources(own: Path | None = None) -> Sources:
    """Return the sources of this program, changed by the user's own file.

    Args:
        own: The user's `sources.toml`; None, or a file that does not exist, for none.

    Raises:
        SettingsFileError: The user's file cannot be read, or says something that it may not; names what.
    """
    packaged = _packaged()
    if own is None or not is_there(own):
        return packaged
    return _Changes(own).applied_to(packaged)


def _packaged() -> Sources:
    text = resources.files(__package__).joinpath(FILE_NAME).read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    hosts = frozenset(tables.pop(_HOSTS))
    return Sources(by_name={name: _source(name, fields) for name, fields in tables.items()}, hosts=hosts)


def _source(name: str, fields: dict[str, Any]) -> Source:
    return Source(name=name, lists=tuple(fields.pop("lists")), expect=Expect(fields.pop("expect")), **fields)


class _Changes:
    """What a user's file changes, checked field by field."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tables = read_toml(path)

    def applied_to(self, packaged: Sources) -> Sources:
        tables = dict(self._tables)
        hosts = packaged.hosts | self._hosts(tables.pop(_HOSTS, []))
        network = self._checked(_NETWORK, tables.pop(_NETWORK, {}), _OF_NETWORK)
        gate = self._checked(_GATE, tables.pop(_GATE, {}), _OF_GATE)
        by_name = dict(packaged.by_name)
        for name, fields in tables.items():
            if name not in by_name:
                raise self._wrong(
                    f"there is no source {name!r}; choose from {', '.join(by_name)}, {_HOSTS}, {_NETWORK}, {_GATE}"
                )
            by_name[name] = self._changed(by_name[name], self._checked(name, fields, _OF_SOURCE), hosts)
        if network.get("ca_file"):
            network["ca_file"] = str(self._path.parent / network["ca_file"])
        sources = Sources(by_name=by_name, hosts=hosts, network=network, gate=self._gate(gate))
        self._check_network(sources)
        return sources

    def _gate(self, fields: Mapping[str, int]) -> GateRules:
        try:
            return GateRules(**fields)
        except SettingError as error:
            raise self._wrong(f"{_GATE}.{error.name} is {error.value!r}; it must be {error.allowed}") from error

    def _check_network(self, sources: Sources) -> None:
        try:
            rules = sources.rules({})
            if rules.proxy:
                proxy_for("", rules)
        except SettingError as error:
            raise self._wrong(f"{_NETWORK}.{error.name} is {error.value!r}; it must be {error.allowed}") from error

    def _hosts(self, hosts: object) -> frozenset[str]:
        if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
            raise self._wrong(f'{_HOSTS} must be a list of host names, such as ["mirror.example.com"]')
        for host in hosts:
            if not _is_place(host):
                raise self._wrong(
                    f"{host!r} in {_HOSTS} is no host name in small letters, with a port or without, such as "
                    "mirror.example.com or mirror.example.com:8443"
                )
        return frozenset(hosts)

    def _checked(self, name: str, fields: object, allowed: Mapping[str, type]) -> dict[str, Any]:
        if not isinstance(fields, dict):
            raise self._wrong(f"{name} must be a table: begin its part with [{name}]")
        for key, value in fields.items():
            if key not in allowed:
                raise self._wrong(f"{name} has no setting {key!r}; choose from {', '.join(allowed)}")
            if not _fits(value, allowed[key]):
                raise self._wrong(f"{name}.{key} is {value!r}; it must be {_WORDS[allowed[key]]}")
        return fields

    def _changed(self, source: Source, fields: dict[str, Any], hosts: frozenset[str]) -> Source:
        changed = dataclasses.replace(source, **fields)
        if not 1 <= changed.max_bytes <= LARGEST:
            raise self._wrong(f"{source.name}.max_bytes is {changed.max_bytes}; it must be from 1 to {LARGEST}")
        if changed.use and not changed.address:
            raise self._wrong(
                f"{source.name} has no lasting address, so it cannot be used before {source.name}.address names one"
            )
        if DATE in changed.address and not changed.dates_address:
            raise self._wrong(f"{source.name}.address holds {DATE}, which {source.name}.dates_address must explain")
        for key in ("address", "dates_address"):
            self._check_address(f"{source.name}.{key}", getattr(changed, key).replace(DATE, "2026-01-01"), hosts)
        return changed

    def _check_address(self, name: str, address: str, hosts: frozenset[str]) -> None:
        try:
            if address:
                address_of(address, Rules(hosts=hosts))
        except AddressNotAllowedError as error:
            raise self._wrong(f"{name}: {str(error).rstrip('.')}") from error

    def _wrong(self, why: str) -> SettingsFileError:
        return SettingsFileError(str(self._path), why)


def _is_place(host: str) -> bool:
    if not _PLACE.fullmatch(host):
        return False
    try:
        return address_of(f"https://{host}/", Rules(hosts=frozenset({host}))).place == host
    except AddressNotAllowedError:
        return False


def _fits(value: object, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is kind
