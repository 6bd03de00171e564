"""Node packages by declaration: package.json, bundled or shown in a document."""

from collections.abc import Iterator

from skillrt.environment.finding.node_files import DeclaredPackage, read_package_json
from skillrt.environment.finding.node_names import package_of
from skillrt.environment.finding.passages import Passage, manner_of_file
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.package_spec import PackageSpec
from skillrt.environment.requirement_line import Refused
from skillrt.environment.sighting import Manner, Sighting
from skillrt.errors import Span


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each declared package."""
    for passage, via, item in _declared(scene):
        what = item.what
        if not isinstance(what, PackageSpec) or package_of(what.name) != what.name:
            continue
        manner: Manner = "optional" if item.optional and passage.manner == "declare" else passage.manner
        span = passage.lines(item.line, item.line)
        yield Sighting("node", what.name, span, passage.place, manner, via, passage.id, version=what.version)


def declared_packages(scene: Scene) -> Iterator[tuple[Span, PackageSpec | Refused]]:
    """What bundled files of this kind declare, refused entries among it."""
    for passage, _, item in _declared(scene):
        if passage.place == "declared" and passage.manner != "example":
            yield passage.lines(item.line, item.line), item.what


def _declared(scene: Scene) -> Iterator[tuple[Passage, str, DeclaredPackage]]:
    for file in scene.module.files:
        if (
            file.text is not None
            and file.path.rpartition("/")[2] == "package.json"
            and "node_modules/" not in file.path
        ):
            manner: Manner = "declare" if manner_of_file(file.path) == "use" else "example"
            passage = Passage(file.text, "", "declared", manner, file.path, file.text)
            for item in read_package_json(file.text):
                yield passage, "package.json", item
    for fence in scene.fences:
        if fence.language == "json" and "ependencies" in fence.text:
            manner = "example" if fence.role == "wrong" else "declare"
            place, block = place_of_file(fence.path), fence.block
            passage = Passage(fence.text, "", place, manner, fence.path, block.text, block)
            for item in read_package_json(fence.text):
                yield passage, "shown declaration", item
