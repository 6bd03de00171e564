import pytest

from tests.primitives.asking import level

NAME = "delegate.agent"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dispatch a reviewer agent with the diff. Spawn a subagent for it.", "L1"),
        ("Launch several subagents in parallel. Start one subagent per file.", "L2"),
        (
            "You are the team lead. Agent teams split the work. Teammates are multi-agent. Coordinate the agents.",
            "L3",
        ),
        ("The user agent header names the browser.", "-"),
    ],
)
def test_agents(tmp_path, text, expected):
    assert level(tmp_path, NAME, f"# S\n\n{text}\n") == expected
