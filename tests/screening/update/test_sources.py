"""The documented addresses, and what a user's own file may change."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import SettingError, SettingsFileError
from screening.lists.catalog import list_codes
from screening.update.address import address_of
from screening.update.health import GateRules
from screening.update.rules import Rules
from screening.update.sources import FILE_NAME, load_sources

DOCUMENT = Path(__file__).parents[3] / "docs" / "how-to" / "update-the-lists.md"


def test_packaged_sources_are_sound() -> None:
    """Each address may be asked, each list is known, and no two are kept under one name."""
    sources = load_sources()
    rules = sources.rules({})
    for source in sources.by_name.values():
        assert set(source.lists) <= set(list_codes())
        assert source.lists
        for address in filter(None, (source.address, source.dates_address)):
            assert address_of(address.replace("{date}", "2026-07-31"), rules).secure
    files = [source.file for source in sources.by_name.values()]
    assert len(set(files)) == len(files)
    assert not rules.allow_plain_loopback


def test_an_update_fetches_each_list_that_has_a_lasting_address() -> None:
    """The three forms of the CSL are the same rows, so one is used."""
    used = load_sources().used()
    assert [source.name for source in used if source.kind == "csl"] == ["csl-csv"]
    assert all(source.address for source in used)
    assert {code for source in used for code in source.lists} >= {"EL", "SDN", "DPL", "UVL", "CMIC"}


def test_document_names_every_address_and_host() -> None:
    """What the program asks is what the document says."""
    text = DOCUMENT.read_text(encoding="utf-8")
    sources = load_sources()
    for source in sources.by_name.values():
        assert f"`{source.name}`" in text
        for address in filter(None, (source.address, source.dates_address)):
            assert address in text
    for host in sources.hosts:
        assert host in text


def test_no_file_is_no_change(tmp_path: Path) -> None:
    """Neither none, nor one that is not there."""
    assert load_sources(tmp_path / FILE_NAME) == load_sources(None)


def own(tmp_path: Path, text: str) -> Path:
    """Write a user's file."""
    path = tmp_path / FILE_NAME
    path.write_text(text, encoding="utf-8")
    return path


def test_a_mirror_inside_a_company(tmp_path: Path) -> None:
    """Another address, of a host that is allowed beside the publishers'."""
    text = """
        hosts = ["mirror.example.com:8443"]

        [network]
        proxy = "http://proxy.example.com:8080"
        ca_file = "company.pem"
        total_seconds = 60

        [csl-csv]
        address = "https://mirror.example.com:8443/csl.csv"
        max_bytes = 50_000_000

        [ofac-sdn]
        use = false
    """
    sources = load_sources(own(tmp_path, text))
    changed = sources.by_name["csl-csv"]
    assert (changed.address, changed.max_bytes) == ("https://mirror.example.com:8443/csl.csv", 50_000_000)
    assert changed.kind == "csl"
    assert "ofac-sdn" not in [source.name for source in sources.used()]
    rules = sources.rules({"REQUESTS_CA_BUNDLE": "other.pem"})
    assert (rules.proxy, rules.ca_path, rules.total_seconds) == (
        "http://proxy.example.com:8080",
        tmp_path / "company.pem",
        60,
    )
    assert rules.hosts == load_sources().hosts | {"mirror.example.com:8443"}


def test_the_environment_names_authorities_unless_the_file_does() -> None:
    """Companies set it for all programs."""
    assert load_sources().rules({"REQUESTS_CA_BUNDLE": "all.pem"}).ca_path == Path("all.pem")
    assert load_sources().rules({}).ca_path is None


def test_the_denied_persons_file_can_be_named(tmp_path: Path) -> None:
    """Its host is allowed, because only its address moves."""
    text = '[bis-denied-persons]\naddress = "https://media.bis.gov/sites/default/files/dpl_04142026.csv"\nuse = true'
    assert "bis-denied-persons" in [source.name for source in load_sources(own(tmp_path, text)).used()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("hosts = [", "not TOML", id="no-toml"),
        pytest.param('hosts = "a.com"', "hosts must be a list", id="hosts-no-list"),
        pytest.param('hosts = ["https://a.com"]', "no host name", id="host-with-scheme"),
        pytest.param('hosts = ["a.com/x"]', "no host name", id="host-with-path"),
        pytest.param('hosts = ["*.a.com"]', "no host name", id="host-with-star"),
        pytest.param('hosts = ["A.com"]', "no host name in small letters", id="host-in-capitals"),
        pytest.param('hosts = ["a.com:443"]', "no host name", id="host-with-usual-port"),
        pytest.param('hosts = ["a.com:x"]', "no host name", id="host-with-bad-port"),
        pytest.param('hosts = [""]', "no host name", id="host-empty"),
        pytest.param("[csl]\nuse = true", "no source 'csl'; choose from csl-csv", id="unknown-source"),
        pytest.param("csl-csv = 1", "csl-csv must be a table", id="no-table"),
        pytest.param('[csl-csv]\nkind = "x"', "csl-csv has no setting 'kind'; choose from address", id="unknown-key"),
        pytest.param('[csl-csv]\nuse = "yes"', "csl-csv.use is 'yes'; it must be true or false", id="no-bool"),
        pytest.param("[csl-csv]\nmax_bytes = true", "must be a whole number", id="bool-is-no-number"),
        pytest.param("[csl-csv]\nmax_bytes = 0", "max_bytes is 0; it must be from 1", id="no-bytes"),
        pytest.param('[csl-csv]\naddress = "http://data.trade.gov/"', "is not HTTPS", id="plain-http"),
        pytest.param('[csl-csv]\naddress = "https://a.com/"', "add a.com to the hosts", id="host-not-allowed"),
        pytest.param(
            '[csl-csv]\naddress = "https://data.trade.gov/{date}"', "dates_address must", id="date-unexplained"
        ),
        pytest.param("[bis-denied-persons]\nuse = true", "no lasting address", id="use-without-address"),
        pytest.param("[network]\nidle_seconds = 0", "network.idle_seconds is 0; it must be a number", id="no-time"),
        pytest.param('[network]\nproxy = "socks5://a:1"', "network.proxy .* HTTP proxy", id="socks"),
        pytest.param("[gate]\nlost_percent = 101", "gate.lost_percent is 101; it must be a whole number", id="gate"),
        pytest.param("[gate]\nlost = 1", "gate has no setting 'lost'", id="gate-unknown"),
        pytest.param("[network]\nverify = false", "network has no setting 'verify'", id="no-way-around-tls"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, text: str, words: str) -> None:
    """The message names the file, the setting, and what is allowed."""
    path = own(tmp_path, text)
    with pytest.raises(SettingsFileError, match=words) as caught:
        load_sources(path)
    assert str(path) in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A folder of that name, and a file in another encoding."""
    with pytest.raises(SettingsFileError, match="cannot be read"):
        load_sources(tmp_path)
    path = tmp_path / FILE_NAME
    path.write_bytes("# Übung".encode("cp1252"))
    with pytest.raises(SettingsFileError, match="not UTF-8"):
        load_sources(path)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        pytest.param({"max_received": 0}, "max_received", id="bytes"),
        pytest.param({"max_redirects": 21}, "max_redirects", id="redirects"),
        pytest.param({"max_retries": 0.5}, "max_retries", id="retries"),
        pytest.param({"total_seconds": 0}, "total_seconds", id="total"),
        pytest.param({"connect_seconds": True}, "connect_seconds", id="bool"),
        pytest.param({"max_wait_seconds": -1}, "max_wait_seconds", id="wait"),
        pytest.param({"backoff_seconds": float("nan")}, "backoff_seconds", id="nan"),
    ],
)
def test_rules_outside_their_range(changes: dict[str, int], name: str) -> None:
    """A bad bound is an error, never a default."""
    with pytest.raises(SettingError, match=name):
        Rules(hosts=frozenset(), **changes)  # type: ignore[arg-type]


def test_gate(tmp_path: Path) -> None:
    """What the file does not say is as it comes with the program."""
    assert load_sources(own(tmp_path, "[gate]\nlost_percent = 50\n")).gate == GateRules(lost_percent=50)
    assert load_sources().gate == GateRules()
