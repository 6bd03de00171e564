"""Where one primitive stands while it is measured: which trial is next, what has ended, what is known of it."""

from collections.abc import Mapping
from typing import Final

import msgspec

from skillrt.primitives.probing import Probe
from skillrt.profiler.ahead import sure
from skillrt.profiler.protocol import Design, State, Verdict, observe, verdict
from skillrt.profiler.protocol import Row as Counts
from skillrt.profiler.trials import NAMES, Ended, Trial

_MOST_AHEAD: Final = 16


class Note(msgspec.Struct, frozen=True):
    """A trial that did not pass: what is wrong, and where its transcript is kept (empty: nowhere)."""

    level: str
    number: int
    outcome: str
    why: str
    episode: str = ""


class Standing(msgspec.Struct, frozen=True):
    """A primitive in the end. `skipped` are levels (1 to 3) that cannot be judged here, with the reason.

    `open_because` says why something is not decided, in words; `notes` are the trials that did not pass, in order.
    """

    primitive: str
    verdict: Verdict
    state: State
    probe: str
    skipped: Mapping[int, str] = {}
    open_because: str = ""
    notes: tuple[Note, ...] = ()


class Row:
    """One primitive. `begin` and `end` are told of each trial; `next` is the one to begin, None where none may."""

    def __init__(self, name: str, probe: Probe, design: Design, seed: str, known: Mapping[Trial, Ended]) -> None:
        self.name = name
        self.probe = probe
        self.fresh: list[Ended] = []
        self._seed = seed
        self._state = State(design)
        self._ended = {trial: ended for trial, ended in known.items() if trial.primitive == name}
        self._begun: list[Trial] = []
        self._skipped: dict[int, str] = {}
        self._void = ""
        self._sure: tuple[int | None, int] = (None, 0)
        self._catch_up()

    @property
    def is_done(self) -> bool:
        """Whether nothing more is to be tried."""
        return not self._begun and (bool(self._void) or self._sure[0] is None)

    @property
    def rows(self) -> tuple[Counts, Counts, Counts]:
        """The trials of each level that are handed over."""
        return self._state.rows

    def next(self) -> Trial | None:
        """The trial to begin now: one that will be asked for, whatever comes out of those that run."""
        if self._void:
            return None
        level, count = self._sure
        if level is None:
            return None
        first = self._state.rows[level - 1].trials
        wanted = (Trial(self.name, level, first + at, self._seed) for at in range(count))
        return next((item for item in wanted if item not in self._begun and item not in self._ended), None)

    def begin(self, trial: Trial) -> None:
        """It runs now."""
        self._begun.append(trial)

    def end(self, trial: Trial, ended: Ended) -> None:
        """It has ended. One that is void stops this primitive: what is missing in between cannot be left out."""
        self._begun.remove(trial)
        self.fresh.append(ended)
        if ended.outcome == "void":
            self._void = self._void or ended.why
            return
        self._ended[trial] = ended
        self._catch_up()

    def standing(self, stopped: str) -> Standing:
        """What is known in the end; `stopped` says why the whole was stopped, where it was."""
        said = verdict(self._state)
        state = self._with_other_levels()
        decided = said.stopped == "decided" and not self._skipped
        why = self._void or ("; ".join(sorted(set(self._skipped.values()))) if self._skipped else stopped)
        notes = [
            Note(trial.name, trial.number, ended.outcome, ended.why, ended.episode)
            for trial, ended in sorted(self._ended.items(), key=lambda item: (item[0].level, item[0].number))
            if ended.outcome != "passed"
        ]
        return Standing(
            primitive=self.name,
            verdict=said,
            state=state,
            probe=self.probe.date,
            skipped=dict(sorted(self._skipped.items())),
            open_because="" if decided else why,
            notes=tuple(notes),
        )

    def _with_other_levels(self) -> State:
        """The state with what is known of levels that were not asked for now: it counts, and decides nothing."""
        rows, spent = list(self._state.rows), self._state.spent
        asked = {*self._state.design.levels, *self._skipped}
        for trial, ended in self._ended.items():
            if trial.level not in asked and ended.counts:
                row = rows[trial.level - 1]
                rows[trial.level - 1] = Counts(row.passes + (ended.outcome == "passed"), row.trials + 1, row.tests)
                spent = spent.plus(ended.spent)
        return msgspec.structs.replace(self._state, rows=(rows[0], rows[1], rows[2]), spent=spent)

    def _catch_up(self) -> None:
        """Hand over what has ended, in the order in which it began."""
        while True:
            self._sure = level, _ = sure(self._state, _MOST_AHEAD)
            if level is None:
                return
            trial = Trial(self.name, level, self._state.rows[level - 1].trials, self._seed)
            ended = self._ended.get(trial)
            if ended is None:
                return
            if ended.counts:
                self._state = observe(self._state, level, ended.outcome == "passed", ended.spent)
            else:
                self._skip(level, ended.why)

    def _skip(self, level: int, why: str) -> None:
        """This level cannot be judged here: the others are tested by themselves."""
        self._skipped[level] = f"{NAMES[level - 1]}: {why}"
        design = self._state.design
        left = tuple(item for item in design.levels if item != level)
        self._state = msgspec.structs.replace(
            self._state, design=msgspec.structs.replace(design, ordered=False, levels=left)
        )
