"""Held, doubtful, missing: what follows from trials."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.targets.capabilities import Bar, Capabilities, Count, Measured, Tier

NAME = "gen.regex"
COUNT = st.integers(0, 12).flatmap(lambda n: st.integers(0, n).map(lambda k: (k, n)))
RANK = {"missing": 0, "unmeasured": 1, "doubtful": 1, "held": 2}


def known(*counts: tuple[float, float], tier: Tier = "measured", cautious: bool = False, bar: Bar | None = None):
    one, two, three = (Count(*count) for count in counts)
    return Capabilities(tier, ("somewhere",), cautious, (Measured(NAME, (one, two, three), tier),), bar or Bar())


def statuses(found: Capabilities) -> list[str]:
    return [found.status(NAME, level) for level in (1, 2, 3)]


@pytest.mark.parametrize(
    ("counts", "expected", "aims"),
    [
        # 3 of 3: 0.87; 2 of 3: 0.52; 1 of 3: 0.18; 0 of 3: 0.03
        (((3, 3), (3, 3), (3, 3)), ["held", "held", "held"], (3, 3)),
        (((3, 3), (2, 3), (1, 3)), ["held", "doubtful", "missing"], (2, 1)),
        (((3, 3), (3, 3), (0, 3)), ["held", "held", "missing"], (2, 2)),
        (((0, 3), (0, 3), (0, 3)), ["missing", "missing", "missing"], (0, 0)),
        # holding a level is holding those below it, whatever their own trials say
        (((1, 3), (0, 3), (3, 3)), ["held", "held", "held"], (3, 3)),
        (((3, 3), (0, 3), (2, 3)), ["held", "doubtful", "doubtful"], (3, 1)),
        # what was not measured is not known, but for what lies above a missing level or below a held one
        (((3, 3), (0, 0), (0, 0)), ["held", "unmeasured", "unmeasured"], (3, 1)),
        (((3, 3), (0, 0), (0, 3)), ["held", "unmeasured", "missing"], (2, 1)),
        (((0, 3), (0, 0), (0, 0)), ["missing", "missing", "missing"], (0, 0)),
        (((0, 0), (0, 0), (3, 3)), ["held", "held", "held"], (3, 3)),
        (((0, 0), (0, 0), (2, 3)), ["doubtful", "doubtful", "doubtful"], (3, 0)),
        # half the weight of three passes is not enough, of three failures it is
        (((1.5, 1.5), (1.5, 1.5), (0, 1.5)), ["doubtful", "doubtful", "missing"], (2, 0)),
    ],
)
def test_statuses_and_aims(
    counts: tuple[tuple[float, float], ...], expected: list[str], aims: tuple[int, int]
) -> None:
    assert statuses(known(*counts)) == expected
    assert (known(*counts).aim(NAME), known(*counts, cautious=True).aim(NAME)) == aims


def test_what_a_test_found_missing_below_a_level_that_is_held_is_in_doubt() -> None:
    """By counts alone the level above speaks for those below it; a test of the level itself is not talked over."""
    counts = (Count(4, 8), Count(0, 0), Count(4, 4))
    found = Capabilities("measured", (), False, (Measured(NAME, counts, "measured", ("missing", "", "held")),))
    assert statuses(found) == ["doubtful", "held", "held"]
    assert found.aim(NAME) == 3
    family = Capabilities("family", (), False, (Measured(NAME, counts, "family", ("held", "", "missing")),))
    assert statuses(family) == ["doubtful", "unmeasured", "missing"]


def test_nothing_known_is_all_held_or_for_the_cautious_nothing() -> None:
    assert Capabilities().origin == "none"
    assert Capabilities().status(NAME, 2) == "unmeasured"
    assert Capabilities().aim(NAME) == 3
    assert Capabilities(cautious=True).aim(NAME) == 0
    assert Capabilities().trials(NAME, 1) == (0, 0)
    assert Capabilities().certainty(NAME, 1) is None
    assert Capabilities().tier(NAME) == "none"


def test_level_0_asks_for_nothing() -> None:
    found = known((0, 3), (0, 3), (3, 3), cautious=True)
    assert (found.status(NAME, 0), Capabilities(cautious=True).status(NAME, 0)) == ("held", "held")
    assert found.trials(NAME, 0) == (0, 0)


def test_trials_of_another_model_make_nothing_certain() -> None:
    found = known((3, 3), (30, 30), (0, 3), tier="family")
    assert statuses(found) == ["doubtful", "doubtful", "missing"]
    assert found.tier(NAME) == "family"
    assert statuses(known((3, 3), (3, 3), (0, 3), tier="other-harness")) == ["held", "held", "missing"]


def test_the_bar_can_be_moved() -> None:
    counts = ((3, 3), (3, 3), (2, 3))
    assert statuses(known(*counts, bar=Bar(certainty=0.9))) == ["doubtful"] * 3
    assert statuses(known(*counts, bar=Bar(rate=0.3))) == ["held"] * 3


@pytest.mark.parametrize("wrong", [{"rate": 0}, {"rate": 1}, {"certainty": 0.5}, {"certainty": 1.0}])
def test_a_bar_that_would_say_two_things_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, Bar)


def test_trials_and_certainty_are_those_of_the_level_itself() -> None:
    found = known((0, 3), (2, 3), (3, 3))
    assert found.trials(NAME, 2) == (2, 3)
    assert found.certainty(NAME, 2) == pytest.approx(0.5248)
    assert found.certainty(NAME, 1) == pytest.approx(0.0256)


def test_the_digest_follows_what_decides_and_nothing_else() -> None:
    found = known((3, 3), (2, 3), (1, 3))
    assert found.digest.startswith("sha256:")
    assert len(found.digest) == 71
    assert msgspec.structs.replace(found, sources=("elsewhere",)).digest == found.digest
    others = [known((3, 3), (2, 3), (2, 3)), known((3, 3), (2, 3), (1, 3), cautious=True), Capabilities()]
    others.append(known((3, 3), (2, 3), (1, 3), bar=Bar(rate=0.7)))
    assert len({item.digest for item in (found, *others)}) == 5


@given(COUNT, COUNT, COUNT, st.booleans())
def test_statuses_never_rise_with_the_level_and_aims_agree_with_them(
    one: tuple[int, int], two: tuple[int, int], three: tuple[int, int], cautious: bool
) -> None:
    found = known(one, two, three, cautious=cautious)
    ranks = [RANK[status] for status in statuses(found)]
    assert ranks == sorted(ranks, reverse=True)
    aim, least = found.aim(NAME), 2 if cautious else 1
    assert [rank >= least for rank in ranks] == [level <= aim for level in (1, 2, 3)]
    assert known(one, two, three, cautious=True).aim(NAME) <= known(one, two, three).aim(NAME)


@given(COUNT, COUNT, COUNT, st.sampled_from([0, 1, 2]))
def test_a_pass_more_never_lowers_the_cautious_aim(
    one: tuple[int, int], two: tuple[int, int], three: tuple[int, int], at: int
) -> None:
    counts = [one, two, three]
    more = list(counts)
    more[at] = (counts[at][0] + 1, counts[at][1] + 1)
    assert known(*more, cautious=True).aim(NAME) >= known(*counts, cautious=True).aim(NAME)
