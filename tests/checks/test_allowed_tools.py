from pathlib import Path

import pytest

from skillrt.checks.allowed_tools import unknown_tools
from skillrt.targets import load_harnesses
from tests.skills import module_of


def found(folder: Path, value: str) -> list[tuple[str, str]]:
    text = f"---\nname: s\ndescription: Handles the test of tools.\nallowed-tools: {value}\n---\n# S\n"
    module = module_of(folder / "s", {"SKILL.md": text})
    return [(str(item.place), f"{item.message}; {item.hint}") for item in unknown_tools(module, load_harnesses())]


def test_programs_and_slips(tmp_path: Path):
    first, second, third = found(tmp_path, "Node Bash(git *) Raed Python3x curl")
    program = "a program is allowed as `Bash(node *)`, by harnesses that have such patterns"
    assert first == ("SKILL.md:4:16", f"no known harness has a tool `Node`; {program}")
    assert second == ("SKILL.md:4:33", "no known harness has a tool `Raed`; the tool may be `Read`")
    assert third[1].startswith("no known harness has a tool `curl`")


def test_lists(tmp_path: Path):
    assert [place for place, _ in found(tmp_path, "\n  - Bash\n  - Python")] == ["SKILL.md:6:5"]


@pytest.mark.parametrize(
    "value",
    [
        "Read, Grep, Bash(python:*), WebFetch",
        "mcp__github__search Azure/docs fetch_pages *",
        "Workflow sql orchestrate",  # a harness, server or plugin may have them
        "read exec list List",
        "[]",
    ],
)
def test_tools_that_are_known_or_may_be(tmp_path: Path, value: str):
    assert found(tmp_path, value) == []
