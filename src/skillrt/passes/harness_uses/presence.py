"""Which of the searched words a whole document holds, so that most documents and most blocks are passed over at once."""

import re
from functools import lru_cache

import msgspec

from skillrt.passes.harness_uses.lexicon import WORD, Lexicon, Named

_FIRST_WORD = re.compile(r"[A-Za-z_]\w+", re.ASCII)
_TOOL_WORDS = frozenset({"tool", "tools", "Tool", "Tools", "tool_name", "matcher"})
_CJK_TOOL = re.compile("工具|ツール")
TOOLISH = re.compile("(?i:tool|matcher)|工具|ツール")
_SPAN_COMMAND = re.compile(r"`/[a-z]")
_PLUGIN_SKILL = re.compile(r"[a-z0-9]:[a-z][a-z0-9]*-[a-z0-9]")


class Presence(msgspec.Struct, frozen=True):
    """The words of a lexicon that one text holds, by kind, and which of the other searches can find anything in it.

    `shy` are tools whose names are plain lower-case words: looked for only where a block speaks of tools.

    `gate` are the words that make a block worth a closer look.
    """

    gate: frozenset[str]
    tools: frozenset[str]
    shy: frozenset[str]
    agents: frozenset[str]
    hooks: frozenset[str]
    models: frozenset[str]
    products: frozenset[str]
    loose: frozenset[str]
    programs: frozenset[str]
    output_lines: tuple[Named, ...]
    markers: tuple[Named, ...]
    files: tuple[Named, ...]
    rooted: bool
    environment: bool
    arguments: bool
    expansions: bool
    commands: bool
    plugin_skills: bool


class Index(msgspec.Struct, frozen=True):
    """For each kind: first word -> the texts that begin with it."""

    agents: dict[str, frozenset[str]]
    products: dict[str, frozenset[str]]
    loose: dict[str, frozenset[str]]
    files: dict[str, frozenset[str]]
    markers: dict[str, frozenset[str]]
    output_lines: dict[str, frozenset[str]]
    roots: frozenset[str]
    shy_tools: frozenset[str]


def presence(text: str, known: Lexicon, own: str) -> Presence:
    """What of the lexicon `text` holds. `own` is the skill's name, which makes `/own` a command."""
    words = frozenset(WORD.findall(text))
    index = _index_of(_Key(known))
    tools = frozenset(known.tools.keys() & words)
    shy = tools & index.shy_tools if words & _TOOL_WORDS or _CJK_TOOL.search(text) else frozenset[str]()
    tools -= index.shy_tools
    by = {field: _held(getattr(index, field), words) for field in ("agents", "products", "loose", "files")}
    hooks, models = frozenset(known.hooks.keys() & words), frozenset(known.models.keys() & words)
    programs = frozenset(known.command_words.keys() & words)
    markers = tuple(known.markers[item] for item in sorted(_held(index.markers, words)))
    lines = tuple(known.output_lines[item] for item in sorted(_held(index.output_lines, words)))
    roots = index.roots & words
    starts = (by["agents"] | by["products"] | by["loose"] | by["files"]) | {item.text for item in (*markers, *lines)}
    gate = frozenset(tools | hooks | models | programs | roots | {_first(item) for item in starts})
    prefixes = tuple(known.prefixes)
    upper = [word for word in words if word.isupper() and "_" in word]
    return Presence(
        gate=gate,
        tools=tools,
        shy=shy,
        hooks=hooks,
        models=models,
        programs=programs,
        output_lines=lines,
        markers=markers,
        agents=by["agents"],
        products=by["products"],
        loose=by["loose"],
        files=tuple(known.places[item] for item in sorted(by["files"])),
        rooted=bool(roots),
        environment=any(word.startswith(prefixes) or word in known.variables for word in upper),
        arguments="ARGUMENTS" in words,
        expansions="!`" in text or "```!" in text or "@" in text,
        commands=bool(_SPAN_COMMAND.search(text)) or f"/{own}" in text,
        plugin_skills=bool(_PLUGIN_SKILL.search(text)),
    )


class _Key:
    """The lexicon as a cache key: it is built once, so the object itself is the key."""

    __slots__ = ("known",)

    def __init__(self, known: Lexicon) -> None:
        self.known = known

    def __hash__(self) -> int:
        return id(self.known)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.known is self.known


@lru_cache(maxsize=4)
def _index_of(key: _Key) -> Index:
    known = key.known
    roots = {word for root in known.roots for word in _FIRST_WORD.findall(root)} - {"config", "skills", "github"}
    return Index(
        agents=_by_first(known.agents),
        products=_by_first(known.products),
        loose=_by_first(known.loose),
        files=_by_first({text: row for text, row in known.places.items() if "/" not in text}),
        markers=_by_first(known.markers),
        output_lines=_by_first(known.output_lines),
        roots=frozenset(roots),
        shy_tools=frozenset(name for name in known.tools if name.islower() and not known.distinct_tool(name)),
    )


def _by_first(table: dict[str, Named]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for text in table:
        found.setdefault(_first(text), set()).add(text)
    return {word: frozenset(texts) for word, texts in found.items()}


def _first(text: str) -> str:
    match = _FIRST_WORD.search(text)
    return match.group() if match else text


def _held(index: dict[str, frozenset[str]], words: frozenset[str]) -> frozenset[str]:
    return frozenset(text for word in index.keys() & words for text in index[word])
