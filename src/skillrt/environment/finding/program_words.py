"""Programs in words: code spans that are commands, sentences that ask for a program, the front matter."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from skillrt.environment.finding.commands import own_commands, programs_in
from skillrt.environment.finding.metadata import mapping_of, metadata_tables, strings_of
from skillrt.environment.finding.python_commands import python_program
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.finding.tone import manner_of_section
from skillrt.environment.known_names import (
    installs_programs,
    is_basic_program,
    is_english,
    is_installer,
    is_listed_program,
    is_platform_program,
    package_kind,
    program_name,
)
from skillrt.environment.sighting import Manner, Sighting
from skillrt.errors import Span
from skillrt.ir import Block, Inline
from skillrt.reading.sections import Section

_ASKS: Final = re.compile(
    r"\b(?:requires?|required|needs?|install(?:ed|ing)?|depends on|rely on|relies on|using|uses?|via|invoke|calls?|"
    r"wraps?|prerequisites?:?|ensure|through)[ \t]+(?:that[ \t]+)?(?:the[ \t]+|an?[ \t]+)?"
    r"[`*]{0,3}([A-Za-z][\w.+-]{1,30})(?![\w.+-]|://)",
    re.IGNORECASE,
)
_CALLED_CLI: Final = re.compile(
    r"(?<![\w/.-])([A-Za-z][\w.+-]{1,30})`?[ \t]+(?:CLI|command[- ]line (?:tool|interface|client)|binary)\b"
)
_ROW: Final = re.compile(r"(?:[,(/]|\b(?:and|or|as|like))[ \t\n]*[*_`]*\Z")
_GIT: Final = re.compile(
    r"(?<!\b[Aa] )\b[Gg]it[ \t]+(?:diff|log|status|commits?|branch(?:es)?|merge|worktrees?|add|push|pull|rebase|"
    r"checkout|stash|show|blame|bisect|"
    r"tags?|clone|fetch|reset|revert|cherry-pick|init)\b|\b[Cc]ommit\b[^.\n]{0,60}\b(?:to|into)[ \t]+git\b"
)
_A_GIT_THING: Final = re.compile(r"\b[Aa][ \t]+git[ \t]+(?:clone|checkout|merge|rebase|pull|fetch)\b")
_COMMIT: Final = re.compile(
    r"\bcommit[ \t]+(?:it|them|the[ \t]+(?:changes?|files?|fix|work|result|design|plan|spec)|early|often|changes|"
    r"hash(?:es)?|SHA)\b"
)
_GIT_WORDS: Final = re.compile(
    r"\b[Gg]it[ \t]+(?:repositor(?:y|ies)|repos?|histor(?:y|ies)|hooks?|root|revisions?|remotes?|submodules?)\b"
)
_SEPARATELY: Final = re.compile(
    r"\b[Ii]nstall[ \t]+[`*]{0,3}([A-Z][\w+-]{2,20})[`*]{0,3}[ \t]+(?:separately|manually)\b"
)
_WEIGHED: Final = re.compile(
    r"\b(?:consider|such as|like|e\.g\.|example|avoid|without|instead of|no)\b[^.:;\n]{0,30}\Z", re.I
)
# the rest of a list of spans that is left open: "`pnpm x`, `bun x`, etc.", or one of which any other will do
_SUCH_AS: Final = re.compile(
    r"`?(?:[ \t]*,?[ \t]*(?:or[ \t]+|and[ \t]+)?`[^`\n]{1,80}`){0,8}[ \t]*[,(]?[ \t]*"
    r"(?:etc\b|or (?:similar|equivalent|the like|whatever)|and so on|…|\.\.\.)",
    re.IGNORECASE,
)
# "`a`, `b`, or `c`"
_CHOICE: Final = re.compile(
    r"`[^`\n]{1,100}`(?:(?:,[ \t]*(?:or[ \t]+)?|[ \t]+or[ \t]+)`[^`\n]{1,100}`){1,8}", re.IGNORECASE
)
_OR: Final = re.compile(r"`,?[ \t]+or[ \t]+`", re.IGNORECASE)
_SPAN: Final = re.compile(r"`[ \t$]*([^`\s]{1,100})[^`\n]{0,100}`")
_ONE_OF: Final = re.compile(r"\b(?:at least one|one of|any of|either)\b[^.;\n]{0,80}\Z", re.IGNORECASE)
# what is said of a program right before its span: `no \`x reload\``
_RULED_OUT: Final = re.compile(
    r"\b(?:no|never|not|without|instead of|rather than|don['’]t(?: run| use)?|avoid)[ \t]+[*_]{0,2}\Z", re.I
)
# what the text forbids, or says that it does without; "never use it without x" is about how to use it
_FORBIDDEN: Final = re.compile(
    r"\b(?:(?:do|does|did|is|are|must|should|may|can|need|will)(?:[ \t]+not|n['’]t)|cannot|never|not|no longer|"
    r"no need to)"
    r"[ \t]+(?:directly[ \t]+|be[ \t]+|ever[ \t]+)?(?:us(?:e|es|ed|ing)|call(?:s|ing)?|run(?:ning)?|invok(?:e|ing)|"
    r"install(?:ing)?|go(?:ing)? through|(requir(?:e|es|ed|ing)|needs?|rel(?:y|ies) on|depends? on))[ \t]+"
    r"(?:the[ \t]+|an?[ \t]+|any[ \t]+)?[`*]{0,3}\Z",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(
    r"[^.;\n]{0,60}\b(?:without|unless|until|before|except|when|if|for|to)\b", re.IGNORECASE
)
_THERE: Final = re.compile(
    r"\b(?:in|on)[ \t]+(?:the[ \t]+|your[ \t]+)?`?\$?PATH\b|\bmust be (?:installed|available)\b|"
    r"\b(?:is|are) (?:installed|required)\b",
    re.IGNORECASE,
)
_TAKES: Final = re.compile(
    r"\b(?:requires?|needs?):?[ \t]+(?:`[^`\n]{1,60}`(?:,|[ \t]+and|,[ \t]+and)[ \t]+){0,6}\Z", re.IGNORECASE
)
_REQUIRED: Final = re.compile(
    r"\b(?:prerequisites?|requirements?|required (?:tools?|software|programs?)|dependenc(?:y|ies)|system tools?|"
    r"tools? required|needed tools?)\b",
    re.IGNORECASE,
)
_PLACEHOLDER: Final = re.compile(r"<[\w .|-]{1,40}>")
_METADATA_BINS: Final = ("bins", "anyBins")
_SHORT: Final = 300
_NEAR: Final = 80
_MANY: Final = 60


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each program and place."""
    own = own_commands(scene)
    for item in _sightings(scene):
        if item.name not in own:
            yield item


def _sightings(scene: Scene) -> Iterator[Sighting]:
    yield from _front_matter(scene)
    for section in scene.sections:
        for leaf in section.leaves:
            if leaf.kind != "code":
                yield from _code_spans(section, leaf) if leaf.inlines else ()
                yield from _words(section, leaf)


def _code_spans(section: Section, leaf: Block) -> Iterator[Sighting]:
    for inline in leaf.inlines:
        if inline.kind != "code" or not 2 <= len(inline.value) <= _SHORT:
            continue
        text = inline.value
        first = text.lstrip("$ ").split(maxsplit=1)
        # a lone word is a program only where it can be nothing else; `open("x")` is no command
        if not first or not first[0][0].isalpha() or "(" in first[0]:
            continue
        if len(first) == 1 and "|" not in text:
            yield from _alone(section, leaf, inline)
            continue
        for name, found, via, _, _ in programs_in(text, "use"):
            if not (is_listed_program(name) or package_kind(name)) or (
                is_english(name) and via == "command" and not _is_command(text)
            ):
                continue
            before = leaf.text[max(0, inline.start - 200) : inline.start]
            if _RULED_OUT.search(before):
                continue
            manner = manner_of_section(section, before, found)
            if manner == "use" and _SUCH_AS.match(leaf.text, inline.end):
                manner = "example"
            elif manner == "use" and _is_of_a_choice(leaf.text, inline.start):
                manner = "alternative"
            yield _sighting(name, leaf, (inline.start, inline.end), section.path, manner, "code span")


def _alone(section: Section, leaf: Block, inline: Inline) -> Iterator[Sighting]:
    """A program alone in a code span, under a heading that asks for programs or in a line that has it be there."""
    name = program_name(inline.value)
    if not name or not is_listed_program(name) or is_basic_program(name) or is_installer(name):
        return
    begin = leaf.text.rfind("\n", 0, inline.start) + 1
    end = leaf.text.find("\n", inline.end)
    line = leaf.text[begin : end if end >= 0 else len(leaf.text)]
    header = leaf.text[: leaf.text.find("\n")] if line.lstrip().startswith("|") else ""
    taken = _THERE.search(line) or _TAKES.search(leaf.text, max(0, inline.start - 200), inline.start)
    if (taken and not is_english(name)) or _REQUIRED.search(section.title) or _REQUIRED.search(header):
        manner = manner_of_section(section, leaf.text[max(0, inline.start - 100) : inline.start], "use")
        several = line.count("`") > 2 and manner == "use"
        chosen = _is_of_a_choice(leaf.text, inline.start) or _ONE_OF.search(leaf.text, begin, inline.start)
        how: Manner = "alternative" if (several and header) or (manner == "use" and chosen) else manner
        yield _sighting(name, leaf, (inline.start, inline.end), section.path, how, "code span")


def _is_of_a_choice(text: str, at: int) -> bool:
    """Whether the code span at a place is one of several to choose from, which begin with different programs."""
    for found in _CHOICE.finditer(text, max(0, at - _SHORT)):
        if found.start() <= at < found.end():
            return _OR.search(found.group()) is not None and len(set(_SPAN.findall(found.group()))) > 1
    return False


def _is_command(text: str) -> bool:
    """Whether a span that begins with a word of English is a command by an option, a path or a pipe."""
    text = _PLACEHOLDER.sub("x", text)  # `bun <path>`
    if re.match(r"\$?[ ]?\w+[ ]*(?:[=:<>+*]|\w+[ ]*[=:])", text):
        return False  # `service = build(x)`, `host: name`
    return any(mark in text for mark in (" -", "/", " | ", "=", ".")) or len(text.split()) <= 3


def _words(section: Section, leaf: Block) -> Iterator[Sighting]:
    """Words that ask for a program, and git in its many forms."""
    text = leaf.text
    found = [(item.start(1), item.end(1), item.group(1)) for item in _ASKS.finditer(text)]
    called: set[int] = set()
    if "CLI" in text or "command" in text or "binary" in text:
        named = list(_CALLED_CLI.finditer(text))
        found += [(item.start(1), item.end(1), item.group(1)) for item in named]
        # `Copilot CLI` is one, though a copilot is none; in a row of them it is one of the places to be used in
        called = {item.start(1) for item in named if item.group(1)[0].isupper() and not _in_a_row(text, item)}
    if "git" in text or "Git" in text:
        found += [(item.start(), item.end(), "git") for item in _GIT.finditer(text)]
        for item in [*list(_GIT_WORDS.finditer(text))[:_MANY], *list(_A_GIT_THING.finditer(text))[:_MANY]]:
            yield _sighting("git", leaf, item.span(), section.path, "alternative", "text")
    if "commit " in text:
        found += [(item.start(), item.end(), "git") for item in _COMMIT.finditer(text)]
    if "eparately" in text or "anually" in text:
        for item in _SEPARATELY.finditer(text):
            yield _sighting(item.group(1).lower(), leaf, item.span(1), section.path, "use", "text")
    for start, end, word in found[:_MANY]:
        shown = word.rstrip(".,;:")
        name = program_name(shown if shown.isupper() else shown.lower())
        if _asks_for(name, named=start in called) and not _is_refused(text, start, end):
            manner = manner_of_section(section, text[max(0, start - _NEAR) : end + 40], "use")
            yield _sighting(name, leaf, (start, end), section.path, manner, "text")


def _is_refused(text: str, start: int, end: int) -> bool:
    """Whether a word is only weighed, or forbidden whatever the case."""
    if _WEIGHED.search(text, max(0, start - 40), start):
        return True
    found = _FORBIDDEN.search(text, max(0, start - 60), start)
    return found is not None and (found.group(1) is not None or not _CONDITION.match(text, end))


def _in_a_row(text: str, found: re.Match[str]) -> bool:
    return (
        _ROW.search(text, max(0, found.start() - _NEAR), found.start()) is not None or text[found.end() :][:1] == ","
    )


@lru_cache(maxsize=4096)
def _asks_for(name: str, *, named: bool = False) -> bool:
    """Whether a word is a program that has to be there; `named` where it cannot be a word of English."""
    return (
        is_listed_program(name)
        and (named or not is_english(name))
        and not is_platform_program(name)
        and not is_basic_program(name)
        and not is_installer(name)
        and not installs_programs(name)
        and not package_kind(name)
    )


def _front_matter(scene: Scene) -> Iterator[Sighting]:
    block = scene.module.front_matter_block
    if block is None:
        return
    matter = scene.module.front_matter
    compatibility = matter.get("compatibility")
    if isinstance(compatibility, str):
        for word in re.findall(r"[A-Za-z][\w.+-]{1,30}", compatibility):
            name = program_name(word.rstrip(".").lower())
            if name in ("python3", "node", "docker") or _asks_for(name):
                optional = re.search(rf"\boptional\b[^.;]{{0,60}}\b{re.escape(word)}", compatibility, re.IGNORECASE)
                yield _in_front(scene, block, word, name, "optional" if optional else "declare", "compatibility")
    for table in metadata_tables(matter):
        needs = mapping_of(table.get("requires"))
        for key in _METADATA_BINS:
            words = strings_of(needs.get(key))
            manner: Manner = "declare" if key == "bins" or len(words) == 1 else "alternative"
            for word in words:
                name = program_name(word)
                if name and not is_basic_program(name):
                    yield _in_front(scene, block, word, name, manner, "metadata")


def _in_front(scene: Scene, block: Block, word: str, name: str, manner: Manner, via: str) -> Sighting:
    found = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", block.text)
    start = found.start() if found else 0
    return _sighting(name, block, (start, start + len(word)), scene.documents[0].path, manner, via)


def _sighting(name: str, leaf: Block, place: tuple[int, int], path: str, manner: Manner, via: str) -> Sighting:
    package = python_program(name)
    # in words, uv is one of the ways to install; what it runs is a command
    replaceable = is_platform_program(name) or installs_programs(name) or (name == "uv" and via == "text")
    how: Manner = "alternative" if replaceable and manner == "use" else manner
    return Sighting(
        "python" if package else package_kind(name) or "system",
        package or name,
        span_in(leaf, *place),
        place_of_file(path),
        how,
        via,
        leaf.id,
    )


def span_in(block: Block, start: int, end: int) -> Span:
    """The place in the source of the characters `start:end` of a block's text."""
    end = min(max(end, start + 1), len(block.text))
    low = len(block.text[:start].encode("utf-8", "surrogateescape"))
    high = low + len(block.text[start:end].encode("utf-8", "surrogateescape"))
    line = block.span.line + block.text.count("\n", 0, start)
    return Span(
        block.span.file,
        block.span.start + low,
        block.span.start + high,
        line,
        line + block.text.count("\n", start, max(start, end - 1)),
    )
