"""The lines of `skills.lock`: one fact each, told apart by `fact`. The published JSON Schema is made from them.

Every line of a skill names the skill, so that a line says the same wherever a merge puts it.
"""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

FORMAT: Final = 1
Digest = Annotated[str, Meta(pattern="^sha256:[0-9a-f]{64}$")]
Short = Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
Level = Annotated[str, Meta(pattern="^L[0-3]$")]
Effect = Literal["looks", "tests", "any", "writes", "outside"]
Where = Literal["workspace", "skill", "temporary", "outside"]


class Line(
    msgspec.Struct, frozen=True, tag_field="fact", kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What every line has: `fact`, first."""


class Head(Line, frozen=True, kw_only=True, tag="lock"):
    """The first line: the format, and what the facts were found by."""

    format: Annotated[int, Meta(ge=1, description="Version of this format.")]
    compiler: Annotated[str, Meta(min_length=1, description="Version of SkillRT.")]
    level: Annotated[str, Meta(description="Optimisation level of the variants.")]


class TargetLine(Line, frozen=True, kw_only=True, tag="target"):
    """A target that the skills are held to, and by digest what was known of it."""

    target: Annotated[str, Meta(min_length=3, description="MODEL@HARNESS.")]
    profile: Annotated[Digest, Meta(description="Trials and bar that decide what the model holds.")]
    harness: Annotated[Digest, Meta(description="What is known of the harness.")]
    host: Annotated[Digest, Meta(description="What is known of the machine.")]


class SkillFact(Line, frozen=True, kw_only=True):
    """A line of a skill: `skill` is its folder, relative to the lock's."""

    skill: Annotated[str, Meta(min_length=1)]


class SkillLine(SkillFact, frozen=True, kw_only=True, tag="skill"):
    """The skill itself, before its other lines."""

    name: str
    source: Annotated[Digest, Meta(description="Paths, modes and bytes of its files.")]
    names: Annotated[Short, Meta(description="Digest of its name and of the paths of its files.")]
    facts: Annotated[Short, Meta(description="Digest of its other lines.")]
    sketch: Annotated[str, Meta(description="The least digests of lines of its text: how like another it is.")] = ""


class TokensLine(SkillFact, frozen=True, kw_only=True, tag="tokens"):
    """What it costs to list the skill, and to activate it."""

    listed: Annotated[int, Meta(ge=0)]
    activation: Annotated[int, Meta(ge=0)]


class NeedLine(SkillFact, frozen=True, kw_only=True, tag="need"):
    """Something outside the skill that has to be there, that only code in its documents uses (`shown`), or that
    nothing but prose `named`. `skill` is another skill."""

    kind: Literal["python", "node", "system", "service", "mcp", "skill"]
    name: str
    required: bool
    version: str = ""
    named: bool = False
    shown: bool = False


class VariableLine(SkillFact, frozen=True, kw_only=True, tag="variable"):
    """A variable of the environment that it reads, or that only code in its documents reads (`shown`)."""

    name: str
    required: bool
    shown: bool = False


class HostLine(SkillFact, frozen=True, kw_only=True, tag="host"):
    """A host that its code and commands name (`called`), or only its prose and blocks of other languages; `shown`
    where no bundled program and no shell of SKILL.md names it, but a sample of code."""

    name: str
    called: bool = True
    shown: bool = False


class CommandLine(SkillFact, frozen=True, kw_only=True, tag="command"):
    """A program that it has run, with its verb where it has verbs (`git push`), and the most that this does; `shown`
    where only documents beside SKILL.md have it, `named` where prose has the command and does not ask to run it."""

    name: str
    effect: Effect
    named: bool = False
    shown: bool = False


class WriteLine(SkillFact, frozen=True, kw_only=True, tag="write"):
    """A path that it writes, and where; `*` stands for what is known at run time only. `shown` where only code
    in its documents writes it."""

    path: str
    where: Where
    shown: bool = False


class StartLine(SkillFact, frozen=True, kw_only=True, tag="start"):
    """The name of a script that a command starts; `shown` where only documents beside SKILL.md have the command."""

    name: str
    shown: bool = False


class CodeLine(SkillFact, frozen=True, kw_only=True, tag="code"):
    """All code blocks of its documents, by digest, and the text of SKILL.md without its front matter."""

    digest: Short
    text: Annotated[str, Meta(pattern="^(?:[0-9a-f]{16})?$")] = ""


class FrontLine(SkillFact, frozen=True, kw_only=True, tag="front"):
    """The keys of its front matter, each with a digest of its value; without what other lines say."""

    keys: Annotated[tuple[str, ...], Meta(description="KEY and 8 digits of a digest, with a blank between.")]


class ReachLine(SkillFact, frozen=True, kw_only=True, tag="reach"):
    """A file that its text names and that is none of its folder: above it, in another skill or in a project."""

    path: str


class AbsentLine(SkillFact, frozen=True, kw_only=True, tag="absent"):
    """A file that it speaks of as its own and does not have."""

    path: str


class CronLine(SkillFact, frozen=True, kw_only=True, tag="cron"):
    """An entry for cron that its text has: the times, and the beginning of the command."""

    text: str


class TodoLine(SkillFact, frozen=True, kw_only=True, tag="todo"):
    """How many lines of SKILL.md are left to be filled in."""

    lines: Annotated[int, Meta(ge=1)]


class PathLine(SkillFact, frozen=True, kw_only=True, tag="path"):
    """A path of the home folder or of one machine that its text or code names, or a file of settings with secrets."""

    path: str


class ToolLine(SkillFact, frozen=True, kw_only=True, tag="tool"):
    """A tool of agent products that text or front matter name, and the neutral name of what it does, where known;
    `allowed` where `allowed-tools` lists it."""

    name: str
    operation: str = ""
    allowed: bool = False


class ProgramLine(SkillFact, frozen=True, kw_only=True, tag="program"):
    """A program that it brings along."""

    path: str
    digest: Short


class FileLine(SkillFact, frozen=True, kw_only=True, tag="file"):
    """Another file of its folder."""

    path: str
    digest: Annotated[str, Meta(pattern="^(?:[0-9a-f]{16})?$")] = ""


class LinkLine(SkillFact, frozen=True, kw_only=True, tag="link"):
    """A link in its folder that leads out of it, or to a folder, and is not followed."""

    path: str
    target: str


class PrimitiveLine(SkillFact, frozen=True, kw_only=True, tag="primitive"):
    """What it asks of the agent, and how many of the code blocks show it."""

    primitive: str
    level: Level
    code: Annotated[int, Meta(ge=0)] = 0


class AuditLine(SkillFact, frozen=True, kw_only=True, tag="audit"):
    """A finding of the security audit; `text` is the beginning of the line that it stands in."""

    code: str
    file: str
    message: str
    text: str = ""


class VariantLine(SkillFact, frozen=True, kw_only=True, tag="variant"):
    """The variant for a target, by the digest of its files."""

    target: str
    digest: Digest


class RefusedLine(SkillFact, frozen=True, kw_only=True, tag="refused"):
    """Why there is no variant for a target: the skill would not load there, or promises would be broken. `loads`
    where the harness is known to load the skill as it stands all the same."""

    target: str
    code: str
    message: str
    loads: bool = False


class GapLine(SkillFact, frozen=True, kw_only=True, tag="gap"):
    """A requirement above what a target holds (`aim`), what the variant still asks for, and what became of it."""

    target: str
    primitive: str
    required: Level
    aim: Level
    left: Level
    status: Literal["closed", "supported", "narrowed", "left"]


Fact = (
    TokensLine
    | NeedLine
    | VariableLine
    | HostLine
    | CommandLine
    | WriteLine
    | PathLine
    | StartLine
    | CodeLine
    | FrontLine
    | ReachLine
    | AbsentLine
    | CronLine
    | TodoLine
    | ToolLine
    | ProgramLine
    | FileLine
    | LinkLine
    | PrimitiveLine
    | AuditLine
    | VariantLine
    | RefusedLine
    | GapLine
)
AnyLine = Head | TargetLine | SkillLine | Fact

# the order of a skill's lines
_ORDER: Final[tuple[type[Line], ...]] = (
    TokensLine,
    NeedLine,
    VariableLine,
    HostLine,
    CommandLine,
    WriteLine,
    PathLine,
    StartLine,
    CodeLine,
    FrontLine,
    ReachLine,
    AbsentLine,
    CronLine,
    TodoLine,
    ToolLine,
    ProgramLine,
    FileLine,
    LinkLine,
    PrimitiveLine,
    AuditLine,
    VariantLine,
    RefusedLine,
    GapLine,
)
# what makes two lines of a skill speak of the same thing; what else they say may have changed
_NAMED_BY: Final[dict[type[Line], tuple[str, ...]]] = {
    TokensLine: (),
    NeedLine: ("kind", "name"),
    VariableLine: ("name",),
    HostLine: ("name",),
    CommandLine: ("name",),
    WriteLine: ("path",),
    PathLine: ("path",),
    StartLine: ("name",),
    CodeLine: (),
    FrontLine: (),
    ReachLine: ("path",),
    AbsentLine: ("path",),
    CronLine: ("text",),
    TodoLine: (),
    ToolLine: ("name",),
    ProgramLine: ("path",),
    FileLine: ("path",),
    LinkLine: ("path",),
    PrimitiveLine: ("primitive",),
    AuditLine: ("code", "file", "message", "text"),
    VariantLine: ("target",),
    RefusedLine: ("target", "code", "message"),
    GapLine: ("target", "primitive"),
}

Key = tuple[int, tuple[str, ...]]


def key_of(fact: Fact) -> Key:
    """What a line of a skill speaks of; sorts the lines of one skill."""
    kind = type(fact)
    return _ORDER.index(kind), tuple(str(getattr(fact, name)) for name in _NAMED_BY[kind])
