"""Parallel work over items: each looked at for itself, each with an agent or a run of a command of its own."""

import re
from typing import Final

from skillrt.ir import Block, span_of
from skillrt.passes.concurrency.asking import asks_user
from skillrt.passes.concurrency.region import Region, number_in
from skillrt.passes.concurrency.words import phrases, word_list, words
from skillrt.reading.sentences import Sentence

_ALL_FILES: Final = re.compile(
    r"\b(?:all (?:of )?(?:the )?|the resulting )(?:[\w`.*/-]+ ){0,2}"
    r"(?:files|file\(s\))(?!\w| (?:names?|paths?|types?)\b)",  # `all file references` are not files
    re.I,
)
# before `all files`, where one look tells: `scan the folder for all files`, `check that all files are there`
_FOUND: Final = re.compile(r"\b(?:for|that)\s+\Z", re.I)
_IS: Final = re.compile(
    r"\b(?:each|every) [^,.]{1,60} (?:exists?|appears?|is|has)\b", re.I
)  # one look at all of them
_KNOWN: Final = re.compile(
    r"is done to [^,]*\b(?:" + "|".join(word_list("parallel", "items")) + r")(?:\(s\))?,", re.I
)
_FOR_EACH: Final = re.compile(
    r"\b(?:each|every) (?:of the )?(?:\w+[ -]){0,2}(?:" + "|".join(word_list("parallel", "items")) + r")\b", re.I
)
_ADVERB: Final = "carefully|then|now|next|also|thoroughly|systematically|first|finally"
_WORD: Final = r"[\w`./'<>{}-]*[\w`>}]"
_NO_NAME: Final = (
    r"(?!(?:in|of|for|to|against|from|with|and|by|on|using|at|as|that|is|exists?|before|after|carefully)\b)"
)
_DIRECT: Final = re.compile(
    rf"\s*(?:(?:if|when|once|after|before|during)\b[^,]{{1,90}},\s*)?"
    rf"[*_]*(?:(?:{_ADVERB}),? )?(\w+) ((?:each|every)(?: of the)?)"
    rf" ({_NO_NAME}{_WORD}(?: {_NO_NAME}{_WORD}){{0,3}})",
    re.I,
)
_FRONT: Final = re.compile(
    r"\s*[*_]*(?:(?:then|next|now|and),? )?for ((?:each|every)(?: of the| of these)?) "
    r"((?:`[^`\n]{1,60}`|[^,:;.()\n`]){2,70}?|`[^`\n]{1,60}`)"
    r"[*_]*[,:][*_]*(?:\s+[*_]*([A-Za-z]+))?",
    re.I,
)
# behind the name of the items: what joins it to the rest, how it is done, or the verb of the order itself
_TAIL: Final = re.compile(
    r" (?:under|over|in|into|on|of|for|to|from|with|within|by|via|per|and|or|as|inline|again|decide|positive|"
    r"individually|separately|independently|carefully|thoroughly|systematically|manually)\Z",
    re.I,
)
_TITLED: Final = re.compile(r"\b[A-Z][a-z]+\b")
_BARE: Final = re.compile(r"[^,:]*:[*_\s]*")  # `For each issue:` may stand over what a report says of it
_ONE_PER: Final = re.compile(
    r"\bone (?:`[\w<>{}./*-]{1,60}\.[a-z]{1,5}`|(?:\w+ ){0,2}(?:file|document|image))"
    r"(?: (?:in|under) [^,.;]{1,40})? (?:per|for each|for every) ((?:\w+ )?\w+)\b(?! when\b)",
    re.I,
)
_ITEM: Final = re.compile(r"\b(?:for )?(?:each|every|per) (?:\w+ ){0,2}?(\w{3,20})\b", re.I)
_HOLE: Final = re.compile(r"[<{\[]([A-Za-z][\w -]{0,30})[>}\]]")
_STEM: Final = 8
_GOT_WORDS: Final = frozenset({"each", "every", "all", "resulting"})
_LITTLE: Final = 2
_SHORTEST: Final = 3
_ALL_IN: Final = re.compile(
    r"(?:^|[,:;.] )\s*(?:\*\*)?(?:first |then )?read all (?:of )?(?:the )?"
    r"[\w`*./ -]{0,40}?files? (?:in|under|from) `",
    re.I,
)
_BRACKETS: Final = re.compile(r"\((?!s\))[^()\n]{1,200}\)(?!\w)")  # not of `file(s)`
_ADVERBS: Final = ("carefully", "then", "now", "next", "also", "thoroughly", "systematically", "first", "finally")
_LEADS: Final = ("if", "during", "for", "after", "before", "once", "when", "with", "using", "in", "on")
_BEHIND: Final = re.compile(r"[^,]{1,90},\s*(?:\*\*)?(\w+)|[^:]{1,90}:\s*(?:\*\*)?(\w+)")
_RUN_EACH: Final = re.compile(r"\brun(?:ning)?\b[^()\n`]{0,100}\bfor (?:each|every) [\w ]{1,30}:", re.I)
_OUTPUT: Final = re.compile(r"<[^<>]*(?:out|dest|target)[^<>]*>")
_RATE: Final = re.compile(
    r"\b(?:rate|limit|limits|limited|max|maximum|quota|hour|min|minute|second|day|cost|budget|\d+/)", re.I
)
_PER_AGENT: Final = re.compile(
    r"\bper (?:sub-?)?agent\b|\b(?:sub-?)?agents? (?:reads|reviews|analyzes|checks|evaluates) (?:each|every)\b"
    r"|\b(?:separate|fresh|own|dedicated|one|new) (?:sub-?)?agent (?:for|per) (?!\w+ing\b)\w+\b"
    r"|\bfor (?:each|every) (?!task|step|ticket|phase|issue|story)[\w ]{2,40}, "
    r"(?:invoke|dispatch|spawn|launch|start|use)"
    r" (?:a|an|one)(?: \w+){0,2} (?:sub-?)?agent\b",
    re.I,
)
_READER: Final = re.compile(r"agents? (?:reads|reviews|analyzes|checks|evaluates) (?:each|every)\b", re.I)
_SERIAL: Final = re.compile(r"one at a time|one by one|sequential|before (?:the next|dispatching)|per task", re.I)
_CHECKING: Final = frozenset({"run", "perform", "do", "make", "conduct"})
_CHECKS: Final = re.compile(
    r"(?:run|perform|do|make|conduct) (?:these |the )?(two|three|four|five|2|3|4|5) (?:\w+ )?"
    r"(checks|searches|audits|analyses|reviews|queries|investigations)\b"
)


def for_known(block: Block, sentence: Sentence) -> Region | None:
    """What is done to each of what there may be many of: files, pages, claims."""
    if _BARE.fullmatch(sentence.text):
        return None
    found = for_each(block, sentence) or before_each(block, sentence)
    return found if found is not None and _KNOWN.search(found.reason) else None


def for_each(block: Block, sentence: Sentence) -> Region | None:
    """`Examine each image`: looked at one by one, nothing put into a shared place."""
    found = _DIRECT.match(sentence.text)
    if found is None or _is_serial(sentence, found.group(3)) or _IS.search(sentence.text):
        return None
    if found.group(1).lower() in words("parallel", "lists_up"):
        return None  # `identify every input` is one look at all of them
    return _judged(block, sentence, found.group(1).lower(), f"{found.group(2)} {found.group(3)}")


def got_each(block: Block, sentence: Sentence) -> Region | None:
    """`read the resulting files`, or `fetch the page for each service`: got, or made anew, for each."""
    if _GOT_WORDS.isdisjoint(sentence.words):
        return None
    plain = _BRACKETS.sub("", sentence.text)
    verb = _verb(sentence) if len(sentence.words) > _LITTLE else ""
    found = _ALL_FILES.search(plain)
    if found is not None and (verb in words("parallel", "lists_up") or _FOUND.search(plain[: found.start()])):
        return None
    if found is None and verb in words("parallel", "gets"):
        found = _FOR_EACH.search(plain)
    if found is None or _is_serial(sentence, ""):
        return None
    return _judged(block, sentence, verb, found.group())


def _judged(block: Block, sentence: Sentence, verb: str, items: str) -> Region | None:
    if verb not in words("parallel", "judges") or (frozenset(sentence.words) - {verb}) & words("parallel", "shares"):
        return None
    return _over(block, sentence, items)


def before_each(block: Block, sentence: Sentence) -> Region | None:
    """`For every file, extract ...`, `For each checklist item:`: what is done has the items said first."""
    found = _FRONT.match(sentence.text)
    if found is None or _is_serial(sentence, found.group(2)):
        return None
    verb = (found.group(3) or "").lower()
    if verb not in words("parallel", "judges") | words("parallel", "makes_of") and (verb or not _is_lead(sentence)):
        return None
    if frozenset(sentence.words) & words("parallel", "talks"):
        return None
    return _over(block, sentence, f"{found.group(1)} {found.group(2)}")


def one_file_per(block: Block, sentence: Sentence) -> Region | None:
    """`write one file per ticket under ...`, `one `readme.md` per folder`: each item has a file of its own."""
    found = _ONE_PER.search(_BRACKETS.sub("", sentence.text))
    if found is None or words("parallel", "makes").isdisjoint(sentence.words):
        return None
    reason = f"every {_item(found.group(1))} has a file of its own"
    return Region("data", block, span_of(block, sentence.start, sentence.end), reason, merge="one file an item")


def _is_lead(sentence: Sentence) -> bool:
    return sentence.text.rstrip("*_ \n").endswith(":")


def _is_serial(sentence: Sentence, noun: str) -> bool:
    """Whether it is for a turn, a step, an attempt, or the text says that one goes after the other."""
    said = re.findall(r"[a-z]+", noun.lower().partition(" in ")[0]) or [""]
    if not {said[-1], said[-1].removesuffix("s"), said[0]}.isdisjoint(words("parallel", "turns")):
        return True
    return bool(phrases("parallel", "serial").search(sentence.text) or asks_user(sentence.text))


def _over(block: Block, sentence: Sentence, items: str) -> Region:
    amount, _, named = " ".join(items.split()).partition(" ")
    if amount.istitle():
        named = _TITLED.sub(lambda word: word.group().lower(), named)  # `Read Each File`
    of_all = f"{amount.lower()} {_item(named)}" if named.lower() != "one" else "each of them"
    reason = f"the same is done to {of_all}, each for itself"
    return Region("data", block, span_of(block, sentence.start, sentence.end), reason, merge="one result an item")


def _item(words_of: str) -> str:
    """The name of the items as the text has it, without emphasis and without what no name ends with."""
    name = words_of.replace("**", "").strip("*_ ")
    while (found := _TAIL.search(name)) is not None:
        name = name[: found.start()]
    return name


def _verb(sentence: Sentence) -> str:
    """The verb of an order: its first word, behind an adverb, or behind `For each file,` and the like."""
    if sentence.first in _LEADS:
        found = _BEHIND.match(sentence.text)
        return (found.group(1) or found.group(2)).lower() if found else ""
    return sentence.words[1] if sentence.first in _ADVERBS and sentence.words[1:] else sentence.first


def script_for_each(block: Block, sentence: Sentence) -> Region | None:
    """`Run this script for each page: ...`, where the command names a place of its own for what it makes."""
    told = _RUN_EACH.search(sentence.text) if ":" in sentence.text else None
    if told is None or phrases("parallel", "serial").search(sentence.text):
        return None
    shown = [item.value for item in block.inlines if item.kind == "code" and item.start >= sentence.start]
    # a span that nobody closed is text, and still the command
    command = shown[0] if shown else sentence.text[told.end() :].partition("`")[2]
    if " " not in command or not _OUTPUT.search(command):
        return None
    reason = "the command is run for every item, each with a place of its own for what it makes"
    return Region("data", block, span_of(block, sentence.start, sentence.end), reason)


def own_file_each(block: Block, sentence: Sentence) -> Region | None:
    """`Write `.github/<area>.md` for every area`: each item has a file that bears its name."""
    if words("parallel", "makes").isdisjoint(sentence.words):
        return None
    mark = _ITEM.search(sentence.text)
    if mark is None or phrases("parallel", "serial").search(sentence.text):
        return None
    stem = mark.group(1).lower().rstrip("s")[:_STEM]
    shown = [
        item.value for item in block.inlines if item.kind == "code" and sentence.start <= item.start < sentence.end
    ]
    holes = [found.lower() for value in shown if "/" in value or "." in value for found in _HOLE.findall(value)]
    if len(stem) < _SHORTEST or not any(stem in hole for hole in holes):
        return None
    reason = f"every {mark.group(1).lower()} has a file of its own"
    return Region("data", block, span_of(block, sentence.start, sentence.end), reason, merge="one file an item")


def all_in_folder(block: Block, sentence: Sentence) -> Region | None:
    """`Read all files in `docs/``: given files, each read for itself."""
    if (
        "`" not in sentence.text
        or not _ALL_IN.search(sentence.text)
        or phrases("parallel", "serial").search(sentence.text)
    ):
        return None
    if frozenset(sentence.words) & words("parallel", "shares") or phrases("parallel", "denies").search(sentence.text):
        return None
    reason = "the files of a folder are read, each for itself"
    return Region("data", block, span_of(block, sentence.start, sentence.end), reason)


def per_agent(block: Block, sentence: Sentence) -> Region | None:
    """`Process 20 files per subagent`, `a separate agent for each question`."""
    text = sentence.text
    if "agent" not in text.lower() or _PER_AGENT.search(text) is None or _RATE.search(text) or _SERIAL.search(text):
        return None
    if phrases("parallel", "denies").search(text) or asks_user(text):
        return None
    told = sentence.first == "for" or sentence.first in words("parallel", "orders") | words("parallel", "judges")
    if not (told or _READER.search(text)) or frozenset(sentence.words) & words("parallel", "shares"):
        return None
    reason = "every item has an agent of its own, which sees nothing of the others"
    return Region("data", block, span_of(block, sentence.start, sentence.end), reason, merge="one result an item")


def checks_at_once(block: Block, sentence: Sentence) -> Region | None:
    """`Run two checks: (a) ... (b) ...`: that many, none of them said to need another."""
    found = _CHECKS.match(" ".join(sentence.words[:12])) if sentence.first in _CHECKING else None
    if found is None or phrases("parallel", "serial").search(sentence.text):
        return None
    reason = f"{found.group(1)} {found.group(2)}, none of which uses what another finds"
    span = span_of(block, sentence.start, sentence.end)
    return Region("thread", block, span, reason, number_in(found.group(1)))
