"""Which commands change, and into what."""

import pytest

from tests.passes.binding.sample import LEFT_PAD, PANDAS, PYTEST, body, bound

RUN = "scripts/skillrt/run"


def after(command: str, *, span: bool = False) -> str:
    """The command after the pass, in a block or as a code span that nothing tells to run."""
    text = f"See `{command}`.\n" if span else f"```bash\n{command}\n```\n"
    result = body(bound(text, PANDAS, PYTEST, LEFT_PAD))
    return (
        result.removeprefix("See `").removesuffix("`.\n") if span else result.split("\n", 1)[1].rpartition("\n```")[0]
    )


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ('python scripts/draw.py "a b" --x', f'{RUN} python scripts/draw.py "a b" --x'),
        ("A=1 timeout 5 python3 scripts/draw.py", f"A=1 timeout 5 {RUN} python3 scripts/draw.py"),
        (
            "./scripts/draw.py a && scripts/draw.py",
            f"{RUN} python ./scripts/draw.py a && {RUN} python scripts/draw.py",
        ),
        ("X=$(python scripts/draw.py)", f"X=$({RUN} python scripts/draw.py)"),
        ("cat x | python scripts/draw.py -", f"cat x | {RUN} python scripts/draw.py -"),
        ("bash scripts/all.sh", f"{RUN} bash scripts/all.sh"),
        ("node scripts/page.mjs", f"{RUN} node scripts/page.mjs"),
        ("scripts/page.mjs x", f"{RUN} node scripts/page.mjs x"),
        ("uv run scripts/draw.py x", f"{RUN} python scripts/draw.py x"),
        ("uv run -q --with pandas python scripts/draw.py", f"{RUN} python scripts/draw.py"),
        ("uv run python -m pytest -q", f"{RUN} python -m pytest -q"),
        ("uv run -m pytest -q", f"{RUN} python -m pytest -q"),
        ("uv run pytest", f"{RUN} pytest"),
        ("uvx pytest -q", f"{RUN} pytest -q"),
        ("pipx run pytest -q", f"{RUN} pytest -q"),
        ("pytest -q", f"{RUN} pytest -q"),
        ("py.test -q", f"{RUN} py.test -q"),
        ("python -m pytest", f"{RUN} python -m pytest"),
        ('python -c "import pandas"', f'{RUN} python -c "import pandas"'),
        ("python3 - <<EOF\nimport pandas\nEOF", f"{RUN} python3 - <<EOF\nimport pandas\nEOF"),
        ("npx -y left-pad@1 x", f"{RUN} npx -y left-pad@1 x"),
        ("$ python scripts/draw.py\ndone", f"$ {RUN} python scripts/draw.py\ndone"),
        ("cd $SKILL_DIR && pytest", f"cd $SKILL_DIR && {RUN} pytest"),
    ],
)
def test_what_needs_the_environment_runs_in_it(command, expected):
    assert after(command) == expected


@pytest.mark.parametrize(
    "command",
    [
        "bash scripts/list.sh",
        "pip install pandas",
        "python -m pip install pandas",
        "uv pip install pandas",
        "uv add pandas",
        "npm install left-pad",
        "sudo python scripts/draw.py",
        "python other.py",
        'python -c "import os"',
        "python -m json.tool",
        "uv run --project other python scripts/draw.py",
        "uv run --with numpy python scripts/draw.py",
        "uv run other.py",
        "uvx --from x pytest",
        "npx other x",
        "npx -p left-pad other",
        "poetry run pytest",
        "cd scripts && python draw.py",
        "cd other && python scripts/draw.py",
        "echo pytest",
        "cat > x.sh <<EOF\npython scripts/draw.py\nEOF",
        "# python scripts/draw.py",
    ],
)
def test_what_is_not_certain_stays(command):
    assert after(command) == command


def test_in_a_sentence_only_a_bundled_script_is_certain():
    assert after("python scripts/draw.py x", span=True) == f"{RUN} python scripts/draw.py x"
    assert after("pytest -q x", span=True) == "pytest -q x"
    assert f"Run `{RUN} pytest -q`" in body(bound("Run `pytest -q` now.\n", PYTEST))
