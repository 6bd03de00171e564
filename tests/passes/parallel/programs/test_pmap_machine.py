import os

from skillrt.passes.parallel.programs import pmap_machine
from skillrt.passes.parallel.programs.pmap_machine import free_memory, free_workers


def test_workers_are_bounded_by_cores_and_memory(monkeypatch):
    assert 1 <= free_workers(1) <= (os.cpu_count() or 1)
    monkeypatch.setattr(pmap_machine, "free_memory", lambda: 300)
    assert free_workers(256) == 1
    monkeypatch.setattr(pmap_machine, "free_memory", lambda: 0)
    assert free_workers(256) == 1
    monkeypatch.setattr(pmap_machine, "free_memory", lambda: -1)
    assert free_workers(256) >= 1


def test_memory_is_told_or_not_known():
    assert free_memory() >= -1
