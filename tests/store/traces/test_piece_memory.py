from skillrt.store.traces.piece_memory import PieceMemory
from skillrt.store.traces.rows import Piece
from tests.store.traces.samples import user

PIECE = Piece(b"d" * 16, b"data")


def test_a_piece_belongs_to_the_very_object():
    memory = PieceMemory()
    message = user("fold")
    memory.keep(message, PIECE, 0)
    assert memory.get(message, 0) is PIECE
    assert memory.get(user("fold"), 0) is None


def test_what_was_made_before_a_secret_was_known_is_forgotten():
    memory = PieceMemory()
    first, second = user("one"), user("two")
    memory.keep(first, PIECE, 3)
    assert memory.get(first, 4) is None
    memory.keep(second, PIECE, 4)
    memory.keep(first, PIECE, 3)  # made by a thread that began before
    assert memory.get(second, 4) is PIECE
    assert memory.get(first, 4) is None
    assert memory.get(first, 3) is None


def test_it_forgets_all_where_it_is_full():
    memory = PieceMemory(most=1_000)
    messages = [user(str(number)) for number in range(10)]
    for message in messages:
        memory.keep(message, PIECE, 0)
    known = [message for message in messages if memory.get(message, 0)]
    assert 0 < len(known) < 4
    assert memory.get(messages[-1], 0) is PIECE


def test_a_list_is_known_as_far_as_it_begins_with_the_same_objects():
    memory = PieceMemory()
    messages = tuple(user(str(number)) for number in range(4))
    pieces = tuple(Piece(bytes([number]) * 16, b"data") for number in range(4))
    for message, piece in zip(messages, pieces, strict=True):
        memory.keep(message, piece, 0)
    memory.keep_line(messages, pieces, 0)
    assert memory.line(messages, 0) == pieces
    assert memory.line((*messages[:2], user("2"), messages[3]), 0) == pieces[:2]
    assert memory.line((*messages, user("4")), 0) == pieces
    assert memory.line(messages[1:], 0) == memory.line((), 0) == ()


def test_a_list_is_forgotten_with_its_pieces():
    memory = PieceMemory()
    messages = (user("one"), user("two"))
    memory.keep(messages[0], PIECE, 1)
    memory.keep_line(messages, (PIECE, PIECE), 1)
    assert memory.line(messages, 2) == ()
    memory.keep(messages[0], PIECE, 2)
    assert memory.line(messages, 2) == memory.line(messages, 1) == ()
    memory.keep_line(messages, (PIECE, PIECE), 1)  # made by a thread that began before
    assert memory.line(messages, 2) == ()
