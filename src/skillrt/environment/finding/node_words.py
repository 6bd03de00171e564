"""Node packages in words: `@scope/name` in a code span, "install `x` as a devDependency", `node_modules/x/file`."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.environment.finding.node_names import package_of
from skillrt.environment.finding.passages import passages_of
from skillrt.environment.finding.program_words import span_in
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.finding.tone import manner_of_section
from skillrt.environment.names import is_known_node_package
from skillrt.environment.sighting import Sighting
from skillrt.ir import Block
from skillrt.reading.sections import Section

_SCOPED: Final = re.compile(r"(@[a-z0-9][a-z0-9-]{1,40}/[a-z0-9][a-z0-9._-]{1,60})(?:@[\w.^~-]{1,20})?\Z")
_FILE: Final = re.compile(r"\.(?:md|json|ya?ml|txt|html?|css|[cm]?[jt]sx?|py|\.\.)\Z|\.\Z")
_PLAIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,60}\Z")
_INSTALL: Final = re.compile(
    r"\b(?:install(?:s|ing)?|add(?:s|ing)?)[ \t]+(?:the[ \t]+)?(?:`[^`\n]{1,60}`(?:,|[ \t]+and)[ \t]+){0,4}\Z", re.I
)
_OF_NODE: Final = re.compile(
    r"\bdev[ -]?dependenc|\bnpm\b|\bpnpm\b|\byarn\b|\bNode(?:\.js)?\b|\bpackage\.json\b|\bpackage manager\b", re.I
)
_INSTALLED: Final = re.compile(
    r"(?<![!\w*])node_modules/((?:@[a-z0-9][a-z0-9-]{1,40}/)?[a-z0-9][a-z0-9._-]{1,60})/\w"
)
_MANY: Final = 100


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each package and place."""
    for section in scene.sections:
        for leaf in section.leaves:
            if leaf.kind != "code" and leaf.inlines:
                yield from _in_spans(section, leaf)
    for passage in passages_of(scene):
        for found in list(_INSTALLED.finditer(passage.text))[:_MANY] if "node_modules/" in passage.text else ():
            if is_known_node_package(name := found.group(1)):
                manner = "example" if passage.manner == "use" and passage.language != "javascript" else passage.manner
                span = passage.span(found.start(1), found.end(1))
                yield Sighting("node", name, span, passage.place, manner, "installed file", passage.id)


def _in_spans(section: Section, leaf: Block) -> Iterator[Sighting]:
    for inline in leaf.inlines:
        if inline.kind != "code":
            continue
        text, before = inline.value, leaf.text[max(0, inline.start - 200) : inline.start]
        scoped = _SCOPED.match(text)
        if scoped is not None and not _FILE.search(scoped.group(1)):
            name, plain = package_of(scoped.group(1)), "example"
        elif _PLAIN.match(text) and _INSTALL.search(before) and _OF_NODE.search(leaf.text):
            name, plain = text if is_known_node_package(text) else "", "use"
        else:
            continue
        if name:
            manner = manner_of_section(section, before, plain)
            span = span_in(leaf, inline.start, inline.end)
            yield Sighting("node", name, span, place_of_file(section.path), manner, "code span", leaf.id)
