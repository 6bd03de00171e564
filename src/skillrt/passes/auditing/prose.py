"""What the text tells the agent in so many words: keep something from the user, act without leave."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.passes.auditing.patterns import patterns, phrases, talk_pattern
from skillrt.passes.auditing.scene import Found, Prose, Scene
from skillrt.passes.auditing.warnings import forbids_what_follows, is_of_bad_things
from skillrt.reading.instructions import is_instruction
from skillrt.reading.phrases import words_of
from skillrt.reading.sentences import Sentence

# one of these words stands in every sentence with a phrase
_SIGN: Final = re.compile(
    r"without|ignore|disregard|forget|user|human|hid(?:e|den)|conceal|secret|silent|covert|confirm|permission|approv|sandbox|overrid|bypass"
    r"|prompt|precedence|forget|quiet|discreet|turn|assume|yes to|skip|yolo|danger|disabl|escape|auto",
    re.I,
)
_QUOTED: Final = re.compile(r"[\"“'‘`][^\"”’`\n]{0,200}\Z")
_NOT: Final = re.compile(
    r"\b(?:never|don['’]t|do not|must not|should not|cannot|can['’]t|no|nothing|not|avoid|refuse|stop)\b", re.I
)
_SETTLED: Final = re.compile(
    r"\b(?:user|they|he|she) (?:explicitly |already |has |have ){0,3}"
    r"(?:asks?|asked|says?|said|requests?|requested|wants?|confirms?|confirmed|approves?|approved|opts?|set|agrees?)\b"
    r"|\bread-?only\b|\balready (?:approved|confirmed)\b|\bunless\b|\bif the user\b",
    re.I,
)
# going on, choosing or reading unasked harms nobody
_WEIGHTY: Final = re.compile(
    r"\b(?:delet|remov|push|run|execut|install|send|post|publish|merg|commit|overwrit|deploy|transfer|buy|pay|trad|sell"
    r"|command|modif|spend|sandbox|permission|approv|prompt|confirm|upload|email|creat|chang|edit|drop|clean)",
    re.I,
)
# the words of the phrases themselves say nothing about what is done
_PHRASE: Final = re.compile(
    r"\b(?:without|ask(?:ing)?|wait(?:ing)?|prompting|user|human|explicit|for|confirmations?|permissions?|approvals?"
    r"|consent|leave)\b",
    re.I,
)
# what is done to a brake; these are no verbs of everyday instructions
_BRAKES: Final = frozenset(
    {"never", "don't", "don’t", "disable", "bypass", "skip", "escape", "override", "auto-approve"}
)
_LEAVE: Final = frozenset({"proceed", "assume", "approve", "answer", "turn", "treat"})
_QUESTIONS: Final = re.compile(
    r"\bwithout asking (?:any |for |the user |the user any )?(?:clarif\w+|questions)\b", re.I
)
# "do not tell the user to run it": nothing is kept from anybody
_BIDS: Final = re.compile(r"\btell(?:ing)?[ \n]+(?:the|your)[ \n]+(?:users?|humans?|person)[ \n]+to\b", re.I)
_OFF: Final = frozenset({"disable", "bypass", "skip", "escape", "override", "auto-approve"})
_MESSAGES: Final = {
    "hides": (
        "audit.hides-from-user",
        "the agent is told to keep something from the user, or to drop other instructions",
    ),
    "consent": ("audit.skips-consent", "the agent is told to act without the user's leave"),
}


def read_prose(scene: Scene) -> Iterator[Found]:
    """Sentences with such instructions, except those that warn of them or speak of attacks."""
    for item in scene.prose():
        sentence = item.sentence
        if (
            sentence.kind == "heading"
            or not _SIGN.search(sentence.text)
            or any(is_of_bad_things(title) for title in item.titles.split("\n"))
            or forbids_what_follows(item.lead)
        ):
            continue
        said = words_of(_BIDS.sub(" ", sentence.text)) if _BIDS.search(sentence.text) else sentence.words
        labels = {hit.label for hit in phrases().find(said)}
        for label in sorted(labels):
            if not _is_talk(label, item, scene):
                code, message = _MESSAGES[label]
                yield Found(code, message, item.place())
        if (
            "consent" not in labels
            and is_instruction(sentence)
            and not talk_pattern("sentence").search(sentence.text)
        ):
            for switch in patterns().switches["consent"]:
                if switch in sentence.text and re.search(
                    r"\b(?:run|use|add|pass|set|start|launch|with)\b", sentence.text, re.I
                ):
                    yield Found("audit.skips-consent", f"`{switch}` lets an agent act unasked", item.place())
                    break


def _is_talk(label: str, item: Prose, scene: Scene) -> bool:
    text = item.sentence.text
    if label == "hides":
        # text about attacks quotes them; what it tells outright counts there as anywhere
        listed = scene.is_about_attacks and item.block.kind in ("table", "code")
        return listed or talk_pattern("about").search(text) is not None or _is_quoted(text)
    if item.block.kind == "table" or not _tells(item.sentence) or _is_quoted(text) or _QUESTIONS.search(text):
        return True
    if not _is_weighty(item.sentence) or forbids_what_follows(_before_phrase(text)):
        return True
    return _NOT.search(_before_phrase(text)) is not None or (
        item.sentence.first != "assume" and _SETTLED.search(text) is not None
    )


def _is_weighty(sentence: Sentence) -> bool:
    """Whether something is done that cannot be taken back, or leave is never asked for at all."""
    if sentence.first in _OFF:
        return _WEIGHTY.search(sentence.text) is not None
    return _WEIGHTY.search(_PHRASE.sub(" ", sentence.text)) is not None or (
        sentence.first in _BRAKES and len(sentence.words) <= 4
    )


def _tells(sentence: Sentence) -> bool:
    """Whether the agent is told to do it; what an option means, or a product does, is no instruction."""
    return (
        is_instruction(sentence)
        or sentence.words[:2] in (("do", "not"), ("always", "use"))
        or sentence.first in _BRAKES
        or sentence.first in _LEAVE
    )


def _before_phrase(text: str) -> str:
    """The sentence up to `without` or the like: `Never push without asking` forbids it."""
    found = re.search(
        r"\bwithout\b|\bwith no\b|\bskip\b|\bbypass\b|\bdisable\b|\bescape\b"
        r"|\b(?:not|never|don['’]t) (?:ask|wait)\b|\bauto",
        text,
        re.I,
    )
    return text[: found.start()] if found else text


def _is_quoted(text: str) -> bool:
    """Whether the instruction stands in quotation marks: somebody else's words."""
    found = re.search(r"\b(?:ignore|disregard|forget|override|bypass|without|hide|never|not|don['’]t)\b", text, re.I)
    return found is not None and _QUOTED.search(text[: found.start()]) is not None
