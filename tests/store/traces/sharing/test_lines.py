import pytest

from skillrt.errors import InputError
from skillrt.store.traces import Call, Episode, Turn
from skillrt.store.traces.sharing import read_lines, write_lines

EPISODE = Episode(
    id="e", run="r", harness="pi", model="m", prompt="Fold.", started=1,
    turns=(Turn(calls=(Call(id="1", tool="t", arguments="{}"),)),)
)  # fmt: skip


def test_lines_come_back():
    assert list(read_lines([*write_lines([EPISODE, EPISODE]), b"\n"], "x")) == [EPISODE, EPISODE]


@pytest.mark.parametrize("line", [b"no", b"{}", b'{"id": 3}', b"[" * 100_000, b"\xff"])
def test_what_is_no_episode_is_said_with_its_line(line: bytes):
    with pytest.raises(InputError, match="no episode") as caught:
        list(read_lines([*write_lines([EPISODE]), line], "file"))
    assert caught.value.diagnostics[0].place.line == 2
