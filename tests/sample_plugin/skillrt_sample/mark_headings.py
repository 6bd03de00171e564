"""A pass from another package."""

from dataclasses import dataclass
from typing import ClassVar

from skillrt.ir import Block, Module, TextEdit, map_blocks, rewrite
from skillrt.passes.base import Pass, PassContext


@dataclass(frozen=True)
class MarkHeadings(Pass):
    """Put a mark behind every heading."""

    name: ClassVar[str] = "mark-headings"
    mark: str = "*"

    def run(self, module: Module, ctx: PassContext) -> Module:
        """The module with marks."""
        return map_blocks(module, self._marked)

    def _marked(self, block: Block) -> Block:
        if block.kind != "heading":
            return block
        end = len(block.text.rstrip())
        return rewrite(block, self.name, [TextEdit(end, end, f" {self.mark}", "mark", "a sample")])
