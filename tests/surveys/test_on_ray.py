"""The crew against a stand-in for Ray; tests/harness_runs/test_ray.py runs the real one."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from skillrt.errors import UsageError
from skillrt.surveys import on_ray
from skillrt.surveys.on_ray import ray_crew
from skillrt.surveys.run import Request, here, run_survey
from skillrt.surveys.walk import skills_below
from tests.surveys.collection import collection


class Crashed(Exception):
    pass


class StandIn:
    """Ray as far as the crew uses it. Work is done when its result is fetched; `under_way` is the most at once."""

    exceptions = SimpleNamespace(WorkerCrashedError=Crashed)

    def __init__(self, fails: str = "", crash: str = "") -> None:
        self.fails, self.crash = fails, crash
        self.started: dict[str, object] = {}
        self.waiting = self.most = 0
        self.ended = False

    def init(self, **given: object) -> None:
        if self.fails:
            raise ConnectionError(self.fails)
        self.started = given

    def remote(self, **options: object):
        assert options == {"max_retries": 0}
        return lambda work: SimpleNamespace(remote=lambda task: self.given(work, task))

    def given(self, work, task):
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        return work, task

    def get(self, reference):
        self.waiting -= 1
        work, task = reference
        if self.crash and any(skill.where.endswith(self.crash) for skill in task.skills):
            raise Crashed
        return work(task)

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": 2.0}

    def shutdown(self) -> None:
        self.ended = True


def with_ray(monkeypatch: pytest.MonkeyPatch, ray: object) -> None:
    monkeypatch.setitem(sys.modules, "ray", ray)  # type: ignore[arg-type]
    monkeypatch.setattr(on_ray, "find_spec", lambda _: object())


def shards(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((folder / "shards").iterdir())]


def test_it_gives_what_this_process_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    ray = StandIn()
    with_ray(monkeypatch, ray)
    lib = str(collection(tmp_path / "lib", 14))
    with ray_crew(jobs=2) as crew:
        one = run_survey(Request(skills_below([lib]), tmp_path / "a", crew, 1))
    assert one == run_survey(Request(skills_below([lib]), tmp_path / "b", here, 1))
    assert shards(tmp_path / "a") == shards(tmp_path / "b")
    assert ray.started["address"] == "local"
    assert ray.started["num_cpus"] == 2
    assert ray.most == 8
    assert ray.ended


def test_a_cluster_that_is_there_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    ray = StandIn()
    with_ray(monkeypatch, ray)
    with ray_crew("auto"):
        pass
    assert ray.started["address"] == "auto"
    assert "num_cpus" not in ray.started


def test_a_worker_that_dies_costs_one_skill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with_ray(monkeypatch, StandIn(crash="skill-003"))
    lib = str(collection(tmp_path / "lib", 6))
    with ray_crew() as crew:
        found = run_survey(Request(skills_below([lib]), tmp_path / "a", crew, 3))
    assert (found.skills, found.unread) == (6, 1)


def test_without_ray_or_a_cluster_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(on_ray, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match="not installed") as missing, ray_crew():
        pass
    assert missing.value.diagnostics[0].code == "usage.missing-extra"
    with_ray(monkeypatch, StandIn(fails="nobody\nthere"))
    with pytest.raises(UsageError, match=r"no Ray cluster at `10\.0\.0\.1:1`: nobody there"), ray_crew("10.0.0.1:1"):
        pass
