from pathlib import Path

from skillrt.jit.actions import Action
from skillrt.jit.skill_folders import placed


def test_the_folder_stands_before_the_command_and_is_quoted():
    action = Action("shell", 'python3 "$SKILLRT_SKILL/a.py"', skill="pdf")
    assert placed(action, {"pdf": Path("/a b/$(x)")}) == "SKILLRT_SKILL='/a b/$(x)'\n" + action.text
    assert placed(action, {"other": Path("/a")}) is None
    assert placed(Action("shell", "ls"), {}) == "ls"
