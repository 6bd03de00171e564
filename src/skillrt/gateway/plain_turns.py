"""Keep turns that templates made in earlier runs away from providers, where nothing is acted on: `skillrt serve`."""

from collections.abc import Sequence
from typing import Final

from skillrt.gateway.access import Granted, Run
from skillrt.gateway.events import RequestHead
from skillrt.gateway.policy import Taken
from skillrt.gateway.recording import MISTAKES
from skillrt.jit.live.handover import folded
from skillrt.jit.live.ledger import Ledger
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect

_MARK: Final = b"[skillrt"


class PlainTurns:
    """Folds marked turns into the user's text. A provider would refuse a history that it did not make."""

    def ahead(self, granted: Granted, dialect: Dialect, head: RequestHead, body: Sequence[bytes], most: int) -> None:
        """Nothing: what there is to do is done at once."""

    def take(self, dialect: Dialect, path: str, body: bytes, head: RequestHead, run: Run | None) -> Taken:
        """What is to be sent in the request's place, where it holds such a turn, whoever sends it."""
        del head, run
        # from the end: it goes by the first byte of the mark then, which is rare, and takes a third of the time
        if body.rfind(_MARK) < 0:
            return Taken()
        try:
            # what was told of a call comes from the call alone: nothing has to be remembered
            plain = folded(codec(dialect).decode_request(body, path), Ledger())
            return Taken(body=codec(dialect).encode_request(plain).body, jit="folded") if plain else Taken()
        except MISTAKES:
            return Taken()  # it goes on as it is
