from skillrt.primitives.probing import PASSED, Instance, Probe, Solution, Step
from skillrt.profiler.protocol import Spent
from skillrt.profiler.trial_costs import Reckoning, guess, overhead
from skillrt.profiler.trials import Ended, Trial
from skillrt.targets import parse_target
from tests.profiler.sample_probes import DATE, PROBES

CHEAP, DEAR = Trial("a", 1, 0, "1"), Trial("a", 3, 0, "1")
GUESSES = {("a", 1): Spent(100, 0.1, 7.0), ("a", 3): Spent(5000, 5.0, 70.0)}


def ended(spent: Spent, outcome="passed") -> Ended:
    return Ended(outcome=outcome, spent=spent)


def test_a_guess_grows_with_what_the_task_takes_and_what_the_harness_adds():
    probe = PROBES["tool.file.write"]
    assert probe
    one, three = (
        guess(parse_target("gpt-5.1-codex@bare"), probe, Trial(probe.primitive, at, 0, "1")) for at in (1, 3)
    )
    assert 0 < one.tokens < three.tokens
    assert 0 < one.money < three.money
    dearer = guess(parse_target("gpt-5.1-codex@claude-code"), probe, Trial(probe.primitive, 1, 0, "1"))
    assert dearer.tokens > one.tokens + overhead("claude-code") - overhead("bare")
    assert guess(parse_target("nobody/knows@bare"), probe, Trial(probe.primitive, 1, 0, "1")).money == 0.0


def test_what_was_read_is_sent_again_and_a_picture_is_no_text():
    def tokens(files: dict[str, bytes], turns: int) -> int:
        steps = tuple((Step("file.read", {"path": "a"}),) for _ in range(turns))
        made = Instance("task", None, Solution(steps, "done"), (), files)
        probe = Probe("x", DATE, "answer", lambda level, seed: made, lambda instance, attempt: PASSED)
        return guess(parse_target("gpt-5.1-codex@bare"), probe, Trial("x", 1, 0, "1")).tokens

    text = {"a.txt": b"x" * 40_000}
    assert 10_000 <= tokens(text, 1) - tokens({}, 1) <= 10_010
    assert 15_000 <= tokens(text, 2) - tokens({}, 2) <= 15_010
    assert tokens(text, 0) == tokens({}, 0)
    assert tokens({"a.png": b"x" * 400_000}, 1) - tokens({}, 1) == 1500


def test_harnesses_that_are_not_listed_are_guessed():
    assert 0 < overhead("bare") < overhead("claude-code")
    assert overhead("another") == 10_000


def test_before_there_was_a_trial_it_is_the_guess_and_no_seconds():
    assert Reckoning(GUESSES).of(DEAR) == Spent(5000, 5.0, 0.0)
    assert Reckoning({}).of(DEAR) == Spent()


def test_what_was_seen_counts_in_place_of_the_guess_and_shows_how_far_others_are_off():
    reckoning = Reckoning(GUESSES)
    reckoning.learn(CHEAP, ended(Spent(400, 0.2, 3.0)))
    reckoning.learn(CHEAP, ended(Spent(350, 0.1, 4.0), "failed"))
    assert reckoning.of(CHEAP) == Spent(400, 0.2, 4.0)
    assert reckoning.of(DEAR) == Spent(5300, 5.1, 4.0)


def test_guesses_that_were_too_high_are_not_made_lower():
    reckoning = Reckoning(GUESSES)
    reckoning.learn(CHEAP, ended(Spent(10, 0.01, 1.0)))
    assert reckoning.of(DEAR).tokens == 5000


def test_without_guesses_it_is_the_dearest_so_far_and_what_broke_off_says_nothing():
    reckoning = Reckoning({})
    reckoning.learn(CHEAP, ended(Spent(400, 0.2, 3.0)))
    reckoning.learn(CHEAP, ended(Spent(9000, 9.0, 90.0), "void"))
    assert reckoning.of(DEAR) == Spent(400, 0.2, 3.0)
