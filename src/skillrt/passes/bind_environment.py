"""The pass `bind-environment`: find what the skill needs, and make its commands run in the bound environment."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

import msgspec

from skillrt.code import script_language
from skillrt.environment.find import dependencies_of
from skillrt.environment.finding.refusals import refused_in
from skillrt.environment.finding.scene import Scene
from skillrt.environment.launch import LAUNCHER, LauncherFile, launcher_files
from skillrt.environment.needs import ENVIRONMENT_FILE, Needs, needs_bytes, needs_of, stated_python
from skillrt.environment.needs import Need as NeedOf
from skillrt.errors import Diagnostic, Place
from skillrt.ir import BundledFile, Module, Origin, with_text
from skillrt.passes.base import Need, Pass, PassContext
from skillrt.passes.binding.commands import Reader
from skillrt.passes.binding.edits import NAME, RULE, with_commands
from skillrt.passes.binding.notice import with_notice
from skillrt.passes.binding.permissions import with_permissions
from skillrt.passes.binding.project_code import keeps_uv_project
from skillrt.passes.binding.provided import Provided, provided_by
from skillrt.passes.linking.files import Tree
from skillrt.passes.linking.resolve import Resolver, Surroundings

_NEEDS: Final = Origin(NAME, "needs", "what the skill needs outside its folder, for `skillrt bind`")
_UV: Final = "uv"
_DECLARED: Final = frozenset({"metadata", "compatibility"})
"""Ways in which a program is stated and not used."""
_STARTS_UV: Final = re.compile(
    r"(?<![\w./-])(?:uv[ \t]+(?:run|tool|pip|sync|venv|add|init|lock|python)|uvx)(?![\w-])"
)
"""Also where the finders see no command: a line of a crontab, a message to the agent."""
_LAUNCHER: Final = Origin(NAME, "launcher", "runs commands in the environment that is bound for the skill")


@dataclass(frozen=True)
class BindEnvironment(Pass):
    """Records what the skill needs and makes its commands run in the environment that `skillrt bind` makes of it.

    A skill that requires no package keeps every command as it is.
    """

    name: ClassVar[str] = NAME
    needs: ClassVar[frozenset[Need]] = frozenset({Need.HOST})

    def run(self, module: Module, ctx: PassContext) -> Module:
        """The module with its dependencies as facts, the record of its needs, and the launcher where it helps."""
        if ctx.target is None:
            return module
        found = dependencies_of(module)
        needs = needs_of(found, stated_python(found))
        provided = provided_by(needs)
        launcher = launcher_files(needs) if provided.anything else ()
        taken = sorted(module.paths.intersection(item.path for item in launcher))
        if taken:
            launcher, provided = (), Provided(False, False, frozenset(), frozenset(), {})
            module = module.with_diagnostics(_taken(taken[0]))
        bound = self._bound(module, ctx, provided) if launcher else module
        if launcher and _is_spared(bound, needs):
            needs = msgspec.structs.replace(needs, needs=tuple(map(_spared, needs.needs)))
            launcher = launcher_files(needs)
        bound = with_notice(bound, needs, ctx.target.host, launcher=bool(launcher))
        if not _is_named(bound):
            launcher = ()  # files that nothing runs
        files = (*bound.files, *_made(module, needs), *map(_launcher_file, launcher))
        refused = refused_in(Scene(module))
        return msgspec.structs.replace(bound, files=files).with_facts(*found).with_diagnostics(*refused)

    def _bound(self, module: Module, ctx: PassContext, provided: Provided) -> Module:
        resolver = Resolver(Tree.of(module), ctx.siblings, Surroundings(ctx.tree, ctx.place))
        scripts = {file.path: file for file in module.files if file.kind == "script"}
        uv_project = keeps_uv_project((item.text for item in module.documents), module.paths)
        bound = with_commands(module, Reader(provided, resolver, scripts, uv_project=uv_project))
        return with_permissions(bound, ctx.target, RULE) if ctx.target else bound


def _is_named(bound: Module) -> bool:
    """Whether some text of the variant names the launcher."""
    made = (item.text or "" for item in bound.files if item.origin is not None)
    return any(LAUNCHER in text for text in (*(item.text for item in bound.documents), *made))


def _is_spared(bound: Module, needs: Needs) -> bool:
    """Whether the skill required uv, and no command of the bound module starts it any more."""
    if not any(item.name == _UV for item in needs.of("system", required=True)):
        return False
    texts = (item.text or "" for item in (*bound.documents, *bound.files))
    if any(_STARTS_UV.search(text) for text in texts):
        return False
    left = next((item for item in dependencies_of(bound) if (item.kind, item.name) == ("system", _UV)), None)
    return left is None or _DECLARED.issuperset(left.via)


def _spared(need: NeedOf) -> NeedOf:
    if (need.kind, need.name) != ("system", _UV):
        return need
    return msgspec.structs.replace(need, required=False, why="the launcher stands in for it")


def _made(module: Module, needs: Needs) -> Iterator[BundledFile]:
    # a source that has such a file is refused by the backend: the folder is not for skills
    if ENVIRONMENT_FILE not in module.paths:
        blank = BundledFile(ENVIRONMENT_FILE, "data", 0, "", origin=_NEEDS)
        yield with_text(blank, needs_bytes(needs).decode("utf-8"))


def _launcher_file(item: LauncherFile) -> BundledFile:
    language = script_language(item.path, item.text)
    kind = "script" if language else "data"
    return with_text(BundledFile(item.path, kind, 0, "", item.executable, language, origin=_LAUNCHER), item.text)


def _taken(path: str) -> Diagnostic:
    message = f"the skill has a file `{path}` of its own; its commands do not run through SkillRT's launcher"
    return Diagnostic.of("bind.launcher-taken", message, Place(path, 1))
