import json
from pathlib import Path

import pytest

from skillrt.jit.learn import Workshop
from skillrt.jit.live.acting import Act, Place, decide
from skillrt.jit.live.shadow import Did, Verdict, judge
from skillrt.jit.live.shelf import Shelf
from skillrt.jit.replay import Replayer

REQUEST = "I need the total of length in boats.csv, saved as boats.json"


@pytest.fixture
def act(workshop: Workshop, tmp_path: Path) -> Act:
    (template,) = workshop.learn().templates
    before = tmp_path / "before"
    before.mkdir()
    (before / "boats.csv").write_text("name,length\na,2.5\nb,3.25\n")
    found = decide(Shelf([template]), REQUEST, Place(before))
    assert isinstance(found, Act)
    return found


def judged(act: Act, folder: Path, replayer: Replayer, files: dict[str, str], gone: tuple[str, ...] = ()) -> Verdict:
    """The verdict where the model wrote `files`."""
    after = folder / "after"
    after.mkdir()
    for path, text in files.items():
        (after / path).write_text(text)
    did = Did("r1", REQUEST, "The total is 5.75, saved in boats.json.", {path: after / path for path in files}, gone)
    return judge(act, folder / "before", did, replayer)


def test_the_same_effects_are_right(act: Act, tmp_path: Path, replayer: Replayer):
    found = judged(act, tmp_path, replayer, {"boats.json": json.dumps({"total": 5.75}, indent=4)})
    assert found == Verdict(act.template, right=True)
    assert not (tmp_path / "before" / "boats.json").exists(), "it ran on a copy"


@pytest.mark.parametrize(
    ("files", "gone"),
    [
        ({"boats.json": '{"total": 5.7}'}, ()),
        ({}, ()),
        ({"boats.json": '{"total": 5.75}', "notes.txt": "sent by mail"}, ()),
        ({"boats.json": '{"total": 5.75}'}, ("boats.csv",)),
    ],
)
def test_everything_else_is_wrong(
    act: Act, tmp_path: Path, replayer: Replayer, files: dict[str, str], gone: tuple[str, ...]
):
    found = judged(act, tmp_path, replayer, files, gone)
    assert not found.right
    assert found.why


def test_a_command_that_fails_is_wrong(act: Act, tmp_path: Path, replayer: Replayer):
    (tmp_path / "before" / "boats.csv").write_text("name,length\na,long\n")
    found = judged(act, tmp_path, replayer, {"boats.json": '{"total": 5.75}'})
    assert not found.right
    assert "failed" in found.why
