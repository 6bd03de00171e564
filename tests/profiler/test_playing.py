import asyncio
from dataclasses import replace

import msgspec
import pytest

from skillrt.primitives.probing import Attempt, Call, Instance, Probe, Solution
from skillrt.profiler.playing import Setting, play, unreached
from skillrt.profiler.selection import every_probe
from skillrt.profiler.trials import Ended, Trial
from skillrt.store.traces import TraceReader, TraceStore, traces_path
from skillrt.targets import shipped_harnesses
from skillrt.wire.exchange import Response
from tests.profiler.sample_probes import COPY, PAGE, SUM, UNJUDGED
from tests.profiler.sample_setting import answering, simulated
from tests.simulated.model import Truth
from tests.upstream.answers import call, say
from tests.upstream.faults import malformed, status


def run(setting: Setting, probe: Probe, level: int = 1, number: int = 0) -> tuple[Ended, list[tuple[float, float]]]:
    busy: list[tuple[float, float]] = []
    trial = Trial(probe.primitive, level, number, "1")
    return asyncio.run(play(setting, trial, probe, lambda began, wait: busy.append((began, wait)))), busy


@pytest.mark.parametrize("probe", [SUM, COPY, PAGE], ids=lambda probe: probe.judged_by)
@pytest.mark.parametrize("level", [1, 3])
def test_the_reference_passes_and_a_near_miss_fails_through_the_harness(tmp_path, probe: Probe, level: int):
    with simulated(tmp_path) as place:
        ended, _ = run(place.setting, probe, level)
    assert (ended.outcome, ended.why, ended.hopeless) == ("passed", "", False)
    assert ended.spent.tokens > 100
    assert ended.spent.seconds > 0
    with simulated(tmp_path, Truth(other=(0.0, 0.0, 0.0))) as place:
        ended, _ = run(place.setting, probe, level)
    assert ended.outcome == "failed"
    assert ended.why


def test_a_refusal_is_a_failure(tmp_path):
    with simulated(tmp_path, Truth(other=(0.0, 0.0, 0.0), refusals=1.0)) as place:
        ended, _ = run(place.setting, SUM)
    assert ended.outcome == "failed"


def test_the_transcript_of_a_failure_is_kept_where_traces_are(tmp_path):
    with TraceStore.open(traces_path(tmp_path)) as store, simulated(tmp_path, Truth(other=(0.0, 0.0, 0.0))) as place:
        ended, _ = run(replace(place.setting, traces=store), SUM)
    with simulated(tmp_path) as place, TraceStore.open(traces_path(tmp_path)) as store:
        passed, _ = run(replace(place.setting, traces=store), SUM)
    assert (passed.run, passed.episode) == ("", "")
    with TraceReader.open(traces_path(tmp_path)) as reader:
        record = reader.run(ended.run)
        assert record
        assert record.prompt.startswith("Add ")
        assert len(list(reader.exchanges(run=ended.run))) == 1


def test_nothing_of_a_trial_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    with simulated(tmp_path) as place:
        run(place.setting, COPY)
    assert list((tmp_path / "tmp").iterdir()) == []
    assert list((tmp_path / "data").rglob("*")) in ([], [tmp_path / "data/runs"])


def test_what_cannot_be_judged_is_skipped(tmp_path):
    with answering(tmp_path, lambda request: say("42")) as setting:
        ended, _ = run(setting, UNJUDGED)
    assert (ended.outcome, ended.why) == ("skipped", "there is no judge here")


def test_a_provider_that_is_down_is_void_and_a_refused_key_hopeless(tmp_path):
    no_retries = {"retries": False}
    for code, hopeless in ((500, False), (401, True)):
        with answering(tmp_path, lambda request, code=code: status(code)) as setting:
            settings = msgspec.structs.replace(setting.settings, **no_retries)
            ended, _ = run(replace(setting, settings=settings), SUM)
        assert (ended.outcome, ended.hopeless) == ("void", hopeless)
        assert str(code) in ended.why


def test_an_answer_that_cannot_be_read_says_nothing_of_the_target(tmp_path):
    with answering(tmp_path, lambda request: malformed(say("the sum is 42"), 40)) as setting:
        ended, _ = run(setting, SUM)
    assert (ended.outcome, ended.hopeless) == ("void", False)
    assert "could not be read" in ended.why


def test_too_many_requests_are_waited_out_and_told(tmp_path):
    answers = iter([status(429, retry_after="0.1"), say("0")])
    with answering(tmp_path, lambda request: next(answers)) as setting:
        ended, busy = run(setting, SUM)
    assert ended.outcome == "failed"
    assert [wait >= 0.1 for _, wait in busy] == [True]


def test_out_of_time_counts_only_where_the_task_states_a_time(tmp_path):
    def never(request: object) -> Response:
        return say(call("exec", command="sleep 20"))

    with answering(tmp_path, never, timeout=0.5) as setting:
        ended, _ = run(setting, SUM)
        stated, _ = run(setting, msgspec.structs.replace(SUM, limit=0.5))
    assert (ended.outcome, stated.outcome) == ("void", "failed")
    assert "0.5 seconds" in stated.why


def test_a_harness_that_is_not_there_is_hopeless(tmp_path):
    with simulated(tmp_path) as place:
        harness = shipped_harnesses()["opencode"]
        target = msgspec.structs.replace(place.setting.target, harness=harness)
        ended, _ = run(replace(place.setting, target=target, inherited={"PATH": str(tmp_path)}), SUM)
    assert (ended.outcome, ended.hopeless) == ("void", True)
    assert "not installed" in ended.why


def test_pages_that_the_harness_cannot_reach_are_told():
    instance = Instance(task="t", truth=0, reference=Solution(), near_misses=(), pages={"a": b""})
    refused = Call("web.fetch", {}, 0, "domain not allowed", failed=True)
    assert "domain not allowed" in unreached(instance, Attempt("", {}, (refused,)))
    fetched = msgspec.structs.replace(refused, failed=False)
    assert unreached(instance, Attempt("", {}, (refused, fetched))) == ""
    assert unreached(instance, Attempt("")) == ""
    assert unreached(msgspec.structs.replace(instance, pages={}), Attempt("", {}, (refused,))) == ""


def test_a_server_that_was_not_started_says_nothing_of_the_model(tmp_path):
    """`bare` takes none, so that nobody speaks to it: the trial is skipped, not failed."""
    probe = every_probe()["tool.mcp"]
    assert probe
    with answering(tmp_path, lambda request: say("ANSWER: 1")) as setting:
        ended, _ = run(setting, probe)
    assert (ended.outcome, ended.why) == (
        "skipped",
        "the built-in agent did not start the MCP server that it was given",
    )
