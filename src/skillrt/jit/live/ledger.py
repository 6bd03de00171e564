"""The ledger: the turns of a run that the gateway made, and the words by which the model is told of them."""

from typing import cast

import msgspec

from skillrt.jit.live.command import mark_of
from skillrt.wire.exchange import ToolCall


class Ledger:
    """By mark: the last answer that was given here after a call, and the words that the model was told of it.

    Calls are known by their marks alone, so that a history is valid again also after the ledger is lost.
    """

    def __init__(self) -> None:
        self._finals: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        self._told: dict[tuple[str, str], str] = {}

    def answered(self, mark: str, final: str) -> None:
        """The user was given this last answer after the call."""
        self._finals[mark] = final.strip()

    def final(self, mark: str) -> str:
        """The last answer that was given here after the call; empty where the model gave it."""
        return self._finals.get(mark, "")

    def did_part(self, mark: str, files: str) -> None:
        """The call did the part of the job that it was for: it wrote these files."""
        self._parts[mark] = files

    def part(self, mark: str) -> str:
        """The files of a call that did its part; empty where it did not, or did all."""
        return self._parts.get(mark, "")

    def told(self, mark: str, id: str, words: str) -> str:
        """What the model was told of a call first: harnesses shorten old results, and caches want the same bytes."""
        return self._told.setdefault((mark, id), words)


def mark_of_call(call: ToolCall) -> str:
    """The mark of a call that was made here; empty for any other."""
    if "[skillrt' '" not in call.arguments:
        return ""
    if call.kind == "custom":
        return mark_of(call.arguments)
    try:
        tree: object = msgspec.json.decode(call.arguments)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ""
    values = list(cast("dict[str, object]", tree).values()) if isinstance(tree, dict) else []
    return next((mark for value in values if isinstance(value, str) and (mark := mark_of(value))), "")


def command_in(call: ToolCall) -> str:
    """The command of a call that was made here."""
    if call.kind == "custom":
        return call.arguments
    values = list(cast("dict[str, object]", msgspec.json.decode(call.arguments)).values())
    return next((value for value in values if isinstance(value, str) and mark_of(value)), "")
