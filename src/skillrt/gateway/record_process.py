"""The recorder as a process of its own, fed over standard input: `python -m skillrt.gateway.record_process FILE DAYS
BYTES`, the last two being what is kept.

Reading bodies and taking secrets out of them costs time with every request, which the gateway's process must not
spend. It ends when its input ends, after all is committed: also where the gateway was killed.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from skillrt.gateway.record_frames import FLUSH, HEAD, account_from
from skillrt.gateway.recording import Recorder
from skillrt.process.garbage import search_seldom_in_service
from skillrt.store.traces import Retention, TraceStore

_NICE = 5


def record(stream: BinaryIO, hear: Recorder, flush: Callable[[], bool], answer: Callable[[bytes], None]) -> None:
    """Hear every account of the stream; `answer` is given 1 or 0 after each question whether all is kept."""
    while len(head := stream.read(HEAD.size)) == HEAD.size:
        kind, length = HEAD.unpack(head)
        body = stream.read(length)
        if len(body) < length:
            return
        if kind == FLUSH:
            answer(b"\1" if flush() else b"\0")
        else:
            hear.hear(account_from(body))


def main(path: str, retention: Retention) -> None:
    """Record what comes in until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)

    def answer(said: bytes) -> None:
        sys.stdout.buffer.write(said)
        sys.stdout.buffer.flush()

    search_seldom_in_service()
    with TraceStore.open(Path(path), retention=retention) as store:
        record(sys.stdin.buffer, Recorder(store), store.flush, answer)


if __name__ == "__main__":
    main(sys.argv[1], Retention(days=int(sys.argv[2]), size=int(sys.argv[3])))
