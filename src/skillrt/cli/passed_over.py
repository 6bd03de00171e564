"""What a verb says of variants that it passed over.

A stranger's skill may look like one in order not to be looked at.
"""

from typing import Final

from skillrt.cli.output import say

_SHOWN: Final = 3


class PassedOver:
    """Counts variants and keeps the first of them: a collection may hold any number."""

    def __init__(self) -> None:
        self._count = 0
        self._first: list[str] = []

    def __call__(self, where: str) -> None:
        """One more, found there."""
        self._count += 1
        if self._count <= _SHOWN:
            self._first.append(where)

    def say(self, done: str) -> None:
        """Tell on standard error what was not `done` to them, if there are any."""
        if not self._count:
            return
        some = ", ".join(f"`{where}`" for where in self._first)
        rest = ", ..." if self._count > _SHOWN else ""
        say(f"not {done}, as variants: {some}{rest}; name the folder of one to have it {done}")
