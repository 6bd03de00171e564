"""Instructions: sentences that tell the agent to do something now, and the sections that are read for that."""

import re
from typing import Final

from skillrt.primitives.view.sections import Section
from skillrt.primitives.view.sentences import Sentence

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
add adjust aggregate agree analyse analyze answer append apply arrange ask assess assign attach audit begin bind
book brainstorm break browse build calculate call capture categorize change check choose cite classify clean
clone close collect combine come commit compare compile complete compose compute conduct configure confirm
connect consider consolidate construct consult continue convert copy count cover craft create cross-check debug
decide decompose define delegate deliver deploy derive describe design detect determine develop diagnose
discover dispatch distill divide document download draft draw edit ensure enumerate establish estimate evaluate
examine execute expand explain explore export extract fetch fill filter find fix focus follow format formulate
gather generate get give go group hand highlight identify implement import include inspect install integrate
interpret introduce invoke iterate join judge keep launch lay list load locate log look make map match measure
merge migrate mock model modify monitor move name navigate note open optimize order organise organize outline
output parse pass perform pick place plan post prepare present print prioritise prioritize probe process produce
propose provide publish pull push put query rank re-plan re-read read recommend record refactor refer refine
remove render replace report request research resolve restructure retrieve return review revise rewrite run save
scaffold scan schedule score search see select send set share show sketch sort spawn specify split start state
store structure study submit suggest summarise summarize synthesise synthesize tailor take tell test think trace
track transcribe transform translate turn understand update upload use validate verify view visit wait walk work
write
"""
_VERBS: Final = frozenset(_VERBS_TEXT.split())
_QUOTED: Final = re.compile(r"\A[\s\-*+>\d.)]*[\"“'‘]")
_NO_TASK: Final = re.compile(r"\Ause (?:this|when|it when|for|the skill|cases?)\b", re.I)


def is_instruction(sentence: Sentence) -> bool:
    """Whether the sentence is an imperative, also behind a condition; what is quoted is somebody else's words."""
    if sentence.kind not in ("paragraph", "item") or _QUOTED.match(sentence.text) or sentence.text.endswith("?"):
        return False
    if not sentence.words or _NO_TASK.match(" ".join(sentence.words[:4])):
        return False
    return _begins(sentence.words) or _begins(sentence.label_words) or _behind_comma(sentence)


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
