import json
import shutil
from pathlib import Path

import msgspec
import pytest

from skillrt.config import variables_of_steps
from skillrt.jit.live.conditions import Conditions
from skillrt.jit.state import Kept, learnt, promoted_by_hand, under
from skillrt.jit.template import Template
from skillrt.runs.watching.settling import main, settle
from skillrt.runs.watching.spool import AFTER, BEFORE, SessionRecord, Spool
from skillrt.store.templates import Templates
from skillrt.store.traces import Episodes, TraceReader, Wanted, traces_path
from tests.harness_runs.playing import Workshop as Place
from tests.harness_runs.repeating import JOBS, worked
from tests.harness_runs.repeating import learnt as kept_ids
from tests.jit.conftest import sandbox
from tests.runs.watching.agent import BASH

__all__ = ["sandbox"]
JOB = JOBS[3]


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory, sandbox: object) -> Path:
    """SkillRT's folder with a template in shadow, learnt from three runs."""
    folder = tmp_path_factory.mktemp("taught")
    (folder / "ws").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKILLRT_DATA_DIR", str(folder / "data"))
        for job in JOBS[:3]:
            worked(Place("bare", folder), "openai-chat", job)
        assert len(kept_ids()) == 1
    return folder / "data"


@pytest.fixture
def data(taught: Path, tmp_path: Path) -> Path:
    return shutil.copytree(taught, tmp_path / "data")


def _kept(data: Path) -> Kept:
    (name,) = Templates(data).ids()
    return msgspec.json.decode(Templates(data).read(name), type=Kept)


def _session(data: Path, written: dict[str, str], **fields: object) -> Path:
    """A session that did the job and left these files."""
    spool = Spool(data)
    folder = spool.room("one")
    (folder / BEFORE).mkdir()
    JOB.lay(folder / BEFORE)
    (folder / AFTER).mkdir()
    for name, text in written.items():
        (folder / AFTER / name).write_text(text)
    given: dict[str, object] = {
        "run": "0123456789abcdef",
        "harness": "pi",
        "model": "m-1",
        "task": JOB.task,
        "workspace": "/home/someone/work",
        "began": 1_800_000_000_000,
        "took": 4000,
        "final": f"The totals are in {JOB.out}.",
        "copied": True,
        "environment": "pi python",
        "tool": BASH,
    }
    spool.put(folder, SessionRecord(**{**given, **fields}))  # pyright: ignore[reportArgumentType]
    return folder


RIGHT = {JOB.out: json.dumps(JOB.totals)}


def _settled(folder: Path, data: Path) -> tuple[SessionRecord | None, list[str]]:
    said: list[str] = []
    found = settle(folder, data, variables_of_steps(), said.append)
    assert not folder.exists()
    return found, said


def test_a_prediction_that_came_true_is_counted(data: Path):
    for count, state in ((1, "shadow"), (2, "shadow"), (3, "promoted")):
        kept = _kept(data)
        found, said = _settled(_session(data, RIGHT, known=True, predicted=(kept,)), data)
        assert found is None
        assert said == [f"template {kept.template.id} predicted right, {count} in a row ({state})"]
        assert (_kept(data).right, _kept(data).state) == (count, state)
    with TraceReader.open(traces_path(data)) as reader:
        record = reader.run("0123456789abcdef")
        assert record
        assert [item.path for item in record.before] == [JOB.csv]
        assert [item.path for item in record.changes] == [JOB.out]
        assert reader.file(record.changes[0].after) == RIGHT[JOB.out].encode()


def test_a_prediction_that_did_not(data: Path):
    found, said = _settled(_session(data, {JOB.out: "{}"}, known=True, predicted=(_kept(data),)), data)
    assert found is None
    assert "predicted wrong: the files are not those" in said[0]
    assert _kept(data).right == 0


def test_files_that_were_taken_away_count(data: Path):
    _, said = _settled(_session(data, RIGHT, known=True, predicted=(_kept(data),), gone=(JOB.csv,)), data)
    assert "took `" in said[0]


def test_what_was_only_touched_is_no_change(data: Path):
    folder = _session(data, RIGHT, known=True, predicted=(_kept(data),))
    shutil.copy(folder / BEFORE / JOB.csv, folder / AFTER / JOB.csv)
    _, said = _settled(folder, data)
    assert "right" in said[0]


def test_an_act_and_one_that_was_handed_over(data: Path):
    template: Template = _kept(data).template
    now = Conditions({}, "pi python").of(template, BASH)
    assert now
    Templates(data).write(template.id, msgspec.json.encode(promoted_by_hand(under(learnt(template), now))))
    assert _settled(_session(data, {}, known=True, acted=template.id, copied=False), data)[1] == []
    assert (_kept(data).right, _kept(data).wrong) == (1, 0)
    handed = _session(data, {}, known=True, acted=template.id, why="the command did not succeed", copied=False)
    _, said = _settled(handed, data)
    assert said == [f"template {template.id} was handed over to the model: the command did not succeed (promoted)"]
    assert _kept(data).wrong == 1


def test_a_session_without_calls_teaches_nothing(data: Path):
    assert _settled(_session(data, RIGHT), data) == (None, [])
    with TraceReader.open(traces_path(data)) as reader:
        assert Episodes(reader.connection).find(Wanted(run="0123456789abcdef")) == []


def test_the_program_says_what_went_wrong(data: Path):
    said: list[str] = []
    assert main(["settle", str(data), "/no/such/python3", "/nowhere"], said.append) == 1
    assert "/no/such/python3" in said[0]
    assert main(["settle", str(data), "", "/nowhere"], said.append) == 0, "it was settled before"
    assert len(said) == 1


def test_learning_from_a_run_that_is_not_there_finds_nothing(data: Path):
    said: list[str] = []
    assert main(["learn", str(data), "", "no-such-run", str(data)], said.append) == 0
    assert said == []
