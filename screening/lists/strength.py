"""Whether a name can stand alone as evidence."""

from __future__ import annotations

from screening.lists.words import is_common_word, is_generic, is_place
from screening.model import EntityType, NameKind, Strength

__all__ = ["name_strength"]

# 188 Entity List aliases have four letters or fewer: `Al`, `MOD`, `MAI`, `CAS`.
_FEWEST_LETTERS = 5
# `201 Research Institute`, `Ministry of Defence` and `Marine Systems Pvt. Ltd.`
# are anyone's; `Laboratory Systems and Technologies LTD` is one company's.
_MOST_GENERIC_WORDS = 2


def name_strength(name: str, kind: NameKind, entity_type: EntityType = EntityType.UNKNOWN) -> Strength:
    """Return WEAK for a name that needs company before it points at its entry.

    WEAK are: the group a party belongs to; up to four letters and digits (`MOD`);
    generic words and numbers (`7103 Factory`); a place (`Crimea`); a single common
    word (`Diamond`, `Martin`); a person's single name (`Haydar`); a vessel's single
    name (`HOPE`), which companies share by chance.
    """
    letters = sum(character.isalnum() for character in name)
    is_single = len(name.split()) == 1
    is_nameless = (
        is_generic(name, most_words=_MOST_GENERIC_WORDS) or is_place(name) or (is_single and is_common_word(name))
    )
    needs_two = is_single and entity_type in {EntityType.INDIVIDUAL, EntityType.VESSEL}
    weak = kind is NameKind.PARENT or letters < _FEWEST_LETTERS or is_nameless or needs_two
    return Strength.WEAK if weak else Strength.STRONG
