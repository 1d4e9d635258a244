"""Words that name nobody, beside words that do."""

import pytest

from screening.lists.words import is_abbreviation, is_common_word, is_generic, is_legal_form, is_place


@pytest.mark.parametrize(
    ("text", "generic"),
    [
        pytest.param("201 Research Institute", True, id="number-and-generic-words"),
        pytest.param("Second Design Department", True, id="ordinal"),
        pytest.param("VXI Systems", False, id="letters-that-are-no-roman-number"),
        pytest.param("Kvarn Research Institute", False, id="one-word-of-its-own"),
        pytest.param("", False, id="empty"),
    ],
)
def test_generic(text: str, *, generic: bool) -> None:
    """One distinctive word makes a name."""
    assert is_generic(text) is generic


def test_many_generic_words_may_be_distinctive() -> None:
    """The limit leaves out numbers, legal forms and small words."""
    assert is_generic("201 Research Institute of the Navy Ltd.", most_words=3)
    assert not is_generic("Laboratory Systems and Technologies Ltd.", most_words=2)


def test_kinds_of_words() -> None:
    """Each vocabulary knows its own and not the next one's."""
    assert is_legal_form("Co., Ltd.")
    assert not is_legal_form("Kvarn Ltd.")
    assert is_place("Shenzhen")
    assert is_place("Hong Kong")
    assert not is_place("Kvarn")
    assert is_common_word("Diamond")
    assert not is_common_word("Kvarn")
    assert not is_common_word("Diamond Kvarn")
    assert is_abbreviation("Ltd")
    assert not is_abbreviation("Kvarn")
