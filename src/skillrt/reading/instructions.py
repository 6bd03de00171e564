"""Instructions: sentences that tell the agent to do something now, and the sections that are read for that."""

import re
from typing import Final

from skillrt.reading.sections import Section
from skillrt.reading.sentences import Sentence

_ASIDE: Final = re.compile(
    r"\b(?:when (?:not )?to (?:use|invoke|activate|apply)|when (?:this|the) skill|use (?:this|when|cases?)|triggers?|"
    r"activat\w+|examples?|sample|principles?|philosophy|mindset|values|about|overview|background|features?|concepts?|"
    r"glossary|what (?:this|it) (?:is|does)|why|related|see also|faq|troubleshooting|limitations?|not available|"
    r"capabilities)\b",
    re.I,
)
# what may stand before the verb
_BEFORE_TEXT: Final = """
then first next now finally always also please once afterwards lastly and so instead otherwise immediately
carefully systematically you must should shall can
"""
_BEFORE: Final = frozenset(_BEFORE_TEXT.split())
# a condition or purpose, then a comma and the verb
_LEADS_TEXT: Final = """
if when whenever for to before after once while in on from with using based unless
"""
_LEADS: Final = frozenset(_LEADS_TEXT.split())
_VERBS_TEXT: Final = """
adapt add adjust aggregate agree align analyse analyze answer append apply arrange ask assess assign attach
audit begin bind book brainstorm break browse build calculate call capture catalog categorize change
characterize check choose cite clarify classify clean clear clone close collect combine come commit compare
compile complete compose compute conduct configure confirm connect consider consolidate construct consult
continue convert copy correlate count cover craft crawl create cross-check cross-reference debug decide
decompose deduplicate define delegate delete deliver deploy derive describe design detect determine develop
diagnose discover dispatch distill divide document download draft draw edit embed emit enforce ensure enter
enumerate establish estimate evaluate examine execute expand explain explore export extract fetch fill filter
find fix flag focus follow format formulate gather generate get give go group hand highlight identify implement
import include ingest inspect install integrate interpret interview introduce inventory investigate invoke
isolate iterate join judge keep label launch lay learn list load locate log look make manage map mark match
measure merge migrate mock model modify monitor move name narrow navigate note observe open optimize order
organise organize outline output parse pass paste perform pick place plan polish post prepare present print
prioritise prioritize probe process produce profile propose provide publish pull push put quantify query quote
rank re-plan re-read read recommend reconcile reconstruct record refactor refer refine remove render replace
reply report reproduce request research resolve respond restructure retrieve retry return review revise rewrite
run save scaffold scan schedule scope score scrape search see segment select send set share show simulate sketch
solve sort spawn specify split start state stop store strip structure study submit suggest summarise summarize
survey switch sync synthesise synthesize tag tailor take tell test think trace track transcribe transform
translate triage try turn type understand update upload use validate verify view visit visualize wait walk watch
weigh work write
"""
_VERBS: Final = frozenset(_VERBS_TEXT.split())
_SUBJECT: Final = 4  # words of a subject with its verb


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "ch", "sh", "z")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"


_THIRD: Final = frozenset(_third(verb) for verb in _VERBS)
_QUOTED: Final = re.compile(r"\A[\s\-*+>\d.)]*[\"“'‘]")
_NO_TASK: Final = re.compile(r"\Ause (?:this|when|it when|for|the skill|cases?)\b", re.I)


def is_instruction(sentence: Sentence) -> bool:
    """Whether the sentence is an imperative, also behind a condition; what is quoted is somebody else's words."""
    if sentence.kind not in ("paragraph", "item") or _QUOTED.match(sentence.text) or sentence.text.endswith("?"):
        return False
    if not sentence.words or _NO_TASK.match(" ".join(sentence.words[:4])):
        return False
    return _begins(sentence.words) or _begins(sentence.label_words) or _behind_comma(sentence)


def is_order(word: str) -> bool:
    """Whether orders begin with the word, in lower case."""
    return word in _VERBS


def is_description(words: tuple[str, ...]) -> bool:
    """Whether words tell what something does, in the third person: `opens the page`, `the handler captures it`."""
    for at, word in enumerate(words[:_SUBJECT]):
        if word in _VERBS:
            return False
        if word in _THIRD:
            # a noun like `tests` looks the same; behind a subject, or with something that it is done to, it is a verb
            return at > 0 or len(words) > 1
    return False


def is_aside(section: Section, sections: tuple[Section, ...]) -> bool:
    """Whether the section, or one around it below the title, tells when the skill is meant, shows examples or holds
    principles: nothing of it is done there. `sections` are those of the same document."""
    around = [item for item in sections if item.index in section.parents and item.level > 1]
    return any(_ASIDE.search(item.title) for item in (*around, section) if item.level > 1)


def _begins(words: tuple[str, ...]) -> bool:
    for word in words[:4]:
        if word in _VERBS:
            return True
        if word not in _BEFORE:
            return False
    return False


def _behind_comma(sentence: Sentence) -> bool:
    if sentence.first not in _LEADS:
        return False
    head, comma, rest = sentence.text.partition(",")
    words = tuple(word.strip("*_`:").lower() for word in rest.split()[:4])
    return bool(comma and head) and _begins(words)
