"""Uses as facts and places of the IR."""

from skillrt.errors import Place, Span
from skillrt.ir import HarnessUse, Module, place_in_text, place_of, source_text, span_of
from skillrt.passes.harness_uses.use import Use


def fact_of(use: Use, module: Module) -> HarnessUse:
    """The fact that stands for a use."""
    blocks = (use.passage.block,) if use.passage.block else ()
    span = _span(use, module)
    return HarnessUse(
        blocks=blocks,
        span=span,
        what=use.what,
        kind=use.kind,
        harnesses=use.harnesses,
        operation=use.operation,
    )


def place_of_use(use: Use, module: Module) -> Place:
    """Where the use stands in the source."""
    block = module.blocks.get(use.passage.block)
    if block:
        return place_of(block, use.start, use.end)
    return place_in_text(use.passage.file, use.passage.text, use.start, use.end)


def excerpt_of(use: Use, module: Module) -> str:
    """The line of the source on which the use begins, without its end."""
    block = module.blocks.get(use.passage.block)
    text = source_text(block) if block else use.passage.text
    start = min(use.start, len(text))
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    line = text[first : last if last >= 0 else len(text)].rstrip("\r")
    indent = " " * (block.column - 1) if block and first == 0 else ""
    return (indent + line)[:2000]


def _span(use: Use, module: Module) -> Span:
    block = module.blocks.get(use.passage.block)
    if block:
        return span_of(block, use.start, use.end)
    text = use.passage.text
    start = len(text[: use.start].encode("utf-8", "surrogateescape"))
    end = start + len(text[use.start : use.end].encode("utf-8", "surrogateescape"))
    line = text.count("\n", 0, use.start) + 1
    return Span(use.passage.file, start, end, line, line + text.count("\n", use.start, use.end))
