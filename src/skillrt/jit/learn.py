"""Learn templates: generalise each episode into a candidate, prove it on the others, keep the best of each job."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import msgspec

from skillrt.jit.answers.build import Witness, answer_pattern
from skillrt.jit.answers.facts import facts_of
from skillrt.jit.answers.pattern import AnswerPattern
from skillrt.jit.bundled.parameters import Call, calls_of
from skillrt.jit.bundled.tried import MOST_KEPT, bundled_programs
from skillrt.jit.candidates import READINGS, Candidate, candidates_of, read_as
from skillrt.jit.counterexamples import counterexamples, is_refuted
from skillrt.jit.folding import folded
from skillrt.jit.guards import input_guards, output_guards, seen_words, shared_endings
from skillrt.jit.imports import imports_of
from skillrt.jit.minimise import minimise
from skillrt.jit.prove import Proof, compares_otherwise, prove, run_of
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayer
from skillrt.jit.scenes import Scene, episode_scene
from skillrt.jit.template import Reading, Template, Word, Wording
from skillrt.jit.wordings import covers, with_endings, wording_of

_Key = tuple[str, Reading, int]
_CALLS: Final = MOST_KEPT + 1
_BUNDLED_READINGS: Final[tuple[Reading, ...]] = ("plain", "listed")
MIN_PROOFS: Final = 2
"""On how many other episodes a candidate must have given the same effects."""


class Learnt(msgspec.Struct, frozen=True):
    """What came of it: the templates, and for each episode that serves none the reason."""

    templates: tuple[Template, ...]
    reasons: dict[str, str]


class _Draft(msgspec.Struct, frozen=True):
    """A candidate with its proofs by some episodes (`everything`: its own run first), the holes that vary in them,
    and the ways in which they ask for it."""

    candidate: Candidate
    proofs: list[Proof]
    everything: tuple[Proof, ...]
    varying: frozenset[str]
    wordings: tuple[Wording, ...]

    @property
    def needed(self) -> int:
        """On how many other episodes it must be proven: what the skill brought along was there before its own."""
        return MIN_PROOFS - 1 if self.candidate.bundled else MIN_PROOFS

    @property
    def recurring(self) -> int:
        """How many episodes ask for it as another does."""
        return sum(len(wording.episodes) for wording in self.wordings if len(wording.episodes) > 1)


class Workshop:
    """Episodes with what was found out about them; replays are kept, so that learning again from a part is cheap."""

    def __init__(self, episodes: Sequence[Recorded], replayer: Replayer, jobs: int = 2) -> None:
        self.episodes = {episode.id: episode for episode in episodes}
        self.replayer = replayer
        self.reasons: dict[str, str] = {}
        self._jobs = jobs
        self._scenes: dict[str, Scene] = {}
        self._candidates: dict[_Key, Candidate] = {}
        self._proofs: dict[tuple[_Key, str], Proof | None] = {}
        self._calls: dict[str, tuple[Call, ...]] = {}
        self._prepare()

    def scene(self, episode: str) -> Scene:
        """The request of an episode in its workspace."""
        return self._scenes[episode]

    def learn(self, among: Sequence[str] | None = None, rank: Mapping[str, int] | None = None) -> Learnt:
        """The templates that the episodes give, or only those named in `among`. Of several programs for a job the one
        with the least `rank` by its id (0 without one) is taken, then the one that serves most requests in words that
        recur, then the one that proves on most, then the cheapest. Of a further one only the wordings that those
        before it do not serve are kept.
        """
        names = list(self.episodes) if among is None else list(among)
        reasons = dict(self.reasons)
        found: list[Template] = []
        served: set[str] = set()
        drafts = [self._draft(candidate, names) for name in names for candidate in self._of(name)]
        for draft in sorted(drafts, key=lambda item: _order(item, rank or {})):
            episode = draft.candidate.episode
            known = [wording.words for template in found for wording in template.wordings]
            new = tuple(wording for wording in draft.wordings if not _is_known(wording, known))
            if episode in served:
                # another program for a job that is known: only for requests that recur, or that none serves yet
                new = tuple(item for item in new if len(item.episodes) > 1 or not served.issuperset(item.episodes))
            if len(draft.proofs) < draft.needed:
                if not draft.candidate.bundled:
                    reasons[episode] = (
                        f"its program gives the effects of {len(draft.proofs)} other episodes; it takes {MIN_PROOFS}"
                    )
                continue
            template = self._template(draft, new) if new else None
            if template is None:
                continue
            against = self._counterexamples(template, names)
            if is_refuted(template, against):
                reasons[episode] = f"its program does otherwise than {', '.join(against)}, asked in the same words"
                continue
            found.append(template)
            served |= {episode, *template.proofs}
        return Learnt(tuple(found), {name: why for name, why in reasons.items() if name not in served})

    def _prepare(self) -> None:
        self._scenes = {name: episode_scene(episode) for name, episode in self.episodes.items()}
        for skill in {episode.skill for episode in self.episodes.values()} & self.replayer.folders.keys():
            self._calls[skill] = calls_of(self.replayer.folders[skill])
        with ThreadPoolExecutor(self._jobs) as pool:
            for name, found in zip(self.episodes, pool.map(self._candidate, self.episodes.values()), strict=True):
                if isinstance(found, str):
                    self.reasons[name] = found
                else:
                    self._candidates.update({_key(candidate): candidate for candidate in found})
            for found in pool.map(self._bundled, self.episodes.values()):
                self._candidates.update({_key(candidate): candidate for candidate in found})
            pairs = [(key, name) for key in self._candidates for name in self.episodes if key[0] != name]
            pool.map(self._prove, pairs)

    def _of(self, episode: str) -> list[Candidate]:
        found = (self._candidates.get((episode, reading, number)) for number in range(_CALLS) for reading in READINGS)
        return [candidate for candidate in found if candidate is not None]

    def _candidate(self, episode: Recorded) -> tuple[Candidate, ...] | str:
        minimal = minimise(episode, self.replayer)
        return minimal if isinstance(minimal, str) else candidates_of(episode, minimal, self._scenes[episode.id])

    def _bundled(self, episode: Recorded) -> list[Candidate]:
        """Calls of the skill's own scripts that do what the episode did."""
        calls, scene = self._calls.get(episode.skill, ()), self._scenes[episode.id]
        programs = bundled_programs(episode, scene, calls, self.replayer) if calls and not episode.gone else ()
        found: list[Candidate] = []
        for number, program in enumerate(programs, start=1):
            for candidate in candidates_of(episode, program, scene):
                if isinstance(candidate, str) or candidate.reading not in _BUNDLED_READINGS:
                    continue
                if not compares_otherwise(candidate, episode, scene):
                    found.append(msgspec.structs.replace(candidate, bundled=number))
        return found

    def _prove(self, pair: tuple[_Key, str]) -> Proof | None:
        if pair not in self._proofs:
            candidate, name = self._candidates[pair[0]], pair[1]
            home, other = (read_as(self._scenes[item], candidate.reading) for item in (candidate.episode, name))
            same_skill = candidate.skill == self.episodes[name].skill
            self._proofs[pair] = (
                prove(candidate, home, self.episodes[name], other, self.replayer)
                if same_skill and home is not None and other is not None
                else None
            )
        return self._proofs[pair]

    def _proven(self, candidate: Candidate, names: Iterable[str]) -> list[Proof]:
        found = (self._prove((_key(candidate), name)) for name in names if name != candidate.episode)
        return [proof for proof in found if proof is not None]

    def part(self, candidate: Candidate, proofs: list[Proof]) -> Template | None:
        """The template of a program that does a part of what its episode and those of the proofs did; None where
        too many others did otherwise."""
        draft = self._drafted(candidate, proofs)
        whole = self._template(draft, draft.wordings)
        if whole is None:
            return None
        template = msgspec.structs.replace(whole, id=_id(candidate, "part"), answer=AnswerPattern(), partial=True)
        return None if is_refuted(template, self._counterexamples(template, list(self.episodes))) else template

    def _draft(self, candidate: Candidate, names: Sequence[str]) -> _Draft:
        return self._drafted(candidate, self._proven(candidate, names))

    def _drafted(self, candidate: Candidate, proofs: list[Proof]) -> _Draft:
        everything = (self._own(candidate), *proofs)
        varying = frozenset(
            hole.id for hole in candidate.holes if len({proof.values[hole.id] for proof in everything}) > 1
        )
        return _Draft(candidate, proofs, everything, varying, self._wordings(candidate, everything, varying))

    def _template(self, draft: _Draft, wordings: tuple[Wording, ...]) -> Template | None:
        candidate, proofs, everything = draft.candidate, draft.proofs, draft.everything
        answer = self._answer(candidate, everything[0], proofs)
        if not any(proof.run.written for proof in everything) and not answer.sentences:
            return None  # nothing to say and nothing to write
        whole = Template(
            id=_id(candidate),
            skill=candidate.skill,
            source=candidate.episode,
            actions=candidate.actions,
            sites=candidate.sites,
            holes=candidate.holes,
            wordings=wordings,
            inputs=input_guards(candidate, everything),
            outputs=output_guards(candidate, everything),
            answer=answer,
            proofs=tuple(proof.episode for proof in proofs),
            endings=shared_endings(candidate, everything),
            cost=candidate.millis,
            imports=imports_of(candidate.actions),
            seen=seen_words(candidate, everything),
        )
        return folded(whole, draft.varying)

    def _counterexamples(self, template: Template, names: Sequence[str]) -> tuple[str, ...]:
        agreeing = {template.source, *template.proofs}
        others = [(self.episodes[name], self._scenes[name]) for name in names if name not in agreeing]
        return counterexamples(template, others, self.replayer)

    def _own(self, candidate: Candidate) -> Proof:
        run = run_of(candidate, candidate.values, self._scenes[candidate.episode], self.replayer)
        if run is None:
            raise AssertionError(candidate.episode)
        return Proof(candidate.episode, candidate.values, run)

    def _answer(self, candidate: Candidate, own: Proof, proofs: list[Proof]) -> AnswerPattern:
        witnesses = [
            Witness(self.episodes[proof.episode].final, self.episodes[proof.episode].prompt, facts_of(proof.run))
            for proof in proofs
        ]
        source = self.episodes[candidate.episode]
        only_answers = not any(proof.run.written for proof in (own, *proofs))
        return answer_pattern(source.final, source.prompt, facts_of(own.run), witnesses, only_answers=only_answers)

    def _wordings(
        self, candidate: Candidate, proofs: Sequence[Proof], varying: frozenset[str]
    ) -> tuple[Wording, ...]:
        found: dict[tuple[Word, ...], list[str]] = {}
        scenes = [read_as(self._scenes[proof.episode], candidate.reading) for proof in proofs]
        every = [
            wording_of(scene, proof.values, varying)
            for scene, proof in zip(scenes, proofs, strict=True)
            if scene is not None
        ]
        for proof, words in zip(proofs, with_endings(every), strict=True):
            found.setdefault(words, []).append(proof.episode)
        return tuple(Wording(words, tuple(names)) for words, names in found.items())


def _is_known(wording: Wording, known: Sequence[tuple[Word, ...]]) -> bool:
    return any(covers(words, wording.words) for words in known)


def _order(draft: _Draft, rank: Mapping[str, int]) -> tuple[int | str, ...]:
    """Which goes first: what is known, what serves most in recurring words, what proves on most, the cheapest."""
    candidate = draft.candidate
    return (
        rank.get(_id(candidate), 0),
        -draft.recurring,
        -len(draft.proofs),
        0 if candidate.bundled else 1,
        READINGS.index(candidate.reading),
        candidate.millis,
        candidate.size,
        candidate.episode,
    )


def _key(candidate: Candidate) -> _Key:
    return candidate.episode, candidate.reading, candidate.bundled


def _id(candidate: Candidate, *more: str) -> str:
    data = msgspec.json.encode((candidate.skill, candidate.actions, candidate.sites, *more))
    return hashlib.sha256(data).hexdigest()[:12]
