"""Which program a command runs in the end, behind sudo, env, `uv run`, npx, interpreters and the like."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal, cast

import msgspec

from skillrt.code.language import script_language
from skillrt.code.shell import Command
from skillrt.code.words import Word

_VERSION = re.compile(r"[\d.]+$")
_MAX_LAUNCHERS = 8
_OWN = "/scripts/skillrt/run"
"""The launcher that variants bring along: what stands behind it is what runs."""


class _Launcher(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    subcommands: tuple[str, ...] = ()
    valued: tuple[str, ...] = ()
    operands: int = 0
    assignments: bool = False
    appends: bool = False
    takes: Literal["command", "package"] = "command"
    module: tuple[str, ...] = ()
    script: tuple[str, ...] = ()
    language: str = ""


class _Interpreter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    language: str
    programs: tuple[str, ...]
    versioned: bool = False
    valued: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    module: tuple[str, ...] = ()
    subcommands: tuple[str, ...] = ()
    needs_subcommand: bool = False


class Program(msgspec.Struct, frozen=True):
    """What a command runs.

    `name` is the word that names the program behind all launchers. `interpreter` is the interpreter's name as
    written ('' for a program run directly) and `language` what it reads. Exactly one of `script`, `module`, `code`
    is set for an interpreter with something to run; `script` is also set for a path run directly (`direct`).
    `arguments` are the words after it; `appended` says that the launcher adds more (xargs).
    """

    name: Word
    interpreter: str = ""
    language: str = ""
    script: Word | None = None
    module: Word | None = None
    code: Word | None = None
    arguments: tuple[Word, ...] = ()
    launchers: tuple[str, ...] = ()
    direct: bool = False
    appended: bool = False


@cache
def _tables() -> tuple[dict[str, _Launcher], dict[str, _Interpreter]]:
    source = resources.files("skillrt.code") / "data" / "launchers.toml"
    table = cast("dict[str, dict[str, Any]]", tomllib.loads(source.read_text(encoding="utf-8")))
    launchers = msgspec.convert(table["launcher"], dict[str, _Launcher])
    rows = msgspec.convert(table["interpreter"], dict[str, _Interpreter])
    return launchers, {program: row for row in rows.values() for program in row.programs}


def program_of(command: Command) -> Program | None:
    """The program that `command` runs; None where it has no words or its name is dynamic without a file ending.

    `./x.sh`, `$DIR/x.py` and `scripts/x` are scripts run directly.
    """
    words = command.words
    taken: list[str] = []
    appended = False
    launchers, _ = _tables()
    for _ in range(_MAX_LAUNCHERS):
        own = bool(words) and f"/{words[0].text}".endswith(_OWN)
        launcher = _Launcher() if own else launchers.get(_bare(words[0])) if words else None
        if launcher is None:
            break
        rest = _behind(words, launcher)
        if rest is None:
            break
        taken.append(_bare(words[0]))
        appended = appended or launcher.appends
        words, kind = rest
        if kind:
            name, *others = words
            script, module = (None, name) if kind == "module" else (name, None)
            return Program(
                name, taken[-1], launcher.language, script, module, None, tuple(others), tuple(taken), False, appended
            )
    if not words:
        return None
    return _program(words, tuple(taken), appended=appended)


def _bare(word: Word) -> str:
    """The program's name without its folder; '' for a dynamic word."""
    if word.value is None:
        return ""
    name = word.value.replace("\\", "/").rpartition("/")[2]
    return name.removesuffix(".exe") if name != ".exe" else name


def _behind(words: tuple[Word, ...], launcher: _Launcher) -> tuple[tuple[Word, ...], str] | None:
    """The words behind a launcher, and "module" or "script" where its option says what the next word is.

    None where the launcher is not used as one (`npm install`, `uv pip`).
    """
    at, left, wanted, kind = 1, launcher.operands, bool(launcher.subcommands), ""
    while at < len(words) and not kind:
        text = words[at].text
        if text == "--":
            at += 1
            break
        if text in launcher.module or text in launcher.script:
            kind = "module" if text in launcher.module else "script"
            at += 1
        elif text.startswith("-") and len(text) > 1:
            at += 2 if text in launcher.valued else 1
        elif wanted:
            if text not in launcher.subcommands:
                return None
            wanted, at = False, at + 1
        elif left or (launcher.assignments and "=" in text):
            left, at = max(0, left - ("=" not in text)), at + 1
        else:
            break
    return (words[at:], kind) if at < len(words) and not wanted else None


def _program(words: tuple[Word, ...], launchers: tuple[str, ...], *, appended: bool) -> Program:
    name = words[0]
    bare = _bare(name)
    table = _tables()[1]
    row = table.get(bare) or table.get(_VERSION.sub("", bare))
    if row and (bare in row.programs or row.versioned):
        return _interpreted(words, row, launchers, appended=appended)
    rest = words[1:]
    if _is_path(name):
        language = script_language(name.text)
        # `uv run x.py` hands the file to Python; other launchers execute it, ours too, which is in no table
        known = _tables()[0]
        reader = next(
            (item for item in launchers if language and item in known and known[item].language == language), ""
        )
        return Program(
            name, reader, language, name, None, None, rest, launchers, direct=not reader, appended=appended
        )
    return Program(name, arguments=rest, launchers=launchers, appended=appended)


def _is_path(word: Word) -> bool:
    """Whether a program's name is a path, not a name to look up; a bare `x.py` counts (`uv run x.py`)."""
    return "/" in word.text or script_language(word.text) in ("python", "shell", "javascript")


def _interpreted(
    words: tuple[Word, ...], row: _Interpreter, launchers: tuple[str, ...], *, appended: bool
) -> Program:
    """Find what an interpreter runs: step over its options and subcommands to the first operand."""
    name, at, wanted = words[0], 1, row.needs_subcommand
    while at < len(words):
        text = words[at].text
        following = words[at + 1] if at + 1 < len(words) else None
        if text in row.code or text in row.module:
            code, module = (following, None) if text in row.code else (None, following)
            return Program(
                name, _bare(name), row.language, None, module, code, words[at + 2 :], launchers, False, appended
            )
        if text.startswith("-") and len(text) > 1:
            at += 2 if text in row.valued and text != "-File" else 1
        elif text in row.subcommands:
            wanted, at = False, at + 1
        else:
            break
    known = at < len(words) and not wanted and words[at].text != "-" and not words[at].text.startswith("[")
    return Program(
        name,
        _bare(name),
        row.language,
        script=words[at] if known else None,
        arguments=words[at + 1 :] if known else (),
        launchers=launchers,
        appended=appended,
    )
