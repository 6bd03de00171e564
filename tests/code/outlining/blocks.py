"""Blocks for the tests of outlining Python, and a place to run what comes out."""

import subprocess
import sys
import textwrap
from pathlib import Path

from skillrt.code.outlining import Outlined, Program, Snippet
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_closure import Closure, closure_of
from skillrt.code.outlining.python_outline import outline_python


def snippet(text: str, title: str = "", lead: str = "") -> Snippet:
    return Snippet("python", textwrap.dedent(text).strip("\n") + "\n", "SKILL.md:1", title, lead)


def block(text: str, index: int = 0) -> Block:
    found = read_block(index, snippet(text))
    assert isinstance(found, Block), found
    return found


def closure(*texts: str) -> Closure:
    """The closure of the last of the blocks."""
    blocks = [block(text, index) for index, text in enumerate(texts)]
    return closure_of(blocks, len(blocks) - 1)


def outlined(*texts: str) -> Outlined:
    return outline_python([snippet(text, f"Title {index}") for index, text in enumerate(texts)])


def only_program(*texts: str) -> Program:
    found = outlined(*texts)
    assert len(found.programs) == 1, found
    return found.programs[0]


def rule_of(text: str) -> str:
    (refusal,) = outlined(text).refusals
    return refusal.rule


def names(program: Program) -> list[tuple[str, str]]:
    return [(item.name, item.kind) for item in program.inputs]


def run(
    program: Program, folder: Path, *words: str, environment: dict[str, str] | None = None, packages: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a program in `folder`, with only the standard library unless `packages`."""
    (folder / program.file).write_text(program.text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", *(() if packages else ("-S",)), "-X", "utf8", program.file, *words],
        cwd=folder,
        env=environment or {},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
