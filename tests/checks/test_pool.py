import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from skillrt.checks.pool import available_processors, in_order

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals")


def square(number: int) -> int:
    time.sleep(0.01 if number % 3 else 0.03)
    return number * number


def die_of_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 5:
        os._exit(7)
    return number


def lost(death: str) -> str:
    return death


def test_results_come_in_order():
    assert list(in_order(square, range(40), 2, int)) == [n * n for n in range(40)]


def test_no_inputs():
    assert list(in_order(square, [], 2, int)) == []


def test_a_process_that_dies_costs_one_input():
    found = list(in_order(die_of_three, range(8), 2, lost))
    assert found == [0, 1, 2, "signal 9 (SIGKILL)", 4, "status 7", 6, 7]


def test_few_inputs_are_under_way():
    taken = 0

    def inputs() -> Iterator[int]:
        nonlocal taken
        for number in range(400):
            taken += 1
            yield number

    results = in_order(square, inputs(), 2, int)
    assert next(results) == 0
    assert taken < 60
    results.close()


def test_ending_early_leaves_no_process():
    results = in_order(square, range(1000), 2, int)
    next(results)
    results.close()
    import multiprocessing

    assert multiprocessing.active_children() == []


SCRIPT = """
import os, time, sys
from skillrt.checks.pool import in_order

def work(number):
    time.sleep(0.05)
    return number

def long_work(number):
    print(os.getpid(), flush=True)
    time.sleep(600)

if __name__ == "__main__":
    try:
        for result in in_order(work, range(100000), 2, str):
            print(result, flush=True)
    except KeyboardInterrupt:
        sys.exit(130)
"""


def test_an_interrupt_ends_all_at_once_without_noise(tmp_path: Path):
    (tmp_path / "script.py").write_text(SCRIPT)
    process = subprocess.Popen(
        [sys.executable, str(tmp_path / "script.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"0\n"
    os.killpg(process.pid, signal.SIGINT)  # what a terminal does: the whole group gets it
    begin = time.monotonic()
    _, errors = process.communicate(timeout=20)
    assert time.monotonic() - begin < 5
    assert process.returncode == 130
    assert errors == b""


MASKS = """
import signal
from skillrt.checks.pool import in_order

def held_back(_):
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])

if __name__ == "__main__":
    print(*in_order(held_back, range(2), 2, str), held_back(0))
"""


def test_processes_see_no_interrupt_from_their_first_line(tmp_path: Path):
    (tmp_path / "script.py").write_text(MASKS)
    command = [sys.executable, str(tmp_path / "script.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "True True False\n"


def test_processes_end_when_the_one_that_started_them_is_killed(tmp_path: Path):
    (tmp_path / "script.py").write_text(SCRIPT.replace("in in_order(work,", "in in_order(long_work,"))
    with subprocess.Popen([sys.executable, str(tmp_path / "script.py")], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        pids = [int(process.stdout.readline()) for _ in range(2)]
        assert len(set(pids)) == 2
        process.kill()
        assert process.stdout.read() == b""  # at its end once nobody holds it any more


def test_there_is_a_processor():
    assert available_processors() >= 1


def test_modules_of_the_present_folder_are_not_run(tmp_path: Path):
    """A skill that is compiled where it lies may hold a `multiprocessing.py`."""
    for name in ("multiprocessing", "pickle", "json", "msgspec", "struct", "signal"):
        (tmp_path / f"{name}.py").write_text(f"open('ran-{name}', 'w').close()\n")
    for name in ("one", "two", "three"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "SKILL.md").write_text(f"---\nname: {name}\ndescription: Says {name}.\n---\n\nSay {name}.\n")
    program = Path(sys.executable).parent / "skillrt"
    command = [program, "compile", ".", "--target", "any/model@bare", "-o", "out", "-j", "2"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("ran-")] == []
