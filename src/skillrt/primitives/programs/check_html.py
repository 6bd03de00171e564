#!/usr/bin/env python3
"""Check HTML or SVG files: tags that are open or crossed, ids that stand twice, and what a page has to have."""

import argparse
import sys
from html.parser import HTMLParser
from pathlib import Path

EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
# their end tags may be left out
LOOSE = frozenset(
    ("html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup")
)
MOST = 50


class Page(HTMLParser):
    """What is wrong with one file, gathered while it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[tuple[str, int]] = []
        self.seen: dict[str, int] = {}
        self.ids: dict[str, int] = {}
        self.named: set[str] = set()
        self.fields: list[tuple[str, int]] = []
        self.is_page = False
        self.heading = 0

    def say(self, text: str) -> None:
        """A fault at the present line."""
        self.faults.append(f"line {self.getpos()[0]}: {text}")

    def handle_decl(self, decl: str) -> None:
        """A document type makes it a whole page."""
        self.is_page = self.is_page or decl.lower().startswith("doctype html")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag, and look at its attributes."""
        values = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        self.seen.setdefault(tag, line)
        self._look(tag, values, line)
        if tag not in EMPTY:
            self.open.append((tag, line))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the tag; what is open inside it was left open."""
        if tag in EMPTY:
            return
        at = next((at for at in range(len(self.open) - 1, -1, -1) if self.open[at][0] == tag), -1)
        if at < 0:
            self.say(f"</{tag}> closes nothing")
            return
        for name, line in self.open[at + 1 :]:
            if name not in LOOSE:
                self.faults.append(f"line {line}: <{name}> is not closed before </{tag}>")
        del self.open[at:]

    def _look(self, tag: str, values: dict[str, str], line: int) -> None:
        if "id" in values:
            if values["id"] in self.ids:
                self.say(f"the id {values['id']!r} stands twice, first on line {self.ids[values['id']]}")
            self.ids.setdefault(values["id"], line)
        self._require(tag, values)
        if tag == "meta" and values.get("name", "").lower() == "viewport":
            self.seen.setdefault("viewport", line)
        if tag == "label":
            self.named.add(values.get("for", ""))
        if tag in ("input", "select", "textarea") and not self._is_named(tag, values):
            self.fields.append((values.get("id", ""), line))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            if self.heading and int(tag[1]) > self.heading + 1:
                self.say(f"<{tag}> follows <h{self.heading}>: a level is left out")
            self.heading = int(tag[1])

    def _require(self, tag: str, values: dict[str, str]) -> None:
        """Attributes that a reader without eyes needs."""
        if tag == "html":
            self.is_page = True
            if not values.get("lang"):
                self.say('<html> wants lang="..."')
        if tag == "img" and "alt" not in values:
            self.say('<img> wants alt="..."')

    def _is_named(self, tag: str, values: dict[str, str]) -> bool:
        plain = tag == "input" and values.get("type", "") in ("hidden", "submit", "button", "reset", "image")
        inside = any(name == "label" for name, _ in self.open)
        return (
            plain or inside or bool(values.get("aria-label") or values.get("aria-labelledby") or values.get("title"))
        )

    def result(self, wanted: list[str]) -> list[str]:
        """Every fault, once all is read."""
        left = [f"line {line}: <{name}> is never closed" for name, line in self.open if name not in LOOSE]
        missing = [f"missing: <{name}>" for name in wanted if name not in self.seen]
        if self.is_page:
            missing += [f"missing: <{name}>" for name in ("title", "body") if name not in self.seen]
            missing += ['missing: <meta name="viewport">'] if "viewport" not in self.seen else []
        fields = [f"line {line}: a field without a label" for name, line in self.fields if name not in self.named]
        return [*self.faults, *left, *fields, *dict.fromkeys(missing)]


def main() -> int:
    """Print `ok`, or one line for each fault; the status is 1 for faults, 2 for what cannot be read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", help="an HTML or SVG file")
    parser.add_argument("--has", default="", metavar="TAG,TAG", help="tags that must be there")
    arguments = parser.parse_args()
    page = Page()
    try:
        text = Path(arguments.file).read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 2
    page.feed(text)
    page.close()
    faults = page.result([name.strip().lower() for name in arguments.has.split(",") if name.strip()])
    if not text.strip():
        faults = ["the file is empty"]
    sys.stdout.write("\n".join(faults[:MOST] or ["ok"]) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
