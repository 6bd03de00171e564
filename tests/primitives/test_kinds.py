from skillrt.primitives import kind_of
from tests.primitives.asking import view_of

CODE = "```python\n" + "call(1)\n" * 15 + "```\n\n"
REFERENCE = "# S\n\n" + "".join(f"## Do thing {at}\n\n{CODE}" for at in range(4))
STEPS = "# S\n\n## Workflow\n\n1. Ask the user for the scope\n2. Read the files\n3. Sort them\n4. Verify the order\n"
WRITING = "# S\n\nWrite a report for the board. Draft the summary. Explain why it matters.\n"
WRITES = "Write reports, plans and newsletters."


def test_code_for_several_jobs_is_a_reference(tmp_path):
    assert kind_of(view_of(tmp_path, REFERENCE)) == "tool-reference"


def test_steps_are_a_procedure(tmp_path):
    assert kind_of(view_of(tmp_path / "a", STEPS)) == "procedure"
    assert kind_of(view_of(tmp_path / "b", STEPS, WRITES)) == "procedure"
    assert kind_of(view_of(tmp_path / "c", f"{STEPS}\n{CODE}")) == "procedure"


def test_steps_through_pages_of_code_are_a_reference(tmp_path):
    phases = "".join(f"### Phase {at}: do it\n\n{CODE}" for at in range(1, 9))
    assert kind_of(view_of(tmp_path, f"# S\n\n## Workflow\n\n{phases}")) == "tool-reference"


def test_steps_beside_code_for_several_jobs_are_a_reference(tmp_path):
    assert kind_of(view_of(tmp_path, f"{REFERENCE}\n{STEPS[5:]}")) == "tool-reference"


def test_text_to_write_is_generative(tmp_path):
    assert kind_of(view_of(tmp_path / "a", WRITING, WRITES)) == "generative"
    assert kind_of(view_of(tmp_path / "b", f"{WRITING}\n{CODE}", WRITES)) == "tool-reference"


def test_a_short_text_on_a_tool_is_a_reference(tmp_path):
    text = "# S\n\n```bash\nask --json .\n```\n\nAdd `--raw` for plain text.\n"
    assert kind_of(view_of(tmp_path / "a", text, "Command-line reader of logs.")) == "tool-reference"
    assert kind_of(view_of(tmp_path / "b", "", "")) == "tool-reference"
