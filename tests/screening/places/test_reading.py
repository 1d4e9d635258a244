"""What is read out of one line of address."""

from __future__ import annotations

import pytest

from screening.places.reading import House, read_place


@pytest.mark.parametrize(
    ("text", "street", "house"),
    [
        pytest.param("No. 555 Qianmo Road, Binjiang District, Hangzhou, China", "qianmo", House(555, 555, ""), id="no"),
        pytest.param("浙江省杭州市滨江区阡陌路555号", "qianmo", House(555, 555, ""), id="chinese"),
        pytest.param("No 555 Qianmo Road Binjiang Hangzhou China", "qianmo", House(555, 555, ""), id="no-commas"),
        pytest.param("ul. Lenina, d. 10, str. 2, Tver, Russia", "lenina", House(10, 10, ""), id="russian"),
        pytest.param("Zastavskaya St., 15-B, St. Petersburg, Russia", "zastavskaya", House(15, 15, "b"), id="letter"),
        pytest.param("2-16 Fa Yuen Street, Kowloon", "fayuen", House(2, 16, ""), id="range"),
        pytest.param("Hasat Sk. No: 52, Sisli, Istanbul, Turkey", "hasat", House(52, 52, ""), id="turkish"),
        pytest.param("Gewerbehofstraße 11, 45145 Essen, Germany", "gewerbehof", House(11, 11, ""), id="one-word"),
        pytest.param("113/115 George Lane, London E18 1AB, United Kingdom", "george", House(113, 115, ""), id="stroke"),
    ],
)
def test_streets_and_houses(text: str, street: str, house: House) -> None:
    """A street and its house are found in the order and script of many countries."""
    found = [(one.name, one.houses) for one in read_place(text).streets]
    assert (street, frozenset({house})) in found


@pytest.mark.parametrize(
    ("text", "units", "floors"),
    [
        pytest.param("Rm. 1605A, 2-16 Fa Yuen Street, Hong Kong", {"1605a"}, set(), id="room"),
        pytest.param("Unit 04, 7/F, 33 Mong Kok Road, Hong Kong", {"4"}, {"7"}, id="unit-and-floor"),
        pytest.param("Room 1318-20, 610 Nathan Road, Hong Kong", {"1318", "1319", "1320"}, set(), id="rooms"),
        pytest.param("2001, Xinlikang Building, No. 2 Taike Road, Shenzhen, China", {"2001"}, set(), id="no-label"),
        pytest.param("50 East Coast Road, #02-70 Roxy Square, Singapore 428769", {"270"}, set(), id="hash"),
        pytest.param("Hasat Sk. No: 52 D: 14, Sisli, Istanbul, Turkey", {"14"}, set(), id="turkish-door"),
        pytest.param("ul. Belova, d. 26, of. 415, Moscow, Russia", {"415"}, set(), id="russian-office"),
    ],
)
def test_rooms(text: str, units: set[str], floors: set[str]) -> None:
    """Rooms and floors are told from houses."""
    place = read_place(text)
    assert (set(place.units), set(place.floors)) == (units, floors)


@pytest.mark.parametrize(
    ("text", "given", "country"),
    [
        pytest.param("Hasat Sk. No: 52, Istanbul", "TR", "TR", id="sk-is-no-slovakia"),
        pytest.param("Unit 4, No. 5, Yaas Street, Tehran", "IR", "IR", id="no-is-no-norway"),
        pytest.param("10 Anson Road, Singapore 079903", "", "SG", id="named"),
        pytest.param("1 Des Voeux Road, Central, HK", "CN", "HK", id="the-text-wins"),
        pytest.param("Newark, DE", "US", "US", id="a-state"),
    ],
)
def test_country(text: str, given: str, country: str) -> None:
    """The text's own country wins; short words of streets are none."""
    assert read_place(text, given).country == country


def test_house_in_front_of_a_building_is_no_block() -> None:
    """`Building 79 Hung To Road` ends a building's name, `Building 2 Huaxing Road` begins with a block."""
    assert not read_place("10/F Kras Asia Industrial Building 79 Hung to Road, Hong Kong").blocks
    assert read_place("Building 2 Huaxing Road, Shenzhen, China").blocks == {"2"}


def test_a_dubai_box_keeps_its_town() -> None:
    """An emirate is a town, although a country column may hold it."""
    place = read_place("P.O. Box 42340, Dubai, U.A.E.")
    assert (place.box, set(place.towns), place.country) == ("42340", {"dubai"}, "AE")
