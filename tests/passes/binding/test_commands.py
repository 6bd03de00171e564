"""Which commands change, and into what."""

import pytest

from tests.passes.binding.sample import LEFT_PAD, MARKITDOWN, PANDAS, SCRIPTS, body, bound

RUN = "scripts/skillrt/run"


def after(command: str, *, span: bool = False) -> str:
    """The command after the pass, in a block or as a code span that nothing tells to run."""
    before, behind = ("See `", "`.\n") if span else ("```bash\n", "\n```\n")
    # a line above may say how programs run that no command is sure to mean
    result = body(bound(f"{before}{command}{behind}", PANDAS, MARKITDOWN, LEFT_PAD))
    return result.partition(before)[2].removesuffix(behind)


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
        ("uv run python -m markitdown -q", f"{RUN} python -m markitdown -q"),
        ("uv run -m markitdown -q", f"{RUN} python -m markitdown -q"),
        ("uv run markitdown", f"{RUN} markitdown"),
        ("uvx markitdown -q", f"{RUN} markitdown -q"),
        ("pipx run markitdown -q", f"{RUN} markitdown -q"),
        ("markitdown -q", f"{RUN} markitdown -q"),
        ("python -m markitdown", f"{RUN} python -m markitdown"),
        ('python -c "import pandas"', f'{RUN} python -c "import pandas"'),
        ("python3 - <<EOF\nimport pandas\nEOF", f"{RUN} python3 - <<EOF\nimport pandas\nEOF"),
        ("npx -y left-pad@1 x", f"{RUN} npx -y left-pad@1 x"),
        ("$ python scripts/draw.py\ndone", f"$ {RUN} python scripts/draw.py\ndone"),
        ("cd $SKILL_DIR && markitdown", f"cd $SKILL_DIR && {RUN} markitdown"),
        # asked for in the environment in which it will run; `command -v run ...` asks for the launcher
        ("command -v markitdown || echo NONE", f"{RUN} command -v markitdown || echo NONE"),
        ("if ! command -v markitdown; then", f"if ! {RUN} command -v markitdown; then"),
        ("command markitdown x", f"command {RUN} markitdown x"),
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
        "uvx --from x markitdown",
        "npx other x",
        "npx -p left-pad other",
        "poetry run markitdown",
        "cd scripts && python draw.py",
        "cd other && python scripts/draw.py",
        "echo markitdown",
        "venv/bin/python scripts/draw.py",
        "python scripts/draw.py --to C:\\\\out.png",
        "npx left-pad@latest x",
        "cat x | bash scripts/list.sh",
        "cat > x.sh <<EOF\npython scripts/draw.py\nEOF",
        "# python scripts/draw.py",
        "command -v python3 && command -v pandoc",
        "command -v scripts/draw.py",
    ],
)
def test_what_is_not_certain_stays(command):
    assert after(command) == command


def test_in_a_sentence_only_a_bundled_script_is_certain():
    assert after("python scripts/draw.py x", span=True) == f"{RUN} python scripts/draw.py x"
    assert after("markitdown -q x", span=True) == "markitdown -q x"
    assert f"Run `{RUN} markitdown -q`" in body(bound("Run `markitdown -q` now.\n", MARKITDOWN))


@pytest.mark.parametrize(
    "command",
    ["pytest -q", "python -m pytest tests", "uv run pytest", "uvx pytest", "npx jest --ci", "npx tsx src/page.ts"],
)
def test_what_loads_the_code_of_a_project_runs_where_that_is(command):
    needs = (("python", "pytest", "pytest"), ("node", "jest", "jest"), ("node", "tsx", "tsx"))
    text = f"```bash\n{command}\n```\n"
    assert body(bound(text, *needs)) == text


def test_what_uv_runs_in_a_project_that_it_keeps_stays_with_uv():
    text = "Add it: `uv add ruff`.\n\n```bash\nuv run markitdown .\nuv run scripts/draw.py x\nmarkitdown x\n```\n"
    assert body(bound(text, PANDAS, MARKITDOWN)) == (
        text.replace("uv run scripts", f"{RUN} python scripts").replace("\nmarkitdown", f"\n{RUN} markitdown")
    )


def test_it_runs_in_the_environment_where_it_loads_a_program_of_the_skill():
    rows = (("python", "streamlit", "streamlit"), ("node", "tsx", "tsx"))
    files = {"scripts/app.py": "import streamlit\n", "scripts/page.ts": "import 'tsx';\n"}
    text = "```bash\nstreamlit run scripts/app.py\nnpx tsx scripts/page.ts\nstreamlit run app.py\n```\n"
    assert body(bound(text, *rows, files=files)) == (
        f"```bash\n{RUN} streamlit run scripts/app.py\n{RUN} npx tsx scripts/page.ts\nstreamlit run app.py\n```\n"
    )


def test_a_command_that_a_comment_shows_as_wrong_stays():
    right, wrong = "# ✅ right\n", "\n# ❌ wrong\npython scripts/draw.py"
    assert after(f"{right}python scripts/draw.py\n{wrong}") == f"{right}{RUN} python scripts/draw.py\n{wrong}"


def test_a_readme_is_for_people_unless_the_instructions_name_it():
    files = {**SCRIPTS, "README.md": "```bash\npython scripts/draw.py\n```\n"}
    for text, changed in (("Read on.\n", False), ("Read README.md.\n", True)):
        readme = bound(text, PANDAS, files=files).document("README.md")
        assert readme is not None
        assert (RUN in readme.text) is changed


def test_the_agent_product_itself_is_the_machines():
    rows = (("node", "clawdbot", "clawdbot"), ("node", "openclaw", "openclaw"))
    text = "```bash\nclawdbot gateway start\nnpx openclaw doctor\n```\n"
    assert body(bound(text, *rows)) == text
