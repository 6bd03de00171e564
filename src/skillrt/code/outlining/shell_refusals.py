"""Shell blocks that are no program, and why: transcripts, installs, interactive commands, calls that are ready."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.shell_facts import shell_facts
from skillrt.code.outlining.shell_launched import launched
from skillrt.code.outlining.shell_nodes import (
    CONTROL,
    arguments,
    commands_in,
    name_of,
    source,
    static,
    walk,
    written_name,
)
from skillrt.code.outlining.shell_statements import Statement
from skillrt.code.outlining.shell_units import Unit, chained

if TYPE_CHECKING:
    from tree_sitter import Node

_PROMPT = re.compile(r"^[ \t]*(?:\$|❯|➜|[\w.-]+@[\w.-]+[:~][^$\n]{0,40}\$)[ \t]+(?=\S)")
_PROGRAM = re.compile(r"[\w.~/$@{}:+\"'-]+\Z|\[\[?\Z|:\Z")
_NO_PROGRAMS = frozenset(
    (
        "GET",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "HEAD",
        "do",
        "done",
        "then",
        "fi",
        "else",
        "elif",
        "esac",
        "in",
        "if",
        "for",
        "while",
    )
)
_BY_HAND = re.compile(
    r"(?i)(?:now |then )?(?:edit|fill in|modify|review|manually|go to|open|make (?:your )?changes"
    r"|change the|implement|fix the|write (?:your|the)|work on|do (?:your|the) work|user)\b"
)
_LEFT_OUT = re.compile(r"(?i)^\W*\.\.\.|\.\.\. |\byour (?:code|command|logic|work)|\bdo work\b")
_ELSEWHERE = re.compile(
    r"(?i)\bmanually\b|\bby hand\b|\bin (?:your|the) browser\b|\boauth\b|\bnew machine\b|\bor use\b"
    r"|\bmethod [a-z]:|\baccepts\b"
)
_EDITOR_VARIABLE = re.compile(r"\$\{\w+:[A-Za-z]")
_FOR_EVER = re.compile(r"while\s+(?::|true)\s*[;\n]")
_MESSAGE = re.compile(r"-\w*[mFC]|--(?:message|file|no-edit|reuse-message|fixup|dry-run)")
_QUOTED = ("string", "raw_string", "concatenation")
_EXPANSION = re.compile(r"\$\{[^{}]*\}")
_HARD = re.compile(r"\n|\\\"|[{;|]")
_SCRIPT = re.compile(r"[\w./~${}\"'-]+\.(?:py|sh|js|mjs|cjs|ts|rb|pl|bash|ps1|clj|swift|scpt|jl)\Z")
_VARIABLE = re.compile(r"\$\{?[A-Za-z_]\w*\}?\Z")
_CODE_OPTIONS = frozenset(("-c", "-e", "-lc", "-p", "-n", "--eval"))


def without_prompts(text: str) -> str:
    """The commands of a block in which every line has a prompt; refuses one that shows output as well."""
    lines = text.split("\n")
    written = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    prompted = [line for line in written if _PROMPT.match(line)]
    if not prompted:
        return text
    if len(prompted) < len(written):
        raise Refused("transcript", "it shows commands behind a prompt together with what they print")
    return "\n".join(_PROMPT.sub("", line) for line in lines)


def check_block(root: "Node") -> None:
    """Refuse a block as a whole: not shell, installs, talks to a person."""
    for node in walk(root):
        if node.type == "pipeline":
            stages = [name_of(child) for child in node.named_children if child.type == "command"]
            bare = [child for child in node.named_children if child.type == "command" and not arguments(child)]
            if (
                stages[-1:]
                and stages[-1] in ("sh", "bash", "zsh", "python", "python3", "node")
                and node.named_children[-1] in bare
            ):
                raise Refused("install", "it runs what comes from elsewhere as a program")
        elif node.type == "while_statement" and _FOR_EVER.match(source(node)) and "break" not in source(node):
            raise Refused("interactive", "it goes on until it is stopped")
        elif node.type == "expansion" and _EDITOR_VARIABLE.match(source(node)):
            raise Refused("placeholder", "a variable of another program stands in it")
    for command in commands_in(root):
        name = written_name(command)
        if (
            not _PROGRAM.match(name)
            or name in _NO_PROGRAMS
            or re.match(r"['\"][^$/]*\Z|.+:\Z", name)
            or (name.startswith("/") and "/" not in name[1:])
        ):
            raise Refused("syntax-error", f"{name[:40]} is no command")
        words = [static(word) or source(word) for word in arguments(command)]
        _check_command(name_of(command), words)
    if any(child.type == "&" for node in walk(root) for child in node.children) and "wait" not in map(
        name_of, commands_in(root)
    ):
        raise Refused("interactive", "it leaves a process running in the background")


def _check_command(name: str, words: list[str]) -> None:
    facts = shell_facts()
    if name in facts.install and _follows(facts.install[name], words):
        raise Refused("install", f"it installs something ({name})")
    if name in ("python", "python3") and words[:2] in (["-m", "pip"], ["-m", "venv"]):
        raise Refused("install", f"it installs something ({name})")
    if name in facts.interactive and _follows(facts.interactive[name], words):
        raise Refused("interactive", f"{name} waits for a person or never ends")
    special = facts.interactive_with_options.get(name, ())
    if special and ("" in special or any(word in special for word in words)):
        raise Refused("interactive", f"{name} waits for a person or never ends")
    if name == "git" and words[:1] == ["commit"] and not any(_MESSAGE.match(word) for word in words):
        raise Refused("interactive", "git commit opens an editor")
    if words[:1] in (["serve"], ["runserver"], ["dev"], ["watch"]):
        raise Refused("interactive", f"{name} goes on until it is stopped")
    if name in ("npm", "yarn", "pnpm", "bun") and {"dev", "start", "serve", "watch"} & set(words):
        raise Refused("interactive", f"{name} starts a server")
    if name in ("psql", "mysql", "python", "python3", "node", "ssh") and not words:
        raise Refused("interactive", f"{name} without arguments waits for a person")


def _follows(wanted: tuple[str, ...], words: list[str]) -> bool:
    """Whether one of the words is the first that is no option, or the first at all; "" is any."""
    plain = [word for word in words if not word.startswith("-")]
    return "" in wanted or bool(set(wanted) & {*plain[:1], *words[:1]})


def check_unit(unit: Unit, between: Sequence[str] = ()) -> None:
    """Refuse a unit that no one would run as a program of its own; `between` are comments between its statements."""
    if unit.only_defines:
        raise Refused("no-effect", "it only sets variables or defines functions")
    places = frozenset(place for item in unit.statements for place in item.places)
    if places & {"@", "*", "#"}:
        raise Refused("own-command-line", "it reads a command line of its own")
    inside = [source(node) for item in unit.statements for node in walk(item.node) if node.type == "comment"]
    if any(_LEFT_OUT.search(line) for line in (*between, *inside)):
        raise Refused("placeholder", "a comment stands for what the reader does")
    if any(_BY_HAND.match(line) or _ELSEWHERE.search(line) for line in between):
        raise Refused("placeholder", "a step between its commands is left to the reader")
    calls = [command for item in unit.statements for command in commands_in(item.node)]
    for command in calls:
        _check_project(command)
    facts = shell_facts()
    silent = all(name_of(command) in facts.builtins or name_of(command) in facts.message for command in calls)
    works = any(item.node.type in CONTROL or "redirected" in item.node.type for item in unit.statements)
    if calls and silent and not works:
        raise Refused("no-effect", "it only sets up the shell or prints a text")


def _check_project(command: "Node") -> None:
    """A program of the skill or of the user's project is called where it stands, or by a command that starts it."""
    name, written = name_of(command), written_name(command).strip("\"'")
    words = [source(word).strip("\"'") for word in arguments(command)]
    started = [source(word).strip("\"'") for word in launched(command)]
    _check_called(name, written, words)
    if started:
        _check_called(started[0].rpartition("/")[2], started[0], started[1:])
    if name == "uv" and words[:1] == ["run"]:
        raise Refused("project-code", "it runs a command of the project at hand (uv)")


def _check_called(name: str, written: str, words: Sequence[str]) -> None:
    if ("/" in written and not written.startswith(("/usr/", "/bin/", "/sbin/", "/opt/"))) or _SCRIPT.match(written):
        raise Refused("project-code", f"it calls {written[:60]}, which the skill or the project brings")
    facts = shell_facts()
    if name in facts.project:
        raise Refused("project-code", f"it works on the project at hand ({name})")
    operand = next((word for word in words if not word.startswith("-") and word != "run"), "")
    module = "-m" in words[:2] and name.startswith("python")
    named = _VARIABLE.match(operand) and not _CODE_OPTIONS & {*words[: words.index(operand)]}
    if name in facts.runners and not module and (_SCRIPT.match(operand) or named or written in ("source", ".")):
        raise Refused("project-code", f"it calls {operand[:60]}, which the skill or the project brings")
    readers = facts.basic | facts.message | facts.keeps_state | {"curl", "jq", "rg", "bat"}
    if name not in readers and any(_SCRIPT.match(word) for word in words if not word.startswith("-")) and not module:
        raise Refused("project-code", "it runs a script that the skill or the project brings")


def effort(unit: Unit) -> int:
    """How much there is to write and to get right: stages, loops, substitutions, here-documents, hard words."""
    total = sum(_effort(item) for item in unit.statements)
    if any(chained(first, second) for first, second in _pairs(unit.statements)):
        total += len(unit.statements) - 1
    return total


def _pairs(statements: tuple[Statement, ...]) -> list[tuple[Statement, Statement]]:
    return [(first, second) for at, second in enumerate(statements[:60]) for first in statements[:at]]


def _effort(item: Statement) -> int:
    total = 0
    for node in walk(item.node):
        kind = node.type
        if kind == "pipeline":
            total += sum(1 for child in node.named_children if child.type not in ("comment", "file_redirect")) - 1
        elif kind in CONTROL:
            total += 2
        elif kind in ("command_substitution", "heredoc_redirect", "process_substitution", "list"):
            total += 1
        elif kind == "command":
            total += _words_effort(node)
    return total


def _words_effort(command: "Node") -> int:
    """A long command with many options, or one that carries JSON or code, is work, too."""
    words = arguments(command)
    options = sum(1 for word in words if source(word).startswith("-"))
    hard = sum(1 for word in words if word.type in _QUOTED and _HARD.search(_EXPANSION.sub("", source(word))))
    return int(options >= 4 and "\n" in source(command)) + hard


def plain_reason(unit: Unit) -> Refused:
    """Why a unit with too little work in it stays."""
    if len(unit.statements) > 1:
        return Refused("menu", "its commands stand side by side, each ready to run")
    return Refused("plain-command", "it is a plain command, ready to run")
