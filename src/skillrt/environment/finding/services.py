"""Services: hosts that code and commands call, servers behind clients, products that the skill is about."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.environment.finding.installs import installs_of
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.product_words import is_worked_by, is_worked_with
from skillrt.environment.finding.program_words import span_in
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.finding.subjects import subject_words
from skillrt.environment.finding.tone import manner_of_section
from skillrt.environment.known_services import (
    databases,
    fetches,
    may_name_services,
    service_at,
    service_of,
    service_of_host,
    service_of_resource,
    service_of_variable,
    services_named,
)
from skillrt.environment.sighting import Manner, Sighting
from skillrt.ir import Block
from skillrt.reading.fences import Fence
from skillrt.reading.sections import Section

_URL: Final = re.compile(
    r"\b(https?|wss?|[a-z][a-z0-9+]{1,14})://(?:[^\s/@'\"`<>]{1,80}@)?([A-Za-z0-9.-]{1,120})([^\s'\"`<>)\]}]{0,120})"
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
_CLONED: Final = re.compile(r"\bgit[ \t]+clone\b[^;&|]{0,120}\Z")
# a repository of whoever reads it, which may be anywhere: `your-name/x`, `<owner>/x`
_SOMEBODYS: Final = re.compile(r"/?(?:\Z|[<{$\[]|(?:your|my|user|owner|org|example|acme|company)\w*)", re.IGNORECASE)
_REPOSITORY: Final = re.compile(r"(?:[\w.\[\]-]{1,80} ?@ ?)?git\+https://([\w.-]{1,80})(/\S{0,200})")
_RESOURCE: Final = re.compile(r"^[ \t]*(?:resource|data)[ \t]+\"([a-z0-9_]{3,60})\"", re.M)
_TOOLKIT: Final = re.compile(r"\btoolkits?\b[`:\s]{0,4}`([a-z][\w-]{1,40})`", re.IGNORECASE)
_HCL: Final = frozenset({"hcl", "terraform", "tf"})
_MCP_PATH: Final = re.compile(r"(?:/(?!docs?/)[\w.-]{1,40}){0,4}/(?:mcp|sse)/?\Z")
_DRIVEN: Final = re.compile(
    r"\b(?:API|server|instance|account|connect(?:s|ion|ed)?|workspace|database|authenticat\w+|credentials)\b", re.I
)
_ENTERED: Final = re.compile(r"\b(?:log(?:ging)? ?in(?:to)?|sign(?:ing)? in(?:to)?)\b", re.IGNORECASE)
_BASE: Final = re.compile(
    r"\b(?:base[ -]?(?:URL|URI|address)|(?:API|server|service)[ -]?(?:URL|root|base|address)|endpoints?)\b",
    re.IGNORECASE,
)
_REQUEST: Final = re.compile(r"^[ \t]*(?:(?:GET|POST|PUT|PATCH|DELETE)[ \t]+)?(?=https?://)", re.M)
_ACCOUNT: Final = re.compile(
    r"\b(?:[Yy]our|[Aa]n?|[Tt]he|[Aa]ctive|[Vv]alid)[ \t]+[*_`]{0,2}([A-Z][A-Za-z0-9]{2,24})[*_`]{0,2}[ \t]+"
    r"(?:(?:user|developer|business|cloud)[ \t]+)?"
    r"(?:accounts?|workspace|tenant|API[ \t]+(?:keys?|tokens?)|access[ \t]+token)\b"
)
_ACCOUNT_CUES: Final = ("account", "workspace", "tenant", "API", "token")
_LEAD: Final = 200
_NEAR: Final = 60  # characters between a name for an address and the address
_PORT: Final = re.compile(r":(\d{4,5})(?![\w.:])")
_HOST_BEFORE: Final = re.compile(r"(?<![\w.-])(?:[a-z][a-z0-9.-]{2,40}|127\.0\.0\.1|0\.0\.0\.0)\Z")
_FEW: Final = 6
_MANY: Final = 300
_BEHIND: Final = {"python": "client package", "node": "client package", "system": "client program", "env": "its key"}
_Said = tuple[str, int, int, Manner, str]


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each service and place."""
    for passage in passages_of(scene):
        if "://" in passage.text:
            yield from _of_passage(passage)
        for name, start, end in fetches(passage.text) if passage.language == "python" else ():
            yield _in_passage(passage, name, start, end, "call")
        for name, start, end in _listening(passage.text):
            yield _in_passage(passage, name, start, end, "address")
    yield from _of_installs(scene)
    for fence in scene.fences:
        if fence.role == "wrong":
            continue
        if fence.block.language in _HCL:
            yield from _of_resources(fence.block, fence.text, fence.path)
        elif fence.role == "data":
            yield from _of_data(fence.block, fence.text, fence.path)
        elif fence.role == "form" and "://" in fence.text:
            yield from _of_requests(fence)
    yield from _of_description(scene)
    yield from _of_headings(scene)
    yield from _of_prose(scene)


def behind(found: Sequence[Sighting]) -> Iterator[Sighting]:
    """The services behind packages and programs that were found; a client that is given an address has its own."""
    addressed = {(item.span.file, item.block) for item in found if item.kind == "service" and item.via == "address"}
    for item in found:
        if item.kind in ("python", "node", "system", "env"):
            name = service_of_variable(item.name) if item.kind == "env" else service_of(item.kind, item.name)
            if name and not ("." in name and (item.span.file, item.block) in addressed):
                via = _BEHIND[item.kind]
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
        if scheme.startswith("git+") or _CLONED.search(text, begin, found.start()):
            # in a README people clone the skill itself
            told = _SOMEBODYS.match(path) or passage.file.rpartition("/")[2].lower().startswith("readme")
            name = "" if told else service_of("repository", host.lower())
            if name:
                span = passage.span(found.start(), found.end(2))
                yield Sighting("service", name, span, passage.place, "alternative", "repository", passage.id)
            continue
        if scheme not in ("http", "https", "ws", "wss"):
            name, via = (
                service_of("scheme", scheme.partition("+")[0] if scheme != "mongodb+srv" else scheme),
                "connection string",
            )
        elif "repo add " in line[:200]:
            name, via = service_of_host(host) or (host.lower() if host.endswith(".github.io") else ""), "address"
        elif _API_HOST.search(host) or _API_PATH.search(path) or _CALLS.search(line[:400]):
            name, via = service_of_host(host), "address"
        else:
            continue
        if name:
            span = passage.span(found.start(), found.end(2))
            yield Sighting("service", name, span, passage.place, passage.manner, via, passage.id)


def _of_installs(scene: Scene) -> Iterator[Sighting]:
    """Hosts of repositories that install lines name: `git+https://host/owner/name`."""
    for item in installs_of(scene):
        for found in filter(None, map(_REPOSITORY.match, item.install.packages)):
            name = "" if _SOMEBODYS.match(found.group(2)) else service_of("repository", found.group(1).lower())
            if name:
                yield Sighting("service", name, item.span, item.place, "alternative", "repository", item.block)


def _listening(text: str) -> Iterator[tuple[str, int, int]]:
    """Services by where they listen (`localhost:9090`, `redis:6379`), with the characters."""
    for number, found in enumerate(_PORT.finditer(text)):
        if number >= _MANY:
            return
        host = _HOST_BEFORE.search(text, max(0, found.start() - 42), found.start())
        if host is not None and (name := service_at(host.group(), found.group(1))):
            yield name, host.start(), found.end()


def _in_passage(passage: Passage, name: str, start: int, end: int, via: str) -> Sighting:
    return Sighting("service", name, passage.span(start, end), passage.place, passage.manner, via, passage.id)


def _of_data(block: Block, text: str, path: str) -> Iterator[Sighting]:
    """Addresses in data that a program is given: servers and repositories that it fetches from."""
    for name, first, last in _listening(text):
        start = block.offset_of_content(first)
        span = span_in(block, start, start + last - first)
        yield Sighting("service", name, span, place_of_file(path), "example", "address", block.id)
    if "://" not in text:
        return
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


def _of_requests(fence: Fence) -> Iterator[Sighting]:
    """Addresses that are a line of their own, alone or behind a verb of HTTP: what to send requests to."""
    text, lead = fence.text, fence.lead.text if fence.lead else ""
    told = _BASE.search(lead[-_LEAD:]) is not None
    for begun in list(_REQUEST.finditer(text))[:_MANY]:
        found = _URL.match(text, begun.end())
        if found is None:
            continue
        host, path = found.group(2), found.group(3)
        if not (told or _API_HOST.search(host) or _API_PATH.search(path)):
            continue
        if name := service_of_host(host):
            start = fence.block.offset_of_content(found.start())
            span = span_in(fence.block, start, start + found.end(2) - found.start())
            yield Sighting("service", name, span, place_of_file(fence.path), "use", "address", fence.block.id)


def _of_resources(block: Block, text: str, path: str) -> Iterator[Sighting]:
    for found in list(_RESOURCE.finditer(text))[:_MANY]:
        if name := service_of_resource(found.group(1)):
            start = block.offset_of_content(found.start(1))
            span = span_in(block, start, start + len(found.group(1)))
            yield Sighting("service", name, span, place_of_file(path), "example", "resource", block.id)


def _of_prose(scene: Scene) -> Iterator[Sighting]:
    """Products that the skill is about, tool kits to connect to, addresses to enter or to add."""
    about, words = _about(scene), subject_words(scene)
    blocks = scene.module.blocks
    for section in scene.sections:
        for sentence in section.sentences:
            text = sentence.text
            leaf = blocks.get(sentence.block)
            if leaf is None:
                continue
            named: Iterator[_Said] = iter(())
            if may_name_services(sentence.words) or (sentence.label and may_name_services(sentence.label_words)):
                named = _named(text, about, section)
            for name, start, end, manner, via in (*named, *_given(text), *_owned(text, words)):
                span = span_in(leaf, sentence.start + start, sentence.start + end)
                yield Sighting("service", name, span, place_of_file(section.path), manner, via, leaf.id)


def _of_description(scene: Scene) -> Iterator[Sighting]:
    """Products by which the skill works, as its description says."""
    block, description = scene.module.front_matter_block, scene.module.front_matter.get("description")
    if block is None or not isinstance(description, str) or not scene.documents:
        return
    for name, start, end in services_named(description):
        if is_worked_by(description, start, end):
            word = description[start:end]
            begin = max(0, block.text.find(word))
            span, place = span_in(block, begin, begin + len(word)), place_of_file(scene.documents[0].path)
            yield Sighting("service", name, span, place, "use", "description", block.id)


def _of_headings(scene: Scene) -> Iterator[Sighting]:
    """Products after which a heading calls code that works with them."""
    titles = {(item.path, item.index): item.title for item in scene.sections if item.level > 1}
    for fence in scene.fences:
        named = services_named(titles.get((fence.path, fence.section), "")) if fence.role != "wrong" else ()
        for name, _, _ in named:
            block = fence.block
            yield Sighting("service", name, block.span, place_of_file(fence.path), "example", "heading", block.id)


def _named(text: str, about: frozenset[str], section: Section) -> Iterator[_Said]:
    """Products that a sentence names: several in a row are ones to choose from; one that is only spoken of need not
    be there, and counts only where the skill is about it or the sentence has the agent work with it."""
    named = services_named(text)
    several = len({name for name, _, _ in named}) > 1
    plain: Manner = "alternative" if several else "use" if named and _DRIVEN.search(text) else "example"
    for name, start, end in named:
        if name in about:
            yield name, start, end, manner_of_section(section, text[max(0, start - 80) : end + 40], plain), "text"
        elif is_worked_with(text, start, end):
            yield name, start, end, "alternative" if several else "optional", "text"


def _given(text: str) -> Iterator[_Said]:
    """Tool kits to connect to, and addresses at which to log in or that are added as a server of tools."""
    if "oolkit" in text:
        for found in _TOOLKIT.finditer(text):
            yield found.group(1).lower(), found.start(1), found.end(1), "use", "toolkit"
    for found in _URL.finditer(text) if "://" in text else ():
        given = (
            _MCP_PATH.match(found.group(3))
            or _ENTERED.search(text, 0, found.start())
            or _BASE.search(text, max(0, found.start() - _NEAR), found.start())
        )
        if given and (name := service_of_host(found.group(2))):
            yield name, found.start(), found.end(2), "use", "address"


def _owned(text: str, words: frozenset[str]) -> Iterator[_Said]:
    """Products that no list knows and that the skill is about, of which the reader has an account or a key."""
    for found in _ACCOUNT.finditer(text) if any(cue in text for cue in _ACCOUNT_CUES) else ():
        word = found.group(1)
        if word.lower() in words and not services_named(word) and not services_named(found.group()):
            yield word.lower(), found.start(1), found.end(1), "use", "account"


def _about(scene: Scene) -> frozenset[str]:
    """Services whose names stand in the skill's name or description."""
    matter = scene.module.front_matter
    texts = [matter.get("name"), matter.get("compatibility"), matter.get("description")]
    name, compatibility, description = (text if isinstance(text, str) else "" for text in texts)
    title = next((section.title for section in scene.sections if section.level == 1), "")
    called = frozenset(item for item, _, _ in services_named(f"{name} {compatibility} {title}"))
    told = frozenset(item for item, _, _ in services_named(description))
    # SQL is written for some database, which is the one that the text names
    written_for = databases() if any(fence.block.language == "sql" for fence in scene.fences) else frozenset[str]()
    # a long row of products is where the work of the skill ends up
    return written_for | called | (told if len(told) <= _FEW else frozenset[str]())
