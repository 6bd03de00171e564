"""Stars can be listed."""

from collections.abc import Iterator

from skillrt.primitives import Draft, Gap, Replacement, SkillView


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """A list behind the sentence."""
    place = gap.detected.evidence[0]
    block = view.block(place.block)
    if block is not None:
        end = len(block.text.rstrip())
        new = Replacement(block.id, end, end, " (One by one.)")
        yield Draft("star-list", "stars can be looked at one by one", "supports", (new,), (), 1)
