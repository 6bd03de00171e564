"""A tool that the target lacks, in plain words: in its name's place where the sentence takes them, else behind it.

`use WebFetch to read it` can become `use `curl` in the shell to read it`; `WebFetch the page`, `call WebFetch`, and
what a sentence says of the tool itself (`WebFetch caches its answers`, `never use WebFetch`) cannot: a claim about
the tool would be one about the words. There the name stays and the words follow it in brackets. Where they would be
what the sentence forbids (`use AskUserQuestion, never plain text`), or it says itself what to do without the tool,
the brackets say that the tool is not there.
"""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.passes.harness_edits.scene import Change, Scene, fitted
from skillrt.passes.harness_uses import Passage, Use, line_around
from skillrt.targets import Operation

_BEFORE = re.compile(r"(?:\b(?P<article>the|a|an|your|The|A|An|Your)\s+)?(?P<marks>[`*\"]{0,4})$")
_AFTER = re.compile(r"(?P<marks>[`*\"]{0,4})(?:\s+(?:tool calls?|tools?)\b)?")
# what the words are the object of, right before them; not `call` and `invoke`, whose object can only be a tool
_GOVERNED = re.compile(r"\b(?P<verb>us(?:e|es|ed|ing)|with|via|through|by)\s$", re.I)
# a rule against the tool is no rule against what stands for it
_REFUSED = re.compile(
    r"(?:\b(?:not|never|cannot|without|avoid|instead\sof|rather\sthan)|n['’]t)[*_]{0,2}\s(?:[\w*_]+\s){0,2}$", re.I
)
# what may follow a noun phrase: an end, or a word that a phrase of its own begins with
_FOLLOWED = re.compile(
    r"\s*(?:\Z|[.,;:!?)\n])|\s+(?:to|for|on|when|if|and|or|in|instead|from|against|at|before|after|then|with|again|"
    r"directly|now|first|once|as|so|because|where|while|until|unless|per|over|rather)\b"
)
# where "use <tool>" as a whole becomes a verb with its object
_ACTED = re.compile(r"\s*(?:\Z|[.;:!?)\n])|\s+(?:to|when|if|before|and|then|first|once|now|because|until|unless)\b")
_TO_DO_THAT = r"\s+to\s+{verb}\b"
_USER = re.compile(r"(?:the\s|your\s)?(?:user|human|person|developer)s?[*_]{0,2}\s|them[*_]{0,2}\s", re.I)
_MEANS = frozenset({"via", "through", "by", "with", "using"})
_TO = re.compile(r"\s+(?:to|if)\b")
_DONE_BY = r"\b{verb}(?:s|ed|ing)?[*_]{{0,2}}\s(?P<object>[^.;:\n()]{{0,60}})(?P<aside>\()?$"
# `the Edit and Write tools`: the names share their noun
_SHARED = re.compile(
    r"(?:(?:\s?[,/&]\s?(?:(?:and|or)\s)?|\s(?:and|or)\s)[`*\"]{0,3}[A-Za-z_]\w{0,40}[`*\"]{0,3}){1,8}\s"
    r"(?:tools|tool calls|calls)\b"
)
# whoever is sent out is no pass over a task
_SENT = re.compile(r"\b(?:spawn|dispatch|launch)(?:s|es|ed|ing)?\b[^.;:\n()]{0,60}$", re.I)
# what a tool for questions does away with
_PLAIN = (
    r"free[-\u2010-\u2015 ]?form|plain[- ](?:text|language|chat|prose|messages?)|prose|"
    r"(?:regular|normal|ordinary|chat)\s\w+|text (?:messages?|prompts?|blocks?|questions?)|"
    r"in (?:text|chat|messages?)|inline|markdown list|numbered list"
)
_PLAIN_REFUSED = re.compile(
    rf"(?:\b(?:not|never|no|without|avoid|instead\sof|rather\sthan)\b|n['\u2019]t\b)[^.;:\n`]{{0,60}}?\b(?:{_PLAIN})\b",
    re.I,
)
# not "only the <tool> branch", which tells it from another
_ONLY_BEFORE = re.compile(
    r"\b(?:ONLY\s(?:(?:use|using|via|through|with|by)\s)?|only\s(?:use|using|via|through|with|by)\s|"
    r"(?:[Uu]s(?:e|ing)|via|through|with|by)\sonly\s)(?:the\s)?[`*]{0,3}$"
)
_ONLY_AFTER = re.compile(r"[`*]{0,3}(?:\s+tools?)?\s+only\b", re.I)
_HELD_AFTER = re.compile(
    r"[`*]{0,3}[^.;:\n`]{0,24}?\b(?:(?:is|are|be)\s(?:not\s|un)|isn['\u2019]t\s|if\s|when(?:ever)?\s|where\s|un)"
    r"(?:it\sis\s)?(?:available|supported|offered|exposed|present)\b",
    re.I,
)
_HELD_BEFORE = re.compile(r"\b(?:no|without|unavailable|available|missing)\s(?:the\s)?[`*]{0,3}$", re.I)
_NOT_YET = re.compile(r"\byet\b", re.I)
# `` `Read`s ``
_ENDING = re.compile(r"(?:['’]?s)\b")
# a command in the shell where the sentence wants the tool in its place
_SHELL = (
    r"(?:the\s|a\s|raw\s|plain\s|direct\s)?(?:[`*_]{0,3}(?:bash|shell|terminal|command[- ]line)\b|"
    r"`(?-i:cat|echo|fd|find|head|ls|tail|tee)\b|[`*_]{0,3}(?-i:awk|curl|grep|rg|sed|wget)\b)"  # `Grep` is a tool
)
_SHELL_REFUSED = re.compile(
    r"(?:\b(?:not|never|instead\sof|rather\sthan)|n['\u2019]t)\b(?:\s(?:use|using|via|through|with|by|in|from|run))?"
    rf"\s{_SHELL}|"
    rf"\b(?:no|avoid|over)\s{_SHELL}",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?][)\"*_`]{0,3}(?=\s)|\n")
_EXPLAINED = " (here: "
_MISSING = " (not in "
CONTRADICTED: Final = "tool-contradicted"
_REACH: Final = 240
_CLOSED_BY = (".", ",", ";", ":", "!", "?", ")")
# blocks of code that people write for an agent to read; any other holds a program, data or a configuration
_SPOKEN = frozenset({"", "text", "txt", "plain", "plaintext", "markdown", "md", "prompt"})


def in_plain_words(use: Use, scene: Scene, operation: Operation) -> Iterator[Change]:
    """The words for one use of the tool; nothing in a program or a configuration, where only a name can stand."""
    passage = use.passage
    if passage.kind == "code" and (passage.language not in _SPOKEN or _is_entry(passage, use)):
        return
    if use.form == "again" or (use.form != "call" and _among_others(use)):
        return
    why = f"{scene.target.title} has no tool to {operation.does}"
    start, end = _phrase(passage, use.start, use.end)
    no_shell = _SHELL_REFUSED.search(_sentence(passage.text, start, end)) is not None
    noun = _noun(use, scene, operation, no_shell=no_shell)
    told = _told_missing(passage.text, start, end, operation)
    if no_shell and noun == operation.by_shell:
        told = f": {noun}"
    if use.form != "call" and told is None and _takes_a_noun(use, start, end):
        in_place = start, end, fitted(_closed(noun, passage.text, end), passage.text, start)
        first, last, words = _acted(passage.text, start, end, operation) or in_place
        yield Change(use, first, last, words, "tool-in-words", why, True, operation.instruction)
        return
    place = _behind(use, end)
    if passage.text.startswith((_EXPLAINED, _MISSING), place):
        return  # compiled before
    words = f"{_EXPLAINED}{noun.removesuffix(',')})"
    if told is not None:
        words = f"{_MISSING}{scene.target.title}{told})"
    rule = CONTRADICTED if told else "tool-explained"
    yield Change(use, place, place, words, rule, why, True, operation.instruction)


def _told_missing(text: str, start: int, end: int, operation: Operation) -> str | None:
    """What the brackets say after "not in <target>": how to do without where the sentence forbids the plain way,
    nothing where it says so itself or is a rule against the tool; None where the plain words are right."""
    if not operation.missing:
        return None
    before, after = text[max(0, start - 60) : start], text[end : end + 120]
    refused = _REFUSED.search(before)
    if _HELD_AFTER.match(after) or _HELD_BEFORE.search(before) or (refused and not _NOT_YET.search(refused.group())):
        return ""
    only = _ONLY_BEFORE.search(before) or _ONLY_AFTER.match(after)
    if only or _PLAIN_REFUSED.search(line_around(text, start, end)):
        return f": {operation.missing}"
    return None


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence that holds `start:end`, within its line and a few hundred characters."""
    first = max((item.end() for item in _SENTENCE_END.finditer(text, max(0, start - _REACH), start)), default=0)
    last = _SENTENCE_END.search(text, end, end + _REACH)
    return text[max(first, start - _REACH, 0) : last.start() if last else end + _REACH]


def _acted(text: str, start: int, end: int, operation: Operation) -> tuple[int, int, str] | None:
    """The place and the words where more than the tool's name is replaced: "use <tool> to ask" becomes "ask"."""
    governed = _GOVERNED.search(text, max(0, start - 16), start) if operation.act else None
    if governed is None:
        return None
    first, word = governed.start(), governed["verb"]
    if word.lower() in _MEANS:
        said = _by(text, first, operation)
        return (first, end, fitted(said, text, first)) if said else None
    verb = operation.act.partition(" ")[0]
    same = re.compile(_TO_DO_THAT.format(verb=verb)).match(text, end)
    if word.lower() != "use" or not (same or _ACTED.match(text, end)):
        return None
    words = verb if same else operation.act + ("," if _TO.match(text, end) else "")
    return first, same.end() if same else end, words[0].upper() + words[1:] if word[0] == "U" else words


def _by(text: str, at: int, operation: Operation) -> str:
    """What stands for "via <tool>" at `at`; where the sentence has the verb itself, it is not said again. Empty where
    the noun is clearer, for "ask which one to take directly" says something else."""
    verb, _, rest = operation.act.partition(" ")
    said = re.search(_DONE_BY.format(verb=verb), text[max(0, at - 80) : at], re.I)
    if said is None or (said["aside"] and not _USER.fullmatch(said["object"])):
        return operation.by
    if not said["object"]:
        return rest
    return rest.rpartition(" ")[2] if _USER.fullmatch(said["object"]) else ""


def _noun(use: Use, scene: Scene, operation: Operation, *, no_shell: bool) -> str:
    shell, near = scene.target.tool_for("shell.run"), scene.target.near_tool(use.meaning)
    noun = operation.by_shell if shell and operation.by_shell else operation.noun
    if near:
        noun = f"`{near.name}` where it is offered{'' if no_shell or not shell else ', else a shell command,'}"
    return noun if use.passage.kind == "prose" else noun.replace("`", "")


def _phrase(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """The article, the marks around the name and the word tool go with the name, where the marks are balanced."""
    text = passage.text
    before, after = _BEFORE.search(text, max(0, start - 12), start), _AFTER.match(text, end)
    left, right = before["marks"] if before else "", after["marks"] if after else ""
    if left != right[::-1]:
        span = passage.in_code(start, end)
        return (start, end) if span is None or span != (start - 1, end + 1) else span
    first = before.start() if before else start
    return first, after.end() if after else end


def _takes_a_noun(use: Use, start: int, end: int) -> bool:
    """Whether a noun phrase can be used in the place of `start:end`."""
    text = use.passage.text
    governed = _GOVERNED.search(text, max(0, start - 16), start)
    if governed is None or _REFUSED.search(text[max(0, governed.start() - 48) : governed.start()]):
        return False
    if use.meaning == "agent.delegate" and _SENT.search(text[max(0, governed.start() - 80) : governed.start()]):
        return False
    return _FOLLOWED.match(text, end) is not None and _SHARED.match(text, end) is None


def _closed(noun: str, text: str, end: int) -> str:
    """Words that end in a comma lose it before another mark or the end."""
    following = text[end : end + 1]
    return (
        noun.removesuffix(",")
        if (not following.strip() and not text[end:].strip()) or following in _CLOSED_BY
        else noun
    )


def _behind(use: Use, end: int) -> int:
    """The place right behind the name, its marks, the word tool, and the brackets of a call."""
    text, passage = use.passage.text, use.passage
    span = passage.in_code(use.start, use.end)
    end = max(span[1], end) if span else end
    ending = _ENDING.match(text, end)
    if span or ending:
        return ending.end() if ending else end
    if use.form == "call" and text[use.end : use.end + 1] == "(":
        line = line_around(text, use.start, use.end)
        closing = text.find(")", use.end, use.end + len(line))
        return closing + 1 if closing >= 0 else end
    return end


def _among_others(use: Use) -> bool:
    """Whether the name shares a code span with more: a list of tools, a rule of permissions."""
    span = use.passage.in_code(use.start, use.end)
    return (
        span is not None and use.passage.text[span[0] : span[1]].strip("` ") != use.passage.text[use.start : use.end]
    )


def _is_entry(passage: Passage, use: Use) -> bool:
    """Whether the name stands in a setting (`disallowedTools: WebFetch`) or in a drawing."""
    line = line_around(passage.text, use.start, use.end)
    return bool(re.match(r"\s*[\w-]+:\s*\S", line) and " " not in line.split(":")[0].strip()) or "│" in line
