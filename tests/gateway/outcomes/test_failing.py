import pytest

from skillrt.gateway.outcomes.failing import cause_of, command_of, exit_of
from skillrt.store.traces import Call
from tests.gateway.outcomes.samples import shell, tool

NONE = "No such file or directory"
TRACEBACK = 'Traceback (most recent call last):\n  File "fold.py", line 3, in <module>\n    import paper\n'


@pytest.mark.parametrize(
    ("result", "failure", "key"),
    [
        (f"{TRACEBACK}ModuleNotFoundError: No module named 'pdfplumber'", "environment", "missing-module:pdfplumber"),
        ("Error: Cannot find module 'left-pad'\nRequire stack:", "environment", "missing-module:left-pad"),
        ("bash: line 1: pdftotext: command not found", "environment", "missing-program:pdftotext"),
        ("/bin/sh: 1: jq: not found", "environment", "missing-program:jq"),
        ("zsh: command not found: jq", "environment", "missing-program:jq"),
        ("Error: spawn ffmpeg ENOENT", "environment", "missing-program:ffmpeg"),
        (f"{TRACEBACK}KeyError: 'PAPER_API_KEY'", "environment", "missing-variable:PAPER_API_KEY"),
        ("Error: PAPER_HOME is not set", "environment", "missing-variable:PAPER_HOME"),
        ("fold.sh: line 3: PAPER_SIZE: unbound variable", "environment", "missing-variable:PAPER_SIZE"),
        ("cat: sheet.txt: No such file or directory", "environment", "wrong-path:sheet.txt"),
        (f"{TRACEBACK}FileNotFoundError: [Errno 2] {NONE}: 'a b.csv'", "environment", "wrong-path:a b.csv"),
        (f"python: can't open file '/w/fold.py': [Errno 2] {NONE}", "environment", "wrong-path:fold.py"),
        ("curl: (6) Could not resolve host: example.org", "environment", "network:example.org"),
        ("./fold.sh: Permission denied", "environment", "permission:./fold.sh"),
        ("write error: No space left on device", "environment", "disk-full"),
        (f"{TRACEBACK}json.decoder.JSONDecodeError: Expecting: line 1", "format", "bad-json:Expecting: line 1"),
        ("jsonschema.exceptions.ValidationError: 'a' is required", "format", "bad-form:'a' is required"),
        ("fold.py: error: unrecognized arguments: --wings", "tool", "wrong-arguments:--wings"),
        ("Command timed out after 120 seconds", "time-out", "timed-out"),
        (f"{TRACEBACK}ValueError: no edge", "tool", "exception:ValueError"),
        ("  File x, line 3\n    fold(\nSyntaxError: '(' was never closed", "tool", "syntax:'(' was never closed"),
        ("fatal: not a git repository", "tool", "exception:not a git repository"),
        ("something odd", "tool", "error"),
        ("sh: 1: PAPER_SIZE: parameter not set or null", "environment", "missing-variable:PAPER_SIZE"),
        ("Expecting value: line 1 column 1 (char 0)", "format", "bad-json:Expecting value"),
        ("usage: fold.py [--timeout S]\nfold.py: error: unrecognized arguments: --x", "tool", "wrong-arguments:--x"),
        ("2 requests timed out, again\nfold.sh: line 3: jq: command not found", "environment", "missing-program:jq"),
        ("waited; Permission denied is in the log", "tool", "error"),
        (f"{TRACEBACK}ModuleNotFoundError: No module named 'a'\n{TRACEBACK}subprocess.CalledProcessError: x",
         "environment", "missing-module:a"),
        ("ENOENT: no such file or directory, access '/w/a.txt'", "environment", "wrong-path:/w/a.txt"),
        ("unsupported call: fly", "tool", "unknown-tool:fly"),
        ("shell tool terminated command after exceeding timeout 1000 ms.", "time-out", "timed-out"),
    ],
)  # fmt: skip
def test_why_a_command_failed(result: str, failure: str, key: str):
    cause = cause_of(shell("python fold.py", result, failed=True))
    assert cause
    assert (cause.failure, cause.key) == (failure, key)
    assert cause.evidence in result


@pytest.mark.parametrize(
    ("result", "status"),
    [
        ("Exit code 2\nwrong", 2),
        ("Chunk ID: 1\nWall time: 0.1\nProcess exited with code 127\nOutput:\nx", 127),
        ("output\n\nCommand exited with code 3", 3),
        ("Output: x\nError: (none)\nExit Code: 1\nSignal: 0", 1),
        ('{"exit_code": 4, "output": ""}', 4),
        ("Process exited with code 0\nOutput:\nfine", 0),
        ("no word of it", None),
    ],
)
def test_how_harnesses_say_the_status(result: str, status: int | None):
    call = shell("fold", result)
    assert exit_of(call) == status
    assert (cause_of(call) is not None) == bool(status)


@pytest.mark.parametrize(
    "call",
    [
        shell("ls", "fold.py"),
        shell("cat log", f"begin\ncat: a.txt: {NONE}"),
        shell("cat log.txt", "Traceback (most recent call last):\n  File x\nValueError: old\nand it went on"),
        shell("grep -n Error *.log", "a.log:3: FileNotFoundError: x"),
        shell("grep -c crane list.txt", "Exit code 1\n0"),
        shell("diff a b", "Exit code 1\n< x"),
        shell("cd x && test -f y", "Exit code 1"),
        shell("cat notes.md", "pip: command not found is what you may see\n"),
        tool("read", "file.read", {"path": "x"}, "Error: is the first word of this file\n" + "text " * 100),
        tool("read", "file.read", {"path": "x"}, "Exit code 1 means no"),
        Call(id="1", tool="bash", arguments="{}", operation="shell.run", answered=False, is_error=True),
        shell("fold", "ModuleNotFoundError: No module named 'x'", exit=0),
        shell("diff a b", "< timed out\n> a: No such file or directory", exit=1),
        shell("ls | grep -E 'a|b'", "", exit=1),
        shell("python -c \"print('Error: none')\"", "Error: none"),
        shell("cat old.log", "run 1\nbash: jq: command not found"),
        shell("cd x && [ -f y ]", "", exit=1),
        shell("cat ci.log", "Exit Code: 1\nand it went on"),
    ],
)
def test_what_is_no_failure(call: Call):
    assert cause_of(call) is None


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (shell("fold", f"{TRACEBACK}ValueError: no edge"), "exception:ValueError"),
        (shell("jq .", "bash: line 1: jq: command not found"), "missing-program:jq"),
        (tool("edit", "file.edit", {"path": "x"}, "<tool_use_error>String to replace not found."), "edit-mismatch"),
        (tool("edit", "file.edit", {"path": "x"}, "Error: Could not find the exact text in x"), "edit-mismatch"),
        (tool("fly", "", {}, "Unknown tool: fly", failed=True), "unknown-tool:fly"),
        (tool("read", "file.read", {"path": "x"}, "Error: File does not exist: x"), "wrong-path:x"),
        (shell("sleep 100", "Exit code 124"), "timed-out"),
        (shell("cat a.txt", f"cat: a.txt: {NONE}"), "wrong-path:a.txt"),
        (shell("fold", "boom", exit=3), "exit-3"),
        (shell("grep x missing.txt", f"Exit code 2\ngrep: missing.txt: {NONE}"), "wrong-path:missing.txt"),
        (shell("which jq; grep x y", "Exit code 1\ngrep: y: No such file or directory"), "wrong-path:y"),
    ],
)  # fmt: skip
def test_failures_without_a_flag(call: Call, key: str):
    cause = cause_of(call)
    assert cause
    assert cause.key == key


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (shell("cd missing && grep x y", f"bash: line 1: cd: missing: {NONE}", exit=1), "wrong-path:missing"),
        (shell("python -c 'print((1)'", "  File \"<string>\", line 1\n    x\nSyntaxError: bad", ), "syntax:bad"),
        (shell("cat a/b.txt", f"cat: a/b.txt: {NONE}"), "wrong-path:a/b.txt"),
        (shell("jq . a", "/bin/bash: line 1: jq: command not found"), "missing-program:jq"),
        (shell("node a.js", "Error: Cannot find module 'b'\n    at c\n\nNode.js v20.1.0"), "missing-module:b"),
        (tool("read", "file.read", {"path": "/w/a"}, "File does not exist. Note: here is /w.", failed=True),
         "wrong-path:/w/a"),
        (shell("python ./s/a.py", f"python: can't open file '/w/./s/a.py': [Errno 2] {NONE}", exit=2),
         "wrong-path:s/a.py"),
    ],
)  # fmt: skip
def test_failures_by_the_words_of_a_shell_and_its_programs(call: Call, key: str):
    cause = cause_of(call)
    assert cause
    assert cause.key == key


def test_the_command_of_a_call():
    assert (
        command_of(Call(id="1", tool="shell", arguments='{"command":["bash","-c","ls a b"]}')) == "bash -c 'ls a b'"
    )
    assert command_of(Call(id="1", tool="exec_command", arguments='{"cmd":"ls"}', operation="shell.run")) == "ls"
    assert command_of(tool("read", "file.read", {"command": "x"})) == ""
