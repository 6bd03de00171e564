"""Parallel work that the prose gives: the author's own `in parallel`, several files, several places to look at."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import msgspec

from skillrt.ir import Block, span_of
from skillrt.passes.concurrency.asking import asks_user
from skillrt.passes.concurrency.each_regions import (
    all_in_folder,
    before_each,
    checks_at_once,
    for_each,
    for_known,
    got_each,
    one_file_per,
    own_file_each,
    per_agent,
    script_for_each,
)
from skillrt.passes.concurrency.paths import named_paths
from skillrt.passes.concurrency.region import Region, number_in
from skillrt.passes.concurrency.words import needed_words, phrases, words
from skillrt.primitives.view.files import is_path
from skillrt.reading.instructions import is_instruction
from skillrt.reading.sentences import Sentence

_LISTED: Final = re.compile(r"\s*(?:,\s*(?:and\s+|&\s*)?|\s+and\s+|\s*&\s+|、|和)\s*")
_JOINT: Final = re.compile(r"[,&、和]|and")  # stands in whatever `_LISTED` finds
_PER: Final = re.compile(r"\b(?:each|every)\b|\bper [a-z]+\b", re.I)
_LONG: Final = 600  # characters of a sentence that is still one order
_APART: Final = re.compile(r"\bno parallel|\bone at a time\b|\bone by one\b|\bsequentially\b", re.I)
_REMARKS: Final = frozenset({"note", "notes", "tip", "tips", "warning", "important", "returns", "example", "output"})
_UP: Final = re.compile(r"(?:\.{1,2}/)+")
_BRACKETS: Final = re.compile(r"\s?\([^()\n]{1,200}\)")
# for which task the skill is, and an order to say what can go on at once
_WHEN: Final = re.compile(
    r"[\W_]*(?:use (?:(?:this|the) (?:skill|agent|command|pattern|workflow) )?(?:when|for|if)\b|call out\b)", re.I
)
_EXPLAINS: Final = re.compile(r"\([^()\n]*\bmeans\b[^()\n]*\)")  # `([P] means safe to parallelize)`
_CONDITIONS: Final = frozenset({"for", "when", "if", "after", "once", "then"})
_DUTY: Final = frozenset({"must", "should", "shall"})
_FILE: Final = re.compile(r"[\w./<>{}*-]{1,80}\.[A-Za-z]{1,6}\Z")
_DOCUMENT: Final = (".md", ".mdx", ".txt", ".rst", ".html", ".pdf")
_PAIR: Final = re.compile(r"`([^`\n]{3,80})`\s*(?:and|&|和|与|及)\s*`([^`\n]{3,80})`")
_VERB: Final = re.compile(r"(生成|创建|写入|[A-Za-z]+)(?:\s+(?:the|both|new|files?|two))*\s*\Z")
_MAKES: Final = frozenset({"create", "write", "generate", "produce", "生成", "创建", "写入"})
_IF_NEEDED: Final = re.compile(
    r"\b(?:if (?:needed|available|any|present|relevant)|the|any|project|current|relevant)\b"
)
_LOOK: Final = re.compile(
    r"\b(?:check|read|review|gather|look at|inspect|load|fetch|collect|scan|list|query|explore|examine|get)\b"
    r"(?: (?:the|any|all|context|project|existing|current|relevant))*\s*[:—–-]*\s+([^.;:()—–\n]{3,160})",
    re.I,
)

Rule = Callable[[Block, Sentence], Region | None]


def rules_for(text: str) -> Sequence[Rule]:
    """The rules that can find anything in a document of this text: most have none of the words that some ask for."""
    lowered = text.lower()
    says = phrases("parallel", "says")
    each = "each" in lowered or "every" in lowered
    may = {
        _author: any(word in lowered for word in needed_words("parallel", "says")) and says.search(text) is not None,
        _new_files: "`" in lowered and _PAIR.search(text) is not None,
        per_agent: "agent" in lowered,
        script_for_each: "for each " in lowered or "for every " in lowered,
        all_in_folder: "read all " in lowered,
        for_each: each,
        for_known: each,
        got_each: each or "files" in lowered or "file(s)" in lowered,
        before_each: "for each " in lowered or "for every " in lowered,
        one_file_per: " per " in lowered or " for each " in lowered or " for every " in lowered,
    }
    return [rule for rule in _RULES if may.get(rule, True)]


def rules_under(title: str, rules: Sequence[Rule]) -> Sequence[Rule]:
    """Those of the rules that hold under a heading."""
    if phrases("parallel", "advice").search(title):
        return [rule for rule in rules if rule in _CALM]
    return rules


def rules_at(rules: Sequence[Rule], *, prescribed: bool, in_step: bool) -> Sequence[Rule]:
    """Those that hold where it stands: in a step, elsewhere in what the skill prescribes, or in a reference."""
    if in_step:
        return rules
    return [rule for rule in rules if rule not in _IN_STEPS and (prescribed or rule not in _PRESCRIBED)]


def said_at_once(block: Block, sentences: Sequence[Sentence], rules: Sequence[Rule]) -> Iterator[Region]:
    """The regions that the sentences of a block give by these rules."""
    for sentence in sentences:
        if sentence.kind in ("row", "quote", "heading") or len(sentence.text) > _LONG:
            continue
        found = _first(rules, block, sentence)
        if found is not None:
            # asked last, since few blocks come so far
            if _APART.search(block.text):
                return
            yield found


def titled_at_once(block: Block, sentences: Sequence[Sentence], rules: Sequence[Rule]) -> Iterator[Region]:
    """The region that the heading of a section gives: `Spawn both reviewers in parallel`, `Check each file`."""
    told = [rule for rule in rules if rule in _TITLED]
    for sentence in sentences:
        found = _first(told, block, sentence)
        if found is not None:
            yield found


def _first(rules: Sequence[Rule], block: Block, sentence: Sentence) -> Region | None:
    """What the first rule that finds something gives. The rules ask first for what costs least and is rare."""
    for rule in rules:
        found = rule(block, sentence)
        if found is not None:
            return found
    return None


def _author(block: Block, sentence: Sentence) -> Region | None:
    """`Dispatch the reviewers in parallel`, `read all three files in one turn`."""
    text = sentence.text
    mark = phrases("parallel", "says").search(_EXPLAINS.sub("", text))
    if mark is None or not is_told(sentence) or phrases("parallel", "denies").search(text):
        return None
    if asks_user(text) or phrases("step", "outside").search(text):
        return None
    span = span_of(block, sentence.start, sentence.end)
    agents = phrases("parallel", "agents").search(text)
    if agents and _PER.search(text) and sentence.first in words("parallel", "starts"):
        reason = "the author has an agent for every item, several of them at the same time"
        return Region("thread", block, span, reason, merge="one result an item")
    if _PER.search(text):
        return Region(
            "data", block, span, "the author has it done for every item at the same time", merge="one result an item"
        )
    if agents:
        return Region("thread", block, span, "the author has several agents work at the same time", number_in(text))
    if phrases("parallel", "calls").search(text):
        return Region("instruction", block, span, "the author has these calls made in one turn", number_in(text))
    return None


def is_told(sentence: Sentence) -> bool:
    """Whether the agent is told to do it; `Note: ...` is a label, and `` `n > 0`: ...`` says what a value means."""
    quoted = sentence.text.lstrip("*_> ").startswith(('"', "“"))
    # `you can do both at once` leaves it open
    if "`" in sentence.label or quoted or sentence.first == "you" or sentence.label_words[:1] == ("purpose",):
        return False
    if _WHEN.match(sentence.text) or sentence.text.rstrip("*_ \n").endswith("?"):
        return False
    if sentence.label_words[:1] and sentence.label_words[0] in _REMARKS:
        sentence = msgspec.structs.replace(sentence, label_words=())
    # a comma in brackets does not end the condition that an order stands behind
    plain = msgspec.structs.replace(sentence, text=_BRACKETS.sub("", sentence.text))
    if (
        is_instruction(sentence)
        or is_instruction(plain)
        or _behind(plain)
        or sentence.first in words("parallel", "orders")
    ):
        return True
    near = frozenset(sentence.words[:10])
    return not near.isdisjoint(_DUTY) and not near.isdisjoint(words("parallel", "orders") - _DUTY)


def _behind(sentence: Sentence) -> bool:
    """`When there are several, run them at once`: the order of this list stands behind a condition."""
    _, comma, rest = sentence.text.partition(", ")
    word = rest.split(maxsplit=1)[0].strip("*_`").lower() if rest.strip() else ""
    return bool(comma) and sentence.first in _CONDITIONS and word in words("parallel", "orders") - _DUTY


def _files(block: Block, sentence: Sentence) -> Region | None:
    """`Read a.md, b.md and c.md`: given files, each read for itself."""
    if sentence.first not in words("parallel", "looks") or ("`" not in sentence.text and "](" not in sentence.text):
        return None
    if phrases("parallel", "or").search(sentence.text) or phrases("parallel", "serial").search(sentence.text):
        return None
    found = [item for item, written in named_paths(block, sentence) if not written and is_path(item.name)]
    names = _told_apart(item.name for item in found)
    if len(names) < 2 or "*" in "".join(names):
        return None
    if sentence.first in words("parallel", "points") and not all(name.endswith(_DOCUMENT) for name in names):
        return None  # `see contract.yaml and evals.yaml` says where something is
    span = span_of(block, sentence.start, sentence.end)
    return Region("instruction", block, span, f"reading {', '.join(names)} needs no result of each other", len(names))


def _told_apart(names: Iterable[str]) -> list[str]:
    """The names, each document once: `[docs/a.md](../docs/a.md)` is one."""
    return list({_UP.sub("", name): name for name in names}.values())


def _new_files(block: Block, sentence: Sentence) -> Region | None:
    """`Write a.md and b.md`: new files, one beside the other in one breath, each for itself."""
    found = [item for item in _PAIR.finditer(sentence.text) if _FILE.match(item[1]) and _FILE.match(item[2])]
    if not found or phrases("parallel", "or").search(sentence.text):
        return None
    pair = found[0]
    verb = _VERB.search(sentence.text[max(0, pair.start() - 60) : pair.start()])
    if verb is None or pair[1] == pair[2] or verb[1].lower() not in _MAKES:
        return None
    span = span_of(block, sentence.start, sentence.end)
    return Region("instruction", block, span, f"{pair[1]} and {pair[2]} are written each for itself", 2)


def _places(block: Block, sentence: Sentence) -> Region | None:
    """`Check files, docs and recent commits`: several things of the workspace to look at, none of them changed."""
    if not _JOINT.search(sentence.text):
        return None
    text = re.sub(r"\([^)]*\)", "", sentence.text)
    for match in _LOOK.finditer(text):
        items = [_bare(item) for item in _LISTED.split(match.group(1))]
        known = [item for item in items if item in words("parallel", "places")]
        if len(items) > 1 and len(known) == len(items):
            span = span_of(block, sentence.start, sentence.end)
            return Region(
                "instruction", block, span, f"looking at {', '.join(items)} changes none of them", len(items)
            )
    return None


def _bare(item: str) -> str:
    return _IF_NEEDED.sub("", item.strip(" .`*_;:").lower()).strip().removeprefix("check ").removeprefix("read ")


_CALM: Final = (_files, _new_files, _places)  # what holds in advice as well
_IN_STEPS: Final = (for_each, before_each)
_PRESCRIBED: Final = (for_known, one_file_per)
_RULES: Final = (
    _author,
    *_CALM,
    per_agent,
    checks_at_once,
    *_IN_STEPS,
    *_PRESCRIBED,
    script_for_each,
    own_file_each,
    got_each,
    all_in_folder,
)
_TITLED: Final = (_author, for_each, before_each, for_known)  # what the heading of a step says as well
