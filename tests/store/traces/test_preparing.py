import msgspec

from skillrt.store.traces.preparing import Preparer
from skillrt.store.traces.redaction import Redactor
from skillrt.store.traces.rows import Prepared
from tests.store.traces.samples import asked, recorded, user


def _preparer() -> Preparer:
    return Preparer(Redactor(b"k" * 32))


def test_headers_are_learned_before_the_rest_is_looked_at():
    record = recorded(1, asked(user("it says zz-11-zz-22")), headers=(("x-api-key", "zz-11-zz-22"),))
    prepared, size = _preparer().prepare(record)
    assert isinstance(prepared, Prepared)
    assert size == prepared.size
    assert not any(b"zz-11" in blob for blob in dict(prepared.blobs).values())
    assert not any("zz-11" in value for value in prepared.columns if isinstance(value, str))


def test_a_clean_message_is_encoded_the_same_each_time():
    preparer = _preparer()
    data = preparer.encoded(user("fold"))
    assert preparer.redacted(data) is data
    assert preparer.redacted(bytes(bytearray(data))) == data


def test_what_was_clean_is_looked_at_again_after_a_new_secret():
    redactor = Redactor(b"k" * 32)
    preparer = Preparer(redactor)
    data = preparer.encoded(user("fold with zanzibar-77"))
    assert b"zanzibar" in preparer.redacted(data)
    redactor.know("x", "zanzibar-77")
    assert b"zanzibar" not in preparer.redacted(data)


def test_large_records_are_left_to_the_writer():
    record = recorded(1, asked(user("DB_PASSWORD=letmein " * 50_000)))
    prepared, size = _preparer().prepare(record)
    assert size > 900_000
    assert callable(prepared)
    assert not any(b"letmein" in blob for blob in dict(prepared().blobs).values())


def test_halves_of_surrogate_pairs_become_question_marks():
    data = _preparer().encoded(user("half: \ud83d"))
    assert msgspec.json.decode(data)["parts"][0]["text"] == "half: ?"


def test_messages_that_were_seen_are_looked_at_again_after_a_new_secret():
    redactor = Redactor(b"k" * 32)
    preparer = Preparer(redactor)
    record = recorded(1, asked(user("fold with zanzibar-77")))

    def is_shown() -> bool:
        prepared, _ = preparer.prepare(record)
        assert isinstance(prepared, Prepared)
        return any(b"zanzibar" in blob for blob in dict(prepared.blobs).values())

    assert is_shown()
    assert is_shown()
    redactor.know("x", "zanzibar-77")
    assert not is_shown()
    assert not is_shown()


def test_a_long_history_is_left_to_the_writer_once():
    preparer = _preparer()
    history = asked(*(user(f"{number} " * 30_000) for number in range(12)))
    first, size = preparer.prepare(recorded(1, history))
    assert size > 512 * 1024
    assert callable(first)
    kept = first()
    again, _ = preparer.prepare(recorded(1, history))
    assert isinstance(again, Prepared)
    assert again == kept
