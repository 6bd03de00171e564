"""Links to headings of the skill. Their fragments are made of the headings' words: both keep what they have."""

from bisect import bisect_right

from skillrt.ir import Module
from skillrt.passes.harness_uses import Use
from skillrt.reading.fragments import fragment_of, fragments_meant
from skillrt.reading.sections import title_of


class Links:
    """Which words of a module links depend on."""

    def __init__(self, module: Module) -> None:
        leaves = [leaf for document in module.documents for leaf in document.leaves()]
        meant = fragments_meant(leaf.text for leaf in leaves)
        titled = {leaf.id: fragment_of(title_of(leaf)) for leaf in leaves if meant and leaf.kind == "heading"}
        self._headings = frozenset(name for name, fragment in titled.items() if fragment in meant)
        self._fragments = frozenset(titled[name] for name in self._headings)
        self._blocks = module.blocks
        self._ranges: dict[str, list[tuple[int, int]]] = {}

    def hold(self, use: Use) -> bool:
        """Whether the use stands in a heading that a link means, or in a link that means such a heading."""
        if use.passage.block in self._headings:
            return True
        ranges = self._in_block(use.passage.block) if self._fragments else []
        index = bisect_right(ranges, use.start, key=lambda item: item[0]) - 1
        return index >= 0 and use.start < ranges[index][1]

    def _in_block(self, name: str) -> list[tuple[int, int]]:
        if name not in self._ranges:
            links = (item for item in self._blocks[name].inlines if item.kind == "link")
            meant = [item for item in links if item.value.rpartition("#")[2].lower() in self._fragments]
            self._ranges[name] = sorted((item.start, item.end) for item in meant)
        return self._ranges[name]
