"""Fill the user's values, and the places of bundled files, into a command.

A value never becomes text of the command where a shell reads it: it goes into a variable of the environment, and the
command gets a reference to that, quoted as its place needs it. Where a value would be read as code all the same, by
the shell or by the program that gets it, only plain values are taken, which are no code in any language.
"""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from skillrt.errors import Diagnostic, UsageError
from skillrt.ir.workflow import CommandRecord
from skillrt.workflow.shell_words import shell_words
from skillrt.workflow.slots import Marked, Slot, marked

_PLAIN: Final = re.compile(r"(?!-)[\w./@:+,%=-]*")
_SIMPLE: Final = re.compile(rb"[\w./:,+@%-]+(?:[ \t]+[\w./:=,+@%-]+)*")
_NAME: Final = re.compile(r"\W+", re.ASCII)
_HEREDOC: Final = re.compile(rb"<<-?[ \t]*[\\'\"]?([\w.-]+)")
PREFIX: Final = "SKILLRT_"


class Filled(msgspec.Struct, frozen=True):
    """A command ready for a shell. `words` are program and arguments where it is so simple that it needs none."""

    text: str
    words: tuple[str, ...] = ()


def fill(command: CommandRecord, values: Mapping[str, str], folder: str, taken: dict[str, str]) -> Filled:
    """The command with its inputs from `values` (all of them are there) and bundled files found below `folder`.

    `taken` are the variables of commands that share its shell, with their values; it gets this command's. Raises
    UsageError for a value that its place cannot take.
    """
    written: dict[str, str] = {}
    titles: dict[str, str] = {}
    for item in command.inputs:
        written[item.written] = name = _variable(f"INPUT_{item.name}", values[item.name], taken)
        titles[name] = item.name
    for file in command.files:
        written[file.written] = _variable("FILE", f"{folder}/{file.path}", taken)
    own = {name: taken[name] for name in written.values()}
    found = marked(command.text, written)
    parts: list[bytes] = []
    at = 0
    for slot in found.slots:
        title = titles.get(slot.name, "")
        parts += [found.text[at : slot.start], _encoded(_put(slot, own[slot.name], title, command.text))]
        at = slot.end
    text = b"".join([*parts, found.text[at:]]).decode("utf-8", "surrogateescape")
    if any(slot.how == "text" for slot in found.slots):
        _check_ends(found, own, titles, command.text)
    return Filled(text, _words(found.text, found.slots, own))


def _variable(name: str, value: str, taken: dict[str, str]) -> str:
    """The name of a variable that holds the value, made known in `taken`; another one where the name is in use."""
    plain = PREFIX + _NAME.sub("_", name).upper().strip("_")
    found, number = plain, 1
    while taken.setdefault(found, value) != value:
        number += 1
        found = f"{plain}_{number}"
    return found


def _put(slot: Slot, value: str, title: str, command: str) -> str:
    """What takes the place of the mark."""
    if slot.how == "kept":
        return slot.written
    if "\0" in value:
        raise _refused(title, value, command, "it holds a NUL character")
    if slot.how == "code":
        if not _PLAIN.fullmatch(value):
            raise _refused(title, value, command, "it would be read as code there, so only a plain word may be given")
        return value
    if slot.leads and title and value.startswith("-"):
        raise _refused(
            title, value, command, "the program would take it for an option (a file: write `./` before it)"
        )
    if slot.how == "text":
        if "\n" in value or "\r" in value:
            raise _refused(title, value, command, "it has several lines, which could end the text that it stands in")
        return value
    reference = f"${{{slot.name}}}"
    return {"word": f'"{reference}"', "double": reference, "single": f"'\"{reference}\"'"}[slot.how]


def _check_ends(found: Marked, own: Mapping[str, str], titles: Mapping[str, str], command: str) -> None:
    """A value in a here-document must not make the line that ends it."""
    ends = {end.decode("utf-8", "replace") for end in _HEREDOC.findall(found.text)}
    for slot in found.slots:
        low, high = found.text.rfind(b"\n", 0, slot.start) + 1, found.text.find(b"\n", slot.end)
        line = found.text[low : high if high >= 0 else len(found.text)]
        for other in found.slots:
            line = line.replace(found.text[other.start : other.end], _encoded(own[other.name]))
        if slot.how == "text" and line.decode("utf-8", "replace").strip() in ends:
            why = "it would end the text that it stands in"
            raise _refused(titles.get(slot.name, ""), own[slot.name], command, why)


def _refused(title: str, value: str, command: str, why: str) -> UsageError:
    what = f"the value of the input `{title}`" if title else f"the place of the variant, `{value}`,"
    message = f"{what} cannot be put into `{' '.join(command.split())[:100]}`: {why}"
    return UsageError(Diagnostic.of("workflow.unsafe-input", message))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _words(text: bytes, slots: tuple[Slot, ...], own: Mapping[str, str]) -> tuple[str, ...]:
    """Program and arguments of a line that every shell would only cut at blanks; none for anything else.

    bash takes a millisecond to start; a program that is started directly does without.
    """
    line = text.strip(b" \t\r\n")
    if any(slot.how != "word" for slot in slots) or not _SIMPLE.fullmatch(line):
        return ()
    words = line.decode("ascii").split()
    if words[0] in shell_words().own:
        return ()
    values = {text[slot.start : slot.end].decode("ascii"): own[slot.name] for slot in slots}
    return tuple(_replaced(word, values) for word in words)


def _replaced(word: str, values: Mapping[str, str]) -> str:
    if not values:
        return word
    pattern = "|".join(map(re.escape, sorted(values, key=len, reverse=True)))
    return re.sub(pattern, lambda found: values[found.group()], word)
