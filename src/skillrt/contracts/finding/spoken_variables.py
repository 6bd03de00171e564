"""Variables that a sentence uses by their mark: "uses `$ACME_TOKEN` (then `$ACME_PAT`)"."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.contracts.finding.constants import is_sample_name
from skillrt.environment.finding.passages import passages_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.finding.tone import manner_of_section
from skillrt.environment.finding.variables import set_by_scripts
from skillrt.environment.known_names import is_plain_variable, is_telling_variable
from skillrt.errors import Place
from skillrt.ir import place_of

_SPAN: Final = re.compile(r"\$\{?([A-Z][A-Z0-9]{0,30}(?:_[A-Z0-9]{1,30}){1,6})\}?\Z")
_CUE: Final = re.compile(
    r"\b(?:uses?|using|reads?|set|needs?|requires?|auth(?:entication|enticates?)?|tokens?|credentials?|from)\b",
    re.IGNORECASE,
)


def spoken_variables(scene: Scene) -> Iterator[tuple[str, Place]]:
    """Each variable that stands with its mark and nothing else in a code span, and nothing of the skill sets."""
    made = set_by_scripts(scene)
    assigned = "\n".join(passage.text for passage in passages_of(scene))
    for section in scene.sections:
        leaves = {leaf.id: leaf for leaf in section.leaves}
        for sentence in section.sentences:
            leaf = leaves.get(sentence.block)
            if leaf is None or "$" not in sentence.text or not _CUE.search(sentence.text):
                continue
            if manner_of_section(section, sentence.text, "use") != "use":
                continue
            for inline in leaf.inlines:
                found = _SPAN.match(inline.value.strip()) if inline.kind == "code" else None
                inside = sentence.start <= inline.start < sentence.start + len(sentence.text)
                if found is None or not inside:
                    continue
                name = found.group(1)
                is_set = name in made or f"{name}=" in assigned or is_plain_variable(name) or is_sample_name(name)
                if not is_set and is_telling_variable(name):
                    yield name, place_of(leaf, inline.start, inline.end)
