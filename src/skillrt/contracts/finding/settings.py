"""What settings in code blocks start, and the variables that they give to it: `"command"`, `"args"`, `"env"`."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.contracts.finding.places import place_at
from skillrt.environment.finding.scene import Scene
from skillrt.environment.known_names import is_plain_variable
from skillrt.errors import Place
from skillrt.ir import span_of

_TABLE: Final = re.compile(r"\"env(?:ironment)?\"[ \t]*:[ \t\n]*\{([^{}]{0,4000})\}")
_COMMAND: Final = re.compile(
    r"\"command\"[ \t]*:[ \t]*\"([A-Za-z][^\"\n]{0,200})\""
    r"(?:[ \t\n]*,[ \t\n]*\"args\"[ \t]*:[ \t\n]*\[([^\[\]]{0,2000})\])?"
)
_STARTS: Final = ('"mcpServers"', '"mcp_servers"', '"servers"', '"hooks"', '"args"')
_ARGUMENT: Final = re.compile(r"\"([^\"\n]{1,200})\"")
_PLAIN: Final = re.compile(r"[\w@/.:=+-]+\Z")
_FEW: Final = 6
_KEY: Final = re.compile(r"\"([A-Z][A-Z0-9_]{2,60})\"[ \t]*:")
_TOML: Final = re.compile(
    r"^[ \t]*\[mcp_servers\.[^\]\n]{1,80}\.env\][ \t]*\n((?:[ \t]*[\w\"]+[ \t]*=.*\n?){1,40})", re.M
)
_TOML_KEY: Final = re.compile(r"^[ \t]*\"?([A-Z][A-Z0-9_]{2,60})\"?[ \t]*=", re.M)
_INLINE: Final = re.compile(r"\benv[ \t]*=[ \t]*\{([^{}\n]{0,2000})\}")
_INLINE_KEY: Final = re.compile(r"\"?\b([A-Z][A-Z0-9_]{2,60})\b\"?[ \t]*=")


def settings_variables(scene: Scene) -> Iterator[tuple[str, Place]]:
    """Each variable and where it stands."""
    for fence in scene.fences:
        if fence.role == "wrong" or "env" not in fence.text:
            continue
        offset = fence.block.offset_of_content
        for table, key in ((_TABLE, _KEY), (_TOML, _TOML_KEY), (_INLINE, _INLINE_KEY)):
            for found in table.finditer(fence.text):
                for item in key.finditer(fence.text, found.start(1), found.end(1)):
                    if not is_plain_variable(item.group(1)):
                        place = place_at(span_of(fence.block, offset(item.start(1)), offset(item.end(1))))
                        yield item.group(1), place


def settings_commands(scene: Scene) -> Iterator[tuple[str, Place]]:
    """The command line of each server in settings, and where it stands."""
    for fence in scene.fences:
        if fence.role == "wrong" or not any(word in fence.text for word in _STARTS):
            continue
        offset = fence.block.offset_of_content
        for found in _COMMAND.finditer(fence.text):
            words = [*found.group(1).split(), *_ARGUMENT.findall(found.group(2) or "")[:_FEW]]
            place = place_at(span_of(fence.block, offset(found.start(1)), offset(found.end(1))))
            yield " ".join(word for word in words if _PLAIN.match(word)), place
