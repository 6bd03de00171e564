import pytest

from skillrt.cli.skill_input import one_skill
from skillrt.errors import InputError, UsageError
from tests.skills import write_skill


def test_one_skill(tmp_path):
    write_skill(tmp_path / "s", {"SKILL.md": ""})
    assert one_skill(str(tmp_path)).folder == "s"


def test_several_and_none(tmp_path):
    write_skill(tmp_path / "a", {"SKILL.md": ""})
    write_skill(tmp_path / "b", {"SKILL.md": ""})
    with pytest.raises(UsageError, match="holds several skills"):
        one_skill(str(tmp_path))
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="holds no skill"):
        one_skill(str(tmp_path / "none"))
