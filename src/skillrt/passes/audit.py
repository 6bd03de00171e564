"""The pass `audit`: what a security review of the skill wants to see, as diagnostics. It changes no text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from skillrt.errors import Diagnostic, Place, also_on
from skillrt.ir import Module, place_in_text
from skillrt.passes.auditing.characters import read_characters
from skillrt.passes.auditing.embedded import EMBEDDING, read_embedded
from skillrt.passes.auditing.javascript_code import read_javascript
from skillrt.passes.auditing.other_code import blobs, read_other
from skillrt.passes.auditing.prose import read_prose
from skillrt.passes.auditing.python_code import read_python
from skillrt.passes.auditing.scene import MAX_TEXT, Found, Scene, Unit, is_test
from skillrt.passes.auditing.shell_flows import read_shell
from skillrt.passes.auditing.unread import read_unread
from skillrt.passes.base import Pass, PassContext


@dataclass(frozen=True)
class Audit(Pass):
    """Reports what a security review wants to see: remote code, hidden text, payloads, secrets, lasting changes.

    Code is read by its syntax, prose by phrases. What the skill does or asks for counts, not what it warns of.
    """

    name: ClassVar[str] = "audit"

    def run(self, module: Module, ctx: PassContext) -> Module:  # noqa: ARG002  (no target changes what a skill does)
        """The module with the diagnostics `audit.*` added."""
        return module.with_diagnostics(*_diagnostics(findings(module)))


def findings(module: Module) -> Iterator[Found]:
    """Everything found, room by room."""
    scene = Scene(module)
    yield from read_characters(module)
    yield from _payloads(module)
    fetched: dict[str, dict[str, str]] = {}
    for unit in scene.units():
        yield from _unit(unit, scene, fetched.setdefault(unit.path, {}))
    yield from read_prose(scene)
    yield from read_unread(module)


def _unit(unit: Unit, scene: Scene, downloads: dict[str, str]) -> Iterator[Found]:
    said = scene.said_beside(unit.path)
    if unit.language in ("shell", "console"):
        yield from read_shell(unit, said, downloads)
    elif unit.language == "python":
        yield from read_python(unit, said, downloads)
    elif unit.language == "javascript":
        yield from read_javascript(unit)
    elif unit.language in EMBEDDING:
        yield from read_embedded(unit, said, downloads)
    yield from read_other(unit, said, downloads)


def _payloads(module: Module) -> Iterator[Found]:
    texts = [(item.path, item.text) for item in module.documents]
    texts += [(item.path, item.text) for item in module.files if item.text is not None and item.kind == "script"]
    for path, text in texts:
        if len(text) > MAX_TEXT or is_test(path):
            continue
        for start, end, shown in blobs(text):
            message = f"encoded text decodes to `{shown}`"
            yield Found("audit.encoded-payload", message, place_in_text(path, text, start, end))


def _diagnostics(found: Iterable[Found]) -> list[Diagnostic]:
    """One diagnostic for each code and line, and for each code and message in a file; other lines are named in it."""
    groups: dict[tuple[str, str, str], list[Place]] = {}
    lines: set[tuple[str, str, int]] = set()
    for item in found:
        line = (item.code, item.place.file, item.place.line)
        if line not in lines:
            lines.add(line)
            groups.setdefault((item.code, item.message, item.place.file), []).append(item.place)
    return [
        Diagnostic.of(code, message + also_on(places), places[0]) for (code, message, _), places in groups.items()
    ]
