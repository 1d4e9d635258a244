"""The import as a whole: invented rows for the rules, published rows for the traps."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from screening.errors import SourceError
from screening.lists.csl import import_csl
from screening.lists.imported import ImportedList
from screening.lists.keys import fold_for_key
from screening.model import Alias, EntityType, Entry, NameKind, Strength

MakeCsv = Callable[..., bytes]
TRAPS = Path(__file__).parents[2] / "data" / "lists" / "csl-traps.csv"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
DPL = "Denied Persons List (DPL) - Bureau of Industry and Security"


@pytest.fixture(scope="module")
def traps() -> ImportedList:
    """Return the import of the published rows."""
    return import_csl(TRAPS.read_bytes())


def entry(imported: ImportedList, name: str) -> Entry:
    """Return the one entry whose name starts with `name`."""
    (found,) = [entry for entry in imported.entries if entry.name.startswith(name)]
    return found


def names(found: Entry, kind: NameKind | None = None) -> list[str]:
    """Return an entry's aliases, of one kind or of all."""
    return [alias.name for alias in found.aliases if kind is None or alias.kind is kind]


def test_counts_reconcile(traps: ImportedList) -> None:
    """Every row is an entry, part of one, or rejected."""
    for counts in traps.counts:
        assert counts.rows == counts.entries + counts.merged + counts.rejected
    assert sum(counts.rows for counts in traps.counts) == 120
    assert sum(counts.names for counts in traps.counts) == sum(1 + len(found.aliases) for found in traps.entries)
    assert traps.rejected == ()
    assert traps.unread == {}


def test_keys_are_unique(traps: ImportedList) -> None:
    """No two entries share a key."""
    assert len({found.key for found in traps.entries}) == len(traps.entries)


def test_no_word_is_lost(traps: ImportedList) -> None:
    """Every published name and alias can be found again in what was read."""
    rows = list(csv.DictReader(io.StringIO(TRAPS.read_text(encoding="utf-8"), newline="")))
    kept = fold_for_key(" ".join(f"{found.name} {found.listed_as} {' '.join(names(found))}" for found in traps.entries))
    lost = [word for row in rows for word in row["name"].split() if fold_for_key(word) not in kept]
    assert set(lost) <= {"LTD+B843:B853"}


def test_affiliates(traps: ImportedList) -> None:
    """The affiliate is a name of its own; the group, listed itself, is none."""
    found = entry(traps, "Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Beijing Huawei Longshine")
    assert names(found, NameKind.EMBEDDED) == ["Beijing Huawei Longshine Information Technology Co., Ltd."]
    assert names(found, NameKind.PARENT) == []
    group = next(other for other in traps.entries if other.name == "Huawei Technologies Co., Ltd. (Huawei)")
    assert Alias(name="Huawei", kind=NameKind.ACRONYM) in group.aliases
    assert "Huawei Technologies Co., Ltd." in names(group)


def test_parent_that_is_not_listed(traps: ImportedList) -> None:
    """A group without an entry of its own is a weak name of its parts."""
    found = entry(traps, "CNOOC Limited")
    assert Alias(name="CNOOC Limited", kind=NameKind.EMBEDDED) in found.aliases
    assert (
        Alias(name="China National Offshore Oil Corporation", kind=NameKind.PARENT, strength=Strength.WEAK)
        in found.aliases
    )


def test_ministry(traps: ImportedList) -> None:
    """The ministry and its armed forces are names of a long wording."""
    found = entry(traps, "Ministry of Defence of the Russian Federation, including")
    assert names(found, NameKind.EMBEDDED) == [
        "Ministry of Defence of the Russian Federation",
        "Armed Forces of Russia",
    ]


def test_generic_part(traps: ImportedList) -> None:
    """A number and generic words need the group's name."""
    found = entry(
        traps, "China Aerospace Science and Industry Corporation Second Academy. Subordinate Institution - 283"
    )
    weak, strong = found.aliases[:2]
    assert (weak.name, weak.strength) == ("283 Factory", Strength.WEAK)
    assert strong.name == "China Aerospace Science and Industry Corporation Second Academy 283 Factory"
    assert strong.strength is Strength.STRONG


def test_drag_fill(traps: ImportedList) -> None:
    """Five rows with volumes counting up are one entry with one citation."""
    found = entry(
        traps, "China Aerospace Science and Industry Corporation Second Academy. Subordinate Institution - 204"
    )
    assert found.citations == ("83 FR 37423",)
    assert found.effective_date == date(2018, 8, 1)
    assert entry(traps, "Special Technology Center").citations == ("82 FR 722",)


def test_same_name_rows_merge(traps: ImportedList) -> None:
    """Rows of one name are one party with all countries and citations."""
    found = entry(traps, "Avin Electronics")
    assert found.countries == ("CN", "HK")
    assert found.citations == ("84 FR 21233",)
    assert set(entry(traps, "Veteran Avia").countries) == {"PK", "GB", "GR", "AM"}


def test_addresses_without_names(traps: ImportedList) -> None:
    """`Address 01` of Hong Kong is not `Address 01` of Turkey."""
    found = [other for other in traps.entries if other.name == "Address 01"]
    assert [sorted(other.countries) for other in found] == [["CN", "HK"], ["TR"]]
    assert len({other.key for other in found}) == 2
    assert all(other.is_address_only and other.name_strength is Strength.WEAK for other in found)


@pytest.mark.parametrize(
    ("name", "aliases"),
    [
        pytest.param("COREZING INTERNATIONAL", ["COREZING TECH PTE LTD", "CORE ZING"], id="akas"),
        pytest.param("JIE LUO", ["IVY LUO"], id="dashes"),
        pytest.param("K", ["AMES, ALDRICH HAZEN"], id="colon"),
        pytest.param("FERDIE RESADA", ["FERNANDO SERO RESADA"], id="family-name"),
        pytest.param("AFSHIN (SEAN) NAGHIBI", ["AFSHIN NAGHIBI", "SEAN NAGHIBI"], id="nickname"),
        pytest.param("SIBERIAN AIRLINES", ["S7 AIRLINES"], id="dba"),
        pytest.param("Roger Akem", ["Roger Akembuom"], id="turned-round"),
        pytest.param("Dominguez, Carlos", ["Elint, S.A.", "SNV, S.A"], id="several-parties"),
        pytest.param(
            "Universal Enterprise Limited", ["General Technology Limited", "Tiger Force Electronics"], id="square"
        ),
        pytest.param("Russian Aerospace Forces", ["VKS"], id="aka-in-bracket"),
        pytest.param("Kalashnikov Concern", ["NPO Izhmash OAO", "OJSC Concern Kalashnikov"], id="glued"),
        pytest.param("Center for High Pressure", ["HPSTAR"], id="doubled-semicolon"),
        pytest.param("Behover General Trading", ["Behover Information Technologies"], id="leading-dba"),
        pytest.param("State Governmental Scientific Testing", ["GkNIPAS"], id="run-together"),
        pytest.param("China State Shipbuilding", ["CSSC 12th Research Institute"], id="group-short-form"),
        pytest.param("Tikhomirov Scientific", ["JSC NIIP"], id="fka-in-alias"),
    ],
)
def test_further_names(traps: ImportedList, name: str, aliases: list[str]) -> None:
    """Names hidden in names and alias fields come out."""
    found = next(
        other for other in traps.entries if other.name == name or (len(name) > 14 and other.name.startswith(name))
    )
    assert set(aliases) <= set(names(found))


@pytest.mark.parametrize("name", ["AKA INTEGRAL SERVICES, S. DE R.L. DE C.V.", "Akanonu Fabian Mgbobila"])
def test_names_that_look_like_markers(traps: ImportedList, name: str) -> None:
    """A name that begins like a marker is a name."""
    assert entry(traps, name).listed_as == ""


def test_places_are_no_short_forms(traps: ImportedList) -> None:
    """`Huawei Device (Shenzhen) Co., Ltd.` brings no `Shenzhen`."""
    assert entry(traps, "Huawei Device (Shenzhen)").aliases == ()


def test_cleaned_names_keep_the_published_text(traps: ImportedList) -> None:
    """What differs from the publisher's text says so."""
    assert entry(traps, "KTK Engineering").listed_as == "KTK Engineering (PVT) LTD,"
    assert entry(traps, "LAVANTIA LTD").listed_as in {"", "LAVANTIA LTD+B843:B853"}
    assert entry(traps, "Murat Bükey").listed_as == "Murat B\x81key"


def test_nationality_and_successors(traps: ImportedList) -> None:
    """Tails become a country and a mark."""
    found = entry(traps, "Bearings on Lipetsk LLC")
    assert (found.countries, found.covers_successors) == (("RU",), True)


def test_ofac_rows_are_known_by_number(traps: ImportedList) -> None:
    """OFAC's number is the identity."""
    found = entry(traps, "AEROCARIBBEAN AIRLINES")
    assert (found.key, found.source_id, found.entity_type) == ("SDN-36", "36", EntityType.ENTITY)


def test_dates_of_lists_without_dates(traps: ImportedList) -> None:
    """Denied persons and nonproliferation entries count from their first citation."""
    assert entry(traps, "BAYAN ELASHI").effective_date == date(2002, 3, 11)
    assert entry(traps, "Fulmen Group").effective_date == date(2011, 11, 29)
    assert entry(traps, "Fulmen Group").citations == ("76 FR No. 229 (2011-11-29)",)
    assert entry(traps, "Murat Bükey").effective_date is None


def test_json_gives_the_same_entries(traps: ImportedList) -> None:
    """The JSON form of the same rows is the same list."""
    assert import_csl(json_of(TRAPS)).entries == traps.entries


def test_28_columns_and_tabs_give_the_same_entries(traps: ImportedList) -> None:
    """The older layout and the TSV are the same list."""
    rows = list(csv.reader(io.StringIO(TRAPS.read_text(encoding="utf-8"), newline="")))
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(row[1:] for row in rows)
    assert import_csl(out.getvalue().encode()).entries == traps.entries


def test_row_order_does_not_change_keys(traps: ImportedList) -> None:
    """Keys do not depend on where a row stands."""
    rows = list(csv.reader(io.StringIO(TRAPS.read_text(encoding="utf-8"), newline="")))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([rows[0], *reversed(rows[1:])])
    assert {found.key for found in import_csl(out.getvalue().encode()).entries} == {
        found.key for found in traps.entries
    }


def test_rejected_rows_have_causes(make_csv: MakeCsv) -> None:
    """A row without a name is counted and explained."""
    imported = import_csl(make_csv({"name": "Kvarn"}, {"name": " - "}))
    assert [(row.number, row.list, row.cause) for row in imported.rejected] == [
        (3, "EL", "the name holds no letter or digit")
    ]
    assert imported.counts[0].rejected == 1


def test_unread_texts_are_reported(make_csv: MakeCsv) -> None:
    """Unknown wordings, types and days are kept out of the entry and reported."""
    imported = import_csl(
        make_csv({"name": "Kvarn", "license_requirement": "Ask", "type": "Robot", "start_date": "soon"})
    )
    assert imported.unread == {"license_requirement: Ask": 1, "start_date: soon": 1, "type: Robot": 1}
    assert imported.entries[0].license_requirement == ("OTHER",)


def test_unknown_list(make_csv: MakeCsv) -> None:
    """A list that is not known stops the import at its row."""
    with pytest.raises(SourceError, match=r"^Row 3: .*Kvarn List"):
        import_csl(make_csv({"name": "Kvarn"}, {"name": "Nord", "source": "Kvarn List"}))


def test_same_names_with_other_numbers_stay_apart(make_csv: MakeCsv) -> None:
    """OFAC parties of one name are two; denied persons of one name are one."""
    numbered = import_csl(
        make_csv(
            {"name": "KVARN", "source": SDN, "entity_number": "1"},
            {"name": "KVARN", "source": SDN, "entity_number": "2"},
        )
    )
    assert [found.key for found in numbered.entries] == ["SDN-1", "SDN-2"]
    named = import_csl(make_csv({"name": "KVARN", "source": DPL}, {"name": "Kvarn.", "source": DPL}))
    assert len(named.entries) == 1


def test_colliding_keys_stop_the_import(make_csv: MakeCsv, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two parties with one key would share one decision."""
    monkeypatch.setattr("screening.lists.parties.name_key", lambda code, name: f"{code}-{len(name) and 'SAME'}")
    with pytest.raises(SourceError, match="key EL-SAME of another party"):
        import_csl(make_csv({"name": "Kvarn"}, {"name": "Nord"}))


def json_of(path: Path) -> bytes:
    """Return the rows of a CSV in the official JSON layout."""
    results = []
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")):
        addresses = [{"address": None, "city": None, "country": text} for text in row["addresses"].split("; ") if text]
        results.append(
            {
                **{name: text or None for name, text in row.items() if name not in {"_id", "ids"}},
                "id": row["_id"],
                "addresses": addresses or None,
                "alt_names": row["alt_names"].split("; ") if row["alt_names"] else None,
                "programs": row["programs"].split("; ") if row["programs"] else [],
                "ids": [],
            }
        )
    return json.dumps({"results": results, "total": len(results), "sources_used": []}).encode()
