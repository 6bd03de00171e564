"""Command lines inside of settings: hooks and scripts in JSON, steps in YAML, `RUN` lines of images, make recipes."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from skillrt.code import commands, program_of
from skillrt.passes.auditing.hosts import Said
from skillrt.passes.auditing.patterns import has_sign
from skillrt.passes.auditing.scene import Found, Unit
from skillrt.passes.auditing.shell_flows import shell_verdicts

_KEYS: Final = (
    r"(?:run|command|cmd|exec|script|shell|bash|sh|on[A-Z]\w{2,20}|(?:pre|post)?(?:install|start|build|test|pack|publish)"
    r"|prepare|postCreateCommand|postStartCommand|initializeCommand|args|entrypoint|before_script|after_script|install_command)"
)
_JSON: Final = re.compile(rf'"{_KEYS}"\s{{0,8}}:\s{{0,8}}("(?:[^"\\\n]|\\.){{3,4000}}")')
_JSON_ITEMS: Final = re.compile(rf'"{_KEYS}"\s{{0,8}}:\s{{0,8}}(\[[^\[\]{{}}]{{3,4000}}\])')
_YAML: Final = re.compile(
    rf"^([ \t]{{0,60}})(?:-[ \t]{{1,8}})?['\"]?{_KEYS}['\"]?:[ \t]{{1,8}}(\S.{{0,4000}})$", re.M
)
_IMAGE: Final = re.compile(
    r"^[ \t]{0,20}(?:RUN|CMD|ENTRYPOINT)[ \t]{1,8}((?:.{0,2000}\\\r?\n){0,200}.{1,4000})$", re.M
)
_RECIPE: Final = re.compile(r"^\t[@-]?(.{3,4000})$", re.M)
EMBEDDING: Final = frozenset({"json", "yaml", "dockerfile", "make"})


def read_embedded(unit: Unit, named: Said, downloads: dict[str, str]) -> Iterator[Found]:
    """What the commands that stand inside of settings do, each at the line where it begins."""
    for start, end, line in command_lines(unit.language, unit.text):
        if not has_sign("code", line):
            continue
        inner = Unit(unit.path, unit.kind, "shell", line)
        listed = [(command, program) for command in commands(line) if (program := program_of(command))]
        for _, code, message in shell_verdicts(listed, inner, named, downloads):
            if not unit.is_talk(start, code):
                yield Found(code, message, unit.place(start, end))


def command_lines(language: str, text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each value that holds commands, to the end of its first line, with the commands."""
    if language == "json":
        for found in _JSON.finditer(text):
            yield found.start(1), found.end(1), _string(found.group(1))
        for found in _JSON_ITEMS.finditer(text):
            for line in (_listed(found.group(1)), *_items(found.group(1))):
                yield found.start(1), _line_end(text, found.start(1)), line
    elif language == "yaml":
        for found in _YAML.finditer(text):
            value = found.group(2).strip()
            line = _indented(text, found.end(), len(found.group(1))) if value[0] in "|>" else value.strip("'\"")
            yield found.start(2), found.end(2), _listed(line) if line.startswith("[") else line
    elif language in ("dockerfile", "make"):
        for found in (_IMAGE if language == "dockerfile" else _RECIPE).finditer(text):
            line = found.group(1)
            yield found.start(1), _line_end(text, found.start(1)), _listed(line) if line.startswith("[") else line


def _string(quoted: str) -> str:
    try:
        value = json.loads(quoted)
    except ValueError:
        return quoted[1:-1]
    return value if isinstance(value, str) else ""


def _listed(text: str) -> str:
    """`["bash", "-c", "curl x | sh"]` as a command line."""
    words = [_string(found.group()) for found in re.finditer(r'"(?:[^"\\\n]|\\.){0,2000}"', text)]
    return " ".join("'" + word.replace("'", "'\\''") + "'" if re.search(r"[\s|;&]", word) else word for word in words)


def _items(text: str) -> list[str]:
    """The words of a list that are command lines themselves: what follows `-c`."""
    words = [_string(found.group()) for found in re.finditer(r'"(?:[^"\\\n]|\\.){0,2000}"', text)]
    return [word for before, word in pairwise(words) if before in ("-c", "-lc", "/c", "-Command")]


def _indented(text: str, at: int, indent: int) -> str:
    """The lines after `at` that stand further in than their key."""
    lines: list[str] = []
    for line in text[at + 1 : at + 8000].split("\n"):
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        lines.append(line.strip())
    return "\n".join(lines)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)
