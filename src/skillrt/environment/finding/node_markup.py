"""Node packages in code of other languages: components (Vue, Svelte, Astro, JSX), contracts in Solidity, pages."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.environment.finding.node_names import package_of
from skillrt.environment.finding.program_words import span_in
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.sighting import Sighting
from skillrt.reading.fences import Fence

# languages that one package reads; what else is imported there stands in a script of it
_READERS: Final = {"vue": "vue", "svelte": "svelte", "astro": "astro"}
_WITH_REACT: Final = frozenset({"jsx", "tsx"})
_REACT: Final = re.compile(r"\bReact\.\w|\bclassName=|\buse(?:State|Effect|Memo|Ref|Callback|Context|Reducer)\(")
_IMPORTS: Final = re.compile(
    r"^[ \t]*import\b[^'\"\n;]{0,300}?['\"]([^'\"\n]{1,120})['\"]|\bimport\(['\"]([^'\"\n]{1,120})['\"]\)", re.M
)
_SOLIDITY: Final = frozenset({"solidity", "sol"})
_MANY: Final = 100


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each package and place; those of components are shown, since a project has them."""
    for fence in scene.fences:
        if fence.role == "wrong":
            continue
        language = fence.block.language
        if language in _READERS:
            yield _sighting(fence, _READERS[language], 0, 1)
        elif language in _WITH_REACT and (found := _REACT.search(fence.text)):
            yield _sighting(fence, "react", found.start(), found.end())
        if language in _READERS or language in _SOLIDITY:
            yield from _imported(fence)


def _imported(fence: Fence) -> Iterator[Sighting]:
    for found in list(_IMPORTS.finditer(fence.text))[:_MANY]:
        if name := package_of(found.group(1) or found.group(2)):
            yield _sighting(fence, name, found.start(), found.end())


def _sighting(fence: Fence, name: str, start: int, end: int) -> Sighting:
    block = fence.block
    begin = block.offset_of_content(start)
    # nothing but the package brings what a contract imports; components are written into a project that has it
    manner = "use" if block.language in _SOLIDITY else "example"
    span = span_in(block, begin, begin + end - start)
    return Sighting("node", name, span, place_of_file(fence.path), manner, "import", block.id)
