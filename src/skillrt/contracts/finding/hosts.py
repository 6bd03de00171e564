"""The hosts that a skill names: in code and commands, or in its prose only."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.contracts.finding.command_names import tables
from skillrt.contracts.finding.commands import SHELLS
from skillrt.contracts.finding.places import place_at
from skillrt.contracts.finding.unasked import docstrings, is_name_space
from skillrt.environment.finding.passages import passages_of
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.errors import Place
from skillrt.ir import Block, place_of, span_of
from skillrt.passes.auditing.patterns import URL, host_of, is_example
from skillrt.passes.auditing.warnings import is_of_bad_things, warns_of

_COMMENT: Final = re.compile(r"[ \t]*(?:#|//|\*|<!--)")
# languages whose blocks have a browser load what they name
_LOADING: Final = frozenset({"html", "css", "scss", "vue", "svelte", "jsx", "tsx", "markup", "htm"})
# text and settings
_PLAIN: Final = frozenset(
    {"", "text", "txt", "plaintext", "yaml", "yml", "toml", "json", "jsonc", "json5", "ini", "env", "dotenv", "http"}
)
_LOADS: Final = re.compile(
    r"(?:\bsrc[ \t]*=[ \t]*[{\"'`]{1,2}|<link\b[^<>\n]{0,200}\bhref[ \t]*=[ \t]*[\"']|@import[ \t]+[\"']?"
    r"|\burl\([\"']?)"
    r"(https?://[^\s\"'`)<>]{1,300})"
)
_INTERFACE: Final = re.compile(
    r"((?:api|gateway|auth|login|registry|mcp|hooks|ingest|collector)\.[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){0,3}"
    r"\.(?:com|org|net|io|dev|ai|app|co|cloud|sh|so|eu|us))(?::\d{1,5})?(?:/[\w./-]{0,80})?"
)
# `https://url1.pdf`: endings of files that are none of hosts
_FILE: Final = re.compile(r"\.(?:pdf|html?|json|xml|csv|txt|png|jpe?g|svg|docx|xlsx|pptx|mp[34]|js|css)\Z")
# where what is put in at run time begins: `https://api.acme.io{path}`, `https://api.acme.io${path}`
_PUT_IN: Final = re.compile(r"\$?\{")
_HOLE_END: Final = re.compile(r"[^{}\n\"]{0,80}\}(?![\w.-])")
_WITHIN: Final = re.compile(r"(?=https?://)")
_NEAR: Final = 200
_PAGES: Final = (".html", ".htm", ".xhtml", ".svg")
_MANY: Final = 500


def hosts_named(scene: Scene) -> Iterator[tuple[str, Place, bool]]:
    """Each host of a URL in code that is used, comments left out; names kept for examples are none. And whether it is
    only shown: by a block that is no shell of SKILL.md."""
    for passage in passages_of(scene):
        if "://" not in passage.text or passage.manner == "example":
            continue
        is_run = passage.block is None or (passage.language in SHELLS and passage.place == "main")
        documents = docstrings(passage)
        for number, found in enumerate(URL.finditer(passage.text)):
            if number >= _MANY:
                break
            begin = passage.text.rfind("\n", 0, found.start()) + 1
            hosts = _hosts_in(found, passage.text)
            hosts = [host for host in hosts if _is_asked(host, passage.text, found.start(), found.end())]
            if hosts and not (_COMMENT.match(passage.text, begin, found.start()) or documents(found.start())):
                place = place_at(passage.span(found.start(), found.end()))
                yield from ((host, place, not is_run) for host in hosts)
    yield from ((host, place, False) for host, place in _of_pages(scene))
    yield from _of_commands(scene)


def _hosts_in(found: re.Match[str], text: str) -> list[str]:
    """The host of an address, and those of addresses within: `https://reader.io/https://a.org/b` asks for both."""
    parts = [part for part in _WITHIN.split(found.group()) if "://" in part]
    return [host_of(part) for part in parts] if len(parts) > 1 else [_host_in(found, text)]


def _of_commands(scene: Scene) -> Iterator[tuple[str, Place, bool]]:
    """What a whole command of a code span fetches."""
    for section in scene.sections:
        shown = place_of_file(section.path) != "main"
        for leaf in section.leaves if not is_of_bad_things(section.title) else ():
            for inline in leaf.inlines if leaf.kind != "code" and "://" in leaf.text else ():
                around = leaf.text[max(0, inline.start - _NEAR) : inline.start], leaf.text[inline.end :][:_NEAR]
                is_command = inline.kind == "code" and inline.value.partition(" ")[0] in tables()["loading"]
                if not is_command or warns_of(*around):
                    continue
                for found in list(URL.finditer(inline.value))[:_MANY]:
                    for host in _hosts_in(found, inline.value):
                        if _is_asked(host, inline.value, found.start(), found.end()):
                            yield host, place_of(leaf, inline.start, inline.end), shown


def _host_in(found: re.Match[str], text: str) -> str:
    """The host of an address in code; one is whole where what follows is put in at run time and begins no label."""
    host = host_of(found.group())
    hole = _PUT_IN.search(text, found.start(), found.end()) if not host else None
    if hole is None or not _HOLE_END.match(text, hole.end()):
        return host
    before = text[found.start() : hole.start()]
    return host_of(before) if "/" not in before.partition("://")[2] else ""


def _is_asked(host: str, text: str, start: int, end: int) -> bool:
    """Whether code may call what the address at `start:end` has for a host."""
    unasked = is_example(host) or is_file_name(host) or host in tables()["unasked"] or is_name_space(text, start, end)
    return host != "" and not unasked


def is_file_name(host: str) -> bool:
    """Whether what stands where a host does is called like a file."""
    return _FILE.search(host) is not None


def _of_pages(scene: Scene) -> Iterator[tuple[str, Place]]:
    """What bundled pages and pictures load, and what their scripts name."""
    for file in scene.module.files:
        text = file.text or ""
        if not file.path.lower().endswith(_PAGES) or "://" not in text:
            continue
        found = [(item.group(1), item.start(1), item.end(1)) for item in list(_LOADS.finditer(text))[:_MANY]]
        at = 0
        while (start := text.find("<script", at)) >= 0:
            end = text.find("</script", start)
            at = end if end >= 0 else len(text)
            found += [(item.group(), *item.span()) for item in list(URL.finditer(text, start, at))[:_MANY]]
        for address, start, end in found:
            host = host_of(address)
            if _is_asked(host, text, start, end):
                yield host, Place(file.path, text.count("\n", 0, start) + 1)


def hosts_mentioned(scene: Scene) -> Iterator[tuple[str, Place]]:
    """Each host of an address in prose, links among them, and of what pages in blocks load."""
    for section in scene.sections:
        for leaf in section.leaves:
            if leaf.kind == "code" or "." not in leaf.text:
                continue
            for number, found in enumerate(URL.finditer(leaf.text) if "://" in leaf.text else ()):
                if number >= _MANY:
                    break
                for host in _hosts_in(found, leaf.text):
                    if host and not is_example(host) and not is_file_name(host):
                        yield host, place_of(leaf, found.start(), found.end())
            yield from _in_spans(leaf)
    yield from _loaded(scene)


def _in_spans(leaf: Block) -> Iterator[tuple[str, Place]]:
    """`api.tool.io`: the host of an interface, alone in a code span."""
    for inline in leaf.inlines:
        found = _INTERFACE.fullmatch(inline.value.strip()) if inline.kind == "code" else None
        if found and not is_example(found.group(1)):
            yield found.group(1), place_of(leaf, inline.start, inline.end)


def _loaded(scene: Scene) -> Iterator[tuple[str, Place]]:
    """What pages and style sheets in blocks load, and the addresses of blocks of text and settings."""
    for fence in scene.fences:
        if fence.role == "wrong" or not (fence.language in _LOADING or fence.language in _PLAIN):
            continue
        offset = fence.block.offset_of_content
        pattern, group = (_LOADS, 1) if fence.language in _LOADING else (URL, 0)
        for found in list(pattern.finditer(fence.text))[:_MANY]:
            host = host_of(found.group(group))
            if _is_asked(host, fence.text, found.start(group), found.end(group)):
                yield host, place_at(span_of(fence.block, offset(found.start(group)), offset(found.end(group))))
