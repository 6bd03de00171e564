import pytest

from skillrt.errors import Diagnostic
from skillrt.primitives.probing_parts import running
from skillrt.primitives.probing_parts.running import Trial, lines_differ, run_each, run_trials
from skillrt.process.sandbox import Unavailable


def judged(source, *trials):
    verdict = run_trials("solution.py", source, ["python3", "solution.py"], trials)
    if verdict.outcome == "skipped":
        pytest.skip(verdict.why)
    return verdict


ECHO = Trial("the first file", {"input.txt": "a\nb\n"}, "a\nb\n", {"out/x.txt": "a"})
COPY = "import os\ntext = open('input.txt').read()\nprint(text)\nos.mkdir('out')\nopen('out/x.txt', 'w').write('a')\n"


def test_what_is_printed_and_written_counts():
    assert judged(COPY, ECHO).outcome == "passed"
    assert "the first file: line 1 must be 'a', not 'c'" in judged("print('c')", ECHO).why
    assert "there is no file out/x.txt" in judged("print('a\\nb')", ECHO).why
    assert "out/x.txt: line 1 must be" in judged(COPY.replace("write('a')", "write('z')"), ECHO).why


def test_programs_that_fail():
    assert "status 1: ZeroDivisionError" in judged("1 / 0", ECHO).why
    assert "no program" in judged(" \n", ECHO).why


def test_links_out_of_the_folder_are_not_followed():
    link = "import os\nprint('a\\nb')\nos.mkdir('out')\nos.symlink('/etc/hostname', 'out/x.txt')\n"
    assert "there is no file" in judged(link, ECHO).why


def test_what_is_not_installed_is_no_trial():
    found = run_each("a.x", "x", ["no-such-program", "a.x"], [("one", {}, lambda result: "")])
    assert found.outcome == "skipped"


def test_lines_are_compared_without_blanks_at_their_ends():
    assert lines_differ("a\nb", "a  \nb\n\n") == ""
    assert lines_differ("a", "a\nb") == "line 2 is too much: 'b'"
    assert lines_differ("a\nb", "a") == "line 2 is missing: 'b'"
    assert len(lines_differ("a", "x" * 999)) < 250


def test_without_a_sandbox_nothing_is_run_and_nothing_counts(monkeypatch):
    def refuse():
        raise Unavailable(Diagnostic.of("machine.no-sandbox", "the kernel has none"))

    monkeypatch.setattr(running, "_sandbox", refuse)
    verdict = run_trials("solution.py", "print(1)", ["python3", "solution.py"], [ECHO])
    assert (verdict.outcome, verdict.why) == ("skipped", "no sandbox: the kernel has none")


def test_an_input_that_cannot_be_made_is_no_trial():
    made = Trial("one", {running.MAKER: "not there"}, "1")
    assert run_trials("solution.sh", "exit 99", ["sh", "solution.sh"], [made]).outcome == "skipped"
    assert judged("import sys\nsys.exit(99)", ECHO).outcome == "failed"


def test_what_is_gone_must_be_gone_and_blanks_may_count_nothing():
    trial = Trial("one", {"a.txt": "x"}, "1 2\n", gone=("a.txt",), loose=True)
    assert "a.txt must not be there" in judged("print('  1   2')", trial).why
    assert judged("import os\nos.remove('a.txt')\nprint(' 1  2')", trial).outcome == "passed"
