"""Where a command or a call sends something, and whether the skill says so."""

import re
from typing import Final

import msgspec

from skillrt.passes.auditing.patterns import is_drop, is_example, patterns

_GENERIC: Final = frozenset(
    {
        "api",
        "www",
        "app",
        "com",
        "net",
        "org",
        "io",
        "dev",
        "co",
        "ai",
        "cloud",
        "hooks",
        "rest",
        "v1",
        "gateway",
        "data",
        "uk",
        "cn",
        "jp",
    }
)
_WORD: Final = re.compile(r"[^a-z0-9]+")


class Said(msgspec.Struct, frozen=True):
    """What a user reads of the skill, in lower case: description and prose of SKILL.md; `whole`, its code too.

    `beside` is the prose of the reference that the code stands in.
    """

    prose: str
    whole: str
    beside: str = ""


def sends_astray(host: str, said: Said, *, files: bool = False) -> str:
    """Why a user cannot expect that something goes to the host; '' where it is named, local or an example.

    Where `files` or what other commands print are sent, a host that only the command itself names does not count.
    """
    if is_example(host):
        return ""
    if is_drop(host):
        return "an address, drop box or tunnel behind which anybody may stand"
    if is_named(host, said.prose) or (not files and (host in said.whole or is_named(host, said.beside))):
        return ""
    return "neither the description nor the text names it"


def is_named(host: str, named: str) -> bool:
    """Whether the text names the host, or the product that its name holds (`notion` of `api.notion.com`)."""
    if host in named:
        return True
    for known, products in patterns().aliases.items():
        if (host == known or host.endswith(f".{known}")) and any(product in named for product in products):
            return True
    # `xing shu` and `xingshu` are one name
    squeezed = _WORD.sub("", named)
    labels = [label for label in host.split(".")[:-1] if label not in _GENERIC and len(label) > 2]
    return any(label in named or _WORD.sub("", label) in squeezed or _stem(label) in squeezed for label in labels)


def _stem(label: str) -> str:
    """`tryfoo`, `getfoo`, `fooapp`, `fooapis` are hosts of `foo`."""
    bare = _WORD.sub("", label)
    for begin in ("try", "get", "use", "my"):
        if bare.startswith(begin) and len(bare) > len(begin) + 3:
            bare = bare[len(begin) :]
    for end in ("apis", "api", "app", "hq", "cdn"):
        if bare.endswith(end) and len(bare) > len(end) + 3:
            bare = bare[: -len(end)]
    return bare
