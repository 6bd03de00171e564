"""A tool that the target lacks, in plain words: in its name's place where the sentence takes them, else behind it.

`use WebFetch to read it` can become `use `curl` in the shell to read it`; `WebFetch the page`, `call WebFetch`, and
what a sentence says of the tool itself (`WebFetch caches its answers`, `never use WebFetch`) cannot: a claim about
the tool would be one about the words. There the name stays and the words follow it in brackets.
"""

import re
from collections.abc import Iterator

from skillrt.passes.harness_edits.scene import Change, Scene, fitted
from skillrt.passes.harness_uses import Passage, Use, line_around
from skillrt.targets import Operation

_BEFORE = re.compile(r"(?:\b(?P<article>the|a|an|your|The|A|An|Your)\s+)?(?P<marks>[`*\"]{0,4})$")
_AFTER = re.compile(r"(?P<marks>[`*\"]{0,4})(?:\s+(?:tool calls?|tools?)\b)?")
# what the words are the object of, right before them; not `call` and `invoke`, whose object can only be a tool
_GOVERNED = re.compile(r"\b(?:us(?:e|es|ed|ing)|with|via|through|by)\s$", re.I)
# a rule against the tool is no rule against what stands for it
_REFUSED = re.compile(
    r"(?:\b(?:not|never|cannot|without|avoid|instead\sof|rather\sthan)|n['’]t)[*_]{0,2}\s(?:[\w*_]+\s){0,2}$", re.I
)
# what may follow a noun phrase: an end, or a word that a phrase of its own begins with
_FOLLOWED = re.compile(
    r"\s*(?:\Z|[.,;:!?)\n])|\s+(?:to|for|on|when|if|and|or|in|instead|from|against|at|before|after|then|with|again|"
    r"directly|now|first|once|as|so|because|where|while|until|unless|per|over|rather)\b"
)
# `` `Read`s ``
_ENDING = re.compile(r"(?:['’]?s)\b")
_EXPLAINED = " (here: "
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
    noun = _noun(scene, operation, passage)
    start, end = _phrase(passage, use.start, use.end)
    if use.form != "call" and _takes_a_noun(passage.text, start, end):
        words = fitted(_closed(noun, passage.text, end), passage.text, start)
        yield Change(use, start, end, words, "tool-in-words", why, True, operation.instruction)
        return
    place = _behind(use, end)
    if passage.text.startswith(_EXPLAINED, place):
        return  # compiled before
    words = f"{_EXPLAINED}{noun.removesuffix(',')})"
    yield Change(use, place, place, words, "tool-explained", why, True, operation.instruction)


def _noun(scene: Scene, operation: Operation, passage: Passage) -> str:
    shell = scene.target.tool_for("shell.run")
    noun = operation.by_shell if shell and operation.by_shell else operation.noun
    return noun if passage.kind == "prose" else noun.replace("`", "")


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


def _takes_a_noun(text: str, start: int, end: int) -> bool:
    """Whether a noun phrase can be used in the place of `start:end`."""
    governed = _GOVERNED.search(text, max(0, start - 16), start)
    if governed is None or _REFUSED.search(text[max(0, governed.start() - 48) : governed.start()]):
        return False
    return bool(_FOLLOWED.match(text, end))


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
    if span is not None:
        ending = _ENDING.match(text, max(span[1], end))
        return ending.end() if ending else max(span[1], end)
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
