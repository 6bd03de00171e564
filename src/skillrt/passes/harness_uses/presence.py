"""Which of the searched words a document holds, so that most documents and most blocks are passed over at once."""

import re
from functools import lru_cache
from itertools import islice

import msgspec

from skillrt.code.alternatives import holds_any
from skillrt.passes.harness_uses.lexicon import Lexicon, Named
from skillrt.passes.harness_uses.patterns import line_around
from skillrt.passes.harness_uses.wordlists import word_list

# every byte that no word of a lexicon is made of, as a blank
_WORD_BYTES = bytes(code if (chr(code).isalnum() and code < 128) or code == ord("_") else 32 for code in range(256))
_FIRST_WORD = re.compile(r"[A-Za-z_]\w+", re.ASCII)
_TOOL_WORDS = frozenset({"tool", "tools", "Tool", "Tools", "TOOL", "TOOLS", "tool_name", "matcher"})
_SPAN_COMMAND = re.compile(r"`/[a-z]")
_PLUGIN_COMMAND = re.compile(r"(?<=[\s(`\"*])/[a-z][a-z0-9-]{1,40}:[a-z]")
_MAYBE_PLUGIN_SKILL = re.compile(r":[a-z][a-z0-9]*-[a-z0-9]")  # begins with a literal, which makes it fast
_MAYBE_USED_PLUGIN_SKILL = re.compile(r":[a-z]{2,40}-[a-z]{1,40}-[a-z]{2,40}\b", re.IGNORECASE)
_PLUGIN_SKILL = re.compile(
    r"(?<![\w/:.@#-])([a-z][a-z0-9]{0,40}(?:-[a-z0-9]{1,40}){0,6}):[a-z][a-z0-9]{0,40}-[a-z0-9]"
)
_OF_AGENT_TYPES = ("agent_type", "agent_name", "agentType", "Task(", "Agent(")
# `subagent_type: "PLUGIN:NAME"`, `Task(PLUGIN:NAME)`; in quotes it may be anything (`Agent("openai:gpt")`)
_PLUGIN_AGENT = re.compile(
    r"(?:agent(?:_type|_name|Type)\W{1,8}|\b(?:Task|Agent)\((?=[a-z0-9:-]{1,122}\)))"
    r"([a-z][a-z0-9-]{0,60}:[a-z][a-z0-9-]{0,60})"
)
_OF_SKILLS = ("skill", "invoke", "スキル", "技能")  # one of them is in whatever `_SKILL` finds
_SKILL = re.compile(r"\bskills?\b|\bsub-skill\b|\binvoke\b|スキル|技能", re.I)
# "use superpowers:using-git-worktrees": three plain words, which an image's tag (`node:lts-alpine`) or a class
# (`hover:bg-red-500`) is not
_USED_PLUGIN_SKILL = re.compile(
    r"\b(?:use|using|follow|invoke|load|read|see|understand)\s{1,3}[`*\"]{0,3}"
    r"([a-z][a-z0-9]{0,40}(?:-[a-z0-9]{1,40}){0,6}):[a-z]{2,40}-[a-z]{1,40}-[a-z]{2,40}\b",
    re.IGNORECASE,
)
# "run `/name`", "invoke **`/name`**"
_COMMAND_SAID = re.compile(
    r"\b(?:run|use|invoke|type|via|reach for|start with|call)\s{1,2}(?:the\s)?[*_]{0,2}`(/[a-z][a-z0-9-]{1,60})`",
    re.I,
)
_COMMAND_ALONE = re.compile(r"`(/(?<!``/)[a-z][a-z0-9-]{1,60})`(?!`)")  # begins with a literal as well
# "## Related Skills", and below it items that begin with a `/name`
_COMMANDS_LISTED = re.compile(
    r"^#{1,6}[^\n]{0,60}\b(?:[Ss]kills|[Cc]ommands)\b[^\n]{0,40}\n(?:\s*\n){0,2}[ \t]*[-*|]\s{1,3}[*_]{0,2}`/[a-z]",
    re.MULTILINE,
)
_SKILLS = re.compile(r"\bskills?\b", re.I)
_ROUTES = re.compile(r"\b(?:GET|POST|PUT|DELETE|endpoints?|URLs?|[Ss]itemaps?|RSS|posts)\b")
_METHODS = re.compile(r"\b(?:GET|POST|PUT|DELETE)\b[ \t`*]{1,6}/|\bendpoints?\b|\b[Ss]itemaps?\b")
_MANY_COMMANDS = 5
_WINDOWS = re.compile(r"\.(?:bat|cmd|exe)\b|\bWindows\b|%\w{1,20}%", re.I)
_OF_WINDOWS = (".bat", ".cmd", ".exe", "windows", "%")  # one of them is in whatever `_WINDOWS` finds
_MUCH_WINDOWS = 10
_SEVERAL = 3  # two odd names meet by chance in an API; three of one harness do not


class Presence(msgspec.Struct, frozen=True):
    """The words of a lexicon that one text holds, by kind, and which of the other searches can find anything in it.

    `shy` are tools whose names are plain lower-case words: looked for only where a block speaks of tools.

    `spoken` are the harnesses that the text names, or of which it names several tools: there an odd tool name in a
    code span is a tool without a word beside it. `plugins` are the plugins that it names skills of; `plugin_agents`
    are the
    sub-agents that it names with theirs.

    `lists_commands`: the text says of several `/names` that they are commands or skills, so that each is one.

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
    lists_commands: bool
    prefixed: bool
    spoken: frozenset[str]
    plugins: frozenset[str]
    plugin_agents: frozenset[str]


class Index(msgspec.Struct, frozen=True):
    """First word -> the kinds and texts that begin with it; words of two special sorts; all words looked for.

    `environment` finds a prefix of variables: one pattern, since they begin with capitals, which are rare.
    """

    starts: dict[str, tuple[tuple[str, str], ...]]
    words: frozenset[str]
    roots: frozenset[str]
    shy_tools: frozenset[str]
    vocabulary: frozenset[str]
    environment: re.Pattern[str]


def known_words(text: str, known: Lexicon) -> frozenset[str]:
    """The words of a text that the lexicon knows. Cut by bytes: two thirds of the time of a regular expression."""
    words = text.encode("ascii", "replace").translate(_WORD_BYTES).decode("ascii").split()
    return _index_of(_Key(known)).vocabulary.intersection(words)


def presence(text: str, words: frozenset[str], known: Lexicon, own: str) -> Presence:
    """What `text`, which has these words of the lexicon, holds. `own` is the skill's name: `/own` is a command."""
    index = _index_of(_Key(known))
    tools = known.tool_names & words
    shy = tools & index.shy_tools if words & _TOOL_WORDS or "工具" in text or "ツール" in text else frozenset[str]()
    tools -= index.shy_tools
    held: dict[str, list[str]] = {}
    first = index.words & words
    for word in sorted(first):
        for field, item in index.starts[word]:
            held.setdefault(field, []).append(item)
    roots = index.roots & words

    def of(field: str) -> frozenset[str]:
        return frozenset(held.get(field, ()))

    spans = "`/" in text
    environment = not words.isdisjoint(known.variables) or index.environment.search(text) is not None
    return Presence(
        gate=tools | first | roots,
        tools=tools,
        shy=shy,
        hooks=of("hooks"),
        models=of("models"),
        programs=of("command_words"),
        output_lines=tuple(known.output_lines[item] for item in held.get("output_lines", ())),
        markers=tuple(known.markers[item] for item in held.get("markers", ())),
        agents=of("agents"),
        products=of("products"),
        loose=of("loose"),
        files=tuple(known.places[item] for item in held.get("files", ())),
        rooted=bool(roots),
        environment=environment,
        arguments="ARGUMENTS" in words,
        expansions="@" in text or "!`" in text or "```!" in text,
        commands=(
            f"/{own}" in text
            or (spans and _SPAN_COMMAND.search(text) is not None)
            or (":" in text and _PLUGIN_COMMAND.search(text) is not None)
        )
        and not _is_of_windows(text),
        lists_commands=spans and _lists_commands(text),
        prefixed=any(prefix in text for prefix in known.tool_prefixes),
        spoken=_spoken(tools, held, known) if tools or shy else frozenset(),
        plugins=_plugins(text) if _MAYBE_PLUGIN_SKILL.search(text) else frozenset(),
        plugin_agents=_plugin_agents(text) if holds_any(text, _OF_AGENT_TYPES) else frozenset(),
    )


def _lists_commands(text: str) -> bool:
    """Whether a text says of three names to run them, or holds five and speaks of skills, not of routes, or
    lists some under a heading on skills or commands."""
    if _COMMANDS_LISTED.search(text) and not _METHODS.search(text):
        return True
    alone = set(_COMMAND_ALONE.findall(text)) if text.count("`/") >= _SEVERAL else set[str]()
    if len(alone) < _SEVERAL:
        return False
    if len(alone) >= _MANY_COMMANDS and _SKILLS.search(text) and not _ROUTES.search(text):
        return True
    return len(set(_COMMAND_SAID.findall(text))) >= _SEVERAL


def _is_of_windows(text: str) -> bool:
    """Whether a text is about commands of Windows, whose switches begin with a slash."""
    lowered = text.lower()
    # most texts hold too little to be looked through
    if sum(map(lowered.count, _OF_WINDOWS)) < _MUCH_WINDOWS:
        return False
    return sum(1 for _ in islice(_WINDOWS.finditer(text), _MUCH_WINDOWS)) >= _MUCH_WINDOWS


def _plugins(text: str) -> frozenset[str]:
    """What stands before `:two-words` in a line about skills, or before `:three-plain-words` that are to be used.

    `skill:` and `plugin:` name the sort, not a plugin.
    """
    found: set[str] = set()
    lines = {_line_of(text, match.start()) for match in _MAYBE_PLUGIN_SKILL.finditer(text)}
    # data and programs have lines of many thousand characters
    for line in (item for item in lines if holds_any(item.lower(), _OF_SKILLS)):
        found |= {
            match[1] for match in _PLUGIN_SKILL.finditer(line) if _SKILL.search(line_around(line, *match.span()))
        }
    if _MAYBE_USED_PLUGIN_SKILL.search(text):
        found |= {match[1] for match in _USED_PLUGIN_SKILL.finditer(text)}
    return frozenset(found - {"skill", "plugin"})


def _plugin_agents(text: str) -> frozenset[str]:
    """The names with a plugin's that stand as a sub-agent's type."""
    return frozenset(_PLUGIN_AGENT.findall(text))


def _line_of(text: str, at: int) -> str:
    """The whole line in which a match that holds no line end stands."""
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def _spoken(tools: frozenset[str], held: dict[str, list[str]], known: Lexicon) -> frozenset[str]:
    named = {name for word in held.get("products", ()) for name in known.products[word].harnesses}
    counts: dict[str, int] = {}
    for tool in tools:
        if "_" in tool and known.distinct_tool(tool) and tool not in word_list("function_names"):
            for name in known.tools[tool].harnesses:
                counts[name] = counts.get(name, 0) + 1
    return frozenset(named | {name for name, count in counts.items() if count >= _SEVERAL})


def speaks_of_tools(text: str) -> bool:
    """Whether a block says tool in a language that people write skills in."""
    return "ool" in text or "matcher" in text or "工具" in text or "ツール" in text


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
    tables = {
        "agents": known.agents,
        "products": known.products,
        "loose": known.loose,
        "files": {text: row for text, row in known.places.items() if "/" not in text},
        "markers": known.markers,
        "output_lines": known.output_lines,
        "hooks": known.hooks,
        "models": known.models,
        "command_words": known.command_words,
    }
    starts: dict[str, list[tuple[str, str]]] = {}
    for field, table in tables.items():
        for text in table:
            starts.setdefault(_first(text), []).append((field, text))
    roots = {word for root in known.roots for word in _FIRST_WORD.findall(root)} - {"config", "skills", "github"}
    return Index(
        starts={word: tuple(rows) for word, rows in starts.items()},
        words=frozenset(starts),
        roots=frozenset(roots),
        vocabulary=known.tool_names | _TOOL_WORDS | {*starts, *roots, *known.variables, "ARGUMENTS"},
        environment=re.compile("|".join(map(re.escape, sorted(known.prefixes))) or "(?!)"),
        shy_tools=frozenset(name for name in known.tools if name.islower() and not known.distinct_tool(name)),
    )


def _first(text: str) -> str:
    match = _FIRST_WORD.search(text)
    return match.group() if match else text
