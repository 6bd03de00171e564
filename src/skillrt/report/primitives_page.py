"""docs/primitives.md: the catalogue of primitives, made from their folders."""

from collections.abc import Iterator

from skillrt.primitives import LEVELS, Primitive, catalogue

PAGE_HEAD = """\
# Primitives

A skill's requirements are told in primitives: what the agent (a model in a harness) must be able to do itself, each
at the lowest level that suffices. `skillrt inspect SKILL` lists them with their evidence. Where a target holds less,
the pass `lower-capabilities` rewrites the skill by the rules named here ([lowering.md](lowering.md) shows them at
work).

This page is generated from `src/skillrt/primitives/*/primitive.toml`; change it there and run `make update`.
"""


def primitives_page() -> str:
    """An index, then a section for each primitive, sorted by id."""
    index = "".join(f"- [`{item.id}`](#{_link(item.id)}): {item.facts.title.lower()}\n" for item in catalogue())
    return "\n".join((PAGE_HEAD, index, *(_section(item) for item in catalogue())))


def _link(name: str) -> str:
    return name.replace(".", "")


def _section(item: Primitive) -> str:
    facts = item.facts
    return "\n".join(
        (
            f"## `{facts.id}`",
            "",
            f"*{facts.title}.* {facts.asks}",
            "",
            "| level | asks for | lowered by |",
            "|---|---|---|",
            *_rows(item),
            "",
            f"Levels: {facts.source} ({facts.date}).",
            "",
        )
    )


def _rows(item: Primitive) -> Iterator[str]:
    for name in LEVELS:
        level = item.facts.levels[name]
        how = ", ".join(f"`{rule}`" for rule in level.rules) or f"nothing: {level.no_lowering}"
        yield f"| {name} | {level.asks} | {how} |"
