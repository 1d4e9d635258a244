"""Seeded vendor lists of any size: ordinary-looking names with listed ones in between."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from screening.words import ordinary_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20261009
_LEGAL_FORMS = ("Ltd", "LLC", "GmbH", "Co., Ltd.", "Inc.", "S.A.", "Pte Ltd", "Private Limited", "B.V.", "")
_COUNTRIES = ("US", "DE", "CN", "IN", "HK", "Turkey", "United Kingdom", "SG", "")
# One vendor in 200 is a listed name, some with a letter dropped.
_LISTED_EVERY = 200


def vendors(count: int, listed: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield `count` rows of vendor number, name, country and street, the same ones on every run.

    Args:
        count: How many rows.
        listed: Names that are on a list.
    """
    draw = random.Random(SEED)  # noqa: S311 - no secret is made
    counts = ordinary_counts()
    words = sorted(word for word in counts if word.isalpha() and len(word) > 2)
    weights = [counts[word] ** 0.6 for word in words]
    drawn = iter(draw.choices(words, weights, k=count * 4))
    for number in range(count):
        if number % _LISTED_EVERY == 0:
            name = draw.choice(listed)
            at = draw.randrange(len(name))
            name = name[:at] + name[at + 1 :] if draw.random() < 0.5 else name
        else:
            parts = [next(drawn).capitalize() for _ in range(draw.choice((1, 2, 2, 3)))]
            name = " ".join([*parts, draw.choice(_LEGAL_FORMS)]).strip()
        yield f"{number:07d}", name, draw.choice(_COUNTRIES), f"{draw.randrange(1, 400)} Main Street"
