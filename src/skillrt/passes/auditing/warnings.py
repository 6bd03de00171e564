"""Whether a sentence, a comment or a heading warns of the very command that stands beside it.

A word such as `never` somewhere near excuses nothing: who wants to hide a command would write one there.
"""

import re
from functools import lru_cache
from typing import Final

_FORBIDS: Final = re.compile(
    r"\b(?:never|don['’]?t|do not|does not|doesn['’]t|must not|mustn['’]t|should not|shouldn['’]t"
    r"|cannot|can['’]t|won['’]t|will not|refuses? to|no)"
    r"\s+(?:ever\s+|just\s+|be\s+|blindly\s+|directly\s+|actually\s+|automatically\s+|manually\s+"
    r"|also\s+|install\s+or\s+)?"
    r"(?:run|use|do|execut|pip|past|install|writ|call|copy|allow|accept|follow|commit|hard-?cod|put"
    r"|embed|includ|trust|appear|"
    r"download|fetch|push|force|delet|remov|set|add|invok|issu|start|read|open|chmod|curl|this\b"
    r"|these\b|combin|need|requir|pass)\w*"
    r"|\bavoid\w*\s+(?:running|using|piping|executing|commands?|patterns?|code|the following|this"
    r"|these|things|doing|calls?|writing|setting|`|\w+ing\b)"
    r"|\b(?:instead of|rather than|not just|as opposed to|unlike)\s+(?:running\s+|using\s+|a\s+|the\s+|piping\s+)?",
    re.I,
)
_SEARCHES: Final = re.compile(
    r"\b(?:scan\w*|look\w*|grep\w*|watch\w*|search\w*|check\w*|test\w*)\s+(?:it\s+|them\s+|files\s+|code\s+)?for\b"
    r"|\b(?:blocks?|blocking|detects?|detecting|flags?|rejects?|refuses?|prevents?|catch(?:es)?"
    r"|intercepts?|den(?:y|ies)|forbids?|"
    r"warns? (?:of|about|against|on|when|if)|guards? against|protects? (?:from|against)|stops?)\b"
    r"|\battackers?\s+(?:can|could|might|may|would|who|will|use|runs?)\b|\b(?:malicious"
    r"|attack)\s+(?:skills?|code|commands?|instructions?|examples?|prompts?)\b",
    re.I,
)
_LABEL: Final = re.compile(
    r"(?:❌|✗|🚫|⛔|\A\W{0,6}(?:\w+\W+){0,2}?(?:bad|wrong|incorrect|dangerous|unsafe|insecure|malicious"
    r"|vulnerable|anti-?patterns?|red flags?|blocked|forbidden|"
    r"prohibited|attacks?|suspicious|not like this|disallowed|denied|exploits?)(?:\W+\w+){0,3}\W{0,6}\Z)"
    r"|\A\W{0,6}(?:you (?:must|should) )?(?:never|don['’]?ts?|do not|avoid|(?:must|should|may) not"
    r"|can(?:not|['’]t))(?:\W+(?:do|run|use|this|these|the following|like|commands?|patterns?)){0,3}\W{0,6}\Z",
    re.I,
)
_MARKED: Final = re.compile(
    r"\W{0,8}(?:❌|✗|🚫|⛔|(?:bad|wrong|dangerous|unsafe|insecure|anti-?pattern|vulnerable|incorrect|malicious)"
    r"(?:\s+(?:example|practice|code|pattern))?\s*(?:[:(—–-]|\Z))",
    re.I,
)
_AFTER: Final = re.compile(
    r"\A[`'\")*,\s|(—:-]{0,12}(?:(?:and|or|etc|\w+)\W+){0,4}?(?:(?:is|are|was|were|be|being|gets?"
    r"|considered|always|will)\s+){0,3}"
    r"(?:not\s+)?(?:dangerous|forbidden|block(?:ed|s)?|reject(?:ed)?|refused?|allowed|malicious"
    r"|suspicious|unsafe|red[ -]flags?|flag(?:ged)?|"
    r"den(?:y|ied)|prohibited|insecure|attacks?|risky|catastrophic|destructive|critical|high"
    r"|intercepted|remote code execution|rce|never)\b",
    re.I,
)
_INVITES: Final = re.compile(
    r"\b(?:run|execute|paste|type|enter|launch|use|install with|do|try|start)\s+(?:this|it|these"
    r"|the following|the command|below|with|instead|exactly)\b"
    r"|[,;:.—–]\s*(?:then |now |simply |just |please |instead |and |so |first )*(?:run|execute|paste"
    r"|type|enter|launch|use|install)\b",
    re.I,
)
_TITLE: Final = re.compile(
    r"red flags?|anti[- ]?patterns?|what not|what to avoid|\bnever\b|\bdon['’]ts?\b|\bdo not\b"
    r"|\bnot to do\b|not allowed|\bforbidden\b|\bprohibited\b|\bdisallowed\b"
    r"|\bdangerous\b|\bmalicious\b|\bunsafe\b|\bblocked\b|\bblocks\b|\bwarning signs?\b"
    r"|\battack (?:patterns?|examples?|vectors?|types?|categories)\b"
    r"|\binjection (?:patterns?|examples?|attacks?|types?|detection)\b|\bthreat (?:patterns?|models?"
    r"|categories|indicators?)\b|\bjailbreak|\bpitfalls?\b|common mistakes"
    r"|\bbad (?:examples?|practices?|patterns?)\b|\bwrong\b|\bdetection (?:patterns?|rules?)\b"
    r"|\bsuspicious\b|\bhard stops?\b|❌|🚫",
    re.I,
)


def forbids_what_follows(before: str, *, sought: bool = True) -> bool:
    """Whether text that ends where a command or a code block begins forbids or marks that command, or (with `sought`)
    looks for it."""
    if _LABEL.search(before) and not _INVITES.search(before):
        return True
    before = f"{before.rstrip()} "
    last = None
    for pattern in (_FORBIDS, _SEARCHES) if sought else (_FORBIDS,):
        for found in pattern.finditer(before):
            if last is None or found.start() > last.start():
                last = found
    # `never skip this: run ...`, `do not use brew; run ...` ask for the command after all
    return last is not None and len(before) - last.end() < 200 and not _INVITES.search(before, last.end())


def marks_as_bad(comment: str) -> bool:
    """Whether the first line of a block is a comment that says that the block is not to be done."""
    return _MARKED.match(comment) is not None


def warns_of(before: str, after: str) -> bool:
    """Whether the sentence around a command warns of it."""
    return forbids_what_follows(before) or _AFTER.match(after) is not None


@lru_cache(maxsize=4096)
def is_of_bad_things(title: str) -> bool:
    """Whether a heading says that what stands below is not to be done. `Risks` or `Avoid errors` do not say it."""
    return len(title) <= 80 and _TITLE.search(title) is not None
