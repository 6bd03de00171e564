from skillrt.primitives import kind_of, kind_scores
from tests.primitives.asking import view_of

CODE = "```python\n" + "call(1)\n" * 15 + "```\n\n"
REFERENCE = "# S\n\n" + "".join(f"## Do thing {at}\n\n{CODE}" for at in range(4))
STEPS = "# S\n\n## Workflow\n\n1. Ask the user for the scope\n2. Read the files\n3. Sort them\n4. Verify the order\n"
WRITING = "# S\n\nWrite a report for the board. Draft the summary. Explain why it matters.\n"


def test_much_code_for_several_jobs_is_a_reference(tmp_path):
    assert kind_of(view_of(tmp_path, REFERENCE)) == "tool-reference"


def test_steps_are_a_procedure(tmp_path):
    assert kind_of(view_of(tmp_path, STEPS)) == "procedure"


def test_text_to_write_is_generative(tmp_path):
    assert kind_of(view_of(tmp_path, WRITING, "Write reports, plans and newsletters.")) == "generative"


def test_scores_add_up_to_one(tmp_path):
    for number, text in enumerate((REFERENCE, STEPS, WRITING, "")):
        scores = kind_scores(view_of(tmp_path / str(number), text))
        assert abs(sum(scores.values()) - 1) < 0.01
