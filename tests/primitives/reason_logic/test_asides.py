import pytest

from skillrt.primitives.catalogue import lexicon
from skillrt.primitives.reason_logic.asides import is_aside
from skillrt.primitives.view.view import SkillView
from tests.primitives.asking import level
from tests.skills import module_of

CHOICES = "Choose the right index. It depends on cost. Prefer trees over lists.\n"


def test_when_the_skill_is_used_is_no_choice(tmp_path):
    assert level(tmp_path / "1", "reason.logic", f"# S\n\n## When to Use This Skill\n\n{CHOICES}") == "-"
    assert level(tmp_path / "2", "reason.logic", f"# S\n\n## When to use trees\n\n{CHOICES}") == "L2"


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("## Related Skills\n\n### Other\n\nChoose the right one.\n", True),
        ("## Do not use this skill when\n\nChoose the right one.\n", True),
        ("## Steps\n\nUse this skill to choose the right one when asked.\n", True),
        ("## Steps\n\nChoose the right one.\n", False),
        ("## When to use each\n\nChoose the right one.\n", False),
    ],
)
def test_which_parts_are_asides(tmp_path, text, aside):
    view = SkillView(module_of(tmp_path / "s", {"SKILL.md": f"# S\n\n{text}"}), lexicon())
    hits = [item for item in view.hits("reason.logic:L2 strong") if item.sentence.kind != "heading"]
    assert {is_aside(item, view) for item in hits} == {aside}
