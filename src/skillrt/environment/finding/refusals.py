"""What a skill would have an installer do that is no plain package of an index: told, and never passed on."""

from collections.abc import Iterator

from skillrt.environment.finding.installs import installs_of
from skillrt.environment.finding.node_declared import declared_packages
from skillrt.environment.finding.python_declared import declared_in
from skillrt.environment.finding.scene import Scene
from skillrt.environment.package_spec import read_package_spec
from skillrt.environment.requirement_line import Refused, read_requirement
from skillrt.errors import Diagnostic, Place, Span

# operands that are no requirement by intent: the project at hand, a file of it, something for the reader to fill in
_MEANT = (".", "/", "~", "<", "{", "[", "$", "-", "\\")


def refused_in(scene: Scene) -> Iterator[Diagnostic]:
    """One diagnostic for each refused line, in order of the places that hold them."""
    for passage, _, items in declared_in(scene):
        for item in items:
            if isinstance(item.what, Refused) and passage.manner != "example":
                yield _told(item.what, passage.lines(item.line, item.line))
    for span, what in declared_packages(scene):
        if isinstance(what, Refused):
            yield _told(what, span)
    for item in installs_of(scene):
        read = read_requirement if item.install.kind == "python" else read_package_spec
        for package in item.install.packages if item.place == "script" and item.manner == "install" else ():
            what = read(package)
            if isinstance(what, Refused) and not package.startswith(_MEANT):
                yield _told(what, item.span)


def _told(what: Refused, span: Span) -> Diagnostic:
    message = f"`{what.line}` is not installed: {what.reason}"
    return Diagnostic.of("bind.refused-requirement", message, Place(span.file, span.line))
