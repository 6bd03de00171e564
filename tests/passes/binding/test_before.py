"""Commands that the ones before them in the same block set apart."""

import pytest

from tests.passes.binding.sample import MARKITDOWN, PANDAS, body, bound

RUN = "scripts/skillrt/run"


def after(text: str) -> str:
    return (
        body(bound(f"```bash\n{text}\n```\n", PANDAS, MARKITDOWN)).removeprefix("```bash\n").removesuffix("\n```\n")
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the other way to start a program would be the same command twice
        (
            "markitdown --help 2>/dev/null || uv run markitdown --help",
            f"{RUN} markitdown --help 2>/dev/null || uv run markitdown --help",
        ),
        (
            "uvx markitdown x || pipx run markitdown x || markitdown x",
            f"{RUN} markitdown x || pipx run markitdown x || {RUN} markitdown x",
        ),
        # another try with the same means, and another program
        ("markitdown a || markitdown b", f"{RUN} markitdown a || {RUN} markitdown b"),
        ("python scripts/draw.py || uv run markitdown b", f"{RUN} python scripts/draw.py || {RUN} markitdown b"),
        ("markitdown a && uv run markitdown b", f"{RUN} markitdown a && {RUN} markitdown b"),
        # what was just installed is looked at, not what the environment has
        (
            "npm install -g markitdown\n# Verify installation\nmarkitdown --version",
            "npm install -g markitdown\n# Verify installation\nmarkitdown --version",
        ),
        ("pip install markitdown\nmarkitdown x", f"pip install markitdown\n{RUN} markitdown x"),
        ("markitdown --version", f"{RUN} markitdown --version"),
    ],
)
def test_what_stands_before_counts(text: str, expected: str):
    assert after(text) == expected
