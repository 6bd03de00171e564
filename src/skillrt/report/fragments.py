"""HTML pages out of fragments: a file of named pieces that are filled with escaped texts and with other pieces."""

import html
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from string import Template
from types import MappingProxyType

from skillrt import __version__
from skillrt.report.glyphs import glyphs

_FRAGMENT = re.compile(r"<!-- fragment: ([a-z-]+) -->\n")


def filled(
    file: str, fragment: str, texts: Mapping[str, str], markup: Mapping[str, str] = MappingProxyType({})
) -> str:
    """A fragment of `file` with texts, which are escaped, and markup, which was made by other fragments."""
    return _fragments(file)[fragment].substitute({key: escaped(text) for key, text in texts.items()} | dict(markup))


def escaped(text: str) -> str:
    """Safe in HTML text and attributes; invisible and reordering characters are shown as escapes."""
    return html.escape("".join(glyphs(text)), quote=True)


def framed(title: str, body: str, *, style: str, script: str = "", version: str = __version__) -> str:
    """A whole page that needs nothing else: `body` is markup, `style` and `script` name files beside the pages.

    A content policy forbids whatever an escape might have missed; without a script it forbids all of them.
    """
    scripts = "script-src 'unsafe-inline'; " if script else ""
    if script:
        body += filled("frame.html", "script", {}, {"script": asset(script)}).rstrip("\n")
    markup = {"scripts": scripts, "style": asset("frame.css") + asset(style), "body": body}
    return filled("frame.html", "frame", {"title": title, "version": version}, markup)


@cache
def asset(name: str) -> str:
    """The text of a file beside the pages: their style and script."""
    return (resources.files("skillrt.report") / "html" / name).read_text(encoding="utf-8")


@cache
def _fragments(file: str) -> dict[str, Template]:
    parts = _FRAGMENT.split(asset(file))
    return {name: Template(text) for name, text in zip(parts[1::2], parts[2::2], strict=True)}
