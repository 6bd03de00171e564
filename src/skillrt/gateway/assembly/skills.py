"""Which skills a request lists, and which of them a turn loads."""

import re
from typing import Final

import msgspec

from skillrt.gateway.assembly.calls import arguments_of
from skillrt.store.traces import Call
from skillrt.targets import Harness
from skillrt.targets.traffic import Listing, Traffic
from skillrt.wire.exchange import Request, Text

_SKILL: Final = re.compile(r"<skill>(.*?)</skill>", re.DOTALL)
_NAME: Final = re.compile(r"<name>\s*([^<]{1,200}?)\s*</name>")
_LOCATION: Final = re.compile(r"<location>\s*([^<]{1,4000}?)\s*</location>")
_LINE: Final = re.compile(r"^\s*- ([\w.:/-]{1,200}): ", re.MULTILINE)
_FILE: Final = re.compile(r"\(file: ([^)\n]{1,4000})\)")
_BODY: Final = re.compile(r"([\w.-]{1,200})[/\\]SKILL\.md\b")


class Listed(msgspec.Struct, frozen=True):
    """A skill that a request offers: its name, and where its file is, empty where the request does not say."""

    name: str
    location: str = ""


def listed_skills(request: Request, traffic: Traffic) -> list[Listed]:
    """The skills that a request lists, in its order."""
    found: dict[str, Listed] = {}
    for message in request.messages:
        if message.role in {"system", "developer", "user"}:
            for part in message.parts:
                if isinstance(part, Text):
                    for listing in traffic.listings:
                        found.update((item.name, item) for item in _in_text(part.text, listing))
    return list(found.values())


def loaded_by(call: Call, listed: list[Listed], harness: Harness | None) -> list[str]:
    """The names of the skills that a call loaded: by the skill tool, by reading the file, by a command on it."""
    if not call.answered or call.is_error:
        return []
    if call.operation == "skill.load":
        tool = harness.tool(call.tool) if harness else None
        name = arguments_of(call.arguments).get(tool.arguments.get("name", "name") if tool else "name")
        return [name] if isinstance(name, str) and name else []
    if call.operation not in {"file.read", "shell.run"} and call.operation:
        return []
    known = {item.name for item in listed}
    by_place = {item.location: item.name for item in listed if item.location}
    found = [name for place, name in by_place.items() if place in call.arguments]
    found += [match[1] for match in _BODY.finditer(call.arguments) if match[1] in known]
    return list(dict.fromkeys(found))


def injected_in(request: Request, listed: list[Listed], traffic: Traffic) -> list[str]:
    """The skills whose body the harness put into a user text because the user named them."""
    if not traffic.injected:
        return []
    texts = [part.text for message in request.messages for part in message.parts if isinstance(part, Text)]
    return [
        item.name
        for item in listed
        if any(form.replace("{name}", item.name) in text for form in traffic.injected for text in texts)
    ]


def _in_text(text: str, listing: Listing) -> list[Listed]:
    begin = text.find(listing.begin)
    if begin < 0:
        return []
    begin += len(listing.begin)
    end = text.find(listing.end, begin) if listing.end else -1
    block = text[begin : end if end >= 0 else len(text)]
    if listing.form == "lines":
        return _in_lines(block)
    found: list[Listed] = []
    for skill in _SKILL.finditer(block):
        name, location = _NAME.search(skill[1]), _LOCATION.search(skill[1])
        if name:
            found.append(Listed(name[1], location[1] if location else ""))
    return found


def _in_lines(block: str) -> list[Listed]:
    found: list[Listed] = []
    for line in block.splitlines():
        name, place = _LINE.match(line), _FILE.search(line)
        if name:
            found.append(Listed(name[1], place[1] if place else ""))
    return found
