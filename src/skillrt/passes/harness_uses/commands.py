"""Slash commands, and command lines that start a harness."""

import re
from collections.abc import Iterator
from itertools import islice

from skillrt.code import fence_language
from skillrt.passes.harness_uses.lexicon import Lexicon
from skillrt.passes.harness_uses.patterns import line_around
from skillrt.passes.harness_uses.use import Passage, Use
from skillrt.passes.harness_uses.wordlists import word_list

_SLASH = re.compile(r"(?<![\w./~:})\]>*-])/(?P<name>[a-z][a-z0-9]*(?:[-_:][a-z0-9]+)*)(?![\w/.*-])")
_ABOUT_COMMANDS = re.compile(
    r"slash|\bcommands?\b|\bskills?\b|\binvok\w+|\btype\b|\btrigger\w*|\bruns?\b|\brunning\b|コマンド|命令|指令|スキル|명령",
    re.I,
)
_ABOUT_ROUTES = re.compile(
    r"\b(?:Windows|Microsoft|switch(?:es)?|exe|EXE|endpoints?|routes?|routing|GET|POST|PUT|PATCH|DELETE|HTTP|URLs?|API|pages?|director(?:y|ies)|folders?|mount|path)\b"
    r"|https?:"
)
# commands of some other program that people write to
_ABOUT_BOTS = re.compile(r"\b(?:REPL|[Bb]ots?|Telegram|Discord|Slack|WhatsApp)\b")
# what stands for any command in a text about commands
_PLACEHOLDER = re.compile(r"(?:my|your|some|the)-.*|command(?:-?name)?|slash-command|name|foo|bar|xyz", re.IGNORECASE)
# "the /prototype skill", "a `/research` sub-agent"
_SAID_BEHIND = re.compile(
    r"[`*_]{0,3}\s{1,2}[*_]{0,2}(?:skills?|(?:slash )?commands?|sub-?agents?|workflows?)\b", re.I
)
# `/plugin:skill`: nothing else is written so, with a hyphen (switches of compilers have none: `/target:library`)
_OF_PLUGIN = re.compile(r"(?=[^:]{0,80}:?[^:]{0,80}-)[a-z][a-z0-9-]{1,60}:[a-z][a-z0-9-]{2,60}")
_MOST = 2000  # no text that people wrote has more in one block
# a sub-command or an option; `codex is` and `claude = x` are none
_SUB_COMMAND = re.compile(r"(?:--?[a-z]|(?!(?:is|has|can|will|and|or)\b)[a-z][a-z-]*(?: |\Z)(?![:=]))")
_TYPED = re.compile(r"^[ \t]{0,6}(?:Run|Type|Use|Invoke):?[ \t]$")
_PROMPT = re.compile(r"^[ \t>$%❯]{0,6}$")


def find_slash_commands(
    passage: Passage, own: str, builtin: frozenset[str], *, listed: bool = False
) -> Iterator[Use]:
    """`/name` where a command is meant: this skill's own name, a built-in one, or a span in a line about commands.

    `listed`: the document says of several that they are commands, so that each name alone in a span is one.
    """
    if "/" not in passage.text or passage.kind not in {"prose", "code"}:
        return
    for match in islice(_SLASH.finditer(passage.text), _MOST):
        name = match["name"]
        if _is_command(passage, match, name, own, builtin) or (listed and _fills_span(passage, match, name)):
            yield Use(match.group(), "command", (), passage, *match.span(), match.group(), "", "slash")


def find_program_calls(passage: Passage, names: frozenset[str], known: Lexicon) -> Iterator[Use]:
    """A line of a code block, or a code span, that starts a harness: `codex --sandbox workspace-write`."""
    if passage.kind == "prose" and passage.code and names:
        yield from _calls_in_spans(passage, names, known)
    shell = fence_language(passage.language) in {"", "shell", "console", "text"}
    if passage.kind != "code" or not names or not shell:
        return
    for name in sorted(name for name in names if name in passage.text):
        row = known.command_words[name]
        for match in re.finditer(
            rf"(?m)^[ \t$]{{0,6}}(?P<c>{re.escape(name)} (?![=:])[^\n]{{2,200}})$", passage.text
        ):
            use = match["c"].strip()
            yield Use(use, "command", row.harnesses, passage, *match.span("c"), name, "", "program")


def _calls_in_spans(passage: Passage, names: frozenset[str], known: Lexicon) -> Iterator[Use]:
    for start, end in passage.code[:_MOST]:
        shown = passage.text[start:end].strip("`")
        name, _, rest = shown.partition(" ")
        if name in names and _SUB_COMMAND.match(rest):
            begin = passage.text.index(shown, start)
            place = (begin, begin + len(shown))
            yield Use(shown, "command", known.command_words[name].harnesses, passage, *place, name, "", "program")


def _is_command(passage: Passage, match: re.Match[str], name: str, own: str, builtin: frozenset[str]) -> bool:
    text, (start, end) = passage.text, match.span()
    if name in word_list("folders") or _stands_for_any(name):
        return False
    if len(name) == 1 or _ABOUT_BOTS.search(line_around(text, start, end)):
        return False
    span = passage.in_code(start, end)
    leads = span is not None and text[span[0] : start].strip("`") == ""
    if name == own or name.endswith(f":{own}"):
        if passage.kind == "code":
            return passage.language not in word_list("data_languages") and text[max(0, start - 1) : start] in {
                "",
                " ",
                "\t",
                "\n",
                "`",
            }
        titled = not text[:start].strip("# ")
        return leads or titled or _ABOUT_COMMANDS.search(line_around(text, start, end)) is not None
    if passage.kind == "code":
        return _begins_line(text, start) and f"/{name}" in builtin
    if passage.kind == "prose" and _OF_PLUGIN.fullmatch(name):
        return True
    if passage.kind == "prose" and _SAID_BEHIND.match(text, end) and not _ABOUT_ROUTES.search(text[end : end + 40]):
        return True
    if not leads:
        return False
    line = line_around(text, start, end)
    if f"/{name}" in builtin:
        return bool(_ABOUT_COMMANDS.search(line))
    return bool(_ABOUT_COMMANDS.search(line)) and not _ABOUT_ROUTES.search(line)


def _stands_for_any(name: str) -> bool:
    """`/my-command`, `/plugin-name:command`: a form, of no command in particular."""
    return any(_PLACEHOLDER.fullmatch(part) for part in name.split(":"))


def _fills_span(passage: Passage, match: re.Match[str], name: str) -> bool:
    if passage.kind != "prose" or name in word_list("folders") or _stands_for_any(name):
        return False
    span = passage.in_code(*match.span())
    return span is not None and passage.text[span[0] : span[1]].strip("`") == match.group()


def _begins_line(text: str, start: int) -> bool:
    before = text[max(0, start - 16) : start]
    line = before[before.rfind("\n") + 1 :]
    return bool(_PROMPT.match(line) or _TYPED.match(line))
