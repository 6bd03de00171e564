from skillrt.wire.codec import write_stream
from skillrt.wire.deltas import Delta, PartGrew


class Loud:
    def write(self, delta: Delta) -> bytes:
        return delta.text.upper().encode() if isinstance(delta, PartGrew) else b""

    def end(self) -> bytes:
        return b"!"


def test_a_stream_is_its_pieces_and_its_end() -> None:
    assert write_stream(Loud(), [PartGrew(index=0, text="he"), PartGrew(index=0, text="y")]) == b"HEY!"
