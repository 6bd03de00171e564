"""MCP servers: names of their tools, words about them, the configuration forms of the harnesses, the front matter."""

import json
import re
from collections.abc import Iterator
from typing import Final

from skillrt.environment.finding.metadata import mapping_of, metadata_tables, strings_of
from skillrt.environment.finding.program_words import span_in
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.finding.tone import manner_of_section
from skillrt.environment.sighting import Manner, Sighting
from skillrt.ir import Block, FrontMatter

_TOOL: Final = re.compile(
    r"(?<![\w-])mcp__(?:plugin_[A-Za-z0-9-]+_)?([A-Za-z0-9][A-Za-z0-9-]*(?:_[A-Za-z0-9-]+)*?)__(?:[A-Za-z0-9*]|\Z)"
)
_WHOLE: Final = re.compile(
    r"(?<![\w-])mcp__([A-Za-z0-9][A-Za-z0-9-]*(?:_[A-Za-z0-9-]+)*)(?:__\*|(?=[\s,`'\")\]]|\Z))"
)
_SPOKEN: Final = re.compile(
    r"(?<![\w/.-])(?:([A-Z][\w.]{1,30})|`([\w.-]{2,40})`)[ \t-]+MCP\b(?![- ](?:best|protocol|spec))"
)
_CONNECTORS: Final = re.compile(r"\b(?:MCP[ \t]+(?:servers?|connectors?|integrations?|tools)|MCPs)\b")
_NAMED: Final = r"[A-Z][\w.]{1,20}(?: [A-Z]\w{1,20})?"
_ENUMERATED: Final = re.compile(
    r"(?:\(|\b)(?:e\.g\.|for example|like|such as|including)[,:]?[ \t]+"
    rf"((?:{_NAMED}(?:,[ \t]+(?:(?:and|or)[ \t]+)?|[ \t]+(?:and|or)[ \t]+|/)){{1,8}}(?:{_NAMED})?)"
)
_PRODUCT: Final = re.compile(_NAMED)
_TOOL_OF: Final = re.compile(r"[ \t]+(?:tools?|calls?|functions?|commands?)\b")
_BEGINS: Final = re.compile(r"(?:\A|[.!?:|#>*\n\"(-])[ \t*_\"]*\Z")
_ADDED: Final = re.compile(
    r"\b(?:claude|codex|gemini|copilot|openclaw)[ \t]+mcp[ \t]+add(?:-json)?"
    r"((?:[ \t]+--?[\w-]{1,30}(?:[= \t]+(?:stdio|http|sse|user|project|local))?){0,8})[ \t]+([A-Za-z][\w-]{0,40})"
)
_TOML: Final = re.compile(r"^[ \t]*\[mcp_servers\.\"?([\w-]{1,40})\"?\]", re.M)
_KEYS: Final = ("mcpServers", "mcp_servers", "servers", "mcp")
_COMMON_TEXT: Final = """
knowledge docs learn management code database documentation data tracker assistant platform
plugin websocket restful toolbox
the an a this that your any each every no some other remote local custom new server servers using use via with
and or for of to ruby rust go php java kotlin swift c# csharp dotnet .net javascript google microsoft
multi-server copilot windsurf zed opencode hosted self-hosted managed private public based start suggest
extract run test multiple several external internal claude codex cursor gemini python typescript node http
stdio sse streamable install add configure setup building build when if anthropic official fast fastmcp model
shadow rogue malicious untrusted vulnerable compromised third-party risky treat flag discover choose most do
all my our create check available required optional step note connect
"""
_COMMON: Final = frozenset(_COMMON_TEXT.split())
_STAND_INS: Final = frozenset(
    {
        "server",
        "my-server",
        "myserver",
        "server-name",
        "example",
        "your-server",
        "name",
        "servername",
        "x",
        "foo",
        "my",
        "your",
        "some",
        "test",
    }
)
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}\Z")
_DOMAIN: Final = re.compile(r"\.(?:ai|app|com|dev|io|net|org)\Z", re.IGNORECASE)  # of a product called like its host
_MAX_JSON: Final = 100_000


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each server and place."""
    for item in _sightings(scene):
        if _NAME.match(item.name) and item.name not in _STAND_INS:
            yield item


def _sightings(scene: Scene) -> Iterator[Sighting]:
    yield from _of_front_matter(scene)
    for section in scene.sections:
        for leaf in section.leaves:
            if "mcp" not in leaf.text and "MCP" not in leaf.text:
                continue
            place = place_of_file(section.path)
            for name, start, end, via in _in_text(leaf):
                plain: Manner = "alternative" if via == "listed" else "use"
                manner = manner_of_section(section, leaf.text[max(0, start - 100) : end + 40], plain)
                yield Sighting("mcp", name, span_in(leaf, start, end), place, manner, via, leaf.id)


def _in_text(leaf: Block) -> Iterator[tuple[str, int, int, str]]:
    text = leaf.text
    for pattern in (_TOOL, _WHOLE):
        for found in pattern.finditer(text):
            yield _named(found.group(1)), found.start(), found.end(1), "tool name"
    for found in _ADDED.finditer(text):
        yield _named(found.group(2)), found.start(), found.end(), "command"
    for found in _TOML.finditer(text):
        yield _named(found.group(1)), found.start(1), found.end(1), "configuration"
    if leaf.kind == "code":
        if any(key in text for key in _KEYS) and "{" in text:
            yield from _configured(leaf)
        return
    yield from _connected(text)
    for found in _SPOKEN.finditer(text):
        word = found.group(1) or found.group(2)
        begins = _BEGINS.search(text, max(0, found.start() - 20), found.start())
        # a capital at the beginning of a sentence tells nothing: a name is said again in the middle of one
        again = not begins or not found.group(1) or _said_again(word, text)
        tool = "_" in word and _TOOL_OF.match(text, found.end())
        if again and not tool and word.lower() not in _COMMON and not word.isupper():
            yield _named(_DOMAIN.sub("", word)), found.start(), found.end(), "text"


def _connected(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Products in brackets or a list beside `MCP servers`, `connectors`, `integrations`: each would be a server."""
    for cue in _CONNECTORS.finditer(text):
        begin, end = _sentence_around(text, cue.start(), cue.end())
        for found in _ENUMERATED.finditer(text, begin, end):
            for word in _PRODUCT.finditer(text, found.start(1), found.end(1)):
                name = word.group().lower().replace(" ", "-")
                if name not in _COMMON:
                    yield name, word.start(), word.end(), "listed"


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    stop = text.find("\n", end)
    return max(0, start - 160, text.rfind("\n", 0, start) + 1), min(end + 160, stop if stop >= 0 else len(text))


def _said_again(word: str, text: str) -> bool:
    return re.search(rf"[a-z,(`][ ]?`?{re.escape(word)}\b", text) is not None


def _configured(leaf: Block) -> Iterator[tuple[str, int, int, str]]:
    """The keys of the table of servers in a JSON configuration."""
    content = leaf.content
    if len(content) > _MAX_JSON:
        return
    try:
        table = mapping_of(json.loads(content))
    except (ValueError, RecursionError):
        return
    for key in ("mcpServers", "mcp_servers"):
        for name in mapping_of(table.get(key)):
            start = max(0, leaf.text.find(f'"{name}"'))
            yield _named(name), start, start + len(name) + 2, "configuration"


def _of_front_matter(scene: Scene) -> Iterator[Sighting]:
    """`requires: mcp: [x]`, `mcp: x`, and tools of servers in `allowed-tools`."""
    block = scene.module.front_matter_block
    if block is None:
        return
    matter = scene.module.front_matter
    path = scene.documents[0].path
    for word in _declared(matter):
        if re.fullmatch(r"[\w.@/-]{2,60}", word):
            start = max(0, block.text.find(word))
            span = span_in(block, start, start + len(word))
            yield Sighting("mcp", _named(word), span, place_of_file(path), "declare", "front matter", block.id)
    for found in (*_TOOL.finditer(block.text), *_WHOLE.finditer(block.text)):
        span = span_in(block, found.start(), found.end(1))
        yield Sighting("mcp", _named(found.group(1)), span, place_of_file(path), "use", "allowed tools", block.id)


def _declared(matter: FrontMatter) -> Iterator[str]:
    for key in ("mcp", "mcp-servers", "mcp_servers"):
        yield from strings_of(matter.get(key))
    for table in (mapping_of(matter.get("requires")), *metadata_tables(matter)):
        for inner in (table, mapping_of(table.get("requires"))):
            yield from strings_of(inner.get("mcp"))
            yield from strings_of(inner.get("mcp-server"))


def _named(word: str) -> str:
    """A server's name as it counts: lower case, `-` for `_`, without `mcp` around it."""
    shown = word.lower().replace("_", "-").rpartition("/")[2].strip("-.")
    for affix in ("-mcp-server", "-mcp", "-server"):
        shown = shown.removesuffix(affix)
    return shown.removeprefix("mcp-").removeprefix("claude-ai-") or word.lower()
