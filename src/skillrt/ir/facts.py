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
    """A place that must name where the skill is installed: `path` is the bundled file, `span` the words to fill.

    With `within`, a pass put new text in the place of the whole span, and the words to fill are `written` in it.
    """

    path: str
    written: str
    within: bool = False


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


class Requirement(FactBase, frozen=True, kw_only=True, tag="requirement"):
    """What the skill asks of the agent: the lowest `level` (L1 to L3) of a `primitive` that suffices, why, and where.

    `purpose` is the id of the purpose that asks for it, `alternative` that of one way to it; empty for the skill as a
    whole, which asks for the highest level among its purposes.
    """

    primitive: str
    level: str
    reason: str
    evidence: tuple[Span, ...] = ()
    purpose: str = ""
    alternative: str = ""


class Alternative(msgspec.Struct, frozen=True):
    """One of several ways to a purpose: its blocks, where it stands, and whether the skill takes it by default."""

    id: str
    title: str
    blocks: tuple[str, ...]
    span: Span
    default: bool = False


class Purpose(FactBase, frozen=True, kw_only=True, tag="purpose"):
    """A job of the skill, with the ways to it where there are several."""

    id: str
    title: str
    alternatives: tuple[Alternative, ...] = ()


class SkillKind(FactBase, frozen=True, kw_only=True, tag="skill-kind"):
    """What the skill mostly is: a reference for a tool, a procedure to follow, or guidance for making something."""

    kind: Literal["tool-reference", "procedure", "generative"]


class Gap(FactBase, frozen=True, kw_only=True, tag="gap"):
    """A requirement above what the target holds, and what became of it.

    `aim` is the level that the target holds, `left` the one that the variant still asks for (`L0`: none). It is
    `closed` where the text asks for no more than `aim`, `supported` where it does but something carries it (a
    checker, a list, a driver), `narrowed` where a lower level is asked for than before, else `left`. `rules` are the
    lowerings that were taken; `why` says what stands in the way of more.
    """

    primitive: str
    required: str
    aim: str
    left: str
    status: Literal["closed", "supported", "narrowed", "left"]
    rules: tuple[str, ...] = ()
    why: str = ""


DependencyKind = Literal["python", "node", "system", "service", "env", "mcp"]


class Dependency(FactBase, frozen=True, kw_only=True, tag="dependency"):
    """Something outside the skill's folder that has to be there when the skill is at work.

    `name` is a distribution (python, normalised), a package (node), a program on the search path (system), a host or
    product in lower case (service), a variable (env), a server (mcp). `version` is the range as the skill states it
    (PEP 440 or npm's), `extras` are Python's. An optional one says `why` it is (as does a required one); `via` names
    the ways in which it was found, `evidence` every place (the first is `span`). `modules` are what the code imports
    of it: they prove that it is there.
    """

    kind: DependencyKind
    name: str
    required: bool
    why: str
    version: str = ""
    extras: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()


class Resource(msgspec.Struct, frozen=True, gc=False):
    """Something that a step reads or writes, with the place that says so.

    A `file` or `directory` is a path as written, a `url` an address, a `variable` a name in code or in a shell, a
    `result` what another step gave, by that step's id.
    """

    kind: Literal["file", "directory", "url", "variable", "result"]
    name: str
    span: Span


class Workflow(FactBase, frozen=True, kw_only=True, tag="workflow"):
    """Steps for one job. `purpose` is the id of the purpose that they serve, where the purposes are known."""

    id: str
    title: str
    purpose: str = ""


class OtherWorkflow(FactBase, frozen=True, kw_only=True, tag="other-workflow"):
    """Steps that may be a workflow as well and are not followed, so that nothing else is known of them."""

    title: str


class Step(FactBase, frozen=True, kw_only=True, tag="step"):
    """One step of a workflow: what the agent does, or a command or script that does it all.

    `workflow` is empty for a decision that several workflows begin with. `asks` is the place where the user is asked
    or waited for, `outside` one that changes something outside the workspace, `condition` one that says that the step
    may not be done at all; absent where there is none.
    """

    id: str
    title: str
    workflow: str
    kind: Literal["agent", "command", "script"] = "agent"
    reads: tuple[Resource, ...] = ()
    writes: tuple[Resource, ...] = ()
    commands: tuple[str, ...] = ()
    asks: Span | None = None
    outside: Span | None = None
    condition: Span | None = None


class Edge(FactBase, frozen=True, kw_only=True, tag="edge"):
    """`then` cannot begin before `first` has ended, and why; the span is the evidence.

    `data`: it uses what the other made, or must not meet it at the same resource. `control`: the other decides
    whether or how it happens. `order`: the text has them in this order, and nothing shows that another would do.
    """

    first: str
    then: str
    kind: Literal["data", "control", "order"]
    reason: str


class ParallelRegion(FactBase, frozen=True, kw_only=True, tag="parallel-region"):
    """Work that can go on at the same time without changing the result; the span is the evidence.

    `data`: one operation over many items. `instruction`: single tool calls that fit in one turn. `thread`: tasks of
    several turns each. `steps` are those that do it, empty where it belongs to none. `width` is how many, 0 where
    the text does not tell; `merge` what has to be put together afterwards. `mechanism` is how the variant has it
    done: `one-turn` (calls in one turn), `sub-agents`, `parallel-map`, `as-written` (the skill says so itself);
    empty where it goes on one after the other.
    """

    kind: Literal["data", "instruction", "thread"]
    steps: tuple[str, ...]
    reason: str
    width: int = 0
    merge: str = ""
    mechanism: str = ""


Fact = (
    Reference
    | Anchor
    | CallSite
    | HarnessUse
    | WrittenFor
    | Requirement
    | Purpose
    | SkillKind
    | Gap
    | Dependency
    | Workflow
    | OtherWorkflow
    | Step
    | Edge
    | ParallelRegion
)
