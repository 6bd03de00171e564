"""Where a request holds the whole text of a skill because the harness loaded it, put another text in its place.

Told by where it came from (the skill tool, a file that was read, what the harness put into a user's text) and by the
text being there as a whole. What is there in part, what the model itself wrote, and the same text out of another file
stay as they are. The same request gives the same words, whatever was asked before.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from skillrt.gateway.assembly.calls import arguments_of, operation_of, unwrapped
from skillrt.gateway.assembly.items import same_id
from skillrt.gateway.numbered import numbered_in, shown_as
from skillrt.gateway.shapes import Match, Shape, variables_of
from skillrt.targets import Harness
from skillrt.wire.exchange import Message, Part, Request, Text, ToolCall, ToolResult

_FRONT_MATTER: Final = re.compile(r"\ufeff?---[ \t]*\r?\n.*?^---[ \t]*\r?\n", re.DOTALL | re.MULTILINE)


class Copy(msgspec.Struct, frozen=True):
    """A skill as it lies where the harness looks: its name, how its folder may be written, its SKILL.md."""

    name: str
    folders: tuple[str, ...]
    text: str


class Put(msgspec.Struct, frozen=True):
    """What comes in its place: its SKILL.md, its folder, and the files there by their path in it."""

    text: str
    folder: str
    files: frozenset[str]


PutFor = Callable[[Copy], Put | None]


def with_other_bodies(request: Request, harness: Harness, copies: Sequence[Copy], put_for: PutFor) -> Request | None:
    """The request with the texts that `put_for` gives in the place of those loaded; None where there are none."""
    work = _Work(harness, copies, put_for)
    messages = tuple(work.message(message) for message in request.messages)
    return replace(request, messages=messages) if work.changed else None


class _Work:
    def __init__(self, harness: Harness, copies: Sequence[Copy], put_for: PutFor) -> None:
        self._harness = harness
        self._copies = copies
        self._put_for = put_for
        self._variables = variables_of(harness)
        self._calls: dict[str, tuple[str, str, str]] = {}
        self.changed = False

    def message(self, message: Message) -> Message:
        """The message as it is to be sent."""
        if message.role == "assistant":
            for part in message.parts:
                if isinstance(part, ToolCall):
                    self._called(part)
            return message
        parts = tuple(self._part(part) for part in message.parts)
        return replace(message, parts=parts) if parts != message.parts else message

    def _called(self, call: ToolCall) -> None:
        name, arguments = unwrapped(call, self._harness.traffic)
        key = same_id(call.id, self._harness.traffic) or call.name
        self._calls[key] = (operation_of(name, self._harness), name, arguments)

    def _part(self, part: Part) -> Part:
        if isinstance(part, Text):
            named = [copy for copy in self._copies if self._is_injected(part.text, copy)]
            return self._text(part, named, wrapped=True)
        if isinstance(part, ToolResult):
            key = same_id(part.call, self._harness.traffic) or part.name
            operation, tool, arguments = self._calls.get(key, ("", "", ""))
            named = [copy for copy in self._copies if self._loads(operation, tool, arguments, copy)]
            wrapped = operation == "skill.load"
            content = tuple(
                self._text(item, named, wrapped=wrapped) if isinstance(item, Text) else item for item in part.content
            )
            return replace(part, content=content) if content != part.content else part
        return part

    def _is_injected(self, text: str, copy: Copy) -> bool:
        """Whether the harness put it there: it says which skill this is, beside the skill's own words."""
        found = self._whole(text, copy, 0)
        if found is None:
            return False
        beside = text[: found[0].start] + text[found[0].end :]
        forms = (form.replace("{name}", copy.name) for form in self._harness.traffic.injected)
        return any(word in beside for word in (*copy.folders, *forms))

    def _loads(self, operation: str, tool: str, arguments: str, copy: Copy) -> bool:
        if operation == "skill.load":
            known = self._harness.tool(tool)
            key = known.arguments.get("name", "name") if known else "name"
            return arguments_of(arguments).get(key) == copy.name
        if operation not in {"file.read", "shell.run"}:
            return False
        values = "\n".join(value for value in arguments_of(arguments).values() if isinstance(value, str))
        return any(_names(values or arguments, folder) for folder in copy.folders)

    def _text(self, part: Text, named: Sequence[Copy], *, wrapped: bool) -> Text:
        text = part.text
        for copy in named:
            text = self._with_other(text, copy, wrapped=wrapped)
        self.changed = self.changed or text != part.text
        return replace(part, text=text) if text != part.text else part

    def _with_other(self, text: str, copy: Copy, *, wrapped: bool) -> str:
        pieces: list[str] = []
        at = 0
        put: Put | None = None
        while found := self._whole(text, copy, at):
            put = self._put_for(copy)
            given = self._given(found[0], copy, put, whole=found[1]) if put else None
            if given is None:
                return text
            pieces += [text[at : found[0].start], given]
            at = found[0].end
        if put is None:
            return self._numbered(text, copy)
        pieces.append(text[at:])
        if wrapped:
            pieces[::2] = [_moved(piece, copy, put) for piece in pieces[::2]]
        return "".join(pieces)

    def _whole(self, text: str, copy: Copy, at: int) -> tuple[Match, bool] | None:
        """Where the text stands next, and whether its front matter does too."""
        body = body_of(copy.text)
        found = Shape(body, self._variables).find(text, at) if body else None
        if found is None:
            return None
        head = copy.text[: copy.text.rindex(body)]
        start = found.start - len(head)
        if head and start >= at and text.startswith(head, start):
            return Match(start, found.end, found.values), True
        return found, False

    def _given(self, found: Match, copy: Copy, put: Put, *, whole: bool) -> str | None:
        wanted = put.text.rstrip() if whole else body_of(put.text)
        place = self._harness.variable_for("skill.dir")
        values = dict(found.values)
        for name, value in found.values.items():
            if place and place.text in name and value != name:
                values[name] = _moved(value, copy, put)
        if place and place.is_name:
            for form in (f"${{{place.text}}}", f"${place.text}"):
                values.setdefault(form, put.folder if self._harness.skills.body == "tool" else form)
        return Shape(wanted, self._variables).filled(values)

    def _numbered(self, text: str, copy: Copy) -> str:
        form = numbered_in(text)
        if form is None or form.lines != copy.text.splitlines():
            return text
        put = self._put_for(copy)
        return text[: form.start] + shown_as(put.text, form) + text[form.end :] if put else text


def body_of(text: str) -> str:
    """What is left of a SKILL.md without front matter and empty lines around it."""
    head = _FRONT_MATTER.match(text)
    return (text[head.end() :] if head else text).strip()


def _names(words: str, folder: str) -> bool:
    """Whether words of a call name the skill's folder, as a path of its own."""
    return re.search(rf"(?<![\w./-]){re.escape(folder)}(?![\w-])", words) is not None


def _moved(text: str, copy: Copy, put: Put) -> str:
    """The text with the new folder in the place of the old one, but for files that are only in the old one."""

    def other(found: re.Match[str]) -> str:
        rest = found["rest"] or ""
        inside = rest.rstrip(".,;:").strip("/")
        is_there = not inside or inside in put.files or any(file.startswith(f"{inside}/") for file in put.files)
        return put.folder + rest if is_there else found[0]

    for folder in copy.folders:
        text = re.sub(rf"(?<![\w./-]){re.escape(folder)}(?P<rest>/[^\s<>\"'`)]*)?(?![\w-])", other, text)
    return text
