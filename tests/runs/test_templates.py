import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from skillrt.errors import Diagnostic
from skillrt.process.sandbox import Unavailable
from skillrt.runs import templates
from skillrt.runs.aim import Aim
from skillrt.runs.link import run_of
from skillrt.runs.other_runs import at_work_in
from skillrt.runs.result import Jit
from skillrt.runs.templates import templates_at_work
from skillrt.store.traces import Episodes, TraceReader, Wanted, traces_path
from skillrt.wire.exchange import Request, Response, WireError
from tests.harness_runs.playing import Workshop, load_all, runs, says
from tests.harness_runs.repeating import JOBS, Job, late, learnt, require_done, seven_in_a_row, skillrt, worked
from tests.jit.conftest import sandbox
from tests.runs.sample import plan, skill
from tests.runs.test_result import result
from tests.upstream.server import ScriptedUpstream

__all__ = ["sandbox"]
CHAT = "openai-chat"
LAST = JOBS[-1]


def _place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(folder / "data"))
    (folder / "ws").mkdir(parents=True, exist_ok=True)
    return Workshop("bare", folder)


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory, sandbox: object) -> Path:
    """A data folder with one template in shadow, learnt from three runs."""
    folder = tmp_path_factory.mktemp("taught")
    with pytest.MonkeyPatch.context() as patch:
        place = _place(folder, patch)
        for job in JOBS[:3]:
            assert worked(place, CHAT, job).said["jit"]["templates"] == []
        assert len(learnt()) == 1
    return folder / "data"


@pytest.fixture
def place(taught: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A place of its own with that template."""
    shutil.copytree(taught, tmp_path / "data")
    return _place(tmp_path, monkeypatch)


def _kept() -> dict[str, Any]:
    (item,) = json.loads(skillrt("jit", "list", "--format", "json"))
    return item


def _id() -> str:
    return _kept()["template"]["id"]


def test_seven_in_a_row_the_seventh_asks_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox: object):
    found = seven_in_a_row(_place(tmp_path, monkeypatch), CHAT)
    assert [len(told.upstream.received) for told in found] == [4] * 6 + [0]
    shadow, last = found[3:6], found[6]
    assert [(told.template["did"], told.template["right"]) for told in shadow] == [("predicted", True)] * 3
    assert [told.template["state"] for told in shadow] == ["shadow", "shadow", "promoted"]
    row = last.template
    assert (row["did"], row["state"], row["turns_saved"]) == ("answered", "promoted", 4)
    assert row["tokens_saved"] > 0
    assert (last.said["exchanges"], last.said["served"]) == (2, 2)
    assert last.said["usage"]["input"] == 0
    assert 0 <= last.said["jit"]["decision_ms"] < 1000
    assert LAST.out in last.said["answer"]
    with TraceReader.open(traces_path(tmp_path / "data")) as reader:
        (episode,) = Episodes(reader.connection).find(Wanted(run=last.said["id"]))
    assert episode.jit == f"answer {row['template']}"
    assert "answered here: template" in skillrt("traces", "show", episode.id)
    for told in found:
        print(told.line("bare"))


def test_in_the_middle_of_a_run_it_is_proven_by_itself(place: Workshop):
    """The file comes while the model looks around: at first nothing can be done, then it can."""
    for job in JOBS[3:6]:
        worked(place, CHAT, job)
    assert (_kept()["state"], _kept()["midway"]) == ("promoted", 0)
    for count, job in enumerate(JOBS[3:6], start=1):
        away, turns = late(place, job)
        told = worked(place, CHAT, job, "--jit", "on", turns=turns, change=away)
        assert (told.template["did"], told.template["right"], len(told.upstream.received)) == ("predicted", True, 5)
        assert (_kept()["midway"], _kept()["right"]) == (count, 3)
    away, turns = late(place, LAST)
    told = worked(place, CHAT, LAST, "--jit", "on", turns=turns, change=away)
    assert (told.template["did"], len(told.upstream.received)) == ("answered", 1)
    require_done(place, LAST)
    assert (_kept()["midway"], _kept()["right"]) == (4, 3)
    assert "in the middle of" in skillrt("jit", "show", _id())


def test_in_shadow_a_promoted_template_only_predicts(place: Workshop):
    skillrt("jit", "promote", _id())
    told = worked(place, CHAT, LAST)
    assert len(told.upstream.received) == 4
    assert told.said["jit"]["mode"] == "shadow"
    assert (told.template["did"], told.template["right"], told.template["state"]) == ("predicted", True, "promoted")
    assert _kept()["right"] == 1


def test_off_nothing_is_predicted(place: Workshop):
    told = worked(place, CHAT, LAST, "--jit", "off")
    assert told.said["jit"] == {"mode": "off", "why_off": "", "decision_ms": -1, "templates": []}


def test_the_settings_say_whether_it_acts(place: Workshop, tmp_path: Path):
    skillrt("jit", "promote", _id())
    (tmp_path / "skillrt.toml").write_text('[jit]\nmode = "on"\n')
    told = worked(place, CHAT, LAST, "--config", str(tmp_path / "skillrt.toml"))
    assert (told.template["did"], told.upstream.received) == ("answered", [])
    require_done(place, LAST)


def test_a_prediction_that_does_not_come_true_counts_nothing(place: Workshop):
    told = worked(place, CHAT, LAST, turns=[runs("echo '{}' > delays.json"), says("Done.")])
    row = told.template
    assert (row["right"], row["state"]) == (False, "shadow")
    assert row["why"] == "the files are not those of the episode"
    assert _kept()["right"] == 0
    assert "wrong" in skillrt("jit", "show", _id())


def test_a_run_that_failed_says_nothing_of_a_prediction(place: Workshop):
    def refused(request: Request) -> Response:
        return Response(dialect=request.dialect, error=WireError(message="no", type="auth", status=401))

    LAST.lay(place.workspace)
    with ScriptedUpstream(refused) as upstream:
        said = place.run(upstream, CHAT, "--unattended", task=LAST.task)
    (row,) = said["jit"]["templates"]
    assert (row["did"], row["right"]) == ("predicted", None)
    assert [event["what"] for event in _kept()["history"]] == ["learnt"]


def test_an_act_that_is_handed_over_is_a_failure_and_the_job_is_done(place: Workshop):
    skillrt("jit", "promote", _id())
    for count in (1, 2):
        # where the file is to go there is no folder: the command of the template fails, the model makes one
        job = replace(LAST, out=f"out{count}/delays.json")
        turns = [runs(f"mkdir -p out{count}"), *job.turns()]
        told = worked(place, CHAT, job, "--jit", "on", turns=turns)
        require_done(place, job)
        assert told.template["did"] == "handed-over", told.said
        assert told.said["served"] == 1
        assert _kept()["wrong"] == count
    assert _kept()["state"] == "demoted"
    told = worked(place, CHAT, LAST, "--jit", "on")
    assert (len(told.upstream.received), told.said["jit"]["templates"]) == (4, [])


def test_what_another_run_does_in_the_folder_is_no_failure_of_a_template(place: Workshop):
    skillrt("jit", "promote", _id())
    with at_work_in(place.workspace, place.folder / "data"):
        turns = [runs("mkdir -p out1"), *replace(LAST, out="out1/delays.json").turns()]
        told = worked(place, CHAT, replace(LAST, out="out1/delays.json"), "--jit", "on", turns=turns)
        assert (told.template["did"], told.template["state"]) == ("handed-over", "promoted")
        assert _kept()["wrong"] == 0
        job = replace(LAST, out="totals.json")
        assert worked(place, CHAT, job, "--jit", "on").template["did"] == "answered"
        assert _kept()["right"] == 1, "what went well counts"


def test_another_tool_or_environment_sends_it_back_to_shadow(place: Workshop, monkeypatch: pytest.MonkeyPatch):
    skillrt("jit", "promote", _id())
    assert worked(place, CHAT, LAST, "--jit", "on").upstream.received == []
    file = place.folder / "data" / "templates" / f"{_id()}.json"
    record = json.loads(file.read_bytes())
    record["under"] = [*record["under"][:-1], "environment another"]
    file.write_text(json.dumps(record))
    told = worked(place, CHAT, LAST, "--jit", "on")
    assert (told.template["did"], told.template["right"], told.template["state"]) == ("predicted", True, "shadow")
    assert _kept()["right"] == 1


def test_a_skill_that_changed_sends_its_templates_back_to_shadow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox: object
):
    place = _place(tmp_path, monkeypatch)
    file = skill(tmp_path) / "SKILL.md"
    options = ("--jit", "on", "--skill", str(file.parent))
    for job in JOBS[:3]:
        worked(place, CHAT, job, *options, turns=[load_all(["greet"]), *job.turns()])
    assert _kept()["template"]["skill"] == "greet"
    skillrt("jit", "promote", _id())
    told = worked(place, CHAT, LAST, *options)
    assert (told.upstream.received, told.template["did"]) == ([], "answered")
    assert worked(place, CHAT, LAST, "--jit", "on").said["jit"]["templates"] == [], "its skill is not there"
    file.write_text(file.read_text() + "\nSay it politely.\n")
    told = worked(place, CHAT, LAST, *options)
    assert (told.template["did"], told.template["right"], told.template["state"]) == ("predicted", True, "shadow")


def test_with_injected_skills_the_task_is_served_all_the_same(place: Workshop, tmp_path: Path):
    skillrt("jit", "promote", _id())
    options = ("--jit", "on", "--inject", "--skill", str(skill(tmp_path)))
    assert worked(place, CHAT, LAST, *options).upstream.received == []


def test_without_a_sandbox_it_is_off_and_says_why(place: Workshop, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise Unavailable(Diagnostic.of("machine.no-sandbox", "this kernel has no Landlock"))

    skillrt("jit", "promote", _id())
    monkeypatch.setattr(templates, "open_sandbox", refuse)
    told = worked(place, CHAT, LAST, "--jit", "on")
    assert told.said["jit"]["mode"] == "off"
    assert "no Landlock" in told.said["jit"]["why_off"]
    assert len(told.upstream.received) == 4


def test_a_record_that_cannot_be_read_is_said_and_left_alone(place: Workshop):
    (place.folder / "data" / "templates" / "000000000000.json").write_text("{")
    assert worked(place, CHAT, LAST).template["right"]


NAMES = [
    "a b.csv", "it's.csv", "$(touch owned).csv", "`touch owned`.csv", "-n.csv", "a;touch owned;.csv",
    "a\ntouch owned\n.csv", "../up.csv", "/tmp/up.csv", "x" * 10_000 + ".csv", '"); import os; os.remove("x") #.csv',
    "{csv}%s.csv",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=[ascii(name[:12]) for name in NAMES])
def test_values_are_never_code_and_never_lead_out(place: Workshop, name: str):
    """Whether such a request is served or left to the model: nothing runs that is a value, nothing is written
    elsewhere."""
    skillrt("jit", "promote", _id())
    around = {path.name for path in place.folder.iterdir()}
    for job in (replace(LAST, csv=name), replace(LAST, out=name)):
        for quote in ('"', ""):
            task = job.task.replace(name, f"{quote}{name}{quote}")
            told = worked(place, CHAT, _laid(job), "--jit", "on", task=task, turns=[says("No.")], change=_with(job))
            if told.template.get("did") == "answered":
                require_done(place, job)
            left = {path.name for path in place.workspace.rglob("*")}
            assert left <= {job.csv, job.out, LAST.csv}
            assert {path.name for path in place.folder.iterdir()} == around
            assert not Path("/tmp/up.csv").exists()


def _laid(job: Job) -> Job:
    return replace(job, csv=LAST.csv)


def _with(job: Job) -> Callable[[Path], object]:
    """Lays the file of the job under its own name, where a file can have it."""

    def change(folder: Path) -> None:
        if "/" not in job.csv and len(job.csv) < 200:
            (folder / LAST.csv).rename(folder / job.csv)

    return change


def test_past_the_gateway_nothing_can_be_done(tmp_path: Path):
    made = plan(tmp_path, "http://x")
    past = Aim(made.aim.routes, None, CHAT, past=True)
    for jit, why in (("on", "this run goes past the gateway"), ("shadow", "")):
        changed = plan(tmp_path, "http://x", aim=past, jit=jit)
        with templates_at_work(changed, run_of(changed), lambda _: None) as at_work:
            assert at_work.settle(result(), ()) == Jit(mode="off", why_off=why)
