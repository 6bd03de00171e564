import pytest

from skillrt.gateway.assembly.exits import Exit, exit_in, is_refused
from skillrt.targets import shipped_harnesses
from skillrt.targets.traffic import Exits

STOPPED = "shell tool terminated command after exceeding timeout"
GEMINI = "<untrusted_context>\nOutput: "
STATUSES = [
    ("claude-code", "Exit code 2\nwrong", Exit(2)),
    ("claude-code", "Exit code 143\nCommand timed out after 1s", Exit(143)),
    ("claude-code", "fine", Exit(0)),
    ("codex", "Chunk ID: 1a\nWall time: 0.1 seconds\nProcess exited with code 127\nOutput:\nx", Exit(127)),
    ("codex", "Chunk ID: 1a\nWall time: 9 seconds\nProcess running with session ID 3\nOutput:\n", Exit(None)),
    ("opencode", "Traceback ...", Exit(None)),
    ("opencode", f"(no output)\n\n<shell_metadata>\n{STOPPED} 9 ms.\n</shell_metadata>", Exit(None, True)),
    ("pi", "gone\n\n\nCommand exited with code 3", Exit(3)),
    ("pi", "fine\n", Exit(0)),
    ("pi", "a\n\nCommand timed out after 1 seconds", Exit(None, True)),
    ("openclaw", "gone\n\n(Command exited with code 3)", Exit(3)),
    ("openclaw", "/bin/bash: line 3: jq: command not found\n\nCommand not found", Exit(127)),
    ("openclaw", "Command timed out after 1 seconds.\n\nThe command was terminated, but", Exit(None, True)),
    ("openclaw", "Command still running (session quiet-fern, pid 31). Use process", Exit(None)),
    ("claude-code", "Command running in background with ID: b1. Output is being written to: /x", Exit(None)),
    ("gemini-cli", f"{GEMINI}a\nExit Code: 1\nProcess Group PGID: 32126\n</untrusted_context>", Exit(1)),
    ("gemini-cli", f"{GEMINI}Exit Code: 1\nProcess Group PGID: 32126\n</untrusted_context>", Exit(0)),
    ("bare", "a\nstandard error:\nb\n[exit status 4]", Exit(4)),
    ("bare", "[did not end within 3 seconds and was stopped]", Exit(None, True)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "result", "wanted"), STATUSES)
def test_how_each_harness_says_it(name: str, result: str, wanted: Exit):
    assert exit_in(result, shipped_harnesses()[name].traffic.exits, is_error=False) == wanted


def test_what_the_output_says_of_other_commands_does_not_count():
    for name in ("codex", "pi", "openclaw", "gemini-cli", "bare"):
        exits = shipped_harnesses()[name].traffic.exits
        text = "a log:\nExit code 1\nProcess exited with code 1\nCommand exited with code 1\n[exit status 1]\nand on"
        assert exit_in(text, exits, is_error=False).status == exits.unsaid


def test_where_the_request_itself_says_that_it_failed():
    assert exit_in("oh", Exits(unsaid=0), is_error=True) == Exit(None, broken=True)
    assert exit_in("oh", Exits(), is_error=False) == Exit(None)


def test_a_long_result_is_read_at_both_ends():
    long = "x\n" * 50_000
    assert exit_in(f"Exit code 2\n{long}", Exits(said=(r"\AExit code (\d+)",)), is_error=False) == Exit(2)
    assert exit_in(f"{long}(code 3)", Exits(said=(r"\(code (\d+)\)\Z",)), is_error=False) == Exit(3)


@pytest.mark.parametrize(
    ("name", "result", "wanted"),
    [
        ("pi", "ENOENT: no such file or directory, access '/w/a.txt'", True),
        ("pi", "ENOENT: is what a program says\nwhere a file is missing", False),
        ("pi", "Tool fly not found", True),
        ("openclaw", '{\n  "status": "error",\n  "tool": "read",\n  "error": "File not found: /w/a."\n}', True),
        ("opencode", "File not found: /w/a.txt", True),
        ("opencode", "<path>/w/a</path>\nFile not found: /w/a.txt", False),
        ("codex", "unsupported call: fly", True),
    ],
)
def test_tools_that_say_themselves_that_they_failed(name: str, result: str, wanted: bool):
    assert is_refused(result, shipped_harnesses()[name].traffic.exits) == wanted
