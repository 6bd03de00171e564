import io
import os
from contextlib import suppress

from skillrt.cli.step_output import StepOutput
from skillrt.workflow.outcome import StepState


def made(**options):
    stream = io.StringIO()
    return stream, StepOutput(stream, ["a", "bb"], 2, **{"terminal": False, "colour": False} | options)


def test_lines_come_as_they_are_printed_each_with_its_step(tmp_path):
    stream, output = made()
    path = tmp_path / "out"
    path.write_bytes(b"")
    output.started(1, StepState("running", attempts=1), path)
    with path.open("ab") as file:
        file.write(b"one\ntw")
        file.flush()
        output.tick()
        assert stream.getvalue() == "bb | begins\nbb | one\n"
        file.write(b"o\nlast")
    output.ended(1, StepState("failed", status=3, attempts=1, seconds=1.5))
    assert stream.getvalue().splitlines()[2:] == ["bb | two", "bb | last", "bb | failed with status 3 after 1.50 s"]


def test_what_would_act_on_a_terminal_is_shown_as_text(tmp_path):
    stream, output = made(terminal=True)
    path = tmp_path / "out"
    path.write_bytes(b"10%\r50%\r100%\r\n\x1b[2Jgone\xff\n\x1b]0;title\x07\n")
    output.started(0, StepState(attempts=1), path)
    output.ended(0, StepState("done", attempts=1))
    shown = stream.getvalue()
    assert "a  | 100%\n" in shown
    assert "50%" not in shown
    assert "\x1b[2J" not in shown
    assert "\x07" not in shown


def test_a_line_about_the_progress_on_a_terminal_only(tmp_path):
    path = tmp_path / "out"
    path.write_bytes(b"")
    for terminal in (True, False):
        stream, output = made(terminal=terminal, colour=terminal)
        output.started(0, StepState(attempts=1), path)
        output.tick()
        output.told("x")
        output.close()
        assert ("0 of 2 steps, 0 s, running: a" in stream.getvalue()) is terminal
        assert ("\x1b[" in stream.getvalue()) is terminal
    assert stream.getvalue().endswith("skillrt: x\n")


def test_a_step_that_prints_too_much_is_shown_from_further_on(tmp_path):
    stream, output = made()
    path = tmp_path / "out"
    path.write_bytes(b"x" * 99 + b"\n")
    output.started(0, StepState(attempts=1), path)
    path.write_bytes(b"".join(b"%07d\n" % number for number in range(400_000)))
    output.ended(0, StepState("done", attempts=1))
    shown = stream.getvalue()
    assert "bytes left out here" in shown
    assert "0399999" in shown
    assert len(shown) < 300_000


def test_one_endless_line_is_cut(tmp_path):
    stream, output = made()
    path = tmp_path / "out"
    path.write_bytes(b"y" * 500_000)
    output.started(0, StepState(attempts=1), path)
    output.tick()
    output.ended(0, StepState("done", attempts=1))
    assert 0 < len(stream.getvalue()) < 50_000


def test_a_second_attempt_begins_where_the_first_ended(tmp_path):
    stream, output = made()
    path = tmp_path / "out"
    path.write_bytes(b"first\n")
    output.started(0, StepState(attempts=1), path)
    output.ended(0, StepState("waiting", status=1, attempts=1))
    output.started(0, StepState(attempts=2), path)
    with path.open("ab") as file:
        file.write(b"second\n")
    output.ended(0, StepState("done", attempts=2))
    shown = stream.getvalue()
    assert (shown.count("first"), shown.count("second")) == (1, 1)
    assert "it is tried again" in shown
    assert "begins (attempt 2)" in shown


def test_what_an_attempt_prints_before_it_is_followed_is_shown(tmp_path):
    stream, output = made()
    path = tmp_path / "out"
    for attempt in (1, 2, 3):
        with path.open("ab") as file:
            file.write(b"no\n")  # a program may have ended before its file is looked at
        output.started(0, StepState("running", attempts=attempt), path)
        output.ended(0, StepState("failed" if attempt == 3 else "waiting", status=1, attempts=attempt))
    assert stream.getvalue().count("a  | no\n") == 3


def test_where_nobody_looks_any_more_nothing_is_shown_and_nothing_fails(tmp_path):
    reading, writing = os.pipe()
    path = tmp_path / "out"
    path.write_bytes(b"one\n")
    with suppress(BrokenPipeError), os.fdopen(writing, "w", encoding="utf-8") as stream:
        output = StepOutput(stream, ["a"], 1, terminal=True, colour=False)
        output.started(0, StepState(attempts=1), path)
        os.close(reading)
        output.tick()
        output.told("x")
        output.ended(0, StepState("done", attempts=1))
        output.close()
        assert output.interval is None
