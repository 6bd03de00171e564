"""Words on when to load a skill that stand in a key of their own: they go to the end of the description, which every
harness shows to the model, as the harness that heeds the key puts them there."""

import re
from typing import Final

import msgspec

from skillrt.ir import Entry, FrontMatter
from skillrt.passes.harness_edits.scene import Scene
from skillrt.verify.specification import MAX_DESCRIPTION

_BETWEEN: Final = " - "
# less than this says nothing of use
_LEAST: Final = 40
_SENTENCE = re.compile(r"(?<!e\.g)(?<!i\.e)[.!?。！？][\"')]?(?=\s)|[。！？]")
_PART = re.compile(r"[,;/、，；](?=\s)|[、，；]")


class Joined(msgspec.Struct, frozen=True):
    """A description, and whether it holds everything that was to be joined to it."""

    text: str
    whole: bool


def is_trigger(entry: Entry, read: FrontMatter, scene: Scene) -> bool:
    """Whether a key says when to load the skill, in no way that the target heeds, beside a description."""
    row = scene.known.keys.get(entry.key)
    if row is None or row.meaning != "trigger" or any(key.meaning == "trigger" for key in scene.target.front_matter):
        return False
    texts = (entry.value, read.get("description"))
    return all(isinstance(text, str) and text.strip() for text in texts)


def joined(description: str, more: str) -> Joined:
    """The description with as much of `more` behind it as may stand there: whole sentences, else whole parts."""
    first, more = description.rstrip(), " ".join(more.split())
    if more in " ".join(first.split()):
        return Joined(description, True)
    room = MAX_DESCRIPTION - len(first) - len(_BETWEEN)
    if len(more) <= room:
        return Joined(f"{first}{_BETWEEN}{more}", True)
    ends = [place.end() for place in _SENTENCE.finditer(more, 0, max(0, room) + 1) if place.end() <= room]
    parts = [place.start() for place in _PART.finditer(more, 0, max(0, room))]
    end = next((items[-1] for items in (ends, parts) if items and items[-1] >= _LEAST), 0)
    return Joined(f"{first}{_BETWEEN}{more[:end]}" if end else description, False)
