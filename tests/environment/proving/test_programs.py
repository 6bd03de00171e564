import os

import pytest

from skillrt.environment.proving.programs import answers_of, prove_programs
from tests.environment.proving.sample import bound, need, needs, trials

pytestmark = pytest.mark.skipif(os.name != "posix", reason="programs are shell scripts")
PROGRAMS = {
    "plain": 'echo "plain 1.2"',
    "odd": 'if [ "$1" = -V ]; then echo "odd 7"; else echo "unknown option $1" >&2; exit 2; fi',
    "usage": 'echo "usage: usage FILE" >&2; exit 1',
    "broken": 'echo "error while loading shared libraries: libx.so" >&2; exit 127',
    "silent": "exit 3",
    "open": "exit 9",
}


def test_every_program_that_is_there_answers(tmp_path, monkeypatch):
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in PROGRAMS.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    wanted = needs(*(need("system", name) for name in (*PROGRAMS, "no-such-program")), need("python", "x", "x"))
    proofs = {item.name: item for item in prove_programs(wanted, trials(tmp_path, wanted, bound(tmp_path / "e")))}
    assert {name for name, item in proofs.items() if item.ok} == {"plain", "odd", "usage", "open"}
    assert (proofs["plain"].how, proofs["plain"].detail) == ("plain --version", "plain 1.2")
    assert (proofs["odd"].how, proofs["odd"].detail) == ("odd -V", "odd 7")
    assert "libx.so" in proofs["broken"].detail
    assert "not on the search path" in proofs["no-such-program"].detail
    assert proofs["open"].how == "command -v open"


def test_the_bound_interpreter_is_the_program(tmp_path):
    wanted = needs(need("system", "python3"))
    (proof,) = prove_programs(wanted, trials(tmp_path, wanted, bound(tmp_path / "e")))
    assert proof.ok
    assert proof.detail.startswith("Python 3")


def test_odd_ones_are_asked_in_their_own_way():
    assert answers_of("ffmpeg") == (("-version",),)
    assert answers_of("osascript") == ()
    assert answers_of("something")[0] == ("--version",)
