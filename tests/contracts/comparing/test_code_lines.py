from pathlib import Path

from skillrt.contracts.comparing.code_lines import code_lines_between, told_lines
from tests.skills import module_of


def lines(folder: Path, before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    sides = [
        module_of(folder / name, {"SKILL.md": f"# A\n\n```sh\n{text}\n```\n"})
        for name, text in (("b", before), ("a", after))
    ]
    return code_lines_between(*sides)


def test_lines_that_came_and_went(tmp_path: Path):
    came, gone = lines(tmp_path, "acme list\n# a\nacme  drop  x\n}", "acme list\n# b\nacme sell `x`\n)")
    assert (came, gone) == (("acme sell 'x'",), ("acme drop x",))
    assert told_lines(came, gone) == " (now `acme sell 'x'`; no longer `acme drop x`)"


def test_few_are_told_and_long_ones_cut(tmp_path: Path):
    came, gone = lines(tmp_path, "", "\n".join(f"acme {number} {'x' * 200}" for number in range(9)))
    text = told_lines(came, gone)
    assert "and 5 more" in text
    assert "xxx...`" in text
    assert "no longer" not in text


def test_comments_and_brackets_say_nothing(tmp_path: Path):
    assert told_lines(*lines(tmp_path, "# a", "# b\n}")) == ""
