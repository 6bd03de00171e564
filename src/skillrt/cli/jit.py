"""`skillrt jit`: templates of work that repeats; learn, look at, evaluate, promote and forget them."""

import argparse
import shutil
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from skillrt.cli import jit_export
from skillrt.cli.amounts import count
from skillrt.config import environment
from skillrt.errors import Diagnostic, MachineError, UsageError
from skillrt.jit.state import Kept, demoted, promoted_by_hand, read_kept
from skillrt.report.glyphs import lines_shown
from skillrt.report.template_text import evaluation_text, template_text, templates_text
from skillrt.store.templates import Templates

if TYPE_CHECKING:
    from skillrt.store.traces import TraceReader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Sub-commands of the verb."""
    parts = parser.add_subparsers(dest="part", metavar="COMMAND", title="commands", required=True)

    def part(name: str, summary: str, act: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        child = parts.add_parser(
            name, help=summary, description=summary[0].upper() + summary[1:] + ".", allow_abbrev=False
        )
        child.set_defaults(act=act)
        return child

    child = part("evaluate", "replay recorded episodes and say how many templates would have served right", _evaluate)
    child.add_argument("episodes", type=Path, metavar="EPISODES", help="a folder of recorded episodes")
    child.add_argument(
        "--in-order", action="store_true", help="learn from those that began before each (default: from all others)"
    )
    child.add_argument(
        "--outputs", type=Path, metavar="DIR", help="keep DIR/ID/files and answer.txt of what was served"
    )
    _add_replay(child)
    _add_format(child)
    child = part("learn", "generalise recorded episodes into templates, prove and keep them", _learn)
    child.add_argument(
        "episodes",
        type=Path,
        nargs="?",
        metavar="EPISODES",
        help="a folder of recorded episodes (default: what the trace store has of runs)",
    )
    child.add_argument("--skill", default="", metavar="NAME", help="only runs that had this skill")
    child.add_argument(
        "--most", type=count, default=120, metavar="N", help="read the newest N runs at most (default: 120)"
    )
    _add_replay(child)
    _add_format(child)
    _add_format(part("list", "list the templates that are kept", _list))
    child = part("show", "print a template: program, wordings, guards, proofs, history", _show)
    child.add_argument("id", metavar="ID", help="an id, or its beginning")
    _add_format(child)
    child = part("export", "compile a skill with its proven templates as bundled programs", _export)
    jit_export.add_arguments(child)
    for name, summary, act in (
        ("promote", "let templates act", _promote),
        ("demote", "let templates act no more", _demote),
        ("forget", "take templates out of the store", _forget),
    ):
        part(name, summary, act).add_argument("ids", nargs="+", metavar="ID", help="an id, or its beginning")


def run(options: argparse.Namespace) -> int:
    """Do what the sub-command says; returns the exit status."""
    act: Callable[[argparse.Namespace], int] = options.act
    return act(options)


def _add_replay(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--python",
        default="",
        metavar="PATH",
        help="the Python that programs run under, or a compiled skill, for what is bound for it (default: python3)",
    )
    parser.add_argument(
        "--skill-folder",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="a skill whose bundled scripts are tried as programs too (may be given again; default: what runs had)",
    )
    parser.add_argument("-j", "--jobs", type=int, default=2, metavar="N", help="replays at once (default: 2)")


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")


def _evaluate(options: argparse.Namespace) -> int:
    from skillrt.jit.evaluate import evaluate

    if options.outputs and options.outputs.is_dir() and any(options.outputs.iterdir()):
        message = f"`{options.outputs}` holds something already: what is served now would lie among it"
        raise UsageError(Diagnostic.of("usage.wrong-value", message, hint="name a folder that is new or empty"))
    order = "in-order" if options.in_order else "leave-one-out"
    found = evaluate(_workshop(options), order, options.outputs)
    _print(options, found, lambda: evaluation_text(found))
    return 0 if found.wrong == 0 else 1


def _learn(options: argparse.Namespace) -> int:
    from skillrt.jit.shelving import learn_from_traces, shelve

    if options.episodes is not None:
        found = shelve(_store(), _workshop(options))
    else:
        with _traces() as reader:
            found = learn_from_traces(
                reader, _data(), _replayer(options), skill=options.skill, most=options.most, jobs=options.jobs
            )
    _print(options, found, lambda: templates_text(found.templates))
    if options.format == "text":
        sys.stdout.write(lines_shown(f"{name}: {why}" for name, why in sorted(found.reasons.items())))
    return 0


def _list(options: argparse.Namespace) -> int:
    store = _store()
    kept: list[Kept] = []
    broken: list[Diagnostic] = []
    for name in store.ids():
        try:
            kept.append(read_kept(store, name))
        except MachineError as error:
            broken += error.diagnostics
    _print(options, kept, lambda: templates_text(kept))
    if broken:
        raise MachineError(broken)
    return 0


def _show(options: argparse.Namespace) -> int:
    store = _store()
    kept = read_kept(store, store.find(options.id))
    _print(options, kept, lambda: template_text(kept))
    return 0


def _export(options: argparse.Namespace) -> int:
    return jit_export.export(options, _data())


def _promote(options: argparse.Namespace) -> int:
    return _each(options.ids, promoted_by_hand)


def _demote(options: argparse.Namespace) -> int:
    return _each(options.ids, lambda kept: demoted(kept, "by hand"))


def _forget(options: argparse.Namespace) -> int:
    store = _store()
    with store.changing():
        for name in [store.find(start) for start in options.ids]:
            store.remove(name)
            sys.stdout.write(f"forgot {name}\n")
    return 0


def _each(ids: Sequence[str], change: Callable[[Kept], Kept]) -> int:
    store = _store()
    with store.changing():
        changed = [(name, change(read_kept(store, name))) for name in [store.find(start) for start in ids]]
        for name, kept in changed:
            store.write(name, msgspec.json.encode(kept))
    sys.stdout.write(templates_text(kept for _, kept in changed))
    return 0


def _workshop(options: argparse.Namespace):  # noqa: ANN202  (its module is loaded with the sub-command that needs it)
    from skillrt.jit.learn import Workshop
    from skillrt.jit.recorded import read_episodes

    replayer = _replayer(options)
    return Workshop(read_episodes(options.episodes), replayer, options.jobs)


def _replayer(options: argparse.Namespace):  # noqa: ANN202  (as above)
    from skillrt.jit.replay import Replayer
    from skillrt.process.sandbox import open_sandbox

    if options.jobs < 1:
        raise UsageError(Diagnostic.of("usage.wrong-value", f"`--jobs` must be at least 1, not `{options.jobs}`"))
    return Replayer(open_sandbox(_python(options)), folders=dict(map(_named, options.skill_folder)))


def _named(folder: Path) -> tuple[str, Path]:
    """A skill's folder with the name that its skill file says."""
    from skillrt.frontend import folder_source
    from skillrt.frontend.skill_tree import name_of_skill

    if not folder.is_dir():
        raise UsageError(Diagnostic.of("usage.path-missing", f"`{folder}` is no folder"))
    place = folder.resolve()
    return name_of_skill(folder_source(place, str(folder))) or place.name, place


def _python(options: argparse.Namespace) -> str:
    """The Python that programs run under; that of the environment bound for a compiled skill, where one is named."""
    if options.python and Path(options.python).is_dir():
        from skillrt.environment.bound_python import bound_python

        return str(bound_python(Path(options.python), _data()))
    return options.python or shutil.which("python3", path=environment().path) or ""


@contextmanager
def _traces() -> "Generator[TraceReader]":
    """The trace store, with the episodes of all that was recorded."""
    from skillrt.gateway.episodes import refresh
    from skillrt.store.traces import TraceReader, traces_path

    with TraceReader.look(traces_path(_data())) as reader:
        refresh(reader)
        yield reader


def _store() -> Templates:
    return Templates(_data())


def _data() -> Path:
    data = environment().data_home
    if data is None:
        raise UsageError(Diagnostic.of("bind.no-data-folder", "there is no folder to keep templates in"))
    return data


def _print(options: argparse.Namespace, found: object, text: Callable[[], str]) -> None:
    if options.format == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n")
    else:
        sys.stdout.write(text())
