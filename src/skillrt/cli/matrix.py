"""`skillrt matrix`: skills by targets, and what each cell rests on."""

import argparse
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from skillrt.cli.interrupts import like_ctrl_c
from skillrt.cli.output import put_out
from skillrt.cli.passed_over import PassedOver
from skillrt.cli.target_options import (
    add_host_argument,
    add_profile_arguments,
    harnesses_of,
    print_target_notes,
    targets_of,
)
from skillrt.config import Library, environment, find_library
from skillrt.errors import Diagnostic, UsageError

if TYPE_CHECKING:
    from skillrt.compiler import CompileOptions
    from skillrt.frontend import SkillSource
    from skillrt.frontend.skill_tree import SkillTree
    from skillrt.matrix.cell import Row
    from skillrt.matrix.work import MatrixWork
    from skillrt.targets import Target

FORMATS: Final = ("text", "csv", "json", "html")
_SKILLS_FOR_A_PROCESS: Final = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("roots", nargs="*", metavar="ROOT", help="skills, archives, or folders to search for skills")
    parser.add_argument("--target", action="append", metavar="MODEL@HARNESS", help="a target; may be repeated")
    parser.add_argument("--targets", nargs="+", action="extend", metavar="MODEL@HARNESS", help="several targets")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print (default: text)")
    parser.add_argument("-o", "--out", "--output", dest="out", default="", metavar="FILE", help="write to this file")
    parser.add_argument(
        "-O", dest="level", default="", metavar="LEVEL", help="optimisation level: -O0, -O1 (the default), -Os"
    )
    parser.add_argument(
        "--traces",
        default="",
        metavar="FILE",
        help="the trace store (default: this user's; `none`: nothing recorded)",
    )
    add_host_argument(parser)
    add_profile_arguments(parser)
    group = parser.add_argument_group("how to run")
    group.add_argument(
        "-j", "--jobs", type=_count, default=0, metavar="N", help="processes (default: as is worth it)"
    )
    group.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


@like_ctrl_c()
def run(options: argparse.Namespace) -> int:
    """Compile everything in memory and print what came of it; a skill without a variant is a cell, not an error."""
    from skillrt.matrix.evidence import with_evidence  # loaded where it is needed: start-up
    from skillrt.matrix.work import MatrixWork

    library = find_library(options.config or environment().settings_file)
    targets = _targets(options, library)
    print_target_notes(targets)
    variants = PassedOver()
    sources = list(_sources(options, library, variants))
    variants.say("shown")
    work = MatrixWork(_batch(options, library, targets, sources))
    with closing(_rows(work, sources, options.jobs)) as found:
        rows = with_evidence(list(found), targets, _recorded(options))
    put_out(_rendered(options.format, targets, rows), options.out)
    return 0


def _targets(options: argparse.Namespace, library: Library) -> "tuple[Target, ...]":
    targets = targets_of([*(options.target or ()), *(options.targets or ())], options, library)
    if not targets:
        message = "name targets, for example `--targets qwen/qwen3.5-9b@opencode openai/gpt-5.4@codex`"
        raise UsageError(Diagnostic.of("usage.missing-argument", message))
    return targets


def _sources(options: argparse.Namespace, library: Library, variants: PassedOver) -> "Iterator[SkillSource]":
    from skillrt.checks.policy import path_matcher  # loaded where it is needed: start-up
    from skillrt.frontend import discover

    matches = path_matcher(library.settings.exclude)
    roots = options.roots or [library.resolved(root) for root in library.settings.roots]

    def excluded(where: str) -> bool:
        return where not in roots and matches(f"{library.shown(where)}/")

    return discover(roots, excluded, own=library.own, passed_over=variants)


def _batch(options: argparse.Namespace, library: Library, targets: "Sequence[Target]", sources: "list[SkillSource]"):  # noqa: ANN202  (its module is loaded with the verb)
    from skillrt.compiler.batch import Batch  # loaded where it is needed: start-up
    from skillrt.frontend.skill_tree import skill_tree

    tree = skill_tree(sources)
    return Batch(tuple(targets), _compile_options(options, library, tree))


def _compile_options(options: argparse.Namespace, library: Library, tree: "SkillTree") -> "CompileOptions":
    from skillrt.compiler import CompileOptions  # loaded where it is needed: start-up
    from skillrt.compiler.options import read_level

    settings = library.settings
    harnesses = harnesses_of(library)
    level = read_level(options.level or settings.level)
    return CompileOptions(level=level, fix_names=True, harnesses=harnesses, siblings=tree.siblings, tree=tree.paths)


def _rows(work: "MatrixWork", sources: "list[SkillSource]", jobs: int) -> "Generator[Row]":
    from skillrt.checks.pool import available_processors, in_order  # loaded where it is needed: start-up

    wanted = min(jobs or min(available_processors(), len(sources) // _SKILLS_FOR_A_PROCESS), len(sources))
    if wanted <= 1:
        yield from map(work.row, sources)
        return
    found = in_order(work.row, sources, wanted, work.lost, "skillrt.matrix.work")
    for source, row in zip(sources, found, strict=True):
        yield row if row.where else type(row)(source.folder, source.where, row.cells)


def _recorded(options: argparse.Namespace):  # noqa: ANN202  (its module is loaded with the verb)
    from skillrt.matrix.evidence import Recorded, recorded  # loaded where it is needed: start-up
    from skillrt.store.traces import traces_path

    home = environment().data_home
    if options.traces == "none":
        return Recorded()
    if options.traces:
        path = Path(options.traces)
        if not path.is_file():
            raise UsageError(Diagnostic.of("usage.path-missing", f"`{options.traces}` does not exist"))
        return recorded(path, home)
    return recorded(traces_path(home), home) if home is not None else Recorded()


def _rendered(form: str, targets: "Sequence[Target]", rows: "Sequence[Row]") -> str:
    """The matrix in the format asked for. Each format is loaded only when it is used."""
    if form == "csv":
        from skillrt.report.matrix_text import matrix_csv

        return matrix_csv(targets, rows)
    from skillrt.report.matrix_data import matrix_data

    data = matrix_data(targets, rows)
    if form == "json":
        from skillrt.report.portable import to_json

        return to_json(data)
    if form == "html":
        from skillrt.report.matrix_html import matrix_html

        return matrix_html(data)
    from skillrt.report.matrix_text import matrix_text

    return matrix_text(data, rows)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 256:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number from 1 to 256")
    return int(text)
