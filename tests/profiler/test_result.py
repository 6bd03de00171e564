from pathlib import Path

import msgspec

from skillrt.compiler import CompileOptions, compile_skill
from skillrt.frontend import discover
from skillrt.frontend.skill_tree import skill_tree
from skillrt.profiler import Bounds, Design
from skillrt.profiler.campaign import write_profile
from skillrt.profiler.protocol import Spent
from skillrt.profiler.result import profile_of, run_of
from skillrt.profiler.standing import Row, Standing
from skillrt.profiler.trials import Ended
from skillrt.targets import Named, OwnProfile, ProfileOptions, parse_target
from skillrt.targets.profile_file import Promise, Said, Trials, read_profile
from tests.profiler.sample_probes import COPY, SUM

SKILLS = Path(__file__).parents[2] / "examples/skills"
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
    assert found.promise == Promise(0.8, 0.5, 0.2)


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


ALTERNATING = (True, False, True, False, True, False, True, False)
"""Four of eight: the test calls that missing, the counts alone are doubtful, and doubt counts as held."""


def alternating(primitive: str) -> Standing:
    row = Row(primitive, msgspec.structs.replace(SUM, primitive=primitive), Design(ordered=False), "1", {})
    while (trial := row.next()) is not None:
        row.begin(trial)
        row.end(trial, Ended(outcome="passed" if ALTERNATING[trial.number] else "failed"))
    return row.standing("")


def gaps_of(profile: OwnProfile) -> dict[str, str]:
    """What compiling a skill for the target with this profile alone says of gaps: the level that is held instead."""
    (source,) = discover([str(SKILLS / "backup-drill")])
    target = parse_target(str(TARGET), profiles=ProfileOptions(own=(Named("p.json", profile),)))
    tree = skill_tree([source])
    options = CompileOptions(level="O1", siblings=dict(tree.siblings), tree=tree.paths)
    return {gap.primitive: gap.aim for gap in compile_skill(source, target, options).variant.manifest.gaps}


def test_compiling_goes_by_the_verdicts_of_three_primitives_and_not_by_their_counts(tmp_path):
    names = ("gen.code.python", "gen.code.shell", "reason.logic")
    measured = run(*(alternating(name) for name in names), seed="1")
    profile, _ = profile_of(TARGET, measured, None)
    write_profile(tmp_path / "p.json", profile)
    known = read_profile(tmp_path / "p.json")
    assert {tuple(row.values()) for row in known.primitives.values()} == {(Trials(4, 8),) * 3}
    assert gaps_of(known) == dict.fromkeys(names, "L0")
    by_hand = msgspec.structs.replace(known, runs=())
    assert gaps_of(by_hand) == {}
