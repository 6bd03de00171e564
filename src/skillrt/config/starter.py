"""The settings file that `skillrt init` writes: every key, commented."""

from collections.abc import Sequence
from importlib import resources
from string import Template


def starter(roots: Sequence[str]) -> str:
    """TOML text with the given roots, valid and with defaults only."""
    text = (resources.files("skillrt.config") / "starter.toml").read_text(encoding="utf-8")
    listed = ", ".join(_quoted(root) for root in roots)
    return Template(text).substitute(roots=f"[{listed}]")


def _quoted(text: str) -> str:
    """A TOML basic string: quotes, backslashes and control characters escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in escaped) + '"'
