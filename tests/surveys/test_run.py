import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterable
from pathlib import Path

import pytest

from skillrt.errors import MachineError
from skillrt.surveys import shard as of_shard
from skillrt.surveys.record import SkillRecord
from skillrt.surveys.run import SHARDS, Crew, Request, here, processes, run_survey
from skillrt.surveys.shard import Task, records_of, survey_shard
from skillrt.surveys.summary import Summary
from skillrt.surveys.walk import skills_below
from tests.surveys.collection import collection


def survey(lib: Path, out: Path, crew: Crew = here, size: int = 2) -> Summary:
    return run_survey(Request(skills_below([str(lib)]), out, crew, size))


def files(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((out / SHARDS).iterdir())}


@pytest.fixture
def lib(tmp_path: Path) -> Path:
    return collection(tmp_path / "lib", 5)


def test_shards_are_written_and_summed(lib: Path, tmp_path: Path):
    said: list[int] = []
    found = run_survey(Request(skills_below([str(lib)]), tmp_path / "o", here, 2, said.append))
    assert (found.skills, found.unread) == (5, 0)
    assert list(files(tmp_path / "o")) == ["00000.jsonl", "00001.jsonl", "00002.jsonl"]
    assert said == [2, 4, 5]
    again = Summary()
    for shard in files(tmp_path / "o").values():
        for record in records_of(shard):
            again.add(record)
    assert again == found


def test_processes_give_the_same_bytes(lib: Path, tmp_path: Path):
    one, two = survey(lib, tmp_path / "a"), survey(lib, tmp_path / "b", processes(2))
    assert one == two
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_shards_do_not_change_the_sum(lib: Path, tmp_path: Path):
    assert survey(lib, tmp_path / "a", size=2) == survey(lib, tmp_path / "b", size=100)


def test_finished_shards_are_kept_and_the_rest_is_done(lib: Path, tmp_path: Path):
    whole = survey(lib, tmp_path / "o")
    before = files(tmp_path / "o")
    folder = tmp_path / "o" / SHARDS
    (folder / "00002.jsonl").unlink()
    (folder / "00001.jsonl").write_bytes(before["00001.jsonl"][:-10])
    (folder / ".00002.jsonl.123.new").write_bytes(b"half")
    stamp = (folder / "00000.jsonl").stat().st_mtime_ns
    assert survey(lib, tmp_path / "o") == whole
    assert files(tmp_path / "o") == before
    assert (folder / "00000.jsonl").stat().st_mtime_ns == stamp


def test_a_smaller_collection_leaves_no_shard_of_the_larger_one(lib: Path, tmp_path: Path):
    survey(lib, tmp_path / "o")
    (tmp_path / "o" / SHARDS / "00009.jsonl").write_text("somebody's own")
    (tmp_path / "o" / SHARDS / "notes.jsonl").write_text("theirs too")
    for name in ("skill-000", "skill-001", "skill-002"):
        (lib / name / "SKILL.md").unlink()
    survey(lib, tmp_path / "o")
    assert list(files(tmp_path / "o")) == ["00000.jsonl", "00009.jsonl", "notes.jsonl"]


def broken_off(parts: int) -> Crew:
    """A crew that is stopped after so many parts."""

    def crew(tasks: Iterable[Task]) -> Generator[bytes | None]:
        for done, task in enumerate(tasks):
            if done == parts:
                raise KeyboardInterrupt
            yield survey_shard(task)

    return crew


def test_a_run_that_is_broken_off_keeps_every_part(lib: Path, tmp_path: Path, monkeypatch):
    found = Request(skills_below([str(lib)]), tmp_path / "whole", here, 4)
    whole = run_survey(found)
    seen: list[str] = []
    original = of_shard.record_of

    def counting(source, digest):
        seen.append(source.folder)
        return original(source, digest)

    monkeypatch.setattr(of_shard, "record_of", counting)
    for parts in (1, 0, 3, 1):
        with pytest.raises(KeyboardInterrupt):
            run_survey(Request(skills_below([str(lib)]), tmp_path / "o", broken_off(parts), 4, part=1))
        assert list(files(tmp_path / "o")) == ["00000.jsonl"]
    assert run_survey(Request(skills_below([str(lib)]), tmp_path / "o", here, 4, part=1)) == whole
    assert files(tmp_path / "o") == files(tmp_path / "whole")
    assert sorted(seen) == sorted(set(seen))


def test_parts_do_not_change_a_shard(lib: Path, tmp_path: Path):
    for part in (1, 2, 3, 10):
        out = tmp_path / str(part)
        run_survey(Request(skills_below([str(lib)]), out, processes(2), 3, part=part))
        assert files(out) == files(tmp_path / "1")


def dies_on(name: str) -> Crew:
    """A crew whose process dies on one skill."""

    def crew(tasks: Iterable[Task]) -> Generator[bytes | None]:
        for task in tasks:
            yield None if any(skill.where.endswith(name) for skill in task.skills) else survey_shard(task)

    return crew


def test_a_process_that_dies_costs_one_skill(lib: Path, tmp_path: Path):
    found = survey(lib, tmp_path / "o", dies_on("skill-001"))
    assert (found.skills, found.unread) == (5, 1)
    records = [record for shard in files(tmp_path / "o").values() for record in records_of(shard)]
    assert [record.skill for record in records] == [str(lib / f"skill-{at:03}") for at in range(5)]
    assert records[1] == SkillRecord(records[1].skill, unread=True, errors={"internal.error": 1})


@pytest.mark.slow
def test_killed_and_run_again_gives_the_same_bytes(tmp_path: Path):
    lib = collection(tmp_path / "lib", 600)
    command = [sys.executable, "-m", "skillrt", "survey", str(lib), "-j", "2", "-o"]
    killed = subprocess.Popen([*command, str(tmp_path / "a")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    shards = tmp_path / "a" / SHARDS
    for _ in range(600):
        if shards.is_dir() and any(shards.glob("*.jsonl")):
            break
        time.sleep(0.1)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    done = len(list(shards.glob("*.jsonl")))
    assert 0 < done < 6
    subprocess.run([*command, str(tmp_path / "a")], check=True, capture_output=True)
    subprocess.run([*command, str(tmp_path / "b")], check=True, capture_output=True)
    assert files(tmp_path / "a") == files(tmp_path / "b")
    for name in ("survey.json", "survey.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_shard_that_cannot_be_written_is_named(lib: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("skillrt.surveys.run.replace_file", full)
    with pytest.raises(MachineError, match=r"00000\.jsonl` cannot be written: No space left"):
        survey(lib, tmp_path / "o")
