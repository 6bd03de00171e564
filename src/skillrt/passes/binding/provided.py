"""What the bound environment will provide to the commands of a skill: interpreters, import names, programs."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final, cast

import msgspec

from skillrt.code import facts_of
from skillrt.environment.names import normal_python_name
from skillrt.environment.needs import Need, Needs
from skillrt.targets import shipped_harnesses

_INSTALLERS: Final = frozenset(
    {
        "pip",
        "uv",
        "uvx",
        "pipx",
        "poetry",
        "pdm",
        "hatch",
        "conda",
        "virtualenv",
        "npm",
        "npx",
        "pnpm",
        "yarn",
        "bun",
        "cli",
    }
)
"""Programs that make environments of their own, and a name that says nothing."""


class Provided(msgspec.Struct, frozen=True):
    """`python` and `node`: whether the environment has packages of that kind, those that the skill requires.
    `modules` are import names of Python packages, `packages` those of Node; `programs` are the names under which
    packages install programs, each with its kind."""

    python: bool
    node: bool
    modules: frozenset[str]
    packages: frozenset[str]
    programs: Mapping[str, str]

    @property
    def anything(self) -> bool:
        """Whether the skill gets a launcher at all."""
        return self.python or self.node

    def imports(self, name: str, text: str) -> bool:
        """Whether the program imports a package that is provided; `name` gives its language (`x.py`, `x.js`)."""
        wanted = self.modules if name.endswith(".py") else self.packages
        return any(
            _package(item.module, node=not name.endswith(".py")) in wanted for item in facts_of(name, text).imports
        )

    def is_module(self, name: str) -> bool:
        """Whether `python -m NAME` runs a package that is provided."""
        top = name.partition(".")[0]
        return top in self.modules or self.programs.get(top) == "python"


def provided_by(needs: Needs) -> Provided:
    """What the needs come to. Optional packages are not installed unless somebody asks for them, and an interpreter
    alone is any that the machine has: neither makes a command run elsewhere."""
    python, node = needs.of("python", required=True), needs.of("node", required=True)
    programs = {name: item.kind for item in (*node, *python) for name in _programs(item) if name not in _INSTALLERS}
    modules = {module.partition(".")[0] for item in python for module in item.modules}
    modules |= {normal_python_name(item.name).replace("-", "_") for item in python}
    return Provided(
        python=bool(python),
        node=bool(node),
        modules=frozenset(modules),
        packages=frozenset(item.name for item in node),
        programs=programs,
    )


def _programs(package: Need) -> tuple[str, ...]:
    """The programs that a package installs: those listed, else one of its name."""
    listed = _installed().get((package.kind, package.name))
    return listed if listed is not None else (package.name.rpartition("/")[2],)


def _package(name: str, *, node: bool) -> str:
    """The package behind an import: `@scope/name` or the first part of a path; a module's first part."""
    if not node:
        return name.partition(".")[0]
    parts = name.split("/")
    return "/".join(parts[:2]) if name.startswith("@") else parts[0]


@cache
def harness_programs() -> frozenset[str]:
    """Programs of agent products, and the packages that bring them: one of them is what runs the skill, and each is
    the machine's own."""
    found: set[str] = set()
    for harness in shipped_harnesses().values():
        found.update((*harness.command_words, *harness.program.names, harness.program.package))
    return frozenset(found - {""})


@cache
def _installed() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Programs by the kind and name of the package that installs them, for those that are listed."""
    text = (resources.files("skillrt.environment") / "data" / "installed_programs.toml").read_text(encoding="utf-8")
    table = cast("dict[str, dict[str, list[str]]]", tomllib.loads(text))
    return {(kind, package): tuple(names) for kind, rows in table.items() for package, names in rows.items()}
