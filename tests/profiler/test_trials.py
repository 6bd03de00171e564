from skillrt.profiler.trials import Ended, Trial


def test_each_trial_has_an_instance_of_its_own():
    trials = [Trial(name, level, number, "s") for name in ("a.b", "a.c") for level in (1, 2, 3) for number in (0, 1)]
    assert len({trial.instance_seed for trial in trials}) == len(trials)
    assert Trial("a.b", 2, 0, "s").name == "L2"


def test_what_says_nothing_of_the_target_does_not_count():
    counting = {word: Ended(outcome=word).counts for word in ("passed", "failed", "skipped", "void")}
    assert counting == {"passed": True, "failed": True, "skipped": False, "void": False}
