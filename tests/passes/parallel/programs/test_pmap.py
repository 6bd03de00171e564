"""The map at work: order, status, items that are no code, resuming, ending."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.passes.parallel.programs.run import FOLDER, MAP, pmap, told

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a POSIX shell script")

HOSTILE = (
    "$(touch hacked)",
    "`touch hacked`",
    "; touch hacked",
    "a b",
    "-rf",
    "'",
    '"',
    "*",
    "{}",
    "ä\n",
    "\\",
    "&& touch hacked",
)


def test_what_is_printed_comes_in_the_order_of_the_items(tmp_path):
    done = pmap(
        "-j",
        "4",
        "sh",
        "-c",
        'sleep "$1"; echo "$1"; echo "e$1" >&2',
        "x",
        "{}",
        ":::",
        "0.3",
        "0.1",
        "0",
        "0.2",
        cwd=tmp_path,
    )
    assert done.stdout == b"0.3\n0.1\n0\n0.2\n"
    assert told(done) == ["e0.3", "e0.1", "e0", "e0.2", "pmap: 4 items: 4 done, 0 failed"]
    assert done.returncode == 0


def test_they_go_on_at_the_same_time(tmp_path):
    start = time.monotonic()
    pmap("-j", "6", "sleep", ":::", *(["2"] * 6), cwd=tmp_path)
    assert time.monotonic() - start < 9  # one after the other: 12


def test_marks_are_filled_in(tmp_path):
    done = pmap(
        "echo", "{}", "{.}", "{/}", "{/.}", "{#}", "x{}y", "{z}", ":::", "a/b.c.txt", ".hid", "d.e/f", cwd=tmp_path
    )
    assert done.stdout.decode().splitlines() == [
        "a/b.c.txt a/b.c b.c.txt b.c 1 xa/b.c.txty {z}",
        ".hid .hid .hid .hid 2 x.hidy {z}",
        "d.e/f d.e/f f f 3 xd.e/fy {z}",
    ]


def test_no_item_is_code_and_none_is_changed(tmp_path):
    show = ["sh", "-c", 'printf "<%s>" "$1"', "x", "{}"]
    done = pmap(*show, ":::", *HOSTILE, cwd=tmp_path)
    assert done.stdout.decode() == "".join(f"<{item}>" for item in HOSTILE)
    zero = pmap("-0", *show, cwd=tmp_path, stdin=b"\0".join(item.encode() for item in HOSTILE) + b"\0\xff")
    assert zero.stdout == done.stdout + b"<\xff>"
    assert not (tmp_path / "hacked").exists()


def test_items_of_lines_and_of_a_pattern(tmp_path):
    for name in ("b.md", "a b.md", "-c.md", "d.txt"):
        (tmp_path / name).write_text("")
    assert pmap("echo", "{.}", "--glob", cwd=tmp_path, stdin=b"one.x\n\ntwo").stdout == b"one --glob\ntwo --glob\n"
    assert pmap("--glob", "*.md", "echo", "{}", cwd=tmp_path).stdout == b"./-c.md\na b.md\nb.md\n"


def test_what_fails_is_named_and_the_rest_is_done(tmp_path):
    done = pmap("--verbose", "sh", "-c", 'exit "$1"', "x", ":::", "0", "3", "0", "4", cwd=tmp_path)
    assert done.returncode == 1
    lines = told(done)
    assert [line for line in lines if "failed (" in line] == [
        "pmap: failed (exit status 3): 3",
        "pmap: failed (exit status 4): 4",
    ]
    assert lines[-2:] == ["pmap: 4 items: 2 done, 2 failed", "pmap: failed: 3, 4"]
    assert sum("done in" in line for line in lines) == 2


def test_stop_begins_nothing_more(tmp_path):
    done = pmap(
        "-j", "1", "--stop", "sh", "-c", 'echo "$1"; exit "$1"', "x", ":::", "0", "1", *(["2"] * 50), cwd=tmp_path
    )
    assert done.returncode == 1
    assert done.stdout == b"0\n1\n"
    assert "pmap: 2 items: 1 done, 1 failed, 50 not begun" in told(done)


def test_stop_looks_at_what_waits_for_its_turn_to_be_printed(tmp_path):
    code = 'echo "$1"; sleep "$1"; test "$1" != 0'
    done = pmap("-j", "2", "--stop", "sh", "-c", code, "x", ":::", "1", "0", "0.1", "0.2", "0.3", cwd=tmp_path)
    assert done.stdout == b"1\n0\n"
    assert "pmap: 2 items: 1 done, 1 failed, 3 not begun" in told(done)


def test_what_takes_too_long_is_ended_with_all_it_started(tmp_path):
    code = 'if [ "$1" = long ]; then sleep 60 & echo $! > pid; wait; fi; echo "$1"'
    done = pmap("-j", "2", "--timeout", "1", "sh", "-c", code, "x", "{}", ":::", "long", "short", cwd=tmp_path)
    assert done.stdout == b"short\n"
    assert "pmap: failed (took longer than 1 s): long" in told(done)
    assert not _lives(int((tmp_path / "pid").read_text()))


def test_wrong_command_lines(tmp_path):
    assert pmap(cwd=tmp_path).returncode == 2
    assert pmap("--glob", "*", "echo", ":::", "x", cwd=tmp_path).returncode == 2
    assert pmap("-j", "0", "echo", cwd=tmp_path).returncode == 2
    missing = pmap("no-such-program-at-all", "{}", ":::", "a", "b", cwd=tmp_path)
    assert missing.returncode == 127
    assert told(missing) == ["pmap: there is no program no-such-program-at-all"]
    assert b"exit status" in pmap("--help", cwd=tmp_path).stdout


def test_a_journal_leaves_out_what_was_done(tmp_path):
    command = ["--journal", "j", "sh", "-c", 'test "$1" != "$(cat bad)" && echo "$1" >> ran', "x", "{}"]
    (tmp_path / "bad").write_text("2")
    first = pmap(*command, ":::", "1", "2", "3", cwd=tmp_path)
    assert first.returncode == 1
    (tmp_path / "bad").write_text("none")
    second = pmap(*command, ":::", "1", "2", "3", "4", cwd=tmp_path)
    assert second.returncode == 0
    assert told(second) == ["pmap: 4 items: 2 done, 0 failed, 2 done before"]
    assert sorted((tmp_path / "ran").read_text().split()) == ["1", "2", "3", "4"]
    other = pmap("--journal", "j", "echo", ":::", "1", cwd=tmp_path)
    assert other.returncode == 2
    assert "is of another command" in told(other)[0]


def test_after_kill_9_nothing_is_left_out_and_nothing_done_is_done_again(tmp_path):
    code = 'sleep 0.05; echo "$1" >> ran'
    command = ["sh", MAP, "-j", "4", "--journal", "j", "sh", "-c", code, "x", "{}"]
    items = [str(number) for number in range(60)]
    # the script becomes the program, so that this is its process
    process = subprocess.Popen(
        [*command, ":::", *items], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _until(lambda: _lines(tmp_path / "j") > 12)
    process.kill()
    process.wait()
    entered = [
        json.loads(line)["item"] for line in (tmp_path / "j").read_text().splitlines()[1:] if line.endswith("}")
    ]
    time.sleep(0.3)
    before = (tmp_path / "ran").read_text().split()
    done = pmap(*command[2:], ":::", *items, cwd=tmp_path)
    assert done.returncode == 0
    ran = (tmp_path / "ran").read_text().split()
    assert sorted(set(ran), key=int) == items
    again = ran[len(before) :]
    assert not set(again) & set(entered)
    assert len(ran) <= len(items) + 60 - len(entered)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_children_and_tells(tmp_path, number):
    code = 'trap "" INT; echo $$ >> pids; sleep 60'
    process = subprocess.Popen(
        ["sh", MAP, "-j", "3", "--journal", "j", "sh", "-c", code, "x", ":::", *"abcdef"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
    )
    _until(lambda: _lines(tmp_path / "pids") == 3)
    process.send_signal(number)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert b"ended by a signal; the same command goes on" in said
    assert not any(_lives(int(pid)) for pid in (tmp_path / "pids").read_text().split())


def test_a_signal_while_it_waits_for_items(tmp_path):
    process = subprocess.Popen(["sh", MAP, "touch"], cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(b"begun\n")
    process.stdin.flush()
    _until((tmp_path / "begun").is_file)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"ended by a signal" in said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends children with their parent")
def test_children_end_with_a_killed_map(tmp_path):
    process = subprocess.Popen(
        ["sh", MAP, "-j", "2", "sh", "-c", "echo $$ >> pids; exec sleep 60", "x", ":::", "a", "b"], cwd=tmp_path
    )
    _until(lambda: _lines(tmp_path / "pids") == 2)
    process.kill()
    process.wait()
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    _until(lambda: not any(map(_lives, pids)))


def test_nobody_reads_any_more(tmp_path):
    command = f"sh {MAP} -j 2 sh -c 'seq 20000' x ::: 1 2 3 4 5 6 7 8 9 | head -n 1"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert done.stdout.startswith(b"1")
    assert b"Traceback" not in done.stderr


@pytest.mark.slow
def test_many_items_take_no_more_memory(tmp_path):
    def peak(count: int) -> int:
        code = (
            "import resource, runpy, sys\nsys.argv = ['pmap', '-j', '2', 'true']\n"
            f"sys.path.insert(0, {str(FOLDER)!r})\n"
            f"try: runpy.run_path({str(FOLDER / 'pmap.py')!r}, run_name='__main__')\n"
            "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        items = "\n".join(map(str, range(count))).encode()
        done = subprocess.run(
            [sys.executable, "-c", code], input=items, capture_output=True, check=False, cwd=tmp_path
        )
        assert f"{count} items: {count} done".encode() in done.stderr
        return int(done.stdout)

    small = peak(100)
    assert peak(4000) - small < 4000  # KB


def without_python(tmp_path: Path) -> str:
    """A copy of the script whose search for Python finds none."""
    text = Path(MAP).read_text()
    script = tmp_path / "pmap"
    script.write_text(text.replace("for python in python3 python;", "for python in no-python-here;"))
    assert script.read_text() != text
    return str(script)


@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
def test_without_python_items_are_done_one_after_the_other(tmp_path, shell):
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell}")
    script = without_python(tmp_path)

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([shell, script, *arguments], cwd=tmp_path, capture_output=True, check=False, timeout=60)

    marks = run("echo", "{}", "{.}", "{/}", "{/.}", "x{}y", "{z}", ":::", "a/b.c.txt", ".hid", "d.e/f")
    assert marks.stdout.decode().splitlines() == [
        "a/b.c.txt a/b.c b.c.txt b.c xa/b.c.txty {z}",
        ".hid .hid .hid .hid x.hidy {z}",
        "d.e/f d.e/f f f xd.e/fy {z}",
    ]
    hostile = run("-j", "4", "sh", "-c", 'printf "<%s>" "$1"', "x", ":::", *HOSTILE)
    assert hostile.stdout.decode() == "".join(f"<{item}>" for item in HOSTILE)
    assert not (tmp_path / "hacked").exists()
    failing = run("sh", "-c", 'exit "$1"', "x", ":::", "0", "3")
    assert failing.returncode == 1
    assert told(failing) == ["pmap: failed (exit status 3): 3", "pmap: 2 items: 1 done, 1 failed"]
    assert run("echo").returncode == 127
    assert run("--glob", "*", "echo").returncode == 127


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.is_file() and ") Z " in stat.read_text())


def _lines(path: Path) -> int:
    return path.read_text().count("\n") if path.is_file() else 0


def _until(holds) -> None:
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to it")
