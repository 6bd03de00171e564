"""A candidate: the minimal program of one episode with its sites tied to the words of its request."""

import re
from collections.abc import Collection
from typing import Final

import msgspec

from skillrt.jit.actions import Action
from skillrt.jit.minimise import Minimal
from skillrt.jit.outputs import outputs_of
from skillrt.jit.programs.plain_words import codec_spans, function_words
from skillrt.jit.programs.python_sites import telling_spans
from skillrt.jit.programs.shell_sites import programs_run, python_sites, python_texts, shell_sites
from skillrt.jit.programs.sites import Site
from skillrt.jit.recorded import Recorded
from skillrt.jit.requests import Token, ending_of
from skillrt.jit.scenes import Scene
from skillrt.jit.template import FilledSite, Hole, Piece, Reading
from skillrt.jit.ties import listed_sites, outside, tied
from skillrt.jit.uses import OTHERWISE

READINGS: Final[tuple[Reading, ...]] = ("plain", "otherwise", "beside", "listed")
_MIN_WORD: Final = 2
_TEXT_FILES: Final = frozenset((".txt", ".md", ""))


class Candidate(msgspec.Struct, frozen=True):
    """`values` are the holes' values in the source episode. `exposed` are holes whose value also stands where no site
    is: they cannot vary, unless it is said in another way. `reading`: how its literals were tied to them. `bundled`:
    it calls a script of the skill and was not what the episode did; which of several such calls (0: none)."""

    episode: str
    skill: str
    actions: tuple[Action, ...]
    sites: tuple[FilledSite, ...]
    holes: tuple[Hole, ...]
    values: dict[str, str]
    exposed: frozenset[str]
    outputs: dict[str, tuple[Piece, ...]]
    printed: str
    millis: int
    reading: Reading = "plain"
    bundled: int = 0

    @property
    def size(self) -> int:
        """Characters of the program."""
        return sum(len(action.text) for action in self.actions)


def candidates_of(
    episode: Recorded, minimal: Minimal, scene: Scene, rest: Collection[str] = ()
) -> tuple[Candidate, ...] | str:
    """The candidates that an episode gives, the likelier first; in words why it gives none. Further ones take a
    literal that says the same in another way, or a number that is one less or one more, for one of the request.
    `rest` are files that others write: where a request names them, other requests may name others."""
    found: list[Candidate] = []
    for reading in READINGS:
        words = read_as(scene, reading)
        candidate = _candidate_of(episode, minimal, words, reading, rest) if words is not None else None
        if isinstance(candidate, str):
            return candidate
        if candidate is not None and all(candidate.sites != other.sites for other in found):
            found.append(candidate)
    return tuple(found)


def read_as(scene: Scene, reading: Reading) -> Scene | None:
    """The request as a candidate of this reading takes it; None where it cannot."""
    return scene.in_lists if reading == "listed" else scene


def _candidate_of(
    episode: Recorded, minimal: Minimal, scene: Scene, reading: Reading, rest: Collection[str]
) -> Candidate | str | None:
    holes = _holes(scene, minimal.actions)
    sites: list[FilledSite] = []
    for index, action in enumerate(minimal.actions):
        found = shell_sites(action.text, index) if action.kind == "shell" else _written_sites(action, index, holes)
        if found is None:
            return "its program does not parse"
        rows = listed_sites(found, holes, action.text)
        sites += rows
        found = outside(found, rows)
        sites.extend(filled for site in found if (filled := tied(site, holes, reading)) is not None)
    turned = {piece.hole for filled in sites for piece in filled.pieces if piece.use in OTHERWISE}
    used_holes = {piece.hole for filled in sites for piece in filled.pieces}
    outputs = outputs_of(minimal.replayed.changed, holes)
    used_holes |= {piece.hole for pieces in outputs.values() for piece in pieces}
    used_holes |= {hole.id for hole in holes if hole.example in rest}
    kept = tuple(hole for hole in holes if hole.id in used_holes)
    if reading == "listed" and not _lists_only(kept, minimal.actions, sites):
        return None
    return Candidate(
        episode=episode.id,
        skill=episode.skill,
        actions=minimal.actions,
        sites=tuple(sites),
        holes=kept,
        values={hole.id: hole.example for hole in kept},
        exposed=frozenset(
            hole.id for hole in kept if hole.id not in turned and _is_exposed(hole, minimal.actions, sites)
        ),
        outputs=outputs,
        printed=minimal.replayed.printed,
        reading=reading,
        millis=sum(max(call.millis, 0) for call in episode.calls),
    )


def _lists_only(holes: tuple[Hole, ...], actions: tuple[Action, ...], sites: list[FilledSite]) -> bool:
    """Whether there are lists, and none of their files stands anywhere else in the program."""
    items = [
        msgspec.structs.replace(hole, example=item) for hole in holes if hole.kind == "files" for item in hole.items
    ]
    return bool(items) and not any(_is_exposed(item, actions, sites) for item in items)


def _holes(scene: Scene, actions: tuple[Action, ...]) -> tuple[Hole, ...]:
    """A hole for each value of the request, and for each input that is the only file of its ending. What is run as a
    program is no input: the only script of another workspace is another program."""
    programs = {
        word.removeprefix("./") for item in actions if item.kind == "shell" for word in programs_run(item.text)
    }
    found: dict[str, Hole] = {}
    for token in scene.tokens:
        if token.value not in found and (token.is_slot or _may_vary(token)):
            found[token.value] = _hole(token, len(found))
    for path in sorted(scene.files - found.keys() - programs):
        ending = ending_of(path)
        if ending and scene.only(ending) == path:
            found[path] = Hole(f"h{len(found) + 1}", "workspace-file", ending, example=path)
    return tuple(found.values())


def _hole(token: Token, count: int) -> Hole:
    kind = token.kind if token.kind != "mark" else "word"
    return Hole(f"h{count + 1}", kind, token.ending, token.unit, token.value)


def _may_vary(token: Token) -> bool:
    """A name or a word; a single small letter is an article or a mode, and a word that joins others is no value."""
    return (
        token.kind == "word"
        and token.value not in function_words()
        and (token.value.isupper() or (len(token.value) >= _MIN_WORD and any(char.isalpha() for char in token.value)))
    )


def _written_sites(action: Action, index: int, holes: tuple[Hole, ...]) -> list[Site]:
    """The path of a file that is written, and words of plain text in it."""
    found = [Site(index, 0, len(action.path), "plain", action.path, in_path=True)]
    if action.kind == "write" and ending_of(action.path) == ".py":
        return [*found, *python_sites(action.text, 0, index)]
    if action.kind == "write" and ending_of(action.path) in _TEXT_FILES:
        for hole in holes:
            if hole.kind in ("file", "new-file", "quoted", "word", "number", "date"):
                pattern = rf"(?<![\w]){re.escape(hole.example)}(?![\w])"
                found.extend(
                    Site(index, match.start(), match.end(), "plain", hole.example)
                    for match in re.finditer(pattern, action.text)
                )
    return _apart(found)


def _apart(sites: list[Site]) -> list[Site]:
    """Sites that do not overlap, the longer ones first."""
    kept: list[Site] = []
    for site in sorted(sites, key=lambda item: (item.start - item.end, item.start)):
        if site.in_path or all(
            site.end <= other.start or site.start >= other.end for other in kept if not other.in_path
        ):
            kept.append(site)
    return kept


def _is_exposed(hole: Hole, actions: tuple[Action, ...], sites: list[FilledSite]) -> bool:
    """Whether the value stands in the program where it means something and no site is."""
    pattern = re.compile(rf"(?<!\w){re.escape(hole.example)}(?!\w)")
    for index, action in enumerate(actions):
        covered = [
            (filled.site.start, filled.site.end)
            for filled in sites
            if filled.site.action == index and not any(pattern.search(piece.text) for piece in filled.pieces)
        ]
        covered += codec_spans(action.text)
        found = [match.span() for match in pattern.finditer(action.text)]
        open_ = [span for span in found if not any(low <= span[0] and span[1] <= high for low, high in covered)]
        if open_ and any(_tells(action, span) for span in open_):
            return True
    return False


def _tells(action: Action, span: tuple[int, int]) -> bool:
    """Whether a word at `span` means something: anywhere but in names of variables and comments of Python."""
    programs = python_texts(action.text) if action.kind == "shell" else []
    if action.kind == "write" and ending_of(action.path) == ".py":
        programs = [(0, len(action.text))]
    for low, high in programs:
        if low <= span[0] and span[1] <= high:
            telling = telling_spans(action.text[low:high])
            return telling is None or any(start + low <= span[0] and span[1] <= end + low for start, end in telling)
    return True
