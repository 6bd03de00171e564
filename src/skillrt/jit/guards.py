"""Guards: what inputs and outputs were like in every proof, they must be like again.

A feature that had the same value in all proofs is a guard. One that varied is none, but for those of few values, of
which each is a kind of its own (pictures in grey are no pictures in colour): there a value that no proof had fails. A
feature that a new file lacks fails.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from skillrt.jit.candidates import Candidate
from skillrt.jit.contents.read import content_of, read_content
from skillrt.jit.contents.shape import Features, column_features, features_of, place_features
from skillrt.jit.outputs import is_open, matching
from skillrt.jit.prove import Proof
from skillrt.jit.recorded import files_below
from skillrt.jit.replay import Replayed
from skillrt.jit.requests import ending_of
from skillrt.jit.scenes import Scene
from skillrt.jit.template import FileGuard, OutputGuard, Piece, Template, value_of

_INPUTS = frozenset(("file", "files", "workspace-file"))
_MAX_EVERY = 200
_KINDS = frozenset(("kind", "format", "mode", "delimiter", "type"))
_OR = " | "
_BESIDE = 40  # characters
_ROW_BEFORE = re.compile(r"[\"'][ \t\n]*,[ \t\n]*[\"']?\Z")
_ROW_AFTER = re.compile(r"[\"']?[ \t]*(?:,[ \t\n]*[\"']|:(?!:))")


def input_guards(candidate: Candidate, proofs: Sequence[Proof]) -> tuple[FileGuard, ...]:
    """What the input files, and the columns that holes name, have in common."""
    files = [hole for hole in candidate.holes if hole.kind in _INPUTS]
    fields = [hole.id for hole in candidate.holes if hole.kind == "field"]
    guards: list[FileGuard] = []
    for file in files:
        seen = [
            _place_features(proof.run.before / path, len(paths))
            for proof in proofs
            for paths in (file.paths_in(proof.values[file.id]),)
            for path in paths
        ]
        guards.append(FileGuard(file.id, shared_features(seen)))
        paths = [proof.run.before / proof.values[file.id] for proof in proofs if file.kind != "files"]
        for field in fields:
            names = [proof.values[field] for proof in proofs]
            found = [column_features(read_content(path), name) for path, name in zip(paths, names, strict=False)]
            if found and all(found):
                guards.append(FileGuard(file.id, shared_features(found), field))
    if not files:
        guards.extend(_every(proofs))
    return tuple(guards)


def shared_endings(candidate: Candidate, proofs: Sequence[Proof]) -> tuple[str, ...]:
    """The endings of the workspace's files, where no hole is a file and all proofs had the same; empty otherwise."""
    if any(hole.kind in _INPUTS for hole in candidate.holes):
        return ()
    found = {_endings(files_below(proof.run.before)) for proof in proofs}
    return found.pop() if len(found) == 1 else ()


def seen_words(candidate: Candidate, proofs: Sequence[Proof]) -> dict[str, tuple[str, ...]]:
    """The values of holes of which the program says the word in several literals, one of them in a row or before a
    colon: that may be what it chooses from (`["minor", "patch"].index(part)`), and proofs show only their own choice.
    Of a script that the skill brings along nobody looked at what it does with a word: all its words are such.
    """
    places: Counter[str] = Counter()
    choices: set[str] = set()
    for filled in candidate.sites:
        text = "" if filled.site.in_path else candidate.actions[filled.site.action].text
        for at, piece in enumerate(filled.pieces):
            if not text or not piece.hole:
                continue
            places[piece.hole] += 1
            before = filled.pieces[at - 1].text if at else text[: filled.site.start]
            after = filled.pieces[at + 1].text if at + 1 < len(filled.pieces) else text[filled.site.end :]
            if _ROW_BEFORE.search(before[-_BESIDE:]) or _ROW_AFTER.match(after):
                choices.add(piece.hole)
    return {
        hole.id: tuple(sorted({proof.values[hole.id] for proof in proofs}))
        for hole in candidate.holes
        if hole.kind == "word" and (candidate.bundled or (places[hole.id] > 1 and hole.id in choices))
    }


def _endings(files: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({ending_of(path) for path in files}))


def _every(proofs: Sequence[Proof]) -> list[FileGuard]:
    """What all files of an ending have in common in all proofs."""
    found: dict[str, list[Features]] = {}
    for proof in proofs:
        for path in files_below(proof.run.before)[:_MAX_EVERY]:
            found.setdefault(ending_of(path), []).append(features_of(read_content(proof.run.before / path)))
    return [FileGuard("", shared_features(features), every=ending) for ending, features in sorted(found.items())]


def output_guards(candidate: Candidate, proofs: Sequence[Proof]) -> tuple[OutputGuard, ...]:
    """What the outputs have in common; an output that was there in some proofs only may be there or not."""
    guards: list[OutputGuard] = []
    for pieces in candidate.outputs.values():
        found: list[Features] = []
        existed: set[bool] = set()
        for proof in proofs:
            existed.add(_were_there(pieces, proof.values, proof.run.before, files_below(proof.run.before)))
            for path in matching(pieces, proof.values, proof.run.replayed.changed):
                found.append(features_of(content_of(proof.run.replayed.changed[path], ending_of(path))))
        guards.append(OutputGuard(pieces, existed != {False}, shared_features(found)))
    return tuple(guards)


def refused_inputs(template: Template, values: dict[str, str], scene: Scene) -> str:
    """Why the guards on inputs do not hold; empty where they do."""
    inputs = {hole.id: hole.paths_in(values[hole.id]) for hole in template.holes if hole.kind in _INPUTS}
    missing = next((path for paths in inputs.values() for path in paths if not scene.has(path)), None)
    if missing is not None:
        return f"`{missing}` is not there"
    if template.endings and _endings(sorted(scene.files)) != template.endings:
        return "the workspace has other kinds of files than those seen before"
    other = next(
        (values[hole] for hole, words in template.seen.items() if values.get(hole, words[0]) not in words), ""
    )
    if other:
        return f"`{other[:80]}` is none of the words that proofs had"
    for guard in template.inputs:
        paths = inputs.get(guard.hole) or _of_ending(guard.every, scene)
        refused = next((why for path in paths if (why := _differs(guard, path, len(paths), values, scene))), "")
        if refused:
            return refused
    for guard in template.outputs:
        path = value_of(guard.path, values).removeprefix("./")
        if _leaves(path, scene.workspace):
            return f"`{path}` lies outside the workspace"
        if not guard.existed and _were_there(guard.path, values, scene.workspace, scene.files):
            return f"`{path[:80]}` is already there"
    return ""


def _of_ending(ending: str, scene: Scene) -> list[str]:
    return [path for path in sorted(scene.files) if ending_of(path) == ending]


def _place_features(path: Path, of: int) -> Features:
    """What a file is like, and of how many that a request lists it is one."""
    return {**place_features(path), **({"listed": str(of)} if of > 1 else {})}


def _differs(guard: FileGuard, path: str, of: int, values: dict[str, str], scene: Scene) -> str:
    place = scene.workspace / path
    found = column_features(read_content(place), values[guard.field]) if guard.field else _place_features(place, of)
    differs = _differing(guard.features, found)
    if differs is None:
        return ""
    what = f"column `{values[guard.field]}` of `{path}`" if guard.field else f"`{path}`"
    return f"{what} is not as seen before ({differs}: {found.get(differs, 'nothing')})"


def refused_outputs(template: Template, values: dict[str, str], replayed: Replayed) -> str:
    """Why the result is not as expected; empty where it is."""
    if replayed.failed:
        return replayed.failed
    if replayed.gone:
        return f"`{replayed.gone[0]}` is gone"
    expected = _expected(template, values, replayed)
    if isinstance(expected, str):
        return expected
    other = sorted(replayed.changed.keys() ^ expected.keys())
    if other:
        return f"`{other[0]}` was {'written' if other[0] in replayed.changed else 'not written'}"
    for path, guard in expected.items():
        found = features_of(content_of(replayed.changed[path], ending_of(path)))
        differs = _differing(guard.features, found)
        if differs is not None:
            return f"`{path}` is not as seen before ({differs}: {found.get(differs, 'nothing')})"
    return ""


def _expected(template: Template, values: dict[str, str], replayed: Replayed) -> dict[str, OutputGuard] | str:
    """The guard of each file that is expected; why one of which there is any number is not as expected."""
    fixed = {
        value_of(guard.path, values).removeprefix("./"): guard
        for guard in template.outputs
        if not is_open(guard.path)
    }
    found: dict[str, OutputGuard] = {}
    for guard in template.outputs:
        if not is_open(guard.path):
            continue
        paths = [path for path in matching(guard.path, values, replayed.changed) if path not in fixed]
        if not paths:
            return "none of the files was written that were expected"
        over = next((path for path in paths if path in _named(values)), "")
        if over and not guard.existed:
            return f"`{over}` was written over"
        found |= dict.fromkeys(paths, guard)
    return found | fixed


def _were_there(pieces: tuple[Piece, ...], values: dict[str, str], workspace: Path, files: Iterable[str]) -> bool:
    """Whether the output is in the workspace; of any number of files one that is no input."""
    if not is_open(pieces):
        return _is_there(value_of(pieces, values).removeprefix("./"), workspace)
    return bool(set(matching(pieces, values, files)) - _named(values))


def _named(values: dict[str, str]) -> set[str]:
    """The values, of several files each."""
    return {line for value in values.values() for line in (value, *value.split("\n"))}


def _is_there(path: str, workspace: Path) -> bool:
    """Whether something is there; a name that no file can have counts as taken."""
    try:
        return (workspace / path).exists()
    except (OSError, ValueError):
        return True


def _leaves(path: str, workspace: Path) -> bool:
    try:
        return not (workspace / path).resolve().is_relative_to(workspace.resolve())
    except (OSError, ValueError, RuntimeError):  # no name of a file, or links in a circle
        return True


def _differing(expected: Features, found: Features) -> str | None:
    """The first feature that is not as expected."""
    return next((name for name, value in expected.items() if not _is_seen(name, value, found.get(name))), None)


def _is_seen(name: str, value: str, found: str | None) -> bool:
    # only kinds are lists: what a Markdown table begins with holds the same mark
    return found == value or (name in _KINDS and found in value.split(_OR))


def shared_features(found: Sequence[Features]) -> Features:
    """What a guard holds of files that were seen: features that all have alike, and kinds, each of which was seen."""
    if not found:
        return {}
    shared: Features = {}
    for name in found[0]:
        values = {features.get(name) for features in found}
        if len(values) == 1 or (name in _KINDS and None not in values):
            shared[name] = _OR.join(sorted(value for value in values if value is not None))
    return shared
