import msgspec

from skillrt.wire.deltas import Delta, PartEnded, PartGrew, PartStarted, Started, Stopped, UsageSeen
from skillrt.wire.exchange import Text, Usage


def test_pieces_survive_json() -> None:
    pieces: list[Delta] = [
        Started(id="r1", model="m"),
        PartStarted(index=0, part=Text(text="")),
        PartGrew(index=0, text="hel"),
        PartEnded(index=0, part=Text(text="hello")),
        UsageSeen(usage=Usage(input=3, output=1)),
        Stopped(stop="end", stop_word="end_turn"),
    ]
    assert msgspec.json.decode(msgspec.json.encode(pieces), type=list[Delta]) == pieces
