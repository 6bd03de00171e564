"""Blocks stay that tell what the text beside them needs."""

from pathlib import Path

from skillrt.code.outlining import Input, Program
from skillrt.primitives import SkillView, lexicon
from skillrt.primitives.fitting import Placed
from skillrt.primitives.losing import loses
from tests.skills import module_of

NOTES = 'NOTES="$HOME/.notes/own"\ngrep -n "$WORD" "$NOTES/LIST.md" | sort\n'


def rule(folder: Path, code: str, behind: str, *inputs: Input, files: dict[str, str] | None = None) -> str:
    """The rule by which the one block of a skill stays, empty where its program may stand for it."""
    text = f"# T\n\n## Look\n\n```bash\n{code}```\n\n{behind}\n"
    view = SkillView(module_of(folder / "sample", {"SKILL.md": text, **(files or {})}), lexicon())
    (fence,) = view.fences
    found = loses(Placed(Program("shell", "a.sh", ("sh",), "", inputs, (0,)), (fence,), fence.text), view)
    return found[0] if found else ""


def test_a_file_whose_folder_only_the_block_tells(tmp_path: Path):
    assert rule(tmp_path / "a", NOTES, "Append it to `LIST.md`.") == "still-needed"
    assert rule(tmp_path / "b", NOTES, "Append it to the notes.") == ""
    assert rule(tmp_path / "c", NOTES, "Append it to `LIST.md`, which is `~/.notes/own/LIST.md`.") == ""
    assert (
        rule(tmp_path / "d", "sort out/LIST.md\n", "Read `LIST.md`.", Input("o", "input-file", "out/LIST.md")) == ""
    )


def test_a_variable_that_a_sentence_takes(tmp_path: Path):
    assert rule(tmp_path / "a", NOTES, "Keep all in `$NOTES`.") == "still-needed"
    assert rule(tmp_path / "b", NOTES, "Keep all in `$NOTES`.", Input("notes", "text", "own")) == ""


def test_a_script_of_the_skill_is_not_looked_for_by_a_program(tmp_path: Path):
    code = 'node "$(find ~ -name show-list.mjs | head -1)" "$WORD"\n'
    assert rule(tmp_path / "a", code, "") == ""
    assert rule(tmp_path / "b", code, "", files={"scripts/show-list.mjs": "x\n"}) == "project-code"
    given = Input("script", "input-file", "scripts/show-list.mjs")
    assert rule(tmp_path / "c", code, "", given, files={"scripts/show-list.mjs": "x\n"}) == ""
    # another file of that name
    adds = "git add .github/show-list.mjs\n"
    assert rule(tmp_path / "d", adds, "", files={"scripts/show-list.mjs": "x\n"}) == ""


def test_python_puts_paths_together(tmp_path: Path):
    joined = 'show(open(Path.home() / "list.json").read())\n'
    assert rule(tmp_path / "a", joined, "Look into `list.json`.") == "still-needed"
    assert rule(tmp_path / "b", 'show(open(folder / "list.json").read())\n', "Look into `list.json`.") == ""
    assert rule(tmp_path / "c", 'known = {"a.db", "list.json"}\n', "Look into `list.json`.") == ""
