from skillrt.primitives import SkillView, lexicon
from skillrt.primitives.item_lists import list_file, one_line, points_of
from tests.skills import module_of


def test_a_list_names_each_item_once(tmp_path):
    file = list_file("Steps to go", ".steps", [("One", "One\nmore\n== odd"), ("Two", "Two")], ())
    assert (file.path, file.text) == ("references/skillrt/steps-to-go.steps", "== One\nmore\n == odd\n== Two\n")


def test_programs_in_commands_are_uses_of_the_list():
    taken = ("scripts/check.py", "scripts/other.py")
    file = list_file("steps", ".steps", [("Run `python3 scripts/check.py`", "")], taken)
    assert [use.path for use in file.uses] == ["scripts/check.py"]


def test_marks_of_lists_go_and_bold_stays():
    assert one_line("- [ ] **Leaks**: closed\n  twice") == "**Leaks**: closed twice"
    assert one_line("**Leaks**: closed") == "**Leaks**: closed"


def test_an_item_of_several_sentences_is_one_point(tmp_path):
    text = "# A\n\n## List\n\n- Look at names. They say much.\n- Look at loops.\n"
    view = SkillView(module_of(tmp_path / "a", {"SKILL.md": text}), lexicon())
    section = next(item for item in view.main if item.title == "List")
    assert points_of(section) == ("Look at names. They say much.", "Look at loops.")
