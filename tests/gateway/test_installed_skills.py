from pathlib import Path

import pytest

from skillrt.frontend import discover
from skillrt.gateway.installed_skills import installed_skills, places_of_skills
from skillrt.gateway.kept_variants import Prepared
from skillrt.targets import shipped_harnesses
from tests.gateway.loads import LARGE, NAME, Here, source

PLACE = ".claude/skills"


def found(here: Here, root: Path, place: str = PLACE) -> tuple[tuple[Prepared, ...], list[str]]:
    """What is found in a place, with sources below `root`, and what was said."""
    told: list[str] = []
    sources = discover([str(root)])
    return installed_skills([here.data.parent / place], sources, here.harnesses, None, told.append), told


def test_an_installed_skill_is_found_with_what_it_was_made_from(tmp_path: Path):
    here = Here(tmp_path, place=PLACE)
    (skill,), told = found(here, tmp_path / "source")
    assert (skill.name, skill.folder, skill.digest) == (NAME, here.folder, here.prepared.digest)
    assert skill.recipe
    assert str(skill.recipe.target) == f"{LARGE}@claude-code"
    assert skill.recipe.source.folder == NAME
    assert skill.recipe.options.pipeline
    assert told == []


def test_what_cannot_be_made_again_is_left_out_and_said(tmp_path: Path):
    here = Here(tmp_path, place=PLACE)
    changed = source(tmp_path / "changed", (here.folder / "SKILL.md").read_text())
    none, told = found(here, changed.parent)
    assert none == ()
    assert "has changed since" in told[0]
    (here.folder / "SKILL.md").write_text(here.text + "By hand.\n")
    none, told = found(here, tmp_path / "source")
    assert none == ()
    assert "edited by hand" in told[0]


def test_other_folders_are_no_installed_skills(tmp_path: Path):
    here = Here(tmp_path, place=PLACE)
    source(here.folder.parent / "more")
    (here.folder.parent / "broken" / ".skillrt").mkdir(parents=True)
    (here.folder.parent / "file").write_text("")
    skills, told = found(here, tmp_path / "source")
    assert [skill.name for skill in skills] == [NAME]
    assert told == []
    assert found(here, tmp_path / "source", "nowhere") == ((), [])
    (here.folder / ".skillrt" / "manifest.json").write_text("{}")
    skills, told = found(here, tmp_path / "source")
    assert skills == ()
    assert "manifest" in told[0]


@pytest.mark.parametrize("home", [True, False])
def test_where_harnesses_look(home: bool, tmp_path: Path):
    projects = [tmp_path / "one", tmp_path / "two"]
    for folder in (*projects, tmp_path / "home"):
        folder.mkdir()
    places = places_of_skills(shipped_harnesses(), projects, tmp_path / "home" if home else None)
    assert {tmp_path / "one" / PLACE, tmp_path / "two" / PLACE} < set(places)
    assert (tmp_path / "home" / PLACE in places) is home
    assert len(set(places)) == len(places)
