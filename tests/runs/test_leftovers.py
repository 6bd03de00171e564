"""A run that is killed: here its file is left with nobody who holds it."""

import os
from pathlib import Path

import pytest

from skillrt.harness import install
from skillrt.runs.laying import laid_out
from skillrt.runs.leftovers import marked, sweep
from skillrt.runs.plan import RunPlan
from skillrt.targets import shipped_harnesses
from tests.runs.sample import BARE, plan, skill

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs locks that end with their process")


@pytest.fixture
def made(tmp_path: Path) -> RunPlan:
    return plan(tmp_path, "http://127.0.0.1:9", [skill(tmp_path)])


def killed(made: RunPlan, runs: Path) -> Path:
    """A native run that was killed; the folder of its skill."""
    with marked(runs, "abc") as mark, laid_out(made.skills, BARE, made.workspace, None, mark):
        note = (runs / "abc.run").read_bytes()
    (item,) = made.skills
    place = install(item.folder, BARE, made.workspace / ".agents/skills").folder
    stamp = int(note.split(b'"stamp":')[1].split(b",")[0])
    os.utime(place / ".skillrt/installed.json", ns=(stamp, stamp))
    (runs / "abc.run").write_bytes(note + b'{"half')
    (runs / "abc/skills").mkdir(parents=True)
    return place


def test_what_a_dead_run_has_left_is_removed_whatever_its_harness(made: RunPlan, tmp_path: Path):
    place, said = killed(made, tmp_path / "runs"), []
    sweep(tmp_path / "runs", shipped_harnesses()["pi"], said.append)
    assert said == [f"`{place}` was left by a run that was killed: removed"]
    assert list(made.workspace.iterdir()) == list((tmp_path / "runs").iterdir()) == []


def test_what_was_edited_since_stays_and_is_named_once(made: RunPlan, tmp_path: Path):
    place, said = killed(made, tmp_path / "runs"), []
    (place / "SKILL.md").write_text("mine")
    for _ in range(2):
        sweep(tmp_path / "runs", BARE, said.append)
    (line,) = said
    assert f"`{place}` was left by a run that was killed, and stays: " in line
    assert (place / "SKILL.md").read_text() == "mine"


def test_what_the_user_has_installed_since_stays(made: RunPlan, tmp_path: Path):
    place = killed(made, tmp_path / "runs")
    os.utime(place / ".skillrt/installed.json", ns=(1, 1))
    sweep(tmp_path / "runs", BARE, print)
    assert (place / "SKILL.md").is_file()


def test_a_run_that_goes_on_is_left_alone(tmp_path: Path):
    with marked(tmp_path / "runs", "abc"):
        (tmp_path / "runs/abc").mkdir()
        sweep(tmp_path / "runs", BARE, print)
        assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["abc", "abc.run"]
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["abc"]


def test_where_nothing_can_be_noted_the_run_goes_on(made: RunPlan, tmp_path: Path):
    (tmp_path / "file").touch()
    with (
        marked(tmp_path / "file", "abc") as mark,
        laid_out(made.skills, BARE, made.workspace, None, mark) as (folder,),
    ):
        assert (folder / "SKILL.md").is_file()
