"""`skillrt serve`: the gateway alone, for harnesses that somebody starts themselves."""

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from skillrt.cli.gateway_options import add_recording_arguments, key_printed, match_of, require_one_tape, retention_of
from skillrt.cli.output import say
from skillrt.cli.target_options import harnesses_of, profiles_of_settings
from skillrt.config import Library, Settings, environment, find_library, secret, variables_of_steps
from skillrt.errors import Diagnostic, MachineError, UsageError

if TYPE_CHECKING:
    from skillrt.gateway.policy import Loads
    from skillrt.gateway.serving import Beside
    from skillrt.gateway.tape import TapeWriter
    from skillrt.runs.watching.opening import Watching
    from skillrt.targets import Harness

_LAST_PORT: Final = 65_535
_DIGITS_OF_PORT: Final = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--port", type=_port, default=None, metavar="N", help="the port; 0 for any that is free")
    parser.add_argument("--listen", default="", metavar="ADDRESS", help="another address than loopback, at your risk")
    parser.add_argument(
        "--token-file", default="", metavar="FILE", help="keep the token in this file, so that it lasts"
    )
    add_recording_arguments(parser)
    parser.add_argument("--no-traces", action="store_true", help="keep nothing of what passes in the trace store")
    parser.add_argument(
        "--learn",
        type=float,
        default=None,
        metavar="MINUTES",
        help="every so many minutes learn templates from new traced runs, as `skillrt jit learn` does",
    )
    parser.add_argument(
        "--jit",
        choices=("off", "shadow", "on"),
        default=None,
        help="in sessions that say which folder they work in: on: templates that were promoted answer; shadow: they "
        "only predict; both learn (default: off, or as skillrt.toml says)",
    )
    parser.add_argument(
        "--python", default="", metavar="PATH", help="with --jit: the Python that harnesses find as python3"
    )
    parser.add_argument(
        "--workspace", default="", metavar="DIR", help="with --jit: where harnesses work that do not say it"
    )
    parser.add_argument(
        "--fit-skills",
        action="append",
        metavar="ROOT",
        help="where a model loads an installed skill that was compiled for another, compile it for that one; ROOT is "
        "its source, or a folder of such; may be repeated",
    )
    parser.add_argument(
        "--project",
        action="append",
        metavar="DIR",
        help="with --fit-skills: a project with installed skills, beside the present folder; may be repeated",
    )
    parser.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


def run(options: argparse.Namespace) -> int:
    """Serve until a signal ends it."""
    # loaded here: only this verb needs them, and `--help` must be quick
    from skillrt.gateway.access import Access, new_id
    from skillrt.gateway.plain_turns import PlainTurns
    from skillrt.gateway.pointing import volatile_rules
    from skillrt.gateway.policy import Policy
    from skillrt.gateway.replay import Player
    from skillrt.gateway.routes import routes_of
    from skillrt.gateway.serving import Serving, policy_of, serve
    from skillrt.gateway.tape import read_tape
    from skillrt.gateway.token_file import kept_token
    from skillrt.process.garbage import search_seldom_in_service
    from skillrt.store.traces import traces_path

    _require_use(options, _settings(options))
    variables = environment()
    token = kept_token(Path(options.token_file)) if options.token_file else new_id()
    access = Access(token=token, own_keys=True)

    harnesses = _harnesses(options)
    player = None
    if options.replay:
        tape = read_tape(Path(options.replay))
        player = Player(tape, match_of(options), rules=volatile_rules(harnesses))
        player.say = say
    writer = _writer(options)

    settings = _settings(options)
    keeps = variables.data_home is not None and settings.gateway.record and not options.no_traces
    watching = _watching(options, settings, keeps=keeps)

    def read() -> Policy:
        library = find_library(options.config or environment().settings_file)
        settings = library.settings
        policy = policy_of(settings.gateway, access, routes_of(settings.gateway, secret, key_printed))
        # also where templates are off: what they answered in a run that is gone on with must not reach a provider
        acts = watching.watch if watching else PlainTurns()
        return replace(policy, replay=player, acts=acts, loads=_loads(options, library))

    serving = Serving(
        read=read,
        ready=lambda gateway: _pointed(gateway.url, token, harnesses, options.token_file),
        say=say,
        address=options.listen or settings.gateway.listen,
        port=settings.gateway.port if options.port is None else options.port,
        proxies=variables.proxies,
        tape=writer,
        traces=traces_path(variables.data_home) if keeps and variables.data_home else None,
        retention=retention_of(settings.traces),
        heard=watching.watch.heard if watching else None,
        beside=(*_learning(options, settings), *([watching.beside] if watching else [])),
    )
    search_seldom_in_service()
    try:
        asyncio.run(serve(serving))
    finally:
        if watching:
            watching.watch.close()
    return 0


def _require_use(options: argparse.Namespace, settings: Settings) -> None:
    """Raises UsageError for an option that does nothing, as what it is for was not asked for."""
    require_one_tape(options)
    has_templates = (options.jit or settings.jit.serve) != "off" and not options.replay
    fits = options.fit_skills or settings.gateway.fit_skills
    for name, given, is_used, use in (
        ("--python", options.python, has_templates, "`--jit on` or `--jit shadow`, and no `--replay`"),
        ("--workspace", options.workspace, has_templates, "`--jit on` or `--jit shadow`, and no `--replay`"),
        ("--project", options.project, fits, "`--fit-skills ROOT`"),
    ):
        if given and not is_used:
            raise UsageError(Diagnostic.of("usage.wrong-value", f"`{name}` does nothing here: it needs {use}"))


def _writer(options: argparse.Namespace) -> "TapeWriter | None":
    from skillrt.gateway.tape import TapeHead, TapeWriter

    if not options.record:
        return None
    writer = TapeWriter(Path(options.record), TapeHead())
    writer.say = say
    return writer


def _pointed(url: str, token: str, harnesses: "tuple[Harness, ...]", kept: str) -> None:
    """Say where it listens, and how harnesses are pointed there; `kept` is the file with the token, if any."""
    from skillrt.gateway.pointing import pointing_lines

    say(f"listening at {url}")
    say(f"token: in `{kept}`" if kept else f"token, shown this once: {token}")
    say(f"with TOKEN in its place, harnesses reach it so (or at {url} with the token as API key):")
    for line in pointing_lines(harnesses, f"{url}/run/TOKEN"):
        say(f"  {line}")


def _loads(options: argparse.Namespace, library: Library) -> "Loads | None":
    """What compiles at load, where that was asked for."""
    roots = options.fit_skills or [library.resolved(path) for path in library.settings.gateway.fit_skills]
    if not roots:
        return None
    from skillrt.frontend import discover
    from skillrt.gateway.fresh_loads import FreshLoads
    from skillrt.gateway.installed_skills import installed_skills, places_of_skills
    from skillrt.gateway.loading import Loading

    variables = environment()
    if variables.data_home is None:
        message = "compiling at load needs a data folder (SKILLRT_DATA_DIR)"
        raise UsageError(Diagnostic.of("usage.wrong-value", message))
    projects = [Path(path).absolute() for path in (".", *(options.project or ()))]
    home = variables.home
    harnesses = harnesses_of(library)
    places = places_of_skills(harnesses, projects, home)
    profiles = profiles_of_settings(library)
    return FreshLoads(
        Loading(variables.data_home, say),
        places,
        lambda: installed_skills(places, discover(roots, own=library.own), harnesses, profiles, say),
        [*projects, *([home] if home else [])],
        say,
    )


def _learning(options: argparse.Namespace, settings: Settings) -> "tuple[Beside, ...]":
    """What learns beside the gateway, where that was asked for."""
    if options.learn is None:
        return ()
    from skillrt.runs.learning_beside import learn_beside

    data = environment().data_home
    if data is None or not 0 < options.learn < 1e6:
        message = "`--learn` needs minutes above 0 and a data folder (SKILLRT_DATA_DIR)"
        raise UsageError(Diagnostic.of("usage.wrong-value", message))
    return (lambda _: learn_beside(data, settings.jit.python, options.learn * 60, say),)


def _watching(options: argparse.Namespace, settings: Settings, *, keeps: bool) -> "Watching | None":
    """What templates do in sessions that pass, where that was asked for; without a sandbox nothing, which is said."""
    mode = options.jit or settings.jit.serve
    if mode == "off" or options.replay:
        return None
    from skillrt.runs.interpreter import first_on_path
    from skillrt.runs.watching.opening import begin_to_watch
    from skillrt.runs.watching.watch import Look

    variables, data = environment(), environment().data_home
    if data is None or not keeps:
        message = "`--jit` needs the trace store: a data folder (SKILLRT_DATA_DIR), and no `--no-traces`"
        raise UsageError(Diagnostic.of("usage.wrong-value", message))
    if options.workspace and not Path(options.workspace).is_dir():
        raise UsageError(Diagnostic.of("start.no-workspace", f"there is no folder `{options.workspace}`"))
    python = options.python or settings.jit.python
    look = Look(
        data=data,
        mode=mode,
        variables=first_on_path(python, variables_of_steps()) if python else variables_of_steps(),
        harnesses=harnesses_of(find_library(options.config or variables.settings_file)),
        home=variables.home,
        folder=str(Path(options.workspace).absolute()) if options.workspace else "",
        say=say,
    )
    try:
        watching = begin_to_watch(look, python, learns=settings.jit.learn)
    except MachineError as error:
        say(f"no templates here: {error.diagnostics[0].message}")
        return None
    say(f"templates: {mode}")
    return watching


def _settings(options: argparse.Namespace) -> Settings:
    """The settings as they are now."""
    return find_library(options.config or environment().settings_file).settings


def _harnesses(options: argparse.Namespace) -> "tuple[Harness, ...]":
    return tuple(harnesses_of(find_library(options.config or environment().settings_file)).values())


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > _DIGITS_OF_PORT or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"`{text[:40]}` is no port: a number from 0 to {_LAST_PORT}")
    return int(text)
