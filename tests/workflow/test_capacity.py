from pathlib import Path

from skillrt.workflow import capacity


def put(folder: Path, monkeypatch, **files: str):
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    monkeypatch.setattr(capacity, "_CGROUP", folder)


def test_a_container_that_may_use_less_than_the_machine_has(tmp_path, monkeypatch):
    put(tmp_path, monkeypatch, cpu__max="100000 100000", memory__max=str(2**31), memory__current=str(2**30))
    monkeypatch.setattr(capacity.os, "getloadavg", lambda: (0.0, 0.0, 0.0))
    assert capacity.free_processors() == 1
    assert capacity.free_memory() <= 2**30
    assert capacity.free_jobs() == 1


def test_what_others_use_is_not_free(tmp_path, monkeypatch):
    put(tmp_path, monkeypatch, cpu__max="max 100000", memory__max="max", memory__current="5")
    monkeypatch.setattr(capacity.os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    monkeypatch.setattr(capacity.os, "getloadavg", lambda: (4.2, 0.0, 0.0))
    assert capacity.free_processors() == 12
    monkeypatch.setattr(capacity, "free_memory", lambda: 3 * 2**30)
    assert capacity.free_jobs() == 6
    monkeypatch.setattr(capacity.os, "getloadavg", lambda: (99.0, 0.0, 0.0))
    assert capacity.free_jobs() == 1


def test_where_nothing_is_known(tmp_path, monkeypatch):
    put(tmp_path / "none", monkeypatch)
    monkeypatch.setattr(capacity, "_lines", lambda path: [])
    assert capacity.free_jobs() >= 1
