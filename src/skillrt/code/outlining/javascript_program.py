"""The text of a generated JavaScript program: options, checks, then the block as its author wrote it."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skillrt.code.outlining.data_files import filled, pieces
from skillrt.code.outlining.help_text import usage_text
from skillrt.code.outlining.javascript_literals import JsEdit
from skillrt.code.outlining.slots import Slot
from skillrt.code.readers.javascript_parts import source, string

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class JavascriptProgram:
    """What a program is made from. `opt` is the name of our variable, `loads` whether the body loads packages,
    `requires` whether it calls `require`, `modules` those of Node.js that it uses unnamed, `shown` the variable to
    print in the end, `given` names that the block uses and slots fill."""

    file: str
    summary: str
    places: str
    slots: tuple[Slot, ...]
    body: str
    opt: str
    loads: bool
    requires: bool
    modules: tuple[str, ...]
    given: tuple[tuple[str, Slot], ...]
    shown: str

    def text(self) -> str:
        """The whole program."""
        piece = pieces("javascript_program.mjs", "//")
        kind = "esm" if self.file.endswith(".mjs") else "cjs"
        options = [slot for slot in self.slots if slot.kind != "secret"]
        words = [slot.as_input().option for slot in options]
        usage = usage_text(self.file, self.summary, self.slots).rstrip("\n")
        parse = piece["parse"] + "".join(map(self._option, options)) + piece["parse-end"]
        loading = [f"load-{kind}"] if self.loads and kind == "esm" else []
        loading += [f"require-{kind}"] if self.requires else []
        text = [
            filled(piece["head"], summary=self.summary or self.file, places=self.places),
            filled(piece[f"import-{kind}"] + "\n" + piece["fail"], opt=self.opt, names=script_text(words))
            + filled(parse, opt=self.opt, usage=script_text(usage))
            + "".join(self._checks()),
            "".join(filled(piece[name], opt=self.opt) for name in loading)
            + "".join(filled(piece[f"builtin-{kind}"], name=name) for name in self.modules),
            "".join(f"const {name} = {reference(slot, self.opt)};\n" for name, slot in self.given),
            self.body.strip("\n") + "\n",
            filled(piece["show"], name=self.shown) if self.shown else "",
        ]
        return "\n".join(part for part in text if part)

    def _option(self, slot: Slot) -> str:
        piece = pieces("javascript_program.mjs", "//")
        key = "option-list" if slot.repeated else "option" if slot.required else "option-default"
        return filled(piece[key], option=slot.as_input().option[2:], default=script_text(slot.example))

    def _checks(self) -> list[str]:
        piece = pieces("javascript_program.mjs", "//")
        checks = [
            filled(piece["secret"], name=slot.name, opt=self.opt) for slot in self.slots if slot.kind == "secret"
        ]
        for slot in self.slots:
            if slot.kind == "secret":
                continue
            values = {"option": slot.as_input().option[2:], "opt": self.opt}
            keys = [*(["required"] if slot.required else []), *(["file"] if slot.checked else [])]
            keys += ["number"] if slot.kind in ("integer", "number") else []
            checks += [filled(piece[key], **values) for key in keys]
        return checks


def script_text(value: str | list[str]) -> str:
    """A value as JavaScript; JSON is that but for two line ends that old engines refuse in texts."""
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def reference(slot: Slot, opt: str) -> str:
    """The expression that gives a slot's value."""
    return f"process.env.{slot.name}" if slot.kind == "secret" else f'{opt}["{slot.as_input().option[2:]}"]'


def rendered(text: bytes, base: int, edits: list[JsEdit], opt: str) -> bytes:
    """A text with all edits made; `base` is the offset of its first byte in what the edits count in."""
    out: list[bytes] = []
    at = base
    for edit in sorted(edits, key=lambda item: (item.start, -item.end)):
        if edit.start < at or edit.end > base + len(text):
            continue
        value = reference(edit.slot, opt)
        if edit.quote == "`":
            value = f"${{{value}}}"
        elif edit.quote:
            value = f"{edit.quote} + {value} + {edit.quote}"
        out += [text[at - base : edit.start - base], value.encode()]
        at = edit.end
    return b"".join([*out, text[at - base :]])


def dynamic_import(node: "Node", opt: str) -> str:
    """An import as a statement that runs when it is reached, so that `--help` needs no package."""
    package = script_text(string(node.child_by_field_name("source")) or "")
    clause = next((child for child in node.named_children if child.type == "import_clause"), None)
    load = f"await {opt}Load({package});"
    if clause is None:
        return load
    parts: list[str] = []
    for child in clause.named_children:
        if child.type == "identifier":
            parts.append(f"default: {source(child)}")
        elif child.type == "namespace_import":
            return f"const {source(child.named_children[-1])} = {load}"
        elif child.type == "named_imports":
            parts += [source(item).replace(" as ", ": ") for item in child.named_children if item.type != "comment"]
    return f"const {{ {', '.join(parts)} }} = {load}"
