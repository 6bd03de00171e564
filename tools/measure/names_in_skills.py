"""Names that the skills in a folder use: Python modules that they import, words in commands and files that declare
packages, programs that their shell text runs. Text only; nothing of a skill is run."""

import ast
import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from skillrt.code.launch import program_of
from skillrt.code.shell import commands

_FENCE = re.compile(r"^[ \t]*```[ \t]*([\w+-]*)[^\n]*\n(.*?)^[ \t]*```[ \t]*$", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(r"\b(?:pip3?|pipx|uv|uv pip|poetry|pdm|conda|mamba) (?:install|add)\b([^\n`|;&#]*)")
_NODE = re.compile(r"\b(?:npm (?:i|install|add)|(?:pnpm|yarn|bun) add|npx|bunx)\b([^\n`|;&#]*)")
_FROM = re.compile(r"""(?:\bfrom|\brequire\(|\bimport\(?)\s*['"]([^'"\n]+)['"]""")
_WORD = re.compile(r"@?[A-Za-z0-9][\w./-]*")
_PROGRAM = re.compile(r"[A-Za-z0-9][\w.+-]{0,40}\Z")
_MAX_BYTES = 2_000_000


@cache
def texts(folder: Path) -> tuple[tuple[Path, str], ...]:
    """Every text file of a kind that names packages, in order."""
    found: list[tuple[Path, str]] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".py", ".md", ".txt", ".sh", ".js", ".mjs", ".ts", ".json", ".toml"}:
            continue
        if ".git" in path.parts or path.is_symlink() or not path.is_file() or path.stat().st_size > _MAX_BYTES:
            continue
        found.append((path, path.read_text(encoding="utf-8", errors="replace")))
    return tuple(found)


def fences(text: str, *languages: str) -> Iterator[str]:
    """The code blocks of a Markdown text in one of the languages."""
    for language, body in _FENCE.findall(text):
        if language.lower() in languages:
            yield body


def _imports_of(source: str) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module


def dotted_imports(folder: Path) -> Counter[str]:
    """Dotted modules by the number of files and code blocks that import them; those of the skill's own are not in."""
    found: Counter[str] = Counter()
    for path, text in texts(folder):
        sources = [text] if path.suffix == ".py" else list(fences(text, "python", "py", "python3"))
        for source in sources:
            for module in set(_imports_of(source)):
                found[module] += 1
    stems = {path.stem for path, _ in texts(folder) if path.suffix == ".py"}
    stems |= {path.parent.name for path, _ in texts(folder) if path.suffix == ".py"}
    return Counter({module: count for module, count in found.items() if module.partition(".")[0] not in stems})


@cache
def python_imports(folder: Path) -> frozenset[str]:
    """The modules at the top of what is imported."""
    return frozenset(module.partition(".")[0] for module in dotted_imports(folder))


@cache
def python_names(folder: Path) -> frozenset[str]:
    """What commands that install packages of Python name, and requirement files."""
    found: set[str] = set()
    for path, text in texts(folder):
        found |= set(_words(_PYTHON, text))
        if "requirements" in path.name and path.suffix == ".txt":
            found |= {match.group() for line in text.splitlines() if (match := _WORD.match(line.strip()))}
    return frozenset(found)


@cache
def node_names(folder: Path) -> frozenset[str]:
    """What commands of npm and its like name, and package.json, and what JavaScript imports."""
    found: set[str] = set()
    for path, text in texts(folder):
        # a word without `-` or `/` behind a command may be one of the sentence around it
        found |= {word for word in _words(_NODE, text) if "-" in word or "/" in word}
        if path.name == "package.json":
            found |= _declared(text)
        if path.suffix in {".js", ".mjs", ".ts", ".md"}:
            found |= {_package(name) for name in _FROM.findall(text)}
    return frozenset(found)


def _words(command: re.Pattern[str], text: str) -> Iterator[str]:
    for match in command.finditer(text):
        for word in match.group(1).split():
            if (name := _WORD.match(word.strip("'\"(),"))) and not word.startswith("-"):
                yield name.group().rstrip("./-")


def _package(name: str) -> str:
    parts = name.split("/")
    return "/".join(parts[:2]) if name.startswith("@") else parts[0]


def _declared(text: str) -> set[str]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return set()
    if not isinstance(value, dict):
        return set()
    groups = (
        value.get(key) for key in ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
    )
    return {name for group in groups if isinstance(group, dict) for name in group}


def programs_run(folder: Path) -> Counter[str]:
    """Programs of commands by the number of shell texts that run them, with launchers and interpreters."""
    found: Counter[str] = Counter()
    for path, text in texts(folder):
        sources = [text] if path.suffix == ".sh" else list(fences(text, "bash", "sh", "shell", "zsh", "console"))
        for source in sources:
            programs: set[str] = set()
            for command in commands(source):
                if program := program_of(command):
                    programs |= {program.name.text, program.interpreter, *program.launchers}
            found.update(name for name in programs if _PROGRAM.match(name))
    return found
