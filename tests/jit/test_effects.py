from pathlib import Path

import pytest

from skillrt.jit.effects import same_effects
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayed


@pytest.fixture
def episode(tmp_path: Path) -> Recorded:
    (tmp_path / "before").mkdir()
    (tmp_path / "before/kept.csv").write_text("a\n1\n")
    (tmp_path / "after.json").write_text('{"a": 1}')
    after = {"out.json": tmp_path / "after.json", "kept.csv": tmp_path / "before/kept.csv"}
    return Recorded("e", "", "", (), "", tmp_path / "before", after)


def test_the_same_files_by_meaning_and_nothing_else(episode: Recorded):
    assert same_effects(Replayed({"out.json": b'{"a":1.0}'}, (), ""), episode)
    assert same_effects(Replayed({"out.json": b'{"a":1.0}', "kept.csv": b"a\n1.0\n"}, (), "printed"), episode)


@pytest.mark.parametrize(
    "replayed",
    [
        Replayed({"out.json": b'{"a":2}'}, (), ""),
        Replayed({}, (), ""),
        Replayed({"out.json": b'{"a":1}', "more.txt": b""}, (), ""),
        Replayed({"out.json": b'{"a":1}'}, ("kept.csv",), ""),
        Replayed({"out.json": b'{"a":1}'}, (), "", "status 1"),
        Replayed({"out.json": b'{"a":1}', "kept.csv": b"a\n2\n"}, (), ""),
    ],
)
def test_what_is_not_the_same(episode: Recorded, replayed: Replayed):
    assert not same_effects(replayed, episode)
