"""Whether two requests are the same but for what differs between runs anyway: dates, ids, folders."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from skillrt.wire.exchange import Media, Opaque, Part, Request, Text, Thinking, ToolCall, ToolResult

_RESULT: Final = re.compile(r"(message \d+, \w+), result of #(\d+)\Z")
_NO_NAME: Final = re.compile(r"[^A-Za-z0-9]")
_SECRET: Final = re.compile(r"\[secret:([a-z0-9-]{1,60}):[0-9a-f]{1,64}\]")


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A regular expression for what is volatile, and the name that is put in its place."""

    name: str
    pattern: str


class Block(msgspec.Struct, frozen=True, array_like=True):
    """A part of a request that is compared: where it stands (`user text 2`), and what it says."""

    place: str
    text: str


class Masks:
    """Puts names in the place of what is volatile: the shipped rules, those of a harness, and given folders."""

    def __init__(self, rules: Iterable[Rule] = (), folders: Sequence[str] = ()) -> None:
        named = [item for item in folders if len(item) > 1]
        # some harnesses name a folder of their own by that of the work: `/home/u/work` is `-home-u-work`
        slugs = [_NO_NAME.sub("-", item) for item in named]
        self._folders = sorted((*named, *slugs), key=len, reverse=True)
        self._rules = [(re.compile(item.pattern), f"<{item.name}>") for item in (*rules, *shipped_rules())]

    def masked(self, text: str) -> str:
        """The text without what is volatile."""
        for folder in self._folders:
            text = text.replace(folder, "<folder>")
        for pattern, name in self._rules:
            text = pattern.sub(name, text)
        return text


def without_secrets(text: str) -> str:
    """The text with one name for all placeholders of one kind of secret: their digits differ between stores."""
    return _SECRET.sub(r"[secret:\1]", text)


@cache
def shipped_rules() -> tuple[Rule, ...]:
    """The rules for every harness."""
    text = (resources.files("skillrt.gateway") / "volatile.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text)["rules"], tuple[Rule, ...])


def blocks_of(request: Request) -> tuple[Block, ...]:
    """What is compared of a request: the parts of its messages, in order. Ids of calls become their number."""
    calls: dict[str, str] = {}
    found: list[Block] = []
    for turn, message in enumerate(request.messages):
        for part in message.parts:
            kind, text = _said(part, calls)
            found.append(Block(f"message {turn + 1}, {message.role}, {kind}", text))
    return tuple(found)


def in_order_of_calls(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with results that came back together in the order of their calls: some harnesses send first what was
    done first."""
    found = list(blocks)
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and _RESULT.match(found[end].place):
            end += 1
        if end - at > 1:
            places = [_RESULT.match(item.place) for item in found[at:end]]
            numbered = [
                (int(place[2]), item.text) for place, item in zip(places, found[at:end], strict=True) if place
            ]
            heads = [place[1] for place in places if place]
            ordered = zip(heads, sorted(numbered), strict=True)
            found[at:end] = [Block(f"{head}, result of #{number}", text) for head, (number, text) in ordered]
        at = end + 1
    return tuple(found)


def frame_of(request: Request) -> tuple[Block, ...]:
    """What is compared besides where nothing may differ: the model, tools and settings."""
    tools = [Block(f"tool {tool.name}", f"{tool.description}\n{tool.schema}{tool.raw}") for tool in request.tools]
    settings = msgspec.json.encode(request.settings).decode()
    return (Block("model", request.model), Block("settings", settings), *tools)


def first_difference(wanted: Sequence[Block], given: Sequence[Block]) -> int:
    """The index of the first block that differs; the length of both where none does."""
    pairs = zip(wanted, given, strict=False)
    same = min(len(wanted), len(given))
    return next((index for index, (mine, theirs) in enumerate(pairs) if mine != theirs), same)


def _said(part: Part, calls: dict[str, str]) -> tuple[str, str]:
    match part:
        case Text():
            return "text", part.text
        case Thinking():
            return "thinking", part.text
        case Media():
            return "media", f"{part.media_type} {part.url or part.data}"
        case ToolCall():
            return f"call of {part.name} {_number(part.id, calls)}", _settled(part.arguments)
        case ToolResult():
            content = "\n".join(_said(item, calls)[1] for item in part.content)
            return f"result of {_number(part.call, calls)}", content
        case Opaque():
            return part.type, part.json


def _number(call: str, calls: dict[str, str]) -> str:
    """Ids differ from run to run, and some harnesses change them (one strips `_`)."""
    return calls.setdefault(call.replace("_", ""), f"#{len(calls) + 1}")


def _settled(arguments: str) -> str:
    """JSON in one spelling."""
    try:
        return msgspec.json.encode(msgspec.json.decode(arguments), order="sorted").decode()
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return arguments
