"""What a streamed response says, piece by piece, in the normal form.

Pieces of one part carry its `index`, counted from 0 in the order in which parts begin.
"""

import msgspec

from skillrt.wire.exchange import Extra, Opaque, StopReason, Text, Thinking, ToolCall, Usage, WireError


class DeltaBase(msgspec.Struct, frozen=True, tag_field="delta", kw_only=True):
    """What every piece has: `extra` are members of the event that have no other place."""

    extra: tuple[Extra, ...] = ()


class Started(DeltaBase, frozen=True, tag="started", kw_only=True):
    """The response has begun; `usage` where the dialect states at once what was read."""

    id: str = ""
    model: str = ""
    usage: Usage | None = None


class PartStarted(DeltaBase, frozen=True, tag="part-started", kw_only=True):
    """A part begins: with what is known of it so far (a call: its id and name; texts are empty)."""

    index: int
    part: Text | Thinking | ToolCall | Opaque


class PartGrew(DeltaBase, frozen=True, tag="part-grew", kw_only=True):
    """More of a part: words, thinking or the JSON text of a call's arguments; or the signature of a thinking part."""

    index: int
    text: str = ""
    signature: str = ""


class PartEnded(DeltaBase, frozen=True, tag="part-ended", kw_only=True):
    """A part is whole. `part` is all of it where the dialect sends it again or where its pieces do not make it;
    else None. It may hold more words than came in pieces, never other ones."""

    index: int
    part: Text | Thinking | ToolCall | Opaque | None = None


class UsageSeen(DeltaBase, frozen=True, tag="usage", kw_only=True):
    """The tokens so far; a later one is in place of an earlier one."""

    usage: Usage


class Stopped(DeltaBase, frozen=True, tag="stopped", kw_only=True):
    """The model is done."""

    stop: StopReason
    stop_word: str = ""
    stop_sequence: str = ""


class Failed(DeltaBase, frozen=True, tag="failed", kw_only=True):
    """The provider sent an error in the middle of the stream."""

    error: WireError


class Unknown(DeltaBase, frozen=True, tag="unknown", kw_only=True):
    """An event that is not understood: its name and its data as they came."""

    event: str
    data: str


Delta = Started | PartStarted | PartGrew | PartEnded | UsageSeen | Stopped | Failed | Unknown
