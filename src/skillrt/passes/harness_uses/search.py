"""Finds every harness use of a module. Read-only; a pure function of the module and the descriptors."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from skillrt.code.alternatives import holds_any
from skillrt.ir import SKILL_FILE, Module
from skillrt.passes.harness_uses.commands import find_program_calls, find_slash_commands
from skillrt.passes.harness_uses.front_matter import find_keys, find_package_keys
from skillrt.passes.harness_uses.lexicon import Lexicon, lexicon
from skillrt.passes.harness_uses.names import find_names, find_plugin_skills, find_products_in
from skillrt.passes.harness_uses.passages import Text, passage_of, texts
from skillrt.passes.harness_uses.paths import find_paths
from skillrt.passes.harness_uses.presence import Presence, known_words, presence, speaks_of_tools
from skillrt.passes.harness_uses.tools import find_prefixed, find_tools, is_nobodys
from skillrt.passes.harness_uses.use import Passage, Use
from skillrt.passes.harness_uses.variables import find_expansions, find_positional, find_variables
from skillrt.targets import Harness


def find_uses(module: Module, harnesses: Mapping[str, Harness]) -> tuple[Use, ...]:
    """Every use at every place, in reading order: SKILL.md, other documents, other files."""
    known = lexicon(harnesses)
    search = _Search(module, known, harnesses)
    found: list[Use] = []
    for text in texts(module):
        found += search.text(text)
    found += search.metadata_files()
    return tuple(_without_overlaps(found))


def distinct(uses: Iterable[Use]) -> tuple[Use, ...]:
    """One use for each distinct thing, the first; what most harnesses share is nobody's own and left out."""
    seen: dict[tuple[str, str], Use] = {}
    for use in uses:
        if not is_nobodys(use) or use.form == "allowed" or use.kind == "frontmatter":
            seen.setdefault((use.kind, use.key), use)
    return tuple(seen.values())


_DEFINED = re.compile(r"\b(?:def|function|func|fn)\s+(\w{2,60})\s*\(")


class _Search:
    def __init__(self, module: Module, known: Lexicon, harnesses: Mapping[str, Harness]) -> None:
        self.module = module
        self.known = known
        self.name = module.name
        self.own = frozenset(module.paths)
        self.builtin = frozenset(command for command in known.commands if command.startswith("/"))
        self.expanding = tuple(item.name for item in harnesses.values() if item.syntax.injected_commands)
        self.numbering = tuple(item.name for item in harnesses.values() if item.syntax.positional_arguments)
        self.functions = frozenset(_own_functions(module) & known.tool_names)
        keys = {entry.key for entry in module.front_matter.entries}
        self.takes_arguments = bool(keys & {"argument-hint", "arguments"})

    def text(self, text: Text) -> Iterator[Use]:
        """The uses in one document or other file, in order."""
        words = known_words(text.text, self.known)
        present = presence(text.text, words, self.known, self.name)
        main = text.path == SKILL_FILE
        signs = self.signs(present, main=main)
        if not (present.gate or present.shy or signs or main):
            return
        for part in text.parts:
            content = part.text or ""
            toolish = bool(present.shy) and (speaks_of_tools(content) or content.startswith("|"))
            near = toolish or holds_any(content, present.gate)
            formed = holds_any(content, signs) or (main and part.kind == "front-matter")
            if near or formed:
                passage = passage_of(part)
                found = list(self.near(present, passage, toolish=toolish)) if near else []
                found += self.wide(present, passage, main=main) if formed else ()
                yield from sorted(found, key=lambda use: (use.start, -use.end, use.kind))

    def signs(self, present: Presence, *, main: bool) -> tuple[str, ...]:
        """Of what `wide` finds in a text with these words, a block holds at least one of these."""
        found = [row.text for row in present.markers]
        if present.environment:
            found.append("_")
        if present.commands:
            found.append("/")
        if present.plugins or present.plugin_agents:
            found.append(":")
        if present.prefixed:
            found += self.known.tool_prefixes
        if main and present.expansions:
            found += ("@", "!`", "```!")
        if present.arguments or (main and self.takes_arguments):
            found.append("$")
        return tuple(found)

    def near(self, present: Presence, passage: Passage, *, toolish: bool) -> Iterator[Use]:
        """Uses that a word of the lexicon gives away."""
        tools = present.tools | present.shy if toolish else present.tools
        yield from find_tools(passage, tools - self.functions, self.known, present.spoken)
        yield from find_paths(passage, present, self.known, self.own)
        yield from find_names(passage, present, self.known)
        yield from find_program_calls(passage, present.programs, self.known)

    def wide(self, present: Presence, passage: Passage, *, main: bool) -> Iterator[Use]:
        """Uses that are known by their form."""
        if main and passage.kind == "front-matter":
            yield from self.front_matter(present, passage)
        if present.environment or present.arguments or present.markers:
            yield from find_variables(passage, present, self.known)
        if present.commands:
            yield from find_slash_commands(passage, self.name, self.builtin, listed=present.lists_commands)
        if present.prefixed:
            yield from find_prefixed(passage, self.known)
        if present.plugins or present.plugin_agents:
            yield from find_plugin_skills(passage, present.plugins, present.plugin_agents)
        if main and present.expansions:
            yield from find_expansions(passage, self.own, self.expanding)
        if main and self.takes_arguments:
            yield from find_positional(passage, self.numbering)

    def front_matter(self, present: Presence, passage: Passage) -> Iterator[Use]:
        """Keys of SKILL.md's front matter, and products that its description names."""
        yield from find_keys(passage, self.module.front_matter, self.known)
        entry = self.module.front_matter.entry("description")
        if entry:
            yield from find_products_in(passage, entry.value_start, entry.value_end, present, self.known)

    def metadata_files(self) -> Iterator[Use]:
        """Files of the skill that only one harness reads."""
        for file in self.module.files:
            if file.path == "package.json":
                yield from find_package_keys(Passage(file.path, file.text or "", "data"), self.known)
            row = self.known.metadata_files.get(file.path)
            if row:
                text = Passage(file.path, file.text or "", "data")
                yield Use(file.path, "product", row.harnesses, text, 0, 0, file.path, "skill.interface", "metadata")


def _own_functions(module: Module) -> set[str]:
    """Names in snake case of functions that scripts of the skill define: the text means those."""
    scripts = (file.text for file in module.files if file.kind == "script" and file.text)
    return {name for text in scripts for name in _DEFINED.findall(text) if "_" in name}


def _without_overlaps(uses: Sequence[Use]) -> Iterator[Use]:
    """Of uses that overlap, the first and longest: `$CODEX_HOME/skills` is one path, not also a variable."""
    last: Use | None = None
    for use in uses:
        if last and last.passage is use.passage and use.start < last.end and use.form != "metadata":
            continue
        last = use
        yield use
