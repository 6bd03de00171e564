import pytest

from tests.primitives.lowered import drafts, gap_of, linked, taken
from tests.primitives.programs.run import run
from tests.primitives.tool_file_write.test_named import TEXT

CONFIG = '{\n  "name": "it\'s",\n  "port": 8080,\n  "hosts": [\n    "a",\n    "b"\n  ]\n}\n'
SETUP = f"""# Setup

Create `conf/app.json`:

```json
{CONFIG}```

Write the rules to `conf/rules.yaml`, and save a note to `NOTES.md`.

Never change the port.
"""


def test_shown_files_are_copied(tmp_path):
    module = linked(tmp_path, {"SKILL.md": SETUP})
    draft = drafts(module, gap_of(module, "tool.file.write", 2))["template-files"]
    text, files = taken(module, draft)
    path = "references/skillrt/app-json.template"
    assert files[path] == CONFIG
    assert f"To make the file (json), run `sh scripts/skillrt/fill.sh {path} conf/app.json` (`OLD=NEW`" in text
    assert '"hosts"' not in text
    assert "Never change the port." in text
    here = tmp_path / "out"
    here.mkdir()
    (here / "t").write_text(files[path])
    run(here, "fill.sh", "t", "conf/app.json", "8080=9090")
    assert (here / "conf/app.json").read_text() == CONFIG.replace("8080", "9090")


def test_a_comment_that_names_a_json_file_is_not_in_it(tmp_path):
    text = SETUP.replace("Create `conf/app.json`:", "Create this file:").replace(
        '{\n  "name', '// conf/app.json\n{\n  "name'
    )
    module = linked(tmp_path, {"SKILL.md": text})
    draft = drafts(module, gap_of(module, "tool.file.write", 2, "L3", ("8080",)))["template-files"]
    assert taken(module, draft)[1]["references/skillrt/app-json.template"] == CONFIG


def test_samples_and_ways_to_choose_among_stay(tmp_path):
    sample = SETUP.replace("Create `conf/app.json`:", "In `conf/app.json` it looks so:")
    twice = SETUP + f"\nOr create `conf/app.json`:\n\n```json\n{CONFIG}```\n"
    for number, text in enumerate((sample, twice)):
        module = linked(tmp_path / str(number), {"SKILL.md": text})
        assert "template-files" not in drafts(module, gap_of(module, "tool.file.write", 2, "L3", ("8080",)))


def test_a_list_holds_the_files(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT, "guide.md": "# Guide\n"})
    draft = drafts(module, gap_of(module, "tool.file.write", 2, "L3"))["file-list"]
    text, files = taken(module, draft)
    assert "# Docs\n\nThis makes 3 files, each at its place in the text: once `sh scripts/skillrt/files.sh " in text
    here = tmp_path / "out"
    here.mkdir()
    (here / "l").write_text(files["references/skillrt/files.txt"])
    assert "next: docs/plan.md\n  Write the plan to" in run(here, "files.sh", "l")
    assert draft.to == 2


def test_where_none_are_named_the_agent_makes_the_list(tmp_path):
    text = "# Module\n\nGenerate several files for the module. Also generate multiple pages of help.\n"
    module = linked(tmp_path, {"SKILL.md": text})
    gap = gap_of(module, "tool.file.write", 2)
    assert "to-write.txt" in taken(module, drafts(module, gap)["file-list"])[0]


@pytest.mark.parametrize(
    "text",
    [
        "# Port\n\nCreate `port.json` with the name. Generate the rest.\n",
        "# Notes\n\nWrite what was learned to the files over time. Create daily files of notes.\n",
        "# Module\n\n## Layout\n\nGenerate all files as below.\n\n```\nsrc/\n  a.py\n```\n",
        "# Module\n\nYou can generate several files for it.\n",
    ],
)
def test_without_a_sentence_that_asks_for_several_new_ones_there_is_no_list(tmp_path, text):
    module = linked(tmp_path, {"SKILL.md": text})
    gap = gap_of(module, "tool.file.write", 2, "L3", ("Create", "enerate", "Write"))
    assert "file-list" not in drafts(module, gap)


def test_pieces_and_commands_for_less(tmp_path):
    text = "# Note\n\nSave the report to `report.md` in the folder. Write it to disk.\n"
    module = linked(tmp_path, {"SKILL.md": text})
    pieces = drafts(module, gap_of(module, "tool.file.write", 1))["pieces"]
    assert (pieces.to, "--most 1000" in taken(module, pieces)[0]) == (1, True)
    command = drafts(module, gap_of(module, "tool.file.write", 0))["write-by-command"]
    assert (command.to, command.raises) == (0, (("tool.exec", "L2"),))
    assert "`cat > FILE <<'END'`" in taken(module, command)[0]
