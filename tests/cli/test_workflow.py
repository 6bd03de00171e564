import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from skillrt.cli.main import main
from tests.workflow.records import put_variant, record, step, wants


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A workspace, with a data folder beside it."""
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    workspace = tmp_path / "project"
    workspace.mkdir()
    monkeypatch.chdir(workspace)
    return workspace


def variant(place: Path, content) -> str:
    return str(put_variant(place.parent / "variant", content))


def test_run_shows_output_and_reports(place, capsys):
    content = record(step("a", "echo from a; echo x >a.txt"), step("b", "cat a.txt"), pairs=["a>b"])
    assert main(["workflow", "run", variant(place, content)]) == 0
    taken = capsys.readouterr()
    assert "a | from a\n" in taken.err
    assert "b | x\n" in taken.err
    assert "2 done" in taken.out
    assert (place / "a.txt").exists()


def test_json_is_all_that_standard_output_has(place, capsys):
    assert main(["workflow", "run", variant(place, record(step("a", "echo hi"))), "--format", "json", "-j", "2"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["status"], found["jobs"], found["rows"][0]["state"]) == ("completed", 2, "done")


def test_a_failing_step_is_status_1_and_the_command_to_go_on_works(place, capsys):
    content = record(step("a", "echo a >>log"), step("b", wants("cat <f>", f="<f>")), pairs=["a>b"])
    command = ["workflow", "run", variant(place, content), "--input", "f=it's ready"]
    assert main([*command, "--quiet", "--timeout", "60", "--jobs", "2"]) == 1
    taken = capsys.readouterr()
    assert taken.err == ""
    go_on = taken.out.partition("go on: ")[2].strip()
    assert go_on.endswith("--jobs 2 --timeout 60 --quiet --resume")
    assert main(command) == 2
    assert "workflow.unfinished" in capsys.readouterr().err
    (place / "it's ready").touch()
    subprocess.run(
        go_on.replace("skillrt", f"{sys.executable} -m skillrt", 1), shell=True, check=True, capture_output=True
    )
    assert (place / "log").read_text() == "a\n"


def test_missing_inputs_and_steps_for_an_agent_are_told_before_anything_runs(place, capsys):
    content = record(
        step("a", "touch ran"), step("b", wants("cat <x>", source="<x>")), step("c"), step("d", "rm x", outside=True)
    )
    folder = variant(place, content)
    assert main(["workflow", "run", folder]) == 2
    taken = capsys.readouterr().err
    assert taken.count("workflow.needs-agent") == 2
    assert "--skip c" in taken
    assert main(["workflow", "run", folder, "--skip", "c,d"]) == 2
    assert "--input source=VALUE" in capsys.readouterr().err
    assert os.listdir(place) == []


def test_dry_run_and_show_run_nothing(place, capsys):
    content = record(step("a", wants("touch <x>", x="<x>")), workflows=("w1",))
    folder = variant(place, content)
    assert main(["workflow", "run", folder, "--input", "x=a b", "--dry-run", "--on-failure", "bogus"]) == 2
    assert main(["workflow", "run", folder, "--input", "x=a b", "--dry-run"]) == 0
    assert capsys.readouterr().out == "a do a\n  touch 'a b'\n"
    assert main(["workflow", "show", folder]) == 0
    assert "--input x=VALUE" in capsys.readouterr().out
    assert main(["workflow", "show", folder, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["workflows"][0]["id"] == "w1"
    assert main(["workflow", "show", folder, "--workflow", "w9"]) == 2
    assert os.listdir(place) == []
    assert not (place.parent / "data").exists()


def test_show_knows_how_long_steps_took(place, capsys):
    folder = variant(place, record(step("a", "sleep 0.1")))
    assert main(["workflow", "run", folder, "--quiet"]) == 0
    capsys.readouterr()
    assert main(["workflow", "show", folder, "--format", "json"]) == 0
    (flow,) = json.loads(capsys.readouterr().out)["workflows"]
    assert flow["steps"][0]["seconds"] >= 0.1


@pytest.mark.parametrize(
    "options",
    [
        ["--input", "x"],
        ["--on-failure", "hope"],
        ["--workspace", "nowhere"],
        ["--approve", "zz"],
        ["--workflow", "w9"],
        ["--input", "zz=1"],
    ],
)
def test_wrong_options_are_status_2(place, options):
    assert main(["workflow", "run", variant(place, record(step("a", "touch ran"))), *options]) == 2
    assert os.listdir(place) == []


@pytest.mark.parametrize(
    "options", [["--jobs", "0"], ["--timeout", "0"], ["--timeout", "x"], ["--resume", "--fresh"]]
)
def test_options_that_cannot_be_read(place, options):
    with pytest.raises(SystemExit) as caught:
        main(["workflow", "run", "variant", *options])
    assert caught.value.code == 2


def test_without_a_workflow_the_remedy_is_told(place, capsys):
    assert main(["workflow", "run", str(place)]) == 1
    assert "workflow.none" in capsys.readouterr().err


def test_a_journal_of_ones_own(place, capsys):
    folder = variant(place, record(step("a", "echo x")))
    assert main(["workflow", "run", folder, "--journal", "j.jsonl"]) == 0
    assert sorted(os.listdir(place)) == ["j.jsonl", "j.jsonl.outputs"]
    assert not (place.parent / "data").exists()
    assert main(["workflow", "run", folder, "--journal", "/dev/full"]) == 3
    assert "workflow.journal-unwritable" in capsys.readouterr().err


def spawned(place: Path, *options: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "skillrt", "workflow", "run", str(place.parent / "variant"), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def until(condition) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def lines(place: Path) -> list[str]:
    return (place / "log").read_text().split() if (place / "log").exists() else []


def test_a_place_that_is_not_filled_in_is_told(place, capsys):
    content = record(step("a", wants("echo {x}", x="{x}")), step("b", "python3 -c \"print('{x}')\""))
    folder = variant(place, content)
    assert main(["workflow", "run", folder, "--input", "x=1"]) == 0
    assert "`{x}` stays as it is in `b`" in capsys.readouterr().err
    assert main(["workflow", "show", folder]) == 0
    assert "({x} in a; not filled in in b)" in capsys.readouterr().out


def test_a_reader_that_goes_away_takes_nothing_from_the_run(place):
    content = record(
        step("a", "until test -e gone; do sleep 0.02; done; echo a >>log"),
        step("b", "echo b; echo b >>log"),
        pairs=["a>b"],
    )
    variant(place, content)
    running = spawned(place, "--jobs", "2")
    assert running.stdout is not None
    assert b"begins" in running.stdout.readline()
    running.stdout.close()
    (place / "gone").touch()
    assert running.wait(20) == 0
    assert lines(place) == ["a", "b"]
    assert main(["workflow", "run", str(place.parent / "variant")]) == 0  # the run before came to its end


def test_killed_in_the_middle_and_gone_on_with_no_step_runs_twice_and_none_is_lost(place, capsys):
    """Each step says when it begins and when it has ended; killed at three moments."""
    steps = [step(f"s{number}", f"echo b{number} >>log; sleep 0.05; echo e{number} >>log") for number in range(40)]
    variant(place, record(*steps, pairs=[f"s{number}>s{number + 3}" for number in range(37)]))
    for ended in (5, 15, 30):
        process = spawned(place, "--jobs", "3", *(["--resume"] if lines(place) else []))
        until(lambda ended=ended: sum(line.startswith("e") for line in lines(place)) >= ended)
        process.kill()
        process.communicate()
        time.sleep(0.2)
    process = spawned(place, "--jobs", "3", "--resume")
    out = process.communicate()[0].decode()
    assert process.returncode == 0, out
    assert "runs again" in out
    found = lines(place)
    begun = {number: found.count(f"b{number}") for number in range(40)}
    assert set(begun) == set(range(40))
    assert min(begun.values()) == 1
    # at each kill no more than the three that ran can have begun once more
    assert sum(begun.values()) <= 40 + 3 * 3
    for number in range(37):
        assert found.index(f"e{number}") < found.index(f"b{number + 3}")


def test_a_step_that_outlived_its_killed_run_is_ended_before_it_runs_again(place):
    variant(place, record(step("a", "echo b >>log; test -e ready || { echo w >>log; sleep 60; }; echo e >>log")))
    process = spawned(place)
    until(lambda: lines(place) == ["b", "w"])
    process.kill()
    process.communicate()
    (place / "ready").touch()
    process = spawned(place, "--resume")
    out = process.communicate()[0].decode()
    assert process.returncode == 0, out
    assert "still at work; it was ended" in out
    assert lines(place) == ["b", "w", "b", "e"]


def test_control_c_ends_the_steps_and_says_how_to_go_on(place):
    variant(place, record(step("a", "echo $$ >pid; echo b >>log; sleep 60")))
    process = spawned(place)
    until(lambda: lines(place) == ["b"])
    process.send_signal(signal.SIGINT)
    out = process.communicate(timeout=20)[0].decode()
    assert process.returncode == 130
    assert "1 interrupted" in out
    assert "--resume" in out
    with pytest.raises(ProcessLookupError):
        os.kill(int((place / "pid").read_text()), 0)


def test_a_journal_in_a_folder_that_is_not_there_begins_nothing(place, capsys):
    variant(place, record(step("a", "echo b >>log")))
    assert main(["workflow", "run", str(place.parent / "variant"), "--journal", str(place / "nowhere" / "j")]) == 3
    assert "there is no folder" in capsys.readouterr().err
    assert not (place / "nowhere").exists()
    assert lines(place) == []


def test_an_input_is_given_once(place, capsys):
    variant(place, record(step("a", "echo b >>log")))
    assert main(["workflow", "run", str(place.parent / "variant"), "--input", "x=-n", "--input", "x=b"]) == 2
    assert "`--input` gives `x` more than once" in capsys.readouterr().err
    assert lines(place) == []


def test_two_at_once_the_second_is_refused(place, capsys):
    variant(place, record(step("a", "echo b >>log; while ! test -e ready; do sleep 0.02; done")))
    process = spawned(place)
    until(lambda: lines(place) == ["b"])
    assert main(["workflow", "run", str(place.parent / "variant"), "--resume"]) == 1
    assert "workflow.busy" in capsys.readouterr().err
    (place / "ready").touch()
    process.communicate(timeout=20)
    assert process.returncode == 0
    assert lines(place) == ["b"]


def test_a_disk_that_is_full_for_real(place):
    """A small file system of its own, where the system lets users have one."""
    mount = ["unshare", "-Urm", "sh", "-ec"]
    try:
        works = subprocess.run([*mount, "mount -t tmpfs none /mnt"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        works = False
    if not works:
        pytest.skip("no file system of one's own")
    fill = "dd if=/dev/zero of=$SKILLRT_DATA_DIR/fill bs=4k status=none; true"
    steps = [step("a", "true"), step("fill", fill), *(step(f"s{number}", f"touch {number}") for number in range(200))]
    variant(place, record(*steps, pairs=["a>fill", "fill>s0", *(f"s{n}>s{n + 1}" for n in range(199))]))
    run = f"{sys.executable} -m skillrt workflow run {place.parent}/variant --quiet"
    script = f"""
        mount -t tmpfs -o size=256k none /mnt
        SKILLRT_DATA_DIR=/mnt; export SKILLRT_DATA_DIR
        {run} && exit 9 || status=$?
        test $status = 3 || exit 8
        rm /mnt/fill
        {run} --resume --skip fill
    """
    done = subprocess.run([*mount, script], cwd=place, capture_output=True, check=False)
    out = done.stdout.decode()
    assert done.returncode == 0, out + done.stderr.decode()
    assert "its journal cannot be written" in out
    assert "No space left" in out
    assert len(os.listdir(place)) == 200


def test_runs_are_forgotten_when_that_is_asked_for(place, capsys):
    assert main(["workflow", "run", variant(place, record(step("a", "echo hi"))), "--quiet"]) == 0
    runs = place.parent / "data" / "workflows"
    assert main(["workflow", "prune"]) == 2
    assert "usage.missing-argument" in capsys.readouterr().err
    assert main(["workflow", "prune", "--older-than", "1d"]) == 0
    assert "0 runs forgotten" in capsys.readouterr().out
    assert main(["workflow", "prune", "--max-size", "1", "--dry-run"]) == 0
    assert "1 run would be forgotten" in capsys.readouterr().out
    assert len(list(runs.iterdir())) == 1
    assert main(["workflow", "prune", "--max-size", "1", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["gone"] == 1
    assert list(runs.iterdir()) == []
