"""What `--help` of a generated program says, and what the program is called."""

import re

from skillrt.code.outlining import literal_names as names
from skillrt.code.outlining.program import Snippet
from skillrt.code.outlining.slots import Slot

_VALUES = {
    "input-file": "FILE",
    "output-file": "FILE",
    "folder": "FOLDER",
    "url": "URL",
    "integer": "NUMBER",
    "number": "NUMBER",
}
_ABOUT = {
    "input-file": "file to read",
    "output-file": "file to write",
    "folder": "folder",
    "url": "address",
    "integer": "whole number",
    "number": "number",
}
_LINE = re.compile(r"[\x00-\x1f\x7f\s]+")
_WIDTH = 34
# as many words of a sentence say more than a heading that stands over any block
_TELLING = 4
# what a program does without the option stands in no other place
_LONGEST = 500


def one_line(text: str, limit: int = 60) -> str:
    """A text as it can stand in one line of help."""
    text = _LINE.sub(" ", text).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def usage_text(file: str, summary: str, slots: tuple[Slot, ...], *, variables: bool = False) -> str:
    """The help of a program; `variables` says that options of the author's own names may also be set as such."""
    shown = [slot for slot in slots if slot.kind != "secret"]
    words = [_usage_word(slot) for slot in shown]
    lines = [" ".join([f"usage: {file}", *words])]
    if summary:
        lines += ["", summary]
    if shown:
        width = max(len(f"{slot.as_input().option} {_value(slot)}") for slot in shown)
        lines += ["", "options:", *(_option_line(slot, min(width, _WIDTH), variables=variables) for slot in shown)]
    secrets = [slot.name for slot in slots if slot.kind == "secret"]
    if secrets:
        lines += ["", "environment:", *(f"  {name}  secret, never given as an option" for name in secrets)]
    return "\n".join(lines) + "\n"


def _value(slot: Slot) -> str:
    return _VALUES.get(slot.kind, "TEXT")


def _usage_word(slot: Slot) -> str:
    word = f"{slot.as_input().option} {_value(slot)}"
    many = f"{word}..." if slot.repeated else word
    return many if slot.required else f"[{many}]"


def _option_line(slot: Slot, width: int, *, variables: bool) -> str:
    head = f"  {slot.as_input().option} {_value(slot)}".ljust(width + 4)
    about = _ABOUT.get(slot.kind, "text")
    if slot.repeated:
        about += "; may be given several times"
    example = one_line(slot.example, _LONGEST)
    if slot.own and slot.required and variables:
        return f"{head}{about} (or set the variable {slot.own})"
    if not example:
        return f"{head}{about}"
    if slot.place:
        return f"{head}{about} (in place of {example})"
    return f"{head}{about} ({'for example' if slot.required else 'default'}: {example})"


def titled(
    snippet: Snippet, comment: str, *, whole: bool, single: bool = False, fallback: str = ""
) -> tuple[str, str]:
    """The summary of a program and the stem of its file name: of a part from its comment, else from the heading."""
    title, lead = snippet.title.strip(), snippet.lead.strip()
    general = set(names.file_stem(title, "usage").split("-")) <= names.literal_words().general_titles
    if not whole and comment and len(comment.split()) < 3 and not general:
        comment = f"{title}: {comment}"
    order = [comment, title, lead] if not whole or general or single else [title, comment, lead]
    if general and len(lead.split()) >= _TELLING:
        order = [comment, lead, title]
    chosen = [one_line(text.strip("*_`: "), 90) for text in order]
    summary = next((text for text in chosen if text), "").replace("'", "’")
    return summary, names.file_stem(summary, names.file_stem(fallback, "command"))
