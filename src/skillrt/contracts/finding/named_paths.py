"""Paths outside the workspace, and files of secrets, that a skill names, whatever it does with them."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.contracts.finding.aliases import aliases_of, is_alias
from skillrt.contracts.finding.written_paths import written_path
from skillrt.environment.finding.passages import manner_of_file
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place
from skillrt.ir import place_of

_PATH: Final = re.compile(
    r"(?<![\w/.~$%\\-])(?:%(?:APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAMDATA)%[\\/][\w.@*-][\w.@*/\\-]{0,120}"
    r"|\$env:(?:APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAMDATA)[\\/][\w.@*-][\w.@*/\\-]{0,120}"
    r"|(?:~|\$HOME|\$\{HOME\})/[\w.@*-][\w.@*/-]{0,120}"
    r"|\.env(?:\.(?:local|production|development))?(?![\w.=/-]))"
)
# `Path.home() / ".tool" / "a.db"`
_JOINED: Final = re.compile(r"\bPath\.home\(\)((?:[ \t]*/[ \t]*[\"'][\w.@-][\w.@/-]{0,80}[\"']){1,8})")
_STANDS_IN: Final = re.compile(r"/(?:path/to|your[-_]|my-project|some[-_])")
_QUOTED: Final = re.compile(r"[\"']([^\"'\n]{1,82})[\"']")
# a path that only one machine has: `C:\\work\\rules`, `/home/ann/data`
_MACHINE: Final = re.compile(
    r"(?<![\w/.:~$%}-])(?:[A-Z]:\\{1,2}(?:(?:Program Files(?: \(x86\))?|[\w.@-]+)\\{1,2}){0,12}[\w.@-]*\w|"
    r"/(?:home|Users|mnt|srv|Volumes)/[\w.@-]{1,60}(?:/[\w.@-]{1,60}){0,12}|"
    r"/(?:opt|etc|var|usr/local|usr/share|Library)/[\w.@-]{1,60}(?:/[\w.@-]{1,60}){0,12})"
)
_HEADS: Final = re.compile(r":\\|/(?:home|Users|mnt|srv|Volumes|opt|etc|var|usr|Library)/")
_ANYBODY: Final = re.compile(
    r"/(?:home|Users)/(?:user|username|you|your[\w-]*|me|name|xxx|x|user-?name)(?:/|\Z)|/path/|/\.\.\.(?:/|\Z)|\byour[-_]|"
    r"\A/(?:home|Users)/[^/]*\.[^/]*\Z|\A/(?:var|etc|opt)/(?:log|lib|run|tmp)\Z",
    re.I,
)
# `glob("/dev/ttyUSB*")`
_GLOB: Final = re.compile(r"\bi?glob\([ \t\n]*[\"'](/[\w.@-]{1,60}/[\w.@*?\[\]/-]{1,120})[\"']")
# a home that prose has for anybody's is a real one where a program has it for a value
_VALUE: Final = re.compile(
    r"(?:\bPath\(|\bopen\(|=|[\[,]|\bjoin\(|\binsert\([ \t]*0,)[ \t]*[\"'](/(?:home|Users)/[\w.@/-]{3,120})[\"']"
)
_NOT_A_VALUE: Final = re.compile(
    r"\b(?:help|description|epilog|example|metavar)s?[ \t]*=|#|\bprint\(|/path/|/\.\.\.|\byour[-_]", re.I
)
_COPIES: Final = re.compile(r"\b(?:rsync|scp|sftp)\b.*[\w}>]:\Z|[\w}>]@[\w.${}<>-]{1,80}:\Z")
_ENDS: Final = "./,:-"
_NEAR: Final = 200
_MANY: Final = 400


def named_paths(scene: Scene) -> Iterator[tuple[str, Place]]:
    """Each path in the shape that written ones have, in documents and bundled programs."""
    seen: set[str] = set()
    # where the skill itself is installed says nothing
    own = (f"skills/{scene.module.name}", f"skills/{scene.module.folder}")
    aliases = aliases_of(scene)
    for section in scene.sections:
        for leaf in section.leaves:
            if leaf.kind != "code" and "```" in leaf.text:
                continue  # a sample that lost the ends of its lines: words run together
            for name, start, end in _in(leaf.text):
                if name not in seen and not any(part in name for part in own) and not is_alias(name, aliases):
                    seen.add(name)
                    yield name, place_of(leaf, start, end)
    for file in scene.scripts:
        if manner_of_file(file.path) == "example":
            continue
        text = file.text or ""
        for name, start, _ in (*_in(text), *(_in_python(text) if file.language == "python" else ())):
            if name not in seen and not any(part in name for part in own) and not is_alias(name, aliases):
                seen.add(name)
                line = text.count("\n", 0, start) + 1
                yield name, Place(file.path, line)


def _in(text: str) -> Iterator[tuple[str, int, int]]:
    for found in list(_JOINED.finditer(text))[:_MANY] if "home()" in text else ():
        yield "/".join(("~", *_QUOTED.findall(found.group(1)))), found.start(), found.end()
    yield from _of_machines(text)
    if (
        "APPDATA" not in text
        and "USERPROFILE" not in text
        and "~/" not in text
        and "HOME" not in text
        and ".env" not in text
    ):
        return
    for found in list(_PATH.finditer(text))[:_MANY]:
        shown = found.group().rstrip(_ENDS)
        shown = shown.replace("\\", "/").rstrip("/") if shown.startswith(("%", "$env")) else shown
        if _STANDS_IN.search(shown) or _is_remote(text, found.start()):
            continue
        told = (shown, "outside") if shown.startswith((".env", "%", "$env")) else written_path(shown)
        if told is not None and told[1] == "outside":
            yield told[0], found.start(), found.start() + len(shown)


def _in_python(text: str) -> Iterator[tuple[str, int, int]]:
    """What a program looks for by a pattern, and homes that it has for values."""
    for found in list(_GLOB.finditer(text))[:_MANY] if "glob(" in text else ():
        yield found.group(1), found.start(1), found.end(1)
    for found in list(_VALUE.finditer(text))[:_MANY] if "/home/" in text or "/Users/" in text else ():
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.end()]
        if not _NOT_A_VALUE.search(line):
            yield found.group(1).rstrip(_ENDS), found.start(1), found.end(1)


def _is_remote(text: str, start: int) -> bool:
    """Whether a path lies on another machine: `rsync -a box:~/data .`, `ann@box:~/data`."""
    if text[start - 1 : start] != ":":
        return False
    before = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    return _COPIES.search(before) is not None


def _of_machines(text: str) -> Iterator[tuple[str, int, int]]:
    if not _HEADS.search(text):
        return
    for found in list(_MACHINE.finditer(text))[:_MANY]:
        shown = found.group().rstrip(_ENDS)
        path = re.sub(r"\\+", "/", shown)
        if not _ANYBODY.search(path):
            yield path, found.start(), found.start() + len(shown)
