"""A run's recording: written for the next time, or played in the place of a model."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skillrt.gateway.account import Account
from skillrt.gateway.pointing import volatile_rules
from skillrt.gateway.replay import Match, Player
from skillrt.gateway.tape import Tape, TapeHead, TapeWriter
from skillrt.targets import Harness

RUNS: Final = "runs"
"""The folder below SkillRT's own with the configuration folders of runs."""


@dataclass(frozen=True, slots=True)
class Taping:
    """`record` is the file to write, `replay` what is played, `match` how exactly it must fit."""

    record: Path | None = None
    replay: Tape | None = None
    match: Match = "normal"


@dataclass(slots=True)
class Deck:
    """What hears accounts, and what answers; None where nothing does."""

    writer: TapeWriter | None = None
    player: Player | None = None

    def hear(self, account: Account) -> None:
        """Keep an account, where it is recorded."""
        if self.writer:
            self.writer.hear(account)


@contextmanager
def taped(taping: Taping, harness: Harness, folders: tuple[Path, ...]) -> Generator[Deck]:
    """The deck of a run; `folders` are those of it that are others in the next one, always in the same order.

    Raises MachineError where the recording cannot be written, UsageError where its file holds something else.
    """
    names = tuple(str(folder) for folder in folders)
    deck = Deck()
    if taping.replay:
        deck.player = Player(taping.replay, taping.match, names, volatile_rules((harness,)))
    if taping.record:
        deck.writer = TapeWriter(taping.record, TapeHead(harness=harness.name, folders=names))
    try:
        yield deck
    finally:
        if deck.writer:
            deck.writer.close()
