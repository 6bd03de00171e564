"""Bundled scripts: each shows its help where it has one, else its syntax is checked; nothing of it is done."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from skillrt.code import interface_of, script_language, shebang
from skillrt.code.syntax import MAX_SCRIPT
from skillrt.environment.launch import LAUNCHER, MODULES, WINDOWS_LAUNCHER
from skillrt.environment.proving.trial import Proof, Trials, proof_of

_LAUNCHER_FILES: Final = frozenset({LAUNCHER, WINDOWS_LAUNCHER, MODULES})
_NOT_RUN: Final = frozenset(
    [
        "node_modules",
        "__pycache__",
        "template",
        "templates",
        "example",
        "examples",
        "assets",
        "fixtures",
        "test",
        "tests",
    ]
)
"""Folders whose programs are copied, shown or belong to somebody else."""
_WITH_HELP: Final = frozenset({"argparse", "click", "typer", "commander", "yargs", "getopts", "case", "parseArgs"})
_SHELLS: Final = ("sh", "dash", "bash", "zsh", "ksh")
_NODE_FILES: Final = (".js", ".mjs", ".cjs")
_LIMIT: Final = 300


class Script(msgspec.Struct, frozen=True):
    """A bundled script: its path in the variant, its language and its text."""

    path: str
    language: str
    text: str


def prove_scripts(trials: Trials) -> Iterator[Proof]:
    """A proof for each bundled script in Python, JavaScript or shell that the agent runs."""
    for script in scripts_of(trials.variant):
        words = _command(script)
        if words:
            file = str(trials.variant / script.path)
            result = trials.run([file if word == script.path else word for word in words])
            yield proof_of("script", script.path, words, result)


def scripts_of(variant: Path) -> Iterator[Script]:
    """The scripts of a variant, sorted by path; no link is followed."""
    paths: list[str] = []
    for where, folders, names in os.walk(variant):
        folders[:] = sorted(name for name in folders if name.lower() not in _NOT_RUN and not name.startswith("."))
        paths += [Path(where, name).relative_to(variant).as_posix() for name in names]
    count = 0
    for path in sorted(paths):
        file = variant / path
        if path in _LAUNCHER_FILES or file.is_symlink() or not file.is_file() or file.stat().st_size > MAX_SCRIPT:
            continue
        text = file.read_bytes().decode("utf-8", "replace")
        language = script_language(path, text)
        if language in ("python", "javascript", "shell") and "\0" not in text and count < _LIMIT:
            count += 1
            yield Script(path, language, text)


def _command(script: Script) -> list[str]:
    """The command that shows the script's help or checks its syntax; empty where there is none."""
    path, help_option = script.path, _help_option(script)
    if script.language == "python":
        return ["python", path, help_option] if help_option else ["python", "-m", "py_compile", path]
    if script.language == "javascript":
        if not path.endswith(_NODE_FILES):
            return []
        return ["node", path, help_option] if help_option else ["node", "--check", path]
    shell = _shell(script)
    return [shell, path, help_option] if help_option else [shell, "-n", path]


def _help_option(script: Script) -> str:
    """The option on which the script certainly shows its help and ends; '' where none is known."""
    interface = interface_of(script.path, script.text)
    if interface is None or interface.source not in _WITH_HELP or _is_part(script):
        return ""
    for name in ("--help", "-h"):
        option = interface.option(name)
        if option is not None and option.terminal:
            return name
    return ""


def _is_part(script: Script) -> bool:
    """Whether it is a part of a package, which does not run by its path."""
    return script.language == "python" and any(
        line.startswith(("from .", "import .")) for line in script.text.splitlines()
    )


def _shell(script: Script) -> str:
    line = shebang(script.text)
    if line is not None and line.program in _SHELLS:
        return line.program
    return "sh" if script.path.endswith(".sh") and line is None else "bash"
