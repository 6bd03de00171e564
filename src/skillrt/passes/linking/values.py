"""Files that data name: values of JSON, YAML and TOML files and of front matter that are paths, or run a script."""

import posixpath
import re
from collections.abc import Callable, Iterator

import msgspec

from skillrt.errors import Diagnostic, Place, Span
from skillrt.ir import Block, BundledFile, Reference, place_in_text, place_of, span_of
from skillrt.passes.linking.cases import Skill
from skillrt.passes.linking.mentions import Via
from skillrt.passes.linking.resolve import Found, Resolver, plain
from skillrt.passes.linking.rules import rules
from skillrt.passes.linking.tokens import Token, path_tokens
from skillrt.store.files import is_reserved

FORMATS = frozenset(("json", "jsonc", "yaml", "yml", "toml"))
_MAX_SIZE = 256 * 1024
_MOST = 400  # values of one file; what holds more is a table of data, not a description of files
# Data in these folders is shown, or copied to some other place; what it names is there.
_SHOWN = frozenset(
    (
        *("templates", "template", "examples", "example", "samples", "assets", "fixtures", "tests", "test", "evals"),
        *("references", "reference", "schemas", "node_modules", "data", "boilerplate"),
    )
)
_OF_OTHERS = re.compile(
    r"(?:^|[-_.])lock\b|lock\.json$|\.schema\.json$|tsconfig|_meta\.json$|template|example|sample", re.IGNORECASE
)
# What stands before a value that is not quoted: an item's dash, a key.
_BARE_BEFORE = re.compile(r"[ \t]*(?:-[ \t]+)?(?:[\w.-]{1,60}[ \t]*[:=][ \t]*)?\Z")
_BARE_AFTER = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")
_KEY = re.compile(r"([\w.-]{1,60})[\"']?[ \t]*[:=][ \t]*[\[{\"']{0,2}\Z")
_RUNS = re.compile(r"[\"'\s:=](?:python[\d.]{0,4}|node|bash|sh|tsx|ruby|deno run|uv run|npx tsx)[ \t]+\Z")
# `license: Complete terms in LICENSE.txt`, as the specification suggests
_TERMS = re.compile(r"^license:[^\n]*?(?<![\w/.-])(LICEN[CS]E\.(?:txt|md))(?![\w/.-])", re.MULTILINE)
_PATTERN = re.compile(r"[<>{}*$%^=,!()\[\]]|\.\.\.|…|://")


class ValueFinding(msgspec.Struct, frozen=True):
    """A reference of a value, and what is wrong with it."""

    fact: Reference
    problem: Diagnostic | None = None


class _Value(msgspec.Struct, frozen=True):
    """A word of a value: `whole` where it is all of it, `run` where an interpreter stands before it."""

    token: Token
    key: str
    whole: bool
    run: bool


class ValueReader:
    """Reads the data of one skill. `written` gives the names of files that the scripts of the skill make."""

    def __init__(self, skill: Skill, resolver: Resolver, written: Callable[[], frozenset[str]]) -> None:
        self.skill = skill
        self.tree = skill.tree
        self.resolver = resolver
        self.written = written

    def file(self, file: BundledFile) -> Iterator[ValueFinding]:
        """The references of a data file."""
        text = file.text or ""
        folder = posixpath.dirname(file.path)
        ending = file.path.rpartition(".")[2].lower()
        shown = (
            not _SHOWN.isdisjoint(folder.lower().split("/"))
            or _OF_OTHERS.search(posixpath.basename(file.path)) is not None
        )
        # the records of a variant quote its source: what was mended since is no mistake of the skill
        if ending not in FORMATS or shown or len(text) > _MAX_SIZE or is_reserved(file.path):
            return
        for number, value in enumerate(_values(text, self.skill)):
            if number >= _MOST:
                return
            token = value.token
            start, end = (len(text[:at].encode("utf-8", "surrogateescape")) for at in (token.start, token.end))
            line = text.count("\n", 0, token.start) + 1
            span = Span(file.path, start, end, line, line)
            place = place_in_text(file.path, text, token.start, token.end)
            yield from self.judged(value, folder, span, place, ())

    def front_matter(self, block: Block) -> Iterator[ValueFinding]:
        """The references of a front matter."""
        for value in _values(block.text, self.skill):
            at = (value.token.start, value.token.end)
            yield from self.judged(value, "", span_of(block, *at), place_of(block, *at), (block.id,))
        terms = _TERMS.search(block.text)
        if terms and self.resolver.find(terms.group(1), "").how == "none":
            at = terms.span(1)
            yield _missing(terms.group(1), span_of(block, *at), place_of(block, *at), (block.id,), "data")

    def judged(
        self, value: _Value, folder: str, span: Span, place: Place, blocks: tuple[str, ...]
    ) -> Iterator[ValueFinding]:
        """The value as a reference, where it names a file of the skill or plainly should."""
        written = value.token.text
        found = self.resolver.find(written, folder)
        via: Via = "command" if value.run else "data"
        if found.target and found.how in ("as-written", "anchored", "sibling"):
            yield ValueFinding(_fact(blocks, span, written, found.target, "resolved", via))
        elif found.how == "wrong-case" and (found.mine or "/" in plain(written)):
            hint = f"the file is `{found.target}`"
            message = f"`{written}` is spelled `{found.target}` in the skill"
            problem = Diagnostic.of("link.wrong-case", message, place, hint=hint)
            yield ValueFinding(_fact(blocks, span, written, found.target, "mended", via), problem)
        elif found.how == "none" and self.claimed(value, found, folder):
            yield _missing(written, span, place, blocks, via)

    def claimed(self, value: _Value, found: Found, folder: str) -> bool:
        """Whether a missing file must be one of the skill: in a folder that the skill has, and not to be made."""
        path = found.rest or plain(value.token.text)
        name = posixpath.basename(path)
        ending = name.rpartition(".")[2].lower() if "." in name[1:] else ""
        if ending not in (rules().programs if value.run else rules().endings) or not (value.whole or value.run):
            return False
        inside = posixpath.dirname(path)
        bases = dict.fromkeys((folder, ""))
        there = inside and any(
            posixpath.normpath(posixpath.join(base, inside)) in self.tree.folders for base in bases
        )
        if not there and not found.mine:
            return False
        return not self.excused(value, path, name)

    def excused(self, value: _Value, path: str, name: str) -> bool:
        """What says that the file need not be there."""
        table = rules()
        if value.token.cut or _PATTERN.search(value.token.text) or table.placeholder.search(path):
            return True
        if path.startswith(("/", "~", "@", "..")) or any(part.lower() in table.made for part in path.split("/")[:-1]):
            return True
        if table.output_option.match(f"--{value.key}") or name.partition(".")[0].lower() in table.placeholder_stems:
            return True
        return name.lower() in table.foreign_names or name in self.written() or self.skill.script_names.hold(name)


def _missing(written: str, span: Span, place: Place, blocks: tuple[str, ...], via: Via) -> ValueFinding:
    code, message = "link.missing-file", f"`{written}` is given as a file of the skill, which does not have it"
    if via == "command":
        code, message = "link.missing-script", f"the command runs `{written}`, which the skill does not have"
    return ValueFinding(_fact(blocks, span, written, None, "missing", via), Diagnostic.of(code, message, place))


def _fact(blocks: tuple[str, ...], span: Span, ref: str, target: str | None, status: str, via: Via) -> Reference:
    return Reference(blocks=blocks, span=span, ref=ref, target=target, status=status, via=via)  # type: ignore[arg-type]


def _values(text: str, skill: Skill) -> Iterator[_Value]:
    """The words of values that may be paths."""
    if "/" not in text and "." not in text:
        return
    for token in path_tokens(text):
        if not skill.worth(token.text, ""):
            continue
        before = text[max(0, text.rfind("\n", 0, token.start) + 1, token.start - 400) : token.start]
        quote = before[-1:]
        if quote in ("'", '"'):
            whole = text[token.end : token.end + 1] == quote
        else:
            whole = _BARE_BEFORE.match(before) is not None and _BARE_AFTER.match(text, token.end) is not None
        key = _KEY.search(before)
        run = _RUNS.search(before) is not None
        if whole or run:
            yield _Value(token, key[1] if key else "", whole, run)
