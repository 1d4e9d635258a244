"""Keys survive what publishers change and tell apart what they must."""

import random
import re
import string

from hypothesis import given
from hypothesis import strategies as st

from screening.lists.keys import address_key, fold_for_key, name_key, number_key

NAMES = st.text(alphabet=string.ascii_letters + string.digits + " .,-&'()", min_size=1).filter(
    lambda name: any(character.isalnum() for character in name)
)


def test_keys_are_frozen() -> None:
    """A key that changes orphans every decision in every ledger."""
    assert name_key("EL", "Kvarn Borealis Trading Co., Ltd.") == "EL-2367K5FETQ"
    assert address_key("EL", "Unit 1, Kvarn Road, Hong Kong") == "EL-W780XV6M4A"
    assert number_key("SDN", "36") == "SDN-36"


@given(NAMES)
def test_form(name: str) -> None:
    """Ten digits of Crockford's base32 follow the list."""
    assert re.fullmatch(r"EL-[0-9A-HJKMNP-TV-Z]{10}", name_key("EL", name))


@given(NAMES, st.randoms(use_true_random=False))
def test_case_and_punctuation_do_not_count(name: str, rng: random.Random) -> None:
    """Upper case, added dots and spaces leave the key alone."""
    noisy = "".join(character + rng.choice(["", " ", ".", ", "]) for character in name.swapcase())
    assert name_key("EL", noisy) == name_key("EL", name)


@given(NAMES, NAMES)
def test_other_names_have_other_keys(first: str, second: str) -> None:
    """Names that differ in a letter or digit differ in their keys."""
    assert (name_key("EL", first) == name_key("EL", second)) == (fold_for_key(first) == fold_for_key(second))


@given(NAMES)
def test_lists_and_kinds_do_not_mix(name: str) -> None:
    """One name on two lists is two entries; a name is no address."""
    assert len({name_key("EL", name), name_key("UVL", name), address_key("EL", name)}) == 3


def test_accents_do_not_count() -> None:
    """`Müller` and `Muller` are one party; a letter of another script is another."""
    assert name_key("EL", "Müller") == name_key("EL", "MULLER")
    assert name_key("EL", "Кварн") != name_key("EL", "Kvarn")
