from pathlib import Path

import pytest

from skillrt.jit.exporting.options import options_of
from skillrt.jit.exporting.program import CannotExport, program_of
from skillrt.jit.learn import Workshop
from skillrt.jit.parts import learn_parts
from skillrt.jit.recorded import read_episodes
from skillrt.jit.replay import Replayer
from skillrt.jit.shelving import shelve
from skillrt.store.templates import Templates
from tests.jit.made_episodes import part_episode


def _learnt(folder: Path, replayer: Replayer, count: int = 4, **changes: bool) -> Workshop:
    for at in range(count):
        part_episode(folder, at, **changes)
    return Workshop(read_episodes(folder), replayer)


def test_files_that_come_out_alike_are_a_part_of_the_job(tmp_path: Path, replayer: Replayer):
    workshop = _learnt(tmp_path, replayer)
    assert workshop.learn().templates == (), "the notes are in other words each time"
    (found,) = learn_parts(workshop, list(workshop.episodes))
    assert found.partial
    assert len(found.proofs) == 3
    assert len(found.outputs) == 1
    assert found.answer.sentences == ()
    assert [hole.kind for hole in found.holes] == ["field", "file", "new-file", "new-file"]
    assert [len(wording.episodes) for wording in found.wordings] == [4], "whatever the notes are called"
    with pytest.raises(CannotExport, match="a part"):
        program_of(found, options_of(found), "x")


def test_several_files_of_one_part_go_together(tmp_path: Path, replayer: Replayer):
    workshop = _learnt(tmp_path, replayer, counted=True)
    (found,) = learn_parts(workshop, list(workshop.episodes))
    assert len(found.outputs) == 2


def test_too_few_episodes_have_no_part(tmp_path: Path, replayer: Replayer):
    workshop = _learnt(tmp_path, replayer, count=2)
    assert learn_parts(workshop, list(workshop.episodes)) == ()


def test_a_part_is_kept_where_nothing_does_the_whole(tmp_path: Path, replayer: Replayer):
    workshop = _learnt(tmp_path / "episodes", replayer)
    (kept,) = shelve(Templates(tmp_path), workshop).templates
    assert (kept.template.partial, kept.state) == (True, "shadow")
    (again,) = shelve(Templates(tmp_path), workshop).templates
    assert again == kept
