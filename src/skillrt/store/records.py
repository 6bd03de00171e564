"""The records that a manifest is made of. Frozen, with named fields only; JSON in and out."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Digest = Annotated[str, Meta(pattern="^sha256:[0-9a-f]{64}$")]
Count = Annotated[int, Meta(ge=0)]
Line = Annotated[int, Meta(ge=1)]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Frozen, with named fields only."""


class Run(Record, frozen=True, kw_only=True):
    """A run of bytes `start:end` of a file of the source or of the variant; lines count from 1, `end_line` is the
    line of the last byte."""

    file: str
    start: Count
    end: Count
    line: Line
    end_line: Line


class CompilerRecord(Record, frozen=True, kw_only=True):
    """What compiled it. `pipeline` is the string that runs the same passes again; `passes` are their names."""

    version: str
    level: str
    pipeline: str
    passes: tuple[str, ...]


class SourceRecord(Record, frozen=True, kw_only=True):
    """The skill that it was compiled from, by its name there and by the digest of everything in its folder."""

    name: str
    digest: Digest


class TargetRecord(Record, frozen=True, kw_only=True):
    """What it was compiled for. `descriptor` is the digest of the harness descriptor, `profile` that of the profile
    where a pass used one."""

    model: str
    harness: str
    descriptor: Digest
    profile: Digest | None = None


class GuessRecord(Record, frozen=True, kw_only=True):
    """The harness that the source was written for: given, or guessed by score. Empty: none shows."""

    harness: str = ""
    guessed: bool = True
    scores: dict[str, float] = {}


class MadeRecord(Record, frozen=True, kw_only=True, rename={"pass_name": "pass"}):
    """The pass and rule that made a file which the source does not have, and why."""

    pass_name: str
    rule: str
    reason: str


class FileRecord(Record, frozen=True, kw_only=True):
    """A file of the variant, the manifest itself excepted. `source` is its path in the source where that differs."""

    path: str
    size: Count
    digest: Digest
    executable: bool = False
    source: str = ""
    made: MadeRecord | None = None


class RelocationRecord(Record, frozen=True, kw_only=True, rename={"pass_name": "pass"}):
    """Something of the source that the file `to` of the variant now holds: `moved` word for word, or `outlined` as a
    program, in which only literals differ."""

    pass_name: str
    rule: str
    source: Run
    old: str
    to: str
    how: Literal["moved", "outlined"]
    literals: tuple[str, ...] = ()


class GapRecord(Record, frozen=True, kw_only=True):
    """A requirement above what the target holds (`aim`), and what became of it; see docs/lowering.md."""

    primitive: str
    required: str
    aim: str
    left: str
    status: Literal["closed", "supported", "narrowed", "left"]
    rules: tuple[str, ...] = ()
    why: str = ""


class AnchorRecord(Record, frozen=True, kw_only=True):
    """Words of the variant that must name where it is installed: `path` is the bundled file that they mean."""

    output: Run
    path: str
    written: str


class EditRecord(Record, frozen=True, kw_only=True, rename={"pass_name": "pass"}):
    """One edit: which pass, by which rule, why; where in the source, where in the variant."""

    pass_name: str
    rule: str
    reason: str
    source: Run
    output: Run
    old: str
    new: str


class EliminationRecord(Record, frozen=True, kw_only=True, rename={"pass_name": "pass"}):
    """Something of the source that is not in the variant, and why."""

    pass_name: str
    rule: str
    reason: str
    source: Run
    old: str


class TokenPair(Record, frozen=True, kw_only=True):
    """Tokens of the source, and of the variant."""

    before: Count
    after: Count


class TokenRecord(Record, frozen=True, kw_only=True):
    """What the skill costs a model in tokens, before and after, by the vocabulary `vocabulary`.

    `listed`: name and description, which every session pays. `activation`: the body of SKILL.md, paid when the skill
    is used. `read`: the body and every document that it sends the reader to, in one step or several.
    """

    vocabulary: str
    listed: TokenPair
    activation: TokenPair
    read: TokenPair
