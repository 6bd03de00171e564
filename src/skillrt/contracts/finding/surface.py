"""What one skill can do and asks for, as the lines of a lock, each with the place that shows it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, cast

from skillrt.checks.excerpts import with_excerpts
from skillrt.code.tokens import can_count
from skillrt.compiler.token_figures import token_figures
from skillrt.contracts.finding.around import facts_around, skills_around
from skillrt.contracts.finding.block_variables import block_variables
from skillrt.contracts.finding.command_names import package_fetched, tables
from skillrt.contracts.finding.commands import WEIGHT, Ran, commands_run
from skillrt.contracts.finding.constants import is_no_variable, is_sample_name, names_of_a_database
from skillrt.contracts.finding.files import programs_of
from skillrt.contracts.finding.hosts import hosts_mentioned, hosts_named, is_file_name
from skillrt.contracts.finding.listed_tools import tools_listed
from skillrt.contracts.finding.named_paths import named_paths
from skillrt.contracts.finding.named_servers import named_servers, server_name
from skillrt.contracts.finding.named_tools import named_tools
from skillrt.contracts.finding.other_skills import without_skills
from skillrt.contracts.finding.places import place_at
from skillrt.contracts.finding.program_variables import program_variables
from skillrt.contracts.finding.settings import settings_variables
from skillrt.contracts.finding.spelling import is_called_only, is_cut_from_a_name, is_spelled, whole_name
from skillrt.contracts.finding.spoken_servers import spoken_servers
from skillrt.contracts.finding.spoken_variables import spoken_variables
from skillrt.contracts.finding.starts import code_digest, scripts_started
from skillrt.contracts.finding.sureness import (
    blocks_of_examples,
    is_hosted,
    is_of_a_project,
    is_of_examples,
    only_shown,
)
from skillrt.contracts.finding.variable_rows import variable_rows
from skillrt.contracts.finding.written_paths import paths_written
from skillrt.contracts.lines import (
    AuditLine,
    CommandLine,
    Fact,
    HostLine,
    NeedLine,
    PathLine,
    PrimitiveLine,
    TokensLine,
    ToolLine,
    VariableLine,
    WriteLine,
)
from skillrt.contracts.lock_file import clean, clean_path
from skillrt.environment.find import dependencies_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.known_names import is_platform_program
from skillrt.environment.verdicts import ONLY_SHOWN
from skillrt.errors import Diagnostic, Place
from skillrt.ir import Dependency, HarnessUse, Module, Requirement
from skillrt.passes.audit import findings
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline

PIPELINE: Final = "link,retarget,infer-requirements,extract-concurrency"
_ASIDE: Final = frozenset({"text", "subject"})
# ways in which sentences have something; a command that is asked for is told besides
_SPOKEN: Final = frozenset({"text", "subject", "listed", "code span", "prose"})
_TOOL: Final = re.compile(r"(?<![\w.:/-])[A-Za-z][\w.:-]{0,80}(?<![.:-])")
_IN_BRACKETS: Final = re.compile(r"\([^()]{0,400}\)")
_SAID: Final = frozenset({"code span", "command", "launcher"})
_RUN: Final = frozenset({"command", "launcher", "npx", "uvx"})
_BY_OTHERS: Final = frozenset({"client package", "client program", "its key", "repository"})
_TEXT: Final = 160
_MESSAGE: Final = 300

Placed = tuple[Fact, Place | None]


def surface(module: Module, context: PassContext, skill: str) -> Iterator[Placed]:
    """The lines of the skill at `skill` that no target has a part in. `module` is as it was read."""
    after = run_pipeline(module, parse_pipeline(PIPELINE), context)
    scene = Scene(module)
    needs, imported = without_skills(dependencies_of(module), module, context.siblings, skill)
    commands = tuple(_commands(scene, needs, skill))
    servers = list(_servers(scene, needs, skill))
    needs = _without_parts(needs, [fact.name for fact, _ in servers if isinstance(fact, NeedLine)])
    needs = _without_named(needs, [fact for fact, _ in commands if isinstance(fact, CommandLine)])
    yield from _tokens(module, skill)
    yield from servers
    made = names_of_a_database(scene)
    for fact, place in (*_needs(scene, needs, skill), *_variables(scene, needs, skill)):
        if not isinstance(fact, VariableLine) or fact.name not in made:
            yield fact, place
    yield from skills_around(scene, context.siblings, skill, imported)
    yield from _hosts(scene, needs, skill)
    yield from commands
    writes = list(_writes(scene, after, skill))
    yield from writes
    for path, place in named_paths(scene):
        yield PathLine(skill=skill, path=clean(path)), place
    yield from facts_around(scene, after, skill, [fact.path for fact, _ in writes if isinstance(fact, WriteLine)])
    yield from scripts_started(scene, skill)
    yield code_digest(scene, skill), None
    facts = list(_of_facts(after, skill))
    known = {fact.name for fact, _ in facts if isinstance(fact, ToolLine)}
    facts += _tools(scene, module, skill, known)
    facts += tools_listed(scene, skill, {fact.name for fact, _ in facts if isinstance(fact, ToolLine)})
    yield from facts
    yield from _allowed(module, skill, frozenset(fact.name for fact, _ in facts if isinstance(fact, ToolLine)))
    yield from programs_of(module, skill)
    yield from _audit(module, skill)


def _tokens(module: Module, skill: str) -> Iterator[Placed]:
    figures = token_figures(module, module) if can_count() else None
    if figures is not None:
        place = Place(module.documents[0].path, 1)
        yield TokensLine(skill=skill, listed=figures.listed.before, activation=figures.activation.before), place


def _needs(scene: Scene, needs: Iterable[Dependency], skill: str) -> Iterator[Placed]:
    module = scene.module
    examples = blocks_of_examples(scene)
    shown, behind = only_shown(needs, module)
    described = f"{module.front_matter.get('name')} {module.front_matter.get('description')}".lower()
    spoken = frozenset(re.findall(r"[a-z][a-z0-9-]+", described))
    for item in needs:
        if item in behind or _is_aside(item, spoken) or _is_no_need(item, module):
            continue
        name, place = clean(item.name), place_at(item.span)
        if item.kind == "env":
            yield VariableLine(skill=skill, name=name, required=item.required, shown=item in shown), place
        elif item.kind != "service" or not (_is_named_host(item, module) or _is_implied(item)):
            line = NeedLine(
                skill=skill,
                kind=item.kind,
                name=name,
                required=item.required,
                version=clean(item.version),
                named=_in_prose(item)
                or _SPOKEN.issuperset(item.via)
                or _is_said_to_run(item, module)
                or is_of_examples(item, examples, module),
                shown=item in shown,
            )
            yield line, place


def _is_no_need(item: Dependency, module: Module) -> bool:
    """Whether what was found is another thing: a piece of a longer name, a module of a project or a platform, a
    constant."""
    if item.kind == "env":
        return is_no_variable(item, module)
    if item.kind == "service":
        return item.name in tables()["no_services"] or is_file_name(item.name)
    unsaid = item.kind == "system" and (_in_prose(item) or _is_behind(item)) and not is_spelled(item, module)
    unsaid = unsaid or is_called_only(item, module)
    return unsaid or is_cut_from_a_name(item, module) or is_of_a_project(item, module) or is_hosted(item)


def _servers(scene: Scene, needs: Iterable[Dependency], skill: str) -> Iterator[Placed]:
    """Those that go by a name of several words, or begin an item."""
    found = dict((*spoken_servers(scene), *named_servers(scene)))
    for item in needs:
        if item.kind == "mcp" and (name := whole_name(item, scene.module)):
            found.setdefault(server_name(name), place_at(item.span))
    for name, place in found.items():
        yield NeedLine(skill=skill, kind="mcp", name=clean(name), required=False, named=True), place


def _variables(scene: Scene, needs: Sequence[Dependency], skill: str) -> Iterator[Placed]:
    """Those of settings, those that stand in one table, list or sample with a variable, and those of its block."""
    shown, _ = only_shown(needs, scene.module)
    known = {item.name: item in shown for item in needs if item.kind == "env"}
    for found in (settings_variables(scene), variable_rows(scene, known)):
        for name, place in found:
            if name not in known and not is_sample_name(name):
                known[name] = False
                yield VariableLine(skill=skill, name=clean(name), required=False), place
    for name, place, is_shown in list(block_variables(scene, known)):
        if name not in known and not is_sample_name(name):
            known[name] = is_shown
            yield VariableLine(skill=skill, name=clean(name), required=False, shown=is_shown), place
    spoken = ((name, place, False) for name, place in spoken_variables(scene))
    # what a program reads before what only a template does
    for name, place, is_shown in sorted((*program_variables(scene), *spoken), key=lambda item: item[2]):
        if name not in known:
            known[name] = is_shown
            yield VariableLine(skill=skill, name=clean(name), required=False, shown=is_shown), place


def _is_aside(item: Dependency, spoken: frozenset[str]) -> bool:
    """Whether the skill only shows it in an example, or its prose names it by the way: reworded too often to tell a
    change by. What the description speaks of (`spoken`) is not by the way."""
    if "subject" in item.via and _ASIDE.issuperset(item.via):
        return True  # what the name is about is told by the skill's being there
    if (
        item.kind == "system"
        and not item.required
        and (is_platform_program(item.name) or item.name in tables()["plain"])
    ):
        return True  # `open`, `xdg-open` or `start`: what each platform has
    shown = item.why == ONLY_SHOWN and "import" not in item.via
    if item.kind == "env":
        return shown
    return not item.required and (shown or (_in_prose(item) and item.name not in spoken))


def _in_prose(item: Dependency) -> bool:
    """Whether nothing but prose names it; of servers nothing else speaks."""
    return item.kind != "mcp" and _ASIDE.issuperset(item.via)


def _is_behind(item: Dependency) -> bool:
    """Whether nothing but another program, which is told, asks for it: node behind `npx`."""
    return not item.required and all(way.startswith("needed by ") for way in item.via)


def _is_said_to_run(item: Dependency, module: Module) -> bool:
    """Whether a sentence alone runs the package by a launcher: "e.g. `npx x`"."""
    documents = {document.path for document in module.documents}
    return (
        item.via == ("npx",)
        and documents.issuperset(span.file for span in item.evidence)
        and not any(module.blocks[name].kind == "code" for name in item.blocks)
    )


def _is_host(name: str) -> bool:
    """Whether a service goes by its host, not by the name of a product."""
    return "." in name and " " not in name


def _is_named_host(item: Dependency, module: Module) -> bool:
    """Whether a service goes by its host and the text has that: "WandB" names no host."""
    documents = {document.path for document in module.documents}
    in_code = any(span.file not in documents for span in (item.span, *item.evidence))
    return _is_host(item.name) and not is_file_name(item.name) and (in_code or is_spelled(item, module))


def _without_named(needs: Sequence[Dependency], commands: Iterable[CommandLine]) -> tuple[Dependency, ...]:
    """Needs without what commands tell: programs that only commands of prose name, which nobody asks to run, what is
    behind them, and packages that nothing but their command shows."""
    listed = list(commands)
    run = {item.name.partition(" ")[0] for item in listed if not item.named and not item.shown}
    fetched = {package_fetched(item.name) for item in listed} - {""}
    told = ({item.name.partition(" ")[0] for item in listed} | fetched) - run
    left = [
        item
        for item in needs
        if (item.name in told and _SAID.issuperset(item.via))
        # a package whose program is called, with no version and nothing that installs it
        or (item.kind != "system" and item.name in told | run and not item.version and _RUN.issuperset(item.via))
    ]
    spans = {span for item in left for span in item.evidence}
    behind = {item for item in needs if "client program" in item.via and spans.issuperset(item.evidence)}
    return tuple(item for item in needs if item not in left and item not in behind)


def _without_parts(needs: Sequence[Dependency], servers: Iterable[str]) -> tuple[Dependency, ...]:
    """Needs without servers of prose that are the last word of another (`vantage` beside `alpha-vantage`), and
    without programs of prose that are packages."""
    last = {name.rpartition("-")[2] for name in servers if "-" in name}
    parts = [item for item in needs if item.kind == "mcp" and item.name in last and set(item.via) == {"text"}]
    # `httpx` in a list of packages is the package
    packages = {item.name for item in needs if item.kind in ("python", "node") and item.required}
    parts += [
        item for item in needs if item.kind == "system" and item.name in packages and _SPOKEN.issuperset(item.via)
    ]
    return tuple(item for item in needs if item not in parts)


def _is_implied(item: Dependency) -> bool:
    """Whether a service stands in the skill by its client, its key or a repository only, or by the address of a host:
    these say it."""
    return _BY_OTHERS.issuperset(item.via) or (
        not _is_host(item.name) and (_BY_OTHERS | {"address"}).issuperset(item.via)
    )


def _hosts(scene: Scene, needs: Iterable[Dependency], skill: str) -> Iterator[Placed]:
    """Those that are called first: of two lines on one host the later is left out."""
    called: dict[str, Place] = {}
    shown: set[str] = set()
    for host, place, is_shown in sorted(hosts_named(scene), key=lambda item: item[2]):
        if called.setdefault(clean(host), place) is place and is_shown:
            shown.add(clean(host))
    for item in needs:
        if item.kind == "service" and _is_named_host(item, scene.module) and not _is_implied(item):
            called.setdefault(clean(item.name), place_at(item.span))
    for name, place in called.items():
        yield HostLine(skill=skill, name=name, shown=name in shown), place
    for host, place in hosts_mentioned(scene):
        if clean(host) not in called:
            yield HostLine(skill=skill, name=clean(host), called=False), place


def _commands(scene: Scene, needs: Iterable[Dependency], skill: str) -> Iterator[Placed]:
    """Of one command in several places one that is run counts before one that is shown or named, then the heaviest
    effect."""
    known = frozenset(item.name for item in needs if item.kind in ("system", "python", "node"))
    heaviest: dict[str, Ran] = {}
    for item in commands_run(scene, known):
        before = heaviest.get(item.name)
        if before is None or _weight(item) > _weight(before):
            heaviest[item.name] = item
    with_verbs: dict[str, int] = {}
    for name, item in heaviest.items():
        if " " in name:
            # `npx x` beside `npx x add`
            program = name.rpartition(" ")[0] if package_fetched(name) else name.partition(" ")[0]
            with_verbs[program] = max(with_verbs.get(program, 0), _weight(item)[0])
    for item in heaviest.values():
        # `git --version` beside `git push` is no command of its own
        if with_verbs.get(item.name, -1) < _weight(item)[0]:
            line = CommandLine(
                skill=skill, name=clean(item.name), effect=item.effect, named=item.named, shown=item.shown
            )
            yield line, item.place


def _weight(item: Ran) -> tuple[int, int]:
    return 0 if item.named else 1 if item.shown else 2, WEIGHT.index(item.effect)


def _writes(scene: Scene, module: Module, skill: str) -> Iterator[Placed]:
    """Those first that more than code of the documents writes: of two lines on one path the later is left out."""
    done: set[str] = set()
    found = sorted(paths_written(scene, module.facts), key=lambda item: item.shown)
    # `plan.md` beside `../out/plan.md` is the same file
    longer = {item.path.rpartition("/")[2] for item in found if item.path.startswith("../") and not item.shown}
    for path, where, place, shown in found:
        if path not in longer and (not shown or path not in done):
            yield WriteLine(skill=skill, path=clean(path), where=where, shown=shown), place
        done.add(path)


def _of_facts(module: Module, skill: str) -> Iterator[Placed]:
    programs = {file.path for file in module.files if file.kind == "script"}
    listed = _allowed_tools(module)
    for fact in module.facts:
        is_tool = isinstance(fact, HarnessUse) and fact.kind == "tool" and not fact.what.endswith("_")
        # no agent reads a program to learn what to call; `mcp__x__*` names a server
        if isinstance(fact, HarnessUse) and is_tool and fact.span.file not in programs:
            allowed = fact.what in listed
            line = ToolLine(skill=skill, name=clean(fact.what), operation=fact.operation, allowed=allowed)
            yield line, place_at(fact.span)
        elif isinstance(fact, Requirement) and not fact.purpose:
            code = sum(module.blocks[name].kind == "code" for name in fact.blocks)
            line = PrimitiveLine(skill=skill, primitive=fact.primitive, level=fact.level, code=code)
            yield line, place_at(fact.span)


def _tools(scene: Scene, module: Module, skill: str, known: set[str]) -> Iterator[Placed]:
    """Those that the text names outright and that no descriptor has, or not in such a place."""
    listed = _allowed_tools(module)
    for name, place in named_tools(scene):
        if name not in known:
            known.add(name)
            yield ToolLine(skill=skill, name=clean(name), allowed=name in listed), place


def _allowed(module: Module, skill: str, told: frozenset[str]) -> Iterator[Placed]:
    """Tools that `allowed-tools` lists and no product is known to have."""
    block = module.front_matter_block
    for name in _allowed_tools(module) if block is not None else ():
        if block is not None and name not in told:
            yield ToolLine(skill=skill, name=clean(name), allowed=True), place_at(block.span)


def _allowed_tools(module: Module) -> dict[str, None]:
    value = module.front_matter.get("allowed-tools")
    text = " ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else value
    return dict.fromkeys(_TOOL.findall(_IN_BRACKETS.sub("", text))) if isinstance(text, str) else {}


def _audit(module: Module, skill: str) -> Iterator[Placed]:
    """Without the numbers of lines, which change when something else does."""
    found = [Diagnostic.of(item.code, item.message, item.place) for item in findings(module)]
    for item in with_excerpts(module, found):
        place = item.place or Place("", 0)
        text = clean(" ".join(item.excerpt.split())[:_TEXT])
        message = clean(item.message[:_MESSAGE])
        yield AuditLine(skill=skill, code=item.code, file=clean_path(place.file), message=message, text=text), place
