"""What steps leave running behind them: it lives as long as the run, then it is ended and told."""

import time
from typing import Final

from skillrt.process.started import group_lives, signal_group

_LOOK: Final = 0.02
_AFTER_KILL: Final = 1.0


class Leftovers:
    """Process groups whose first program has ended. A group that dies is forgotten at the next look, before the
    system can give its number to another."""

    def __init__(self) -> None:
        self._groups: list[int] = []

    def look(self, group: int) -> None:
        """The first program of the group has just ended (0: there is none)."""
        self._groups = [item for item in self._groups if group_lives(item)]
        if group > 1 and group_lives(group):
            self._groups.append(group)

    def end(self, grace: float) -> list[str]:
        """End what is left, within `grace` seconds or by force; the groups that had to be ended."""
        left = [group for group in self._groups if group_lives(group)]
        for wait, force in ((grace, False), (_AFTER_KILL, True)):
            alive = [group for group in left if group_lives(group)]
            for group in alive:
                signal_group(group, force=force)
            end = time.monotonic() + wait
            while any(map(group_lives, alive)) and time.monotonic() < end:
                time.sleep(_LOOK)
        return [str(group) for group in left]
