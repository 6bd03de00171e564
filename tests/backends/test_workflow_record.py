"""What a variant tells of its workflow, from the text as it is written."""

import pytest

from skillrt.backends.workflow_record import workflow_record
from skillrt.compiler import CompileOptions, compile_skill
from skillrt.frontend import discover
from skillrt.ir.workflow import WORKFLOW_FILE, BundledPath, Input
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.store.workflow_file import parse_workflow
from skillrt.targets import parse_target
from tests.passes.binding.sample import PANDAS, needing
from tests.skills import module_of, write_skill

TEXT = """# T

## Workflow

### Step 1: Draw

```sh
# what is there
python scripts/draw.py <input.csv> --to YOUR_FOLDER | tee log.txt
for f in *.svg; do
  inkscape "$f"
done
```

### Step 2: Ask

Ask the user whether `log.txt` is right, then run `python scripts/draw.py --check`.

### Step 3: Send

```sh
gh pr create --fill
```
"""
FILES = {"SKILL.md": TEXT, "scripts/draw.py": "import pandas\n"}


def record_of(tmp_path, files=FILES, pipeline="link,extract-concurrency"):
    module = module_of(tmp_path / "s", files)
    return workflow_record(run_pipeline(module, parse_pipeline(pipeline), PassContext()))


def test_steps_with_commands_inputs_and_bundled_files(tmp_path):
    record = record_of(tmp_path)
    assert record is not None
    assert [item.title for item in record.workflows] == ["Workflow"]
    one, two, three = record.steps
    assert [item.text for item in one.commands] == [
        "python scripts/draw.py <input.csv> --to YOUR_FOLDER | tee log.txt",
        'for f in *.svg; do\n  inkscape "$f"\ndone',
    ]
    assert one.commands[0].inputs == (Input("input-csv", "<input.csv>"), Input("folder", "YOUR_FOLDER"))
    assert one.commands[0].files == (BundledPath("scripts/draw.py", "scripts/draw.py"),)
    assert one.commands[1].files == ()
    assert (two.kind, two.asks, [item.text for item in two.commands]) == (
        "agent",
        True,
        ["python scripts/draw.py --check"],
    )
    assert (three.kind, three.outside) == ("command", True)
    assert {(edge.first, edge.then) for edge in record.edges} >= {("s1", "s2"), ("s2", "s3")}
    assert one.at.startswith("SKILL.md:")


def test_steps_that_share_a_block_have_their_own_lines(tmp_path):
    lines = ["# Step 1: Look", "ls -l", "", "# Step 2: Count", "wc -l a.txt", "", "# Step 3: End", "make end"]
    text = "# T\n\n## Workflow\n\n```bash\n" + "\n".join(lines) + "\n```\n"
    record = record_of(tmp_path, {"SKILL.md": text})
    assert record is not None
    assert [[item.text for item in step.commands] for step in record.steps] == [
        ["ls -l"],
        ["wc -l a.txt"],
        ["make end"],
    ]
    assert [step.kind for step in record.steps] == ["command"] * 3


def test_nothing_where_no_workflow_is(tmp_path):
    assert record_of(tmp_path, {"SKILL.md": "# T\n\nBe kind.\n"}) is None
    assert record_of(tmp_path, pipeline="link") is None


@pytest.mark.parametrize("level", ["O1", "Os"])
def test_the_variant_holds_it_with_the_commands_of_its_text(tmp_path, level):
    source = next(iter(discover([str(write_skill(tmp_path / "sample", FILES))])))
    target = parse_target("some/model@openclaw")
    with needing(PANDAS):
        first, second = (compile_skill(source, target, CompileOptions(level=level)).variant for _ in range(2))
    assert first == second
    file = first.file(WORKFLOW_FILE)
    assert file is not None
    assert file.data is not None
    assert file.made is not None
    assert WORKFLOW_FILE in [item.path for item in first.manifest.files]
    commands = [command for step in parse_workflow(file.data, "x").steps for command in step.commands]
    text = next(item.data for item in first.files if item.path == "SKILL.md") or b""
    assert commands[0].text.startswith("scripts/skillrt/run python scripts/draw.py")
    assert {item.path for item in commands[0].files} == {"scripts/skillrt/run", "scripts/draw.py"}
    assert all(command.text.encode() in text for command in commands)


def test_the_portable_level_has_none(tmp_path):
    source = next(iter(discover([str(write_skill(tmp_path / "sample", FILES))])))
    variant = compile_skill(source, parse_target("some/model@openclaw"), CompileOptions(level="O0")).variant
    assert variant.file(WORKFLOW_FILE) is None


def test_what_does_not_simply_run_has_its_text_with_the_marks_of_lists(tmp_path):
    items = "1. Read it:\n   - first `a.txt`\n   - then `b.txt`\n2. Run it:\n\n   ```sh\n   ls\n   ```\n"
    text = f"# T\n\n## Workflow\n\n{items}"
    found = record_of(tmp_path, {"SKILL.md": text})
    assert found is not None
    assert [step.kind for step in found.steps] == ["agent", "command"]
    assert found.steps[0].text == "Read it:\n   - first `a.txt`\n   - then `b.txt`"
    assert found.steps[1].text == ""


def test_a_server_in_the_background_stays_there(tmp_path):
    text = "# T\n\n## Workflow\n\n### Step 1: Serve\n\n```sh\npython -m http.server 8000 &\nsleep 1\n```\n\n"
    text += "### Step 2: Fetch\n\n```sh\ncurl -o page.html http://127.0.0.1:8000/\n```\n"
    record = record_of(tmp_path, {"SKILL.md": text})
    assert record is not None
    assert [item.text for item in record.steps[0].commands] == ["python -m http.server 8000 &", "sleep 1"]
