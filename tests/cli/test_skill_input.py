import pytest

from skillrt.cli.skill_input import at_work_on, one_skill
from skillrt.errors import InputError, SkillrtError, UsageError
from skillrt.targets import load_harnesses
from tests.skills import write_skill


def test_one_skill(tmp_path):
    write_skill(tmp_path / "s", {"SKILL.md": ""})
    module, context = one_skill(str(tmp_path), load_harnesses())
    assert context.harnesses == load_harnesses()
    assert module.folder == "s"
    assert set(context.siblings) == {"s"}


def test_skills_below_a_skill_are_its_surroundings(tmp_path):
    folder = write_skill(tmp_path / "s", {"SKILL.md": "", "in/SKILL.md": "", "in/a.md": ""})
    module, context = one_skill(str(folder), {})
    assert module.paths == {"SKILL.md"}
    assert f"{context.place}/in/a.md" in context.tree


def test_several_and_none(tmp_path):
    write_skill(tmp_path / "a", {"SKILL.md": ""})
    write_skill(tmp_path / "b", {"SKILL.md": ""})
    with pytest.raises(UsageError, match="holds several skills"):
        one_skill(str(tmp_path), {})
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="holds no skill"):
        one_skill(str(tmp_path / "none"), {})


def test_a_defect_names_the_skill():
    with (
        pytest.raises(SkillrtError, match="SkillRT failed on `a/b`: ZeroDivisionError: oops") as caught,
        at_work_on("a/b"),
    ):
        raise ZeroDivisionError("oops")
    assert caught.value.exit_status == 3
    assert [item.code for item in caught.value.diagnostics] == ["internal.error"]
    with pytest.raises(OSError, match="full"), at_work_on("a/b"):
        raise OSError("full")
