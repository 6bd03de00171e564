"""Tool names. Read, Write and Task are also English words: a bare capitalised verb is a tool only in a call, in a
list of tools, beside the word tool, or in a place that holds nothing else (`allowed-tools`, a hook's matcher)."""

import re
from collections.abc import Iterator

from skillrt.code.alternatives import holds_any
from skillrt.passes.harness_uses.lexicon import SHARED_BY_MOST, Lexicon, Named
from skillrt.passes.harness_uses.patterns import any_of, line_around
from skillrt.passes.harness_uses.tool_lists import listed_with
from skillrt.passes.harness_uses.use import Passage, Use
from skillrt.passes.harness_uses.wordlists import word_list

_TOOL_AFTER = re.compile(
    r"[`\"'’*_)]{0,4}(?:\s|-|の|)?(?:tool(?P<several>s)?\b|tool[ -]calls?\b|工具|ツール|herramienta|outil)", re.I
)
_TOOL_BEFORE = re.compile(
    r"(?:\btools?|工具|ツール)(?:\s+(?:named|called|like|such as|is|are|calls?|use))?[\s:`\"'*(]{1,4}$"
    r"|\b(?:via|through)\s+(?:the\s+)?[`\"*]{0,3}$",
    re.I,
)
_CALL_AFTER = re.compile(
    r"[`*]{0,3}\(\s*(?:(?P<argument>[A-Za-z_]\w{0,40})[`\"']?\s*[=:]|[{\"'`<\n]|[\w:/.-]{1,60}\s*[*)])"
)
_MATCHER = re.compile(r"(?:matcher|tool(?:_?name)?)[\"']?\s*(?:==|===|=|:)\s*[\"'][\w|*]{0,60}$", re.I)
_USING = re.compile(r"\b(?:use|using|call|calling|invoke|with|run)\s+(?:the\s+)?[`*]{0,3}$", re.I)
_SAID = re.compile(r"\b(?:use|using|call|tools?)\b", re.I)
_BY = re.compile(r"\b(?:with|by|via|through|calling|invoke)\s+(?:the\s+)?`$", re.I)
_TOOL_HEAD = re.compile(r"\btools?\b|工具|ツール", re.I)
_SEVERAL_TOOLS = 2
# `launch both Task tools`: calls of one tool, where `no Task tools` are a family
_CALLS_BEFORE = re.compile(
    r"\b(?:launch|spawn|start|run|dispatch|use|call|invoke)\s[*_`]{0,3}(?:both|two|three|several|multiple|parallel|\d+)"
    r"\s[*_`]{0,3}$",
    re.I,
)
# `` `Task` with `subagent_type: Explore` ``, `` `Task` `prompt` ``
_WITH_ARGUMENT = re.compile(
    r"[`*]{0,4}\s(?:with|and|using|takes)\s(?:\w{1,20}\s){0,2}[`\"']{0,2}(?P<argument>[a-z]+_\w{1,40})"
    r"|`\s`(?P<beside>\w{1,40})`"
)
# `allowed-tools: Bash(git:*) Read`: rules of permissions, which are no list of names
_RULES_BEFORE = re.compile(r"allowed[-_]?tools[\"']?\s{0,3}[:=][^\n`]{0,400}$", re.I)
_RULE_AFTER = re.compile(r"[^\n`]{0,200}")
_SCRIPT_AFTER = re.compile(r"\s[Ss]cripts?\b")
# `Read Text`, `Write Range`: a longer name, of something else
_LONGER_NAME = re.compile(r" [A-Z][a-z]")
_LONGER_SPAN = re.compile(r" \w")
# `Agent tool resource`, `Agent tool -> API`: kinds of things that some other product calls tools
_KIND_AFTER = re.compile(r"\s(?:resources?|nodes?|abuse|types?|kinds?)\b|\s?(?:→|->)")
_CELL_BEFORE = re.compile(r"(?:\A|\n)[ \t]*\|[ \t]*[*_]{0,2}$")
# `spawn_agent(message: dict, path: Path)`: parameters with types are a function's, not what a tool is called with
_TYPED_AFTER = re.compile(
    r"\(\s*\w{1,40}\s*:\s*(?:str|int|float|bool|dict|list|set|tuple|bytes|string|number|boolean|object|array|Any|Path|"
    r"None|Optional|Union|List|Dict|Sequence|Mapping|unknown)\b"
)


def find_tools(
    passage: Passage, present: frozenset[str], known: Lexicon, spoken: frozenset[str] = frozenset()
) -> Iterator[Use]:
    """Tool names of the passage; `present` are those that its document holds, `spoken` the harnesses it speaks of."""
    if passage.kind == "front-matter":
        return
    if not holds_any(passage.text, present):
        return
    places = [
        match
        for match in any_of(present, r"\w", r"(?!\w)").finditer(passage.text)
        if _stands_alone(passage.text, *match.span()) and not _is_function(passage.text, match)
    ]
    forms = [_form_at(passage, known, spoken, match) for match in places]
    sure = {match.group() for match, form in zip(places, forms, strict=True) if form and form != "matcher"}
    for match, form in zip(places, forms, strict=True):
        name = match.group()
        if form := form or ("again" if name in sure and _is_named_again(passage, known, match) else ""):
            row = known.tools[name]
            yield Use(name, "tool", row.harnesses, passage, match.start(), match.end(), name, row.meaning, form)


def _form_at(passage: Passage, known: Lexicon, spoken: frozenset[str], match: re.Match[str]) -> str:
    """How the tool is named at this place; in rules of permissions it is a `matcher`, which stays as it is."""
    form = _form(passage, known, match.group(), *match.span()) or _form_among_own(passage, known, spoken, match)
    return "matcher" if form and _in_rules(passage, *match.span()) else form


def _is_named_again(passage: Passage, known: Lexicon, match: re.Match[str]) -> bool:
    """Whether a capitalised name is alone in a code span: beside a place where it is a tool, it is one, too.

    Where a product that has the tool is named, it may be what the sentence is about.
    """
    text, name = passage.text, match.group()
    span = passage.in_code(*match.span()) if passage.kind == "prose" and _cased(name) else None
    if span is None or text[span[0] : span[1]].strip("`") != name:
        return False
    owners = set(known.tools[name].harnesses)
    return not any(word in text and owners.intersection(row.harnesses) for word, row in known.products.items())


def find_prefixed(passage: Passage, known: Lexicon) -> Iterator[Use]:
    """`mcp__github__list_issues`: a tool of a server, under the name that one harness gives it."""
    if passage.kind == "front-matter":
        return
    for prefix, row in known.tool_prefixes.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(prefix)}[\w-]{{1,60}}?__(?=[\w*])", passage.text):
            yield Use(match.group(), "tool", row.harnesses, passage, *match.span(), match.group(), "", "prefix")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a word is no part of a path, an option, a variable or a dotted name."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:] in {".", "/", "$", "-", "@", "<"} and before != "..":
        return before[-1:] == "/" and before[:1].isalnum() and text[start].isupper()  # Read/Write/Edit
    return before != "::" and not after.startswith("-") and not (after[:1] == "." and after[1:].isalnum())


def _is_function(text: str, match: re.Match[str]) -> bool:
    """Whether a name in small letters stands before parameters with types."""
    return not _cased(match.group()) and _TYPED_AFTER.match(text, match.end()) is not None


def tool_uses(passage: Passage, start: int, text: str, known: Lexicon, form: str) -> Iterator[Use]:
    """The tools named in a list (`allowed-tools`) whose text begins at `start` of the passage."""
    for match in re.finditer(r"(?<![\w*-])[A-Za-z]\w*(?:\(([^()\n]{0,200})\))?", text):
        name = re.match(r"\w+", match.group())
        row = known.tools.get(name.group()) if name else None
        if row and name:
            first = start + match.start()
            last = first + len(name.group())
            yield Use(row.text, "tool", row.harnesses, passage, first, last, row.text, row.meaning, form)


def _form(passage: Passage, known: Lexicon, name: str, start: int, end: int) -> str:
    """How the tool is named here: `call`, `tool`, `list`, `matcher`, `span`, `word`; empty where it is no tool."""
    text = passage.text
    before, after = text[max(0, start - 80) : start], text[end : end + 240]
    if _MATCHER.search(before):
        return "matcher"
    if (passage.kind == "script" or passage.language in word_list("program_languages")) and not _in_comment(
        passage, start
    ):
        return _form_in_program(known, name, before, after)
    if _is_call(known, name, after):
        return "call"
    row = known.tools[name]
    beside = _TOOL_AFTER.match(after)
    if (
        beside
        and not (name in word_list("nouns") and (_is_family(beside, before) or _is_kind(passage, start, end, beside)))
        and _may_stand_beside_tool(passage, known, row, start, end)
    ):
        return "tool"
    if not _cased(name):
        return "span" if _distinct_span(passage, known, row, start, end) else ""
    if name not in word_list("nouns") and _TOOL_BEFORE.search(before) and not _goes_on(passage, start, end):
        return "tool"
    if known.distinct_tool(name) and not _needs_company(row):
        return "span" if passage.in_code(start, end) else "word"
    if name in word_list("odd_names") and _USING.search(before):
        return "tool"
    if name in word_list("nouns") and _takes_argument(passage, known, name, start, end):
        return "tool"
    return "list" if _in_list(passage, known, name, start, end) else ""


def _is_family(beside: re.Match[str], before: str) -> bool:
    """Whether the word tool beside a noun makes it no tool's name: `Agent Tool Access`, `no Task tools`."""
    return "T" in beside.group() or (beside["several"] is not None and not _CALLS_BEFORE.search(before))


def _is_kind(passage: Passage, start: int, end: int, beside: re.Match[str]) -> bool:
    """Whether `Agent tool`, in no code span, is one of the kinds of tools of some other product."""
    if passage.in_code(start, end):
        return False
    text = passage.text
    return bool(_KIND_AFTER.match(text, end + beside.end()) or _CELL_BEFORE.search(text[max(0, start - 80) : start]))


def _goes_on(passage: Passage, start: int, end: int) -> bool:
    """Whether a name is the beginning of a longer one: `Write Range`, `Read script`."""
    text = passage.text
    longer = _LONGER_SPAN if passage.in_code(start, end) else _LONGER_NAME
    return bool(longer.match(text, end) or _SCRIPT_AFTER.match(text, end))


def _in_rules(passage: Passage, start: int, end: int) -> bool:
    """Whether a name stands among rules of permissions, some of which have a pattern."""
    text = passage.text
    if passage.kind != "code" and not passage.in_code(start, end):
        return False
    first = max(0, text.rfind("\n", 0, start) + 1, start - 400)
    rules = _RULES_BEFORE.search(text, first, start) if "llowed" in text[first:start] else None
    after = _RULE_AFTER.match(text, end)
    return rules is not None and "(" in rules.group() + (after.group() if after else "")


def _takes_argument(passage: Passage, known: Lexicon, name: str, start: int, end: int) -> bool:
    """Whether the text says with which argument of its own the tool is called."""
    said = _WITH_ARGUMENT.match(passage.text, end) if passage.in_code(start, end) else None
    return said is not None and (said["argument"] or said["beside"]) in known.arguments[name]


def _in_list(passage: Passage, known: Lexicon, name: str, start: int, end: int) -> bool:
    """`Read, Grep, and Glob`: a list of capitalised tools of one harness, of which one can be nothing else, or which
    is called tools; no sentence of verbs."""
    text, odd = passage.text, word_list("telling_names")
    words, (first, last) = listed_with(known, name, text, start, end)
    others = words - {name}
    if not others:
        return False
    if name in odd or any(word in odd or known.distinct_tool(word) for word in others):
        return True
    called = _TOOL_BEFORE.search(text[max(0, first - 80) : first]) or _TOOL_AFTER.match(text, last)
    return called is not None and not words <= word_list("nouns")


def _form_among_own(passage: Passage, known: Lexicon, spoken: frozenset[str], match: re.Match[str]) -> str:
    """A snake-case name alone in a code span, in a document that speaks of a harness with such a tool."""
    name = match.group()
    if spoken.intersection(known.tools[name].harnesses) and _in_tool_table(
        passage, known, known.tools[name], *match.span()
    ):
        return "span"
    if passage.kind != "prose" or "_" not in name or not known.distinct_tool(name):
        return ""
    if not spoken.intersection(known.tools[name].harnesses):
        return ""
    span = passage.in_code(*match.span())
    return "span" if span and passage.text[span[0] : span[1]].strip("`") == name else ""


def _in_comment(passage: Passage, start: int) -> bool:
    """Whether a place in a code block is in a whole line of comment, which people write for the agent."""
    line = passage.text[max(0, start - 400) : start].rpartition("\n")[2]
    return passage.kind == "code" and line.lstrip().startswith(("#", "//", "--"))


def _form_in_program(known: Lexicon, name: str, before: str, after: str) -> str:
    """In a program: a name that nothing else has, or a call with an argument that only an agent's tool takes."""
    if not _cased(name):
        return ""
    if _CALL_AFTER.match(after) and any(word in after for word in known.arguments[name] if "_" in word):
        return "call"
    distinct = known.distinct_tool(name) and not _needs_company(known.tools[name])
    return "word" if distinct and before[-1:] != "." else ""


def _is_call(known: Lexicon, name: str, after: str) -> bool:
    """Outside of programs: a call with an argument of that tool, or of a name that can hardly be anything else."""
    match = _CALL_AFTER.match(after)
    if match is None:
        return False
    argument = match["argument"]
    if argument:
        return argument in known.arguments[name]
    if known.distinct_tool(name):
        return _cased(name) and not _needs_company(known.tools[name])
    return _cased(name) and name != "Agent" and "\n" not in match.group() and ")" not in match.group()


def _may_stand_beside_tool(passage: Passage, known: Lexicon, row: Named, start: int, end: int) -> bool:
    """`the bash tool`, `` `exec` tool``: a lower-case word needs an article, a code span or an odd spelling."""
    if _cased(row.text) or known.distinct_tool(row.text):
        return True
    if passage.in_code(start, end):
        return row.text not in word_list("program_names")
    before = passage.text[max(0, start - 12) : start].lower()
    return row.text in word_list("plain_tools") and before.endswith(("the ", "a ", "your ", "via ", "use ", "with "))


def _distinct_span(passage: Passage, known: Lexicon, row: Named, start: int, end: int) -> bool:
    """A snake-case name: functions are named so too, so it must be alone in a code span, or said beside a tool."""
    if not known.distinct_tool(row.text) or row.text in word_list("function_names"):
        return False
    if passage.kind != "prose" and not _in_comment(passage, start):
        return False
    line = line_around(passage.text, start, end)
    span = passage.in_code(start, end)
    alone = span is not None and passage.text[span[0] : span[1]].strip("`") == row.text
    if alone:
        return bool(_SAID.search(line) or _BY.search(passage.text, max(0, start - 24), start))
    return bool(re.search(r"\btools?\b|\bagent\b", line, re.I)) or _beside_other(known, row.text, line)


def _in_tool_table(passage: Passage, known: Lexicon, row: Named, start: int, end: int) -> bool:
    """A plain name that fills a cell, in a table of a harness's tools: `` | `exec` | `` below `| Tool | Use |`."""
    span = passage.in_code(start, end)
    if (
        span is None
        or passage.text[span[0] : span[1]].strip("`") != row.text
        or not _alone_in_cell(passage.text, span)
    ):
        return False
    head = passage.text[: passage.text.find("\n")]
    own = any(word in head for word, item in known.products.items() if set(item.harnesses) & set(row.harnesses))
    if not head.lstrip().startswith("|") or not (own or _TOOL_HEAD.search(head)):
        return False
    filled = {
        passage.text[first:last].strip("`")
        for first, last in passage.code
        if _alone_in_cell(passage.text, (first, last))
    }
    others = [known.tools[name] for name in sorted(filled - {row.text}) if name in known.tools]
    return sum(bool(set(row.harnesses) & set(item.harnesses)) for item in others) >= _SEVERAL_TOOLS


def _alone_in_cell(text: str, span: tuple[int, int]) -> bool:
    before, after = text[max(0, span[0] - 8) : span[0]], text[span[1] : span[1] + 8]
    return before.rstrip(" *").endswith("|") and after.lstrip(" *").startswith("|")


def _beside_other(known: Lexicon, name: str, line: str) -> bool:
    """Whether another odd tool name of the same harness stands on the line (`read_bash / stop_bash`)."""
    owners = set(known.tools[name].harnesses)
    return any(
        word != name
        and word in known.tools
        and known.distinct_tool(word)
        and owners & set(known.tools[word].harnesses)
        for word in re.findall(r"\w+", line)
    )


def _needs_company(row: Named) -> bool:
    """Odd names that programs use as well."""
    return row.text in word_list("common_names")


def _cased(name: str) -> bool:
    return name[0].isupper()


def is_nobodys(use: Use) -> bool:
    """Whether what is used is nobody's own. A folder of skills is somebody's however many harnesses look there:
    those that do not look there find nothing."""
    return is_shared(use.harnesses) and not (use.kind == "path" and use.meaning.startswith("skills."))


def is_shared(harnesses: tuple[str, ...]) -> bool:
    """Whether so many harnesses have it that it is nobody's own."""
    return len(harnesses) > SHARED_BY_MOST
