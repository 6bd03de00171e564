import pytest

from skillrt.passes.concurrency.said_regions import is_told, rules_at, rules_for, rules_under, said_at_once
from tests.passes.concurrency.sample import page


def regions(text: str, title: str = ""):
    shown = page(text + "\n")
    rules = rules_under(title, rules_for(text))
    return [item for leaf in shown.sections[0].leaves for item in said_at_once(leaf, shown.said(leaf), rules)]


def found(text: str, title: str = ""):
    return [(item.kind, item.width) for item in regions(text, title)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dispatch three reviewers in parallel.", ("thread", 3)),
        ("Run the searches concurrently.", ("instruction", 0)),
        ("Spawn sub-agents per file for parallel review.", ("thread", 0)),
        ("Read every file in parallel.", ("data", 0)),
        ("The agent must also invoke the other skills in parallel.", ("thread", 0)),
        ("When there are several (pages, notes), run them in parallel.", ("instruction", 0)),
        ("For each case, spawn two reviewers in the same turn, one with it, one without.", ("data", 0)),
        ("Read `a.md` and `b.md`.", ("instruction", 2)),
        ("Write `a.md` and `b.md`.", ("instruction", 2)),
        ("Explore the project — check files, docs, recent commits", ("instruction", 3)),
    ],
)
def test_what_the_text_gives(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Never dispatch reviewers in parallel.",
        "Fetch several resources in parallel with Promise.all.",
        "Do not run the searches concurrently.",
        "Tests fail when they run in parallel.",
        "Ask the user two questions in parallel.",
        "Push both branches in parallel.",
        "Read [`docs/a.md`](../docs/a.md).",
        "Read `a.md` or `b.md`.",
        "Read `a.md` first, then `b.md`.",
        "Write `a.md` and `a.md`.",
        "Check files, budgets and moods.",
        "**`n > 0`**: Run at most n tools concurrently.",
        "Run the tasks in parallel where possible.",
        "You can run both searches simultaneously.",
        "See `contract.yaml` and `evals.yaml`.",
        "Use Dask for parallel processing across multiple workers.",
        "For parallel execution, use scripts that start the agents.",
        "Use this skill when you need to dispatch several agents in parallel.",
        "**Use when**: independent tasks can run in parallel.",
        "Run an inventory: how many changes run simultaneously?",
        "Call out the steps that can run in parallel.",
        "Collect the markers (`[P]` means safe to parallelize per file).",
    ],
)
def test_what_it_does_not(text):
    assert found(text) == []


def test_under_advice_only_what_is_plain_counts():
    assert found("Run the searches concurrently.", "Best practices") == []
    assert found("Read `a.md` and `b.md`.", "Best practices") == [("instruction", 2)]


def test_what_is_done_to_each_counts_in_steps_and_of_what_there_are_many():
    rules = rules_for("Score each page. Score each whim. For each whim, read on.")

    def kept(*, prescribed: bool, in_step: bool):
        at = rules_at(rules, prescribed=prescribed, in_step=in_step)
        shown = page("Score each page.\n\nScore each whim.\n")
        leaves = shown.sections[0].leaves
        return [len(list(said_at_once(leaf, shown.said(leaf), at))) for leaf in leaves if shown.said(leaf)]

    assert kept(prescribed=True, in_step=True) == [1, 1]
    assert kept(prescribed=True, in_step=False) == [1, 0]
    assert kept(prescribed=False, in_step=False) == [0, 0]


def test_a_remark_is_no_order():
    shown = page("**Note:** Several calls can run.\n")
    (sentence,) = shown.said(shown.sections[0].leaves[0])
    assert not is_told(sentence)
