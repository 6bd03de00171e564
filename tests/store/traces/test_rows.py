import msgspec

from skillrt.store.traces.blobs import digest_of
from skillrt.store.traces.rows import COLUMNS, Details, Piece, Pieces, prepare, record_of, scope_of
from skillrt.wire.exchange import Message
from tests.store.traces.samples import recorded

NOTHING = Pieces(None, None, None, None, None, None)


def named(data: bytes) -> Piece:
    return Piece(digest_of(data), data)


def test_what_is_put_together_at_once():
    assert scope_of(recorded()) == "run:r1"
    assert scope_of(recorded(run="", session="s7")) == "session:pi:s7"
    assert scope_of(recorded(run="")) == "day:pi:2096-10-02"
    assert scope_of(recorded(run="", harness="")) == "day:openai-chat:2096-10-02"


def test_columns_hold_what_is_asked_for():
    row = dict(zip(COLUMNS, prepare(recorded(), NOTHING, b"{}").columns, strict=True))
    assert (row["run"], row["model"], row["status"], row["stop"]) == ("r1", "small-1", 200, "end")
    assert (row["input"], row["output"], row["cache_read"]) == (100, 20, 60)
    assert (row["attempts"], row["head"], row["messages"]) == (1, None, None)


def test_the_same_message_is_one_blob():
    pieces = NOTHING._replace(head=named(b"h"), messages=tuple(map(named, (b"one", b"two", b"one"))))
    prepared = prepare(recorded(), pieces, b"{}")
    assert sorted(dict(prepared.blobs).values()) == [b"h", b"one", b"two"]
    row = dict(zip(COLUMNS, prepared.columns, strict=True))
    assert len(row["messages"]) == 3 * 16
    assert row["messages"][:16] == row["messages"][32:]


def test_a_row_gives_the_record_back():
    record = recorded(headers=(("user-agent", "x"),), request_body=b"raw", understood=False)
    assert record.request
    encode = msgspec.json.encode
    pieces = Pieces(
        head=named(encode(msgspec.structs.replace(record.request, messages=(), tools=()))),
        tools=named(encode(record.request.tools)),
        messages=tuple(named(encode(item)) for item in record.request.messages),
        response=named(encode(record.response)),
        request_body=named(b"raw"),
        response_body=None,
    )
    prepared = prepare(record, pieces, encode(Details(record.headers)))
    row = dict(zip(COLUMNS, prepared.columns, strict=True))
    blob = dict(prepared.blobs).__getitem__
    assert record_of(row, blob, lambda digest: msgspec.json.decode(blob(digest), type=Message)) == record
