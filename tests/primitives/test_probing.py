"""What every probe must keep. `NOT_YET` names the primitives that have none, with the reason."""

import subprocess
import sys
from pathlib import PurePosixPath

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillrt.primitives.base import LEVELS
from skillrt.primitives.catalogue import catalogue, primitive
from skillrt.primitives.probing import PASSED, SERVER, Attempt, Call, Instance, Solution, Verdict, failed, skipped
from skillrt.process.sandbox import Unavailable
from skillrt.targets.vocabulary import operations
from tests.primitives.playing import play

NOT_YET: dict[str, str] = {}
SEEDS = tuple(f"contract {number}" for number in range(3))
CASES = [(item.id, level) for item in catalogue() if item.probe is not None for level in item.probe().levels]
each_level = pytest.mark.parametrize(("name", "level"), CASES, ids=[f"{name}-{level}" for name, level in CASES])

DIGESTS = """
import hashlib
from skillrt.primitives.catalogue import catalogue
for item in catalogue():
    if item.probe is not None:
        for level in item.probe().levels:
            made = item.probe().make(level, "elsewhere")
            print(item.id, level, hashlib.sha256(repr(made).encode()).hexdigest())
"""
ODD = (
    "\ud800", "\x00", "[" * 3000, "{" * 3000, '{"a":' * 3000, "```json\n" + "[" * 3000 + "\n```", "<a>" * 3000,
    "- " * 3000, "ANSWER: " + "9" * 6000, "ANSWER: 1e999999", "ANSWER: nan", "NaN", "null", "ANSWER:", "```",
    "```\n```", "x" * 300_000, "\n" * 300_000, "&a [*a]", "((((a+)+)+)+)+$",
    "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
)  # fmt: skip


def probe_of(name):
    make = primitive(name).probe
    assert make is not None
    return make()


def outcome(name: str, instance: Instance, solution: Solution, workspace) -> Verdict:
    """The verdict over a solution that was carried out; skips the test where nothing can be judged here."""
    workspace.mkdir(parents=True)
    try:
        verdict = probe_of(name).judge(instance, play(instance, solution, workspace))
    except Unavailable as error:
        pytest.skip(str(error))
    if verdict.outcome == "skipped":
        assert verdict.why
        pytest.skip(verdict.why)
    return verdict


def test_verdicts_say_what_they_are():
    assert (PASSED.outcome, failed("no").outcome, skipped("no node").outcome) == ("passed", "failed", "skipped")


def test_each_primitive_has_a_probe_or_a_reason():
    assert sorted(item.id for item in catalogue() if item.probe is None) == sorted(NOT_YET)
    assert all(NOT_YET.values())


def test_a_probe_says_whose_it_is_and_what_it_needs():
    for item in catalogue():
        if item.probe is not None:
            probe = item.probe()
            assert probe.primitive == item.id
            assert set(probe.levels) <= set(item.facts.levels) <= set(LEVELS)
            assert set(probe.needs) <= set(operations())


@each_level
@pytest.mark.parametrize("seed", SEEDS)
def test_the_reference_passes(name, level, seed, tmp_path):
    made = probe_of(name).make(level, seed)
    assert outcome(name, made, made.reference, tmp_path / "w") == PASSED


@each_level
@pytest.mark.parametrize("seed", SEEDS)
def test_each_near_miss_fails_and_is_told_why(name, level, seed, tmp_path):
    made = probe_of(name).make(level, seed)
    assert len({miss.what for miss in made.near_misses}) == len(made.near_misses) >= 2
    for number, miss in enumerate(made.near_misses):
        assert miss.solution != made.reference, miss.what
        verdict = outcome(name, made, miss.solution, tmp_path / str(number))
        assert (verdict.outcome, miss.what) == ("failed", miss.what)
        assert verdict.why


@each_level
def test_doing_nothing_fails(name, level, tmp_path):
    made = probe_of(name).make(level, "nothing")
    verdict = outcome(name, made, Solution(), tmp_path / "w")
    assert verdict.outcome == "failed"
    assert verdict.why


@each_level
def test_an_instance_is_well_formed(name, level):
    probe = probe_of(name)
    for seed in (*SEEDS, "", "\x00é\ud800"):
        made = probe.make(level, seed)
        assert made.task.strip() == made.task
        assert made.task
        for path in (*made.files, *made.pages):
            pure = PurePosixPath(path)
            assert path
            assert not pure.is_absolute()
            assert ".." not in pure.parts
        assert (SERVER in str(msgspec.to_builtins(made))) == bool(made.pages)
        steps = [step for turn in made.reference.turns for step in turn]
        assert {step.operation for step in steps} <= set(operations())


@each_level
def test_seeds_make_different_tasks_and_one_seed_the_same(name, level):
    probe = probe_of(name)
    made = [probe.make(level, f"differs {number}") for number in range(12)]
    shown = {repr((one.task, one.files, one.pages)) for one in made}
    assert len(shown) >= 11
    # who simulates a model knows an instance by its task
    assert len({one.task for one in made}) >= 11
    assert probe.make(level, "differs 3") == made[3]


def test_instances_are_the_same_in_another_process():
    """Neither the order of sets nor the locale may show."""
    out = [
        subprocess.run(
            [sys.executable, "-c", DIGESTS],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone, "PATH": ""},
        ).stdout
        for seed, locale, zone in (("1", "C", "UTC"), ("2", "C.UTF-8", "Asia/Tokyo"))
    ]
    assert out[0] == out[1]
    assert out[0].count("\n") == len(CASES)


@each_level
def test_odd_answers_are_judged(name, level):
    probe = probe_of(name)
    made = probe.make(level, "odd")
    answers = [*ODD, made.reference.answer[: len(made.reference.answer) // 2]]
    for answer in answers:
        files = dict.fromkeys((*made.files, *_written(made)), answer.encode("utf-8", "replace"))
        calls = (
            Call("", {answer: answer}, 0, answer),
            Call("shell.run", {"command": answer}, 3, answer, failed=True),
        )
        verdict = probe.judge(made, Attempt(answer, files, calls))
        assert verdict.outcome in {"failed", "skipped"}, answer[:40]
        assert verdict.why


@each_level
@settings(max_examples=8)
@given(data=st.data())
def test_any_attempt_is_judged(name, level, data):
    probe = probe_of(name)
    made = probe.make(level, "any")
    names = sorted({*made.files, *_written(made), "other.txt"})
    text = st.text(max_size=200) | st.sampled_from(sorted({made.reference.answer, "", *names}))
    call = st.builds(
        Call,
        operation=st.sampled_from(["", *sorted(operations())]),
        arguments=st.dictionaries(st.sampled_from(["path", "command", "content", "url", "question"]), text),
        turn=st.integers(0, 5),
        result=text,
        failed=st.booleans(),
    )
    attempt = Attempt(
        data.draw(text),
        data.draw(st.dictionaries(st.sampled_from(names), st.binary(max_size=200))),
        tuple(data.draw(st.lists(call, max_size=6))),
    )
    verdict = probe.judge(made, attempt)
    assert verdict.outcome == "passed" or verdict.why


def _written(made: Instance) -> list[str]:
    steps = [step for turn in made.reference.turns for step in turn]
    return sorted({step.arguments["path"] for step in steps if step.operation == "file.write"})
