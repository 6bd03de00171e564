"""Which literals of a JavaScript block are inputs, and the edits that put options in their place."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skillrt.code.outlining import literal_names as names
from skillrt.code.outlining.javascript_facts import javascript_facts
from skillrt.code.outlining.literal_slots import literal_slot
from skillrt.code.outlining.program import InputKind
from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.slots import Slot, SlotTable
from skillrt.code.readers.javascript_parts import method, source, walk

if TYPE_CHECKING:
    from tree_sitter import Node

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n|.))", re.DOTALL)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_YOUR = re.compile(
    r"(?<![\w-])(?:YOUR[_-][A-Z0-9_-]*[A-Z0-9]|your[_-][a-z0-9_-]*[a-z0-9])(?![\w.-])|<(?:your|YOUR)[\w -]+>"
)
_SILENT = frozenset(
    ("log", "error", "warn", "info", "debug", "require", "Error", "TypeError", "locator", "querySelector", "on")
)
_BUILDS = frozenset(("join", "resolve"))
_READS = re.compile(r"(?i)read|load|open|parse|upload|from|import|input|convert|file")
_OUTPUT_KEYS = frozenset(("output", "out", "outputpath", "outfile", "destination", "dest", "filename", "outdir"))
_ENVIRONMENT = re.compile(r"process\.env\.([A-Za-z_]\w*)\Z")
_PLACES = frozenset(("input-file", "output-file", "folder", "url"))


@dataclass(frozen=True, slots=True)
class JsEdit:
    """Bytes `start` to `end` of a block give way to the value of `slot`; `quote` is the mark of the text around them
    where they are only a part of it."""

    start: int
    end: int
    slot: Slot
    quote: str = ""


def text_value(node: "Node") -> str | None:
    """The value of a string, or of a template without holes; None for anything else."""
    if node.type not in ("string", "template_string"):
        return None
    if any(child.type == "template_substitution" for child in node.named_children):
        return None
    value = _ESCAPE.sub(_unescaped, source(node)[1:-1])
    # Two escapes may make one character.
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if not value.isascii() else value


def _unescaped(found: re.Match[str]) -> str:
    digits = found.group(1) or found.group(2) or found.group(3)
    if digits:
        number = int(digits, 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _NAMED.get(found.group(4), found.group(4))


class JavascriptFinder:
    """Collects the slots of the statements of one block and the edits that put them in."""

    def __init__(self, table: SlotTable) -> None:
        self.table = table
        self.edits: list[JsEdit] = []

    def statement(self, root: "Node") -> None:
        """All literals of a statement at the top."""
        if root.type == "import_statement":
            return
        for node in walk(root):
            if node.type == "member_expression":
                self._environment(node)
            elif node.type == "array":
                self._list(node)
            elif node.type == "number":
                self._number(node)
            elif node.type in ("string", "template_string"):
                self._text(node)

    def _environment(self, node: "Node") -> None:
        found = _ENVIRONMENT.match(source(node))
        parent = node.parent
        optional = parent is not None and parent.type == "binary_expression"
        if found and names.is_secret_name(found.group(1)) and not optional:
            self.table.add(Slot("secret", "", found.group(1), required=True))

    def _list(self, node: "Node") -> None:
        """`["a.pdf", "b.pdf"]`: one input that may be given several times."""
        texts = [text_value(child) for child in node.named_children]
        known = [text for text in texts if text]
        if len(known) < 2 or len(known) < len(texts):
            return
        if all(names.is_file(text) for text in known) or all(names.is_url(text) for text in known):
            kind: InputKind = "url" if names.is_url(known[0]) else "input-file"
            slot = Slot(kind, " ".join(known), "", required=True, repeated=True, checked=kind == "input-file")
            self.edits.append(JsEdit(node.start_byte, node.end_byte, self.table.add(slot)))

    def _number(self, node: "Node") -> None:
        """`const LIMIT = 20;` at the top."""
        name = _top_name(node)
        if name and re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", source(node)):
            kind: InputKind = "integer" if source(node).isdigit() else "number"
            self._whole(node, Slot(kind, source(node), names.option_name(name)))

    def _text(self, node: "Node") -> None:
        if any(edit.start <= node.start_byte < edit.end for edit in self.edits) or _is_fixed_place(node):
            return
        value = text_value(node)
        part = (
            value is not None
            and _YOUR.search(value)
            and not re.match(r"(?i)<?your", value)
            and not names.is_file(value)
        )
        if value is None or part:
            self._parts(node)
            return
        if value.strip() in ("...", "…") and not _top_name(node) and not _key(node):
            raise Refused("placeholder", "a value is left out with dots")
        slot = self._slot(node, value)
        if slot is not None:
            self._whole(node, slot)

    def _slot(self, node: "Node", value: str) -> Slot | None:
        key, top = _key(node), _top_name(node)
        call, written = _call(node)
        hint = names.option_name(top or key) if top or key else ""
        if names.is_placeholder(value) or names.is_secret_value(value) or names.is_ellipsis(value):
            return _asked_for(value, hint)
        if call in _SILENT or call in _BUILDS or not value:
            return None
        written = written or _is_output_argument(node)
        written = written or key.lower() in _OUTPUT_KEYS or bool(re.search(r"out|dest|save", top.lower()))
        vague = hint in ("path", "file", "filename", "src", "input", "output", "value", "file_name", "url")
        found = literal_slot(value, "" if vague else hint, written=written)
        if found is not None:
            found.checked = found.checked and bool(top or _READS.search(call))
            return found if found.kind != "folder" or top or key else None
        if top and len(value) <= 300 and not names.is_system_path(value) and not re.search(r"[<{]", value):
            return Slot("url" if names.is_url(value) else "text", value, hint)
        prose = (
            bool(re.search(r"[A-Za-z]{2}.*\s\S", value)) and len(value) <= 300 and not re.search(r"[<>{}\n;]", value)
        )
        return (
            Slot("text", value, hint) if key and prose and key.lower() not in javascript_facts().fixed_keys else None
        )

    def _whole(self, node: "Node", slot: Slot) -> None:
        self.edits.append(JsEdit(node.start_byte, node.end_byte, self.table.add(slot)))

    def _parts(self, node: "Node") -> None:
        """`https://x/YOUR_ID`, `Bearer YOUR_KEY`: the placeholders inside a longer text."""
        raw = source(node)
        parent = node.parent
        for found in _YOUR.finditer(raw):
            if parent is not None and parent.type == "member_expression":
                raise Refused("placeholder", "a placeholder is part of a text that is taken apart")
            start = node.start_byte + len(raw[: found.start()].encode("utf-8", "surrogateescape"))
            slot = self.table.add(_asked_for(found.group(), ""))
            self.edits.append(JsEdit(start, start + len(found.group().encode()), slot, raw[0]))

    def rest(self, root: "Node") -> None:
        """Files and addresses met again where nothing says what they are."""
        known = {slot.example: slot for slot in self.table.slots if slot.kind in _PLACES and not slot.repeated}
        done = {edit.start for edit in self.edits}
        for node in walk(root):
            slot = known.get(text_value(node) or "") if node.type in ("string", "template_string") else None
            if slot is not None and node.start_byte not in done and not _is_fixed_place(node):
                self.edits.append(JsEdit(node.start_byte, node.end_byte, slot))


def _asked_for(value: str, hint: str) -> Slot:
    """The slot of a placeholder or a text that leaves something out."""
    name = hint if names.is_ellipsis(value) or names.is_secret_value(value) else names.place_name(value)
    secret = names.is_secret_value(value) or names.is_secret_name(name) or names.is_secret_name(hint)
    if secret:
        wanted = hint if names.is_secret_name(hint) else name or "api_key"
        return Slot("secret", "", wanted.upper(), required=True)
    if names.is_file(value):
        return Slot("input-file", value, hint, required=True, checked=True)
    return Slot("url" if names.is_url(value) else "text", value, name or hint, required=True)


def _is_fixed_place(node: "Node") -> bool:
    """Whether a text is a key, a directive, the name of a package or a message."""
    parent = node.parent
    if parent is None or parent.type in (
        "import_statement",
        "expression_statement",
        "computed_property_name",
        "subscript_expression",
    ):
        return True
    if parent.type == "pair":
        return parent.child_by_field_name("key") == node
    return parent.type in ("case_clause", "switch_case") or (
        parent.type == "binary_expression"
        and any(child.type in ("===", "!==", "==", "!=", "in") for child in parent.children)
    )


def _is_output_argument(node: "Node") -> bool:
    """Whether a literal stands behind `-o` or its like in a list of arguments."""
    parent = node.parent
    if parent is None or parent.type != "array":
        return False
    before = node.prev_named_sibling
    return before is not None and text_value(before) in ("-o", "--output", "--out")


def _top_name(node: "Node") -> str:
    """The name of the variable at the top of the program that a literal is the whole value of."""
    parent = node.parent
    if parent is None or parent.type != "variable_declarator" or parent.child_by_field_name("value") != node:
        return ""
    declaration = parent.parent
    name = parent.child_by_field_name("name")
    top = declaration is not None and declaration.parent is not None and declaration.parent.type == "program"
    constant = declaration is not None and any(child.type == "const" for child in declaration.children)
    return source(name) if top and constant and name is not None and name.type == "identifier" else ""


def _key(node: "Node") -> str:
    """The key that a literal stands under in an object."""
    parent = node.parent
    if parent is None or parent.type != "pair" or parent.child_by_field_name("value") != node:
        return ""
    key = parent.child_by_field_name("key")
    return (text_value(key) or source(key)) if key is not None else ""


def _call(node: "Node") -> tuple[str, bool]:
    """The method of the call that a literal is given to, at once or in an object, and whether that writes a file."""
    above = node.parent
    for _ in range(6):
        if above is None or above.type in ("statement_block", "program", "arrow_function", "variable_declarator"):
            return "", False
        if above.type == "call_expression":
            name = method(above)[1]
            return name, name in javascript_facts().writers
        if above.type == "new_expression":
            made = above.child_by_field_name("constructor")
            return (source(made) if made is not None else ""), False
        above = above.parent
    return "", False
