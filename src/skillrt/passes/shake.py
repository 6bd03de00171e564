"""Take out what cannot matter on the target; with `cold`, also move what most uses do without into a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from skillrt.ir import Module, Origin, walk
from skillrt.passes.base import Need, Pass, PassContext
from skillrt.passes.shaking.cold import cold_sections
from skillrt.passes.shaking.products import Products, installing_elsewhere, other_products
from skillrt.passes.shaking.removal import NAME, Removal, moved_file, without
from skillrt.passes.shaking.repeats import repeats
from skillrt.passes.shaking.systems import is_about_systems, other_systems, system_of
from skillrt.passes.shaking.units import groups_of, sections_of
from skillrt.targets import Target, load_harnesses


@dataclass(frozen=True)
class Shake(Pass):
    """Takes out what cannot matter on the target: other systems, other products, exact repeats.

    `cold` also moves cold sections of SKILL.md behind a one-line pointer. `systems`, `products` and `repeats` turn a
    kind of removal off. Every removal and every move is recorded with its reason.
    """

    name: ClassVar[str] = NAME
    needs: ClassVar[frozenset[Need]] = frozenset({Need.HARNESS})
    cold: bool = False
    systems: bool = True
    products: bool = True
    repeats: bool = True

    def run(self, module: Module, ctx: PassContext) -> Module:
        """The module without what is left out, and with the files that now hold what was moved."""
        if ctx.target is None:
            return module
        found = list(self._for_others(module, ctx.target, ctx))
        cold = cold_sections(module, _ids(found)) if self.cold else ()
        if self.repeats:
            found += repeats(module, _ids([*found, *cold]))
        if not found and not cold:
            return module
        return _with_files(without(module, [*found, *cold]), cold)

    def _for_others(self, module: Module, target: Target, ctx: PassContext) -> Iterator[Removal]:
        host = system_of(target.host.os) if self.systems and not is_about_systems(module) else ""
        products = Products(module, target.harness, ctx.harnesses or load_harnesses()) if self.products else None
        for document in module.documents:
            sections = sections_of(document)
            for group in groups_of(document, sections):
                if host:
                    yield from other_systems(document.path, group, host)
                if products:
                    yield from other_products(document.path, group, products)
            if products:
                yield from installing_elsewhere(document, sections, products)


def _ids(removals: list[Removal]) -> frozenset[str]:
    return frozenset(block.id for item in removals for block in walk(item.blocks))


def _with_files(module: Module, cold: tuple[Removal, ...]) -> Module:
    """The module with the file of each move that took place."""
    moved = {item.to for item in module.relocations if item.pass_name == NAME}
    made = [
        moved_file(
            item.moved_to,
            item.text,
            Origin(NAME, item.rule, item.reason, tuple(leaf.id for leaf in item.leaves)),
        )
        for item in cold
        if item.moved_to in moved
    ]
    return msgspec.structs.replace(module, files=(*module.files, *made)) if made else module
