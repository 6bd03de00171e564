"""What one skill can do and asks for, as the lines of a lock, each with the place that shows it."""

from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.checks.excerpts import with_excerpts
from skillrt.code.tokens import can_count
from skillrt.compiler.token_figures import token_figures
from skillrt.contracts.commands import WEIGHT, commands_run, place_at
from skillrt.contracts.hosts import hosts_mentioned, hosts_named
from skillrt.contracts.lines import (
    AuditLine,
    CommandLine,
    Effect,
    Fact,
    HostLine,
    NeedLine,
    PrimitiveLine,
    ProgramLine,
    TokensLine,
    ToolLine,
    VariableLine,
    WriteLine,
)
from skillrt.contracts.lock_file import clean, short_digest
from skillrt.contracts.written_paths import paths_written
from skillrt.environment.find import dependencies_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.verdicts import ONLY_SHOWN
from skillrt.errors import Diagnostic, Place
from skillrt.ir import Dependency, HarnessUse, Module, Requirement
from skillrt.passes.audit import findings
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline

PIPELINE: Final = "link,retarget,infer-requirements,extract-concurrency"
_ASIDE: Final = frozenset({"text", "subject"})
_TEXT: Final = 160
_MESSAGE: Final = 300

Placed = tuple[Fact, Place | None]


def surface(module: Module, context: PassContext, skill: str) -> Iterator[Placed]:
    """The lines of the skill at `skill` that no target has a part in. `module` is as it was read."""
    after = run_pipeline(module, parse_pipeline(PIPELINE), context)
    scene = Scene(module)
    needs = dependencies_of(module)
    yield from _tokens(module, skill)
    yield from _needs(module, needs, skill)
    yield from _hosts(scene, needs, skill)
    yield from _commands(scene, needs, skill)
    for path, where, place in paths_written(scene, after.facts):
        yield WriteLine(skill=skill, path=clean(path), where=where), place
    yield from _of_facts(after, skill)
    for file in module.files:
        if file.kind == "script":
            yield (
                ProgramLine(skill=skill, path=clean(file.path), digest=short_digest(file.digest)),
                Place(file.path, 1),
            )
    yield from _audit(module, skill)


def _tokens(module: Module, skill: str) -> Iterator[Placed]:
    figures = token_figures(module, module) if can_count() else None
    if figures is not None:
        place = Place(module.documents[0].path, 1)
        yield TokensLine(skill=skill, listed=figures.listed.before, activation=figures.activation.before), place


def _needs(module: Module, needs: Iterable[Dependency], skill: str) -> Iterator[Placed]:
    for item in needs:
        if _is_aside(item) or (item.kind == "system" and _in_prose(item) and not _is_spelled(item, module)):
            continue
        name, place = clean(item.name), place_at(item.span)
        if item.kind == "env":
            yield VariableLine(skill=skill, name=name, required=item.required), place
        elif item.kind != "service" or not _is_host(item.name):
            version, named = clean(item.version), _in_prose(item)
            line = NeedLine(
                skill=skill, kind=item.kind, name=name, required=item.required, version=version, named=named
            )
            yield line, place


def _is_aside(item: Dependency) -> bool:
    """Whether the skill only shows it in an example, or its prose names it by the way: reworded too often to tell a
    change by."""
    shown = item.why == ONLY_SHOWN and "import" not in item.via
    return not item.required and (shown or _in_prose(item))


def _in_prose(item: Dependency) -> bool:
    """Whether nothing but prose names it; of servers nothing else speaks."""
    return item.kind != "mcp" and _ASIDE.issuperset(item.via)


def _is_spelled(item: Dependency, module: Module) -> bool:
    """Whether the text has the name: "never commit it" is about git, and names nothing."""
    texts = {document.path: document.text for document in module.documents}
    spans = (item.span, *item.evidence)
    raw = (texts.get(span.file, "").encode("utf-8", "surrogateescape")[span.start : span.end] for span in spans)
    return any(item.name.encode() in text.lower() for text in raw)


def _is_host(name: str) -> bool:
    """Whether a service goes by its host, not by the name of a product."""
    return "." in name and " " not in name


def _hosts(scene: Scene, needs: Iterable[Dependency], skill: str) -> Iterator[Placed]:
    """Those that are called first: of two lines on one host the later is left out."""
    called: dict[str, Place] = {}
    for item in needs:
        if item.kind == "service" and _is_host(item.name):
            called.setdefault(clean(item.name), place_at(item.span))
    for host, place in hosts_named(scene):
        called.setdefault(clean(host), place)
    for name, place in called.items():
        yield HostLine(skill=skill, name=name), place
    for host, place in hosts_mentioned(scene):
        if clean(host) not in called:
            yield HostLine(skill=skill, name=clean(host), called=False), place


def _commands(scene: Scene, needs: Iterable[Dependency], skill: str) -> Iterator[Placed]:
    """Of one command in several places the heaviest effect counts, where it first shows."""
    known = frozenset(item.name for item in needs if item.kind == "system")
    heaviest: dict[str, tuple[Effect, Place]] = {}
    for name, effect, place in commands_run(scene, known):
        before = heaviest.get(name)
        if before is None or WEIGHT.index(effect) > WEIGHT.index(before[0]):
            heaviest[name] = (effect, place)
    for name, (effect, place) in heaviest.items():
        yield CommandLine(skill=skill, name=clean(name), effect=effect), place


def _of_facts(module: Module, skill: str) -> Iterator[Placed]:
    programs = {file.path for file in module.files if file.kind == "script"}
    for fact in module.facts:
        # no agent reads a program to learn what to call
        if isinstance(fact, HarnessUse) and fact.kind == "tool" and fact.span.file not in programs:
            yield ToolLine(skill=skill, name=clean(fact.what), operation=fact.operation), place_at(fact.span)
        elif isinstance(fact, Requirement) and not fact.purpose:
            yield PrimitiveLine(skill=skill, primitive=fact.primitive, level=fact.level), place_at(fact.span)


def _audit(module: Module, skill: str) -> Iterator[Placed]:
    """Without the numbers of lines, which change when something else does."""
    found = [Diagnostic.of(item.code, item.message, item.place) for item in findings(module)]
    for item in with_excerpts(module, found):
        place = item.place or Place("", 0)
        text = clean(" ".join(item.excerpt.split())[:_TEXT])
        message = clean(item.message[:_MESSAGE])
        yield AuditLine(skill=skill, code=item.code, file=clean(place.file), message=message, text=text), place
