import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from skillrt.compiler import CompileOptions, compile_skill
from skillrt.errors import InputError
from skillrt.frontend import discover
from skillrt.profiler import Bounds, Budget
from skillrt.profiler.campaign import Outcome, Plan, begin_anew, carry_out, estimated, profile_bytes
from skillrt.profiler.measure import Progress
from skillrt.profiler.selection import every_probe, select
from skillrt.store.traces import TraceReader, traces_path
from skillrt.targets import ProfileOptions, load_profiles, parse_target
from skillrt.targets.profile_file import Trials, parse_profile, read_profile
from tests.profiler.sample_probes import PROBES
from tests.profiler.sample_setting import Place, simulated
from tests.simulated.model import Truth

TRUTH = Truth(
    rates={"reason.arithmetic": (1.0, 1.0, 1.0), "tool.file.write": (1.0, 1.0, 0.0), "tool.web": (1.0, 0.0, 0.0)}
)
LEVELS = {"reason.arithmetic": ["held"] * 3, "tool.file.write": ["held", "held", "missing"]}
LEVELS |= {"tool.web": ["held", "missing", "missing"]}


def plan(place: Place, jobs: int = 4, **fields: object) -> Plan:
    selection = select(place.setting.target, PROBES, (), (1, 2, 3), Bounds())
    return Plan(place.setting, selection, Bounds(), "1", jobs=jobs, **fields)  # type: ignore[arg-type]


def carried_out(given: Plan, said: list[Progress] | None = None) -> Outcome:
    return asyncio.run(carry_out(given, said.append if said is not None else lambda _: None, lambda _: None))


def statuses(found: Outcome) -> dict[str, list[str]]:
    return {name: [level.status for level in levels.values()] for name, levels in found.run.verdicts.items()}


def test_the_profile_is_what_the_simulated_model_was_set_to(tmp_path):
    with simulated(tmp_path, TRUTH) as place:
        expected = estimated(plan(place))
        found = carried_out(plan(place))
        assert not place.model.strange
    assert statuses(found) == LEVELS
    assert found.complete
    assert (expected.primitives, expected.known) == (3, 0)
    written = read_profile(Path(found.file))
    assert written == found.profile
    assert written.primitives["tool.web"]["L2"] == Trials(0, 2)
    with TraceReader.open(traces_path(Path(found.file).parent)) as reader:
        noted = [item.episode for item in found.run.failures]
        assert noted
        assert all(noted)
        assert len(list(reader.exchanges())) >= len(noted)


def test_again_with_the_same_seed_no_trial_is_repeated(tmp_path):
    with simulated(tmp_path, TRUTH) as place:
        first = carried_out(plan(place))
        asked = len(place.model.asked)
        again = carried_out(plan(place))
        assert len(place.model.asked) == asked
        assert (again.measured.fresh, again.profile.primitives) == (0, first.profile.primitives)
        begin_anew(plan(place))
        anew = carried_out(plan(place))
        assert len(place.model.asked) == 2 * asked
        assert anew.profile.primitives == first.profile.primitives


def test_broken_off_and_gone_on_with_it_ends_where_it_would_have_ended(tmp_path):
    truth = Truth(other=(0.95, 0.7, 0.2))
    with simulated(tmp_path / "whole", truth) as place:
        whole = carried_out(plan(place))

    async def broken_off(given: Plan) -> None:
        def tell(found: Progress) -> None:
            if found.fresh == 9:
                task.cancel()

        task = asyncio.ensure_future(carry_out(given, tell, lambda _: None))
        await task

    with simulated(tmp_path / "parts", truth) as place:
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(broken_off(plan(place)))
        assert not plan(place).file.exists()
        known = estimated(plan(place)).known
        assert known >= 9
        resumed = carried_out(plan(place))
    assert resumed.profile.primitives == whole.profile.primitives
    assert resumed.run.verdicts == whole.run.verdicts
    assert resumed.measured.fresh == whole.measured.fresh - known


def test_faults_of_the_provider_change_nothing_but_the_time(tmp_path):
    with simulated(tmp_path / "fine", Truth(other=(0.95, 0.7, 0.2))) as place:
        fine = carried_out(plan(place))
    with simulated(tmp_path / "faulty", Truth(other=(0.95, 0.7, 0.2), faults=0.1)) as place:
        faulty = carried_out(plan(place))
    assert faulty.profile.primitives == fine.profile.primitives
    assert faulty.run.verdicts == fine.run.verdicts
    assert not faulty.measured.stopped


def test_a_budget_leaves_doubt_and_more_of_it_goes_on(tmp_path):
    with simulated(tmp_path, TRUTH) as place:
        some = carried_out(plan(place, budget=Budget(trials=5)))
        assert (some.measured.fresh, some.complete) == (5, False)
        assert "the budget of trials is spent" in some.run.open.values()
        rest = carried_out(plan(place))
    assert statuses(rest) == LEVELS
    assert rest.run.open == {}


def test_a_budget_does_for_the_cheapest_first_unless_an_order_was_asked_for(tmp_path):
    truth = Truth(other=(1.0, 1.0, 1.0))
    with simulated(tmp_path / "cheapest", truth) as place:
        expected = estimated(plan(place, budget=Budget(trials=15)))
        cheap = carried_out(plan(place, jobs=1, budget=Budget(trials=15)))
    order = [item.primitive for item in expected.shares]
    assert order != list(PROBES), "the sample has its cheapest first: the test shows nothing"
    assert (expected.within, expected.short) == (1, "trials")
    assert set(statuses(cheap)[order[0]]) == {"held"}
    assert set(statuses(cheap)[order[-1]]) == {"unmeasured"}
    assert list(cheap.run.verdicts) == [name for name, probe in PROBES.items() if probe]
    with simulated(tmp_path / "asked", truth) as place:
        given = carried_out(plan(place, jobs=1, budget=Budget(trials=15), in_order=True))
    first = next(iter(given.run.verdicts))
    assert set(statuses(given)[first]) == {"held"}


def test_a_profile_of_another_target_is_not_added_to(tmp_path):
    other = tmp_path / "p.json"
    text = '{"model": "x", "harness": "bare", "date": "2026-01-01", "primitives": {}}'
    other.write_text(text)
    with simulated(tmp_path, TRUTH) as place:
        with pytest.raises(InputError, match="not of `m@bare`"):
            carried_out(plan(place, output=other))
        assert place.model.asked == []
    assert other.read_text() == text


FORMULAS = """---
name: loan
description: Reckon what a loan costs.
---

# Loan

1. Calculate the total: total = price * pieces + freight.
2. Calculate the payback: payback = cost / (income - upkeep).
3. Round the results to two decimals.
"""
EXAMPLES = Path(__file__).parents[2] / "examples" / "skills"
# primitive, the skill that asks for it, what compiling does about the gap
LOWERED = [
    ("gen.code.python", "release-notes", "closed", "outline"),
    ("follow.procedure", "csv-survey", "supported", "step-by-step"),
    ("reason.arithmetic", "", "supported", "calculator"),
]


@pytest.mark.parametrize(("name", "skill", "status", "rule"), LOWERED, ids=[row[0] for row in LOWERED])
def test_compiling_with_the_new_profile_changes_what_it_should(
    tmp_path: Path, name: str, skill: str, status: str, rule: str
):
    """A gap in what the probes found missing is closed; where they found it held, nothing is changed for it."""
    place = EXAMPLES / skill if skill else tmp_path / "loan"
    if not skill:
        place.mkdir()
        (place / "SKILL.md").write_text(FORMULAS)
    (source,) = discover([str(place)])
    gaps: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {}
    probe = {name: every_probe()[name]}
    for word, rate in (("held", 1.0), ("missing", 0.0)):
        truth = Truth(other=(rate, rate, rate))
        with simulated(tmp_path / word, truth, probe) as model:
            selection = select(model.setting.target, probe, (), (1, 2, 3), Bounds())
            found = carried_out(replace(plan(model), selection=selection))
        assert statuses(found) == {name: [word] * 3}
        own = load_profiles([Path(found.file)])
        target = parse_target("m@bare", profiles=ProfileOptions(own=own))
        manifest = compile_skill(source, target, CompileOptions(level="O1")).variant.manifest
        gaps[word] = {gap.primitive: (gap.status, gap.rules) for gap in manifest.gaps}
    assert gaps["held"] == {}
    assert gaps["missing"] == {name: (status, (rule,))}


def test_without_traces_none_are_kept(tmp_path):
    with simulated(tmp_path, Truth(other=(0.0, 0.0, 0.0))) as place:
        found = carried_out(replace(plan(place), keep_traces=False))
    assert {item.episode for item in found.run.failures} == {""}
    assert not traces_path(Path(found.file).parent).exists()


def test_what_is_written_is_read_again_without_what_is_empty(tmp_path):
    with simulated(tmp_path, TRUTH) as place:
        found = carried_out(plan(place))
    data = profile_bytes(found.profile)
    assert parse_profile(data.decode(), "p") == found.profile
    assert b'"notes"' not in data
    assert b'"observed"' not in data
