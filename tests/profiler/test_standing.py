import random

from skillrt.profiler import Design, State, next_trial, observe, verdict
from skillrt.profiler.standing import Row
from skillrt.profiler.trials import Ended, Trial
from tests.profiler.sample_probes import SUM

NAME = SUM.primitive


def row(known: dict[Trial, Ended] | None = None, design: Design | None = None) -> Row:
    return Row(NAME, SUM, design or Design(ordered=False), "s", known or {})


def passes(trial: Trial) -> Ended:
    rate = (0.95, 0.7, 0.2)[trial.level - 1]
    return Ended(outcome="passed" if random.Random(trial.instance_seed).random() < rate else "failed", why="no")


def one_by_one() -> State:
    state = State(Design(ordered=False))
    while (level := next_trial(state)) is not None:
        trial = Trial(NAME, level, state.rows[level - 1].trials, "s")
        state = observe(state, level, passes(trial).outcome == "passed")
    return state


def test_many_at_once_in_any_order_of_their_ends_say_what_one_by_one_says():
    wanted = one_by_one()
    for at in range(20):
        rng, measured, running = random.Random(at), row(), list[Trial]()
        ran = 0
        while not measured.is_done:
            while (trial := measured.next()) is not None:
                measured.begin(trial)
                running.append(trial)
            ended = running.pop(rng.randrange(len(running)))
            measured.end(ended, passes(ended))
            ran += 1
        found = measured.standing("")
        assert (found.state.rows, found.verdict) == (wanted.rows, verdict(wanted))
        assert ran == sum(item.trials for item in wanted.rows), "no trial was wasted"


def test_what_is_known_is_not_run_again_wherever_it_was_broken_off():
    every = [Trial(NAME, level, number, "s") for level in (1, 2, 3) for number in range(30)]
    wanted = one_by_one()
    for at in range(10):
        rng = random.Random(at)
        known = {trial: passes(trial) for trial in every if rng.random() < 0.5}
        measured = row(known)
        while (trial := measured.next()) is not None:
            assert trial not in known
            measured.begin(trial)
            measured.end(trial, passes(trial))
        assert measured.standing("").state.rows == wanted.rows


def test_a_void_trial_stops_the_primitive_and_says_why():
    measured = row()
    trial = measured.next()
    assert trial
    measured.begin(trial)
    measured.end(trial, Ended(outcome="void", why="the provider is down"))
    found = measured.standing("something else")
    assert (measured.is_done, measured.next(), found.open_because) == (True, None, "the provider is down")
    assert sum(item.trials for item in found.state.rows) == 0


def test_a_level_that_cannot_be_judged_is_told_and_the_others_are_tested():
    measured = row()
    while (trial := measured.next()) is not None:
        measured.begin(trial)
        measured.end(trial, Ended(outcome="skipped", why="no node") if trial.level == 2 else passes(trial))
    found = measured.standing("")
    assert found.skipped == {2: "L2: no node"}
    assert [level.status for level in found.verdict.levels] == ["held", "unmeasured", "missing"]
    assert found.open_because == "L2: no node"
    assert {note.outcome for note in found.notes} == {"skipped", "failed"}


def test_levels_that_were_not_asked_for_keep_what_is_known_of_them():
    known = {Trial(NAME, 1, number, "s"): Ended(outcome="passed") for number in range(3)}
    found = row(known, Design(ordered=False, levels=(3,))).standing("")
    assert (found.state.rows[0].passes, found.state.rows[0].trials) == (3, 3)
    assert found.verdict.levels[0].status == "unmeasured"
