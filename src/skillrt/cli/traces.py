"""`skillrt traces`: look at what was recorded, say what was right, take it elsewhere, forget it."""

import argparse
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from skillrt.cli.amounts import bytes_of, count, seconds_of
from skillrt.cli.parser import Parser
from skillrt.cli.target_options import harnesses_of
from skillrt.config import environment, find_library
from skillrt.errors import Diagnostic, InputError, MachineError, UsageError
from skillrt.gateway.episodes import refresh
from skillrt.gateway.kept_loads import forget_loads
from skillrt.gateway.outcomes import grouped, outcome_of, recoveries_of
from skillrt.report.episode_table import episodes_data, episodes_text
from skillrt.report.failure_list import failures_data, failures_text
from skillrt.report.timeline import timeline
from skillrt.store.replacing import write_file
from skillrt.store.traces import Episode, Episodes, TraceReader, TraceStore, Wanted, prune, traces_path
from skillrt.store.traces.sharing import is_folder, read_folder, read_lines, spans_of, write_folder, write_lines
from skillrt.targets import operations_by_tool

_OUTCOMES: Final = ("right", "failed", "unknown")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb and its own verbs."""
    verbs = parser.add_subparsers(
        dest="action", metavar="ACTION", title="actions", required=True, parser_class=Parser
    )
    listing = _action(verbs.add_parser, "list", "list episodes, newest first", _list)
    _add_filters(listing)
    show = _action(verbs.add_parser, "show", "show one episode as a timeline", _show)
    show.add_argument("id", metavar="ID", help="the episode, or the beginning of its id")
    show.add_argument("--full", action="store_true", help="cut nothing")
    export = _action(
        verbs.add_parser, "export", "write episodes to folders, lines of JSON or OpenTelemetry spans", _export
    )
    export.add_argument(
        "ids", nargs="*", metavar="ID", help="these episodes; without one, all that the filters leave"
    )
    export.add_argument(
        "--to",
        required=True,
        metavar="PATH",
        help="a folder for folders, else a file, which is replaced (- for standard output)",
    )
    export.add_argument(
        "--as",
        dest="form",
        choices=("folders", "jsonl", "otlp"),
        default="folders",
        help="folders hold calls and files (default), jsonl all the rest: tokens, times, every answer",
    )
    export.add_argument("--content", action="store_true", help="with otlp: words, arguments and results too")
    _add_filters(export)
    imported = _action(verbs.add_parser, "import", "read episodes from folders or lines of JSON", _import)
    imported.add_argument(
        "paths", nargs="+", metavar="PATH", help="folders with episode.json, folders of such, .jsonl files"
    )
    imported.add_argument(
        "--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml"
    )
    pruning = _action(verbs.add_parser, "prune", "forget what is old or too much", _prune)
    pruning.add_argument("--older-than", metavar="AGE", help="such as 30d, 12h, 4w")
    pruning.add_argument(
        "--max-size", metavar="SIZE", help="such as 500M, 2G: the oldest go until it fits; 0: all go"
    )
    marking = _action(verbs.add_parser, "mark", "say that an episode is right or wrong", _mark)
    marking.add_argument("id", metavar="ID", help="the episode, or the beginning of its id")
    marking.add_argument("verdict", choices=("right", "wrong", "none"), help="`none` takes a mark back")
    marking.add_argument("--note", default="", help="why")
    failures = _action(verbs.add_parser, "failures", "list failures by cause, systematic ones first", _failures)
    _add_filters(failures)


def run(options: argparse.Namespace) -> int:
    """Do what the action says."""
    return options.act(options)


def _action(add: Callable[..., Parser], name: str, summary: str, act: Callable[[argparse.Namespace], int]) -> Parser:
    child = add(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
    child.set_defaults(act=act)
    child.add_argument(
        "--store", metavar="FILE", help="the trace store (default: traces/traces.db in SkillRT's data folder)"
    )
    if name not in {"export"}:
        child.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")
    return child


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--skill", default="", metavar="NAME", help="episodes in which the skill was listed")
    parser.add_argument("--harness", default="", metavar="NAME", help="episodes of this harness")
    parser.add_argument("--model", default="", metavar="NAME", help="episodes of this model")
    parser.add_argument("--run", dest="of_run", default="", metavar="ID", help="episodes of this run")
    parser.add_argument("--outcome", default="", choices=_OUTCOMES, help="episodes that ended so")
    parser.add_argument("--since", default="", metavar="AGE", help="such as 24h, 7d")
    parser.add_argument("--limit", type=count, default=0, metavar="N", help="the newest N only")


def _path(options: argparse.Namespace) -> Path:
    if options.store:
        return Path(options.store)
    home = environment().data_home
    if home is None:
        raise UsageError(Diagnostic.of("usage.traces", "no home folder is known: name the store with --store"))
    return traces_path(home)


def _reader(options: argparse.Namespace) -> TraceReader:
    """The store to look at. One that is not there is a mistake where it was named, and empty where it was not."""
    path = _path(options)
    if options.store and not path.exists():
        raise UsageError(Diagnostic.of("usage.path-missing", f"there is no trace store at `{path}`"))
    return TraceReader.look(path)


def _wanted(options: argparse.Namespace) -> Wanted:
    since = time.time_ns() // 1_000_000 - seconds_of(options.since) * 1000 if options.since else 0
    return Wanted(
        run=options.of_run,
        harness=options.harness,
        model=options.model,
        skill=options.skill,
        outcome=options.outcome,
        since=since,
        limit=options.limit,
    )


def _print(options: argparse.Namespace, data: object, text: str) -> int:
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n" if options.format == "json" else text)
    return 0


def _list(options: argparse.Namespace) -> int:
    with _reader(options) as reader:
        refresh(reader)
        found = Episodes(reader.connection).find(_wanted(options))
    return _print(options, episodes_data(found), episodes_text(found))


def _show(options: argparse.Namespace) -> int:
    with _reader(options) as reader:
        refresh(reader)
        episodes = Episodes(reader.connection)
        episode = episodes.get(options.id)
        children = episodes.find(Wanted(parent=episode.id))[::-1]
    recoveries = recoveries_of(episode)
    data = {
        "episode": msgspec.to_builtins(episode),
        "recoveries": msgspec.to_builtins(recoveries),
        "agents": [child.id for child in children],
    }
    return _print(options, data, timeline(episode, recoveries=recoveries, children=children, full=options.full))


def _failures(options: argparse.Namespace) -> int:
    with _reader(options) as reader:
        refresh(reader)
        found = Episodes(reader.connection).find(_wanted(options))
    groups = grouped(found, options.skill)
    return _print(options, failures_data(groups), failures_text(groups))


def _mark(options: argparse.Namespace) -> int:
    with _reader(options) as reader:
        refresh(reader)
        episodes = Episodes(reader.connection)
        none = options.verdict == "none"
        episode = episodes.unmark(options.id) if none else episodes.mark(options.id, options.verdict, options.note)
    return _print(options, episodes_data([episode]), episodes_text([episode]))


def _prune(options: argparse.Namespace) -> int:
    if not options.older_than and not options.max_size:
        raise UsageError(
            Diagnostic.of("usage.traces", "say what to forget: --older-than AGE, --max-size SIZE or both")
        )
    before = time.time_ns() - seconds_of(options.older_than) * 1_000_000_000 if options.older_than else 0
    with _reader(options) as reader:
        found = prune(
            reader.connection, before_ns=before, max_size=bytes_of(options.max_size) if options.max_size else None
        )
    home = environment().data_home
    if before and home and not options.store:
        forget_loads(home, before / 1e9)
    text = (
        f"{found.exchanges} exchanges and {found.episodes} episodes forgotten; "
        f"{found.size_before / 1e6:.1f} MB before, {found.size_after / 1e6:.1f} MB now\n"
    )
    if options.max_size and found.size_after > bytes_of(options.max_size):
        text += "nothing is left to forget: an empty store is no smaller, and files of the last hour stay for now\n"
    return _print(options, msgspec.to_builtins(found), text)


def _export(options: argparse.Namespace) -> int:
    with _reader(options) as reader:
        refresh(reader)
        episodes = Episodes(reader.connection)
        found = [episodes.get(id) for id in options.ids] if options.ids else episodes.find(_wanted(options))
        if options.form == "folders":
            if options.to == "-":
                raise UsageError(
                    Diagnostic.of("usage.traces", "folders cannot be printed: name one, or `--as jsonl`")
                )
            return _export_folders(reader, found, Path(options.to))
    if options.form == "jsonl":
        data = b"".join(write_lines(found))
    else:
        data = json.dumps(spans_of(found, content=options.content), ensure_ascii=False).encode() + b"\n"
    if options.to == "-":
        sys.stdout.write(data.decode())
    else:
        write_file(Path(options.to), data)
        print(f"written to {options.to}: {len(found)}", file=sys.stderr)
    return 0


def _export_folders(reader: TraceReader, found: list[Episode], to: Path) -> int:
    for episode in found:
        run = reader.run(episode.run) if episode.run else None
        place = to / re.sub(r"[^\w.-]", "_", episode.id)
        try:
            missing = write_folder(place, episode, reader.file, run.workspace if run else "")
        except OSError as error:
            message = f"`{place}` cannot be written: {error.strerror}"
            raise MachineError(Diagnostic.of("machine.io", message)) from error
        for path in missing:
            print(f"{episode.id}: the content of {path} was not kept", file=sys.stderr)
    print(f"written to {to}: {len(found)}", file=sys.stderr)
    return 0


def _import(options: argparse.Namespace) -> int:
    operations = operations_by_tool(harnesses_of(find_library(options.config or environment().settings_file)))
    read: list[Episode] = []
    with TraceStore.open(_path(options)) as store:
        for path in map(Path, options.paths):
            for place in _places(path):
                if place.is_dir():
                    folder = read_folder(place, operations, time.time_ns() // 1_000_000)
                    for data in folder.files.values():
                        store.put_file(data)
                    read.append(folder.episode)
                else:
                    read += _in_lines(place)
        found = [store.clean(_with_outcome(episode)) for episode in read]
        store.flush(60)
    with TraceReader.open(_path(options)) as reader:
        episodes = Episodes(reader.connection)
        for episode in found:
            episodes.put(episode)
    return _print(options, episodes_data(found), episodes_text(found))


def _in_lines(path: Path) -> list[Episode]:
    with path.open("rb") as lines:
        found = list(read_lines(lines, str(path)))
    if not found:
        raise InputError(Diagnostic.of("input.episode", f"`{path}` holds no episode"))
    return found


def _with_outcome(episode: Episode) -> Episode:
    judged = episode.outcome.evidence or episode.outcome.kind != "unknown"
    return episode if judged else msgspec.structs.replace(episode, outcome=outcome_of(episode))


def _places(path: Path) -> list[Path]:
    """The episodes at a path: itself, or the folders of episodes in it."""
    if not path.exists():
        raise UsageError(Diagnostic.of("usage.path-missing", f"`{path}` does not exist"))
    if path.is_file() or is_folder(path):
        return [path]
    inside = (
        [child for child in sorted(path.iterdir()) if child.is_dir() and is_folder(child)] if path.is_dir() else []
    )
    if not inside:
        lines = [child.name for child in sorted(path.glob("*.jsonl"))] if path.is_dir() else []
        more = f" in a folder of its own; name files of lines themselves, as `{path / lines[0]}`" if lines else ""
        raise InputError(Diagnostic.of("input.episode", f"`{path}` holds no episode{more}"))
    return inside
