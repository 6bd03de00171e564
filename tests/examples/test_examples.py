"""The example skills as a whole: valid by the specification, and clean but for what is listed as planted."""

import argparse
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import skills_ref

from skillrt.frontend import discover, load
from skillrt.ir import Step
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline

EXAMPLES = Path(__file__).parents[2] / "examples"
SKILLS = sorted(path.parent for path in EXAMPLES.glob("skills/*/SKILL.md"))
PLANTED = tomllib.loads((EXAMPLES / "planted-defects.toml").read_text(encoding="utf-8"))
# Keys that Claude Code reads and the specification does not know; release-notes is written for that product.
PRODUCT_KEYS = {"release-notes": ["argument-hint", "disable-model-invocation"]}
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")

each_skill = pytest.mark.parametrize("skill", SKILLS, ids=lambda path: path.name)


def documents(skill: Path) -> list[Path]:
    return sorted(skill.rglob("*.md"))


def fences(skill: Path, language: str) -> Iterator[tuple[str, str]]:
    """(where, code) of each code block of a language in a skill."""
    for path in documents(skill):
        text = path.read_text(encoding="utf-8")
        for match in FENCE.finditer(text):
            if match[2] == language:
                line = text.count("\n", 0, match.start()) + 1
                yield f"{path.relative_to(skill)}:{line}", textwrap.dedent(match[3])


def planted(skill: Path, family: str) -> list[dict[str, Any]]:
    """The planted defects of a family in a skill."""
    if skill.name != PLANTED["skill"]:
        return []
    return [defect for defect in PLANTED["defect"] if defect["code"].startswith(f"{family}.")]


def test_there_are_six_skills() -> None:
    assert len(SKILLS) == 6


@each_skill
def test_each_has_a_workflow(skill: Path) -> None:
    module = run_pipeline(
        load(next(iter(discover([str(skill)])))), parse_pipeline("link,extract-concurrency"), PassContext()
    )
    assert len([fact for fact in module.facts if isinstance(fact, Step)]) > 3


@each_skill
def test_front_matter_is_valid(skill: Path) -> None:
    problems = skills_ref.validate(skill)
    expected = []
    if skill.name in PRODUCT_KEYS:
        assert len(problems) == 1
        assert problems[0].startswith(f"Unexpected fields in frontmatter: {', '.join(PRODUCT_KEYS[skill.name])}.")
        return
    if planted(skill, "spec"):
        expected = ["Directory name 'csv-survey' must match skill name 'csv-surveys'"]
    assert problems == expected


@each_skill
def test_size_is_within_the_recommended_budget(skill: Path) -> None:
    text = (skill / "SKILL.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 500
    assert all(len(line) <= 160 for line in text.splitlines())


@each_skill
def test_scripts_with_a_shebang_are_executable_and_nothing_stray_is_there(skill: Path) -> None:
    for path in sorted(skill.rglob("*")):
        if path.is_dir() or "__pycache__" in path.parts:
            continue
        assert path.suffix in {".md", ".py", ".sh", ".mjs"}
        if path.read_bytes().startswith(b"#!") and path.suffix != ".py":
            assert os.access(path, os.X_OK), path


def test_planted_defects_stand_where_the_list_says() -> None:
    codes = [defect["code"] for defect in PLANTED["defect"]]
    assert len(codes) == len(set(codes)) == 10
    for defect in PLANTED["defect"]:
        lines = (EXAMPLES / "skills" / PLANTED["skill"] / defect["file"]).read_text(encoding="utf-8").splitlines()
        assert defect["text"] in lines[defect["line"] - 1]
        assert sum(defect["text"] in line for line in lines) == 1
        assert defect["words"]


@each_skill
def test_links_resolve_but_for_the_planted_ones(skill: Path) -> None:
    broken = []
    for path in documents(skill):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for target in LINK.findall(line):
                file = target.partition("#")[0]
                present = {entry.relative_to(skill).as_posix() for entry in skill.rglob("*")}
                here = os.path.normpath((path.parent / file).relative_to(skill))
                if file and "://" not in file and here not in present:
                    broken.append((path.relative_to(skill).as_posix(), number))
    assert broken == [(defect["file"], defect["line"]) for defect in planted(skill, "link")]


def commands(skill: Path) -> Iterator[tuple[int, Path, list[str]]]:
    """(line, script, arguments) of each command in SKILL.md that runs a bundled Python script."""
    text = (skill / "SKILL.md").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        match = re.search(r"python3 (?:\$\{CLAUDE_SKILL_DIR\}/|\{baseDir\}/)?(scripts/\w+\.py)(?= )", line)
        if match is None or line.lstrip().startswith("xargs"):
            continue
        following = text.splitlines()[number:]
        whole = line[match.end() :]
        while whole.endswith("\\"):
            whole = whole[:-1] + following.pop(0)
        words = shlex.split(whole.strip().strip("`"))
        stop = next((at for at, word in enumerate(words) if word in {"|", ">", ">>", "&&", ";"}), len(words))
        yield number, skill / match[1], words[:stop]


@each_skill
def test_commands_fit_the_scripts_but_for_the_planted_ones(skill: Path, load: Callable[[Path], Any]) -> None:
    if skill.name == "pdf-workbench":
        pytest.importorskip("pypdf")
    found = list(commands(skill))
    refused = []
    for number, script, arguments in found:
        parser: argparse.ArgumentParser = load(script).build_parser()
        try:
            parser.parse_args(arguments)
        except SystemExit:
            refused.append(number)
    assert found or skill.name == "i18n-audit"  # its script is JavaScript and has a test of its own
    assert refused == [defect["line"] for defect in planted(skill, "call")]


@each_skill
def test_python_blocks_compile(skill: Path) -> None:
    for where, code in fences(skill, "python"):
        compile(code, where, "exec")


@each_skill
def test_shell_blocks_parse(skill: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    for where, code in fences(skill, "bash"):
        done = subprocess.run([bash, "-n"], input=code, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{where}: {done.stderr}"


@each_skill
def test_javascript_blocks_parse(skill: Path, tmp_path: Path) -> None:
    blocks = list(fences(skill, "js"))
    node = shutil.which("node")
    if blocks and node is None:
        pytest.skip("node is not installed")
    for where, code in blocks:
        path = tmp_path / "block.mjs"
        path.write_text(code, encoding="utf-8")
        done = subprocess.run([str(node), "--check", str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{where}: {done.stderr}"


def test_sql_blocks_run_on_a_table_of_their_shape() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE t_all_orders (source_file, order_id, region, amount, booked_on)")
    rows = [
        ("a", "1", "north", 5, "2024-01-02"),
        ("b", "1", "north", 7, "2024-02-02"),
        ("b", "2", "south", 4, "2024-02-03"),
    ]
    db.executemany("INSERT INTO t_all_orders VALUES (?, ?, ?, ?, ?)", rows)
    results = [db.execute(code).fetchall() for _, code in fences(EXAMPLES / "skills" / "csv-survey", "sql")]
    db.close()
    assert results == [
        [("north", 2, 12.0), ("south", 1, 4.0)],
        [("2024-01", 5, None), ("2024-02", 11, 6)],
        [("north", 12, 75.0), ("south", 4, 25.0)],
        [("1", 2, "a,b")],
        [("north", "1", 7), ("north", "1", 5), ("south", "2", 4)],
    ]
