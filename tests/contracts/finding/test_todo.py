from pathlib import Path

from tests.contracts.locking import facts_of, named, skill


def left(tmp_path: Path, body: str) -> list[str]:
    return named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "todo", "lines")


def test_a_template_that_was_not_filled_in(tmp_path: Path):
    assert left(tmp_path, "TODO: say what it does\n\n- **Input:** TODO\n- TODO: a step\n") == [3]


def test_text_about_such_marks_is_finished(tmp_path: Path):
    assert left(tmp_path, "Find TODO and `TODO:` marks.\n\n- `TODO` in code\n- TODO: none is left\n") == []
