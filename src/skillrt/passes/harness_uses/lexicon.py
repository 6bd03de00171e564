"""The words of all known harnesses in one table: which words make it worth while to look closer, and at what."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from skillrt.targets import Harness

# Names that no English sentence and few programs hold: an inner capital or an underscore.
_DISTINCT = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+|[a-z]+(?:_[a-z]+)+|[A-Z][a-zA-Z]*[A-Z][a-z]+")
# Harnesses that share a word: above this number it is nobody's own.
SHARED_BY_MOST = 3


class Named(msgspec.Struct, frozen=True):
    """A word or path, the harnesses that have it, and what it means there."""

    text: str
    harnesses: tuple[str, ...]
    meaning: str = ""


class Lexicon(msgspec.Struct, frozen=True):
    """Everything that is searched for, by kind; `arguments` are the argument names of each tool."""

    tools: dict[str, Named]
    agents: dict[str, Named]
    hooks: dict[str, Named]
    variables: dict[str, Named]
    prefixes: dict[str, Named]
    markers: dict[str, Named]
    products: dict[str, Named]
    loose: dict[str, Named]
    models: dict[str, Named]
    places: dict[str, Named]
    roots: dict[str, Named]
    keys: dict[str, Named]
    tool_prefixes: dict[str, Named]
    metadata_files: dict[str, Named]
    metadata_keys: dict[str, Named]
    command_words: dict[str, Named]
    commands: dict[str, Named]
    output_lines: dict[str, Named]
    arguments: dict[str, frozenset[str]]
    tool_names: frozenset[str]

    def distinct_tool(self, name: str) -> bool:
        """Whether a tool's name is so odd that it needs no word beside it."""
        return bool(_DISTINCT.fullmatch(name))


def lexicon(harnesses: Mapping[str, Harness]) -> Lexicon:
    """The lexicon of these harnesses; built once for the same descriptors."""
    return _built(tuple(sorted((name, _Same(harness)) for name, harness in harnesses.items())))


class _Same:
    """A descriptor as a cache key: the same object is the same key (it holds dictionaries, which have no hash)."""

    __slots__ = ("harness",)

    def __init__(self, harness: Harness) -> None:
        self.harness = harness

    def __hash__(self) -> int:
        return id(self.harness)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.harness is self.harness

    def __lt__(self, other: "_Same") -> bool:
        return False


@lru_cache(maxsize=4)
def _built(known: tuple[tuple[str, _Same], ...]) -> Lexicon:
    # nobody has written a skill for the agent that comes with SkillRT; its tools have everybody's names
    every = [item.harness for _, item in known if not item.harness.launch.in_process]

    def table(pairs: Iterable[tuple[str, str, str]]) -> dict[str, Named]:
        """(text, harness, meaning) rows merged by text, in the order of first sight."""
        rows: dict[str, tuple[list[str], str]] = {}
        for text, name, meaning in pairs:
            names, first = rows.setdefault(text, ([], meaning))
            if name not in names:
                names.append(name)
            rows[text] = (names, first or meaning)
        return {text: Named(text, tuple(names), meaning) for text, (names, meaning) in rows.items()}

    def simple(field: str) -> dict[str, Named]:
        return table((text, item.name, "") for item in every for text in getattr(item, field))

    tools = table(
        (word, item.name, tool.operation)
        for item in every
        for tool in item.tools
        for word in (tool.name, *tool.aliases)
    )
    places = [(place.path, item.name, place.meaning) for item in every for place in item.places]
    roots = [(root, item.name, "") for item in every for root in item.roots]
    named = [(variable, item.name) for item in every for variable in item.variables]
    fields = {
        "tools": tools,
        "agents": table((agent.name, item.name, agent.meaning) for item in every for agent in item.agents),
        "hooks": simple("hooks"),
        "variables": table((variable.text, name, variable.meaning) for variable, name in named if variable.is_name),
        "markers": table((variable.text, name, variable.meaning) for variable, name in named if not variable.is_name),
        "prefixes": simple("environment_prefixes"),
        "products": simple("products"),
        "loose": simple("loose_products"),
        "models": simple("model_words"),
        "places": table([*_shared_folders(every), *places]),
        "roots": table(
            [*((path.partition("/skills")[0], name, "") for path, name, _ in _shared_folders(every)), *roots]
        ),
        "keys": table((key.key, item.name, key.meaning) for item in every for key in item.front_matter),
        "tool_prefixes": simple("tool_prefixes"),
        "metadata_files": simple("metadata_files"),
        "metadata_keys": simple("metadata_keys"),
        "command_words": simple("command_words"),
        "commands": simple("commands"),
        "output_lines": simple("output_lines"),
    }
    arguments: dict[str, frozenset[str]] = {}
    for tool in (tool for item in every for tool in item.tools):
        for word in (tool.name, *tool.aliases):
            arguments[word] = arguments.get(word, frozenset()) | frozenset(tool.arguments.values())
    return Lexicon(**fields, arguments=arguments, tool_names=frozenset(tools))


def _shared_folders(every: Iterable[Harness]) -> list[tuple[str, str, str]]:
    """Hidden folders of skills that are no product's own (`~/.agents/skills`), with each harness that looks there."""
    known = list(every)
    owned = {root.removeprefix("~/").partition("/")[0] for item in known for root in item.roots}
    found: list[tuple[str, str, str]] = []
    for item in known:
        for meaning, folders in (("skills.project", item.skills.project), ("skills.user", item.skills.user)):
            for path in folders:
                first = path.removeprefix("~/").partition("/")[0]
                if first.startswith(".") and first != ".config" and first not in owned:
                    found.append((path, item.name, meaning))
    return found
