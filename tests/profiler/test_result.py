from skillrt.profiler import Bounds, Design
from skillrt.profiler.protocol import Spent
from skillrt.profiler.result import profile_of, run_of
from skillrt.profiler.standing import Row, Standing
from skillrt.profiler.trials import Ended
from skillrt.targets import OwnProfile, parse_target
from skillrt.targets.profile_file import Said, Trials
from tests.profiler.sample_probes import COPY, SUM

TARGET = parse_target("gpt-5.1-codex@bare")


def standing(
    probe=SUM, seed: str = "1", rates: tuple[bool, bool, bool] = (True, True, False), date: str = ""
) -> Standing:
    probe = (
        probe
        if not date
        else type(probe)(**{**{f: getattr(probe, f) for f in probe.__struct_fields__}, "date": date})
    )
    row = Row(probe.primitive, probe, Design(ordered=False), seed, {})
    while (trial := row.next()) is not None:
        row.begin(trial)
        passed = rates[trial.level - 1]
        row.end(
            trial,
            Ended(
                outcome="passed" if passed else "failed",
                why="" if passed else "wrong",
                episode="ep",
                spent=Spent(10, 0.5, 2.0),
            ),
        )
    return row.standing("")


def run(*standings: Standing, seed: str = "1", date: str = "2026-11-28"):
    return run_of(TARGET, seed, date, Bounds(), standings or (standing(seed=seed),), {"see.image": "no probe"})


def test_a_run_says_what_was_decided_what_failed_and_what_it_cost():
    found = run()
    assert found.verdicts[SUM.primitive] == {
        "L1": Said("held", "tested"), "L2": Said("held", "tested"), "L3": Said("missing", "tested"),
    }  # fmt: skip
    assert found.primitives[SUM.primitive]["L3"] == Trials(0, 2)
    trials = sum(count.trials for count in found.primitives[SUM.primitive].values())
    assert found.costs[SUM.primitive].tokens == 10 * trials
    assert found.costs[SUM.primitive].dollars == 0.5 * trials
    assert found.open == {"see.image": "no probe"}
    assert {(item.level, item.why, item.episode) for item in found.failures} == {("L3", "wrong", "ep")}
    assert "chance of the wrong one" in found.design


def test_a_level_above_that_is_held_contradicts():
    assert run(standing(rates=(False, True, True))).contradicts == (SUM.primitive,)


def test_another_seed_adds_up_and_the_same_one_takes_its_own_place():
    first, _ = profile_of(TARGET, run(), None)
    more, gone = profile_of(TARGET, run(seed="2"), first)
    assert gone == ()
    one = first.primitives[SUM.primitive]
    assert {level: (2 * count.passes, 2 * count.trials) for level, count in one.items()} == {
        level: (count.passes, count.trials) for level, count in more.primitives[SUM.primitive].items()
    }
    assert [item.seed for item in more.runs] == ["1", "2"]
    again, _ = profile_of(TARGET, run(), more)
    assert again.primitives == more.primitives
    assert sorted(item.seed for item in again.runs) == ["1", "2"]


def test_what_the_same_seed_measured_of_other_primitives_stays():
    both, _ = profile_of(TARGET, run(standing(), standing(COPY)), None)
    again, _ = profile_of(TARGET, run(standing()), both)
    assert again.primitives == both.primitives
    assert len(again.runs) == 1
    assert set(again.runs[0].costs) == {SUM.primitive, COPY.primitive}
    assert len(again.runs[0].failures) == len(both.runs[0].failures)


def test_trials_of_others_are_kept_and_those_of_a_changed_probe_are_not():
    by_hand = OwnProfile(
        model=TARGET.model, harness="bare", date="2026-01-01", source="ours", notes=("n",),
        primitives={"gen.regex": {"L1": Trials(3, 4)}, SUM.primitive: {"L1": Trials(1, 1)}},
    )  # fmt: skip
    added, _ = profile_of(TARGET, run(), by_hand)
    assert (added.source, added.notes) == ("ours", ("n",))
    assert added.primitives["gen.regex"] == {"L1": Trials(3, 4)}
    fresh = run().primitives[SUM.primitive]["L1"]
    assert added.primitives[SUM.primitive]["L1"] == Trials(fresh.passes + 1, fresh.trials + 1)
    later, gone = profile_of(TARGET, run(standing(date="2027-01-01", seed="9"), seed="9"), added)
    assert "the probe has changed" in gone[0]
    assert later.primitives[SUM.primitive]["L1"] == Trials(fresh.passes + 1, fresh.trials + 1)
