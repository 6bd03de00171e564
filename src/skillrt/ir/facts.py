"""Facts: what analyses found, attached to blocks.

Every fact names the blocks that it stands on (none where it stands in a bundled file) and its span in the source.
A pass that replaces a block drops or carries over its facts; the verifier rejects a fact whose block is gone.
"""

from typing import Literal

import msgspec

from skillrt.errors import Span


class FactBase(msgspec.Struct, frozen=True, tag_field="fact", kw_only=True):
    """What every fact has."""

    blocks: tuple[str, ...]
    span: Span


class Reference(FactBase, frozen=True, kw_only=True, tag="reference"):
    """A mention of a file. `ref` is the path as written, `target` the file of the skill that it means.

    status: `resolved` as written; `mended` (one file fits: wrong case, missing suffix, wrong folder); `missing`;
    `outside-skill` (another skill, or a path that leaves the folder). `via` says what kind of mention it is.
    """

    ref: str
    target: str | None
    status: Literal["resolved", "mended", "missing", "outside-skill"]
    via: Literal["link", "image", "code", "prose", "command", "import", "open", "run", "data"]


class Anchor(FactBase, frozen=True, kw_only=True, tag="anchor"):
    """A place that must name where the skill is installed: `path` is the bundled file, `span` the words to fill."""

    path: str
    written: str


class CallSite(FactBase, frozen=True, kw_only=True, tag="call-site"):
    """A command in the text that runs a bundled script. `checked` is false where the interface is not known."""

    script: str
    command: str
    checked: bool


class HarnessUse(FactBase, frozen=True, kw_only=True, tag="harness-use"):
    """Text that makes sense in one agent product only. `operation` is the neutral name of a tool, where known."""

    what: str
    kind: Literal["tool", "path", "command", "variable", "frontmatter", "product"]
    harnesses: tuple[str, ...] = ()
    operation: str = ""


class WrittenFor(FactBase, frozen=True, kw_only=True, tag="written-for"):
    """The harness that the skill was written for: given, or guessed by score (`guessed`), empty where none shows."""

    harness: str
    guessed: bool
    scores: tuple[tuple[str, float], ...] = ()


Fact = Reference | Anchor | CallSite | HarnessUse | WrittenFor
