"""Programs that a skill is about and that no list has: its name or its packages have the word, and code spans show it
with several verbs (`tidyup scan`, `tidyup apply`)."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from skillrt.environment.finding.scene import Scene
from skillrt.environment.known_names import is_plain_word

_LINE: Final = re.compile(
    r"([a-z][a-z0-9]{2,24}(?:-[a-z0-9]{1,24}){0,2})[ ]+"
    r"([a-z][a-z0-9]{1,24}(?:-[a-z0-9]{1,24}){0,3}|--?[a-z][\w-]{0,30})(?=[ ]|\Z)"
)
_SEVERAL: Final = 2


def subject_programs(scene: Scene, needed: Iterable[str]) -> frozenset[str]:
    """The names of these programs. `needed` are packages and programs that discovery knows."""
    module = scene.module
    words = {module.name, module.folder, *module.name.split("-")}
    words.update(name.rpartition("/")[2] for name in needed)
    found: dict[str, set[str]] = defaultdict(set)
    for section in scene.sections:
        for leaf in section.leaves:
            for inline in leaf.inlines if leaf.kind != "code" else ():
                line = _LINE.match(inline.value) if inline.kind == "code" else None
                if line is not None and line.group(1) in words:
                    found[line.group(1)].add(line.group(2))
    return frozenset(
        name
        for name, verbs in found.items()
        if sum(not verb.startswith("-") for verb in verbs) >= _SEVERAL and not is_plain_word(name)
    )
