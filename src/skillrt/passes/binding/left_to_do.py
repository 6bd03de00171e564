"""What the environment cannot bring and the text does not say: variables to set, programs to have on the machine."""

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar, cast

from skillrt.environment.known_names import is_telling_variable
from skillrt.environment.launch import NODE_PROGRAMS, PYTHON_PROGRAMS
from skillrt.environment.needs import Need, Needs
from skillrt.ir import Module
from skillrt.targets import Host

_PROVIDED: Final = frozenset({*PYTHON_PROGRAMS, *NODE_PROGRAMS, "npx", "npm", "pip", "uv", "uvx"})
_EVERYWHERE: Final = frozenset({"tar", "gzip", "gunzip", "which", "less", "ps", "clear"})
"""No part of POSIX, and still on every machine that has a shell."""
_USUAL: Final = frozenset(
    {"git", "curl", "ssh", "scp", "ping", "netstat", "ss", "openssl", "unzip", "zip", "sudo", "make", "gcc", "cc"}
)
"""On nearly every machine on which an agent works: nothing to say of them to a host that is not known."""
_PERSONAL: Final = re.compile(r"_(?:APP|CLIENT|TENANT|PROJECT|ACCOUNT|USER)_ID\Z|_(?:EMAIL|USER|USERNAME)\Z")
_SAID: Final = frozenset({"text", "export", "settings", "metadata", "secret"})
"""Ways in which people, not programs, say that a variable is to be set."""
_CALLED: Final = frozenset({"subprocess", "child_process"})
_BY_SYSTEM: Final = re.compile(
    r"\bsys\.platform\b|\bplatform\.system\(|\bos\.name\b|\bprocess\.platform\b|\bos\.platform\(|\bshutil\.which\("
)
_OR: Final = re.compile(r"\bor\b|\|\||\?\?")
_WORD: Final = re.compile(r"[\w-]+")
_ASIDE: Final = re.compile(r"(?:^|[/_.-])(?:templates?|examples?|samples?|tests?|fixtures?)(?:[/_.-]|\Z)", re.I)

_Found = TypeVar("_Found")


def variables(needs: Needs, module: Module) -> tuple[str, ...]:
    """Names of variables that somebody must set, in order; names of which one is enough are one item (`A` or `B`)."""
    ways: dict[str, list[str]] = {}
    for item in needs.of("env", required=True):
        if not says(module, item.name) and _is_asked(item, module):
            ways.setdefault(_choice(item, module) or item.name, []).append(f"`{item.name}`")
    return tuple(" or ".join(names) for names in ways.values())


def _choice(need: Need, module: Module) -> str:
    """The place where a program takes this variable or another one; empty where it takes no other."""
    place = need.evidence[0] if need.evidence else ""
    path, _, line = place.rpartition(":")
    lines = _kept(module, f"lines {path}", lambda: _lines(module, path))
    number = int(line) if line.isdigit() else 0
    return place if 0 < number <= len(lines) and _OR.search(lines[number - 1]) else ""


def _lines(module: Module, path: str) -> list[str]:
    file = module.file(path)
    return (file.text or "").splitlines() if file else []


def _is_asked(need: Need, module: Module) -> bool:
    """Whether it is a key, an address or a name of the user's, and not a switch of some program: people say so, or
    a program reads it that the instructions name."""
    if not (is_telling_variable(need.name) or _PERSONAL.search(need.name)):
        return False
    files = [path for path in _files(need) if not _ASIDE.search(path)]
    return bool(files) and (not _SAID.isdisjoint(need.via) or any(_is_named(path, module) for path in files))


def programs(needs: Needs, module: Module, host: Host) -> tuple[str, ...]:
    """Programs that the machine has to have: what a known host lacks, unless the skill has it installed; of one that
    is not known, what the instructions come to use and do not name."""
    lacking = [item for item in needs.of("system", required=True) if not host.has(item.name)]
    wanted = [item for item in lacking if item.name not in _PROVIDED | _EVERYWHERE and not _by_system(item, module)]
    if host.name != "generic":
        return tuple(f"`{item.name}`" for item in wanted if not any("install" in way for way in item.via))
    return tuple(
        f"`{item.name}`"
        for item in wanted
        if item.name not in _USUAL
        and not says(module, item.name)
        and any(path.endswith(".md") or _is_named(path, module) for path in _files(item))
    )


def _by_system(need: Need, module: Module) -> bool:
    """Whether only programs call it that look first on what system they run, or whether it is there."""
    if not _CALLED.issuperset(need.via):
        return False
    texts = [file.text or "" for path in _files(need) if (file := module.file(path)) is not None]
    return bool(texts) and all(_BY_SYSTEM.search(text) for text in texts)


def _files(need: Need) -> Iterator[str]:
    return (place.rpartition(":")[0] for place in need.evidence)


def _is_named(path: str, module: Module) -> bool:
    name = posixpath.basename(path).lower()
    return _kept(module, f"named {name}", lambda: name in module.documents[0].text.lower())


def says(module: Module, name: str) -> bool:
    """Whether the text names it."""
    text = module.documents[0].text
    if _WORD.fullmatch(name):
        return name.lower() in _kept(module, "words", lambda: frozenset(_WORD.findall(text.lower())))
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.I) is not None


def _kept(module: Module, what: str, work: Callable[[], _Found]) -> _Found:
    """What was worked out once of a text: a long one that asks for much is not read again for each."""
    key = f"left to do: {what}"
    if key not in module.memo:
        module.memo[key] = work()
    return cast("_Found", module.memo[key])


def listed(names: Sequence[str], several: int = 4) -> str:
    """The names in a row; many are counted."""
    more = len(names) - several
    if more > 0:
        return ", ".join(names[:several]) + f" and {more} more (`.skillrt/environment.json`)"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
