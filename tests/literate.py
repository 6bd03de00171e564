"""Literate tests: Markdown files that are read by people and run by pytest.

A case is a level-two heading. Below it, in any order, prose and fenced blocks whose info string says what they are:

    skill PATH        a file of the skill (SKILL.md without front matter gets one)
    pipeline          the pipeline, one line; a second line `target: MODEL@HARNESS` where a pass needs one
    needs             what the finders find, one a line: `KIND NAME [MODULE]`; without it they look for themselves
    program ID PATH   a program that `add-programs` may put in: the first line is its usage, the rest its text
    result PATH       the file after the pipeline
    diagnostics       one a line: `FILE:LINE:COLUMN severity code message`
    facts             one a line: `FILE:LINE fact field=value ...`

`pytest --update` rewrites what is expected; the change is then read as a diff.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from skillrt.frontend.markdown import parse
from skillrt.ir import Block, Fact, Module
from skillrt.ir.blocks import walk
from skillrt.passes.base import PassContext, ReadyProgram
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.targets import load_harnesses, parse_target
from tests.passes.binding.sample import needing
from tests.skills import module_of

EXPECTED = ("result", "diagnostics", "facts")
_SKIPPED_FIELDS = {"fact", "blocks", "span"}


@dataclass
class Case:
    """One case: its title, its inputs and its blocks of expectations."""

    title: str
    line: int
    files: dict[str, str] = field(default_factory=dict)
    pipeline: str = ""
    target: str = ""
    needs: list[tuple[str, ...]] | None = None
    programs: list[ReadyProgram] = field(default_factory=list)
    expected: list[Block] = field(default_factory=list)


def cases(path: Path) -> Iterator[Case]:
    """The cases of a file, in order."""
    case: Case | None = None
    for block in walk(parse(path.name, path.read_bytes(), front_matter=False).blocks):
        if block.kind == "heading" and block.level == 2:
            if case is not None:
                yield case
            case = Case(block.text.strip("# \n"), block.span.line)
        elif block.kind == "code" and block.info and case is not None:
            _take(case, block)
    if case is not None:
        yield case


def _take(case: Case, block: Block) -> None:
    word, _, rest = block.info.partition(" ")
    if word == "skill":
        case.files[rest] = block.content
    elif word == "pipeline":
        first, _, second = block.content.strip().partition("\n")
        case.pipeline, case.target = first, second.removeprefix("target:").strip()
    elif word == "needs":
        case.needs = [tuple(line.split()) for line in block.content.splitlines()]
    elif word == "program":
        name, _, path = rest.partition(" ")
        usage, _, text = block.content.partition("\n")
        case.programs.append(ReadyProgram(name, path, text, usage))
    elif word in EXPECTED:
        case.expected.append(block)


def results(case: Case, folder: Path) -> list[str]:
    """What each block of expectations should say, in their order."""
    module = module_of(folder / "sample", case.files)
    harnesses = load_harnesses()
    target = parse_target(case.target, harnesses) if case.target else None
    with nullcontext() if case.needs is None else needing(*case.needs):
        context = PassContext(target=target, harnesses=harnesses, programs=tuple(case.programs))
        module = run_pipeline(module, parse_pipeline(case.pipeline), context)
    return [_actual(block.info, module) for block in case.expected]


def _actual(info: str, module: Module) -> str:
    word, _, rest = info.partition(" ")
    if word == "result":
        document = module.document(rest) or module.file(rest)
        assert document is not None, f"there is no document {rest}"
        text = document.text or ""
        # the front matter that the test itself added is not worth repeating
        return (
            text.split("---\n", 2)[2] if text.startswith("---\nname: sample\ndescription: Use when a test") else text
        )
    if word == "diagnostics":
        ordered = sorted(module.diagnostics, key=lambda item: item.sort_key)
        return "".join(f"{item.place} {item.severity} {item.code} {item.message}\n" for item in ordered)
    ordered = sorted(module.facts, key=lambda fact: (fact.span.file, fact.span.start, type(fact).__name__))
    return "".join(_fact_line(fact) for fact in ordered)


def _fact_line(fact: Fact) -> str:
    plain = msgspec.to_builtins(fact)
    fields = (
        f"{key}={value}" for key, value in plain.items() if key not in _SKIPPED_FIELDS and value not in ("", [])
    )
    return f"{fact.span.file}:{fact.span.line} {plain['fact']} {' '.join(fields)}\n"


def rewrite_expectations(path: Path, title: str, new: list[str]) -> None:
    """Put the actual results in place of the expected ones of one case."""
    data = path.read_bytes()
    case = next(item for item in cases(path) if item.title == title)
    for block, text in reversed(list(zip(case.expected, new, strict=True))):
        lines = block.text.splitlines(keepends=True)
        changed = "".join([lines[0], text, lines[-1]])
        data = data[: block.span.start] + changed.encode() + data[block.span.end :]
    path.write_bytes(data)
