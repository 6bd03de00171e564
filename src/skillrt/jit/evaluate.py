"""Evaluate JIT on recorded episodes: learn from some, serve another, compare with what the agent did."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from skillrt.jit.answers.build import spoken
from skillrt.jit.answers.facts import Run, facts_of, number_of, says
from skillrt.jit.dispatch import Served, choose, serve
from skillrt.jit.effects import same_effects
from skillrt.jit.learn import Workshop
from skillrt.jit.recorded import Recorded, files_below
from skillrt.jit.replay import Replayed
from skillrt.jit.requests import ending_of

Order = Literal["leave-one-out", "in-order"]


class Verdict(msgspec.Struct, frozen=True):
    """How one episode was served: `right`, `wrong`, or `missed` (given to the model) with the reason."""

    id: str
    verdict: Literal["right", "wrong", "missed"]
    template: str = ""
    outputs: tuple[str, ...] = ()
    reason: str = ""
    answer: str = ""


class Evaluation(msgspec.Struct, frozen=True):
    """The verdicts with their counts; `turns_saved` are answers of the model that right ones made unnecessary."""

    episodes: int
    dispatched: int
    right: int
    wrong: int
    missed: int
    turns_saved: int
    each: tuple[Verdict, ...]


def evaluate(workshop: Workshop, order: Order = "leave-one-out", outputs: Path | None = None) -> Evaluation:
    """Serve every episode by what the others (`in-order`: those that began before it) teach."""
    names = list(workshop.episodes)
    if order == "in-order":  # ids, and with them the names of folders, are random
        names.sort(key=lambda name: workshop.episodes[name].started)
    verdicts: list[Verdict] = []
    saved = 0
    for at, name in enumerate(names):
        known = [other for other in names if other != name] if order == "leave-one-out" else names[:at]
        verdict = _verdict(workshop, workshop.episodes[name], known, outputs)
        saved += workshop.episodes[name].turns if verdict.verdict == "right" else 0
        verdicts.append(verdict)
    counts = {kind: sum(item.verdict == kind for item in verdicts) for kind in ("right", "wrong", "missed")}
    return Evaluation(
        episodes=len(names),
        dispatched=counts["right"] + counts["wrong"],
        right=counts["right"],
        wrong=counts["wrong"],
        missed=counts["missed"],
        turns_saved=saved,
        each=tuple(verdicts),
    )


def _verdict(workshop: Workshop, episode: Recorded, known: Sequence[str], outputs: Path | None) -> Verdict:
    templates = workshop.learn(known).templates
    mine = tuple(template for template in templates if not episode.skill or template.skill == episode.skill)
    scene = workshop.scene(episode.id)
    choice = choose(mine, scene)
    if isinstance(choice, str):
        own = workshop.reasons.get(episode.id, "")
        return Verdict(episode.id, "missed", reason=f"{choice} (its own program: {own})" if own else choice)
    served = serve(choice, scene, workshop.replayer)
    if isinstance(served, str):
        return Verdict(episode.id, "missed", choice.template.id, reason=f"handed back: {served}")
    if outputs is not None:
        _keep(outputs / episode.id, served)
    wrong = wrong_in(served, episode)
    written = tuple(sorted(served.replayed.changed))
    return Verdict(episode.id, "wrong" if wrong else "right", choice.template.id, written, wrong, served.answer)


def wrong_in(served: Served, episode: Recorded) -> str:
    """Why the run is wrong, empty where it is right: the files, then every number and file name of the answer."""
    if not same_effects(served.replayed, episode):
        return "the files are not those of the episode"
    if not episode.after and not _gives_the_number(served, episode):
        return "the answer lacks the number that the episode gives"
    untrue = [word for word in spoken(served.answer) if not _is_true(word, served, episode)]
    return f"the answer says `{untrue[0]}`" if untrue else ""


def _gives_the_number(served: Served, episode: Recorded) -> bool:
    """An episode that only answers says its number first; what else it tells may be beside the point."""
    numbers = [word for word in spoken(episode.final) if number_of(word) is not None and word not in episode.prompt]
    told = [word for word in spoken(served.answer) if number_of(word) is not None]
    return not numbers or any(says(numbers[0], word) for word in told)


def _is_true(word: str, served: Served, episode: Recorded) -> bool:
    """Whether a number or a file name of the answer is in the episode's own answer or request, or can be measured."""
    if number_of(word) is None and not (ending_of(word) and "." in word.strip(".")):
        return True
    if word in served.replayed.changed or word in files_below(episode.before):
        return True
    told = [*spoken(episode.final), *spoken(episode.prompt)]
    return any(says(word, other) or says(other, word) for other in told) or any(
        says(word, value) for value in facts_of(_measured(episode)).values()
    )


def _measured(episode: Recorded) -> Run:
    """What can be measured of the episode's own files, nothing of what the template printed."""
    files = {str(at): path for at, path in enumerate(files_below(episode.before))}
    changed = {path: copy.read_bytes() for path, copy in episode.after.items()}
    return Run(files, tuple(files), episode.before, Replayed(changed, (), ""), tuple(changed))


def _keep(folder: Path, served: Served) -> None:
    for path, data in served.replayed.changed.items():
        target = folder / "files" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "answer.txt").write_text(served.answer + "\n", encoding="utf-8")
