"""Lists of tools."""

import pytest

from skillrt.passes.harness_uses import lexicon
from skillrt.passes.harness_uses.tool_lists import listed_with
from skillrt.targets import load_harnesses
from tests.passes.uses import changed, uses_in

KNOWN = lexicon(load_harnesses())


@pytest.mark.parametrize(
    ("text", "name", "listed"),
    [
        ("Read, Write, Edit, Bash, etc.", "Write", {"Read", "Write", "Edit", "Bash"}),
        ("`Edit`/`Write` files", "Edit", {"Edit", "Write"}),
        ("Bash(git:*), Read and Grep.", "Read", {"Bash", "Read", "Grep"}),
        ("Read, mark, Write", "Read", {"Read"}),
        ("Write it", "Write", {"Write"}),
    ],
)
def test_which_names_stand_side_by_side(text: str, name: str, listed: set[str]) -> None:
    at = text.index(name)
    words, (first, last) = listed_with(KNOWN, name, text, at, at + len(name))
    assert words == listed
    assert first <= at < at + len(name) <= last


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("All tools (Read, Write, Edit, Bash, etc.)", ["Read", "Write", "Edit", "Bash"]),
        ("| Type | Tools |\n|---|---|\n| a | Read, Write, Edit, Bash |", ["Read", "Write", "Edit", "Bash"]),
        ("It writes via Edit/Write file tools.", ["Edit", "Write"]),
        ("Read and Write tools are there.", ["Read", "Write"]),
        ("Read, Write, Edit: three verbs.", []),
        ("Blocked, for it holds `Bash`: use the Bash tool, not bash.", ["Bash"] * 2),
        ("Write `Agent` `prompt` out; `Agent` `teams` are others.", ["Agent"] * 2),
        ("In Claude Code who holds `Bash` has no other: use the Bash tool.", ["Bash"]),
        ("Launch **both Task tools** at once.", ["Task"]),
        ("A `Bash` script.", []),
        ("Call `Task` with `subagent_type: Explore`.", ["Task"]),
        ("A `Task` with a title.", []),
    ],
)
def test_one_answer_serves_all_names_of_a_list(text: str, found: list[str], tmp_path) -> None:
    assert [use.what for use in uses_in(tmp_path, text) if use.kind == "tool"] == found


def test_rules_of_permissions_stay_whole(tmp_path) -> None:
    text = "Write `allowed-tools: Bash(git:*) Bash(jq:*) Read`, or use the Read tool.\n"
    assert changed(tmp_path, text, "pi") == text.replace("the Read tool", "the `read` tool")
