"""The command line: a table of verbs, each in a module of its own that is loaded only when it is called."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Final

import skillrt
from skillrt.cli.output import drop_standard_output
from skillrt.cli.parser import Parser
from skillrt.errors import MachineError, SkillrtError

# verb -> (module, one line of help), in the order in which `--help` shows them
VERBS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "check": ("skillrt.cli.check", "find problems in skills, like a linter"),
        "inspect": ("skillrt.cli.inspect", "print what is known of a skill: references, harness uses, files"),
        "survey": ("skillrt.cli.survey", "say what a whole collection of skills is made of"),
        "matrix": ("skillrt.cli.matrix", "compare skills on targets: gaps, losses, needs, tokens, evidence"),
        "compile": ("skillrt.cli.compile", "write variants of skills for targets"),
        "diff": ("skillrt.cli.diff", "show source and variant side by side, with reasons"),
        "lock": ("skillrt.cli.lock", "write down what the skills of a library can do, and say what changed since"),
        "bind": ("skillrt.cli.bind", "resolve, lock, install and prove what skills need on this machine"),
        "bound": ("skillrt.cli.bound", "list or remove the environments that `bind` has made on this machine"),
        "workflow": ("skillrt.cli.workflow", "show the workflow of a variant, or run its steps"),
        "install": ("skillrt.cli.install", "copy a variant to where a harness looks for skills"),
        "serve": ("skillrt.cli.serve", "run the gateway between harnesses and models alone"),
        "jit": ("skillrt.cli.jit", "templates of work that repeats: learn, evaluate, list, show, promote, forget"),
        "traces": ("skillrt.cli.traces", "look at recorded episodes: list, show, failures, export, prune"),
        "run": ("skillrt.cli.run", "run a task in a harness through the gateway, with skills"),
        "profile": ("skillrt.cli.profile", "measure what a model can do in a harness; show and compare profiles"),
        "targets": ("skillrt.cli.targets", "list models, harnesses and what is known of them"),
        "host": ("skillrt.cli.host", "say what this machine is, as a file to compile against"),
        "doctor": ("skillrt.cli.doctor", "say what works on this machine"),
        "explain": ("skillrt.cli.explain", "say what a diagnostic code means"),
        "init": ("skillrt.cli.init", "write a skillrt.toml for a library of skills"),
        "opt": ("skillrt.cli.opt", "run any pipeline and print the IR"),
    }
)
EXIT_INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status. Ends in no traceback but in Python's development mode."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _open_closed_streams()
    _survive_any_text()
    try:
        return _run(arguments)
    except SkillrtError as error:
        return _report(error)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        drop_standard_output()  # the reader went away (`| head`); nothing is wrong
        return 128 + getattr(signal, "SIGPIPE", 13)
    except OSError as error:
        return _report(_machine_error(error))
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        return _report(_defect(error))


def build_parser(verb: str = "") -> Parser:
    """The parser of the whole command line; only `verb`'s own arguments are loaded (all of them for `*`)."""
    parser = Parser(prog="skillrt", description="Check, inspect and compile Agent Skills for any model and harness.")
    parser.add_argument("--version", action="version", version=f"skillrt {skillrt.__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    for name, (module, summary) in VERBS.items():
        child = verbs.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        parser.verbs.append(child)
        if verb in (name, "*"):
            loaded = import_module(module)
            loaded.add_arguments(child)
            child.set_defaults(run=loaded.run)
    return parser


def _run(arguments: list[str]) -> int:
    verb = next((item for item in arguments if not item.startswith("-")), "")
    parser = build_parser(verb)
    options = parser.parse_args(arguments)
    run: Callable[[argparse.Namespace], int] | None = getattr(options, "run", None)
    if run is None:
        parser.print_help()
        return 0 if not arguments else 2
    try:
        status = run(options)
    except SkillrtError as error:
        if getattr(options, "format", "") == "github":
            from skillrt.report.github import annotations  # loaded where it is needed: start-up

            sys.stdout.write(annotations(error.diagnostics))
        raise
    sys.stdout.flush()
    return status


def _report(error: SkillrtError) -> int:
    from skillrt.report.text import render_diagnostics  # loaded where it is needed: start-up

    print(render_diagnostics(error.diagnostics), file=sys.stderr, end="")
    return error.exit_status


def _machine_error(error: OSError) -> MachineError:
    from skillrt.errors import Diagnostic  # loaded where it is needed: start-up

    name = f"`{error.filename}`: " if isinstance(error.filename, str) else ""
    if not name and isinstance(error, FileNotFoundError) and _is_nowhere():
        message = "the folder that this was started in is not there any more"
        return MachineError(Diagnostic.of("machine.io", message, hint="change to one that is there"))
    return MachineError(Diagnostic.of("machine.io", f"{name}{error.strerror or error}"))


def _is_nowhere() -> bool:
    try:
        return not os.getcwd()
    except OSError:
        return True


def _defect(error: Exception) -> SkillrtError:
    from skillrt.errors.defects import defect  # loaded where it is needed: start-up

    found = SkillrtError(defect(error, on=""))
    found.exit_status = MachineError.exit_status
    return found


def _open_closed_streams() -> None:
    """Standard streams that were closed (`>&-`) lead nowhere; left closed, the next file that is opened would get
    their number, and with it what programs print."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: mostly the one that was closed
            if nowhere == number:
                os.set_inheritable(nowhere, True)
            setattr(sys, name, os.fdopen(nowhere, mode, encoding="utf-8"))


def _survive_any_text() -> None:
    """Skill texts may hold lone surrogates (bytes that are not UTF-8): print them escaped, never fail."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
