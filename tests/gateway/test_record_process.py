import io

from skillrt.gateway.record_frames import account_frame, flush_frame
from skillrt.gateway.record_process import record
from skillrt.gateway.recording import Recorder
from skillrt.store.traces.records import ExchangeRecord
from tests.gateway.sessions import answered, begun, ended, piece, policy


class Kept:
    def __init__(self) -> None:
        self.records: list[ExchangeRecord] = []

    def put(self, record: ExchangeRecord) -> None:
        self.records.append(record)


def _frame() -> bytes:
    session, _ = begun(policy())
    for event in (answered(), piece(b"{}"), ended()):
        session.handle(event)
    return account_frame(session.account())


def _recorded(data: bytes) -> tuple[list[ExchangeRecord], bytes]:
    kept, said = Kept(), bytearray()
    record(io.BytesIO(data), Recorder(kept), lambda: True, said.extend)
    return kept.records, bytes(said)


def test_accounts_are_recorded_and_questions_answered():
    records, said = _recorded(_frame() + flush_frame() + _frame())
    assert len(records) == 2
    assert said == b"\1"


def test_a_stream_that_is_cut_ends_it():
    frame = _frame()
    for length in (0, 3, 20, len(frame) - 1):
        assert _recorded(frame[:length]) == ([], b"")
    assert len(_recorded(frame + frame[:-1])[0]) == 1
