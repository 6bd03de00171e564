import pytest

from tests.passes.parallel.sample import body, lowered, mechanisms

TASKS = "Run two checks against the code: (a) is it there, (b) was it refused."
EACH = "For each question, invoke a sub-agent with the document and the question."


def steps(text: str) -> str:
    return f"# T\n\n## Steps\n\n1. {text}\n2. Tell it.\n3. End.\n"


@pytest.mark.parametrize(("harness", "tool"), [("claude-code", "Agent"), ("opencode", "task")])
def test_the_harness_is_told_by_its_own_tool(tmp_path, harness: str, tool: str):
    module = lowered(tmp_path, steps(TASKS), harness)
    assert f"against the code, each with the `{tool}` tool, all in one turn: (a)" in body(module)
    assert mechanisms(module) == ["sub-agents"]
    assert f"and the question (the `{tool}` tool, all in one turn).\n" in body(
        lowered(tmp_path, steps(EACH), harness)
    )


def test_where_it_has_no_agents_the_text_stays(tmp_path):
    for text in (TASKS, EACH):
        module = lowered(tmp_path, steps(text), "pi")
        assert body(module) == steps(text)
        assert mechanisms(module) == [""]


@pytest.mark.parametrize(
    "text",
    [
        "Run two checks one at a time: (a) is it there, (b) was it refused.",
        TASKS + " Ask the user which counts.",
        "Dispatch three agents in parallel, one for each part.",
    ],
)
def test_what_asks_or_is_said_already_stays(tmp_path, text: str):
    assert body(lowered(tmp_path, steps(text))) == steps(text)


def test_where_the_author_shows_how_they_are_begun_the_text_stays(tmp_path):
    text = f"# T\n\n## Steps\n\n### Step 1: Ask\n\n{EACH[:-1]}:\n\n```sh\ntool spawn\n```\n\n"
    text += "### Step 2: Go on\n\nGo on.\n\n### Step 3: End\n\nEnd.\n"
    assert body(lowered(tmp_path, text)) == text


def test_outside_of_steps_nothing_is_handed_over(tmp_path):
    text = f"# T\n\n{EACH}\n"
    assert body(lowered(tmp_path, text)) == text
