"""Programs that bundled programs call or name: `subprocess`, `child_process`, a shebang, `which`."""

import ast
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from skillrt.code import shebang
from skillrt.code.alternatives import one_of
from skillrt.code.syntax import parse_python
from skillrt.environment.finding.commands import own_commands, programs_in, sighting_of
from skillrt.environment.finding.passages import Passage, manner_of_file, passages_of
from skillrt.environment.finding.project_tests import own_files, tied_nodes
from skillrt.environment.finding.python_commands import python_program
from skillrt.environment.finding.scene import Scene
from skillrt.environment.finding.spared_calls import spared
from skillrt.environment.known_names import is_basic_program, is_listed_program, is_platform_program, program_name
from skillrt.environment.sighting import Manner, Sighting
from skillrt.errors import Span

_PYTHON_CUES: Final = ("subprocess", "os.system", "os.popen", "which(", "create_subprocess")
_SHELL_CALLS: Final = frozenset(
    {"run", "Popen", "call", "check_call", "check_output", "getoutput", "system", "popen", "create_subprocess_shell"}
)
_LINE_CALLS: Final = frozenset({"getoutput", "system", "popen", "create_subprocess_shell"})
_EXEC_CALLS: Final = frozenset({"create_subprocess_exec"})
_JS_TEXT: Final = r"(?:'([^'\n]{1,400})'|\"([^\"\n]{1,400})\"|`([^`]{1,400})`)"
_JS_SHELL: Final = re.compile(rf"\b(?:execSync|exec|execAsync|execaCommand|execaCommandSync)\([ \t\n]*{_JS_TEXT}")
# `function sh(cmd) { return execSync(cmd) }`, `const sh = (cmd) => execSync(cmd)`
_JS_FUNCTION: Final = re.compile(
    r"\bfunction[ \t]+(\w{1,40})[ \t]*\([ \t]*(\w{1,40})"
    r"|\b(?:const|let)[ \t]+(\w{1,40})[ \t]*=[ \t]*(?:async[ \t]*)?\(?[ \t]*(\w{1,40})"
)
_JS_RUNS: Final = re.compile(r"\b(?:execSync|exec|execAsync)\([ \t\n]*(\w{1,40})\b")
_BODY: Final = 300  # characters of a function in which it runs what it is given
_JS_EXEC: Final = re.compile(
    r"\b(?:spawnSync|spawn|execFileSync|execFile|execa|execaSync)\([ \t\n]*['\"`]([\w./+-]{1,60})['\"`]"
)
_JS_NAMED: Final = re.compile(r"\b(?:bin|cmd|command|program|executable)[ \t]*[:=][ \t]*['\"]([\w./+-]{1,60})['\"]")
_JS_CUES: Final = ("child_process", "execa", "Bun.spawn", "zx")
_NODE_ONLY: Final = re.compile(
    r"(?:\brequire\(|\bfrom[ \t]+)['\"](?:node:\w+|fs|fs/promises|path|os|child_process|http|https|readline)['\"]"
)
_PYTHON_RUN: Final = re.compile(r"(?<!run )\bpython3?[ \t]+(?:-m[ \t]+)?[\w./${}-]")
_NAME: Final = re.compile(r"(?!(?:my|your|some|the)[_-])[A-Za-z][\w-]{2,30}\Z")  # `my-tool` stands in for one
_BUILT: Final = "command of a program"
_INTERPRETERS: Final = {"python": "python3", "javascript": "node"}
_TYPESCRIPT: Final = (".ts", ".tsx", ".mts", ".jsx")


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each call; one for each bundled program and its interpreter."""
    own = own_commands(scene)
    files = own_files(file.path for file in scene.module.files)
    for passage in passages_of(scene):
        found: Iterator[tuple[str, Manner, str, int, int]] = iter(())
        if passage.language == "python" and any(cue in passage.text for cue in _PYTHON_CUES):
            found = _python_calls(passage, files)
        elif passage.language == "javascript" and any(cue in passage.text for cue in _JS_CUES):
            found = _javascript_calls(passage)
        for item in found:
            known = is_listed_program(item[0]) or item[2] == _BUILT
            if item[0] not in own and known and not python_program(item[0]):
                yield sighting_of(passage, item)
    yield from _interpreters(scene)
    yield from _node_blocks(scene)


def _interpreters(scene: Scene) -> Iterator[Sighting]:
    """What reads the skill's own programs, by shebang or else by language."""
    uv = _runs_by_uv(scene)
    for file in scene.scripts:
        text = file.text or ""
        line = shebang(text)
        name = program_name(line.program) if line else ""
        if not name or (is_basic_program(name) and file.language != "shell"):
            name = "" if file.path.endswith(_TYPESCRIPT) else _INTERPRETERS.get(file.language, "")
        if not name or is_basic_program(name) or not is_listed_program(name):
            continue
        end = max(1, len(text.partition("\n")[0]))
        via = "shebang" if line else "bundled program"
        span = Span(file.path, 0, end, 1, 1)
        manner: Manner = "alternative" if name == "python3" and uv else _manner(manner_of_file(file.path), name)
        yield Sighting("system", name, span, "script", manner, via)


def _runs_by_uv(scene: Scene) -> bool:
    """Whether the documents run programs of Python by uv, which finds an interpreter itself, and never otherwise."""
    texts = [document.text for document in scene.documents]
    return any("uv run " in text for text in texts) and not any(_PYTHON_RUN.search(text) for text in texts)


def _node_blocks(scene: Scene) -> Iterator[Sighting]:
    """Code blocks that only Node can run: they import what it alone provides."""
    for passage in passages_of(scene):
        if passage.block is not None and passage.language == "javascript":
            found = _NODE_ONLY.search(passage.text)
            if found:
                place = _bytes(passage.text, found.start(), found.end())
                yield sighting_of(passage, ("node", passage.manner, "code block", *place))


def _python_calls(passage: Passage, files: frozenset[str]) -> Iterator[tuple[str, Manner, str, int, int]]:
    tree = parse_python(passage.text)
    if tree is None:
        return
    lines = _line_starts(passage.text)
    wrappers = frozenset(_wrappers(tree))
    parts = frozenset(_parts(tree, wrappers))
    given = _given(tree)
    without, tied = spared(tree), tied_nodes(tree, files)
    for node in ast.walk(tree):
        manner = passage.manner
        if manner == "use":
            manner = "spared" if id(node) in without else "tied" if id(node) in tied else manner
        if isinstance(node, ast.Call):
            yield from _python_call(node, manner, lines, wrappers)
            for name, how, _, _, _ in programs_in(_line_of(node, given), manner):
                yield name, how, "subprocess", *_place(node, lines)
        elif isinstance(node, ast.List) and len(node.elts) > 1:
            # a command that is put together before it is run
            name = program_name(_text(node.elts[0]))
            if is_basic_program(name) or not _has_option(node.elts):
                continue
            if is_listed_program(name):
                yield name, _manner(manner, name), "subprocess", *_place(node, lines)
            elif id(node) not in parts and _NAME.match(name) and _begins_with_option(node.elts[1]):
                # nobody lists it, but what else is a name with an option behind it, in code that runs programs
                yield name, manner, _BUILT, *_place(node, lines)


def _wrappers(tree: ast.Module) -> Iterator[str]:
    """Functions of a program that hand their first parameter to a call which runs it: `def sh(command): ...`."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        parameters = [item.arg for item in function.args.args if item.arg not in ("self", "cls")]
        calls = (node for node in ast.walk(function) if isinstance(node, ast.Call) and node.args)
        for call in calls if parameters else ():
            first = call.args[0]
            first = first.value if isinstance(first, ast.Starred) else first
            name = first.id if isinstance(first, ast.Name) else ""
            if name == parameters[0] and _called(call) in _SHELL_CALLS | _EXEC_CALLS:
                yield function.name


def _parts(tree: ast.Module, wrappers: frozenset[str]) -> Iterator[int]:
    """Lists that are given to a function which does not run them as they are: `run_git(["rev-parse", "--short"])`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) not in _SHELL_CALLS | _EXEC_CALLS | wrappers:
            yield from (id(item) for item in node.args)


def _given(tree: ast.Module) -> dict[str, list[tuple[int, str]]]:
    """The strings that names are set to, with their lines, in order."""
    found: dict[str, list[tuple[int, str]]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and (text := _text(node.value)):
            found.setdefault(node.targets[0].id, []).append((node.lineno, text))
    return {name: sorted(values) for name, values in found.items()}


def _line_of(node: ast.Call, given: dict[str, list[tuple[int, str]]]) -> str:
    """The command line that a call hands to a shell by a name; '' where it does not."""
    first = node.args[0] if node.args else None
    to_shell = _called(node) in _LINE_CALLS or any(
        item.arg == "shell" and isinstance(item.value, ast.Constant) and item.value.value is True
        for item in node.keywords
    )
    if not isinstance(first, ast.Name) or not to_shell or _called(node) not in _SHELL_CALLS:
        return ""
    values = given.get(first.id, [])
    at = bisect_left(values, (node.lineno, ""))  # the last one before the call
    return values[at - 1][1] if at else ""


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _python_call(
    node: ast.Call, manner: Manner, lines: list[int], wrappers: frozenset[str]
) -> Iterator[tuple[str, Manner, str, int, int]]:
    called = _called(node)
    first = node.args[0] if node.args else None
    place = _place(node, lines)
    if called == "which" and first is not None:
        if (name := program_name(_text(first))) and not is_basic_program(name):
            yield name, "guarded", "asked for", *place
    elif called in _EXEC_CALLS and first is not None:
        if (name := program_name(_text(first))) and not is_basic_program(name):
            yield name, _manner(manner, name), "subprocess", *place
    elif (called in _SHELL_CALLS or called in wrappers) and first is not None:
        if isinstance(first, ast.List | ast.Tuple) and first.elts:
            name = program_name(_text(first.elts[0]))
            if name and not is_basic_program(name):
                yield name, _manner(manner, name), "subprocess", *place
        elif text := _text(first):
            for name, how, _, _, _ in programs_in(text, manner):
                yield name, how, "subprocess", *place


def _has_option(items: list[ast.expr]) -> bool:
    """Whether a list of words looks like a command: some word of it is an option or is put in at run time."""
    return any(not isinstance(item, ast.Constant) or _text(item).startswith("-") for item in items[1:])


def _begins_with_option(node: ast.expr) -> bool:
    return re.match(r"--?[A-Za-z{]", _text(node)) is not None


def _text(node: ast.expr) -> str:
    """A literal string, the placeholders of a formatted one as `{}`; '' for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "{x}" for part in node.values)
    return ""


def _place(node: ast.expr, lines: list[int]) -> tuple[int, int]:
    start = lines[min(node.lineno, len(lines)) - 1] + node.col_offset
    end = lines[min(node.end_lineno or node.lineno, len(lines)) - 1] + (node.end_col_offset or node.col_offset)
    return start, max(start + 1, end)


def _line_starts(text: str) -> list[int]:
    """The byte at which each line begins."""
    raw = text.encode("utf-8", "surrogateescape")
    return [0, *(found.end() for found in re.finditer(rb"\r\n|\r|\n", raw))]


def _javascript_calls(passage: Passage) -> Iterator[tuple[str, Manner, str, int, int]]:
    text = passage.text
    wrappers = frozenset(_javascript_wrappers(text))
    called = re.compile(rf"\b(?:{one_of(wrappers)})\([ \t\n]*{_JS_TEXT}") if wrappers else None
    for found in (*_JS_SHELL.finditer(text), *(called.finditer(text) if called else ())):
        line = next(filter(None, found.groups()), "").replace("${", "{")
        place = _bytes(text, found.start(), found.end())
        for name, manner, _, _, _ in programs_in(line, passage.manner):
            yield name, manner, "child_process", *place
    for found in (*_JS_EXEC.finditer(text), *_JS_NAMED.finditer(text)):
        name = program_name(found.group(1))
        if name and not is_basic_program(name):
            place = _bytes(text, found.start(), found.end())
            yield name, _manner(passage.manner, name), "child_process", *place


def _javascript_wrappers(text: str) -> Iterator[str]:
    for found in _JS_FUNCTION.finditer(text):
        runs = _JS_RUNS.search(text, found.end(), found.end() + _BODY)
        if runs is not None and runs.group(1) in (found.group(2), found.group(4)):
            yield found.group(1) or found.group(3)


def _bytes(text: str, start: int, end: int) -> tuple[int, int]:
    if text.isascii():
        return start, end
    low = len(text[:start].encode("utf-8", "surrogateescape"))
    return low, low + len(text[start:end].encode("utf-8", "surrogateescape"))


def _manner(manner: Manner, name: str) -> Manner:
    return "alternative" if is_platform_program(name) and manner == "use" else manner
