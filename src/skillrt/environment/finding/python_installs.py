"""Python packages by command: pip, uv, pipx, poetry, conda and the like."""

from collections.abc import Iterator

from skillrt.environment.finding.installs import installs_of
from skillrt.environment.finding.own_modules import own_modules
from skillrt.environment.finding.scene import Scene
from skillrt.environment.finding.stand_ins import is_stand_in
from skillrt.environment.names import is_known_distribution
from skillrt.environment.requirement_line import Requirement, read_requirement
from skillrt.environment.sighting import Sighting

# what installs comes with Python or is what we install with
_TOOLS = frozenset({"pip", "uv", "setuptools", "wheel", "python", "python3", "pipx"})


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each package of each install line."""
    own = own_modules(scene)
    for item in installs_of(scene):
        if item.install.kind != "python":
            continue
        for package in item.install.packages:
            found = read_requirement(package)
            if not isinstance(found, Requirement) or _is_left_out(found, own, channel=item.install.channel):
                continue
            yield Sighting(
                "python", found.name, item.span, item.place, item.manner, item.install.via, item.block,
                version=found.version, extras=found.extras,
            )  # fmt: skip


def _is_left_out(found: Requirement, own: frozenset[str], *, channel: bool) -> bool:
    """Stand-ins, tools, the skill's own; of conda's channels, which hold more than Python, what nobody knows."""
    name = found.name
    return (
        is_stand_in(name)
        or name in _TOOLS
        or name.replace("-", "_") in own
        or (channel and not is_known_distribution(name))
    )
