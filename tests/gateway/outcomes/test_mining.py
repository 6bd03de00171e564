from skillrt.gateway.outcomes.judging import judged
from skillrt.gateway.outcomes.mining import failures_in, grouped
from skillrt.store.traces import Episode, Outcome, SkillUse
from tests.gateway.outcomes.samples import episode, shell

MISSING = "ModuleNotFoundError: No module named 'pdfplumber'"
BAD = shell("python fold.py", MISSING, failed=True)
GOOD = shell("python fold.py", "ok")
PATH = shell("cat a", "cat: a: No such file or directory", failed=True)
GAVE_UP = "I could not create the file."


def _judged(*episodes: Episode) -> list[Episode]:
    return [judged([item])[0] for item in episodes]


def test_a_failure_that_was_recovered_is_not_decisive():
    (found,) = failures_in(_judged(episode(BAD, GOOD))[0])
    assert (found.cause, found.decisive, found.recovery is not None) == ("missing-module:pdfplumber", False, True)


def test_what_an_episode_failed_by():
    (found,) = failures_in(_judged(episode(BAD, final=GAVE_UP))[0])
    assert (found.cause, found.decisive) == ("missing-module:pdfplumber", True)


def test_an_outcome_without_a_call_that_failed():
    marked = episode(GOOD, outcome=Outcome(kind="failed", failure="task"))
    (found,) = failures_in(marked)
    assert (found.failure, found.cause, found.decisive) == ("task", "harness:task", True)


def test_what_different_tasks_share_comes_first():
    groups = grouped(
        _judged(
            episode(PATH, final=GAVE_UP, id="a"),
            episode(PATH, final=GAVE_UP, id="b"),
            episode(BAD, GOOD, id="c", prompt="Fold a swan."),
            episode(BAD, final=GAVE_UP, id="d", prompt="Fold a boat."),
        )
    )
    assert [(group.cause, group.systematic, group.tasks) for group in groups] == [
        ("missing-module:pdfplumber", True, 2),
        ("wrong-path:a", False, 1),  # the same request twice is one task
    ]
    assert (groups[0].decisive, groups[0].recovered, groups[0].episodes) == (1, 1, ("c", "d"))
    assert groups[0].skills == ("paper",)


def test_faults_of_the_provider_never_count_against_a_skill():
    outcome = Outcome(kind="failed", failure="provider")
    (group,) = grouped([episode(id="a", outcome=outcome)])
    assert not group.counts


def test_only_the_episodes_that_loaded_the_skill():
    other = episode(BAD, GOOD, id="b", skills=(SkillUse(name="paper"),))
    assert grouped([other], skill="paper") == []
    assert len(grouped([episode(BAD, GOOD), other], skill="paper")[0].episodes) == 1
