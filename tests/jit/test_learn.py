from pathlib import Path

import pytest

from skillrt.jit.dispatch import Choice, Served, choose, serve
from skillrt.jit.learn import MIN_PROOFS, Workshop
from skillrt.jit.recorded import Recorded, read_episodes
from skillrt.jit.replay import Replayer
from skillrt.jit.scenes import episode_scene, scene_of
from tests.jit.made_episodes import (
    SCRIPT,
    script_episodes,
    split_episodes,
    stack_episodes,
    sum_episode,
    write_episode,
)


def test_one_program_serves_every_wording_that_was_proven(workshop: Workshop):
    (template,) = workshop.learn().templates
    assert len(template.proofs) == 5
    assert sorted(len(wording.episodes) for wording in template.wordings) == [3, 3]
    assert [hole.kind for hole in template.holes] == ["field", "file", "new-file"]


def test_learning_from_a_part_knows_only_that_part(workshop: Workshop):
    (template,) = workshop.learn(["sum-0", "sum-2", "sum-4"]).templates
    assert {template.source, *template.proofs} == {"sum-0", "sum-2", "sum-4"}
    assert len(template.wordings) == 1


def test_too_few_proofs_are_no_template(workshop: Workshop):
    found = workshop.learn(["sum-0", "sum-1"])
    assert found.templates == ()
    assert f"it takes {MIN_PROOFS}" in found.reasons["sum-0"]


def test_what_cannot_be_replayed_is_said(tmp_path: Path, replayer: Replayer):
    write_episode(tmp_path, "odd", "Do it", ["exit 7"], {"x.txt": (None, "x")}, "Done")
    found = Workshop(read_episodes(tmp_path), replayer).learn()
    assert "replay does not give the same effects" in found.reasons["odd"]


def test_skills_are_kept_apart(tmp_path: Path, replayer: Replayer):
    for at, skill in enumerate(("sums", "sums", "other")):
        folder = sum_episode(tmp_path, f"e{at}", 0, f"a{at}.csv", "n", f"o{at}.json", [1.5, at + 0.25])
        text = (folder / "episode.json").read_text()
        (folder / "episode.json").write_text(text.replace('"sums"', f'"{skill}"'))
    assert Workshop(read_episodes(tmp_path), replayer).learn().templates == ()


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_episodes_teach_the_same(sums: list[Recorded], replayer: Replayer, workshop: Workshop, jobs: int):
    assert Workshop(sums, replayer, jobs).learn() == workshop.learn()


def test_a_program_that_serves_other_values_goes_before_a_cheaper_one(tmp_path: Path, replayer: Replayer):
    """Two of the four programs say the place of the column, and take less time; two say its name."""
    (found,) = Workshop(split_episodes(tmp_path), replayer).learn().templates
    assert found.source in ("split-0", "split-2")
    assert [len(wording.episodes) for wording in found.wordings] == [4]
    assert [hole.kind for hole in found.holes] == ["file", "field", "word"]


@pytest.mark.parametrize("script", ["scripts/add_up.py", ".claude/skills/sums/scripts/add_up.py"])
def test_the_call_of_a_bundled_script_is_a_program_like_any_other(tmp_path: Path, replayer: Replayer, script: str):
    (found,) = Workshop(script_episodes(tmp_path, script), replayer).learn().templates
    assert len(found.proofs) == 3
    assert [len(wording.episodes) for wording in found.wordings] == [2, 2]
    assert [hole.kind for hole in found.holes] == ["field", "file", "new-file"]
    assert [action.text.count(script) for action in found.actions] == [1]


def test_lists_of_files_are_as_long_as_they_are(tmp_path: Path, replayer: Replayer):
    given = (("abc", "all.csv"), ("de", "two.csv"), ("fghi", "four.csv"), ("kl", "both.csv"))
    learnt = Workshop(stack_episodes(tmp_path, given), replayer).learn()
    found = next(item for item in learnt.templates if item.holes[0].kind == "files")
    assert [len(wording.episodes) for wording in found.wordings] == [4]
    assert "listed" not in found.inputs[0].features
    (tmp_path / "new").mkdir()
    for name in ("p.csv", "q.csv", "r.csv", "s.csv", "t t.csv"):
        (tmp_path / "new" / name).write_text(f"name,count\n{name[0]},1\n")
    scene = scene_of("Put p.csv, q.csv, r.csv, s.csv and t t.csv below each other in all.csv", tmp_path / "new")
    choice = choose(learnt.templates, scene)
    assert isinstance(choice, Choice)
    served = serve(choice, scene, replayer)
    assert isinstance(served, Served)
    assert served.replayed.changed["all.csv"] == b"name,count\np,1\nq,1\nr,1\ns,1\nt,1\n"


def test_lists_that_were_always_as_long_stay_so(tmp_path: Path, replayer: Replayer):
    given = (("abc", "all.csv"), ("def", "x.csv"), ("ghi", "y.csv"))
    learnt = Workshop(stack_episodes(tmp_path, given), replayer).learn()
    (tmp_path / "new").mkdir()
    for name in ("p.csv", "q.csv"):
        (tmp_path / "new" / name).write_text("name,count\nx,1\n")
    found = choose(learnt.templates, scene_of("Put p.csv and q.csv below each other in all.csv", tmp_path / "new"))
    assert isinstance(found, str)


def _with_script(folder: Path, replayer: Replayer) -> Replayer:
    (folder / "skill/scripts").mkdir(parents=True)
    (folder / "skill/scripts/add_up.py").write_text(SCRIPT)
    return Replayer(replayer.sandbox, folders={"sums": folder / "skill"})


def test_a_bundled_script_is_a_program_once_two_episodes_prove_it(
    tmp_path: Path, sums: list[Recorded], replayer: Replayer
):
    """None of them called it."""
    replayer = _with_script(tmp_path, replayer)
    (found,) = Workshop(sums[:2], replayer).learn().templates
    assert [action.skill for action in found.actions] == ["sums"]
    assert len(found.proofs) == 1
    assert [hole.kind for hole in found.holes] == ["field", "file", "new-file"]
    assert Workshop(sums[:1], replayer).learn().templates == ()
    scene = episode_scene(sums[2])
    choice = choose((found,), scene)
    assert isinstance(choice, Choice)
    served = serve(choice, scene, replayer)
    assert isinstance(served, Served)
    assert not served.replayed.failed


def test_it_goes_before_a_program_that_is_proven_as_often(tmp_path: Path, sums: list[Recorded], replayer: Replayer):
    (found,) = Workshop(sums, _with_script(tmp_path, replayer)).learn().templates
    assert found.actions[0].skill == "sums"
    assert len(found.proofs) == 5
