"""Calls that fit in one turn: the clause that says so, at the sentence or the lead that orders them."""

import re
from functools import cache
from typing import Final

from skillrt.code import Command, commands, program_of
from skillrt.code.placeholders import placeholders
from skillrt.code.statements import statements
from skillrt.ir import Inline, span_of
from skillrt.passes.concurrency.paths import named_paths
from skillrt.passes.parallel.scene import Edit, Place
from skillrt.passes.parallel.words import has, is_doubtful, words
from skillrt.reading.instructions import is_order

ALL: Final = " (all in one turn)"
SEVERAL: Final = " (several in one turn)"
_ASIDE: Final = re.compile(r"\([^()]{0,200}\)|\*\*[^*\n]{1,80}\*\*")
_CLOSING: Final = re.compile(r"`*\)?")
_BETWEEN: Final = re.compile(
    r"[\s,;+&(（、)]*(?:(?:and|plus|with|also|the|both|all|files?|documents?|和|\w+['’]s)[\s,]*){0,4}"
)
_FOR_EACH: Final = re.compile(r"(?:for|from) (?:each|every)\b[^,:;.()]{1,60},\s*(?:\*\*)?(\w+)", re.I)
_MORE: Final = re.compile(r"(?:\b(?:and|then)|;)[ \t\n]+([\w-]+)")
_COMPOUND: Final = re.compile(r"[;|]|&&|&\s*(?:\n|\Z)|\n")
_LEAD_END: Final = re.compile(r"[:：](?:\*\*|__)?\s*\Z")
# what may stand behind the items without being a part of their name (`each skill's file`, `each file header`)
_ENDS: Final = re.compile(
    r"[`*_]*\s*(?:\Z|[,.;:!?()（，。：—–|]|-\s|(?<=\s)(?:in|on|at|of|from|under|with|within|for|to|by|via|using|as|and|or|"
    r"that|which|whose|where|you|we|they|it|is|are|before|after|against|into|then|below|above|found|listed|named|"
    r"given|first|\w+ly)\b)",
    re.I,
)
_NEAR: Final = 8  # words before the items
_QUOTED: Final = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")


def reads(place: Place) -> Edit | None:
    """`Read a.md, b.md and c.md`: the clause stands behind the last of them."""
    sentence, block = place.sentence, place.block
    if sentence is None or sentence.kind == "heading" or sentence.first not in words("reads"):
        return None
    paths = {item.span: item.name for item, written in named_paths(block, sentence) if not written}
    run: list[Inline] = []
    for inline in block.inlines:
        if sentence.start <= inline.start and inline.end <= sentence.end and inline.kind in ("code", "link"):
            is_path = span_of(block, inline.start, inline.end) in paths
            follows = not run or _BETWEEN.fullmatch(_ASIDE.sub("", block.text[run[-1].end : inline.start]))
            if not is_path or not follows:
                break
            run.append(inline)
    if len(run) < 2 or len(run) != len(set(paths.values())):
        return None  # another one is done otherwise, or named twice
    before = block.text[sentence.start : run[0].start]
    rest = block.text[run[-1].end : sentence.end]
    # what stands between the order and the first document, an owner left out (`the persona's`)
    plain = re.sub(r"\w+['’]s\b", " ", _ASIDE.sub(" ", before)).lower().lstrip("→➜-> ")
    lead = re.findall(r"\w+", plain.rpartition(sentence.first)[2])
    if is_doubtful(plain) or set(lead) - words("joins"):
        return None
    if has("choice", rest) or re.match(r"[`*)\s]*(?:[,;/+&]|(?:and|plus|or|with|then)\b)", rest):
        return None  # some may be left out, or there are more
    return _behind(place, run[-1].end, ALL)


def listed(place: Place) -> Edit | None:
    """`Read these documents:` before a list of them: the clause stands before the colon."""
    lead = place.lead
    if place.sentence is not None and place.sentence.first in words("reads"):
        return None  # the items themselves are orders
    said = [item for item in place.section.sentences if lead is not None and item.block == lead.id]
    if lead is None or not said or said[-1].first not in words("reads") or is_doubtful(said[-1].text):
        return None
    return _before_colon(lead.id, lead.text, ALL)


def items(place: Place) -> Edit | None:
    """`Read all files in the skill`, `For each question, search ...`: one call an item, several of them in one turn.
    The clause stands behind what names the items."""
    sentence = place.sentence
    if sentence is None or sentence.kind == "heading":
        return None
    led = _FOR_EACH.match(sentence.text[sentence.text.lower().find(sentence.first) :]) if sentence.words else None
    verb = led.group(1).lower() if led else sentence.first
    found = _many().search(sentence.text)
    if (
        found is None
        or not _ENDS.match(sentence.text, found.end())
        or verb not in words("one_call")
        or has("choice", sentence.text)
        or has("order", sentence.text)
    ):
        return None
    if led and any(is_order(word.lower()) for word in _MORE.findall(sentence.text, found.end())):
        return None  # work on each item, of which the call is a part
    if not led and len(re.findall(r"\w+", sentence.text[: found.start()])) > _NEAR:
        return None
    at = sentence.start + found.end()
    if place.block.text.startswith(" (", at):
        return Edit(place.block.id, at + 2, at + 2, SEVERAL.strip(" ()") + "; ")  # in the brackets that stand there
    return _behind(place, at, SEVERAL)


@cache
def _many() -> re.Pattern[str]:
    nouns = "|".join(sorted(words("items"), key=lambda item: (-len(item), item)))
    return re.compile(
        rf"\b(?:each|every|all(?: of)?(?: the)?)\s+(?:[\w-]+\s+){{0,2}}?(?:{nouns})\b(?:\s+(?:{nouns})\b)*", re.I
    )


def looks(place: Place) -> Edit | None:
    """Commands of a step that only look: the clause stands in the lead before the block. In a comment
    of the block it would be handed to the shell with the commands, in one call."""
    fence = place.fence
    if fence is None or fence.role != "commands" or not place.steps:
        return None
    text = place.text
    comments = "\n".join(re.findall(r"#[^\n]*", _QUOTED.sub("''", text)))
    if is_doubtful(comments) or not _apart(text, console=fence.language == "console"):
        return None
    before = fence.text[: place.start].strip()
    if fence.text[place.end :].strip() or "\n" in before or (before and not before.startswith("#")):
        return None  # a part of a longer run
    lead = place.lead
    said = [item for item in place.section.sentences if lead is not None and item.block == lead.id]
    if lead is None or not said or is_doubtful(said[-1].text):
        return None
    return _before_colon(lead.id, lead.text, ALL)


def _apart(text: str, *, console: bool) -> bool:
    """Whether each command stands for itself: on a line of its own, nothing set for the next, nothing to fill in that
    another gives, and all of them come back."""
    found = statements(text, console=console)
    lines = {text.count("\n", 0, item.start) for item in found}
    if len(lines) < max(2, len(found)) or any(
        _COMPOUND.search(_QUOTED.sub("''", item.text.replace("\\\n", " "))) for item in found
    ):
        return False
    holes = [tuple(hole.written for hole in placeholders(item.text) if not hole.example) for item in found]
    if any(holes) and len(set(holes)) > 1:
        return False
    ran = [command for item in found for command in commands(item.text)]
    return all(command.words and not command.assignments and not _is_endless(command) for command in ran)


def _is_endless(command: Command) -> bool:
    program = program_of(command)
    name = program.name.text.rpartition("/")[2] if program else ""
    given = {word.text for word in command.words} & words("endless")
    return bool(given if name not in words("endless", "others") else {item for item in given if item[:2] == "--"})


def _behind(place: Place, at: int, clause: str) -> Edit:
    """Behind the character `at` and what closes there."""
    text = place.block.text
    closing = _CLOSING.match(text, at)
    end = closing.end() if closing is not None else at
    if text[at:end].endswith(")") and text.count("(", place.block.text.rfind("\n", 0, at) + 1, at) == 0:
        end -= 1
    return Edit(place.block.id, end, end, clause)


def _before_colon(name: str, text: str, clause: str) -> Edit | None:
    found = _LEAD_END.search(text)
    if found is None:
        return None
    at = found.start()
    # `**Label**:` and `**Label:**` both take it before the colon
    return Edit(name, at, at, clause)
