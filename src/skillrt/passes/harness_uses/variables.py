"""Variables, positional arguments, injected commands and file includes that a harness expands in a skill's text."""

import re
from collections.abc import Iterator

from skillrt.passes.harness_uses.lexicon import Lexicon, Named
from skillrt.passes.harness_uses.presence import Presence
from skillrt.passes.harness_uses.use import Passage, Use

_UPPER = re.compile(r"\$?\{?\b(?P<name>[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9])\b(?P<rest>:[-=?+][^}\n]{0,200})?\}?")
_ARGUMENTS = re.compile(r"(?<!\\)\$(?:ARGUMENTS(?:\[\d+\])?|\{ARGUMENTS\})(?!\w)")
_POSITIONAL = re.compile(r"(?<![\w\\$])\$[0-9](?![\w.,]*\d)")
_INJECTED = re.compile(r"(?<![\w!`])!`(?P<command>[^`\n]{1,300})`")
_INJECTED_FENCE = re.compile(r"(?m)^[ \t>]*```!")
_INCLUDE = re.compile(r"(?<![\w@./`])@(?P<path>(?:~|\.{0,2})/?[\w-][\w./-]{0,160}\.[A-Za-z]{1,5})(?![\w@/-])")
# `os.environ.get("X", "y")`, `process.env.X || "y"`: the program knows what to do without the variable
_FALLBACK = re.compile(r"[\"']\s*,|[\"')\]]{0,3}\s*(?:\|\||\?\?)")
_FILE_END = re.compile(r"\.(?:md|txt|json|ya?ml|toml|py|sh|[jt]s)\b")
_SECRET = re.compile(r"_(?:API_KEY|TOKEN|KEY|SECRET|MODEL|BASE_URL)$")


def find_variables(passage: Passage, present: Presence, known: Lexicon) -> Iterator[Use]:
    """Variables of harnesses in the passage, and what is expanded like one."""
    if present.environment and "_" in passage.text:
        yield from _environment(passage, known)
    for row in present.markers:
        if row.text.startswith("{"):
            yield from _plain(passage, row.text, row)
    if present.arguments and passage.kind in {"prose", "code"} and "$ARGUMENTS" in known.markers:
        owners = known.markers["$ARGUMENTS"].harnesses
        for match in _ARGUMENTS.finditer(passage.text):
            yield Use("$ARGUMENTS", "variable", owners, passage, *match.span(), "$ARGUMENTS", "arguments")


def find_expansions(passage: Passage, own: frozenset[str], expanding: tuple[str, ...]) -> Iterator[Use]:
    """`` !`command` `` and `@file` in SKILL.md, which only some harnesses (`expanding`) expand."""
    text = passage.text
    if passage.kind == "prose":
        for match in _INJECTED.finditer(text):
            if passage.in_code(match.start(), match.start() + 1):
                continue  # the last character of one code span; what follows lies between two
            yield Use(match.group(), "command", expanding, passage, *match.span(), "!`command`", "", "injected")
        if "@" in text:
            for match in _INCLUDE.finditer(text):
                if match["path"].removeprefix("./") in own and not passage.in_code(*match.span()):
                    yield Use(
                        match.group(), "command", expanding, passage, *match.span(), match.group(), "", "include"
                    )
    elif passage.kind == "code" and (found := _INJECTED_FENCE.match(text)):
        yield Use("```!", "command", expanding, passage, found.end() - 1, found.end(), "```!", "", "injected-fence")


def find_positional(passage: Passage, owners: tuple[str, ...]) -> Iterator[Use]:
    """`$1` in text that is no shell: asked for only where the skill takes arguments."""
    if passage.kind == "prose" and "$" in passage.text:
        for match in _POSITIONAL.finditer(passage.text):
            yield Use(match.group(), "variable", owners, passage, *match.span(), "$1", "argument")


def _environment(passage: Passage, known: Lexicon) -> Iterator[Use]:
    for match in _UPPER.finditer(passage.text):
        name = match["name"]
        if not _from_environment(passage, match):
            continue
        row = known.variables.get(name)
        if row is None:
            if _SECRET.search(name):
                continue
            prefix = max((item for item in known.prefixes if name.startswith(item)), key=len, default="")
            if not prefix:
                continue
            row = Named(name, known.prefixes[prefix].harnesses, "harness")
        start, end = _trimmed(match)
        guarded = (match["rest"] or "").startswith(":-") or _FALLBACK.match(passage.text, match.end())
        form = "guarded" if guarded else ""
        yield Use(name, "variable", row.harnesses, passage, start, end, name, row.meaning, form)


def _from_environment(passage: Passage, match: re.Match[str]) -> bool:
    """Whether a name in a program is looked up outside of it, and is no constant of the program or a file's name."""
    if _FILE_END.match(passage.text, match.end("name")):
        return False
    if passage.kind != "script" or passage.language not in {"python", "javascript", "typescript"}:
        return True
    before = passage.text[max(0, match.start("name") - 5) : match.start("name")]
    return before.endswith(('"', "'", "env.", "`", "$", "{")) or "#" in before


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    """The variable with its `$` and braces, where both or neither are there."""
    text = match.group()
    if "{" in text and not text.endswith("}"):
        return match.start("name"), match.end("name")
    if text.startswith("{") or ("}" in text and "{" not in text):
        return match.start("name"), match.end("name")
    return match.span()


def _plain(passage: Passage, marker: str, row: Named) -> Iterator[Use]:
    at = passage.text.find(marker)
    while at >= 0:
        yield Use(marker, "variable", row.harnesses, passage, at, at + len(marker), marker, row.meaning)
        at = passage.text.find(marker, at + len(marker))
