"""Whether the code of examples shows anything that the rest of the document does not: then it is no mere example."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.ir import Block
from skillrt.passes.shaking.words import shake_words

_SHELL: Final = frozenset({"", "bash", "sh", "shell", "zsh", "console", "text", "powershell", "cmd"})
_WORD: Final = re.compile(r"--?[A-Za-z][\w-]*|[A-Za-z][\w-]*")
_QUOTED: Final = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|<[^>\n]*>")
_PROGRAM_LIKE: Final = re.compile(r"[{}()=|&;$\\]|://")
_CALLED: Final = re.compile(r"[A-Za-z_]\w*(?=\()")
_MADE: Final = re.compile(r"\b(?:def|class|function|const|let|var|async def)\s+([A-Za-z_]\w*)")
_GIVEN: Final = re.compile(r"\b([A-Za-z_]\w*)=(?!=)")
_KEY: Final = re.compile(r"[\"']([\w.-]+)[\"']\s*:")


def says_nothing_new(block: Block, rest: str) -> bool:
    """Whether every program, sub-command, option, address, function, argument and key of a code block stands in
    `rest`, the document without it."""
    if block.language in _SHELL:
        return all(word in rest for line in block.content.splitlines() for word in _of_command(line))
    return f"```{block.language}" in rest and all(name in rest for name in _of_program(block.content))


def _of_command(line: str) -> Iterator[str]:
    """The words of a command that somebody has to know: quoted values and placeholders are the user's."""
    for quoted in _QUOTED.findall(line):
        if _PROGRAM_LIKE.search(quoted):
            yield quoted
    for word in _QUOTED.sub(" ", line).split():
        if word.startswith("#"):
            return
        if _PROGRAM_LIKE.search(word) or _WORD.fullmatch(word):
            yield word


def _of_program(code: str) -> Iterator[str]:
    own = frozenset(_MADE.findall(code)) | shake_words().context["functions"]
    yield from (name for name in _CALLED.findall(code) if name not in own)
    yield from _GIVEN.findall(code)
    yield from _KEY.findall(code)
