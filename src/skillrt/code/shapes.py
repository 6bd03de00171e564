"""What it takes to write a piece of code: libraries, constructs, size. Told from the text alone; nothing raises."""

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import msgspec

from skillrt.code.shell import commands

_IMPORT: Final = re.compile(
    r"^[ \t]*(?:>>> )?(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([\w.]+[\w., \t]*))", re.MULTILINE
)
_JS_IMPORT: Final = re.compile(
    r"(?:\bfrom[ \t]*|\brequire\([ \t]*|^[ \t]*import[ \t]*\(?[ \t]*)['\"]([^'\"\n]{1,200})['\"]", re.M
)
_JS_HARD: Final = re.compile(
    r"\bawait\b|\basync\b|\bPromise\.|\.then\(|(?<!\w)<[A-Z]\w+[\s/>]|\buse[A-Z]\w+\(|\bdocument\.|\bwindow\.|\bstream\b"
)
_JS_NODE: Final = frozenset(
    [
        "assert",
        "buffer",
        "child_process",
        "cluster",
        "console",
        "crypto",
        "dns",
        "events",
        "fs",
        "http",
        "http2",
        "https",
        "module",
        "net",
        "os",
        "path",
        "perf_hooks",
        "process",
        "querystring",
        "readline",
        "stream",
        "string_decoder",
        "timers",
        "tls",
        "tty",
        "url",
        "util",
        "v8",
        "vm",
        "worker_threads",
        "zlib",
    ]
)
_SHELL_LOOP: Final = re.compile(r"(?:^|[;\n&|(]\s*)(?:for|while|until|case|if|select)\s", re.M)
_SHELL_FUNCTION: Final = re.compile(r"^[ \t]*(?:function[ \t]+\w+|\w+[ \t]*\(\))[ \t]*\{", re.M)
_FILTERS: Final = frozenset(["awk", "sed", "xargs", "jq", "perl"])
_PLAIN: Final = frozenset(
    [
        "cd",
        "ls",
        "cat",
        "echo",
        "mkdir",
        "cp",
        "mv",
        "rm",
        "pwd",
        "touch",
        "chmod",
        "export",
        "source",
        "set",
        "unset",
        "true",
        "false",
        "exit",
        "printf",
        "head",
        "tail",
        "which",
        "command",
        "type",
        "test",
        "[",
        "wc",
        "sort",
        "uniq",
        "date",
        "sleep",
        "tee",
        "env",
        "clear",
        "open",
    ]
)
_INSTALLERS: Final = re.compile(
    r"^(?:sudo\s+)?(?:(?:uv\s+)?pip3?\s+install|python3?\s+-m\s+(?:pip|venv)|uv\s+(?:add|sync|venv|tool\s+install|pip)|"
    r"(?:npm|pnpm|yarn|bun)\s+(?:i|install|add|ci)\b|apt(?:-get)?\s|brew\s|dnf\s|yum\s|apk\s|conda\s|mamba\s|poetry\s+add|"
    r"cargo\s+install|go\s+install|gem\s+install|choco\s|winget\s|npx\s+skills\s|git\s+clone\b|source\s+\S*activate)"
)


class CodeShape(msgspec.Struct, frozen=True):
    """How demanding a piece of code is.

    `level` is 1 basic, 2 standard library or moderate, 3 third-party or complex. `libraries` are the top-level names
    it imports that its language does not bring. `lines` counts those with something on them.
    """

    level: int
    libraries: tuple[str, ...] = ()
    lines: int = 0


class ShellShape(msgspec.Struct, frozen=True):
    """What a shell text holds: programs in order, how many commands with options, pipes, loops, functions.

    `installs` counts commands that only install something; `plain` those of programs that everybody knows.
    """

    level: int
    programs: tuple[str, ...] = ()
    commands: int = 0
    flagged: int = 0
    pipes: int = 0
    loops: int = 0
    installs: int = 0
    plain: int = 0


@cache
def python_modules() -> frozenset[str]:
    """The top-level modules of Python's standard library."""
    source = resources.files("skillrt.code") / "data" / "python_stdlib.txt"
    return frozenset(line for line in source.read_text(encoding="utf-8").splitlines() if line[:1] != "#")


@lru_cache(maxsize=4096)
def python_shape(text: str) -> CodeShape:
    """Level 3 with third-party imports (or, without any import, calls on objects that some library made)."""
    names: dict[str, None] = {}
    for found in _IMPORT.finditer(text):
        for name in (found.group(1) or found.group(2) or "").split(","):
            if top := name.strip().partition(" ")[0].partition(".")[0]:
                names[top] = None
    libraries = tuple(name for name in names if name not in python_modules())
    if libraries:
        return CodeShape(3, libraries, _lines(text))
    level = 2 if names or re.search(r"\b(?:class|with|try|yield|async)\b", text) else 1
    return CodeShape(level, (), _lines(text))


@lru_cache(maxsize=4096)
def javascript_shape(text: str) -> CodeShape:
    """Level 3 for asynchronous code, frameworks and the DOM, 2 for packages and node's own modules."""
    names = dict.fromkeys(found.group(1).removeprefix("node:") for found in _JS_IMPORT.finditer(text))
    libraries = tuple(
        name for name in names if not name.startswith((".", "/", "@/")) and name.partition("/")[0] not in _JS_NODE
    )
    level = 3 if _JS_HARD.search(text) else 2 if names else 1
    return CodeShape(level, libraries, _lines(text))


@lru_cache(maxsize=8192)
def shell_shape(text: str) -> ShellShape:
    """What the commands of a fenced block or a code span are."""
    programs: dict[str, None] = {}
    flagged = pipes = installs = plain = total = 0
    filters = 0
    for command in commands(text):
        if not command.words:
            continue
        line = " ".join(word.text for word in command.words[:5])
        program = command.words[0].text.rpartition("/")[2]
        total += 1
        pipes += command.piped
        filters += program in _FILTERS
        if _INSTALLERS.match(line):
            installs += 1
        elif program in _PLAIN or program.startswith("$"):
            plain += 1
        else:
            programs[program] = None
            flagged += any(word.text.startswith("-") for word in command.words[1:])
    loops = len(_SHELL_LOOP.findall(text))
    functions = len(_SHELL_FUNCTION.findall(text))
    hard = functions or (loops and _lines(text) > 12) or (filters and pipes >= 2)
    level = 3 if hard else 2 if pipes or loops or flagged or "<<" in text else 1
    return ShellShape(level, tuple(programs), total, flagged, pipes, loops, installs, plain)


def _lines(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())
