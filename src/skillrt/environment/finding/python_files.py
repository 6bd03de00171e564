"""Files that declare packages of Python: what each says, read without running anything of it."""

import ast
import configparser
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

import msgspec

from skillrt.code.syntax import parse_python
from skillrt.environment.requirement_line import Line, read_requirement, read_requirements

_MAX_SIZE: Final = 300_000
_MAX_ENTRIES: Final = 2_000
_TABLE: Final = re.compile(r"^(?=\[)", re.M)
_SCRIPT: Final = re.compile(r"^# /// script[ \t]*$\n((?:^#(?:| .*)$\n)*?)^# ///[ \t]*$", re.M)
_CARET: Final = re.compile(r"[\^~]?[ ]?(\d[\w.]*)\Z")
_FILE: Final = re.compile(r"(?:(?:[\w.-]*requirements?|constraints)[\w.-]*\.(?:txt|in|pip))\Z", re.IGNORECASE)
_ALL: Final = re.compile(r"requirements?/[\w.-]+\.(?:txt|in)\Z", re.IGNORECASE)
_DEV: Final = re.compile(r"dev|test|docs?|lint|ci|build|optional|extra", re.IGNORECASE)


class Declared(msgspec.Struct, frozen=True):
    """One entry on a 1-based line: what it says, and whether the file calls it optional or for developers; `build`
    says that it only builds the project: whatever installs that fetches it."""

    line: int
    what: Line
    optional: bool = False
    build: bool = False


Reader = Callable[[str], Iterator[Declared]]


def reader_of(path: str) -> Reader | None:
    """How the file at `path` is read, by its name; None where it is none that declares packages."""
    name = path.rpartition("/")[2].lower()
    if _FILE.match(name) or _ALL.search(path):
        return _requirements(
            optional=bool(_DEV.search(name.replace("requirements", ""))), asks="constraint" not in name
        )
    if re.fullmatch(r"(?:[\w-]*environment|conda)[\w-]*\.ya?ml", name):
        return read_conda
    return _READERS.get(name)


def read_pyproject(text: str) -> Iterator[Declared]:
    """`pyproject.toml` and a `Pipfile`; of a text that does not parse as a whole, the tables that do."""
    if len(text) > _MAX_SIZE:
        return
    places = _Places(text)
    for table in _tables(text):
        for requirement, optional in _of_pyproject(table):
            yield Declared(places.line(requirement.partition(" ")[0]), read_requirement(requirement), optional)
        for requirement in _strings(_map(table.get("build-system")).get("requires")):
            name = requirement.partition(" ")[0]
            yield Declared(places.line(name), read_requirement(requirement), optional=True, build=True)


def read_conda(text: str) -> Iterator[Declared]:
    """`environment.yml`: names of conda's channels, and those under `pip`."""
    import yaml

    if len(text) > _MAX_SIZE or "&" in text:  # no anchors: they can be made to explode
        return
    try:
        data: Any = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError, ValueError):
        return
    entries = cast("dict[str, Any]", data).get("dependencies") if isinstance(data, dict) else None
    places = _Places(text)
    for item in _strings_of_conda(entries):
        name = re.split(r"[=<> ]", item, maxsplit=1)[0]
        if name.lower() not in ("python", "pip") and "::" not in item:
            yield Declared(places.line(name), read_requirement(item))


def read_setup_cfg(text: str) -> Iterator[Declared]:
    """`install_requires` and `extras_require` of a setup.cfg."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text[:_MAX_SIZE])
    except configparser.Error:
        return
    places = _Places(text)
    rows = [(parser.get("options", "install_requires", fallback=""), False)]
    if parser.has_section("options.extras_require"):
        rows += [(value, True) for _, value in parser.items("options.extras_require")]
    for value, optional in rows:
        for line in filter(None, map(str.strip, value.splitlines())):
            yield Declared(places.line(line), read_requirement(line), optional)


def read_setup_py(text: str) -> Iterator[Declared]:
    """The literal requirements in the call of `setup`, also where a name stands for a literal list."""
    tree = parse_python(text)
    if tree is None:
        return
    named = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    for call in calls:
        function = call.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name != "setup":
            continue
        for keyword in call.keywords:
            if keyword.arg in ("install_requires", "extras_require", "tests_require", "setup_requires"):
                value = keyword.value
                value = named.get(value.id, value) if isinstance(value, ast.Name) else value
                for item in ast.walk(value):
                    if isinstance(item, ast.Constant) and isinstance(item.value, str) and not _is_key(item, value):
                        optional = keyword.arg != "install_requires"
                        yield Declared(item.lineno, read_requirement(item.value), optional)


def read_script_block(text: str) -> tuple[str, tuple[Declared, ...]]:
    """The metadata block of a script (PEP 723): the range of Python, '' where none is stated, and the packages."""
    found = _SCRIPT.search(text[:_MAX_SIZE]) if "# /// script" in text else None
    if found is None:
        return "", ()
    body = "".join(
        line[2:] if line.startswith("# ") else line[1:] for line in found.group(1).splitlines(keepends=True)
    )
    try:
        data = tomllib.loads(body)
    except (ValueError, RecursionError):  # ValueError: also a number of more digits than Python reads
        return "", ()
    places = _Places(text, found.start())
    python = data.get("requires-python", "")
    items = tuple(Declared(places.line(item), read_requirement(item)) for item in _strings(data.get("dependencies")))
    return (python if isinstance(python, str) else ""), items


def _requirements(*, optional: bool, asks: bool) -> Reader:
    def read(text: str) -> Iterator[Declared]:
        for number, what in read_requirements(text[:_MAX_SIZE]) if asks else ():
            yield Declared(number, what, optional)

    return read


class _Places:
    """Lines of entries that are read by a library which does not say where they stand: found again by their text."""

    def __init__(self, text: str, start: int = 0) -> None:
        self.text = text
        self.start = start

    def line(self, entry: str) -> int:
        """The 1-based line of the next such entry; of the first one where there is no next."""
        at = self.text.find(entry, self.start)
        at = at if at >= 0 else max(0, self.text.find(entry))
        return self.text.count("\n", 0, at) + 1


def _tables(text: str) -> Iterator[dict[str, Any]]:
    try:
        yield tomllib.loads(text)
    except (ValueError, RecursionError):  # ValueError: also a number of more digits than Python reads
        for part in _TABLE.split(text)[:200]:
            try:
                yield tomllib.loads(part)
            except (ValueError, RecursionError):  # ValueError: also a number of more digits than Python reads
                continue


def _of_pyproject(data: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    project, tool = _map(data.get("project")), _map(data.get("tool"))
    yield from ((item, False) for item in _strings(project.get("dependencies")))
    for group in (
        project.get("optional-dependencies"),
        data.get("dependency-groups"),
        _at(tool, "pdm", "dev-dependencies"),
    ):
        for value in _map(group).values():
            yield from ((item, True) for item in _strings(value))
    yield from ((item, True) for item in _strings(_at(tool, "uv", "dev-dependencies")))
    poetry = _map(tool.get("poetry"))
    yield from ((item, False) for item in _named(poetry.get("dependencies")))
    yield from ((item, True) for item in _named(poetry.get("dev-dependencies")))
    for group in _map(poetry.get("group")).values():
        yield from ((item, True) for item in _named(_map(group).get("dependencies")))
    yield from ((item, False) for item in _named(data.get("packages")))  # Pipfile
    yield from ((item, True) for item in _named(data.get("dev-packages")))


def _named(table: object) -> Iterator[str]:
    """Poetry's way: a table of names, each with a range or a table that has one."""
    for name, value in list(_map(table).items())[:_MAX_ENTRIES]:
        if name.lower() in ("python", "python_version"):
            continue
        row = _map(value)
        version = row.get("version", "") if row else value
        caret = _CARET.match(version) if isinstance(version, str) else None
        range_ = f">={caret.group(1)}" if caret else version if isinstance(version, str) and version != "*" else ""
        apart = row.get("git") or row.get("path") or row.get("url")
        yield f"{name} @ {apart}" if apart else f"{name} {range_}".strip()


def _strings_of_conda(entries: object) -> Iterator[str]:
    for item in cast("list[Any]", entries)[:_MAX_ENTRIES] if isinstance(entries, list) else ():
        if isinstance(item, str):
            # conda: `numpy=1.26=build`
            yield "=".join(item.split("=")[:2]) if item.count("=") == 2 and "==" not in item else item
        elif isinstance(item, dict):
            yield from _strings(cast("Any", item).get("pip"))


def _strings(value: object) -> list[str]:
    items = cast("list[Any]", value)[:_MAX_ENTRIES] if isinstance(value, list) else []
    return [item for item in items if isinstance(item, str)]


def _map(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _at(table: dict[str, Any], *keys: str) -> object:
    for key in keys[:-1]:
        table = _map(table.get(key))
    return table.get(keys[-1])


def _is_key(item: ast.Constant, value: ast.expr) -> bool:
    return isinstance(value, ast.Dict) and any(item is key for key in value.keys)


_READERS: Final[dict[str, Reader]] = {
    "pyproject.toml": read_pyproject,
    "pipfile": read_pyproject,
    "setup.cfg": read_setup_cfg,
    "setup.py": read_setup_py,
}
