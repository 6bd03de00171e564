from pathlib import Path

import pytest

from tests.contracts.locking import facts_of, named, skill


@pytest.mark.parametrize(
    ("body", "tools"),
    [
        ('Dispatch:\n\n```\nAgent({\n  subagent_type: "general",\n  prompt: "x"\n})\n```\n', ["Agent"]),
        ("A workflow primitive (e.g. the `Workflow` tool).", ["Workflow"]),
        ("Wait with `Monitor` for the end.", ["Monitor"]),
        ("The `Foobar` tool of the server.", ["Foobar"]),
        ("The `Agent` class and a `Monitor` on the desk.", []),
        ("```python\nAgent(name=1)\n```\n", []),
    ],
)
def test_tools_that_the_text_calls_or_names_outright(tmp_path: Path, body: str, tools: list[str]):
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "tool") == tools
