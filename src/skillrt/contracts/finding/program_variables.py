"""Variables of the environment that bundled programs read, whatever they are called and however they go by names.

Discovery leaves out what a program can do without and what may be a sample. A review wants to know all of it.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from skillrt.code.syntax import parse_python
from skillrt.contracts.finding.places import place_at
from skillrt.contracts.finding.python_folding import Folding
from skillrt.contracts.finding.python_scopes import names_of
from skillrt.environment.finding import python_variables
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.finding.variables import set_by_scripts
from skillrt.environment.known_names import is_plain_variable
from skillrt.errors import Place
from skillrt.passes.auditing.python_values import called

_NAME: Final = re.compile(r"[A-Z][A-Z0-9_]{2,60}\Z")
_JAVASCRIPT: Final = re.compile(
    r"\b(?:process\.env|import\.meta\.env|Bun\.env)(?:\.([A-Z][A-Z0-9_]{2,60})\b|\[['\"]([A-Z][A-Z0-9_]{2,60})['\"]\])"
    r"(?![ \t]*(?:=(?![=>])|\?\?=|\|\|=))"
    r"|\bDeno\.env\.get\([ \t]*['\"]([A-Z][A-Z0-9_]{2,60})['\"]"
)
_TAKEN_APART: Final = re.compile(r"\{([\w\s,:='\"/.-]{1,600})\}[ \t\n]*=[ \t\n]*process\.env\b(?!\.)")
_KEY: Final = re.compile(r"(?:^|,)\s*([A-Z][A-Z0-9_]{2,60})\b")
_COMMENT: Final = re.compile(r"[ \t]*(?:#|//|\*)")
_READS: Final = frozenset({"os.getenv", "getenv", "environ.get", "environ.pop"})
_INDIRECT: Final = re.compile(r"(?:\benviron(?:\.(?:get|pop)\(|\[)|\bgetenv\()[ \t\n]*[A-Za-z_]")
_TEMPLATES: Final = frozenset({"template", "templates"})
_MANY: Final = 500

Found = tuple[str, Place, bool]


def program_variables(scene: Scene) -> Iterator[Found]:
    """Each variable with its place, and whether only a template reads it. What tests read is left out."""
    made = set_by_scripts(scene)
    for passage in passages_of(scene):
        if passage.block is not None or passage.language not in ("python", "javascript"):
            continue
        is_template = not _TEMPLATES.isdisjoint(passage.file.lower().split("/"))
        if passage.manner == "example" and not is_template:
            continue
        for name, place in _of_python(passage) if passage.language == "python" else _of_javascript(passage):
            if not is_plain_variable(name) and name not in made:
                yield name, place, is_template


def _of_python(passage: Passage) -> Iterator[tuple[str, Place]]:
    text = passage.text
    if "environ" not in text and "getenv" not in text:
        return
    for name, _, start, end in python_variables.reads(text, shown=False):
        # what is given where there is nothing is set, not read
        if not text.startswith("environ.setdefault", start) and not _is_comment(text, start):
            yield name, place_at(passage.span(start, end))
    if _INDIRECT.search(text):
        yield from _through_names(passage)


def _through_names(passage: Passage) -> Iterator[tuple[str, Place]]:
    """What a loop over names, a constant or a parameter stands for: `for x in ("A_KEY", "B_KEY"): getenv(x)`."""
    tree = parse_python(passage.text)
    if tree is None:
        return
    names = names_of(tree)
    folding = Folding(names)
    asked = [
        (call.args[0], scope, call.lineno)
        for call, scope in names.calls
        if call.args and names.taken.get(called(call), called(call)) in _READS
    ]
    asked += [(node.slice, scope, node.lineno) for node, scope in names.looked_up if _is_environment(node.value)]
    for node, scope, line in asked:
        if isinstance(node, ast.Name | ast.Attribute):
            for value in folding.paths(node, scope):
                if _NAME.match(value.path):
                    yield value.path, place_at(passage.lines(line, line))


def _is_environment(node: ast.expr) -> bool:
    """`os.environ` or `environ`."""
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name == "environ"


def _of_javascript(passage: Passage) -> Iterator[tuple[str, Place]]:
    text = passage.text
    if "env" not in text:
        return
    for found in list(_JAVASCRIPT.finditer(text))[:_MANY]:
        if not _is_comment(text, found.start()):
            name = found.group(1) or found.group(2) or found.group(3)
            yield name, place_at(passage.span(found.start(), found.end()))
    for found in list(_TAKEN_APART.finditer(text))[:_MANY] if "process.env" in text else ():
        for key in _KEY.finditer(found.group(1)):
            yield key.group(1), place_at(passage.span(found.start(), found.end()))


def _is_comment(text: str, at: int) -> bool:
    return _COMMENT.match(text, text.rfind("\n", 0, at) + 1, at) is not None
