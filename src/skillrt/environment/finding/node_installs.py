"""Node packages by command: npm, pnpm, yarn, bun, npx and their kin."""

from collections.abc import Iterator

from skillrt.environment.finding.installs import installs_of
from skillrt.environment.finding.node_names import package_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.package_spec import PackageSpec, read_package_spec
from skillrt.environment.sighting import Sighting

# what installs comes with Node or is what we install with
_TOOLS = frozenset({"npm", "node", "npx", "yarn", "pnpm", "bun"})


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each package of each install line."""
    for item in installs_of(scene):
        if item.install.kind != "node":
            continue
        for package in item.install.packages:
            found = read_package_spec(package)
            if not isinstance(found, PackageSpec) or found.name in _TOOLS:
                continue
            if package_of(found.name) == found.name:
                yield Sighting(
                    "node", found.name, item.span, item.place, item.manner, item.install.via, item.block,
                    version=found.version,
                )  # fmt: skip
