"""Tests of what a pair of names can reach at best."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from screening.bounds import VendorWeight, least_shared, upper_bound
from screening.match import match
from screening.names import normalize
from screening.weights import Weights

WEIGHTS = Weights({"kvarn": 2, "borealis": 3, "technology": 1300, "trading": 1000, "research": 900}, 50_000)
NAMES = st.lists(
    st.sampled_from(["kvarn", "borealis", "technology", "trading", "research", "sunrise", "55", "5", "ltd", "kvarm"]),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(NAMES, NAMES)
def test_upper_bound_is_never_exceeded(vendor: str, entry: str) -> None:
    """Pruning by the bound loses no hit."""
    one, other = normalize(vendor), normalize(entry)
    found = match(one, other, WEIGHTS)
    shared = sum(WEIGHTS.sum(other.tokens[at] for at in pair.entry) * pair.likeness for pair in found.alignment.pairs)
    own = shared + WEIGHTS.sum(found.alignment.vendor_words())  # a misspelt word counts as the least it may add
    if not any(part.points > 0 for part in found.parts):  # a rare name is raised, and sought by a limit of its own
        assert found.score <= upper_bound(shared, VendorWeight(own=own, places=own), WEIGHTS.sum(other.tokens)) + 1e-9


SHARES = st.floats(0, 1)


@given(st.floats(0.1, 9), SHARES, SHARES, st.floats(0.1, 9), st.floats(1, 99), st.floats(0.01, 9))
def test_least_shared_agrees_with_the_bound(
    own: float, places: float, unknown: float, entry: float, floor: float, shared: float
) -> None:
    """What shares less than the least cannot reach the floor, plainly or loosely."""
    weight = VendorWeight(own=own, places=own * (1 - unknown) * places, unknown=own * unknown)
    plain = replace(weight, unknown=0.0)
    if shared <= own and shared < least_shared(plain, floor) - 1e-6:
        assert upper_bound(shared, plain, entry) < floor
        if shared < least_shared(weight, floor) - 1e-6:
            assert upper_bound(shared, weight, entry) < floor
