"""Services: hosts that code and commands call, servers behind clients, products that the skill is about."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.program_words import span_in
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.finding.tone import manner_of_section
from skillrt.environment.known_services import service_of, service_of_host, service_of_resource, services_named
from skillrt.environment.sighting import Manner, Sighting
from skillrt.ir import Block

_URL: Final = re.compile(
    r"\b(https?|wss?|[a-z][a-z+]{2,14})://(?:[^\s/@'\"`<>]{1,80}@)?([A-Za-z0-9.-]{1,120})([^\s'\"`<>)\]}]{0,120})"
)
_API_HOST: Final = re.compile(r"(?:^|[.-])(?:api|apis|rest|graphql|gateway)\d*[.-]", re.IGNORECASE)
_API_PATH: Final = re.compile(
    r"/(?:api|v\d+(?:\.\d+)?|graphql|rest|rpc|mcp|sse|webhooks?|services?|query|search)(?:[/?]|\Z)", re.IGNORECASE
)
_CALLS: Final = re.compile(
    r"\b(?:requests\.|httpx\.|urlopen|urllib|aiohttp|session\.(?:get|post|put|request)|fetch\(|axios|curl|wget|"
    r"Invoke-|irm\b|base_?url|endpoint|"
    r"api_?(?:url|base|root|host)|https?\.(?:get|request)|request\()",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"[ \t]*(?:#|//|\*|<!--)")
_SAID: Final = re.compile(
    r"[ \t]*(?:print|echo|printf|console\.\w+|log(?:ger|ging)?\.\w+|"
    r"sys\.stderr\.write|die|error|raise)\b[ \t]*[(\"']",
    re.I,
)
# what is downloaded to be installed is no service that the skill talks to
_FETCHED_ONCE: Final = re.compile(
    r"\|[ \t]*(?:sudo[ \t]+(?:-\w[ \t]+)?)?(?:ba|z)?sh\b|\.(?:sh|ps1|deb|rpm|tar\.gz|tgz|zip|pkg|dmg|exe)\b"
)
_RESOURCE: Final = re.compile(r"^[ \t]*(?:resource|data)[ \t]+\"([a-z0-9_]{3,60})\"", re.M)
_TOOLKIT: Final = re.compile(r"\btoolkits?\b[`:\s]{0,4}`([a-z][\w-]{1,40})`", re.IGNORECASE)
_HCL: Final = frozenset({"hcl", "terraform", "tf"})
_DRIVEN: Final = re.compile(
    r"\b(?:API|server|instance|account|connect(?:s|ion|ed)?|workspace|database|authenticat\w+|credentials)\b", re.I
)
_ENTERED: Final = re.compile(r"\b(?:log(?:ging)? ?in(?:to)?|sign(?:ing)? in(?:to)?)\b", re.IGNORECASE)
_MANY: Final = 300


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each service and place."""
    for passage in passages_of(scene):
        if "://" in passage.text:
            yield from _of_passage(passage)
    for fence in scene.fences:
        if fence.role == "wrong":
            continue
        if fence.block.language in _HCL:
            yield from _of_resources(fence.block, fence.text, fence.path)
        elif fence.role == "data" and "://" in fence.text:
            yield from _of_data(fence.block, fence.text, fence.path)
    yield from _of_prose(scene)


def behind(found: Sequence[Sighting]) -> Iterator[Sighting]:
    """The services behind packages and programs that were found; a client that is given an address has its own."""
    addressed = {(item.span.file, item.block) for item in found if item.kind == "service" and item.via == "address"}
    for item in found:
        if item.kind in ("python", "node", "system"):
            name = service_of(item.kind, item.name)
            if name and not ("." in name and (item.span.file, item.block) in addressed):
                via = "client program" if item.kind == "system" else "client package"
                yield Sighting("service", name, item.span, item.place, item.manner, via, item.block)


def _of_passage(passage: Passage) -> Iterator[Sighting]:
    text = passage.text
    for number, found in enumerate(_URL.finditer(text)):
        if number >= _MANY:
            return
        scheme, host, path = found.group(1).lower(), found.group(2), found.group(3)
        begin = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        line = text[begin : end if end >= 0 else len(text)]
        if _COMMENT.match(line) or _SAID.match(line) or _FETCHED_ONCE.search(line):
            continue
        if scheme not in ("http", "https", "ws", "wss"):
            name, via = (
                service_of("scheme", scheme.partition("+")[0] if scheme != "mongodb+srv" else scheme),
                "connection string",
            )
        elif _API_HOST.search(host) or _API_PATH.search(path) or _CALLS.search(line[:400]):
            name, via = service_of_host(host), "address"
        else:
            continue
        if name:
            span = passage.span(found.start(), found.end(2))
            yield Sighting("service", name, span, passage.place, passage.manner, via, passage.id)


def _of_data(block: Block, text: str, path: str) -> Iterator[Sighting]:
    """Addresses in data that a program is given: servers and repositories that it fetches from."""
    for found in list(_URL.finditer(text))[:_MANY]:
        before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if not re.search(
            r"\b(?:url|endpoint|repository|server|host|base)\w*[\"']?\s*:\s*[\"']?\Z", before, re.IGNORECASE
        ):
            continue
        if name := service_of_host(found.group(2)):
            start = block.offset_of_content(found.start())
            span = span_in(block, start, start + found.end(2) - found.start())
            yield Sighting("service", name, span, place_of_file(path), "example", "address", block.id)


def _of_resources(block: Block, text: str, path: str) -> Iterator[Sighting]:
    for found in list(_RESOURCE.finditer(text))[:_MANY]:
        if name := service_of_resource(found.group(1)):
            start = block.offset_of_content(found.start(1))
            span = span_in(block, start, start + len(found.group(1)))
            yield Sighting("service", name, span, place_of_file(path), "example", "resource", block.id)


def _of_prose(scene: Scene) -> Iterator[Sighting]:
    """Products that the front matter says the skill is about, and those that the instructions come back to."""
    about = _about(scene)
    counted: dict[str, list[Sighting]] = {}
    for section in scene.sections:
        blocks = scene.module.blocks
        for sentence in section.sentences:
            leaf = blocks.get(sentence.block)
            if leaf is None:
                continue
            named = services_named(sentence.text)
            # products in a row are ones to choose from; a product that is only spoken of need not be there
            plain: Manner = "alternative" if len({name for name, _, _ in named}) > 1 else "example"
            plain = "use" if plain == "example" and _DRIVEN.search(sentence.text) else plain
            for name, start, end in named:
                manner: Manner = manner_of_section(section, sentence.text[max(0, start - 80) : end + 40], plain)
                span = span_in(leaf, sentence.start + start, sentence.start + end)
                place = place_of_file(section.path)
                counted.setdefault(name, []).append(Sighting("service", name, span, place, manner, "text", leaf.id))
            for found in _TOOLKIT.finditer(sentence.text):
                span = span_in(leaf, sentence.start + found.start(1), sentence.start + found.end(1))
                name = found.group(1).lower()
                yield Sighting("service", name, span, place_of_file(section.path), "use", "toolkit", leaf.id)
            for found in _URL.finditer(sentence.text) if "://" in sentence.text else ():
                if ("/mcp" in found.group(3) or _ENTERED.search(sentence.text, 0, found.start())) and (
                    name := service_of_host(found.group(2))
                ):
                    span = span_in(leaf, sentence.start + found.start(), sentence.start + found.end(2))
                    yield Sighting("service", name, span, place_of_file(section.path), "use", "address", leaf.id)
    for name in sorted(counted):
        if name in about:
            yield from counted[name]


def _about(scene: Scene) -> frozenset[str]:
    """Services whose names stand in the skill's name or description."""
    matter = scene.module.front_matter
    texts = [matter.get("description"), matter.get("name"), matter.get("compatibility")]
    shown = " ".join(text for text in texts if isinstance(text, str))
    title = next((section.title for section in scene.sections if section.level == 1), "")
    return frozenset(name for name, _, _ in services_named(f"{shown} {title}"))
