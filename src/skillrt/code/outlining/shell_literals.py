"""Which literals of a shell block are inputs: files, addresses, placeholders, texts and numbers behind options."""

import re
from typing import TYPE_CHECKING

from skillrt.code.outlining import literal_names as names
from skillrt.code.outlining.literal_slots import literal_slot, option_hint
from skillrt.code.outlining.program import InputKind
from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.shell_changes import is_message, is_open_address
from skillrt.code.outlining.shell_edits import Edit, Form, parts_form
from skillrt.code.outlining.shell_facts import shell_facts
from skillrt.code.outlining.shell_json import JsonText, Leaf
from skillrt.code.outlining.shell_launched import launched
from skillrt.code.outlining.shell_nodes import arguments, name_of, redirects, source, static, target, walk
from skillrt.code.outlining.shell_open import check_open, in_inner_quotes
from skillrt.code.outlining.shell_pairs import is_prose, pair_slot
from skillrt.code.outlining.shell_reads import is_tested, reads_whole
from skillrt.code.outlining.slots import Slot, SlotTable

if TYPE_CHECKING:
    from tree_sitter import Node

_YOUR = re.compile(
    r"(?<![\w-])(?:YOUR[_-][A-Z0-9_-]*[A-Z0-9]|your[_-][a-z0-9_-]*[a-z0-9]|[Yy]our[A-Z][A-Za-z]{2,30})(?![\w-])"
)
_PART_ID = re.compile(
    r"(?<=[/=:\"' ])(?:[A-Z][A-Z0-9]*_)+(?:ID|NAME|KEY|TOKEN|SLUG|HERE|USERNAME|UUID|TERM|QUERY|CODE"
    r"|ADDRESS|NUMBER)(?![\w])"
    r"|(?<=[/=])(?:ADDRESS|ID|NAME|TOKEN|QUERY|KEYWORD|USERNAME|SLUG|TICKER|SYMBOL|LAT|LON|OWNER|REPO|ORG)(?=[&/?\"']|\Z)"
)
_VAGUE_TEXTS = frozenset(("input", "text", "query", "prompt", "message", "content", "data", "question"))
_FIELD = re.compile(r"(?<![$\w])\{[a-z_]\w*\}")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_LEFT = re.compile(r"<[A-Za-z0-9][^<>\n]{1,60} [^<>\n]{1,60}>")
_QUOTING = frozenset(("raw_string", "string"))
_LONG = re.compile(r"--[A-Za-z][\w-]{1,40}\Z|-[a-z]{4,20}\Z")
_WRITES = re.compile(r"(?:^|[-_])(?:out|output|log|save|dest|destination|export|dump)(?:[-_]|$)")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?\Z")
_HEADER = frozenset(("-H", "--header", "-A", "--user-agent", "-X", "--request", "-w", "--write-out"))
_SENDS = frozenset(
    ("-X", "--request", "-d", "--data", "--data-raw", "--data-binary", "--json", "-F", "--form", "-H", "--header")
)
_VAGUE = frozenset(("value", "name", "id", "text", "file", "path", "string", "number", "n"))
_GOES_ON = frozenset("./_-")
_PLACES = frozenset(("input-file", "output-file", "folder", "url"))


class LiteralFinder:
    """Collects the slots of one unit and the edits that put them in. `written` are files that the unit makes before
    it reads them; `holes` maps the words that stand for placeholders to what stood there."""

    def __init__(self, table: SlotTable, holes: dict[str, str], written: frozenset[str]) -> None:
        self.table = table
        self.edits: list[Edit] = []
        self.holes = holes
        self._sends = False
        self._written = written
        self._hole = re.compile("|".join([*map(re.escape, holes), r"(?!)"]))

    def command(self, node: "Node") -> None:
        """The words of one command."""
        program = name_of(node)
        words = arguments(node)
        name = node.child_by_field_name("name")
        if name is not None and self._hole.search(source(name)):
            raise Refused("placeholder", "the name of a program is left to the reader")
        operands = [word for word in words if not source(word).startswith("-")]
        started = launched(node)[:1]  # it names a program, no file
        self._sends = any(source(word) in _SENDS for word in words)
        for at, word in enumerate(words):
            before = source(words[at - 1]) if at else ""
            if word in started:
                continue
            self._word(program, before, word, last=bool(operands) and len(operands) > 1 and word == operands[-1])
        if program == "find" and words:
            self._searched(words[0])
        for assignment in node.named_children:
            if assignment.type == "variable_assignment":
                self._scoped(assignment)

    def _searched(self, word: "Node") -> None:
        """The place where `find` begins is a folder that must be there, whatever it is called."""
        for edit in self.edits:
            slot = edit.slot if (edit.start, edit.end) == (word.start_byte, word.end_byte) else None
            if slot is not None and slot.kind == "text":
                slot.kind, slot.checked = "folder", True

    def _scoped(self, assignment: "Node") -> None:
        """`NAME=value command`: a secret stays in the environment."""
        name, value = assignment.child_by_field_name("name"), assignment.child_by_field_name("value")
        text = static(value) if value is not None else None
        if name is None or value is None or not text:
            return
        if names.is_secret_name(source(name)):
            self.whole(value, self.table.add(Slot("secret", "", source(name).upper(), required=True)))
        elif not self.parts(value, source(name)):
            self._literal(value, text, option_hint(source(name)), written=False)

    def _word(self, program: str, before: str, word: "Node", *, last: bool) -> None:
        facts = shell_facts()
        text = static(word)
        if word.type in ("command_substitution", "process_substitution"):
            return
        if program in shell_facts().languages and word.type in _QUOTING and self._is_part(word):
            raise Refused("placeholder", f"a placeholder stands inside code that {program} runs")
        if program not in facts.code and word.type in (*_QUOTING, "concatenation") and self._json(word):
            return
        check_open(program, word)
        if self._message(word, before, text) or self._holed(word, before):
            return
        pair = pair_slot(word, before) if program not in facts.languages else None
        if pair is not None:
            start, end, slot, form = pair
            self.edits.append(Edit(start, end, self.table.add(slot), form))
            return
        if text is None:
            self._pattern(program, word)
            return
        if text.strip() in ("...", "…") and (word.type not in _QUOTING or program in facts.code):
            raise Refused("placeholder", "an argument is left out with dots")
        if text.startswith("--") and "=" in text:
            return
        written = text in self._written or self._is_output(program, before, text, last=last)
        written = written or bool(_LONG.match(before) and _WRITES.search(before))
        hint = option_hint(before) if _LONG.match(before) and before not in facts.flags else ""
        hint = "" if before in facts.output_options or hint in ("input", "file", "output") else hint
        if (program in facts.message and not (program == "echo" and self._feeds(word))) or before in _HEADER:
            return
        self._value(program, before, word, text, hint, written=written)

    def _message(self, word: "Node", before: str, text: str | None) -> bool:
        """A message, which each call words anew, in one line or several; whether it is one."""
        if text is None or not is_message(word, before):
            return False
        example = self._hole.sub(lambda found: self.holes[found.group()], text)
        hint = option_hint(before) if before.startswith("--") else "message"
        self.whole(word, self.table.add(Slot("text", example, hint, required=True)))
        return True

    @staticmethod
    def _feeds(word: "Node") -> bool:
        """Whether what a command prints goes to another program."""
        command = word.parent
        parent = command.parent if command is not None else None
        return parent is not None and parent.type == "pipeline" and parent.named_children[-1] != command

    def _value(self, program: str, before: str, word: "Node", text: str, hint: str, *, written: bool) -> None:
        facts = shell_facts()
        code = program in facts.code
        if self._literal(word, text, hint, written=written, code=code and word.type in _QUOTING):
            return
        if program == "echo":
            if word.type in _QUOTING and text:
                self.whole(word, self.table.add(Slot("text", text, "text", text.lower() in _VAGUE_TEXTS)))
            return
        numbered = before in facts.counts.get(program, ()) and before
        if _NUMBER.match(text) and (hint or numbered) and not code:
            kind: InputKind = "integer" if text.isdigit() else "number"
            self.whole(word, self.table.add(Slot(kind, text, hint or "count")))
        elif (
            word.type in _QUOTING
            and not code
            and (is_prose(text, lines=bool(hint)) or (names.is_ellipsis(text) and len(text) < 200))
            and (hint or not before.startswith("-") or before in ("-m", "-p"))
        ):
            required = names.is_ellipsis(text) or names.is_placeholder(text)
            self.whole(word, self.table.add(Slot("text", text, hint or _text_hint(program, before), required)))

    def _literal(self, word: "Node", text: str, hint: str, *, written: bool, code: bool = False) -> bool:
        """A file, a folder, an address or a placeholder that is all of a word."""
        slot = None if code else literal_slot(text, hint, written=written)
        if slot is not None and slot.kind == "url" and self._sends:
            slot.required = slot.required or is_open_address(text)
        if slot is None or (slot.kind == "url" and self._sends and not slot.required):
            return False
        self.whole(word, self.table.add(slot))
        return True

    def _is_output(self, program: str, before: str, text: str, *, last: bool) -> bool:
        facts = shell_facts()
        if before in facts.output_options and program not in ("grep", "rg", "ssh", "ps", "find", "set", "unzip"):
            return not (program == "curl" and before == "-O")
        if program in ("mkdir", "touch", "tee"):
            return True
        if program == "tar" and re.match(r"-?-?c|-\w*c\w*f", before):
            return True
        if program == "zip":
            return names.is_file(text) and text.endswith(".zip")
        return program in facts.output_last and program != "zip" and last

    def _pattern(self, program: str, word: "Node") -> None:
        """`photos/*.jpg`: the folder in front of a glob."""
        raw = source(word)
        found = re.match(r"((?:[\w.-]+/)+)[^/\s]*[*?][^/\s]*\Z", raw) if word.type == "word" else None
        if (
            found is None
            or program in shell_facts().languages
            or found.group(1).split("/")[0] in names.literal_words().project_folders
        ):
            return
        folder = found.group(1).rstrip("/")
        if folder in (".", "") or folder in self._written:
            return
        slot = self.table.add(Slot("folder", folder, "", required=True, checked=True))
        self.edits.append(Edit(word.start_byte, word.start_byte + len(folder.encode()), slot, "in-word"))

    def whole(self, node: "Node", slot: Slot) -> None:
        """Replace all of a word."""
        self.edits.append(Edit(node.start_byte, node.end_byte, slot, "word"))

    def _is_part(self, word: "Node") -> bool:
        """Whether a placeholder is a part, but not all, of a quoted word."""
        inside = source(word)[1:-1]
        return bool(self._hole.search(inside) or _YOUR.search(inside)) and inside not in self.holes

    def _holed(self, word: "Node", before: str) -> bool:
        """A word with placeholders in it: each becomes an input. Whether there were any."""
        text = static(word)
        flag = option_hint(before) if before.startswith("--") and before not in shell_facts().flags else ""
        if text in self.holes:
            self.whole(word, self._hole_slot(text, flag, whole=True))
            return True
        capitals = word.type in _QUOTING and text is not None and _CAPITALS.match(text)
        if text is not None and (_YOUR.fullmatch(text) or capitals):
            self.whole(word, self._place_slot(text, flag))
            return True
        return self.parts(word, "")

    def parts(self, word: "Node", hint: str, *, json: bool = False) -> bool:
        """Replace the placeholders inside a word, a string or a here-document."""
        found = False
        for node in walk(word):
            if node.named_children and node.type not in ("heredoc_body", "command_name"):
                continue
            raw = source(node)
            spans = [
                *(
                    (item.start(), item.end(), self._hole_slot(item.group(), hint))
                    for item in self._hole.finditer(raw)
                ),
                *((item.start(), item.end(), self._place_slot(item.group(), hint)) for item in _places(raw)),
            ]
            if spans and node.type == "heredoc_body" and _is_verbatim(node):
                raise Refused("placeholder", "a placeholder stands in a text in which the shell puts nothing")
            if spans and _FIELD.search(raw):
                raise Refused("placeholder", "a placeholder stands beside the fields of a format")
            for start, end, slot in spans:
                if not json and node.type != "heredoc_body" and in_inner_quotes(raw, start, end):
                    raise Refused("placeholder", "a placeholder stands between quotes inside a quoted text")
                # a part of a path: what is there is the whole path
                slot.checked = slot.checked and raw[start - 1 : start] != "/" and raw[end : end + 1] not in _GOES_ON
                begin = node.start_byte + len(raw[:start].encode())
                self._part(begin, begin + len(raw[start:end].encode()), slot, parts_form(node), json=json)
                found = True
        return found

    def _part(self, start: int, end: int, slot: Slot, form: Form, *, json: bool) -> None:
        slot.in_json = slot.in_json or json
        self.edits.append(Edit(start, end, slot, form, json))

    def _hole_slot(self, word: str, hint: str, *, whole: bool = False) -> Slot:
        original = self.holes[word]
        inside = original.strip("<>{}[] ")
        if any(mark in inside for mark in ("...", "|")) or re.match(
            r"(?i)(?:options?|args?|flags?|arguments|command|cmd)$", inside
        ):
            raise Refused("placeholder", f"{original} stands for something that no option can give")
        if inside in shell_facts().anchors:
            raise Refused("project-code", f"{original} names the folder of the skill")
        return self._place_slot(inside, hint if whole else "", original)

    def _place_slot(self, text: str, hint: str, mark: str = "") -> Slot:
        name = names.place_name(text)
        if any(names.is_secret_name(item) for item in (name, hint, text)):
            return self.table.add(Slot("secret", "", "API_KEY" if name == "key" else name.upper(), required=True))
        kind = names.name_kind(text.partition(".")[0])
        name = name if name not in _VAGUE or not hint else names.option_name(hint)
        slot = Slot(kind, mark or text, name, required=True, checked=kind == "input-file", place=bool(mark))
        return self.table.add(slot)

    def _json(self, word: "Node") -> bool:
        """The values of a JSON argument; whether it is one."""
        text = JsonText(word)
        if not text.is_json:
            return False
        found = text.leaves()
        for leaf in found:
            self._leaf(leaf)
        return bool(found) or self.parts(word, "", json=True)

    def _leaf(self, leaf: Leaf) -> None:
        if leaf.number:
            slot = Slot("integer" if leaf.value.isdigit() else "number", leaf.value, leaf.key, required=True)
        elif names.is_strong_secret(leaf.key) or (names.is_secret_name(leaf.key) and names.is_left_open(leaf.value)):
            slot = Slot("secret", "", leaf.key.upper(), required=True)
        elif leaf.value in self.holes:
            slot = self._hole_slot(leaf.value, leaf.key, whole=True)
        elif self._hole.search(leaf.value):
            raise Refused("placeholder", "a placeholder is part of a longer value in JSON")
        else:
            slot = Slot("text", leaf.value, leaf.key, required=True)
        self._part(leaf.start, leaf.end, self.table.add(slot), leaf.form, json=not leaf.number)

    def heredoc(self, node: "Node") -> None:
        """The JSON or the placeholders of a here-document in which the shell expands."""
        mark = next((source(child) for child in node.named_children if child.type == "heredoc_start"), "")
        body = next((child for child in node.named_children if child.type == "heredoc_body"), None)
        command = node.parent.child_by_field_name("body") if node.parent is not None else None
        fed = name_of(command) if command is not None and command.type == "command" else ""
        if body is not None and _LEFT.search(source(body)):
            raise Refused("placeholder", "a text that is written out leaves something to the reader")
        if body is None or any(quote in mark for quote in "'\"\\") or fed in shell_facts().languages:
            return
        if not self._json(body):
            self.parts(body, "")

    def redirect(self, node: "Node") -> None:
        """The file that a redirect names."""
        mark, place = target(node)
        text = static(place) if place is not None else None
        if place is None or self.parts(place, "") or text is None or text.isdigit() or names.is_system_path(text):
            return
        written = not mark.startswith("<")
        slot = literal_slot(text, "", written=written or text in self._written)
        if slot is not None:
            self.whole(place, self.table.add(slot))

    def rest(self, root: "Node") -> None:
        """Literals met again where no command is looked at: tests, messages, assignments."""
        known = {
            slot.example: slot
            for slot in self.table.slots
            if slot.kind in _PLACES and not slot.own and not slot.repeated
        }
        done = {edit.start for edit in self.edits}
        for node in walk(root):
            if node.type in ("word", "string", "raw_string") and node.start_byte not in done:
                slot = known.get(static(node) or "")
                parent = node.parent.type if node.parent is not None else ""
                if slot is not None and parent in (
                    "command",
                    "unary_expression",
                    "variable_assignment",
                    "binary_expression",
                ):
                    self.whole(node, slot)
                    slot.checked = slot.checked and not is_tested(node)

    def loops(self, root: "Node") -> None:
        """`for f in a.pdf b.pdf`: the list is one input that may be given several times."""
        for node in walk(root):
            if node.type != "for_statement":
                continue
            values = node.children_by_field_name("value")
            texts = [static(value) for value in values]
            known = [text for text in texts if text]
            if len(known) == len(values) > 0 and all(names.is_file(text) or names.is_url(text) for text in known):
                kind: InputKind = "url" if names.is_url(known[0]) else "input-file"
                variable = node.child_by_field_name("variable")
                checked = kind == "input-file" and variable is not None and reads_whole([node], source(variable))
                slot = Slot(kind, " ".join(known), "", required=True, repeated=True, checked=checked)
                self.edits.append(Edit(values[0].start_byte, values[-1].end_byte, self.table.add(slot), "list"))
            else:
                for value in values:
                    if static(value) is None and not self.parts(value, ""):
                        self._pattern("for", value)

    def every(self, root: "Node") -> None:
        """All commands and redirects below a node."""
        for node in walk(root):
            if node.type == "command":
                self.command(node)
            elif node.type == "heredoc_redirect":
                self.heredoc(node)
        for node in redirects(root):
            self.redirect(node)


def _is_verbatim(body: "Node") -> bool:
    """Whether the mark of a here-document is quoted, so that nothing in it is expanded."""
    frame = body.parent
    marks = (
        [source(child) for child in frame.named_children if child.type == "heredoc_start"]
        if frame is not None
        else []
    )
    return any(quote in mark for mark in marks for quote in "'\"\\")


def _places(raw: str) -> list[re.Match[str]]:
    """Placeholders in capitals and their like in a text, none twice."""
    found = list(_YOUR.finditer(raw))
    return found + [item for item in _PART_ID.finditer(raw) if all(item.start() != other.start() for other in found)]


def _text_hint(program: str, before: str) -> str:
    told = "prompt" if program in shell_facts().models else "text"
    return {"-m": "message", "-p": "prompt"}.get(before, told)
