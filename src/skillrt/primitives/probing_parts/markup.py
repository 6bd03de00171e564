"""HTML and CSS of answers as trees and rules, read with the standard library; nothing raises on any text."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_SVG_LEAVES: Final = frozenset(["circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "stop", "use"])
# what an opening tag ends, where it is the innermost open one
_ENDS: Final = {
    "li": ("li", "p"),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("tr", "td", "th"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "option": ("option",),
    "p": ("p",),
}
_DEEPEST: Final = 200
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


class Element:
    """An element with its attributes (names in lower case) and what is in it: elements and text."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element | str] = []

    def get(self, name: str) -> str:
        """The value of an attribute, empty where it is not there."""
        return self.attributes.get(name.lower(), "").strip()

    def walk(self) -> "Iterator[Element]":
        """It and all elements below it, in the order of the document."""
        waiting: list[Element] = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(child for child in reversed(one.children) if isinstance(child, Element))

    def all(self, *tags: str) -> "list[Element]":
        """The elements below it with these tags."""
        return [one for one in self.walk() if one.tag in tags and one is not self]

    @property
    def elements(self) -> "list[Element]":
        """The elements directly in it."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def own_text(self) -> str:
        """The text directly in it."""
        return " ".join(" ".join(child for child in self.children if isinstance(child, str)).split())

    @property
    def text(self) -> str:
        """All text in it, blanks as one."""
        parts = (child for one in self.walk() for child in one.children if isinstance(child, str))
        return " ".join("".join(parts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]
        self.complaint = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while self.open[-1].tag in _ENDS.get(tag, ()):
            self.open.pop()
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag in _VOID:
            return
        if len(self.open) >= _DEEPEST:
            self.complaint = self.complaint or "elements are nested deeper than anything that was asked for"
            return
        self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        tags = [element.tag for element in self.open]
        if tag in _VOID:
            return
        if tag not in tags:
            self.complaint = self.complaint or f"</{tag[:40]}> ends nothing"
            return
        left = [
            one for one in tags[len(tags) - tags[::-1].index(tag) :] if one not in _ENDS and one not in _SVG_LEAVES
        ]
        if left:
            self.complaint = self.complaint or f"<{left[-1]}> is not ended before </{tag}>"
        while self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def document(text: str) -> tuple[Element, str]:
    """The tree below a root without a tag, and a complaint where tags do not fit together."""
    reader = _Reader()
    try:
        reader.feed(text)
        reader.close()
    except (ValueError, AssertionError):
        return Element("", {}), "this is no HTML"
    left = [element.tag for element in reader.open[1:] if element.tag not in _ENDS]
    return reader.root, reader.complaint or (f"<{left[-1]}> is not ended" if left else "")


def rules(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """(condition, selector, declarations) of each rule; `condition` is the at-rule around it, blanks as one."""
    found: list[tuple[str, str, dict[str, str]]] = []
    around: list[str] = []
    head = ""
    for part in re.split(r"([{}])", _COMMENT.sub(" ", text)):
        if part == "{":
            around.append(" ".join(head.split(";")[-1].split()).lower())
            head = ""
        elif part == "}":
            selector = around.pop() if around else ""
            if selector and not selector.startswith("@"):
                conditions = [one for one in around if one.startswith("@")]
                found.extend((" ".join(conditions), one.strip(), _declared(head)) for one in selector.split(","))
            head = ""
        else:
            head = part
    return found


def _declared(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.split(";") if ":" in line)
    return {name.strip().lower(): " ".join(value.split()).lower() for name, _, value in pairs}
