"""Which bundled programs the environment serves: those that import its packages, or start what does."""

import posixpath
from collections.abc import Iterator
from typing import Final

from skillrt.code import Command, Program, commands, facts_of, program_of
from skillrt.environment.launch import NODE_PROGRAMS, PYTHON_PROGRAMS
from skillrt.ir import BundledFile
from skillrt.passes.binding.project_code import loads_project
from skillrt.passes.binding.provided import Provided

INSTALLERS: Final = frozenset({"pip", "venv", "ensurepip", "virtualenv", "pipx", "uv"})
"""Modules of Python that make environments or put packages into them."""
_MANAGERS: Final = frozenset(
    {"pip", "pip3", "uv", "poetry", "pipenv", "conda", "mamba", "npm", "pnpm", "yarn", "bun", "virtualenv"}
)
_INSTALL: Final = frozenset({"install", "i", "ci", "add", "sync", "venv", "create", "pip", "init"})


class Served:
    """Looks at the programs of one skill, each once."""

    def __init__(self, provided: Provided, files: dict[str, BundledFile]) -> None:
        self.provided = provided
        self.files = files
        self._starting: dict[str, bool] = {}
        self._served: dict[str, bool] = {}

    def is_served(self, script: BundledFile) -> bool:
        """Whether a program imports a package that the environment has, itself or by a module beside it."""
        found = self._served.get(script.path)
        if found is None:
            # looked at one after the other, for modules may import each other in long chains
            reached, waiting = {script.path}, [script]
            while waiting and not found:
                item = waiting.pop()
                found = self.provided.imports("x.py" if item.language == "python" else "x.js", item.text or "")
                new = [module for module in self._modules_of(item) if module.path not in reached]
                reached.update(module.path for module in new)
                waiting += new
            self._served[script.path] = found = bool(found)
        return found

    def _modules_of(self, script: BundledFile) -> Iterator[BundledFile]:
        folder = script.path.rpartition("/")[0]
        for item in facts_of(script.path, script.text or "").imports:
            stem = item.module.lstrip(".").replace(".", "/") if script.language == "python" else item.module
            for ending in ("", ".py", "/__init__.py", ".js", ".mjs", ".ts"):
                path = posixpath.normpath(posixpath.join(folder, stem + ending))
                if path in self.files:
                    yield self.files[path]
                    break

    def starts(self, script: BundledFile) -> bool:
        """Whether a bundled shell script starts what the environment serves. One that installs packages makes an
        environment of its own, which is to stay the one that it uses."""
        found = self._starting.get(script.path)
        if found is None:
            text = script.text or ""
            data = text.encode("utf-8", "surrogateescape")
            ready = [(item, program) for item in commands(text) if (program := program_of(item)) is not None]
            own = any(installs(item, way) for item, way in ready)
            found = not own and any(self._needs(item, way, data) for item, way in ready)
            self._starting[script.path] = found
        return found

    def _needs(self, command: Command, program: Program, text: bytes) -> bool:
        if "sudo" in program.launchers:
            return False
        python = program.interpreter in PYTHON_PROGRAMS
        if program.script is not None:
            path = program.script.text.replace("\\", "/")
            name = "/" + posixpath.basename(path)
            return any(
                f"/{file.path}".endswith(name) and self.is_served(file) and file.language in ("python", "javascript")
                for file in self.files.values()
            )
        if python and program.module is not None:
            return program.module.value not in INSTALLERS and self.provided.is_module(program.module.value or "")
        if python or program.interpreter in NODE_PROGRAMS:
            return self.provided.imports("x.py" if python else "x.js", code_of(command, program, text))
        name = program.name.value or ""
        return name in self.provided.programs and not loads_project(name, [item.text for item in program.arguments])


def code_of(command: Command, program: Program, text: bytes) -> str:
    """The program that an interpreter is given on its line or by a here-document; `text` holds the command."""
    if program.code is not None:
        return program.code.text
    if program.script is not None:
        return ""
    body = next((item.body for item in command.redirects if item.body is not None), None)
    return text[body[0] : body[1]].decode("utf-8", "surrogateescape") if body else ""


def installs(command: Command, program: Program) -> bool:
    """Whether the command puts packages on the machine or into an environment of its own."""
    if program.interpreter in PYTHON_PROGRAMS and program.module is not None:
        return program.module.value in INSTALLERS
    name = program.name.text.rpartition("/")[2]
    first = next((word.text for word in program.arguments if not word.text.startswith("-")), "")
    if name in _MANAGERS:
        return first in _INSTALL or name == "virtualenv"
    # the reader of commands takes `uv run x` and the like for what they start
    return len(command.words) > 1 and command.words[0].text in _MANAGERS and command.words[1].text in _INSTALL
