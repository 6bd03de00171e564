import pytest

from tests.primitives.lowered import drafts, gap_of, linked, taken
from tests.primitives.programs.run import run

CONFIG = '{\n  "name": "it\'s",\n  "port": 8080,\n  "hosts": [\n    "a",\n    "b"\n  ]\n}\n'
SETUP = f"""# Setup

- Create `conf/app.json`:

  ```json
{"".join(f"  {line}" for line in CONFIG.splitlines(keepends=True))}  ```

Write the rules to `conf/rules.yaml`, and save a note to `NOTES.md`.

Never change the port.
"""


def test_a_shown_file_stays_and_is_made_by_a_command(tmp_path):
    module = linked(tmp_path, {"SKILL.md": SETUP})
    draft = drafts(module, gap_of(module, "tool.file.write", 2))["template-files"]
    text, files = taken(module, draft)
    assert [line for line in SETUP.split("\n") if line not in text] == []
    path = "references/skillrt/app-json.template"
    assert files[path] == CONFIG
    command = f"sh scripts/skillrt/fill.sh {path} conf/app.json --json"
    assert f"  ```\n\n  To make this file: `{command}`; `OLD=NEW` behind it changes a word of it.\n" in text
    assert (draft.kind, draft.to) == ("supports", 2)
    here = tmp_path / "out"
    here.mkdir()
    (here / "t").write_text(files[path])
    run(here, "fill.sh", "t", "conf/app.json", "--json", "8080=9090")
    assert (here / "conf/app.json").read_text() == CONFIG.replace("8080", "9090")


def test_where_all_are_shown_only_changes_are_left(tmp_path):
    module = linked(tmp_path, {"SKILL.md": SETUP[: SETUP.index("Write the rules")]})
    gap = gap_of(module, "tool.file.write", 1, "L2", ("8080",))
    assert drafts(module, gap)["template-files"].to == 1
    assert drafts(module, gap_of(module, "tool.file.write", 0, "L2", ("8080",))) == {}


def test_one_of_many_files_is_not_worth_a_command(tmp_path):
    """What is left asks for as much as before."""
    more = "".join(f"\nWrite the part to `{name}.md`.\n" for name in ("one", "two", "three"))
    module = linked(tmp_path, {"SKILL.md": SETUP + more})
    assert drafts(module, gap_of(module, "tool.file.write", 2, "L3")) == {}


@pytest.mark.parametrize(
    "text",
    [
        SETUP.replace("Create `conf/app.json`:", "In `conf/app.json` it looks so:"),
        SETUP.replace('"a",', '"a", ...'),
        SETUP + f"\nOnce more, create `conf/app.json`:\n\n```json\n{CONFIG}```\n",
        SETUP + '\nFor one host `conf/app.json` has:\n\n```json\n{"hosts": ["a"]}\n```\n',
    ],
)
def test_samples_stretches_and_files_that_are_shown_twice_stay(tmp_path, text):
    module = linked(tmp_path, {"SKILL.md": text})
    assert drafts(module, gap_of(module, "tool.file.write", 2, "L3", ("8080",))) == {}
