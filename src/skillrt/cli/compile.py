"""`skillrt compile`: write variants of skills for targets, or say whether they are up to date."""

import argparse
import os
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from skillrt.checks.policy import path_matcher
from skillrt.cli.interrupts import like_ctrl_c
from skillrt.cli.target_options import (
    add_host_argument,
    add_profile_arguments,
    harnesses_of,
    print_target_notes,
    targets_of,
)
from skillrt.compiler import (
    Batch,
    CompileOptions,
    Outcome,
    State,
    clashes,
    freshness,
    homes,
    pipeline_of,
    read_level,
    require_apart,
    variant_name,
)
from skillrt.config import Library, environment, find_library
from skillrt.errors import Diagnostic, Finding, InputError, MachineError, Severity, SkillrtError, UsageError
from skillrt.frontend import SkillSource, discover
from skillrt.frontend.skill_tree import skill_tree
from skillrt.passes.base import Need, ReadyProgram
from skillrt.process.garbage import search_seldom
from skillrt.store import TokenRecord
from skillrt.store.variants import Written, variant_folder, write_variant
from skillrt.targets import Target, find_harness

# Starting a process costs as much as compiling this many skills.
_SKILLS_FOR_A_PROCESS: Final = 40


@dataclass(frozen=True)
class Plan:
    """What a run does: which skills, each with the name of its variant, for what, where to.

    `clashes` says of a skill and a target why that variant cannot be written: another one would lie there.
    """

    skills: tuple[tuple[str, SkillSource], ...]
    batch: Batch
    out: Path
    clashes: Mapping[tuple[str, str], Diagnostic] = field(default_factory=dict[tuple[str, str], Diagnostic])

    def clashing(self, source: SkillSource, target: Target) -> "Row | None":
        """The line of a variant that would lie where another one does."""
        found = self.clashes.get((source.where, str(target)))
        return found and Row(source.where, str(target), State.FAILED, why=found.message, diagnostics=(found,))


@dataclass(frozen=True)
class Row:
    """One line of the table: a skill, a target, what became of it, where, and why."""

    skill: str
    target: str
    state: str
    path: str = ""
    why: str = ""
    edits: int = 0
    anchors: int = 0
    tokens: TokenRecord | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "skills", nargs="*", metavar="SKILL", help="skills, archives, or folders to search for skills"
    )
    parser.add_argument("--target", action="append", metavar="MODEL@HARNESS", help="a target; may be repeated")
    parser.add_argument("-o", "--out", default="", metavar="DIR", help="write to DIR/HARNESS/MODEL/SKILL")
    parser.add_argument(
        "-O", dest="level", default="", metavar="LEVEL", help="optimisation level: -O0, -O1 (the default), -Os"
    )
    group = parser.add_argument_group("how to compile")
    group.add_argument("--from", dest="written_for", default="", metavar="HARNESS", help="what they were written for")
    group.add_argument("--pipeline", default="", metavar="PASSES", help="these passes in place of the level's")
    group.add_argument(
        "--fix-names", action="store_true", help="give variants with an invalid name the nearest valid one"
    )
    group.add_argument(
        "--strict", action="store_true", help="write no variant that asks for more than the target holds"
    )
    add_host_argument(parser)
    add_profile_arguments(parser)
    group = parser.add_argument_group("how to run")
    group.add_argument("--check", action="store_true", help="write nothing; say which variants are not up to date")
    group.add_argument("--force", action="store_true", help="overwrite variants that were edited by hand")
    group.add_argument(
        "-j", "--jobs", type=_count, default=0, metavar="N", help="processes (default: as is worth it)"
    )
    group.add_argument("-v", "--verbose", action="store_true", help="show what the passes found in every skill")
    group.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")
    group.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


@like_ctrl_c()
def run(options: argparse.Namespace, programs: tuple[ReadyProgram, ...] = ()) -> int:
    """Compile everything, with these programs put in, and print a table; the exit status is that of the worst row."""
    plan = _plan(options, find_library(options.config or environment().settings_file), programs)
    rows: list[Row] = []
    found = _checked(plan) if options.check else _compiled(plan, options)
    status = 0
    for row, worst in found:
        rows.append(row)
        status = max(status, worst)
    _print(options, rows)
    return status


def _plan(options: argparse.Namespace, library: Library, programs: tuple[ReadyProgram, ...]) -> Plan:
    settings = library.settings
    harnesses = harnesses_of(library)
    if options.written_for:
        find_harness(options.written_for, harnesses)
    targets = targets_of(options.target or (), options, library)
    if not targets:
        raise _missing("name a target, for example `--target qwen/qwen3.5-9b@opencode`")
    out = options.out or (library.resolved(settings.out) if settings.out else "")
    if not out:
        raise _missing("name the folder to write to: `-o DIR`")
    compile_options = CompileOptions(
        level=read_level(options.level or settings.level),
        pipeline=options.pipeline,
        written_for=options.written_for,
        fix_names=options.fix_names,
        strict=options.strict,
        harnesses=harnesses,
        programs=programs,
    )
    pipeline = pipeline_of(compile_options)  # a wrong pipeline is an error of the command, not of each skill
    if any(Need.PROFILE in item.needs for item in pipeline.passes):
        print_target_notes(targets)
    sources = list(_sources(options, library, Path(out)))
    require_apart(sources, targets, Path(out))
    skills = tuple((variant_name(item, fix_names=options.fix_names), item) for item in sources)
    tree = skill_tree(sources)
    around = replace(compile_options, siblings=tree.siblings, tree=tree.paths, homes=homes(skills))
    batch = Batch(targets, around)
    clashing = clashes((item.where, name, target) for name, item in skills for target in batch.targets)
    return Plan(skills, batch, Path(out), clashing)


def _sources(options: argparse.Namespace, library: Library, out: Path) -> Iterator[SkillSource]:
    """The skills; below a folder that is searched, variants in the output folder are not taken for sources."""
    matches = path_matcher(library.settings.exclude)
    own = out.resolve()
    for given in options.skills or [library.resolved(root) for root in library.settings.roots]:

        def excluded(where: str, top: str = given) -> bool:
            return where != top and (matches(f"{library.shown(where)}/") or Path(where).resolve() == own)

        yield from discover((given,), excluded, own=library.own)


def _checked(plan: Plan) -> Iterator[tuple[Row, int]]:
    for name, source in plan.skills:
        for target in plan.batch.targets:
            clashing = plan.clashing(source, target)
            if clashing:
                yield clashing, InputError.exit_status
                continue
            found = freshness(source, name, target, plan.batch.options, plan.out)
            row = Row(source.where, str(target), found.state, f"{plan.out}/{found.inside}", found.why)
            yield row, 0 if found.state is State.FRESH else 1


def _compiled(plan: Plan, options: argparse.Namespace) -> Iterator[tuple[Row, int]]:
    """Write each variant as it is compiled, in the order of the skills; a failing machine ends the run."""
    jobs = options.jobs or _jobs(len(plan.skills))
    with _progress(len(plan.skills)) as advance, closing(_outcomes(plan, jobs)) as results:
        for (_, source), outcomes in zip(plan.skills, results, strict=True):
            for outcome in outcomes:
                row, status = _written(plan, source, outcome, options.force)
                yield row, status
                if status == MachineError.exit_status:
                    return
            advance()


def _outcomes(plan: Plan, jobs: int) -> Generator[tuple[Outcome, ...]]:
    search_seldom()
    sources = [source for _, source in plan.skills]
    if min(jobs, len(sources)) <= 1:
        yield from map(plan.batch.compile, sources)
        return
    from skillrt.checks.pool import in_order  # loaded where it is needed: start-up

    yield from in_order(
        plan.batch.compile, sources, min(jobs, len(sources)), plan.batch.lost, preload="skillrt.compiler"
    )


def _written(plan: Plan, source: SkillSource, outcome: Outcome, force: bool) -> tuple[Row, int]:
    target = outcome.target
    clashing = plan.clashing(source, target)
    if clashing:
        return clashing, InputError.exit_status
    row = Row(source.where, str(target), State.FAILED, diagnostics=outcome.errors)
    if outcome.compiled is None:
        return replace(row, why=_first(outcome.errors)), outcome.exit_status
    variant = outcome.compiled.variant
    try:
        inside = variant_folder(target, variant.name)
        state = write_variant(plan.out, inside, variant.files, source.read, force=force)
    except SkillrtError as error:
        return replace(row, diagnostics=error.diagnostics, why=_first(error.diagnostics)), error.exit_status
    words = {Written.NEW: "written", Written.REPLACED: "written", Written.UNCHANGED: State.FRESH.value}
    manifest = variant.manifest
    return Row(
        source.where,
        str(target),
        words[state],
        f"{plan.out}/{inside}",
        "",
        len(manifest.edits),
        len(manifest.anchors),
        manifest.tokens,
        outcome.compiled.diagnostics,
    ), 0


def _print(options: argparse.Namespace, rows: Sequence[Row]) -> None:
    from skillrt.report.variant_table import variants_json, variants_text  # loaded where it is needed: start-up

    if options.format == "json":
        sys.stdout.write(variants_json(rows))
        return
    _print_findings(rows, verbose=options.verbose)
    sys.stdout.write(variants_text(rows))


def _print_findings(rows: Sequence[Row], *, verbose: bool) -> None:
    """What stopped a skill always; what the passes found only where one skill was compiled, or on demand."""
    # loaded where it is needed: start-up
    from skillrt.report.text import BY_CHECK, COLOURED, MENDED, PLAIN, render_finding

    everything = verbose or len({row.skill for row in rows}) == 1
    found = {
        Finding(row.skill, item): row.state == State.FAILED
        for row in rows
        for item in row.diagnostics
        if item.severity.rank <= Severity.WARNING.rank
    }
    variables = environment()
    colour = sys.stderr.isatty() and not variables.no_color and not variables.dumb_terminal
    for finding in sorted(found, key=lambda item: item.sort_key):
        if everything or found[finding]:
            # what `link` has a fix for, it wrote into the variant
            mended = not found[finding] and finding.diagnostic.code.startswith("link.")
            fixer = MENDED if mended else BY_CHECK
            sys.stderr.write(render_finding(finding, COLOURED if colour else PLAIN, fixer=fixer))
    hidden = 0 if everything else sum(not failed for failed in found.values())
    if hidden:
        sys.stderr.write(f"the passes found {hidden} problem{'' if hidden == 1 else 's'}; `--verbose` shows them\n")


def _progress(total: int) -> Any:  # noqa: ANN401  (a context that gives a function, whatever draws it)
    """A bar on standard error where that is a terminal and there is something to wait for."""
    if total < _SKILLS_FOR_A_PROCESS or not sys.stderr.isatty():
        return nullcontext(lambda: None)
    from skillrt.cli.progress import bar  # loaded where it is needed: start-up

    return bar("compiling", total)


def _first(diagnostics: Sequence[Diagnostic]) -> str:
    return diagnostics[0].message if diagnostics else ""


def _jobs(count: int) -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    processors = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, min(processors, count // _SKILLS_FOR_A_PROCESS))


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 256:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number from 1 to 256")
    return int(text)


def _missing(message: str) -> UsageError:
    return UsageError(Diagnostic.of("usage.missing-argument", message))
