import pytest

from skillrt.errors import UsageError
from skillrt.harness import install
from skillrt.runs.laying import laid_out
from tests.runs.sample import BARE, plan, skill


@pytest.fixture
def made(tmp_path):
    return plan(tmp_path, "http://127.0.0.1:9", [skill(tmp_path)])


def test_a_managed_run_lays_skills_into_its_own_folder(made, tmp_path):
    conf = tmp_path / "conf"
    with laid_out(made.skills, BARE, made.workspace, conf) as (folder,):
        assert folder == conf / "skills/greet"
        assert f"{conf}/skills/greet/scripts/hi.sh" in (folder / "SKILL.md").read_text()
        assert list(made.workspace.iterdir()) == []


def test_a_native_run_takes_away_what_it_laid(made):
    with laid_out(made.skills, BARE, made.workspace, None) as (folder,):
        assert folder == made.workspace / ".agents/skills/greet"
        assert (folder / "SKILL.md").is_file()
    assert list(made.workspace.iterdir()) == []


def test_what_was_there_stays(made):
    (made.workspace / ".agents/skills/mine").mkdir(parents=True)
    with laid_out(made.skills, BARE, made.workspace, None) as (folder,):
        (folder / "notes.txt").write_text("of the user")
    assert (made.workspace / ".agents/skills/mine").is_dir()
    assert [item.name for item in (made.workspace / ".agents/skills/greet").iterdir()] == ["notes.txt"]


def test_another_skill_is_not_overwritten(made):
    place = made.workspace / ".agents/skills/greet"
    place.mkdir(parents=True)
    (place / "SKILL.md").write_text("mine")
    with pytest.raises(UsageError, match="is there already"), laid_out(made.skills, BARE, made.workspace, None):
        pass
    assert (place / "SKILL.md").read_text() == "mine"


def test_this_very_variant_is_there_already_and_stays(made):
    (item,) = made.skills
    done = install(item.folder, BARE, made.workspace / ".agents/skills")
    with laid_out(made.skills, BARE, made.workspace, None) as (folder,):
        assert folder == done.folder
    assert (done.folder / "SKILL.md").is_file()


def test_without_skills_nothing_is_made(made):
    with laid_out((), BARE, made.workspace, None) as folders:
        assert folders == ()
    assert list(made.workspace.iterdir()) == []
