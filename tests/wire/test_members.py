from skillrt.wire.exchange import Extra
from skillrt.wire.json_text import rebuild
from skillrt.wire.members import folded, kept_object, objects_in, settled, unfolded, without


def test_constants_that_are_there_leave_no_trace() -> None:
    assert settled({"object": "response", "n": 0}, {"object": "response", "n": 0}) == ()


def test_constants_that_are_missing_or_other_come_back_as_they_were() -> None:
    constants = {"object": "response", "n": 0, "details": {"cached": 0}}
    for body in ({}, {"n": False}, {"n": 1, "x": None}, {"details": {"cached": False}, "object": "response"}):
        extra = settled(dict(body), constants)
        written = {key: _plain(value) for key, value in rebuild(constants, extra, {}).items()}
        assert repr(sorted(written.items())) == repr(sorted(body.items()))


def test_extras_fold_into_one_object_and_back() -> None:
    extra = (Extra(key="a", json="1"), Extra(key="~mark", json='{"b":[2]}'))
    assert unfolded(folded(extra)) == extra
    assert folded(()) is None
    assert unfolded(None) == ()


def test_kept_objects_and_lists() -> None:
    assert kept_object((Extra(key="a", json='{"b":1}'), Extra(key="c", json="[]")), "a") == {"b": 1}
    assert kept_object((Extra(key="c", json="[]"),), "c") == {}
    assert objects_in([{"a": 1}]) == [{"a": 1}]
    assert objects_in([{"a": 1}, 2]) is None
    assert without((Extra(key="a", json="1"), Extra(key="b", json="2")), "a") == (Extra(key="b", json="2"),)


def _plain(value: object) -> object:
    import msgspec

    return msgspec.json.decode(bytes(value)) if isinstance(value, msgspec.Raw) else value
