"""Which trials count for a target."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.targets.capabilities import Bar
from skillrt.targets.evidence import ProfileOptions, capabilities_of
from skillrt.targets.profile import Profile, Published, Weak, published_profiles
from skillrt.targets.profile_file import MeasuredRun, Named, OwnProfile, Primitives, Promise, Said, Trials

SMALL, BIG = "a/mm-9b", "a/mm-70b"


def published(*profiles: Profile) -> Published:
    weak = (Weak("bare-agent", "bare", 0.5, "only alike"),)
    return Published("https://example.org", "2026-01-01", 3, (), (), profiles, weak)


def profile(model: str, harness: str, **passes: tuple[int | None, int | None, int | None]) -> Profile:
    counts = {name.replace("_", "."): row for name, row in passes.items()}
    return Profile(model, harness, "2026-04-01T00:00:00Z", "p", "c", {}, counts)


def own(model: str, harness: str, level: str = "L1", passes: int = 0, trials: int = 1, name: str = "gen.regex"):
    levels = {name: {level: Trials(passes, trials)}}
    return Named("mine.json", OwnProfile(model=model, harness=harness, date="2026-11-01", primitives=levels))  # pyright: ignore[reportArgumentType]


def test_the_target_itself_comes_first() -> None:
    every = published(profile(SMALL, "pi", gen_regex=(3, 2, 0)), profile(SMALL, "codex", gen_regex=(0, 0, 0)))
    found = capabilities_of(SMALL, "pi", published=every)
    assert found.origin == "measured"
    assert [found.trials("gen.regex", level) for level in (1, 2, 3)] == [(3, 3), (2, 3), (0, 3)]
    assert found.sources == ("a/mm-9b@pi: published profile, 2026-04-01",)


def test_a_harness_that_is_only_alike_counts_half() -> None:
    every = published(profile(SMALL, "bare-agent", gen_regex=(3, 2, 0)))
    found = capabilities_of(SMALL, "bare", published=every)
    assert found.origin == "measured"
    assert [found.trials("gen.regex", level) for level in (1, 2, 3)] == [(1.5, 1.5), (1, 1.5), (0, 1.5)]
    assert found.status("gen.regex", 1) == "doubtful"
    assert "weak evidence from bare-agent: each trial counts 0.5" in found.sources[0]


def test_other_harnesses_of_the_same_model_add_up() -> None:
    every = published(
        profile(SMALL, "openclaw", gen_regex=(3, 1, 0)), profile(SMALL, "bare-agent", gen_regex=(3, None, 1))
    )
    found = capabilities_of(SMALL, "pi", published=every)
    assert found.origin == "other-harness"
    assert [found.trials("gen.regex", level) for level in (1, 2, 3)] == [(4.5, 4.5), (1, 3), (0.5, 4.5)]
    assert all("another harness" in words for words in found.sources)


def test_the_nearest_of_the_family_in_the_same_harness_where_it_was_measured_there() -> None:
    every = published(
        profile(SMALL, "openclaw", gen_regex=(3, 3, 3)),
        profile(SMALL, "pi", gen_regex=(3, 3, 0)),
        profile(BIG, "pi", gen_regex=(0, 0, 0)),
    )
    found = capabilities_of("a/mm-14b", "pi", published=every)
    assert found.origin == "family"
    assert found.trials("gen.regex", 3) == (0, 3)
    assert found.status("gen.regex", 1) == "doubtful"
    assert found.sources == (
        "a/mm-9b@pi: the nearest model of the family of a/mm-14b, published profile, 2026-04-01",
    )
    elsewhere = capabilities_of("a/mm-80b", "codex", published=every)
    assert elsewhere.trials("gen.regex", 1) == (0, 3)


def test_nothing_at_all() -> None:
    found = capabilities_of("b/zz-1", "pi", ProfileOptions(cautious=True), published(profile(SMALL, "pi")))
    assert (found.origin, found.sources, found.measured, found.cautious) == ("none", (), (), True)


@pytest.mark.parametrize(
    ("passes", "trials", "together", "sources"),
    [
        (0, 2, (3, 5), 2),  # fewer of one's own: both count
        (0, 3, (0, 3), 1),  # as many: one's own alone
        (9, 10, (9, 10), 1),
    ],
)
def test_own_trials_take_the_place_of_published_ones_or_add_up(
    passes: int, trials: int, together: tuple[int, int], sources: int
) -> None:
    every = published(profile(SMALL, "pi", gen_regex=(3, None, None)))
    options = ProfileOptions((own(SMALL, "pi", "L1", passes, trials),))
    found = capabilities_of(SMALL, "pi", options, every)
    assert found.trials("gen.regex", 1) == together
    assert len(found.sources) == sources
    assert found.sources[0] == "a/mm-9b@pi: own profile mine.json, 2026-11-01"


def test_cells_that_one_did_not_measure_keep_the_published_trials() -> None:
    every = published(profile(SMALL, "pi", gen_regex=(3, 3, 3)))
    options = ProfileOptions((own(SMALL, "pi", "L3", 0, 8),))
    found = capabilities_of(SMALL, "pi", options, every)
    assert [found.trials("gen.regex", level) for level in (1, 2, 3)] == [(3, 3), (3, 3), (0, 8)]


def test_several_own_profiles_add_up_before_they_are_compared() -> None:
    every = published(profile(SMALL, "pi", gen_regex=(3, None, None)))
    options = ProfileOptions((own(SMALL, "pi", "L1", 0, 2), own(SMALL, "pi", "L1", 1, 2)))
    assert capabilities_of(SMALL, "pi", options, every).trials("gen.regex", 1) == (1, 4)


def test_a_partial_profile_leaves_the_other_primitives_to_what_is_next_nearest() -> None:
    every = published(profile(SMALL, "codex", gen_regex=(0, 0, 0), tool_exec=(3, 3, 1)))
    options = ProfileOptions((own(SMALL, "pi", "L1", 5, 5),))
    found = capabilities_of(SMALL, "pi", options, every)
    assert found.origin == "measured"
    assert [found.trials("gen.regex", level) for level in (1, 2)] == [(5, 5), (0, 0)]
    assert (found.tier("gen.regex"), found.tier("tool.exec")) == ("measured", "other-harness")
    assert found.trials("tool.exec", 3) == (1, 3)
    assert len(found.sources) == 2


def test_cells_of_broken_probes_are_not_measured() -> None:
    found = capabilities_of("qwen/qwen3.5-9b", "openclaw")
    for item in published_profiles().broken:
        assert found.trials(item.primitive, int(item.level[1])) == (0, 0)
    assert found.status("reason.planning", 1) != "unmeasured"


def test_every_published_profile_is_used() -> None:
    """All 25, each by the name of the harness that targets name."""
    for item in published_profiles().profiles:
        harness = "bare" if item.harness == "bare-agent" else item.harness
        found = capabilities_of(item.model, harness)
        assert found.origin == "measured"
        assert len(found.measured) == 26


@given(st.integers(0, 6), st.integers(0, 3), st.integers(0, 3))
def test_an_own_pass_never_counts_against_a_level(failures: int, passes: int, theirs: int) -> None:
    """From k to k+1 passes among as many trials, the certainty does not fall, whichever trials count."""
    every = published(profile(SMALL, "pi", gen_regex=(theirs, None, None)))
    trials = failures + passes + 1
    sure = [
        capabilities_of(SMALL, "pi", ProfileOptions((own(SMALL, "pi", "L1", count, trials),)), every).certainty(
            "gen.regex", 1
        )
        for count in (passes, passes + 1)
    ]
    assert sure[0] is not None
    assert sure[1] is not None
    assert sure[0] <= sure[1]


TOLD = Promise(held=0.8, missing=0.5, error=0.2)


def run(status: str, passes: int, trials: int, *, promise: Promise | None = TOLD, seed: str = "1") -> MeasuredRun:
    """A run that tested `gen.regex` at L1."""
    counts: Primitives = {"gen.regex": {"L1": Trials(passes, trials)}} if trials else {}
    said = {"gen.regex": {"L1": Said(status, "tested" if trials else "implied")}}  # pyright: ignore[reportArgumentType]
    return MeasuredRun(seed=seed, date="2026-11-29", promise=promise, primitives=counts, verdicts=said)


def measured(passes: int, trials: int, *runs: MeasuredRun) -> Named:
    found = own(SMALL, "pi", "L1", passes, max(trials, 1)).profile
    counts = {} if not trials else found.primitives
    return Named("p.json", msgspec.structs.replace(found, runs=runs, primitives=counts))


def status_of(named: Named, bar: Bar | None = None, every: Published | None = None) -> str:
    options = ProfileOptions(own=(named,), bar=bar or Bar())
    return capabilities_of(SMALL, "pi", options, every or published()).status("gen.regex", 1)


def test_what_a_test_said_decides_in_place_of_the_counts() -> None:
    assert status_of(measured(4, 8)) == "doubtful"
    assert status_of(measured(4, 8, run("missing", 4, 8))) == "missing"
    assert status_of(measured(3, 3, run("doubtful", 3, 3))) == "doubtful"
    assert status_of(measured(3, 3)) == "held"
    found = capabilities_of(SMALL, "pi", ProfileOptions(own=(measured(4, 8, run("missing", 4, 8)),)), published())
    assert (found.settled("gen.regex", 1), found.settled("gen.regex", 2), found.settled("tool.web", 1)) == (
        "missing",
        "",
        "",
    )


@pytest.mark.parametrize(
    ("promise", "bar", "status"),
    [
        (None, Bar(), "doubtful"),
        (TOLD, Bar(rate=0.85), "missing"),
        (TOLD, Bar(rate=0.5), "doubtful"),
        (TOLD, Bar(certainty=0.95), "doubtful"),
        (Promise(0.8, 0.5, 0.05), Bar(certainty=0.95), "missing"),
    ],
)
def test_a_test_decides_only_what_it_promises(promise: Promise | None, bar: Bar, status: str) -> None:
    """A bar that asks for another rate or for more certainty is answered by the counts (4 of 8; 0.85: missing)."""
    assert status_of(measured(4, 8, run("missing", 4, 8, promise=promise)), bar) == status


def test_several_tests_decide_where_they_agree() -> None:
    twice = (run("missing", 4, 8), run("missing", 4, 8, seed="2"))
    assert status_of(measured(8, 16, *twice)) == "missing"
    assert status_of(measured(7, 12, run("held", 4, 4), run("missing", 3, 8, seed="2"))) == "doubtful"
    assert status_of(measured(7, 12, run("doubtful", 4, 4), run("missing", 3, 8, seed="2"))) == "missing"


def test_trials_that_are_in_no_test_outweigh_it_where_they_are_more() -> None:
    assert status_of(measured(12, 16, run("missing", 4, 8))) == "missing"
    assert status_of(measured(40, 44, run("missing", 4, 8))) == "held"


def test_published_trials_do_not_outweigh_a_test_of_ones_own() -> None:
    every = published(profile(SMALL, "pi", gen_regex=(3, 3, 3)))
    implied = measured(0, 0, run("missing", 0, 0))
    found = capabilities_of(SMALL, "pi", ProfileOptions(own=(implied,)), every)
    assert (found.settled("gen.regex", 1), found.trials("gen.regex", 1)) == ("missing", (0, 0))
    less = measured(0, 2, run("missing", 0, 2))
    assert status_of(less, every=published(profile(SMALL, "pi", gen_regex=(3, 0, 0)))) == "missing"
    assert status_of(measured(2, 2, run("doubtful", 2, 2)), every=every) == "held", (
        "doubt is ended by the trials of both"
    )
