import errno
import gzip
import json
import os
from pathlib import Path

import msgspec
import pytest

from skillrt.errors import InputError, MachineError, UsageError
from skillrt.gateway.account import Account
from skillrt.gateway.events import ClientGone
from skillrt.gateway.tape import TapeHead, TapeWriter, read_tape
from tests.gateway.sessions import answered, begun, broke, ended, piece, policy

KEY = "sk-proj-" + "Ab3" * 16
ANSWER = json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": f"use {KEY}"}}]}).encode()


def told(body: bytes, answer: bytes = ANSWER, *fields: tuple[str, str], breaks: bool = False) -> Account:
    session, _ = begun(policy(), body)
    for event in (answered(200, *fields), piece(answer), broke() if breaks else ended()):
        session.handle(event)
    return session.account()


def asked(text: str) -> bytes:
    return json.dumps({"model": "m", "messages": [{"role": "user", "content": text}]}).encode()


def test_what_is_written_is_read_and_holds_no_secret(tmp_path: Path):
    path = tmp_path / "tape.jsonl"
    writer = TapeWriter(path, TapeHead(harness="pi", folders=("/home/u/x",)))
    writer.hear(told(asked(f"my key is {KEY}")))
    writer.hear(told(asked("again"), gzip.compress(ANSWER), ("Content-Encoding", "gzip")))
    writer.close()
    tape = read_tape(path)
    assert tape.head == TapeHead(harness="pi", folders=("/home/u/x",))
    assert [entry.blocks[0].place for entry in tape.entries] == ["message 1, user, text"] * 2
    assert json.loads(tape.entries[1].body)["choices"]
    assert KEY not in path.read_text()
    assert "[secret:" in tape.entries[0].blocks[0].text
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_recording_that_is_there_is_gone_on_with(tmp_path: Path):
    path = tmp_path / "tape"
    for text in ("one", "two"):
        writer = TapeWriter(path, TapeHead())
        writer.hear(told(asked(text)))
        writer.close()
    assert [entry.blocks[0].text for entry in read_tape(path).entries] == ["one", "two"]


@pytest.mark.parametrize("text", ['{"skillrt_tape":1}', '{"skillrt_tape":1,"harness":"pi"}\n', "notes\n", "[]\n"])
def test_what_is_in_a_file_is_not_lost_to_a_recording(tmp_path: Path, text: str):
    path = tmp_path / "tape"
    path.write_text(text)
    with pytest.raises(UsageError, match="holds something already"):
        TapeWriter(path, TapeHead())
    assert path.read_text() == text


def test_an_empty_file_takes_a_recording(tmp_path: Path):
    (tmp_path / "tape").touch()
    TapeWriter(tmp_path / "tape", TapeHead()).close()
    assert read_tape(tmp_path / "tape").head == TapeHead()


def test_what_was_not_answered_to_its_end_is_left_out(tmp_path: Path):
    writer = TapeWriter(tmp_path / "tape", TapeHead())
    writer.hear(told(asked("x"), breaks=True))
    writer.hear(told(b"{not json"))
    writer.close()
    assert read_tape(tmp_path / "tape").entries == ()
    assert writer.dropped == 1


@pytest.mark.parametrize(
    "text", ["", "{}\n{}", "no", '{"a":1}', '{"skillrt_tape":2}\n', '{"skillrt_tape":1}\n{"a":"x"}\n']
)
def test_what_is_no_tape(tmp_path: Path, text: str):
    path = tmp_path / "tape"
    path.write_text(text)
    with pytest.raises(InputError, match="is no recording"):
        read_tape(path)


def test_places_that_cannot_be_used(tmp_path: Path):
    with pytest.raises(UsageError, match="there is no recording"):
        read_tape(tmp_path / "none")
    with pytest.raises(MachineError):
        TapeWriter(tmp_path / "no" / "folder", TapeHead())


@pytest.mark.parametrize(("finish", "kept"), [("stop", 1), (None, 0)])
def test_a_client_that_goes_once_it_has_its_answer_missed_nothing(tmp_path: Path, finish: str | None, kept: int):
    event = {"choices": [{"index": 0, "delta": {"content": "done"}, "finish_reason": finish}]}
    session, _ = begun(policy(), asked("x"))
    stream = msgspec.structs.replace(answered(), headers=(("Content-Type", "text/event-stream"),))
    for step in (stream, piece(b"data: %b\n\n" % json.dumps(event).encode()), ClientGone(now=1.0)):
        session.handle(step)
    writer = TapeWriter(tmp_path / "tape", TapeHead())
    writer.hear(session.account())
    writer.close()
    assert len(read_tape(tmp_path / "tape").entries) == kept
    assert writer.dropped == 0


def full_after(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """A disk with room for so many bytes more."""
    left = [size]
    write = os.write

    def written(number: int, data: bytes) -> int:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        part = bytes(data)[: left[0]]
        left[0] -= len(part)
        return write(number, part)

    monkeypatch.setattr("skillrt.gateway.tape.os.write", written)


def test_a_disk_that_fills_up_costs_answers_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path, said = tmp_path / "tape", []
    writer = TapeWriter(path, TapeHead())
    writer.say = said.append
    writer.hear(told(asked("one")))
    full_after(monkeypatch, 100)
    writer.hear(told(asked("two")))
    writer.hear(told(asked("three")))
    writer.close()
    assert writer.dropped == 2
    assert said == [f"the recording `{path}` is not complete: No space left on device"]
    assert [entry.blocks[0].text for entry in read_tape(path).entries] == ["one"], "half a line would spoil it"


def test_a_disk_that_is_full_is_found_before_anything_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    full_after(monkeypatch, 0)
    with pytest.raises(MachineError, match="tape` cannot be written: No space left"):
        TapeWriter(tmp_path / "tape", TapeHead())
    assert not (tmp_path / "tape").exists()
