import msgspec
import pytest

from skillrt.compiler import CompileOptions, compile_skill
from skillrt.frontend import discover
from skillrt.ir import Anchor
from skillrt.targets import parse_target
from tests.passes.binding.sample import PANDAS, SCRIPTS, bound, needing
from tests.skills import write_skill

RUN = "scripts/skillrt/run"
CLAUDE = parse_target("some/model@claude-code")


def head(tools):
    return f"---\nname: sample\ndescription: Use it.\nallowed-tools: {tools}\n---\n"


def after(tools, command="python3 scripts/draw.py x", goal=CLAUDE):
    module = bound(f"{head(tools)}# T\n\nRun `{command}`.\n", PANDAS, goal=goal)
    return module.documents[0].text.split("allowed-tools: ", 1)[1].split("\n---\n", 1)[0]


@pytest.mark.parametrize(
    ("tools", "command", "more"),
    [
        ("Read, Bash(python3:*)", "python3 scripts/draw.py x", f", Bash({RUN} python3:*)"),
        ("Bash(python3 *) Read", "python3 scripts/draw.py x", f" Bash({RUN} python3 *)"),
        ("Bash(uv run:*)", "uv run scripts/draw.py x", f" Bash({RUN} python:*)"),
        ("Bash(uv:*)", "uv run scripts/draw.py x", f" Bash({RUN} python:*)"),
        ("Bash(python3 scripts/draw.py:*)", "python3 scripts/draw.py x", f" Bash({RUN} python3 scripts/draw.py:*)"),
        ("Bash(./scripts/draw.py:*)", "./scripts/draw.py x", f" Bash({RUN} python ./scripts/draw.py:*)"),
        ("\n  - Read\n  - Bash(python3:*)", "python3 scripts/draw.py x", f"\n  - Bash({RUN} python3:*)"),
    ],
)
def test_what_was_allowed_is_allowed_behind_the_launcher(tools, command, more):
    assert after(tools, command) == tools + more


def test_a_list_in_brackets():
    assert after('["Read", "Bash(python3:*)"]') == f'["Read", "Bash(python3:*)", "Bash({RUN} python3:*)"]'


@pytest.mark.parametrize(
    "tools", ["Read", "Bash", "Bash(python:*)", "Bash(git:*)", "Read(python3:*)", "Bash(python3 other.py:*)"]
)
def test_nothing_more_is_allowed(tools):
    assert after(tools) == tools


def test_a_harness_without_patterns_is_left_alone():
    harness = msgspec.structs.replace(
        CLAUDE.harness, syntax=msgspec.structs.replace(CLAUDE.harness.syntax, tool_patterns=False)
    )
    tools = "Bash(python3:*)"
    assert after(tools, goal=msgspec.structs.replace(CLAUDE, harness=harness)) == tools


def test_the_place_of_the_launcher_is_filled_in(tmp_path):
    text = f"{head('Bash(python3:*)')}# T\n\nRun `python3 scripts/draw.py x`.\n"
    folder = write_skill(tmp_path / "sample", {"SKILL.md": text, **SCRIPTS})
    with needing(PANDAS):
        variant = compile_skill(next(iter(discover([str(folder)]))), CLAUDE, CompileOptions()).variant
    lines = [item.output.line for item in variant.manifest.anchors if item.path == RUN]
    assert lines == [4, 8]
    module = bound(text, PANDAS, goal=CLAUDE)
    assert sum(isinstance(item, Anchor) and item.path == RUN for item in module.facts) == 2
