from pathlib import Path

import msgspec
import pytest

from skillrt.errors import UsageError
from skillrt.harness.places import Scope, skills_folder
from skillrt.targets import Harness, shipped_harnesses

HARNESSES = shipped_harnesses()


@pytest.mark.parametrize("harness", HARNESSES.values(), ids=lambda item: item.name)
def test_every_harness_has_folders_below_the_base(harness: Harness, tmp_path: Path):
    for scope in Scope:
        if not (harness.skills.project if scope is Scope.PROJECT else harness.skills.user):
            continue
        folder = skills_folder(harness, scope, tmp_path)
        assert folder.is_relative_to(tmp_path)
        assert ".." not in folder.parts
        assert "~" not in str(folder)


def test_the_first_folder_is_taken(tmp_path: Path):
    claude = HARNESSES["claude-code"]
    assert skills_folder(claude, Scope.PROJECT, tmp_path) == tmp_path / ".claude" / "skills"
    assert skills_folder(claude, Scope.USER, tmp_path) == tmp_path / ".claude" / "skills"
    assert skills_folder(HARNESSES["openclaw"], Scope.PROJECT, tmp_path) == tmp_path / "skills"


def test_no_folder_is_known(tmp_path: Path):
    bare = msgspec.structs.replace(HARNESSES["pi"].skills, user=(), project=("$HOME/x",))
    harness = msgspec.structs.replace(HARNESSES["pi"], skills=bare)
    for scope in Scope:
        with pytest.raises(UsageError) as raised:
            skills_folder(harness, scope, tmp_path)
        assert raised.value.diagnostics[0].code == "install.no-folder"


def test_the_base_must_be_there(tmp_path: Path):
    with pytest.raises(UsageError) as raised:
        skills_folder(HARNESSES["pi"], Scope.PROJECT, tmp_path / "absent")
    assert raised.value.diagnostics[0].code == "usage.path-missing"
