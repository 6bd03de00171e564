"""For which harness a skill was written, by what it uses."""

from collections.abc import Iterable, Mapping
from typing import Final

from skillrt.passes.harness_uses.tools import is_shared
from skillrt.passes.harness_uses.use import Use
from skillrt.targets import Harness

# How much one distinct thing says. A path or a variable of a product is hardly there by chance; a product may be
# named in passing; a key or a tool is often shared by several, among which its weight is divided.
_WEIGHTS: Final[Mapping[str, float]] = {
    "tool": 2.0,
    "path": 2.0,
    "variable": 3.0,
    "command": 2.0,
    "frontmatter": 1.5,
    "product": 1.0,
}
_LEAST: Final = 1.0


Scores = tuple[tuple[str, float], ...]


def guess(uses: Iterable[Use], harnesses: Mapping[str, Harness]) -> tuple[str, Scores]:
    """The harness and all scores, highest first, in hundredths; no harness where nothing shows or two are equal.

    Of two that share all that was found, the one that was observed wins over one known from documentation only.
    """
    scores: dict[str, float] = {}
    shown: dict[str, list[int]] = {}
    for number, use in enumerate(uses):
        if is_shared(use.harnesses) and use.form != "allowed":
            continue
        for name in use.harnesses:
            shown.setdefault(name, []).append(number)
            scores[name] = scores.get(name, 0.0) + _WEIGHTS[use.kind] / len(use.harnesses)
    ranked = tuple(
        sorted(((name, round(score, 2)) for name, score in scores.items()), key=lambda row: (-row[1], row[0]))
    )
    best = [name for name, score in ranked if score == max(scores.values())]
    if len(best) > 1 and all(shown[name] == shown[best[0]] for name in best):
        best = [name for name in best if harnesses[name].observed] or best
    clear = len(best) == 1 and scores[best[0]] >= _LEAST
    return best[0] if clear else "", ranked
